"""What the simulated car's own body refuses, whoever asks and whatever was decided elsewhere: its own table."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from devices.device import Value
from devices.simulators.car_driving import Standing
from devices.simulators.car_lights import is_dark
from devices.simulators.car_parts import Values, number
from devices.simulators.car_paths import (
    FOG_LIGHTS,
    LOW_BEAM,
    RAIN,
    SPEED,
    WINDOW_LOCK,
)

Answer = Literal["A", "C", "R"]
"""Allowed; only with the person's yes; refused."""

Extra = Callable[["Asked", Values], str | None]
"""A further reason to refuse, "confirm" where it takes a yes, None for neither."""

FAST_KMH, VERY_FAST_KMH = 80.0, 100.0
A_LITTLE = 25.0
"""Percent of a window that is a little open."""
FLAT_DEGREES = 45.0
"""A backrest beyond this is no place for a belted person."""
LOUD = 70.0
LETS_IN = (9, 10, 11)
"""Rows of what lets somebody in."""
OFF_SWITCHES = ("OFF", "POSITION", "DAYTIME_RUNNING_LIGHTS")


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish for a signal, as the car understood it."""

    path: str
    value: Value
    seat: str = ""
    """Where in the car the person sits; empty: not in it."""
    auth: str = ""
    """"confirmed", "second_factor" or "none"; empty where the sender leaves that to itself."""
    decided: Standing | None = None
    """What the sender took the car to be doing when it decided; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Row:
    """Wishes for these paths that go this way: what is answered while parked, stopped, moving."""

    number: int
    paths: str
    """A regular expression for what follows "Vehicle."."""
    goes: Callable[[Value], bool]
    parked: Answer
    stopped: Answer
    moving: Answer
    code: str = "not_while_driving"
    extra: Extra | None = None

    def answer(self, standing: Standing) -> Answer:
        """What is answered in this state."""
        return {"parked": self.parked, "stopped": self.stopped, "moving": self.moving}[standing]


def any_way(value: Value) -> bool:
    return True


def on(value: Value) -> bool:
    return value is True


def off(value: Value) -> bool:
    return value is False


def one_of(*values: Value) -> Callable[[Value], bool]:
    return lambda value: value in values


def more_than(least: float) -> Callable[[Value], bool]:
    return lambda value: isinstance(value, int | float) and value > least


def at_most(most: float) -> Callable[[Value], bool]:
    return lambda value: isinstance(value, int | float) and value <= most


def window_opening(asked: Asked, values: Values) -> str | None:
    """The children's windows are locked for those who sit there; fast driving takes a yes."""
    rear = asked.seat.startswith("rear") or asked.seat == "unknown"
    if rear and "Row2" in asked.path and values[WINDOW_LOCK] is True:
        return "child_lock"
    return "confirm" if number(values, SPEED) > FAST_KMH else None


def child_window(asked: Asked, values: Values) -> str | None:
    """A child's hand may be in it."""
    door = asked.path.split(".Window.")[0]
    return "confirm" if values.get(f"{door}.IsChildLockActive") is True else None


def roof_opening(asked: Asked, values: Values) -> str | None:
    """Not in a storm; with rain only with a yes."""
    if number(values, SPEED) > VERY_FAST_KMH:
        return "too_fast"
    return "confirm" if number(values, RAIN) > 0 else None


def unlocking(asked: Asked, values: Values) -> str | None:
    """The driver's by right, anybody else's with a yes."""
    return None if asked.seat == "driver" else "confirm"


def lights_off(asked: Asked, values: Values) -> str | None:
    """In the dark it takes a yes even where the car is parked."""
    return not_from_behind(asked, values) or ("confirm" if is_dark(values) else None)


def high_beam(asked: Asked, values: Values) -> str | None:
    """It blinds in fog."""
    in_fog = any(values[path] is True for path in FOG_LIGHTS)
    return not_from_behind(asked, values) or ("first_fog_lights_off" if in_fog else None)


def fog_light(asked: Asked, values: Values) -> str | None:
    """It only adds to the low beam."""
    return not_from_behind(asked, values) or (None if values[LOW_BEAM] is True else "first_low_beam")


def not_from_behind(asked: Asked, values: Values) -> str | None:
    """What changes how the car drives is nothing for the rear seats."""
    return "not_from_that_seat" if asked.seat.startswith("rear") else None


def drivers_place(asked: Asked, values: Values) -> str | None:
    """Somebody sits there: nothing for the rear seats, and for the others only with a yes."""
    return not_from_behind(asked, values) or (None if asked.seat in ("", "driver") else "confirm")


def lying_down(asked: Asked, values: Values) -> str | None:
    """A belt does not hold who lies."""
    seat = "Vehicle." + asked.path.removeprefix("Vehicle.").split(".Backrest.")[0]
    flat = asked.path.endswith(".Recline") and isinstance(asked.value, int | float) and asked.value > FLAT_DEGREES
    return "not_while_driving" if flat and values.get(f"{seat}.IsBelted") is True else None


