"""One member of a description ("all the kitchen lights") and the things its words fit."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.tools import Targets
from assistant.understanding.reflex.lexicon import stem_of
from assistant.understanding.reflex.matching.resolution import Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.names.places import room_ids, rooms_near, rooms_on_floor
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import words_of

PLACING = frozenset({Sense.ROOM, Sense.FLOOR, Sense.HERE, Sense.OUTSIDE, Sense.HOUSE, Sense.ABSENT_ROOM})
NAMING = frozenset({Sense.NAME, Sense.PART, Sense.KIND, Sense.ANYTHING, Sense.EVERYTHING, Sense.IT, Sense.STRANGE})
UNKNOWN_PLACE = "?"
"""Stands for the room where "here" was said and nobody knows where that is."""
_SPOKEN_AS = {
    "climate": "thermostat",
    "water_heater": "heating",
    "media_player": "speaker",
    "todo": "list",
    "alarm_control_panel": "alarm",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a description is understood against."""

    home: Home
    words: tuple[str, ...]
    said: str
    """The description as it was given, for what is told back."""
    targets: Targets
    fit: int
    """The things that may be meant at all."""
    place: str
    reading: bool
    pointed_at: int = 0
    """The things that "it" can mean."""
    language: str = "en"
    in_car: bool = False
    topic: tuple[str, ...] = ()
    """Rooms that were spoken of just before in the same sentence."""
    bound: bool = False


@dataclass(slots=True)
class Conjunct:
    """One member of a list of descriptions."""

    spans: list[Span] = field(default_factory=list)

    def has(self, *senses: Sense) -> bool:
        return any(s.sense in senses for s in self.spans)

    @property
    def names_something(self) -> bool:
        return any(s.sense in NAMING for s in self.spans)

    def of(self, sense: Sense) -> list[Span]:
        """The spans of a sense, in their order."""
        return [s for s in self.spans if s.sense is sense]

    @property
    def is_placed(self) -> bool:
        return any(s.sense in PLACING for s in self.spans)

    @property
    def plural(self) -> bool:
        return any(s.plural for s in self.spans)


def described(conjunct: Conjunct, scene: Scene) -> int | Unknown:
    """All things the words of one member fit."""
    home = scene.home
    stranger = _stranger(conjunct, scene)
    if stranger is not None:
        return stranger
    kinds = [span for span in conjunct.spans if span.sense is Sense.KIND]
    bits = _of_kinds(_named(conjunct, scene), kinds, scene)
    if not conjunct.names_something:
        bits = _room_alone(bits, scene)
    if conjunct.is_placed and (conjunct.has(Sense.ROOM, Sense.FLOOR) or not conjunct.has(Sense.HOUSE)):
        rooms = room_ids(conjunct.spans, home, scene.place)
        if rooms is None and (conjunct.has(Sense.ALL, Sense.EVERYTHING) or _asks_indoors(conjunct, scene)):
            # "All the lights in here", said nobody knows where, means what "all the lights" means.
            return bits or _missing(conjunct, kinds, scene)
        if rooms is None:
            return Unknown(scene.said, rooms_near(home), room=UNKNOWN_PLACE)
        if conjunct.has(Sense.ROOM) and conjunct.has(Sense.FLOOR):
            rooms = rooms_on_floor(conjunct.spans, home)
            if not rooms:
                return _missing_room(conjunct, [*conjunct.of(Sense.FLOOR), *conjunct.of(Sense.ROOM)], scene)
        placed = _placed(conjunct, bits, kinds, scene, home.within(rooms))
        if not placed:
            return _unable(conjunct, kinds, scene, home.within(rooms)) or _missing_there(conjunct, bits, kinds, scene)
        bits = placed
    if not bits and conjunct.has(Sense.NAME):
        return _unable(conjunct, kinds, scene, home.everything) or _missing(conjunct, kinds, scene)
    narrow = [s for s in kinds if not (scene.reading and s.plural and s.meaning == "lamp")]
    return _rightly_called(bits, narrow, home) if bits else _missing(conjunct, kinds, scene)


_INDOORS = frozenset({"屋里", "屋子里", "室内", "房间里", "屋头"})


