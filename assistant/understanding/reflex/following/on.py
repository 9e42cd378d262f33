"""Where the reflex takes up what was said before: answers first, then what is left out of a sentence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.conversation import Asked, Choosing
from assistant.tools import Toolbox, ToolCall, Words
from assistant.understanding.mind import Question, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.following.answers import answered
from assistant.understanding.reflex.following.completing import TAKES_BACK
from assistant.understanding.reflex.following.filling import Stretch
from assistant.understanding.reflex.following.follow import Following
from assistant.understanding.reflex.following.follow_words import follow_words
from assistant.understanding.reflex.following.topic import Topic
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.describing import UNKNOWN_PLACE
from assistant.understanding.reflex.matching.fill import RELATIVE
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.setting import Surroundings
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import Token, words_of
from assistant.utterance import Utterance

Retold = Callable[[str, Surroundings], tuple[Step, ...]]
"""From another sentence about the same house to its steps."""

_DESCRIBED = (
    Sense.NAME,
    Sense.KIND,
    Sense.ROOM,
    Sense.FLOOR,
    Sense.ABSENT_ROOM,
    Sense.HOUSE,
    Sense.HERE,
    Sense.OUTSIDE,
    Sense.EVERYTHING,
)
"""A sentence with one of these says itself what it is about."""


_POINTING = frozenset({"it", "them", "that", "those", "它"})
_HANDLING = frozenset({"put", "turn", "switch", "move", "pull", "send", "bring", "take", "把"})
_EXISTING = frozenset({"is", "are", "was", "were", "any", "will", "should"})
"""Beside "there", which then is no place: "is there a light on"."""


@dataclass(frozen=True, slots=True)
class GoingOn:
    """One utterance, and all that it may leave out."""

    topic: Topic
    parser: Parser
    around: Surroundings
    """Where it is said, with what it is about where it does not say so itself."""
    retold: Retold
    following: Following

    def answer(self, asked: Asked | None, utterance: Utterance) -> tuple[Step, ...] | None:
        """The steps of an answer to what was asked last; None where it is none."""
        if asked is None:
            return None
        return answered(asked, utterance, self.following.whole, self._completed)

    def early(self) -> tuple[Step, ...] | None:
        """What has to be tried before the sentence is taken for a whole one."""
        return self.following.early()

    def late(self) -> tuple[Step, ...] | None:
        """What may be tried where it is no whole sentence."""
        return self.following.late()

    def misses(self, found: Understanding) -> bool:
        """Whether "put it back up" was taken for something that was not spoken of."""
        words = set(self.parser.chart.words)
        if self._ends_with_one() and "to" not in words:
            return True
        if self.topic.things and words & {",", "，"} and any(RELATIVE in call.arguments for call in found.calls):
            # "Slower, fifty percent" says how fast, not by how much.
            return not words & {"by"} and not _says_itself(self.parser)
        if not self.topic.things or not words & _POINTING or not words & _HANDLING or _says_itself(self.parser):
            return False
        things = {i for call in found.calls for ids in call.arguments.values() if isinstance(ids, tuple) for i in ids}
        return bool(things) and not things & set(self.topic.several(self.parser.home.names) + self.topic.things)

    def _ends_with_one(self) -> bool:
        """Whether "one" behind a word of a name stands for a thing that was spoken of, not for a number.

        Behind a kind it stands for one of that: "every light off except the hall one".
        """
        last = len(self.parser.chart.words)
        if self.parser.chart.words[-1:] != ("one",) or self.parser.chart.with_sense(Sense.KIND):
            return False
        return any(s.end == last - 1 for s in self.parser.chart.with_sense(Sense.PART, Sense.ROOM))

    def _completed(self, choosing: Choosing) -> tuple[Step, ...]:
        pointed = choosing.pointed_at or self.around.pointed_at
        steps = self.retold(choosing.text, replace(self.around, pointed_at=pointed, chosen=choosing.chosen, carried=()))
        if all(isinstance(step, ToolCall) for step in steps):
            return (*choosing.takes_back, *steps)
        return tuple(_carried_on(step, choosing) for step in steps)


def placed_there(text: str, tokens: Sequence[Token], topic: Topic, names: Names) -> str:
    """The sentence with the room that was spoken of in the place of "there"."""
    words = tuple(t.text for t in tokens)
    place = follow_words().inside("there", words, 0, len(words))
    room = names.room(topic.rooms[0]) if topic.rooms else None
    if room is None or not room.names:
        return text
    if place is None:
        return _owned_there(text, tokens, room.names[0]) if len(topic.rooms) == 1 else text
    beside = {*words[max(0, place[0] - 1) : place[0]], *words[place[1] : place[1] + 1]}
    if beside & _EXISTING:
        return text
    inner = "in the " if words[place[0]].isascii() else ""
    return f"{text[: tokens[place[0]].start]}{inner}{room.names[0]}{text[tokens[place[1] - 1].end :]}"


_OWNING = frozenset({"his", "her", "hers", "their", "theirs"})
_OWNING_ZH = re.compile("给[他她](?=把)|[他她](们)?(的|那|那个)?(房间|屋里|屋子|屋|房里|房)(里|的)?")


def _owned_there(text: str, tokens: Sequence[Token], room: str) -> str:
    """ "Put his light off" behind "is Jack's light on": in the room that is called after him."""
    if not room.isascii():
        return _OWNING_ZH.sub(f"{room}的", text, count=1)
    owned = next((t for t in tokens if t.text in _OWNING), None)
    if owned is None or not room.lower().split()[0].endswith(("'s", "’s")):
        return text
    return f"{text[: owned.start]}{room}{text[owned.end :]}"


def going_on_from(
    topic: Topic,
    parser: Parser,
    around: Surroundings,
    retold: Retold,
    toolbox: Toolbox,
) -> GoingOn:
    """What an utterance may leave out. `around`: with what its pronouns mean."""
    chart = parser.chart
    whole = Stretch(chart, 0, len(chart.tokens), parser.home, around, parser.grammar)

    def understand(text: str, things: tuple[str, ...]) -> tuple[ToolCall, ...]:
        steps = retold(text, replace(around, pointed_at=things, carried=things, chosen=things))
        calls = tuple(step for step in steps if isinstance(step, ToolCall))
        return calls if len(calls) == len(steps) and not any(_puts_words(c, toolbox, chart) for c in calls) else ()

    takes_back = TAKES_BACK in toolbox
    following = Following(whole, parser.mood, topic, understand, takes_back)
    told = replace(around, carried=topic.things) if not _says_itself(parser) else around
    return GoingOn(topic, parser, told, retold, following)


def _puts_words(call: ToolCall, toolbox: Toolbox, chart: Chart) -> bool:
    """Whether words that were only added to the sentence became those of a place: "the bakery the route"."""
    words = [p.name for p in toolbox[call.tool].parameters if isinstance(p.mark, Words) and p.mark.own]
    values = [call.arguments.get(name) for name in words]
    return any(isinstance(value, str) and value.casefold() not in chart.text.casefold() for value in values)


def _says_itself(parser: Parser) -> bool:
    """Whether a sentence names a thing, a kind or a place; 声音 is a volume before it is what sounds."""
    abilities = {(s.start, s.end) for s in parser.chart.with_sense(Sense.ABILITY)}
    return any((s.start, s.end) not in abilities for s in parser.chart.with_sense(*_DESCRIBED))


def choosable(steps: tuple[Step, ...], found: Understanding, parser: Parser, around: Surroundings) -> tuple[Step, ...]:
    """The steps, a question among them with what may answer it."""
    reason = found.shortfall.reason if found.shortfall else None
    choosing = _choosing(reason, parser.chart.text, around)
    if choosing is None:
        return steps
    return tuple(
        replace(step, choosing=choosing) if isinstance(step, Question) and step.choosing is None else step
        for step in steps
    )


def _choosing(reason: object, text: str, around: Surroundings) -> Choosing | None:
    if isinstance(reason, Ambiguous):
        return Choosing(text, reason.candidates, around.chosen, pointed_at=around.pointed_at)
    if isinstance(reason, Unknown) and reason.room == UNKNOWN_PLACE:
        return Choosing(text, pointed_at=around.pointed_at)
    if isinstance(reason, Unknown) and (reason.nearest or reason.room):
        gone = words_of(reason.room or reason.what)
        return Choosing(text, instead=gone, offered=reason.nearest, pointed_at=around.pointed_at)
    return None


def _carried_on(step: Step, before: Choosing) -> Step:
    """A further question about the same sentence keeps what was chosen and what is to be taken back."""
    if not isinstance(step, Question) or step.choosing is None:
        return step
    chosen = (*before.chosen, *step.choosing.chosen)
    return replace(step, choosing=replace(step.choosing, chosen=chosen, takes_back=before.takes_back))
