"""Questions that no phrase covers, understood from what they ask, of which property, over what set.

"Which of them lights have we gone and left on" and "don't tell me the garage is still open" are made of the same few
parts in any order. Each part is found by itself; the plain question they come to is understood like any other, and by
tools that change nothing. Every word beside the parts has to be known as one that says nothing.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.english.rewording import IMPERATIVES
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.questions.forms import Forms
from assistant.understanding.reflex.questions.mandarin import asks_in, asks_zh, exceptions_first, only_tells_zh
from assistant.understanding.reflex.questions.reading import Reading, language_of, pieces_of, readings_of
from assistant.understanding.reflex.questions.reckoning import sums_up
from assistant.understanding.reflex.questions.words import Part, question_words
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION

Plainly = Callable[[str], Parser]
"""Reads another sentence of the same house."""
Stretch = tuple[int, int]
_MOST_TRIED = 12
"""Plain forms that are tried for one sentence."""
_INTERROGATIVE = ("count", "which", "where", "who", "since", "until", "range", "location")
_CONTENT = (Part.THING, Part.PLACE, Part.STATE, Part.MEASURE, Part.MOST, Part.MORE, Part.EXCEPT)
_AUXILIARIES = frozenset([
    "am", "will", "should", "do", "can", "shall", "would", "could", "must", "is", "are", "have", "has", "did",
])  # fmt: skip
"""Begin what is only wondered, where nothing here is named: "do I need a coat? what is the weather?"."""
_NAMING = (Sense.NAME, Sense.KIND, Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR)
_TELLING = frozenset([
    "i", "we", "he", "she", "it", "they", "there", "is", "are", "was", "were", "am", "has", "have", "had", "will",
])  # fmt: skip
"""One of them stands where something is told, not only named."""
_ADVICE = tuple(
    (*asked, who)
    for asked in (("how", "do"), ("how", "can"), ("how", "should"), ("what", "should"), ("where", "should"))
    for who in ("i", "we", "you", "one")
)
"""Ask how something is done, or what to do."""
_ADVISING = frozenset(advice[0] for advice in _ADVICE)
_LATER = frozenset([
    "tomorrow", "week", "weekend", "month", "year", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "next", "following",
])  # fmt: skip
"""Ask for another time than now."""
_BEFORE_COMMAND = PUNCTUATION | {"please", "then", "and", "just", "could", "can", "would", "will"}
_WISHING = frozenset({("do", "not"), ("can", "you"), ("could", "you"), ("would", "you"), ("will", "you")})
"""Two words before a command: it is forbidden, or asked for."""
_NO_COMMAND = frozenset((w,) for w in ("me", "us", "i", "we", "you", "they", "he", "she", "not", "any", "been"))
"""Behind "give" or "have": something is asked for."""
_OPENING = frozenset(
    {"is", "are", "was", "were", "am", "did", "does", "do", "has", "have", "had", "any", "anyone", "anybody"}
)


def composed(parser: Parser, around: Surroundings, plainly: Plainly) -> tuple[Parser, Understanding] | None:
    """The question that the parts of a sentence come to; None where it asks nothing, or a word stays open."""
    if language_of(parser.chart) == "zh":
        parser = exceptions_first(parser, plainly)
        if not asks_zh(parser):
            return None
    elif not _asks(parser) or not _may_ask(parser):
        return None
    chart = parser.chart
    tried = 0
    for stretch in _stretches(chart, parser.home):
        asked = (r for r in readings_of(chart, parser.home, *stretch) if _is_question(parser, r, stretch))
        forms = [Forms(reading, parser.home) for reading in asked]
        if said_alone := _alone(chart, stretch):
            again = plainly(said_alone)
            understood = again.sentence(around)
            if again.mood.asks and understood.complete and _only_reads(again, understood):
                return again, understood
        for question in (*(q for f in forms for q in f.questions()), *(q for f in forms for q in f.told())):
            tried += 1
            if tried > _MOST_TRIED:
                return None
            again = plainly(question)
            understood = again.sentence(around)
            if understood.complete and _only_reads(again, understood):
                return again, understood
    return None


def _alone(chart: Chart, stretch: Stretch) -> str:
    """The words of a Mandarin stretch beside which something is only told; empty where it is the whole sentence."""
    start, end = stretch
    if language_of(chart) != "zh" or not chart.content & ~((1 << end) - (1 << start)):
        return ""
    if not PUNCTUATION.isdisjoint(chart.words[start:end]):
        return ""
    return "".join(chart.words[start:end])


def _only_reads(parser: Parser, understood: Understanding) -> bool:
    return all(parser.grammar.toolbox[call.tool].reads_only for call in understood.calls)


def _asks(parser: Parser) -> bool:
    """Whether it may be a question: nothing of it begins like a command, or forbids one."""
    words = parser.chart.words
    for at, word in enumerate(words):
        begins = not at or words[at - 1] in _BEFORE_COMMAND or words[at - 2 : at] in _WISHING
        if words[at + 1 : at + 2] == ("or",) or (not at and sums_up(words)):
            continue  # "the stall: open or shut?", "add the two together and tell me"
        if begins and _is_weighed(words, at):
            continue
        if word in IMPERATIVES and begins and words[at + 1 : at + 2] not in _NO_COMMAND:
            return False
    asked = [at for at, word in enumerate(words) if word in _ADVISING]
    return not any(words[at : at + len(advice)] == advice for advice in _ADVICE for at in asked)


def _is_weighed(words: tuple[str, ...], at: int) -> bool:
    """ "What windows do I have to run and close": asked what has to be done, not told to do it."""
    asked = words[0] in ("do", "should", "must", "is", "are") or not {"what", "which"}.isdisjoint(words[:at])
    return asked and any(words[i : i + 3] in _HAVING_TO or words[i : i + 2] in _SHOULD for i in range(at))


_HAVING_TO = frozenset((who, verb, "to") for who in ("i", "we") for verb in ("have", "need"))
_SHOULD = frozenset((verb, who) for verb in ("should", "must", "shall") for who in ("i", "we"))


def _may_ask(parser: Parser) -> bool:
    """Whether anything stands in it that makes any of its stretches a question."""
    said = set(parser.chart.words)
    if parser.mood.asks or "?" in said or "or" in said or not _OPENING.isdisjoint(said):
        return True
    pieces = pieces_of(parser.chart, parser.home)
    asking = (p.means in _INTERROGATIVE for p in pieces if p.part is Part.ASKED)
    return any(p.part is Part.HEDGE or p.part is Part.TAG for p in pieces) or any(asking)


def _is_question(parser: Parser, reading: Reading, stretch: Stretch) -> bool:
    start, end = stretch
    if language_of(parser.chart) == "zh" and not asks_in(parser.chart, reading, start, end):
        return False
    if reading.has(Part.HEDGE) or reading.asks_for(*_INTERROGATIVE) or _weighs(reading):
        return True
    words = parser.chart.words
    if any(p.part is Part.TAG and (p.end >= end or words[p.start] in _OPENING) for p in reading.pieces):
        return True
    if any(words[p.start] in ("how", "what", "which") for p in reading.of(Part.MEASURE)):
        return True
    telling = (words[p.start] for p in reading.pieces if p.part is not Part.SILENT or words[p.start] in _OPENING)
    behind_pause = any(words[at] in _OPENING and words[at - 1] == "," for at in range(start + 1, end))
    marked = words[-1:] == ("?",) or words[end : end + 1] == ("?",)
    return behind_pause or next(telling, "") in _OPENING or marked or parser.mood.asks


def _weighs(reading: Reading) -> bool:
    """Whether one of two states is asked for: "the gate is locked or is it open"."""
    states = reading.of(Part.STATE)
    return len(states) > 1 and any("or" in reading.words[a.end : b.start] for a, b in pairwise(states))


def _stretches(chart: Chart, home: Home) -> Iterator[Stretch]:
    """All of it; then without what is said before or behind, the longest first."""
    marks = [i for i, w in enumerate(chart.words) if w in PUNCTUATION]
    parts = [(a + 1, b) for a, b in pairwise([-1, *marks, len(chart.words)]) if a + 1 < b]
    for size in range(len(parts), 0, -1):
        for first in range(len(parts) - size + 1):
            left_out = [*parts[:first], *parts[first + size :]]
            if all(_may_be_left_out(chart, home, part) for part in left_out):
                start, end = parts[first][0], parts[first + size - 1][1]
                yield start, end
                cut = _broken(chart, start, end)
                if cut and _may_be_left_out(chart, home, (cut, end)):
                    yield start, cut


def _broken(chart: Chart, start: int, end: int) -> int:
    """Where a stretch goes on with why it is asked; 0 where it does not."""
    breaks = question_words(language_of(chart)).breaks
    for at in range(start + 3, end):
        if any(chart.words[at : at + n] in breaks for n in (3, 2, 1)):
            return at
    return 0


def _may_be_left_out(chart: Chart, home: Home, stretch: Stretch) -> bool:
    """Whether a stretch only tells why, or only asks again for what was asked: "…, what number"."""
    start, end = stretch
    if any(start <= s.start and s.end <= end for s in chart.with_sense(Sense.EXCEPT)):
        return False
    if language_of(chart) == "zh":
        return only_tells_zh(chart, start, end)
    if _LATER & set(chart.words[start:end]):
        return False
    named = any(start <= s.start and s.end <= end for s in chart.with_sense(*_NAMING))
    if named and not _TELLING & set(chart.words[start:end]):
        return False
    if not any(s.start == start and s.end <= end for s in chart.with_sense(Sense.QUESTION)):
        return True
    if chart.words[start] in _AUXILIARIES:
        return not named
    reading = next(readings_of(chart, home, start, end), None)
    return reading is not None and not reading.of(*_CONTENT)
