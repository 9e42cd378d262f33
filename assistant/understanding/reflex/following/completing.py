"""What a sentence may be completed with: a verb, a noun, a pronoun or a list of before."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.tools import ToolCall, Words
from assistant.understanding.reflex.following.degree import degree_in
from assistant.understanding.reflex.following.filling import Stretch
from assistant.understanding.reflex.following.follow_words import Body, follow_words, joined
from assistant.understanding.reflex.following.likes import NAMING, PLACING, ids_in, noun_of, verb_of
from assistant.understanding.reflex.following.topic import Act, Topic, parts_of
from assistant.understanding.reflex.phrases.grammar import Abilities
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, is_chinese, words_of

TAKES_BACK = "undo_things"
"""The tool that puts things back as they were before a turn changed them; without it nothing is taken back."""
_SHORT = 6
"""Words of a question or a verb that leave out what they are about."""
LOCKING = frozenset({"锁", "锁上", "锁好", "锁住", "上锁", "解锁", "开锁", "锁上吧", "锁一下"})
"""Verbs that alone also say how a lock stands, or name it."""
_MOST_PAUSES = 1
"""Pauses within the one command that a value may follow: "blind, in the hall, halfway"."""
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
        if not any(not _is_only_one(s, stretch) for s in stretch.spans(Sense.QUANTITY, Sense.CHOICE, Sense.ABILITY)):
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

    def alone(self, body: Body) -> tuple[ToolCall, ...]:
        """What is said where nothing was spoken of before."""
        return self.with_value_behind(body) or self.plain(body)

    def valued_at_once(self, body: Body) -> tuple[ToolCall, ...]:
        """What would be taken for something else as a whole sentence: "too loud, twenty percent", 锁上."""
        valued = body.complains or self._is_only_set(body)
        complained = self.valued(self.stretch(body)) if valued else ()
        return complained or self.with_value_behind(body) or self.locking(body)

    def with_value_behind(self, body: Body) -> tuple[ToolCall, ...]:
        """ "Blind down, halfway": the value for what is done before the comma."""
        words = self.whole.chart.words
        comma = next((i for i in reversed(range(body.start, body.end)) if words[i] in (",", "，")), None)
        if comma is None or comma + 1 >= body.end or not self._is_value(comma + 1, body.end):
            return ()
        if sum(w in PUNCTUATION for w in words[body.start : comma]) > _MOST_PAUSES:
            return ()
        done = self.calls(joined(words[body.start : comma]))
        things = ids_in(done)
        if len(done) != 1 or not things:
            return ()
        value = joined(words[comma + 1 : body.end])
        for text in (f"set it to {value}", f"把它调到{value}", f"{joined(words[body.start : comma])} {value}"):
            found = self.understand(text, things)
            if len(found) == 1 and ids_in(found) == things:
                return found
        return ()

    def _is_only_set(self, body: Body) -> bool:
        """调到四十: an amount for what was spoken of, where nothing else is said."""
        words = self.whole.chart.words
        if body.is_empty or not is_chinese(words[body.start]):
            return False
        start = follow_words().at_start("sets", words, body.start, body.end)
        return start > body.start and self._is_value(start, body.end)

    def _is_value(self, start: int, end: int) -> bool:
        """Whether some words are an amount, or how far something is to go, and nothing else."""
        spans = self.whole.chart.with_sense(Sense.QUANTITY, Sense.CHOICE)
        return any(s.start == start and s.end == end for s in spans)

    def state_of(self, last: Act) -> tuple[ToolCall, ...]:
        """锁好了吗, right behind what was done: how the thing of before is."""
        words = self.whole.words
        if not is_chinese(words[0]) or len(words) > _SHORT or self.whole.spans(Sense.ROOM, Sense.NAME):
            return ()
        alone = self.understand(self.whole.said, ())
        if alone and not ids_in(alone):
            return ()  # 家里没人吗 asks of the house, whatever was spoken of
        found = self.calls(f"它{self.whole.said}")
        return found if found and last.things and set(ids_in(found)) <= set(last.things) else ()

    def locking(self, body: Body) -> tuple[ToolCall, ...]:
        """锁上 alone: a wish for what was spoken of, though it also says how a lock stands."""
        said = joined(self.whole.chart.words[body.start : body.end])
        return self.calls(f"{said}它") if said in LOCKING and self.topic.things else ()

    def by_name(self) -> tuple[ToolCall, ...]:
        """A question with the name of the thing that was spoken of in the place of the pronoun."""
        words = self.whole.words
        thing = self.whole.home.names.thing(self.topic.things[0]) if len(self.topic.things) == 1 else None
        pronoun = next((i for i, w in enumerate(words) if w in ("it", "that", "它")), None)
        if thing is None or not thing.names or pronoun is None:
            return ()
        return self.calls(joined([*words[:pronoun], thing.names[0], *words[pronoun + 1 :]]))

    def bare(self, stretch: Stretch) -> tuple[ToolCall, ...]:
        """A verb that is also a name of things, 锁上: of what was spoken of."""
        if not self.topic.things or len(stretch.words) > _SHORT or stretch.spans(Sense.ROOM, Sense.NAME, Sense.PART):
            return ()
        return self.calls(f"{stretch.said}{'它' if is_chinese(stretch.words[0]) else ' it'}")

    def after_house(self, stretch: Stretch) -> Stretch:
        """ "And at home the garage", behind what was said of the car: only what is at home."""
        last = self.topic.last
        houses = [s for s in stretch.spans(Sense.HOUSE) if s.start == stretch.start]
        if last is None or not parts_of(last) or not houses:
            return stretch
        start = max(s.end for s in houses)
        while start < stretch.end and self.whole.chart.words[start] in PUNCTUATION | {"的"}:
            start += 1
        return replace(stretch, start=start) if start < stretch.end else stretch

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
        tied = body.start > 0 or body.end < len(self.whole.chart.words)
        if not body.adds or not tied or not 0 < len(words) <= most:
            return ()
        for call in (c for act in self.topic.acts for c in act.calls if c.tool != TAKES_BACK):
            abilities = next((a for a in self.whole.grammar.tools if a.tool.name == call.tool), None)
            if abilities and abilities.things and _adds_words(abilities) and abilities.words[0].name in call.arguments:
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


def _adds_words(abilities: Abilities) -> bool:
    """Whether a tool takes words that further ones may stand beside: an item for a list, and no name."""
    return bool(abilities.words) and not any(isinstance(p.mark, Words) and p.mark.whole for p in abilities.words)


def says_only_one(stretch: Stretch) -> bool:
    """Whether nothing that could be a value is said but the "one" of "nice one"."""
    values = stretch.spans(Sense.QUANTITY)
    named = stretch.spans(*NAMING, *PLACING, Sense.PART, Sense.IT)
    return bool(values) and not named and all(_is_only_one(s, stretch) for s in values)


def _is_only_one(span: Span, stretch: Stretch) -> bool:
    """The "one" of "nice one" and "that one" is no amount; that of "to one" is."""
    words = stretch.chart.words
    before = words[span.start - 1] if span.start else ""
    return (
        words[span.start : span.end] in (("one",), ("1",)) and span.start > 0 and before not in ("to", "at", "on", ",")
    )
