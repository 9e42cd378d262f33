"""Words that the home itself gives a narrower meaning: a room that is called outright, a heater that is here."""

from collections.abc import Sequence

from assistant.understanding.reflex.names.floor_ranges import with_ranges
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese, words_of

_MODES = ("模", "式")


def as_called_here(spans: list[Span], words: tuple[str, ...], home: Home) -> list[Span]:
    """The spans of a sentence, as the names of this home make them out."""
    known = _without_shares_of_the_present(_without_kinds_chosen(spans, words, home), words)
    return _beside_full_names(with_ranges(_without_cut_rooms(known), words, home), words, home)


def _without_cut_rooms(spans: list[Span]) -> list[Span]:
    """外婆房间里: in her room, and not her in "the room"."""
    rooms = [s for s in spans if s.sense is Sense.ROOM]
    cut = [h for h in spans if h.sense is Sense.HERE and any(r.start < h.start < r.end < h.end for r in rooms)]
    cut += [h for h in spans if h.sense is Sense.HERE and any(r.start < h.start and h.end == r.end for r in rooms)]
    return [s for s in spans if s not in cut] if cut else spans


def _without_shares_of_the_present(spans: list[Span], words: tuple[str, ...]) -> list[Span]:
    """现在的一半: half of what it is now, and no fifty per cent."""
    halves = {
        at
        for at in range(3, len(words) - 1)
        if words[at : at + 2] == ("一", "半")
        and words[at - 1] == "的"
        and "".join(words[max(0, at - 3) : at - 1]) in _PRESENT
    }
    shares = [s for s in spans if s.sense is Sense.QUANTITY and s.end == s.start + 2 and s.start in halves]
    return [s for s in spans if s not in shares] if shares else spans


_PRESENT = frozenset({"现在", "目前", "当前", "原来", "刚才", "原先", "之前", "以前", "本来"})


def _without_kinds_chosen(spans: list[Span], words: tuple[str, ...], home: Home) -> list[Span]:
    """书房的暖气 where other rooms have heaters: no mode in which the air conditioner shall run. 暖气模式 is one."""
    known = home.lexicon.kind_words
    taken = [
        s
        for s in spans
        if s.sense is Sense.CHOICE
        and is_chinese(words[s.start])
        and (kind := known.get(words[s.start : s.end])) is not None
        and words[s.end : s.end + 2] != _MODES
        and home.named_as(kind)
    ]
    return [s for s in spans if s not in taken] if taken else spans


def _beside_full_names(spans: list[Span], words: tuple[str, ...], home: Home) -> list[Span]:
    """ "In the guest bathroom and in the bathroom": where both are named, the second is not the first again."""
    rooms = [s for s in spans if s.sense is Sense.ROOM]
    if len(rooms) < 2:
        return spans
    full = [(s, s.meaning[0]) for s in rooms if len(s.meaning) == 1 and _is_whole_name(s, words, home)]
    apart = [s for s in rooms if any(_is_a_part_of(s, other, words, full) for other, _ in full)]
    return [_absent(s, words) if s in apart else s for s in spans] if apart else spans


def _is_whole_name(span: Span, words: Sequence[str], home: Home) -> bool:
    room = home.names.room(span.meaning[0])
    return room is not None and tuple(words[span.start : span.end]) in map(words_of, room.names)


def _is_a_part_of(span: Span, other: Span, words: Sequence[str], full: Sequence[tuple[Span, str]]) -> bool:
    """Whether words end the full name of the same room that stands elsewhere, joined to it by "and" or a comma."""
    said, whole = words[span.start : span.end], words[other.start : other.end]
    inside = any(o.start <= span.start and span.end <= o.end for o, _ in full)
    shorter = len(said) < len(whole) and tuple(whole[-len(said) :]) == tuple(said)
    return span.meaning == other.meaning and shorter and not inside and _are_listed(span, other, words)


_LISTING = frozenset(
    [
        "and",
        ",",
        "or",
        "the",
        "in",
        "for",
        "of",
        "和",
        "跟",
        "与",
        "及",
        "以及",
        "、",
        "，",
        "的",
        "里",
        "light",
        "lights",
        "灯",
    ]
)


def _are_listed(one: Span, other: Span, words: Sequence[str]) -> bool:
    """Whether nothing but what joins the members of a list stands between them."""
    first, second = sorted((one, other), key=lambda s: s.start)
    between = words[first.end : second.start]
    return bool(between) and set(between) <= _LISTING


def _absent(span: Span, words: tuple[str, ...]) -> Span:
    return Span(span.start, span.end, Sense.ABSENT_ROOM, words[span.start : span.end])
