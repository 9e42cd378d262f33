"""Parts of a name that say nothing by themselves."""

from collections.abc import Sequence

from assistant.understanding.reflex.spans import Sense, Span


def without_markers_in_names(spans: list[Span]) -> list[Span]:
    """Without the 外 of 外婆屋, which leaves nothing out."""
    ends = [s for s in spans if s.sense is Sense.EXCEPT_END and s.end == s.start + 1]
    names = [s for s in spans if s.sense in (Sense.NAME, Sense.ROOM) and s.end - s.start > 1] if ends else []
    inside = [e for e in ends if any(n.start <= e.start and e.end <= n.end for n in names)]
    return [s for s in spans if s not in inside] if inside else spans


def without_parted_rooms(spans: list[Span]) -> list[Span]:
    """Without the 屋顶 and the 花园 of 屋顶花园, which is neither of the two."""
    absent = [s for s in spans if s.sense is Sense.ABSENT_ROOM]
    if not absent:
        return spans
    rooms = [s for s in spans if s.sense is Sense.ROOM]
    parts = [
        part
        for whole in absent
        for one in rooms
        for other in rooms
        if one.start == whole.start and one.end == other.start and other.end == whole.end
        for part in (one, other)
        if one.meaning != other.meaning
    ]
    return [s for s in spans if s not in parts] if parts else spans


def without_empty_back(spans: list[Span], words: Sequence[str]) -> list[Span]:
    """Without the empty "back" of "turn it back on" in "the back door", where it says which door."""
    told = says_which(spans, words)
    return [s for s in spans if s.sense not in _EMPTY or s.start not in told or s.end > s.start + 1] if told else spans


def says_which(spans: Sequence[Span], words: Sequence[str]) -> set[int]:
    """Where a "back" says which of its kind is meant."""
    if "back" not in words:
        return set()
    kinds = {s.start for s in spans if s.sense is Sense.KIND}
    return {i for i in range(1, len(words)) if words[i] == "back" and words[i - 1] in _DETERMINERS and i + 1 in kinds}


_EMPTY = (Sense.FREE, Sense.ASKING)
_DETERMINERS = frozenset({"the", "my", "our", "your", "a", "and", ",", "that"})
