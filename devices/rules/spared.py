"""What a wish for everything leaves alone, and what freezing pipes and fumes forbid to anybody."""

from dataclasses import replace

from devices.command import Command, Reason, Safe
from devices.device import Device
from devices.policy import Allow, Decision, Refuse, Situation
from devices.rules.car_outside import starts_engine
from devices.rules.direction import is_off, is_safe
from devices.rules.names import things_of
from devices.rules.risk import COMFORT
from devices.rules.temperatures import FREEZING_C, FROST_LIMIT_C, target_c
from devices.rules.tiers import risk_of

SPARED_KINDS = frozenset(
    {
        *("alarm_control_panel", "camera", "siren", "lock", "valve", "climate", "water_heater"),
        *("automation", "script", "scene", "button", "input_button", "input_boolean", "group"),
        *("number", "input_number", "select", "input_select", "update"),
    }
)
"""Nothing of these is switched, opened or disarmed by a wish for everything: what guards or heats the house, and what
stands for more than itself. The safe way goes by name or by kind ("all the thermostats off")."""

CLOSING_KINDS = frozenset({"lock", "alarm_control_panel", "valve"})
"""Locking, arming and shutting off are meant by a wish for everything."""

SIGHT = (
    "Vehicle.Body.Lights.",
    "Vehicle.Body.Windshield.",
    "Vehicle.Cabin.HVAC.IsFrontDefrosterActive",
    "Vehicle.Cabin.HVAC.IsRearDefrosterActive",
)
"""What a driver sees through and is seen by."""

_HEATING_MODES = frozenset({"heat", "auto", "heat_cool", "eco", "electric", "gas", "heat_pump", "performance"})

_ALLOW = Allow()
_NAME_IT = Refuse(Reason.SPARED, Safe.NAME_IT)
_FROST = Refuse(Reason.FROST, Safe.FROST_LIMIT)


def spared(command: Command, device: Device, situation: Situation) -> Decision:
    """A wish for everything spares fridge, medical, alarms, router and the like, and does nothing dangerous."""
    if device.kind == "car" and _dims_in_a_group(command, situation):
        return _NAME_IT
    if not command.swept:
        return _ALLOW
    if any(thing.spared for thing in things_of(device)):
        return _NAME_IT
    safe = is_safe(command, situation.present, device.kind)
    if device.kind in SPARED_KINDS and not (device.kind in CLOSING_KINDS and safe):
        return _NAME_IT
    if device.kind == "car" and command.capability.startswith(SIGHT):
        return _NAME_IT
    alone = replace(situation, group_size=1)
    return _NAME_IT if risk_of(command, device, alone).tier > COMFORT else _ALLOW


def _dims_in_a_group(command: Command, situation: Situation) -> bool:
    """Whether a wish for several things would also switch off what the car is seen by."""
    is_beam = command.capability in ("Vehicle.Body.Lights.LightSwitch", "Vehicle.Body.Lights.Beam.Low.IsOn")
    dims = is_off(command.value) or command.value in ("POSITION", "DAYTIME_RUNNING_LIGHTS")
    return is_beam and dims and situation.group_size > 1


def frost(command: Command, device: Device, situation: Situation) -> Decision:
    """While it freezes outside, no heating goes off or below the frost limit."""
    if situation.outside_c is None or situation.outside_c >= FREEZING_C:
        return _ALLOW
    if device.kind in ("climate", "water_heater"):
        return _FROST if _heats(device) and _lets_freeze(command, device) else _ALLOW
    heats = any(thing.frost for thing in things_of(device))
    return _FROST if heats and is_off(command.value) else _ALLOW


def _heats(device: Device) -> bool:
    mode = device.capabilities.get("mode")
    return mode is None or not mode.choices or not _HEATING_MODES.isdisjoint(mode.choices)


def _lets_freeze(command: Command, device: Device) -> bool:
    target = target_c(command, device)
    if target is not None:
        return command.capability != "target_temperature_high" and target < FROST_LIMIT_C
    if command.capability == "mode" and device.kind == "climate":
        return command.value not in _HEATING_MODES
    return command.capability in ("on", "mode") and is_off(command.value)


def fumes(command: Command, device: Device, situation: Situation) -> Decision:
    """No engine starts where its fumes may stay: the garage has to be known to be open."""
    if device.kind == "car" and starts_engine(command) and situation.garage_open is not True:
        return Refuse(Reason.FUMES, Safe.OPEN_THE_GARAGE)
    return _ALLOW
