"""From the live home to the names that understanding needs: its own, and those that the household gave."""

from collections.abc import Callable, Mapping, Sequence

from assistant.memory.nicknames import Nicknames
from assistant.understanding import names as spoken
from devices.device import Device
from devices.home import Home

Given = Mapping[str, Sequence[str]]
"""Id of a thing or room → the names that the household gave it."""


def names_of(home: Home, nicknames: Nicknames | None = None) -> Callable[[], spoken.Names]:
    """A function that gives the names in this home; made anew only when the home or a given name has changed."""
    kept: list[tuple[tuple[int, int], spoken.Names]] = []

    def names() -> spoken.Names:
        version = (home.version, nicknames.version if nicknames else 0)
        if not kept or kept[0][0] != version:
            kept[:] = [(version, _names(home, nicknames, sum(version)))]
        return kept[0][1]

    return names


def _names(home: Home, nicknames: Nicknames | None, version: int) -> spoken.Names:
    given = _given(home, nicknames) if nicknames else {}
    return spoken.Names(
        things=tuple(thing_of(device, given.get(device.id, ())) for device in home.devices.values()),
        rooms=tuple(spoken.Room(r.id, (*r.names, *given.get(r.id, ())), r.floor) for r in home.rooms.values()),
        floors=tuple(spoken.Floor(f.id, f.names) for f in home.floors.values()),
        people=tuple(d.name for d in home.devices.values() if d.kind == "person"),
        version=version,
    )


def _given(home: Home, nicknames: Nicknames) -> Given:
    """The given names; without those that have become the own name of something since."""
    own = {name.casefold() for device in home.devices.values() for name in (device.name, *device.aliases)}
    own |= {name.casefold() for room in home.rooms.values() for name in room.names}
    return {
        about: [name.said for name in named if name.said.casefold() not in own]
        for about, named in nicknames.by_about().items()
    }


def thing_of(device: Device, given: Sequence[str] = ()) -> spoken.Thing:
    """What understanding has to know of a device. `given`: names beside its own."""
    readable = frozenset(name for name, c in device.capabilities.items() if c.reading is not None)
    writable = frozenset(name for name, c in device.capabilities.items() if c.writable)
    names = tuple(dict.fromkeys((device.name, *device.aliases, *given)))
    return spoken.Thing(device.id, names, device.kind, device.room, writable, readable, device.flavour)