_OPENS = one_of("OPEN", "ONE_SHOT_OPEN", "TILT_UP")
_CLOSES = one_of("CLOSE", "ONE_SHOT_CLOSE", "TILT_DOWN", "INACTIVE")
_HVAC = r"Cabin\.HVAC\."
_DEFROSTING = r"Cabin\.HVAC\.Is(Front|Rear)DefrosterActive|Body\.Windshield\.Front\.IsHeatingOn"
_WARMTH = r"Cabin\.Seat\..+\.HeatingCooling|Chassis\.SteeringWheel\.HeatingCooling|Cabin\.Seat\..+\.Massage\.Level"
_WINDOW = r"Cabin\.Door\..+\.Window\.Position"
_LIDS = r"Cabin\.Door\.Row\d\.\w+\.IsOpen|Body\.Trunk\.\w+\.IsOpen|Body\.Hood\.IsOpen|.+\.Is(FuelPort)?FlapOpen"
_LID_POSITION = r"Body\.Trunk\.\w+\.Position"
_LOCKS = r"Cabin\.Door\..+\.IsLocked|Body\.Trunk\.\w+\.IsLocked"
_WIPING = r"Body\.Windshield\.Front\.Wiping\."
_DRIVERS_PLACE = r"Cabin\.Seat\.Row1\.DriverSide\.(Position|Height|Backrest\..+)|Chassis\.SteeringWheel\.(Tilt|Ext.+)"
_SEATS = r"Cabin\.Seat\..+\.(Position|Height|Backrest\.Recline)"
_SHADES = r"Cabin\.Sunroof\.Shade\.Position|Cabin\.RearShade\.Position"
_MEDIA = (
    r"Cabin\.Infotainment\.Media\.(Action|Played\.Source)|Cabin\.Infotainment\.(HMI|Navigation)\..+|X\.Navigation\..+"
)
_CHARGE = r"Powertrain\.TractionBattery\.Charging\."
_DRIVING = (
    r"Powertrain\.Transmission\.(SelectedGear|IsParkLockEngaged)|Chassis\.ParkingBrake\..+|ADAS\..+"
    r"|Body\.Horn\..+|Body\.Lights\.DirectionIndicator\..+"
)

TABLE: Sequence[Row] = (
    Row(2, _HVAC + r"(Station\..+|IsAirConditioningActive|IsRecirculationActive)", any_way, "A", "A", "A"),
    Row(2, _WARMTH, any_way, "A", "A", "A"),
    Row(3, _DEFROSTING, on, "A", "A", "A"),
    Row(4, _DEFROSTING, off, "A", "A", "C"),
    Row(5, _WINDOW, at_most(0), "A", "A", "A", extra=child_window),
    Row(6, _WINDOW, more_than(A_LITTLE), "A", "A", "C", extra=window_opening),
    Row(6, _WINDOW, more_than(0), "A", "A", "A", extra=window_opening),
    Row(7, r"Cabin\.Sunroof\.Switch", _OPENS, "A", "A", "C", extra=roof_opening),
    Row(7, r"Cabin\.Sunroof\.Switch", _CLOSES, "A", "A", "A"),
    Row(8, _LOCKS, on, "A", "A", "A"),
    Row(9, _LOCKS, off, "A", "C", "R", extra=unlocking),
    Row(10, _LIDS, on, "C", "R", "R"),
    Row(10, _LID_POSITION, more_than(0), "C", "R", "R"),
    Row(10, _LIDS, off, "A", "A", "A"),
    Row(10, _LID_POSITION, at_most(0), "A", "A", "A"),
    Row(11, r"Cabin\.IsWindowChildLockEngaged", off, "C", "R", "R", extra=not_from_behind),
    Row(11, r"Cabin\.IsWindowChildLockEngaged", on, "A", "A", "A"),
    Row(12, r"Body\.Lights\.LightSwitch", one_of("AUTO", "BEAM"), "A", "A", "A"),
    Row(12, r"Body\.Lights\.Beam\.Low\.IsOn", on, "A", "A", "A"),
    Row(13, r"Body\.Lights\.LightSwitch", one_of(*OFF_SWITCHES), "A", "R", "R", extra=lights_off),
    Row(13, r"Body\.Lights\.Beam\.Low\.IsOn", off, "A", "R", "R", extra=lights_off),
    Row(14, r"Body\.Lights\.Beam\.High\.IsOn", on, "C", "C", "C", extra=high_beam),
    Row(14, r"Body\.Lights\.Beam\.High\.IsOn", off, "A", "A", "A"),
    Row(15, r"Body\.Lights\.Fog\.\w+\.IsOn", on, "A", "A", "C", extra=fog_light),
    Row(15, r"Body\.Lights\.Fog\.\w+\.IsOn", off, "A", "A", "A", extra=not_from_behind),
    Row(16, r"Body\.Lights\.Hazard\.IsSignaling", on, "A", "A", "A"),
    Row(16, r"Body\.Lights\.Hazard\.IsSignaling", off, "A", "A", "C", extra=not_from_behind),
    Row(18, _WIPING + "Mode", one_of("SLOW", "MEDIUM", "FAST", "INTERVAL", "RAIN_SENSOR"), "A", "A", "A"),
    Row(18, _WIPING + "Intensity", any_way, "A", "A", "A"),
    Row(20, r"Body\.Mirrors\.\w+\.IsFolded", on, "A", "R", "R", extra=not_from_behind),
    Row(20, r"Body\.Mirrors\.\w+\.IsFolded", off, "A", "A", "A", extra=not_from_behind),
    Row(20, r"Body\.Mirrors\.\w+\.IsHeatingOn", any_way, "A", "A", "A"),
    Row(20, r"Body\.Mirrors\.\w+\.(Pan|Tilt)", any_way, "A", "A", "C", extra=not_from_behind),
    Row(21, _DRIVERS_PLACE, any_way, "A", "C", "R", extra=drivers_place),
    Row(22, _SEATS, any_way, "A", "A", "C", extra=lying_down),
    Row(23, r"Cabin\.Light\..+", any_way, "A", "A", "A"),
    Row(23, _SHADES, any_way, "A", "A", "A"),
    Row(25, r"Cabin\.Infotainment\.Media\.Played\.Source", one_of("TV", "DVD"), "A", "R", "R"),
    Row(24, _MEDIA, any_way, "A", "A", "A"),
    Row(24, r"Cabin\.Infotainment\.Media\.Volume", at_most(LOUD), "A", "A", "A"),
    Row(24, r"Cabin\.Infotainment\.Media\.Volume", more_than(LOUD), "C", "C", "C"),
    Row(30, _CHARGE + r"(ChargeLimit|Timer\..+)", any_way, "A", "A", "A"),
    Row(30, _CHARGE + "StartStopCharging", any_way, "A", "A", "R"),
    Row(30, r"Powertrain\.TractionBattery\.BatteryConditioning\..+", any_way, "A", "A", "A"),
    Row(31, r"Powertrain\.Transmission\.PerformanceMode", any_way, "A", "C", "R", extra=not_from_behind),
    Row(32, _DRIVING, any_way, "R", "R", "R", "only_by_hand"),
)
"""The first row that fits decides; what fits none is refused. Closing, locking and seeing better are always allowed."""