def _asks_indoors(conjunct: Conjunct, scene: Scene) -> bool:
    """屋里哪些灯亮着: in the house, where nobody knows which room it is asked in."""
    here = [s for s in conjunct.spans if s.sense is Sense.HERE]
    return scene.reading and any("".join(scene.words[s.start : s.end]) in _INDOORS for s in here)


def _stranger(conjunct: Conjunct, scene: Scene) -> int | Unknown | None:
    """What becomes of words for a thing or a room that this home does not have; None where all are known."""
    for span in conjunct.spans:
        if span.sense is Sense.STRANGE:
            at = min(s.start for s in conjunct.spans), max(s.end for s in conjunct.spans)
            return Unknown(said_of(conjunct, scene), at=at)
        if span.sense is Sense.ABSENT_ROOM:
            return _called_after(conjunct, scene) or _missing_room(conjunct, [span], scene)
    return None


def _named(conjunct: Conjunct, scene: Scene) -> int:
    """What fits the tool and the names in a member."""
    bits = scene.fit
    for span in conjunct.spans:
        if span.sense in (Sense.NAME, Sense.PART):
            bits &= span.meaning
    if conjunct.has(Sense.IT) and not conjunct.has(Sense.NAME, Sense.PART, Sense.KIND):
        bits &= scene.pointed_at
    return bits


def _placed(conjunct: Conjunct, bits: int, kinds: Sequence[Span], scene: Scene, there: int) -> int:
    """Those that are in the place; a thing of that name in no room, or what is near of kind, where none is."""
    placed = bits & there
    if not placed and conjunct.has(Sense.NAME):
        placed = bits & scene.home.in_room.get("", 0)
    if not placed and kinds:
        placed = _of_related(scene.fit & there, kinds, scene)
    return placed


def _unable(conjunct: Conjunct, kinds: Sequence[Span], scene: Scene, among: int) -> Unknown | None:
    """What is there and was named, but cannot do this: a bulb that has no colours. None where nothing is."""
    if scene.reading or not (kinds or conjunct.has(Sense.NAME)):
        return None
    home, bits = scene.home, among
    for span in conjunct.spans:
        bits &= span.meaning if span.sense in (Sense.NAME, Sense.PART) else home.everything
    there = _of_kinds(bits, kinds, scene)
    things = home.things(there) if 0 < there.bit_count() <= _MOST_UNABLE else ()
    suited = all(not scene.targets.kinds or thing.kind in scene.targets.kinds for thing in things)
    found = home.ids(there) if things and suited else ()
    return Unknown(said_of(conjunct, scene), unable=found) if found else None


_MOST_UNABLE = 2
"""Things of which it is told that they cannot do what was wished."""


def _rightly_called(bits: int, kinds: Sequence[Span], home: Home) -> int:
    """Only those that are called by the word that was said, where some are: curtains, not the sheers beside them."""
    for span in kinds:
        if span.meaning not in _ANY_NAME:
            bits = bits & home.named_as(span.meaning) or bits
    return bits


_LOOSELY_SAID = frozenset({"curtain"})
"""Kinds whose word is said of what is near, too, in a room that has only that."""
_ANY_NAME = frozenset({"light", "switch", "plug", "climate", "cover", "media", "sensor", "heating", "heater"})
"""Kinds whose things are meant whatever they are called."""


def _of_kinds(bits: int, kinds: Sequence[Span], scene: Scene) -> int:
    """Things of all these kinds; where kind words contradict each other they are taken as words of names."""
    home, narrowed = scene.home, bits
    for span in kinds:
        narrowed &= home.kind_called(span.meaning, scene.words[span.start : span.end])
    if narrowed or not kinds:
        return narrowed
    by_name = bits
    for span in kinds:
        for word in scene.words[span.start : span.end]:
            by_name &= home.parts.get((stem_of(word),), 0)
    if by_name or len(kinds) < 2:
        return by_name
    return bits & home.kind(kinds[-1].meaning) & home.parts.get(scene.words[kinds[0].start : kinds[0].end], 0)


