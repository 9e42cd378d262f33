"""Who of the household is there, as the people of the home tell it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from assistant.memory.members import Members
from assistant.memory.preferences import Preference, states_on
from devices.device import Device
from devices.home import Home
from devices.surroundings import people_among
from skills.states import holding

_OF_SOMEBODY = ("home", "out")


def states_now(known: Iterable[Preference], home: Home | None, now: datetime) -> set[str]:
    """The states that are on: those that were told, and those of who is there ("nobody_home", "out:Ada")."""
    return states_on(known, now) | (set() if home is None else _presence(home))


def person_called(home: Home, *names: str) -> Device | None:
    """The person of the home with one of these names or ids."""
    wanted = {name.casefold() for name in names if name}
    return next((device for device in _people(home) if wanted & _called(device)), None)


def person_of(home: Home, members: Members | None, person: str) -> Device | None:
    """The person of the home that this member is."""
    member = members.of(person) if members else None
    return person_called(home, person, member.name if member else "")


def others_there(home: Home, members: Members | None, person: str) -> list[tuple[str, str]]:
    """Id and name of everybody else of the household who is at home now, as far as that is reported."""
    own = person_of(home, members, person)
    there = [device for device in _people(home) if device is not own and _is_home(device, home)]
    if members is None or members.alone:
        return [(_local(device), device.name) for device in there]
    known = [(device, [m for m in members.all() if m.role != "guest"]) for device in there]
    found = [(device, next((m for m in all_ if {m.id, m.name.casefold()} & _called(device)), None))
             for device, all_ in known]  # fmt: skip
    return [(member.id, member.name or device.name) for device, member in found if member and member.id != person]


def resolved_state(state: str, home: Home, members: Members | None, person: str) -> str | None:
    """The state as it is kept, with who is meant by name; None where nothing tells where that person is.

    `state`: as it was told: "out" and "home" are of who says it, "out:ben" is of Ben.
    """
    sort, _, name = state.partition(":")
    if sort not in _OF_SOMEBODY:
        no_people = state in ("nobody_home", "somebody_home") and not list(_people(home))
        return None if no_people else state
    device = person_called(home, name) if name else person_of(home, members, person)
    return None if device is None else f"{sort}:{device.name}"


def _presence(home: Home) -> set[str]:
    people = list(_people(home))
    known = [(device, found.holds) for device in people if (found := holding(device, "home", home)) is not None]
    told = [(device, at_home) for device, at_home in known if at_home is not None]
    states = {f"{'home' if at_home else 'out'}:{device.name}" for device, at_home in told}
    if any(at_home for _, at_home in told):
        states.add("somebody_home")
    elif told and len(told) == len(people):
        states.add("nobody_home")
    return states


def _people(home: Home) -> Sequence[Device]:
    return people_among(home.devices.values())


def _called(device: Device) -> set[str]:
    return {_local(device), device.id.casefold(), *(name.casefold() for name in (device.name, *device.aliases))}


def _local(device: Device) -> str:
    return device.id.rpartition(".")[2].rpartition(":")[2].casefold()


def _is_home(device: Device, home: Home) -> bool:
    found = holding(device, "home", home)
    return found is not None and found.holds is True
