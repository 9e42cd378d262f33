"""Sentences that leave out what was just said: "and the hall", "a bit more", "no, the other one"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.tools import ToolCall
from assistant.understanding.mind import Question, Speech, Step
from assistant.understanding.reflex.clauses.mood import Mood
from assistant.understanding.reflex.following.at_once import at_once
from assistant.understanding.reflex.following.completing import TAKES_BACK, Completing, Understand, says_only_one
from assistant.understanding.reflex.following.degree import changed_by, degree_in
from assistant.understanding.reflex.following.filling import Stretch, refilled
from assistant.understanding.reflex.following.follow_words import Body, body_of, follow_words, joined
from assistant.understanding.reflex.following.likes import (
    NAMING,
    PLACING,
    ids_in,
    noun_of,
    scopes_of,
)
from assistant.understanding.reflex.following.others import Others, which_of
from assistant.understanding.reflex.following.parts import Parts
from assistant.understanding.reflex.following.topic import Act, Topic
from assistant.understanding.reflex.matching.resolution import Ambiguous
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

    def early(self) -> tuple[Step, ...] | None:
        """What has to be tried before the sentence is taken for a whole one; None where it is nothing of the kind."""
        last = self.topic.last
        now = at_once(self.whole, self.topic, self.understand)
        if now or last is None or self.mood.conditions:
            return now or None
        body = body_of(self._words)
        cancelled = self._cancelled(last) or self._meant_to_differ(body)
        if cancelled:
            return cancelled
        if not self.mood.negations:
            parts = Parts(self.whole, self.topic, self.understand).calls(body)
            if parts:
                return parts
        if body.corrects and not body.is_empty and not self._denied(body):
            corrected = self._corrected(body, last)
            if corrected:
                return corrected
        if self.mood.negations or body.is_empty:
            return None
        return self._mistakable(body, last)

    def _mistakable(self, body: Body, last: Act) -> tuple[Step, ...] | None:
        """What would be taken for something else as a whole sentence."""
        completing = self._completing
        found = completing.state_of(last) if self._is_asked else completing.valued_at_once(body)
        if found:
            return found
        stretch = self._stretch(body)
        degree = degree_in(stretch)
        if degree and degree.name in ("half", "double"):
            return self._degree(stretch) or None
        if self._is_asked and (body.adds or body.asks) and self._reads_only(last):
            again = self._with(last, stretch)
            if again:
                return again
        return (
            (self._completing.plain(body) if body.greets else None)
            or self._others.several()
            or self._others.one(body, last)
        )

    def late(self) -> tuple[Step, ...] | None:
        """What a sentence says that is none of its own; None where it says nothing of the kind."""
        body = body_of(self._words)
        if self.mood.conditions or body.is_empty or self._denied(body):
            return None
        if not self.topic.acts:
            left_over = bool(self.mood.negations) and not self._begins_with_a_verb(body)
            return None if self._is_asked or left_over else self._completing.alone(body) or None
        if self._is_asked:
            return self._asked(body)
        if says_only_one(self._stretch(body)):
            return None
        stretch = self._completing.after_degree(self._completing.after_house(self._stretch(body)))
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
            or self._completing.bare(stretch)
        )
        return calls or self._completing.more_words(body) or None

    @property
    def _words(self) -> tuple[str, ...]:
        return self.whole.chart.words

    def _stretch(self, body: Body) -> Stretch:
        return replace(self.whole, start=body.start, end=body.end)

    def _begins_with_a_verb(self, body: Body) -> bool:
        """Whether what follows a prohibition is a wish of its own; "don't turn the lamp, the fan off" has none."""
        literals, openers = self.whole.chart.literals, self.whole.grammar.openers
        return any(i in openers and any(a == body.start for a, _ in places) for i, places in literals.items())

    def _denied(self, body: Body) -> bool:
        """Whether something in what is left is forbidden."""
        return any(s.end > body.start for s in self.mood.negations)

    @property
    def _others(self) -> Others:
        return Others(self.whole, self.topic, self.understand)

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

    def _meant_to_differ(self, body: Body) -> tuple[Step, ...] | None:
        """ "Not the back hall, put that one on again": the one that was not meant, behind a wish for several."""
        words, known = self._words, follow_words()
        inner = known.at_start("denies", words, 0, len(words))
        comma = next((i for i, w in enumerate(words) if w in (",", "，")), 0)
        named = replace(self.whole, start=inner, end=comma).spans(*NAMING, *PLACING, Sense.PART)
        if not 0 < inner < comma or not named or len(self.topic.things) < 2:
            return None
        rest = words[comma + 1 : body.end]
        at = next((i for i, w in enumerate(rest) if i and w in ("it", "that", "them", "它")), None)
        if at is None:
            return None
        after = at + 1 + (rest[at + 1 : at + 2] == ("one",))
        return self._calls(joined([*rest[:at], *words[inner:comma], *rest[after:]])) or None

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
        found = self._others.one(body, last) or self._with(last, stretch) or self._completing.valued(stretch)
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

    def _with(self, act: Act, stretch: Stretch) -> tuple[Step, ...]:
        """The calls of an act with what the stretch says in the place of their own things or values."""
        scopes = scopes_of(act, self.topic, self.whole.home)
        calls: list[ToolCall] = []
        for call in act.calls:
            if call.tool == TAKES_BACK:
                continue
            found = refilled(call, stretch, scopes)
            if isinstance(found, Ambiguous):
                return (which_of(found.candidates, call, self.whole),)
            if found is not None and self._may_be(found, stretch):
                calls.append(found)
        return tuple(calls)

    def _may_be(self, call: ToolCall, stretch: Stretch) -> bool:
        """A question asks; and 锁上, said of no thing, is none behind one."""
        if self._is_asked:
            return self._reads(call)
        return not self._reads(call) or bool(stretch.spans(*NAMING, *PLACING, Sense.PART, Sense.QUANTITY))

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
        asked = (
            self._calls(f"它{self.whole.said}") or self._completing.taken_apart(stretch) or self._completing.by_name()
        )
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
