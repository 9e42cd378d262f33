"""The names in the home, as understanding needs them. Made by `skills` from the live home; carries no device code."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be named: a lamp, a vacuum, a sensor, the car."""

    id: str
    names: tuple[str, ...]
    """The name first, then its aliases, as people say them; any language."""
    kind: str
    """"light", "cover", "vacuum", "sensor", … ; the lexicon knows the words for each kind."""
    room: str = ""
    """Room id; empty where it has none."""
    abilities: frozenset[str] = frozenset()
    """Names of its capabilities that can be written."""
    facts: frozenset[str] = frozenset()
    """Names of its capabilities that can be read."""
    flavour: str = ""
    """Finer than the kind: a Home Assistant device class such as "curtain", "garage_door" or "motion"."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room or an outside area."""

    id: str
    names: tuple[str, ...]
    floor: str = ""
    """Floor id; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor of the house."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Everything in the home that has a name, at one moment."""

    things: tuple[Thing, ...] = ()
    rooms: tuple[Room, ...] = ()
    floors: tuple[Floor, ...] = ()
    people: tuple[str, ...] = ()
    version: int = 0
    """Grows when any name changes; a mind may keep what it derived from the same version."""
    _by_id: dict[str, Thing] = field(default_factory=dict, repr=False, compare=False)

    def thing(self, thing_id: str) -> Thing | None:
        """The thing of that id."""
        if not self._by_id:
            self._by_id.update({t.id: t for t in self.things})
        return self._by_id.get(thing_id)

    def room(self, room_id: str) -> Room | None:
        """The room of that id."""
        return next((r for r in self.rooms if r.id == room_id), None)
