"""A car as a line of the terminal: what its owner wants to know first, and not the paths of its signals."""

from collections.abc import Mapping
from typing import Any

from server.commands.words import words

_BATTERY = "Vehicle.Powertrain.TractionBattery"
CHARGES = (f"{_BATTERY}.StateOfCharge.Displayed", f"{_BATTERY}.StateOfCharge.Current")
RANGES = (f"{_BATTERY}.Range", "Vehicle.Powertrain.Range", "Vehicle.Powertrain.CombustionEngine.Range")
FUEL = "Vehicle.Powertrain.FuelSystem.RelativeLevel"
GEAR = "Vehicle.Powertrain.Transmission.SelectedGear"
PARK_LOCK = "Vehicle.Powertrain.Transmission.IsParkLockEngaged"
SPEED = "Vehicle.Speed"
PARK = 126
"""The selector in P, as VSS counts gears."""
_OPENINGS = ("Vehicle.Cabin.Door.", "Vehicle.Body.Trunk.")

Facts = Mapping[str, Mapping[str, Any]]


def is_car(device: Mapping[str, Any]) -> bool:
    """Whether its facts are the signals of a car."""
    return any(name.startswith("Vehicle.") for name in device["facts"])


def car_line(facts: Facts) -> str:
    """ "battery 72%, range 317 km, locked, doors closed, parked"; "-" where it said nothing of that."""
    told = [_battery(facts), _fuel(facts), _range(facts), _locked(facts), _doors(facts), _driving(facts)]
    return ", ".join(filter(None, told)) or "-"


def _value(facts: Facts, *names: str) -> Any:
    return next((facts[name]["value"] for name in names if name in facts), None)


def _number(facts: Facts, *names: str) -> float | None:
    value = _value(facts, *names)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _battery(facts: Facts) -> str:
    charge = _number(facts, *CHARGES)
    return "" if charge is None else words(f"battery {charge:.0f}%", f"电量 {charge:.0f}%")


def _fuel(facts: Facts) -> str:
    level = _number(facts, FUEL)
    return "" if level is None else words(f"fuel {level:.0f}%", f"油量 {level:.0f}%")


def _range(facts: Facts) -> str:
    metres = _number(facts, *RANGES)
    return "" if metres is None else words(f"range {metres / 1000:.0f} km", f"续航 {metres / 1000:.0f} 公里")


def _flags(facts: Facts, ending: str) -> list[bool]:
    """What all doors and trunks say."""
    named = (name for name in facts if name.startswith(_OPENINGS) and name.endswith(ending))
    return [facts[name]["value"] is True for name in named]


def _locked(facts: Facts) -> str:
    locked = _flags(facts, ".IsLocked")
    if not locked:
        return ""
    if all(locked):
        return words("locked", "已锁")
    return words("not all locked", "没有全锁") if any(locked) else words("unlocked", "未锁")


def _doors(facts: Facts) -> str:
    opened = _flags(facts, ".IsOpen")
    if not opened:
        return ""
    n = sum(opened)
    return (
        words(f"{n} {'door or trunk' if n == 1 else 'doors or trunks'} open", f"{n} 扇车门或后备箱开着")
        if n
        else words("doors closed", "车门关着")
    )


def _driving(facts: Facts) -> str:
    """As the newest signals say; where it is not live, that it is not known."""
    if SPEED not in facts:
        return ""
    speed = _number(facts, SPEED)
    if speed is None or not facts[SPEED]["live"]:
        return words("not known whether it moves", "不知道是否在行驶")
    if abs(speed) > 0.5 or _value(facts, "Vehicle.IsMoving") is True:
        return words(f"driving at {abs(speed):.0f} km/h", f"行驶中, 时速 {abs(speed):.0f} 公里")
    # The gear is what the driver chose; the lock counts where the gear is not told.
    parked = _value(facts, GEAR) == PARK if GEAR in facts else _value(facts, PARK_LOCK) is True
    return words("parked", "已驻车") if parked else words("standing", "停着")