def wipers_off(asked: Asked, standing: Standing, values: Values) -> str | None:
    """Row 19: never while it rains on a car that moves."""
    if standing != "moving" or asked.seat.startswith("rear"):
        return not_from_behind(asked, values)
    return "raining" if number(values, RAIN) > 0 else "confirm"


def row_of(path: str, value: Value) -> Row | None:
    """The row that decides on a wish."""
    local = path.removeprefix("Vehicle.")
    return next((row for row in TABLE if re.fullmatch(row.paths, local) and row.goes(value)), None)


def forbidden(asked: Asked, standing: Standing, values: Values) -> str | None:
    """Why the car does not do it in this state, as a code; None where it does."""
    return _with_yes(asked, *_reason(asked, standing, values))


def overtaken(asked: Asked, standing: Standing, values: Values) -> str | None:
    """ "state_changed" where it was decided on in a state in which it takes no yes, and takes one by now.

    Whoever sends a wish may not know yet that the car has begun to move. What is refused by now needs no such look.
    """
    if asked.decided is None or asked.auth in ("confirmed", "second_factor"):
        return None
    then, now = (_reason(asked, state, values)[0] for state in (asked.decided, standing))
    return "state_changed" if now is not None and then is None else None


def _reason(asked: Asked, standing: Standing, values: Values) -> tuple[str | None, int]:
    """The code it is refused with, "confirm" where it takes a yes, None for neither; and the row that says so."""
    if re.fullmatch(_WIPING + "Mode", asked.path.removeprefix("Vehicle.")) and asked.value == "OFF":
        return wipers_off(asked, standing, values), 19
    row = row_of(asked.path, asked.value)
    if row is None:
        return "not_allowed", 0
    answer = row.answer(standing)
    if answer == "R":
        return row.code, row.number
    reason = row.extra(asked, values) if row.extra else None
    if reason not in (None, "confirm"):
        return reason, row.number
    return ("confirm" if answer == "C" else reason), row.number


def _with_yes(asked: Asked, reason: str | None, row: int) -> str | None:
    """The car insists on a yes where the sender says that there was none.

    People in the car are asked by every row; whoever is not in it is a matter of those who know them, except for what
    lets somebody in.
    """
    if reason != "confirm":
        return reason
    insists = asked.auth == "none" and (asked.seat != "" or row in LETS_IN)
    return "needs_confirmation" if insists else None
