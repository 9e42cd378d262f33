"""Which function reads which of Home Assistant's platforms, and what is a device's own purpose. One line for each."""

from collections.abc import Mapping

from devices.discovery.ha import alarms, climates, drivers, lights, movers, players, telling, values
from devices.discovery.ha.making import Platform

PLATFORMS: Mapping[str, Platform] = {
    "alarm_control_panel": alarms.alarm,
    "binary_sensor": values.binary_sensor,
    "button": values.button,
    "climate": climates.climate,
    "cover": movers.cover,
    "date": telling.moment,
    "datetime": telling.moment,
    "device_tracker": telling.device_tracker,
    "event": telling.event,
    "fan": climates.fan,
    "humidifier": climates.humidifier,
    "lawn_mower": drivers.lawn_mower,
    "light": lights.light,
    "lock": movers.lock,
    "media_player": players.media_player,
    "number": values.number,
    "scene": values.scene,
    "select": values.select,
    "sensor": values.sensor,
    "siren": alarms.siren,
    "switch": values.switch,
    "text": values.text,
    "time": telling.moment,
    "update": telling.update,
    "vacuum": drivers.vacuum,
    "valve": movers.valve,
    "water_heater": climates.water_heater,
}

MAIN = frozenset(
    {
        "alarm_control_panel",
        "climate",
        "cover",
        "device_tracker",
        "fan",
        "humidifier",
        "lawn_mower",
        "light",
        "lock",
        "media_player",
        "scene",
        "siren",
        "switch",
        "vacuum",
        "valve",
        "water_heater",
    }
)
"""What a device is for; everything else is a detail of the device it belongs to."""
