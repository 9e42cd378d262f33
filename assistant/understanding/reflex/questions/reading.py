"""What a stretch of an English sentence asks: its words as parts of a question, each to be found by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.matching.whole_names import says_which
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.questions.words import Part, Piece, question_words
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese
from assistant.utterance import Language

_COST = {
    Part.THING: 1.0,
    Part.PLACE: 1.02,
    Part.MOST: 1.0,
    Part.MORE: 1.0,
    Part.ASKED: 1.05,
    Part.MEASURE: 1.06,
    Part.STATE: 1.08,
    Part.EXCEPT: 1.05,
    Part.LIMIT: 1.0,
    Part.AMOUNT: 1.0,
    Part.JOIN: 1.1,
    Part.NOT: 1.1,
    Part.GENERIC: 1.2,
    Part.HEDGE: 1.15,
    Part.TAG: 1.3,
    Part.SUBJECT: 1.2,
    Part.SILENT: 1.25,
}
SHORT = "short of "
"""Leads the full word of a shortened one."""
_MORE = {"part": 0.5, "soft": 0.7, "short": 3.0}
"""What a single word of a name costs more than a whole name, and a word that is silent only where it is no such."""
_WEAK = 0.02
_RIVAL = 0.6
"""What "dryer" costs as "less humid" rather than as a word of a name."""
_PLACES = frozenset({Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE, Sense.HERE})
_WHERE = {Sense.HERE: "here", Sense.OUTSIDE: "outside"}
_NAMES = frozenset({Sense.NAME, Sense.PART})
_CHOSEN = {
    "state": Part.STATE,
    "quantity": Part.MEASURE,
    "superlative": Part.MOST,
    "comparison": Part.MORE,
    "limit": Part.LIMIT,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a sentence as the parts of a question."""

    words: tuple[str, ...]
    pieces: tuple[Piece, ...]

    def has(self, part: Part, *means: str) -> bool:
        """Whether there is such a part, with one of these meanings where any are given."""
        return any(p.part is part and (not means or p.means in means) for p in self.pieces)

    def asks_for(self, *means: str) -> bool:
        """Whether one of these is asked for."""
        return self.has(Part.ASKED, *means)

    def of(self, *parts: Part) -> list[Piece]:
        """The pieces that are such parts, in their order."""
        return [p for p in self.pieces if p.part in parts]

    def said(self, piece: Piece) -> tuple[str, ...]:
        """The words of a piece."""
        if piece.means.startswith(SHORT):
            return (piece.means.removeprefix(SHORT),)
        if piece.part is Part.PLACE and piece.means in _WHERE.values() and is_chinese(self.words[piece.start]):
            return (piece.means,)
        return self.words[piece.start : piece.end]


def readings_of(chart: Chart, home: Home, start: int, end: int) -> Iterator[Reading]:
    """The ways to read a stretch: first with what words mean always, then with what they mean sometimes.

    None where a word is neither a part of a question nor a name here.
    """
    pieces = [p for p in pieces_of(chart, home) if start <= p.start and p.end <= end]
    seen: list[tuple[Piece, ...]] = []
    for weak in (False, True):
        allowed = [p for p in pieces if weak or not p.weak]
        read = _covered(chart, allowed, start, end, _WEAK if weak else 0.0)
        if read is not None and read not in seen:
            seen.append(read)
            yield Reading(chart.words, read)


def _covered(chart: Chart, pieces: Sequence[Piece], start: int, end: int, weak: float) -> tuple[Piece, ...] | None:
    """The cheapest way to explain every word of a stretch."""
    best: dict[int, tuple[float, tuple[Piece, ...]]] = {start: (0.0, ())}
    by_start: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_start.setdefault(piece.start, []).append(piece)
    for at in range(start, end):
        if at not in best:
            continue
        cost, so_far = best[at]
        if not chart.content >> at & 1:
            joined = Piece(at, at + 1, Part.JOIN if chart.words[at] in _PAUSES else Part.SILENT)
            _better(best, at + 1, cost + 0.5, (*so_far, joined))
        for piece in by_start.get(at, ()):
            more = _COST[piece.part] + _MORE.get(piece.means.partition(" ")[0], 0.0)
            if piece.weak:
                more += _RIVAL if piece.part in (Part.MORE, Part.MOST) else weak
            _better(best, piece.end, cost + more, (*so_far, piece))
    return best[end][1] if end in best else None


