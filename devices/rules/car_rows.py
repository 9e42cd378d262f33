"""The car's own actions by people in it: one row an action, one decision a driving state. Data, no behaviour.

A row's decision is that of the state; a stricter one of its exceptions replaces it. An action in no row is refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from devices.command import Command, Reason, Safe
from devices.policy import Allow, CarNow, Confirm, Decision, Driving, Refuse, SecondFactor
from devices.rules.direction import is_off, is_safe, number, opens, unlocks

A, C = Allow(), Confirm()
PARKED = Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)
STOPPED = Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_STOPPED)
BY_HAND = Refuse(Reason.ONLY_BY_HAND, Safe.AT_THE_DEVICE)

MOVING = frozenset({Driving.MOVING})
ANY = frozenset({Driving.PARKED, Driving.STOPPED, Driving.MOVING})

Case = Callable[[Command, CarNow], bool | None]
"""(the wish, what the car says) → whether the exception holds; None: the car does not tell, so it counts as if."""


@dataclass(frozen=True, slots=True)
class Unless:
    """What makes a row stricter than its state alone."""

    holds: Case
    decision: Decision
    states: frozenset[Driving] = ANY

    def comes_to(self, command: Command, car: CarNow) -> Decision:
        """Its decision where it holds, with UNSURE as the reason where the car does not tell; Allow elsewhere."""
        holds = self.holds(command, car)
        if holds is None and isinstance(self.decision, Confirm | Refuse):
            return replace(self.decision, reason=Reason.UNSURE)
        return self.decision if holds is not False else A


@dataclass(frozen=True, slots=True)
class Row:
    """One action. Unknown driving counts as moving."""

    number: int
    what: str
    paths: str
    """Regular expression over the whole path of the signal."""
    way: Callable[[Command], bool]
    parked: Decision
    stopped: Decision
    moving: Decision
    unless: tuple[Unless, ...] = ()
    safety: bool = False
    """Anybody may always have it."""
    lets_out: bool = False
    """It opens or unlocks."""
    glass: bool = False
    """With `lets_out`: a window or the roof, which lets in air only."""
    drivers: bool = False
    """It is about driving: nothing for the rear seats."""

    def covers(self, command: Command) -> bool:
        """Whether the wish is this action."""
        return re.fullmatch(self.paths, command.capability) is not None and self.way(command)

    def at(self, driving: Driving) -> Decision:
        """What the state alone comes to."""
        return {Driving.PARKED: self.parked, Driving.STOPPED: self.stopped}.get(driving, self.moving)


# --- ways ---


def any_way(command: Command) -> bool:
    return True


def on(command: Command) -> bool:
    return not is_off(command.value)


def off(command: Command) -> bool:
    return is_off(command.value)


def closes(command: Command) -> bool:
    return is_safe(command, None, "car")


def engages(command: Command) -> bool:
    return command.value is True


def releases(command: Command) -> bool:
    return command.value is not True


def lights_up(command: Command) -> bool:
    return command.value in ("AUTO", "BEAM") or command.value is True


def dims(command: Command) -> bool:
    return not lights_up(command)


def shows_video(command: Command) -> bool:
    return command.value in ("TV", "DVD") or not command.capability.endswith("Played.Source")


def plays(command: Command) -> bool:
    return not (command.capability.endswith("Played.Source") and command.value in ("TV", "DVD"))


# --- exceptions ---


def _rains(command: Command, car: CarNow) -> bool | None:
    return car.raining


def _dark(command: Command, car: CarNow) -> bool | None:
    return car.dark


def _faster_than(kmh: float) -> Case:
    return lambda command, car: None if car.speed_kmh is None else car.speed_kmh > kmh


def _wide(command: Command, car: CarNow) -> bool:
    return not command.capability.endswith(".Position") or number(command.value, 100) > A_LITTLE


def _from_a_locked_seat(command: Command, car: CarNow) -> bool | None:
    sits_behind = command.origin.seat.startswith("rear") or command.origin.seat == "unknown"
    return car.window_child_lock if sits_behind and ".Row2." in command.capability else False


def _child_in_zone(command: Command, car: CarNow) -> bool:
    return any(f".{door}." in command.capability for door in car.child_doors)


def _not_the_driver(command: Command, car: CarNow) -> bool:
    return command.origin.seat != "driver"


def _shade_shut(command: Command, car: CarNow) -> bool | None:
    return None if car.shade_open is None else not car.shade_open


def _fog_lights(command: Command, car: CarNow) -> bool | None:
    return car.fog_lights


def _no_low_beam(command: Command, car: CarNow) -> bool | None:
    return None if car.low_beam is None else not car.low_beam


def _lies_down_belted(command: Command, car: CarNow) -> bool:
    if not command.capability.endswith(".Backrest.Recline") or number(command.value, 90) <= RECLINED:
        return False
    return not any(f".{seat}." in command.capability for seat in car.unbelted)


def _too_loud(command: Command, car: CarNow) -> bool:
    return command.capability.endswith(".Volume") and number(command.value, 100) > LOUD


def _replaces_a_route(command: Command, car: CarNow) -> bool:
    return car.route_active


A_LITTLE = 25
"""% that a window may be open while driving, without a question."""
RECLINED = 45
"""Degrees of a backrest beyond which a belt does not hold."""
LOUD = 70
"""% of volume that nobody hears a siren through."""

FROM_THERE = Refuse(Reason.NOT_FROM_THAT_SEAT, Safe.BY_THE_DRIVER)
_RAIN, _DARK, _FAST, _VERY_LOUD = (Confirm(r) for r in (Reason.RAINING, Reason.DARK, Reason.TOO_FAST, Reason.VERY_LOUD))
_CHILD_LOCK = Refuse(Reason.CHILD_LOCK, Safe.BY_THE_DRIVER)
_SLOWER = Refuse(Reason.TOO_FAST, Safe.WHEN_SLOWER)
_SHADE = Refuse(Reason.NOT_ALLOWED, Safe.FIRST_THE_SHADE)
_FOG_OFF = Refuse(Reason.NOT_ALLOWED, Safe.FIRST_FOG_LIGHTS_OFF)
_LOW_BEAM = Refuse(Reason.NOT_ALLOWED, Safe.FIRST_LOW_BEAM)
_BELTED = Refuse(Reason.NOT_ALLOWED)
_WET = Refuse(Reason.RAINING, Safe.WHEN_DRY)
_ALOUD = Refuse(Reason.NOT_WHILE_DRIVING, Safe.READ_ALOUD)

V, BODY, CABIN, TRAIN = "Vehicle.", r"Vehicle\.Body\.", r"Vehicle\.Cabin\.", r"Vehicle\.Powertrain\."
LIGHTS, HVAC, PLAYER = BODY + r"Lights\.", CABIN + r"HVAC\.", CABIN + r"Infotainment\."
SEATS, DOORS, GLASS = CABIN + r"Seat\.", CABIN + r"Door\.Row\d\.\w+\.", r"Window\.(Position|Switch|IsOpen)"
DEFROSTERS = HVAC + r"Is(Front|Rear)DefrosterActive|" + BODY + r"Windshield\.\w+\.IsHeatingOn"
ROOF = CABIN + r"Sunroof\.(Switch|Position)"
LIDS = rf"({DOORS}|{BODY}(Trunk\.\w+|Hood)\.)"
MOVES_SEAT = r"(Position|Height|Tilt|Backrest\..+|Seating\..+|Headrest\..+|Memory.*)"
WIPERS = BODY + r"Windshield\.\w+\.Wiping\.(Mode|Intensity)"
CHARGING = TRAIN + r"TractionBattery\.(Charging\."

ROWS: tuple[Row, ...] = (
    Row(2, "air, seat and wheel heat", rf"{HVAC}(?!Is\w+DefrosterActive).+|{SEATS}.+\.(HeatingCooling|Massage\.Level)"
        r"|Vehicle\.Chassis\.SteeringWheel\.HeatingCooling", any_way, A, A, A),
    Row(3, "defrost on", DEFROSTERS, on, A, A, A, safety=True),
    Row(4, "defrost off", DEFROSTERS, off, A, A, C),
    Row(5, "window and roof close, shades", rf"{DOORS}{GLASS}|{ROOF}", closes, A, A, A,
        (Unless(_child_in_zone, C),)),
    Row(5, "window and roof close, shades", CABIN + r"(Sunroof\.Shade|RearShade)\..+", any_way, A, A, A),
    Row(6, "window open", DOORS + GLASS, opens, A, A, A, (
        Unless(_wide, C, MOVING),
        Unless(_faster_than(80), _FAST, MOVING),
        Unless(_from_a_locked_seat, _CHILD_LOCK),
    ), lets_out=True, glass=True),
    Row(7, "sunroof open, tilt", ROOF, opens, A, A, C, (
        Unless(_rains, _RAIN),
        Unless(_shade_shut, _SHADE),
        Unless(_faster_than(100), _SLOWER, MOVING),
    ), lets_out=True, glass=True),
    Row(8, "lock", LIDS + "IsLocked", engages, A, A, A),
    Row(9, "unlock", LIDS + "IsLocked", unlocks, A, C, STOPPED, (Unless(_not_the_driver, C),), lets_out=True),
    Row(10, "door, trunk, hood, flap close", LIDS + r"(IsOpen|Position|Switch)|.+\.(IsFlapOpen|IsFuelPortFlapOpen)",
        closes, A, A, A),
    Row(10, "door, trunk, hood, flap open", LIDS + r"(IsOpen|Position|Switch)|.+\.(IsFlapOpen|IsFuelPortFlapOpen)",
        opens, C, PARKED, PARKED, lets_out=True),
    Row(11, "child lock on", CABIN + r"IsWindowChildLockEngaged|" + DOORS + "IsChildLockActive", engages, A, A, A),
    Row(11, "child lock release", CABIN + r"IsWindowChildLockEngaged|" + DOORS + "IsChildLockActive", releases,
        C, PARKED, PARKED, lets_out=True, drivers=True),
    Row(12, "headlights on, automatic", LIGHTS + r"(LightSwitch|Beam\.Low\.IsOn)", lights_up, A, A, A, safety=True),
    Row(13, "headlights off, parking lights", LIGHTS + r"(LightSwitch|Beam\.Low\.IsOn)", dims, A, PARKED, PARKED,
        (Unless(_dark, _DARK),), drivers=True),
    Row(14, "high beam on", LIGHTS + r"Beam\.High\.IsOn", on, C, C, C, (Unless(_fog_lights, _FOG_OFF),), drivers=True),
    Row(14, "high beam off", LIGHTS + r"Beam\.High\.IsOn", off, A, A, A),
    Row(15, "fog lights on", LIGHTS + r"Fog\.\w+\.IsOn", on, A, A, C, (Unless(_no_low_beam, _LOW_BEAM),), drivers=True),
    Row(15, "fog lights off", LIGHTS + r"Fog\.\w+\.IsOn", off, A, A, A, drivers=True),
    Row(16, "hazard lights on", LIGHTS + r"Hazard\.IsSignaling", on, A, A, A, safety=True),
    Row(16, "hazard lights off", LIGHTS + r"Hazard\.IsSignaling", off, A, A, C, drivers=True),
    Row(17, "turn signals", LIGHTS + r"DirectionIndicator\..+", any_way, BY_HAND, BY_HAND, BY_HAND),
    Row(17, "horn", BODY + r"Horn\.IsActive", any_way, BY_HAND, BY_HAND, BY_HAND),
    Row(18, "wipers on, faster", WIPERS, on, A, A, A, safety=True),
    Row(19, "wipers off", WIPERS, off, A, A, C, (Unless(_rains, _WET, MOVING),), drivers=True),
    Row(20, "mirrors fold", BODY + r"Mirrors\.\w+\.IsFolded", on, A, PARKED, PARKED, drivers=True),
    Row(20, "mirrors unfold", BODY + r"Mirrors\.\w+\.IsFolded", off, A, A, A, drivers=True),
    Row(20, "mirrors adjust", BODY + r"Mirrors\.\w+\.(Pan|Tilt)", any_way, A, A, C, drivers=True),
    Row(20, "mirrors heat", BODY + r"Mirrors\.\w+\.IsHeatingOn", any_way, A, A, A),
    Row(21, "driver's seat and wheel move", SEATS + r"Row1\.DriverSide\." + MOVES_SEAT
        + r"|Vehicle\.Chassis\.SteeringWheel\.(Tilt|Extension)", any_way, A, C, PARKED,
        (Unless(_not_the_driver, C),), drivers=True),
    Row(22, "passenger's seat moves", SEATS + r"Row(1\.(Passenger\w*|Middle)|[2-9]\.\w+)\." + MOVES_SEAT, any_way,
        A, A, C, (Unless(_lies_down_belted, _BELTED),)),
    Row(23, "cabin, ambient, reading light", CABIN + r"Light\..+", any_way, A, A, A),
    Row(24, "media, volume, look of the display", PLAYER + r"(Media\..+|Navigation\.(Volume|Mute)|HMI\..+)", plays,
        A, A, A, (Unless(_too_loud, _VERY_LOUD),)),
    Row(25, "video on the driver's display", PLAYER + r"Media\.Played\.Source|Vehicle\.X\.Display\.Driver\.Video",
        shows_video, A, PARKED, PARKED),
    Row(25, "video on the passenger's display", r"Vehicle\.X\.Display\.Passenger\.Video", any_way, A, A, A),
    Row(26, "message or long text on the display", r"Vehicle\.X\.Display\.Driver\.Text", any_way, A, A, _ALOUD,
        (Unless(lambda command, car: len(str(command.value)) > LONGEST_TEXT, _ALOUD, frozenset({Driving.STOPPED})),)),
    Row(27, "send a message", r"Vehicle\.X\.Phone\.Message", any_way, C, C, C),
    Row(28, "call a contact", r"Vehicle\.X\.Phone\.Call", any_way, A, A, A),
    Row(29, "navigation", PLAYER + r"Navigation\.DestinationSet\..+|Vehicle\.X\.Navigation\..+", any_way, A, A, A,
        (Unless(_replaces_a_route, C, MOVING),)),
    Row(30, "charging start, stop", CHARGING + "StartStopCharging)", any_way, A, A, STOPPED),
    Row(30, "charging limit, timer", CHARGING + r"(ChargeLimit|Timer\..+)|BatteryConditioning\..+)", any_way, A, A, A),
    Row(31, "drive mode", TRAIN + r"Transmission\.PerformanceMode", any_way, A, C, PARKED, drivers=True),
    Row(32, "gear, brakes, steering, assistance", TRAIN + r"Transmission\.(?!PerformanceMode).+"
        r"|Vehicle\.Chassis\.(ParkingBrake|Brake|Accelerator)\..+|Vehicle\.Chassis\.SteeringWheel\.Angle|Vehicle\.ADAS\..+",
        any_way, BY_HAND, BY_HAND, BY_HAND),
    Row(33, "pairing, accounts, skills, firmware", r"Vehicle\.X\.System\..+", any_way, C, PARKED, PARKED),
    Row(34, "profile", r"Vehicle\.X\.Profile\.Active", any_way, A, A, STOPPED),
    Row(34, "forget", r"Vehicle\.X\.Profile\.Forget", any_way, C, C, STOPPED),
)  # fmt: skip
"""Row 1 is reading, which no command does; rows 35 to 37 are about things at home (`from_car`)."""

LONGEST_TEXT = 120
"""Characters on the display while it stands."""

AT_HOME: dict[int, tuple[Decision, Decision, Decision]] = {
    35: (A, A, A),
    36: (Confirm(Reason.LOADED),) * 3,
    37: (SecondFactor(), SecondFactor(), STOPPED),
}
"""Row → parked, stopped, moving: 35 what is harmless, 36 a cooker's start, 37 letting in, gas and open heat."""


def rows_of(command: Command) -> tuple[Row, ...]:
    """The rows a wish falls under."""
    return tuple(row for row in _rows_on(command.capability) if row.way(command))


@lru_cache(maxsize=1024)
def _rows_on(path: str) -> tuple[Row, ...]:
    """The rows about a signal, whatever is wished of it."""
    return tuple(row for row in ROWS if re.fullmatch(row.paths, path))


def is_for_safety(command: Command) -> bool:
    """Whether anybody in the car may always have it."""
    return any(row.safety for row in rows_of(command))
