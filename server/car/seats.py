"""Who speaks in the car: the seat, the person in it, and what the head unit may pass on."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from assistant.memory.members import Members
from assistant.utterance import Speaker
from devices.command import Origin
from devices.device import Device
from devices.rules.granted import IN
from server.api.problems import Problem
from server.api.who import speaker_of
from server.car.head_unit import HeadUnit

Seat = Literal["driver", "passenger", "rear_left", "rear_middle", "rear_right", "unknown"]
"""Where somebody sits, in the direction of travel; "unknown" counts as a passenger."""

STRANGER = Speaker("unknown", "guest")
"""Somebody of whom only the seat is known."""

_SIGNS: dict[Seat, tuple[str, ...]] = {
    "passenger": ("Row1.Passenger",),
    "rear_left": ("Row2.DriverSide", "Row2.Left"),
    "rear_middle": ("Row2.Middle",),
    "rear_right": ("Row2.PassengerSide", "Row2.Right"),
}
"""What a car that has the seat has signals of."""


def seats_of(car: Device | None) -> tuple[Seat, ...]:
    """The seats of the car, by its signals; all there may be where it tells of no seat at all."""
    paths = () if car is None else tuple(car.capabilities)
    if not any(".Row" in path for path in paths):
        return ("driver", *_SIGNS)
    return ("driver", *(seat for seat, signs in _SIGNS.items() if _any_of(signs, paths)))


def _any_of(signs: Iterable[str], paths: Iterable[str]) -> bool:
    wanted = tuple(signs)
    return any(sign in path for path in paths for sign in wanted)


def check_seat(seat: Seat, car: Device | None) -> None:
    """Raises Problem ("no-such-seat") for a seat that the car does not have."""
    there = seats_of(car)
    if seat != "unknown" and seat not in there:
        raise Problem("no-such-seat", f"seat: this car has no {seat!r}; it has: {', '.join(there)}")


def speaker_in(unit: HeadUnit, seat: Seat, person: str, members: Members) -> Speaker:
    """Who speaks: the person of that id; else the driver is whoever approved the head unit, anybody else a guest.

    The owner is believed in the driver's seat alone; from any other one that name counts as an adult of the house.
    """
    if person == STRANGER.person:
        known = STRANGER
    elif person or seat == "driver":
        known = speaker_of(person or unit.person, members)
    else:
        known = STRANGER
    if seat != "driver" and known.role == "owner":
        known = replace(known, role="adult")
    return Speaker(known.person, known.role, seat=seat, grants=grants_of(unit))


def origin_in(unit: HeadUnit, speaker: Speaker, *, confirmed: bool, proved: bool) -> Origin:
    """The origin of a touch on the head unit."""
    return Origin(
        speaker.person,
        speaker.role,
        "touch",
        confirmed=confirmed,
        second_factor=proved,
        seat=speaker.seat,
        grants=grants_of(unit),
    )


def grants_of(unit: HeadUnit) -> frozenset[str]:
    """What the one door lets through from this head unit: its scopes, and of cars its own alone."""
    return unit.scopes | {IN + unit.device}
