"""What a sentence may be completed with: a verb, a noun, a pronoun or a list of before."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.tools import ToolCall
from assistant.understanding.reflex.follow_degree import degree_in
from assistant.understanding.reflex.follow_fill import Stretch
from assistant.understanding.reflex.follow_likes import NAMING, PLACING, noun_of, verb_of
from assistant.understanding.reflex.follow_topic import Act, Topic
from assistant.understanding.reflex.follow_words import Body, follow_words, joined
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese, words_of

TAKES_BACK = "undo_things"
"""The tool that puts things back as they were before a turn changed them; without it nothing is taken back."""
MOST_WORDS_ADDED = 3
"""Words of something more for a list ("and brown bread")."""

Understand = Callable[[str, tuple[str, ...]], tuple[ToolCall, ...]]
"""From a whole sentence, and the ids that "it" means in it, to its calls; none where it is not clear."""


@dataclass(frozen=True, slots=True)
class Completing:
    """One utterance, and what can be put beside its words."""

    whole: Stretch
    topic: Topic
    understand: Understand

    def calls(self, text: str) -> tuple[ToolCall, ...]:
        """What a whole sentence comes to, its pronouns meaning what is talked about."""
        return self.understand(text, self.topic.pointed_at(words_of(text), self.whole.home.names))

    def stretch(self, body: Body) -> Stretch:
        """The words of a body."""
        return replace(self.whole, start=body.start, end=body.end)

    def valued(self, stretch: Stretch) -> tuple[ToolCall, ...]:
        """A value alone, for what was spoken of: "to 30 then", "blue"."""
        if not self.topic.things or stretch.spans(*NAMING, *PLACING):
            return ()
        if not stretch.spans(Sense.QUANTITY, Sense.CHOICE, Sense.ABILITY):
            return ()
        start = follow_words().at_start("sets", stretch.chart.words, stretch.start, stretch.end)
        said = joined(w for w in stretch.chart.words[start : stretch.end] if w not in PUNCTUATION)
        for whole in (f"set it to {said}", f"{said} it", f"把它调到{said}"):
            found = self.calls(whole)
            if found:
                return found
        return ()

    def plain(self, body: Body) -> tuple[ToolCall, ...]:
        """What is left as a sentence of its own, about what was spoken of where it names nothing."""
        if (body.start, body.end) == (0, len(self.whole.chart.words)):
            return ()
        words = [w for w in self.whole.chart.words[body.start : body.end] if w not in PUNCTUATION and w != "but"]
        said = self.stretch(body).said
        names_one = self.stretch(body).spans(*NAMING, *PLACING)
        return self.calls(said) or self.calls(joined(words)) or (() if names_one else self.calls(f"{said} it"))

    def after_degree(self, stretch: Stretch) -> Stretch:
        """ "Slower, fifty percent": only the value."""
        words = stretch.chart.words
        comma = next((i for i in range(stretch.start, stretch.end) if words[i] in PUNCTUATION), None)
        if comma is None or not replace(stretch, start=comma + 1).spans(Sense.QUANTITY):
            return stretch
        first = replace(stretch, end=comma)
        is_degree = degree_in(first) is not None or not first.spans(*NAMING, *PLACING)
        return replace(stretch, start=comma + 1) if is_degree else stretch

    def of_its_like(self, stretch: Stretch) -> tuple[ToolCall, ...]:
        """ "The hall off": a room alone in a sentence of its own means there what was spoken of."""
        places = stretch.spans(Sense.ROOM, Sense.FLOOR)
        if not places or stretch.spans(*NAMING):
            return ()
        place = max(places, key=lambda s: s.end - s.start)
        words = stretch.chart.words
        noun = noun_of(self.topic.acts[0], self.whole.home, chinese=is_chinese(words[place.start]))
        if not noun:
            return ()
        after = [w for w in words[place.end : stretch.end] if w not in ("的", "也", "都", *PUNCTUATION)]
        return self.calls(joined([*words[stretch.start : place.end], noun, *after]))

    def by_verb(self, stretch: Stretch) -> tuple[ToolCall, ...]:
        """The verb of before with other things: what the tool of before does not take, another may."""
        if not stretch.spans(*NAMING, Sense.PART):
            return ()
        for act in self.topic.acts:
            if self._is_only_words(act):
                return ()
            words = verb_of(act, self.whole.home)
            if words:
                return self.calls(joined([*words, stretch.said]))
        return ()

    def _is_only_words(self, act: Act) -> bool:
        """Whether it was about words and no thing ("remember that …"): it has no verb that another thing could take."""
        called = {c.tool for c in act.calls}
        tools = [a for a in self.whole.grammar.tools if a.tool.name in called]
        return any(a.words for a in tools) and not any(a.things or a.rooms for a in tools)

    def more_words(self, body: Body) -> tuple[ToolCall, ...]:
        """One more for the list: "and butter"."""
        end = follow_words().at_end("on_list", self.whole.chart.words, body.start, body.end)
        words = self.whole.chart.words[body.start : end]
        most = MOST_WORDS_ADDED * (2 if words and is_chinese(words[0]) else 1)
        if not body.adds or body.start == 0 or not 0 < len(words) <= most:
            return ()
        for call in (c for act in self.topic.acts for c in act.calls if c.tool != TAKES_BACK):
            abilities = next((a for a in self.whole.grammar.tools if a.tool.name == call.tool), None)
            if abilities and abilities.things and abilities.words and abilities.words[0].name in call.arguments:
                return (
                    ToolCall(
                        call.tool, {**call.arguments, abilities.words[0].name: self.whole.chart.said(body.start, end)}
                    ),
                )
        return ()

    def taken_apart(self, stretch: Stretch) -> tuple[ToolCall, ...]:
        """ "The curtains, are they open": the question, with its thing in the place of the pronoun."""
        words = stretch.chart.words
        comma = next((i for i in range(stretch.start, stretch.end) if words[i] in PUNCTUATION), None)
        if comma is None:
            return ()
        thing, rest = words[stretch.start : comma], words[comma + 1 : stretch.end]
        pronoun = next((i for i, w in enumerate(rest) if w in ("it", "they", "them", "它")), None)
        return self.calls(joined([*rest[:pronoun], *thing, *rest[pronoun + 1 :], "?"])) if pronoun is not None else ()
