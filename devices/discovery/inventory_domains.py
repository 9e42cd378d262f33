"""What each Home Assistant domain can do and tell: one table."""

from collections.abc import Callable, Mapping

from devices.discovery.inventory_facts import (
    activated,
    alarm,
    any_state,
    automation,
    binary_sensor,
    located,
    number,
    pressed,
    select,
    sensor,
    text,
    timer,
    todo,
    weather,
)
from devices.discovery.inventory_terms import Capabilities
from devices.discovery.inventory_things import (
    climate,
    cover,
    fan,
    humidifier,
    lawn_mower,
    light,
    lock,
    media_player,
    switch,
    vacuum,
    water_heater,
)
from devices.discovery.inventory_wire import Entity

__all__ = ["CAPABILITIES_OF", "any_state"]

CAPABILITIES_OF: Mapping[str, Callable[[Entity], Capabilities]] = {
    "alarm_control_panel": alarm,
    "automation": automation,
    "binary_sensor": binary_sensor,
    "button": pressed,
    "climate": climate,
    "cover": cover,
    "counter": sensor,
    "device_tracker": located,
    "fan": fan,
    "group": switch,
    "humidifier": humidifier,
    "input_boolean": switch,
    "input_button": pressed,
    "input_datetime": text,
    "input_number": number,
    "input_select": select,
    "input_text": text,
    "lawn_mower": lawn_mower,
    "light": light,
    "lock": lock,
    "media_player": media_player,
    "number": number,
    "person": located,
    "remote": switch,
    "scene": activated,
    "script": activated,
    "select": select,
    "sensor": sensor,
    "siren": switch,
    "switch": switch,
    "text": text,
    "timer": timer,
    "todo": todo,
    "vacuum": vacuum,
    "valve": cover,
    "water_heater": water_heater,
    "weather": weather,
}
