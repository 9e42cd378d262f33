"""A case's words about the car, as signals of it and a seat in it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from assistant.utterance import Seat
from server.evaluate.cases import CannotRead

SPEED = "vss.Vehicle.Speed"
IS_MOVING = "vss.Vehicle.IsMoving"
GEAR = "vss.Vehicle.Powertrain.Transmission.SelectedGear"
PARK_LOCK = "vss.Vehicle.Powertrain.Transmission.IsParkLockEngaged"
RAIN = "vss.Vehicle.Body.Raindetection.Intensity"
LIGHT = "vss.Vehicle.Exterior.LightIntensity"
SENSED = (SPEED, IS_MOVING, GEAR, PARK_LOCK, RAIN, LIGHT)
"""What a case's `car` tells; a car that an inventory describes without them has them all the same."""

STALE = timedelta(minutes=1)
"""So long ago a car with stale data was heard last."""

_PARK, _DRIVE = 126, 127
_GEARS: Mapping[str, int] = {
    **dict.fromkeys(("park", "parked", "p", "126"), _PARK),
    **dict.fromkeys(("drive", "d", "127"), _DRIVE),
    **dict.fromkeys(("reverse", "r", "-1"), -1),
    **dict.fromkeys(("neutral", "n", "0"), 0),
}
_SEATS: Mapping[str, Seat] = {
    **dict.fromkeys(("driver", "driverside", "row1.driverside", "front_left"), "driver"),
    **dict.fromkeys(
        ("passenger", "front_passenger", "passengerside", "row1.passengerside", "front_right"), "passenger"
    ),
    **dict.fromkeys(("rear_left", "row2.driverside", "back_left"), "rear_left"),
    **dict.fromkeys(("rear_middle", "rear", "back", "row2.middle", "rear_passenger"), "rear_middle"),
    **dict.fromkeys(("rear_right", "row2.passengerside", "back_right"), "rear_right"),
    "outside": "",
}
_UNDER_RAIN, _IN_DARKNESS, _BY_DAY = 50, 2, 80


def seat_in(case: Mapping[str, Any]) -> Seat:
    """Where in the car a case is spoken; in a car on no seat that is known: "unknown". Empty without a car."""
    car = _car(case)
    if car is None:
        return ""
    return _SEATS.get(str(car.get("seat") or "unknown").casefold().replace(" ", "_"), "unknown")


def car_states(case: Mapping[str, Any]) -> dict[str, Any]:
    """The states of the car's signals that a case tells; a speed of null is not told. Raises CannotRead."""
    car = _car(case)
    if car is None:
        return {}
    speed = _speed(case, car)
    gear = _gear(case, car, speed)
    moving = car.get("moving", (speed or 0) > 0)
    told = {
        SPEED: None if speed is None else str(speed),
        IS_MOVING: None if speed is None else str(bool(moving)).lower(),
        GEAR: str(gear),
        PARK_LOCK: str(gear == _PARK).lower(),
        RAIN: str(_UNDER_RAIN if car.get("raining") else 0),
        LIGHT: str(_IN_DARKNESS if car.get("dark") else _BY_DAY),
    }
    return {signal: {"state": state} for signal, state in told.items()}


def tells_of_car(case: Mapping[str, Any]) -> bool:
    """Whether a case says anything about the car, in its own words or as states of signals."""
    setup = case.get("setup") or {}
    return _car(case) is not None or any(str(entity).startswith("vss.") for entity in setup)


def silence_in(case: Mapping[str, Any]) -> timedelta:
    """How long the car has been silent."""
    car = _car(case)
    return STALE if car is not None and car.get("stale") else timedelta(0)


def with_sensors(home: Mapping[str, Any], is_told: bool) -> Mapping[str, Any]:
    """The home with a car that senses what a case can tell about it, where cases do (`is_told`) or it has a car.

    A car whose inventory does not say that it drives stands parked, by day, in fine weather.
    """
    entities = home.get("entities") or []
    known = {str(e.get("id")): str(e.get("state")) for e in entities if isinstance(e, dict)}
    if not is_told and not any(entity.startswith("vss.") for entity in known):
        return home
    stands = all(known.get(signal, parked).casefold() in (parked, f"{parked}.0") for signal, parked in _PARKED.items())
    states = {s: told["state"] if stands else None for s, told in car_states({"car": {}}).items()}
    sensors = [{"id": s, "name": s.rpartition(".")[2], "state": states[s]} for s in SENSED if s not in known]
    return {**home, "entities": [*entities, *sensors]}


_PARKED: Mapping[str, str] = {SPEED: "0", IS_MOVING: "false", GEAR: str(_PARK), PARK_LOCK: "true"}


def _car(case: Mapping[str, Any]) -> Mapping[str, Any] | None:
    car = case.get("car")
    if car is not None and not isinstance(car, dict):
        raise CannotRead(f"case {case['id']}: car is an object, not {type(car).__name__}")
    return car


def _speed(case: Mapping[str, Any], car: Mapping[str, Any]) -> float | None:
    """km/h; None where the case says that it is unknown. A car of which nothing is said stands."""
    if "speed_kmh" not in car:
        return 50.0 if car.get("moving") else 0.0
    speed = car["speed_kmh"]
    if speed is None:
        return None
    if isinstance(speed, bool) or not isinstance(speed, int | float):
        raise CannotRead(f"case {case['id']}: speed_kmh is a number, not {speed!r}")
    return float(speed)


def _gear(case: Mapping[str, Any], car: Mapping[str, Any], speed: float | None) -> int:
    if car.get("gear") is None:
        return _PARK if speed == 0 and not car.get("moving") else _DRIVE
    gear = _GEARS.get(str(car["gear"]).casefold())
    if gear is None:
        raise CannotRead(f"case {case['id']}: gear is one of park, drive, reverse, neutral; not {car['gear']!r}")
    return gear
