"""Floors from one to another as one place: 从一楼到四楼, 一到四楼, "from the ground floor to the second floor"."""

from typing import TYPE_CHECKING

from assistant.understanding.reflex.names.floors import levels_of
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

if TYPE_CHECKING:
    from assistant.understanding.reflex.names.home import Home

_TO = frozenset({"到", "至", "to", "through"})
_FROM = frozenset({"从", "自", "from"})
_SMALL = frozenset({"the", "our"})
_NUMBERS = frozenset("一二三四五六七八九十123456789")


def with_ranges(spans: list[Span], words: tuple[str, ...], home: "Home") -> list[Span]:
    """The spans with all floors of a range in the place of its ends."""
    if _TO.isdisjoint(words):
        return spans
    floors = [s for s in spans if s.sense is Sense.FLOOR and len(s.meaning) == 1]
    for last in floors:
        to = last.start - 1
        while to > 0 and words[to] in _SMALL:
            to -= 1
        if to < 1 or words[to] not in _TO:
            continue
        first = next((s for s in floors if s.end == to), None) or _counted(words, to, last, home)
        between = _between(first, last, home) if first is not None else ()
        if first is None or not between:
            continue
        start = first.start
        while start and words[start - 1] in _FROM | _SMALL:
            start -= 1
        whole = Span(start, last.end, Sense.FLOOR, between)
        return [whole, *(s for s in spans if not (start <= s.start and s.end <= last.end))]
    return spans


def _counted(words: tuple[str, ...], to: int, last: Span, home: "Home") -> Span | None:
    """The 一 of 一到四楼: the floor of that number."""
    if words[to - 1] not in _NUMBERS or not is_chinese(words[to]):
        return None
    said = (words[to - 1], words[last.end - 1])
    entries = [e for end, found in home.trie.at(said, 0) if end == len(said) for e in found]
    meant = next((e.meaning for e in entries if e.sense is Sense.FLOOR and len(e.meaning) == 1), None)
    return Span(to - 1, to, Sense.FLOOR, meant) if meant else None


def _between(first: Span, last: Span, home: "Home") -> tuple[str, ...]:
    levels = levels_of(home.names, home.lexicon)
    listed = [floor.id for floor in home.names.floors]
    known = [levels[floor] for floor in listed if floor in levels]
    if known == sorted(known):
        # Where they are listed from below, those whose names tell no height stand in their place as well.
        levels = {floor: level for level, floor in enumerate(listed)}
    ends = sorted(levels[span.meaning[0]] for span in (first, last) if span.meaning[0] in levels)
    if len(ends) < len((first, last)) or ends[0] == ends[1]:
        return ()
    return tuple(floor for floor, level in levels.items() if ends[0] <= level <= ends[1])