_PAUSES = frozenset({",", "，", "、"})
_JOINTS = frozenset({"and", "or"})
_NEGATIONS = frozenset({"not", "never", "没", "不", "未"})


def _better(best: dict[int, tuple[float, tuple[Piece, ...]]], end: int, cost: float, pieces: tuple[Piece, ...]) -> None:
    if end not in best or cost < best[end][0]:
        best[end] = (cost, pieces)


@kept_with_chart
def pieces_of(chart: Chart, home: Home) -> tuple[Piece, ...]:
    """Every part that any words of a sentence may be."""
    return tuple(_pieces(chart, home))


def language_of(chart: Chart) -> Language:
    """The language whose words of questions are looked for."""
    return "zh" if any(map(is_chinese, chart.words)) else "en"


def _pieces(chart: Chart, home: Home) -> Iterator[Piece]:
    for span in chart.spans:
        piece = _from_span(chart, home, span)
        if piece is not None:
            yield piece
    if language_of(chart) == "en":
        yield from _runs(chart, home)
    singles = [words[0] for words in home.parts if len(words) == 1 and len(words[0]) >= 2 * _SHORTEST]
    telling = says_which(chart.spans, chart.words)
    known = question_words(language_of(chart)).trie
    for at in range(len(chart.words)):
        if at in telling:
            continue
        if full := _in_full(chart.words[at], singles):
            yield Piece(at, at + 1, Part.THING, f"{SHORT}{full}", bits=home.parts[(full,)])
        for stop, meanings in known.at(chart.words, at):
            found = (Piece(at, stop, part, means, weak) for part, means, weak in meanings)
            yield from (p for p in found if p.part is not Part.SUBJECT or _has_acted(chart, at))
        if chart.words[at] in _JOINTS:
            yield Piece(at, at + 1, Part.JOIN)
        elif chart.words[at] in _NEGATIONS:
            yield Piece(at, at + 1, Part.NOT)


def _runs(chart: Chart, home: Home) -> Iterator[Piece]:
    """Several words that stand together in some name: the "overhead tank" of Overhead Tank Level."""
    parts = sorted({s.start for s in chart.with_sense(Sense.PART) if s.end - s.start == 1})
    named = {(s.start, s.end) for s in chart.with_sense(Sense.NAME, Sense.KIND, Sense.ROOM)}
    for start in parts:
        for end in range(start + 2, min(start + _LONGEST_RUN, len(chart.words)) + 1):
            bits = home.with_words(chart.words[start:end]) if (start, end) not in named else 0
            if bits:
                yield Piece(start, end, Part.THING, "run", bits=bits)


_LONGEST_RUN = 3


def _is_verb(chart: Chart, span: Span) -> bool:
    """The "lock" of "did they lock it"; that of "is the lock low" is a thing."""
    return chart.words[span.start : span.end] == ("lock",) and chart.words[span.start - 1 : span.start] in _SUBJECTS


_SUBJECTS = frozenset([
    ("they",), ("we",), ("i",), ("you",), ("he",), ("she",), ("anyone",), ("anybody",), ("someone",), ("somebody",),
    ("to",), ("kids",), ("ever",), ("not",), ("remember",),
])  # fmt: skip


def _in_full(word: str, singles: Sequence[str]) -> str:
    """The one word of names that is shortened to this: "nav lights" are the navigation lights; empty for none."""
    if len(word) < _SHORTEST or not word.isalpha():
        return ""
    longer = [full for full in singles if full.startswith(word) and len(full) >= len(word) + _SHORTEST]
    return longer[0] if len(longer) == 1 else ""