def _of_related(bits: int, kinds: Sequence[Span], scene: Scene) -> int:
    """What comes nearest to these kinds where there is none of them: 窗帘 are blinds in a room that has only blinds."""
    for span in kinds:
        known = scene.home.named_as(span.meaning) and span.meaning not in _LOOSELY_SAID
        bits &= 0 if known else scene.home.related(span.meaning)
    return bits


def _room_alone(bits: int, scene: Scene) -> int:
    """ "turn off the kitchen" means its lights; a narrower ability means what has it."""
    if scene.reading or scene.targets.kinds or scene.targets.ability not in ("", "on"):
        return bits
    return bits & scene.home.kind("light")


def said_of(conjunct: Conjunct, scene: Scene) -> str:
    spans = [s for s in conjunct.spans if s.sense is not Sense.ALL]
    return _text(spans or conjunct.spans, scene)


def _text(spans: Sequence[Span], scene: Scene) -> str:
    words = [w for s in sorted(spans, key=lambda s: s.start) for w in scene.words[s.start : s.end]]
    return ("" if all(len(w) == 1 and not w.isascii() for w in words) else " ").join(words)


def _called_after(conjunct: Conjunct, scene: Scene) -> int:
    """What has the room that is not there in its name: the "Patio Door" of a house without a patio.

    The light of the family bathroom is not called after a bathroom beside it.
    """
    home, bits = scene.home, scene.fit & ~_of_longer_rooms(conjunct, scene)
    for span in conjunct.spans:
        if span.sense in PLACING | NAMING:
            of_kind = home.kind(span.meaning) if span.sense is Sense.KIND else 0
            called = home.everything
            for word in scene.words[span.start : span.end]:
                called &= home.parts.get((stem_of(word),), 0)
            bits &= called | of_kind
    return bits


def _of_longer_rooms(conjunct: Conjunct, scene: Scene) -> int:
    """What stands in rooms whose names end with the name of the room that is not there."""
    ends = [scene.words[s.start : s.end] for s in conjunct.spans if s.sense is Sense.ABSENT_ROOM]
    bits = 0
    for room in scene.home.names.rooms:
        names = [words_of(name) for name in room.names]
        if any(name[-len(end) :] == end and len(name) > len(end) for name in names for end in ends):
            bits |= scene.home.in_room.get(room.id, 0)
    return bits


def _missing_room(conjunct: Conjunct, room: Sequence[Span], scene: Scene) -> Unknown:
    kinds = [s for s in conjunct.spans if s.sense is Sense.KIND]
    holding = _rooms_holding(_of_kinds(scene.fit, kinds, scene), scene.home)
    return Unknown(said_of(conjunct, scene), holding[:3], room=_text(room, scene), kind=_text(kinds, scene))


def _missing_there(conjunct: Conjunct, bits: int, kinds: Sequence[Span], scene: Scene) -> Unknown:
    rooms = [s for s in conjunct.spans if s.sense in PLACING and s.sense is not Sense.HERE]
    named = [s for s in conjunct.spans if s.sense in NAMING]
    kind, nearest = _text(kinds or named, scene), _rooms_holding(bits, scene.home)[:3]
    guessed = not kind and not bits
    return Unknown(said_of(conjunct, scene), nearest, _text(rooms, scene), kind or usual_word(scene), guessed)


def usual_word(scene: Scene) -> str:
    """The word for what a parameter takes, where the person named only a room."""
    kind = next(iter(scene.targets.kinds), "")
    spoken = scene.home.lexicon.spoken.get(f"kinds.{_SPOKEN_AS.get(kind, kind)}", {})
    return spoken.get("zh" if scene.language == "zh" else "en", "")


def _missing(conjunct: Conjunct, kinds: Sequence[Span], scene: Scene) -> Unknown:
    return Unknown(said_of(conjunct, scene), kind=_text(kinds, scene))


def _rooms_holding(bits: int, home: Home) -> tuple[str, ...]:
    return tuple(r.names[0] for r in home.names.rooms if home.in_room.get(r.id, 0) & bits and r.names)


def names_near(bits: int, scene: Scene) -> tuple[str, ...]:
    return tuple(t.names[0] for t in scene.home.things(bits)[:3] if t.names)
