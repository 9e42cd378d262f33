"""What the car's signals risk when somebody outside the car wishes for them: rows of the table of tiers."""

import re
from collections.abc import Callable

from devices.command import Command, Reason
from devices.device import Device
from devices.policy import Situation
from devices.rules.direction import is_off, is_safe, opens, unlocks
from devices.rules.risk import ACCESS, COST, HAZARD, NEVER, Risk

Test = Callable[[Command, Device, Situation], bool]

ENGINE = r"Vehicle\.(X\.Engine|Powertrain\.CombustionEngine)\..+"
"""Starting the engine from outside; the standard only tells whether it runs."""

EXTERIOR_LIGHTS = r"Vehicle\.Body\.Lights\..+"
CHARGING = r"Vehicle\.Powertrain\.TractionBattery\.(Charging|BatteryConditioning)\..+"
FLAPS = r".+\.(IsFlapOpen|IsFuelPortFlapOpen)"
AIR = (
    r"Vehicle\.(Cabin\.HVAC\..+|Cabin\.Seat\..+\.(HeatingCooling|Massage\.Level)"
    r"|Chassis\.SteeringWheel\.HeatingCooling|.+\.IsHeatingOn)"
)
DEFROSTERS = r"Vehicle\.Cabin\.HVAC\.Is(Front|Rear)DefrosterActive"
DOORS = r"Vehicle\.(Cabin\.Door\.Row\d\.\w+|Body\.(Trunk\.\w+|Hood))\.(IsOpen|IsLocked|Position|Switch)"
GLASS = r"Vehicle\.Cabin\.(Door\..+\.Window|Sunroof)\.(Position|Switch|IsOpen)"
INSIDE = r"Vehicle\.(Cabin\.(Light|Infotainment|RearShade|Sunroof\.Shade)|X\.Navigation)\..+"
CONTROLS = (
    r"Vehicle\.(Powertrain\.Transmission\.(?!PerformanceMode).+|Chassis\.(ParkingBrake|Brake|Accelerator)\..+"
    r"|Chassis\.SteeringWheel\.(?!HeatingCooling).+|ADAS\..+|Body\.(Horn|Lights\.DirectionIndicator)\..+)"
)
"""What only hands and feet do, from wherever somebody speaks."""

_KNOWN = "|".join((ENGINE, EXTERIOR_LIGHTS, CHARGING, FLAPS, AIR, DOORS, GLASS, INSIDE, CONTROLS))


def _on(pattern: str, way: Callable[[Command], bool]) -> Test:
    paths = re.compile(pattern)

    def test(command: Command, device: Device, situation: Situation) -> bool:
        return paths.fullmatch(command.capability) is not None and way(command)

    return test


def _any(command: Command) -> bool:
    return True


def _is_off(command: Command) -> bool:
    return is_off(command.value)


def _runs(command: Command) -> bool:
    return not is_off(command.value)


def _gets_in(command: Command) -> bool:
    return unlocks(command) or opens(command)


def _dims(command: Command) -> bool:
    return is_off(command.value) or command.value in ("POSITION", "DAYTIME_RUNNING_LIGHTS")


def _charges(command: Command) -> bool:
    return not is_safe(command, None, "car")


def _unknown(command: Command, device: Device, situation: Situation) -> bool:
    return re.fullmatch(_KNOWN, command.capability) is None and not (
        command.capability.endswith("IsWindowChildLockEngaged") and command.value is True
    )


def starts_engine(command: Command) -> bool:
    """Whether the wish starts the engine."""
    return re.fullmatch(ENGINE, command.capability) is not None and _runs(command)


_CAR = frozenset({"car"})
_ALL: frozenset[str] = frozenset()

CAR_RISKS: tuple[Risk, ...] = (
    Risk(COST, _CAR, _ALL, _on(CHARGING, _charges)),
    Risk(HAZARD, _CAR, _ALL, _on(AIR, _runs)),
    Risk(HAZARD, _CAR, _ALL, _on(DEFROSTERS, _is_off), only_parked=True),
    Risk(HAZARD, _CAR, _ALL, _on(EXTERIOR_LIGHTS, _dims), only_parked=True),
    Risk(COST, _CAR, _ALL, _on(EXTERIOR_LIGHTS, _any)),
    Risk(HAZARD, _CAR, _ALL, _on(FLAPS, opens), only_parked=True),
    Risk(HAZARD, _CAR, _ALL, _unknown, only_parked=True),
    Risk(ACCESS, _CAR, _ALL, _on(DOORS, _gets_in), is_access=True, only_parked=True),
    Risk(ACCESS, _CAR, _ALL, _on(GLASS, opens), is_access=True, only_parked=True),
    Risk(ACCESS, _CAR, _ALL, _on(ENGINE, _runs), is_access=True, only_parked=True),
    Risk(COST, _CAR, _ALL, _on(ENGINE, _any), only_parked=True),
    Risk(NEVER, _CAR, _ALL, _on(CONTROLS, _any), reason=Reason.ONLY_BY_HAND),
)
"""For somebody outside; people in the car fall under the car's own table instead."""
