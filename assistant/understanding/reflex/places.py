"""From words for places to the ids of rooms."""

from collections.abc import Iterable, Sequence

from assistant.understanding.reflex.home import Home
from assistant.understanding.reflex.resolution import Resolution, Resolved, Unknown
from assistant.understanding.reflex.spans import Sense, Span

_OUTSIDE_ROOMS = frozenset({"garden", "backyard", "front_yard", "terrace", "balcony", "driveway"})
_OUTSIDE_NAMES = frozenset({("outside",), ("外", "面"), ("户", "外"), ("室", "外")})


def rooms_of(spans: Sequence[Span], home: Home, place: str, said: str) -> Resolution:
    """The rooms these spans name; the whole house means every room."""
    wanted, spared = split_exceptions(spans)
    for span in (*wanted, *spared):
        if span.sense is Sense.ABSENT_ROOM:
            return Unknown(said, rooms_near(home), room=said)
    meant = room_ids(wanted, home, place)
    if meant is None:
        return Unknown(said, rooms_near(home))
    if any(s.sense is Sense.ALL for s in wanted) and not meant:
        meant = [r.id for r in home.names.rooms]
    out = set(room_ids(spared, home, place) or ())
    kept = tuple(dict.fromkeys(r for r in meant if r not in out))
    return Resolved(kept) if kept else Unknown(said, rooms_near(home))


def room_ids(spans: Iterable[Span], home: Home, place: str) -> list[str] | None:
    """None where "here" is said and nobody knows where that is."""
    found: list[str] = []
    for span in spans:
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
    for span in spans:
        if span.sense is Sense.EXCEPT:
            sparing = True
        elif span.sense is Sense.EXCEPT_END or (sparing and span.sense in (Sense.ALL, Sense.EVERYTHING) and spared):
            sparing = False
            if span.sense is not Sense.EXCEPT_END:
                wanted.append(span)
        else:
            (spared if sparing else wanted).append(span)
    return wanted, spared


def rooms_near(home: Home) -> tuple[str, ...]:
    return tuple(r.names[0] for r in home.names.rooms if r.names)[:3]
