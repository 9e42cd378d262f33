"""What a car does not do while it moves, and how to tell whether it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from devices.command import Command, Reason
from devices.device import Device, Value
from devices.policy import Allow, Confirm, Decision, Driving, Refuse, Situation
from devices.rules.access import CAR_ENTRANCES, opens_car
from devices.rules.direction import opens, unlocks

SPEED = "Vehicle.Speed"
GEAR = "Vehicle.Powertrain.Transmission.SelectedGear"
PARK_LOCK = "Vehicle.Powertrain.Transmission.IsParkLockEngaged"
IS_MOVING = "Vehicle.IsMoving"
DRIVING_SIGNALS = (SPEED, GEAR, PARK_LOCK, IS_MOVING)

PARK = 126
"""SelectedGear in park; CurrentGear has no such value."""

MOVING_KMH = 0.5
FRESH = timedelta(seconds=2)
"""Older than this, a signal says nothing about now."""

FLAPS = ("IsFlapOpen", "IsFuelPortFlapOpen")
ROOF_AND_WINDOWS = (".Window.", ".Sunroof.")


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of the car and when it was last heard."""

    value: Value
    at: datetime


def driving(signals: Mapping[str, Signal], now: datetime) -> Driving:
    """What the car is doing, from the live signals in DRIVING_SIGNALS. Missing, stale or contradictory: UNKNOWN."""
    fresh = {name: s.value for name, s in signals.items() if timedelta(0) <= now - s.at <= FRESH}
    speed = fresh.get(SPEED)
    if isinstance(speed, bool) or not isinstance(speed, int | float):
        return Driving.UNKNOWN
    if abs(speed) > MOVING_KMH:
        return Driving.MOVING
    parked = fresh.get(GEAR) == PARK or fresh.get(PARK_LOCK) is True
    if fresh.get(IS_MOVING) is True:
        return Driving.UNKNOWN if parked else Driving.MOVING
    if GEAR not in fresh and PARK_LOCK not in fresh:
        return Driving.UNKNOWN
    return Driving.PARKED if parked else Driving.STOPPED


def motion(command: Command, device: Device, situation: Situation) -> Decision:
    """Doors, trunk, hood and flaps stay shut and locked unless it is parked; a window while moving is asked about."""
    if device.kind != "car":
        return Allow()
    if _is_entrance(command) and situation.driving is not Driving.PARKED:
        return Refuse(Reason.NOT_WHILE_DRIVING)
    if _is_window(command) and situation.driving in (Driving.MOVING, Driving.UNKNOWN):
        return Confirm()
    return Allow()


def _is_entrance(command: Command) -> bool:
    unlocking = unlocks(command) and command.capability.startswith(CAR_ENTRANCES)
    flap = opens(command) and command.capability.endswith(FLAPS)
    return unlocking or flap or opens_car(command)


def _is_window(command: Command) -> bool:
    return opens(command) and any(part in command.capability for part in ROOF_AND_WINDOWS)
