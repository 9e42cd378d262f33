"""What the simulated car's signals are at first, how they hang together, and what its body refuses."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from devices.device import Value
from devices.discovery.catalogue import SIGNALS, Signal

PARK = 126
FULL_WAY_S = 6.0
"""Simulated seconds a window takes from closed to open."""

_CHARGING = "Vehicle.Powertrain.TractionBattery.Charging"
_ROOF = "Vehicle.Cabin.Sunroof"

_SPECIAL: Mapping[str, Value] = {
    "Vehicle.Speed": 0.0,
    "Vehicle.TraveledDistance": 18_437_000,
    "Vehicle.LowVoltageSystemState": "ON",
    "Vehicle.CurrentLocation.Latitude": 60.1699,
    "Vehicle.CurrentLocation.Longitude": 24.9384,
    "Vehicle.Exterior.AirTemperature": 14.5,
    "Vehicle.Powertrain.Transmission.SelectedGear": PARK,
    "Vehicle.Powertrain.Transmission.IsParkLockEngaged": True,
    "Vehicle.Powertrain.Transmission.PerformanceMode": "NORMAL",
    "Vehicle.Chassis.ParkingBrake.IsEngaged": True,
    "Vehicle.ADAS.ESC.IsEnabled": True,
    "Vehicle.Cabin.HVAC.AmbientAirTemperature": 19.0,
    "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature": 21.0,
    "Vehicle.Cabin.HVAC.Station.Row1.Passenger.Temperature": 21.0,
    "Vehicle.Cabin.HVAC.Station.Row1.Driver.FanSpeed": 30,
    "Vehicle.Cabin.HVAC.Station.Row1.Passenger.FanSpeed": 30,
    "Vehicle.Cabin.Seat.Row1.DriverSide.IsBelted": True,
    f"{_ROOF}.Switch": "INACTIVE",
    "Vehicle.Body.Lights.LightSwitch": "AUTO",
    "Vehicle.Body.Windshield.Front.Wiping.Mode": "OFF",
    "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed": 72.0,
    "Vehicle.Powertrain.TractionBattery.Range": 318_000,
    f"{_CHARGING}.StartStopCharging": "STOP",
    f"{_CHARGING}.ChargeLimit": 80,
    "Vehicle.Cabin.Infotainment.Media.Volume": 30,
    "Vehicle.Cabin.Infotainment.Media.Action": "STOP",
    "Vehicle.Cabin.Infotainment.Navigation.Volume": 40,
    "Vehicle.Cabin.Infotainment.HMI.DayNightMode": "DAY",
}

_ABSENT = ("Vehicle.Cabin.Infotainment.Navigation.DestinationSet", "Vehicle.Body.Trunk.Rear.Position")
"""Signals this car does not have."""

NEVER_BY_WISH = 5
"""The tier that this car's body takes from nobody on MQTT: gear, brakes, driver assistance, horn."""

_SHUT_WHILE_MOVING = ("Vehicle.Body.Trunk.", "Vehicle.Body.Hood.", "Vehicle.Cabin.Door.")

MOVES = frozenset(
    path for path in SIGNALS if path.endswith((".Window.Position", ".Shade.Position", "RearShade.Position"))
) | {f"{_ROOF}.Position"}
"""What takes its time."""


_BY_ENDING: Mapping[str, Value] = {
    ".IsLocked": True,
    "Tire.Pressure": 250,
    ".Color": "#ffffff",
    "AmbientLight.Row1.DriverSide.Intensity": 50,
    "AmbientLight.Row1.PassengerSide.Intensity": 50,
}


def _at_first(signal: Signal) -> Value:
    if signal.path in _SPECIAL:
        return _SPECIAL[signal.path]
    by_ending = next((v for ending, v in _BY_ENDING.items() if signal.path.endswith(ending)), None)
    if by_ending is not None:
        return by_ending
    by_type: Mapping[str, Value] = {"boolean": False, "string": signal.choices[0] if signal.choices else ""}
    return by_type.get(signal.datatype, 0)


AT_FIRST: Mapping[str, Value] = {p: _at_first(s) for p, s in SIGNALS.items() if not p.startswith(_ABSENT)}
"""Every signal this car has."""


def refusal(signal: Signal, value: Value, wish: Mapping[str, Any], values: Mapping[str, Value]) -> str | None:
    """Why the car does not do it; None where it does."""
    if value is None or not _fits(signal, value):
        return "out_of_range"
    if _is_late(wish.get("exp")):
        return "expired"
    if signal.tier >= NEVER_BY_WISH:
        return "not_allowed"
    if values["Vehicle.IsMoving"] and signal.path.startswith(_SHUT_WHILE_MOVING) and _opens(signal, value):
        return "not_while_driving"
    return None


def _fits(signal: Signal, value: Value) -> bool:
    if signal.choices:
        return value in signal.choices
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (signal.low is None or value >= signal.low) and (signal.high is None or value <= signal.high)
    return True


def _is_late(expires: object) -> bool:
    if not isinstance(expires, str):
        return False
    try:
        moment = datetime.fromisoformat(expires)
    except ValueError:
        return True
    return moment.tzinfo is not None and moment < datetime.now(UTC)


def _opens(signal: Signal, value: Value) -> bool:
    if signal.path.endswith(".IsOpen"):
        return value is True
    return signal.path.endswith(".IsLocked") and value is False


def reaction(path: str, value: Value, values: Mapping[str, Value]) -> dict[str, Value]:
    """Everything that becomes different when a signal is set so."""
    if path == f"{_ROOF}.Switch":
        ends = {"OPEN": 100, "ONE_SHOT_OPEN": 100, "CLOSE": 0, "ONE_SHOT_CLOSE": 0, "TILT_UP": -100, "TILT_DOWN": 0}
        position = ends.get(str(value))
        shade = {f"{_ROOF}.Shade.Position": 100} if position == 100 else {}
        return {path: value, **shade, **({f"{_ROOF}.Position": position} if position is not None else {})}
    if path == f"{_CHARGING}.StartStopCharging":
        connected = values[f"{_CHARGING}.ChargingPort.AnyPosition.IsChargingCableConnected"] is True
        return {path: value, f"{_CHARGING}.IsCharging": value == "START" and connected}
    if path == "Vehicle.Body.Lights.Beam.High.IsOn" and value is True:
        return {path: value, "Vehicle.Body.Lights.Beam.Low.IsOn": True}
    return {path: value}