_SHORTEST = 3
"""Letters of a shortened word, and letters that it lacks."""


def _has_acted(chart: Chart, at: int) -> bool:
    """Whether somebody is said to have done something there: "did the kids …", "has our cleaner …"."""
    before = [w for w in chart.words[max(0, at - 3) : at] if w not in _WHOSE]
    return before[-1:] in (["did"], ["has"], ["have"], ["had"], ["if"], ["whether"])


_WHOSE = frozenset({"the", "my", "our", "your", "his", "her", "their", "those", "any", "of", "one", "you"})


def _from_span(chart: Chart, home: Home, span: Span) -> Piece | None:
    """What the home and the tools know of some words."""
    match span.sense:
        case sense if sense in _NAMES:
            means = "part" if sense is Sense.PART else "name"
            return Piece(span.start, span.end, Part.THING, means, bits=span.meaning)
        case Sense.KIND if span.meaning != "person" and not _is_verb(chart, span):
            return Piece(span.start, span.end, Part.THING, "kind", bits=home.kind(span.meaning))
        case Sense.HERE if "".join(chart.words[span.start : span.end]) in _NO_PLACE_ZH:
            return None
        case sense if sense in _PLACES:
            return Piece(span.start, span.end, Part.PLACE, _WHERE.get(span.sense, ""))
        case Sense.EXCEPT:
            return Piece(span.start, span.end, Part.EXCEPT)
        case Sense.HOUSE:
            return Piece(span.start, span.end, Part.SILENT, "house")
        case Sense.QUANTITY if span.meaning.unit in ("", "%", "°C", "W", "s"):
            return Piece(span.start, span.end, Part.AMOUNT, span.meaning.unit)
        case Sense.FREE if span.end - span.start > 1 and chart.words[span.start] == "on":
            return Piece(span.start, span.end, Part.SILENT)
        case Sense.CHOICE:
            part = _CHOSEN.get(span.meaning[1])
            said = " ".join(chart.words[span.start : span.end])
            if span.meaning[1] == "part":
                return Piece(span.start, span.end, Part.THING, "lid")
            if part is None or said in _NEVER:
                return None
            weak = span.end - span.start == 1 and (said in _OFTEN_OTHERWISE or is_chinese(said))
            return Piece(span.start, span.end, part, _value(chart, span) if part is Part.STATE else said, weak)
    return None


_NO_PLACE_ZH = frozenset({"房间", "屋子", "屋", "房"})
"""Ask for a room, and mean none: 空调开着的房间有哪些."""


def _value(chart: Chart, span: Span) -> str:
    """The state that words say, where all tools agree on it; else the words: blinds that are down are closed."""
    if is_chinese(chart.words[span.start]):
        # 开着 is said of a lamp and of a window: which it is, the thing tells.
        return " ".join(chart.words[span.start : span.end]).removesuffix(" 的")
    alike = [s for s in chart.with_sense(Sense.CHOICE) if (s.start, s.end) == (span.start, span.end)]
    values = {value for s in alike if s.meaning[1] == "state" for value in s.meaning[2]}
    known = len(values) == 1 and values <= set(question_words().opposite)
    return values.pop() if known else " ".join(chart.words[span.start : span.end])


_NEVER = frozenset({"still"})
"""Words of a state that never ask for it in a sentence of several parts."""
_OFTEN_OTHERWISE = frozenset([
    "up", "down", "back", "home", "light", "close", "still", "live", "working", "fine", "dark", "lock", "heating",
    "cooling", "gone", "moving", "low", "warm", "hot", "cold", "finish", "leak", "leaks", "off", "degrees", "using",
    "pulling", "drawing", "tank", "charge", "gas", "wind", "power", "made", "make", "produced", "produce", "speed",
    "trouble", "busy", "dryer", "drier", "wetter", "clear", "ok", "okay", "idle", "playing", "washing", "drying",
    "turning", "active", "normal", "ready", "done",
])  # fmt: skip
