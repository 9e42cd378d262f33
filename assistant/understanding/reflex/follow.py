"""Sentences that leave out what was just said: "and the hall", "a bit more", "no, the other one"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.conversation import Choosing
from assistant.tools import Claim, ToolCall
from assistant.understanding.mind import Question, Speech, Step
from assistant.understanding.reflex.follow_completing import TAKES_BACK, Completing, Understand
from assistant.understanding.reflex.follow_degree import changed_by, degree_in
from assistant.understanding.reflex.follow_fill import Stretch, refilled
from assistant.understanding.reflex.follow_likes import (
    NAMING,
    PLACING,
    ids_in,
    noun_of,
    others_of,
    parameter_of,
    scopes_of,
)
from assistant.understanding.reflex.follow_topic import Act, Topic
from assistant.understanding.reflex.follow_words import Body, body_of, follow_words, joined
from assistant.understanding.reflex.mood import Mood
from assistant.understanding.reflex.replies import told_ambiguous
from assistant.understanding.reflex.resolution import Ambiguous
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION
from assistant.words import sentence

_STRONG = frozenset({"no", "nope", "not", "wrong", "meant", "mean", "instead", "不", "错"})
"""With one of these a correction takes back what was done, also where it is a whole sentence."""
_STATES = {"on": "on", "locked": "locked", "lock": "locked", "position": "open", "open": "open"}


@dataclass(frozen=True, slots=True)
class Following:
    """One utterance against what was talked about."""

    whole: Stretch
    mood: Mood
    topic: Topic
    understand: Understand
    takes_back: bool
    """Whether there is a tool that takes back."""
    without_time: Callable[[str], str]
    """A sentence without the words that put it off."""

    def early(self) -> tuple[Step, ...] | None:
        """What has to be tried before the sentence is taken for a whole one; None where it is nothing of the kind."""
        last = self.topic.last
        at_once = self._at_once()
        if at_once or last is None or self.mood.conditions:
            return at_once
        body = body_of(self._words)
        cancelled = self._cancelled(last)
        if cancelled:
            return cancelled
        if body.corrects and not body.is_empty and not self._denied(body):
            corrected = self._corrected(body, last)
            if corrected:
                return corrected
        if self.mood.negations or body.is_empty:
            return None
        stretch = self._stretch(body)
        degree = degree_in(stretch)
        if degree and degree.name in ("half", "double"):
            return self._degree(stretch) or None
        if self._is_asked and (body.adds or body.asks) and self._reads_only(last):
            again = self._with(last, stretch)
            if again:
                return again
        return (
            (self._completing.plain(body) if body.greets else None) or self._about_several() or self._other(body, last)
        )

    def late(self) -> tuple[Step, ...] | None:
        """What a sentence says that is none of its own; None where it says nothing of the kind."""
        body = body_of(self._words)
        if self.mood.conditions or body.is_empty or self._denied(body):
            return None
        if not self.topic.acts:
            return None if self._is_asked else self._completing.plain(body) or None
        if self._is_asked:
            return self._asked(body)
        stretch = self._completing.after_degree(self._stretch(body))
        degree = self._degree(stretch)
        if degree:
            return degree
        describes = bool(stretch.spans(*NAMING, *PLACING, Sense.PART))
        for act in self.topic.acts if describes else self.topic.acts[:1]:
            found = self._with(act, stretch)
            if found:
                return found
        calls = (
            self._completing.valued(stretch)
            or self._completing.of_its_like(stretch)
            or self._completing.plain(body)
            or self._completing.by_verb(stretch)
        )
        return calls or self._completing.more_words(body) or None

    @property
    def _words(self) -> tuple[str, ...]:
        return self.whole.chart.words

    def _stretch(self, body: Body) -> Stretch:
        return replace(self.whole, start=body.start, end=body.end)

    def _denied(self, body: Body) -> bool:
        """Whether something in what is left is forbidden."""
        return any(s.end > body.start for s in self.mood.negations)

    @property
    def _completing(self) -> Completing:
        return Completing(self.whole, self.topic, self.understand)

    def _calls(self, text: str) -> tuple[ToolCall, ...]:
        return self._completing.calls(text)

    def _cancelled(self, last: Act) -> tuple[Step, ...] | None:
        """ "Cancel that", right behind what was done."""
        said = tuple(w for w in self._words if w not in PUNCTUATION)
        body = body_of(self._words)
        rest = tuple(w for w in self._words[body.start :] if w not in PUNCTUATION)
        known = follow_words()
        stopped = self._stopped()
        if stopped:
            return stopped
        if not any(known.is_one("cancels", each) for each in (said, rest)):
            return None
        return self._back(last, ()) or (Speech(sentence("nothing_waits", self.whole.around.language)),)

    def _at_once(self) -> tuple[Step, ...] | None:
        """ "Just do it now", after what was to be done at another time."""
        said = tuple(w for w in self._words if w not in PUNCTUATION)
        put_off = (e for e in self.topic.previous if not e.calls and e.claim is Claim.REFUSED)
        before = next(put_off, None)
        if before is None or not said:
            return None
        body = body_of(self._words)
        rest = tuple(w for w in self._words[body.start :] if w not in PUNCTUATION)
        if not any(follow_words().is_one("at_once", each) for each in (said, rest)):
            return None
        return self.understand(self.without_time(before.utterance.text), ()) or None

    def _stopped(self) -> tuple[Step, ...] | None:
        """ "Stop, the baby is in the way": whatever else is said, what was begun is to end."""
        words = self._words
        comma = next((i for i, w in enumerate(words) if w in PUNCTUATION), len(words))
        known = follow_words()
        if known.is_one("pauses", words[:comma]):
            return self._calls(joined([*words[:comma], "it"])) or None
        return (self._calls("stop it") or None) if known.is_one("stops", words[:comma]) else None

    def _corrected(self, body: Body, last: Act) -> tuple[Step, ...] | None:
        """What was meant instead, and what was done wrongly taken back."""
        stretch = self._stretch(body)
        found = self._other(body, last) or self._with(last, stretch) or self._completing.valued(stretch)
        whole = False
        if not found:
            found, whole = self._completing.plain(body) or self._completing.by_verb(stretch), True
        if not found:
            return None
        if isinstance(found[0], Question):
            asked = found[0]
            if asked.choosing is None:
                return found
            back = self._back(last, asked.choosing.candidates)
            return (replace(asked, choosing=replace(asked.choosing, takes_back=back)),)
        calls = tuple(c for c in found if isinstance(c, ToolCall))
        same_tool = {c.tool for c in calls} & {c.tool for c in last.calls}
        strong = _STRONG & set(self._words[: body.start]) or body.replaces
        if body.adds and not strong:
            return calls
        if whole and not (same_tool and strong):
            return calls
        return (*self._back(last, ids_in(calls)), *calls)

    def _back(self, act: Act, kept: Sequence[str]) -> tuple[ToolCall, ...]:
        """The call that takes back what an act changed, but for the things in `kept`."""
        wrong = tuple(i for i in act.changed if i not in kept)
        if not wrong or not self.takes_back or not act.exchange.turn:
            return ()
        return (ToolCall(TAKES_BACK, {"things": wrong, "turn": act.exchange.turn}),)

    def _about_several(self) -> tuple[Step, ...] | None:
        """ "Both off", "turn them all off": what was spoken of, not everything there is."""
        chart, names = self.whole.chart, self.whole.home.names
        several = self.topic.several(names)
        if len(several) < 2 or self.whole.spans(*NAMING, *PLACING, Sense.EXCEPT):
            return None
        quantifiers = [s for s in self.whole.spans(Sense.ALL, Sense.BOTH) if not self._is_inside_longer(s.start, s.end)]
        if not quantifiers:
            return None
        span = max(quantifiers, key=lambda s: s.end - s.start)
        words = [*chart.words[: span.start], *chart.words[span.end :]]
        pronoun = "它们" if self.whole.around.language == "zh" else "them"
        body = body_of(words)
        inner = [w for w in words[body.start : body.end] if w not in ("it", "them", "它", "们")]
        return self.understand(joined([*words, pronoun]), several) or self.understand(
            joined([*inner, pronoun]), several
        )

    def _is_inside_longer(self, start: int, end: int) -> bool:
        """Whether some words are part of a room, a name or an amount."""
        longer = self.whole.spans(Sense.ROOM, Sense.NAME, Sense.HOUSE, Sense.QUANTITY, Sense.ASKING)
        return any(s.start <= start and end <= s.end and s.end - s.start > end - start for s in longer)

    def _other(self, body: Body, last: Act) -> tuple[Step, ...] | None:
        """ "The other one": what was not meant of those that were offered, or of its like in the room."""
        place = follow_words().inside("other", self._words, body.start, body.end)
        if place is None:
            return None
        others = others_of(last, self.topic, self.whole.home)
        before, after = self._words[body.start : place[0]], self._words[place[1] : body.end]
        rest = replace(self.whole, start=place[1], end=body.end)
        kinds = [s for s in rest.spans(Sense.KIND) if s.start == place[1]]
        if kinds:
            others &= self.whole.home.kind(kinds[0].meaning)
            after = self._words[max(s.end for s in kinds) : body.end]
        ids = self.whole.home.ids(others)
        if not ids:
            return None
        alone = not any(
            self.whole.chart.content >> i & 1 for i in (*range(body.start, place[0]), *range(place[1], body.end))
        )
        if kinds and not after and not before:
            alone = True
        many = len(ids) > 1 and not set(self._words[place[0] : place[1]]) & _SEVERAL
        if alone:
            call = next((c for c in last.calls if parameter_of(c, self.whole.grammar)), None)
            if call is None:
                return None
            if many:
                return (self._which(ids, call),)
            return (ToolCall(call.tool, {**call.arguments, parameter_of(call, self.whole.grammar): ids}),)
        if many:
            return None
        pronoun = "它" if self.whole.around.language == "zh" else "it"
        return self.understand(joined([*before, pronoun, *after]), ids) or None

    def _which(self, ids: tuple[str, ...], call: ToolCall) -> Question:
        question = told_ambiguous(Ambiguous(ids), self.whole.home, self.whole.around.language)
        return Question(question.text, Choosing("", candidates=ids, call=call))

    def _with(self, act: Act, stretch: Stretch) -> tuple[Step, ...]:
        """The calls of an act with what the stretch says in the place of their own things or values."""
        scopes = scopes_of(act, self.topic, self.whole.home)
        calls: list[ToolCall] = []
        for call in act.calls:
            if call.tool == TAKES_BACK:
                continue
            found = refilled(call, stretch, scopes)
            if isinstance(found, Ambiguous):
                return (self._which(found.candidates, call),)
            if found is not None and not (self._is_asked and not self._reads(found)):
                calls.append(found)
        return tuple(calls)

    @property
    def _is_asked(self) -> bool:
        body = body_of(self._words)
        return body.asks or (self.mood.asks and not _ALLOWING & set(self._words[: body.start]))

    def _reads(self, call: ToolCall) -> bool:
        return any(a.tool.name == call.tool and a.tool.reads_only for a in self.whole.grammar.tools)

    def _degree(self, stretch: Stretch) -> tuple[Step, ...]:
        degree = degree_in(stretch)
        if degree is None:
            return ()
        home = self.whole.home
        for act in self.topic.acts:
            kinds = {t.kind for t in home.things(home.bits(act.things))}
            kind = next(iter(kinds)) if len(kinds) == 1 else ""

            def about(text: str, act: Act = act) -> tuple[ToolCall, ...]:
                return self.understand(text, act.things)

            found = changed_by(degree, act, self.whole.grammar, kind, about)
            if found:
                return found
        return ()

    def _asked(self, body: Body) -> tuple[Step, ...] | None:
        """A question that leaves out what is asked; behind an act it asks how that is."""
        stretch = self._stretch(body)
        for act in self.topic.acts:
            found = self._with(act, stretch)
            if found:
                return found
        asked = self._calls(f"它{self.whole.said}") or self._completing.taken_apart(stretch)
        if asked:
            return asked
        last = self.topic.acts[0]
        if self._reads_only(last) or not stretch.spans(*NAMING, *PLACING, Sense.PART):
            return None
        state = next((_STATES[c] for c in last.capabilities if c in _STATES), "on")
        noun = "" if stretch.spans(*NAMING) else noun_of(last, self.whole.home, chinese=False)
        return self._calls(f"is the {stretch.said} {noun} {state}?") or None

    def _reads_only(self, act: Act) -> bool:
        return all(self._reads(call) for call in act.calls)


_ALLOWING = frozenset({"can", "could", "may"})
"""In front of what is wished: "now you can turn it on"."""
_SEVERAL = frozenset({"ones", "others", "rest", "two", "他", "的", "余", "几"})
