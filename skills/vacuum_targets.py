"""What a robot is told beside to start: which rooms and zones are meant, and with which settings."""

from collections.abc import Mapping

from devices.device import Device, Value
from devices.home import Home
from skills.acting import Wish
from skills.vacuum_words import own_mode, own_suction


def rooms_known(home: Home, device: Device) -> tuple[str, ...]:
    """Names of the rooms that the robot knows; empty where it does not tell."""
    fact = home.fact(device.id, "rooms")
    if fact is not None and isinstance(fact.value, tuple) and fact.value:
        return fact.value
    return device.capabilities["clean_rooms"].choices


def segment_of(home: Home, room_id: str, known: tuple[str, ...]) -> str | None:
    """What the robot calls this room; None where it knows others but not this one."""
    room = home.rooms.get(room_id)
    names = (*room.names, room.id) if room else (room_id,)
    if not known:
        return names[0]
    by_name = {k.casefold().replace("_", " "): k for k in known}
    found = (by_name.get(n.casefold().replace("_", " ")) for n in names)
    return next((segment for segment in found if segment), None)


def zone_called(said: str, known: Mapping[str, tuple[str, Value]]) -> tuple[str, Value] | None:
    """The wish for the zone of this name, or for the only one whose name holds these words."""
    wanted = [word for word in said.casefold().replace("_", " ").split() if word not in _ARTICLES]
    by_words = {name: name.casefold().replace("_", " ").split() for name in known}
    exactly = [name for name, words in by_words.items() if [w for w in words if w not in _ARTICLES] == wanted]
    holding = [name for name, words in by_words.items() if wanted and set(wanted) <= set(words)]
    found = exactly or holding
    return known[found[0]] if len(found) == 1 else None


_ARTICLES = frozenset({"the", "a", "my"})


def lacking_of(device: Device | None, *, mode: str | None, passes: str | None, suction: str | None) -> str:
    """The first of these settings that the robot does not have; empty where it has all that were wished."""
    asked = {"cleaning_mode": mode, "passes": passes, "fan_speed": suction}
    has = device.capabilities if device else {}
    missing = (n for n, v in asked.items() if v is not None and not (n in has and has[n].writable))
    return next((name for name in missing if (name, mode) != ("cleaning_mode", "vacuum")), "")


def settings_for(
    thing: str, device: Device | None, *, mode: str | None, passes: str | None, suction: str | None
) -> list[Wish]:
    """What is set before it starts."""
    wishes: list[Wish] = []
    if mode is not None and device is not None and "cleaning_mode" in device.capabilities:
        wishes.append(Wish(thing, "cleaning_mode", own_mode(device, mode)))
    if passes is not None:
        wishes.append(Wish(thing, "passes", int(passes)))
    if suction is not None:
        wishes.append(Wish(thing, "fan_speed", own_suction(device, suction)))
    return wishes
