"""From the live home to the names that understanding needs."""

from collections.abc import Callable

from assistant.understanding import names as spoken
from devices.device import Device
from devices.home import Home


def names_of(home: Home) -> Callable[[], spoken.Names]:
    """A function that gives the names in this home; made anew only when `home.version` has changed."""
    kept: list[tuple[int, spoken.Names]] = []

    def names() -> spoken.Names:
        if not kept or kept[0][0] != home.version:
            kept[:] = [(home.version, _names(home))]
        return kept[0][1]

    return names


def _names(home: Home) -> spoken.Names:
    return spoken.Names(
        things=tuple(map(thing_of, home.devices.values())),
        rooms=tuple(spoken.Room(r.id, r.names, r.floor) for r in home.rooms.values()),
        floors=tuple(spoken.Floor(f.id, f.names) for f in home.floors.values()),
        people=tuple(d.name for d in home.devices.values() if d.kind == "person"),
        version=home.version,
    )


def thing_of(device: Device) -> spoken.Thing:
    """What understanding has to know of a device."""
    readable = frozenset(name for name, c in device.capabilities.items() if c.reading is not None)
    writable = frozenset(name for name, c in device.capabilities.items() if c.writable)
    names = tuple(dict.fromkeys((device.name, *device.aliases)))
    return spoken.Thing(device.id, names, device.kind, device.room, writable, readable, device.flavour)
