"""Plain questions that reckon: what things come to together or on average, by how much they differ, which has more."""

from collections.abc import Iterator, Sequence

from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.questions.about import apart, named_in, spoken
from assistant.understanding.reflex.questions.reading import Reading
from assistant.understanding.reflex.questions.words import Part
from assistant.understanding.reflex.tokens import words_of

_MORE = frozenset({"more", "higher", "greater", "bigger", "larger"})
_LESS = frozenset({"less", "lower", "smaller", "fewer"})
_COVERING = frozenset({"cover", "covers", "covering", "exceed", "exceeds", "outweigh", "outweighs", "beat", "beats"})
_DEGREES = frozenset({"degrees", "degree", "warm", "cold", "hot"})


def reckoned(read: Reading, home: Home) -> Iterator[str]:
    """What several things come to, together or on average."""
    if read.of(Part.STATE) or read.asks_for("who", "since", "until", "difference"):
        return
    about = " and the ".join(apart(read))
    several = len(apart(read)) > 1 or _is_many(read)
    if not read.asks_for("average") and "temperature" in _measures(read):
        return
    for asked, plain in (("average", "average"), ("sum", "sum")):
        if read.asks_for(asked) and (several or asked == "average"):
            for measure in (*_measures(read), ""):
                yield f"what is the {plain} {measure} of the {about}" if about else f"what is the {plain} {measure}"


def differing(read: Reading, home: Home) -> Iterator[str]:
    """By how much two things differ, and whether one has more than the other, where no word says of what."""
    sides = _sides(read, home)
    said = set(read.words)
    if len(sides) != 2 or read.has(Part.MOST) or (read.has(Part.STATE) and "than" not in said):
        return
    compares = "than" in said and said & (_MORE | _LESS)
    minus = any(read.said(p) == ("minus",) for p in read.of(Part.EXCEPT))
    apart_by = read.asks_for("sum") and "temperature" in _measures(read)
    if read.asks_for("difference") or apart_by or minus or (compares and _asks_how_much(read)):
        rooms = read.has(Part.PLACE)
        for measure in (*_measures(read), "") if rooms else ("", *_measures(read)):
            yield f"what is the {measure} difference between the {sides[0]} and the {sides[1]}"
    elif (compares or said & _COVERING) and not read.asks_for("which", "where", "who"):
        yield f"is the {sides[0]} {'lower' if said & _LESS else 'higher'} than the {sides[1]}"


def sums_up(words: Sequence[str]) -> bool:
    """Whether what begins like a command is a sum: "add today's onto yesterday's and tell me"."""
    return words[0] in _ADDING and bool(_ONTO & set(words)) and bool(_WHAT & set(words))


_ADDING = frozenset({"add", "put", "take", "tot", "sum", "total", "count", "stick"})
_ONTO = frozenset({"together", "onto", "up", "plus", "from"})
_WHAT = frozenset({"how", "what", "tell", "say"})


def _sides(read: Reading, home: Home) -> list[str]:
    """The two that are compared; the house itself where it stands for what all of it uses."""
    sides = apart(read)
    called = next((word for word in _WHOLE if (word,) in home.parts), "")
    if len(sides) != 1 or not read.has(Part.SILENT, "house") or not called:
        return sides
    called = _meter_of_all(home, called)
    house = next(p for p in read.of(Part.SILENT) if p.means == "house")
    first = named_in(read)[0][0]
    return [called, *sides] if house.start < first.start else [*sides, called]


def _meter_of_all(home: Home, word: str) -> str:
    """The whole name of what measures what the house uses, where there is one."""
    names = [n for t in home.names.things if t.kind == "sensor" for n in t.names if word in words_of(n)]
    using = [n for n in names if not _USING.isdisjoint(words_of(n))]
    return using[0] if using else word


_USING = frozenset({"load", "power", "consumption", "usage", "use", "draw", "demand", "watts", "meter", "electricity"})
_WHOLE = ("house", "home", "household", "consumption", "load", "grid", "mains")
"""The word of a meter of all of the house."""


def _asks_how_much(read: Reading) -> bool:
    words = read.words
    return any(words[i : i + 2] in (("how", "many"), ("how", "much"), ("what", "is")) for i in range(len(words)))


def _is_many(read: Reading) -> bool:
    """Whether a single word names several things: all of a kind, all on a floor."""
    return any(p.bits & (p.bits - 1) for p in read.of(Part.THING)) or read.has(Part.PLACE)


def _measures(read: Reading) -> list[str]:
    """What is measured, in the words of the tools."""
    measures = [spoken(p) for p in read.of(Part.MEASURE)]
    if not measures and _DEGREES & set(read.words):
        measures = ["temperature"]
    return list(dict.fromkeys(measures))
