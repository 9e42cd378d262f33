"""From words for places to the ids of rooms."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.reflex.matching.resolution import Resolution, Resolved, Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

_OUTSIDE_ROOMS = frozenset(
    {"garden", "backyard", "front_yard", "terrace", "balcony", "driveway", "courtyard", "roof_garden"}
)
_OUTSIDE_NAMES = frozenset({("outside",), ("外", "面"), ("户", "外"), ("室", "外")})


def rooms_of(spans: Sequence[Span], home: Home, place: str, said: str, words: Sequence[str] = ()) -> Resolution:
    """The rooms these spans name; the whole house means every room.

    With the `words` of the utterance, rooms of a list that are not there are told beside those that are.
    """
    wanted, spared = split_exceptions(spans)
    absent = [s for s in (*wanted, *spared) if s.sense is Sense.ABSENT_ROOM]
    if absent and (not words or any(s in spared for s in absent)):
        return Unknown(said, rooms_near(home), room=said)
    meant = room_ids(wanted, home, place)
    if meant is None:
        return Unknown(said, rooms_near(home))
    if any(s.sense is Sense.ALL for s in wanted) and not meant and not absent:
        meant = [r.id for r in home.names.rooms]
    missing = tuple(Unknown(t, rooms_near(home), room=t) for s in absent for t in [_text(words[s.start : s.end])])
    out = set(room_ids(spared, home, place) or ())
    kept = tuple(dict.fromkeys(r for r in meant if r not in out))
    if kept:
        return Resolved(kept, missing)
    return replace(missing[0], also=missing[1:]) if missing else Unknown(said, rooms_near(home))


def _text(words: Sequence[str]) -> str:
    return "".join(words) if words and is_chinese(words[0]) else " ".join(words)


def room_ids(spans: Iterable[Span], home: Home, place: str) -> list[str] | None:
    """None where "here" is said and nobody knows where that is."""
    found: list[str] = []
    spans = list(spans)
    narrower = any(span.sense in (Sense.ROOM, Sense.FLOOR) for span in spans)
    for span in spans:
        if span.sense is Sense.HOUSE and narrower:
            continue  # 家里客厅的空调: the one of that room
        if span.sense is Sense.ROOM:
            found += span.meaning
        elif span.sense is Sense.FLOOR:
            found += home.rooms_on(span.meaning)
        elif span.sense is Sense.HOUSE:
            found += [r.id for r in home.names.rooms]
        elif span.sense is Sense.OUTSIDE:
            found += _outside(home)
        elif span.sense is Sense.HERE:
            if not place:
                return None
            found.append(place)
    return found


def rooms_on_floor(spans: Sequence[Span], home: Home) -> list[str]:
    """The rooms that are named and lie on the floor that is named with them; one of no known floor may."""
    named = dict.fromkeys(r for s in spans if s.sense is Sense.ROOM for r in s.meaning)
    floor = {r for s in spans if s.sense is Sense.FLOOR for r in home.rooms_on(s.meaning)}
    known = {r.id for r in home.names.rooms if r.floor}
    return [room for room in named if room in floor or room not in known]


def _outside(home: Home) -> list[str]:
    concepts = home.lexicon.rooms
    named = [
        r.id
        for r in home.names.rooms
        for n in r.names
        if concepts.get(tuple(n.lower().split()), frozenset()) & _OUTSIDE_ROOMS
        or tuple(n) in (("外", "面"), ("户", "外"))
    ]
    return list(dict.fromkeys(named))


def split_exceptions(spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    wanted: list[Span] = []
    spared: list[Span] = []
    sparing = False
    begins = _rest_begins(spans)
    for index, span in enumerate(spans):
        sparing = sparing and index != begins
        if span.sense is Sense.EXCEPT:
            sparing = True
        elif span.sense is Sense.EXCEPT_END and not any(s.sense is Sense.EXCEPT for s in spans):
            # 厨房以外的灯: said only behind what is left out.
            wanted, spared = [], [*spared, *wanted]
        elif span.sense is Sense.EXCEPT_END or (sparing and span.sense in (Sense.ALL, Sense.EVERYTHING) and spared):
            sparing = False
            if span.sense is not Sense.EXCEPT_END:
                wanted.append(span)
        else:
            (spared if sparing else wanted).append(span)
    return wanted, spared


def _rest_begins(spans: Sequence[Span]) -> int | None:
    """Where an exception that was said first ends, and what is wished for begins: 除了小夜灯，儿童房的灯都关了.

    At the last comma that something is named behind; or at a place behind a name, since a place leads its noun.
    """
    first = next((i for i, s in enumerate(spans) if s.sense is Sense.EXCEPT), None)
    if first is None or any(s.sense in _TELLING for s in spans[:first]):
        return None
    if any(s.sense is Sense.EXCEPT_END for s in spans):
        return None
    telling = [i for i, s in enumerate(spans) if s.sense in _TELLING]
    commas = [i for i, s in enumerate(spans) if s.meaning == "," and telling and telling[0] < i < telling[-1]]
    if commas:
        return commas[-1]
    led = (b for a, b in pairwise(telling) if spans[a].sense in _NOUNS and spans[b].sense in _PLACES and b == a + 1)
    return next(led, None)


_PLACES = frozenset({Sense.ROOM, Sense.FLOOR, Sense.HOUSE, Sense.HERE, Sense.ABSENT_ROOM})
_NOUNS = frozenset({Sense.NAME, Sense.KIND, Sense.PART})
_TELLING = _PLACES | _NOUNS | {Sense.EVERYTHING, Sense.ANYTHING}


def rooms_near(home: Home) -> tuple[str, ...]:
    return tuple(r.names[0] for r in home.names.rooms if r.names)[:3]
