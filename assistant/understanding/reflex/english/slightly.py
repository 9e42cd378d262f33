"""A little of what has no relative word of its own in English: "raise the blind a touch", "speaker up a bit".

Blinds go further open or shut, everything else goes up or down; whichever of the two is understood is meant.
"""

from collections.abc import Iterator
from dataclasses import replace

from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_UP = (
    ("raise",),
    ("lift",),
    ("pull", "up"),
    ("roll", "up"),
    ("open", "up"),
    ("open",),
    ("draw", "back"),
    ("turn", "up"),
)
_DOWN = (
    ("lower",), ("drop",), ("close",), ("shut",), ("pull", "down"), ("roll", "down"), ("let", "down"),
    ("bring", "down"),
)  # fmt: skip
_UP_BEHIND = frozenset({"up", "open", "higher"})
_DOWN_BEHIND = frozenset({"down", "closed", "shut", "lower"})
_LITTLE = (
    ("a", "bit"), ("a", "little"), ("a", "touch"), ("a", "notch"), ("a", "tad"), ("a", "smidge"), ("a", "wee", "bit"),
    ("a", "little", "bit"), ("slightly",), ("a", "crack"), ("a", "fraction"), ("a", "tiny", "bit"),
    ("a", "wee", "touch"),
    ("a", "smidgen"), ("an", "inch"), ("a", "couple", "of", "inches"), ("ever", "so", "slightly"), ("bit",),
    ("a", "bit", "more"), ("a", "little", "more"), ("a", "bit", "further"), ("a", "hair"), ("a", "whisker"),
)  # fmt: skip
_COURTESY = frozenset(
    {
        "please",
        "now",
        "thanks",
        "love",
        "then",
        "would",
        "will",
        "you",
        "could",
        "cheers",
        "for",
        "me",
        "thank",
        "and",
        "ta",
    }
)
_BEFORE = frozenset({"just", "by", "only", ","})
_POLITE = frozenset({"please", "can", "could", "would", "will", "you", "just", "and", "so"})


def slightly(chart: Chart) -> Iterator[tuple[Token, ...]]:
    """The readings of a wish for a little more or less, or for all of it; the likelier first, nothing for others."""
    end = len(chart.words)
    while end and (chart.words[end - 1] in PUNCTUATION or chart.words[end - 1] in _COURTESY):
        end -= 1
    start = 0
    while start < end and chart.words[start] in _POLITE:
        start += 1
    little = max((len(said) for said in _LITTLE if chart.words[max(end - len(said), 0) : end] == said), default=0)
    if little:
        yield from _a_little(chart, start, end - little)
    elif end - start > _SHORTEST and chart.words[end - 1] in _UP_BEHIND | _DOWN_BEHIND:
        yield from _wholly(chart, start, end)
    elif chart.words[start : start + 1] and chart.words[start] in _TO_THE_END:
        said = max((w for w in _WHOLLY if chart.words[max(end - len(w), 0) : end] == w), key=len, default=())
        if said and start < end - len(said):
            yield chart.tokens[start : end - len(said)]  # "raise the shades all the way"


_SHORTEST = 2
_WHOLLY = (("all", "the", "way"), ("fully",), ("completely",), ("right",), ("totally",), ("the", "whole", "way"))
_TO_THE_END = frozenset({"open", "close", "shut", "raise", "draw"})
_FAR = (("way",), ("right",), ("really",))
_MOVING = frozenset(
    {"pull", "put", "bring", "take", "get", "let", "roll", "have", "turn", "dim", "set", "drop", "lower"}
)


def _wholly(chart: Chart, start: int, end: int) -> Iterator[tuple[Token, ...]]:
    """ "Shades all the way down", "turn the radio way down"."""
    down, last = chart.words[end - 1] in _DOWN_BEHIND, chart.tokens[end - 1]
    begin = start + (chart.words[start] in _MOVING)
    for said in (*_WHOLLY, *_FAR):
        close = end - 1 - len(said)
        if chart.words[max(close, 0) : end - 1] != said or close <= begin:
            continue
        things = chart.tokens[begin:close]
        if said in _WHOLLY:
            yield (
                replace(chart.tokens[start], text="close" if down is not _opens_down(things, last.text) else "open"),
                *things,
            )
        if said in _FAR:
            low = tuple(replace(last, text=word) for word in ("to", "low" if down else "high"))
            for lead in (("set",), ("set", "volume", "of")):
                yield (*(replace(chart.tokens[start], text=word) for word in lead), *things, *low)


def _a_little(chart: Chart, start: int, end: int) -> Iterator[tuple[Token, ...]]:
    while end and chart.words[end - 1] in _BEFORE:
        end -= 1
    for verbs, behind, plain in ((_UP, _UP_BEHIND, ("open", "increase")), (_DOWN, _DOWN_BEHIND, ("close", "decrease"))):
        verb = max((len(v) for v in verbs if chart.words[start : start + len(v)] == v), default=0)
        way = end > 0 and chart.words[end - 1] in behind
        if (verb or way) and start + verb < end - way:
            things = chart.tokens[start + verb : end - way]
            if verb or not _is_verbal(things):
                said = chart.words[start] if verb else chart.words[end - 1]
                ways = _other(plain) if _opens_down(things, said) else plain
                yield from _little_by_little(chart.tokens[start], things, ways)


def _opens_down(things: tuple[Token, ...], way: str) -> bool:
    """Windows open downwards, and shades close so; open and closed are what they are, whatever it is."""
    return things[-1].text in ("window", "windows") and way not in ("open", "close", "closed", "shut")


def _other(plain: tuple[str, str]) -> tuple[str, str]:
    return ("close", "decrease") if plain[0] == "open" else ("open", "increase")


def _is_verbal(things: tuple[Token, ...]) -> bool:
    return things[0].text in ("turn", "put", "bring", "set", "crank", "leave", "keep")


def _little_by_little(at: Token, things: tuple[Token, ...], plain: tuple[str, str]) -> Iterator[tuple[Token, ...]]:
    little = tuple(replace(things[-1], text=word) for word in ("a", "bit"))
    for verb in plain:
        yield (replace(at, text=verb), *things, *little)
