"""What the simulated car's signals are when the simulation begins."""

from collections.abc import Mapping

from devices.device import Value
from devices.discovery.catalogue import SIGNALS, Signal
from devices.simulators.car_paths import (
    BATTERY_WARMTH,
    BRAKE,
    CHARGE,
    CHARGE_LIMIT,
    CHARGE_SWITCH,
    DAYLIGHT,
    DISTANCE,
    DRIVER_POSITION,
    GEAR,
    IGNITION,
    INSIDE,
    LATITUDE,
    LIGHT_SWITCH,
    LONGITUDE,
    MEDIA,
    OUTSIDE,
    PARK,
    PARK_LOCK,
    PLAYBACK,
    RANGE,
    ROOF_SWITCH,
    SPEED,
    TRACK,
    VOLUME,
    ZONES,
)

SONGS = ("Morning Road", "Rain on the Roof", "North Shore", "远山")

_SPECIAL: Mapping[str, Value] = {
    SPEED: 0.0,
    DISTANCE: 18_437_000,
    IGNITION: "ON",
    LATITUDE: 60.1699,
    LONGITUDE: 24.9384,
    OUTSIDE: 14.5,
    DAYLIGHT: 60.0,
    GEAR: PARK,
    PARK_LOCK: True,
    "Vehicle.Powertrain.Transmission.PerformanceMode": "NORMAL",
    BRAKE: True,
    "Vehicle.ADAS.ESC.IsEnabled": True,
    "Vehicle.ADAS.ABS.IsEnabled": True,
    "Vehicle.ADAS.LaneDepartureDetection.IsEnabled": True,
    DRIVER_POSITION: "LEFT",
    INSIDE: 19.0,
    **{f"{zone}.Temperature": 21.0 for zone in ZONES},
    **{f"{zone}.FanSpeed": 30 for zone in ZONES},
    **{f"{zone}.AirDistribution": "MIDDLE" for zone in ZONES},
    "Vehicle.Cabin.Seat.Row1.DriverSide.IsBelted": True,
    "Vehicle.Cabin.Seat.Row1.DriverSide.OccupancyStatus": "OCCUPIED",
    "Vehicle.Chassis.SteeringWheel.Tilt": 50,
    "Vehicle.Chassis.SteeringWheel.Extension": 50,
    ROOF_SWITCH: "INACTIVE",
    LIGHT_SWITCH: "AUTO",
    "Vehicle.Body.Windshield.Front.Wiping.Intensity": 5,
    CHARGE: 72.0,
    RANGE: 317_600,
    BATTERY_WARMTH: 16.0,
    CHARGE_SWITCH: "STOP",
    CHARGE_LIMIT: 80,
    VOLUME: 30,
    PLAYBACK: "STOP",
    f"{MEDIA}.Played.Source": "INTERNET",
    TRACK: SONGS[0],
    "Vehicle.Cabin.Infotainment.Navigation.Volume": 40,
    "Vehicle.Cabin.Infotainment.Navigation.Mute": "UNMUTED",
    "Vehicle.X.Navigation.Route": "-",
    "Vehicle.X.Navigation.ChargingStops": "-",
    "Vehicle.Cabin.Infotainment.HMI.DayNightMode": "DAY",
    "Vehicle.Cabin.Infotainment.HMI.TemperatureUnit": "C",
    "Vehicle.Cabin.Infotainment.HMI.DistanceUnit": "KILOMETERS",
}

_BY_ENDING: Mapping[str, Value] = {
    ".IsLocked": True,
    ".OccupancyStatus": "EMPTY",
    "Tire.Pressure": 250,
    ".Color": "#ffffff",
    ".Intensity": 50,
    "Side.Position": 150,
    "Side.Height": 50,
    ".Recline": 20.0,
}
"""Of what _SPECIAL does not name; rain is none of these."""

_ABSENT = ("Vehicle.Powertrain.FuelSystem.", "Vehicle.X.Navigation.Distance", "Vehicle.X.Navigation.ArrivalTime")
"""Beginnings of the signals this car does not have: it burns nothing, and what is left of a way Mimosa tells."""


def _at_first(signal: Signal) -> Value:
    if signal.path in _SPECIAL:
        return _SPECIAL[signal.path]
    by_ending = next((v for ending, v in _BY_ENDING.items() if signal.path.endswith(ending)), None)
    if by_ending is not None and ".Raindetection." not in signal.path:
        return by_ending
    by_type: Mapping[str, Value] = {"boolean": False, "string": signal.choices[0] if signal.choices else ""}
    return by_type.get(signal.datatype, 0)


AT_FIRST: Mapping[str, Value] = {p: _at_first(s) for p, s in SIGNALS.items() if not p.startswith(_ABSENT)}
"""Every signal this car has."""
