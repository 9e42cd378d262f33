"""What the car is doing, from its signals."""

from collections.abc import Mapping
from dataclasses import dataclass

from devices.device import Value
from devices.policy import Driving

SPEED = "Vehicle.Speed"
GEAR = "Vehicle.Powertrain.Transmission.SelectedGear"
PARK_LOCK = "Vehicle.Powertrain.Transmission.IsParkLockEngaged"
IS_MOVING = "Vehicle.IsMoving"
DRIVING_SIGNALS = (SPEED, GEAR, PARK_LOCK, IS_MOVING)

PARK = 126
"""SelectedGear in park; CurrentGear has no such value."""

MOVING_KMH = 0.5
FRESH_S = 2.0
"""Seconds after which a signal says nothing about now."""
HOLD_S = 1.0
"""Seconds it has to stand before it no longer moves."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of the car and when it was last heard."""

    value: Value
    received: float
    """On the monotonic clock in seconds: setting the clock on the wall makes nothing older or newer."""


def driving(signals: Mapping[str, Signal], now: float, last_moving: float | None = None) -> Driving:
    """What the car is doing, from the live signals in DRIVING_SIGNALS. Missing, stale or contradictory: UNKNOWN.

    `now`: seconds of the monotonic clock. `last_moving`: when on it the car was last heard to move; until HOLD_S later
    it still does.
    """
    seen = _seen({name: s.value for name, s in signals.items() if _is_fresh(s, now)})
    still = last_moving is not None and 0 <= now - last_moving < HOLD_S
    return Driving.MOVING if still and seen in (Driving.PARKED, Driving.STOPPED) else seen


def speed_in(signals: Mapping[str, Signal], now: float) -> float | None:
    """The speed in km/h; None where it is unknown or old. `now`: seconds of the monotonic clock."""
    heard = signals.get(SPEED)
    if heard is None or not _is_fresh(heard, now) or isinstance(heard.value, bool):
        return None
    return abs(heard.value) if isinstance(heard.value, int | float) else None


def says_moving(signal: str, value: Value) -> bool:
    """Whether this value of this signal alone says that the car moves."""
    if signal == IS_MOVING:
        return value is True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return signal == SPEED and abs(value) > MOVING_KMH


def _is_fresh(signal: Signal, now: float) -> bool:
    return 0 <= now - signal.received <= FRESH_S


def _seen(fresh: Mapping[str, Value]) -> Driving:
    speed = fresh.get(SPEED)
    if isinstance(speed, bool) or not isinstance(speed, int | float):
        return Driving.UNKNOWN
    if abs(speed) > MOVING_KMH:
        return Driving.MOVING
    # The gear is what the driver chose; the lock follows it and counts where the gear is not told.
    parked = fresh[GEAR] == PARK if GEAR in fresh else fresh.get(PARK_LOCK) is True
    if fresh.get(IS_MOVING) is True:
        return Driving.UNKNOWN if parked else Driving.MOVING
    if GEAR not in fresh and PARK_LOCK not in fresh:
        return Driving.UNKNOWN
    return Driving.PARKED if parked else Driving.STOPPED
