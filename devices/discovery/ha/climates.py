"""Climates, water heaters, humidifiers and fans."""

import math
from typing import Any

from devices.device import Shape, Value
from devices.discovery.ha.making import Capabilities, Making, celsius_to_fahrenheit, fahrenheit_to_celsius, one_of
from devices.discovery.ha.settings import Settings, a_number, number_text, wished_number
from devices.errors import NotDiscoverable

CLIMATE_MODES = ("auto", "off", "cool", "heat", "dry", "fan_only")
SWITCHES_ON_WITH = ("heat_cool", "auto", "heat", "cool", "dry", "fan_only")
WATER_HEATER_MODES = ("off", "eco", "electric", "gas", "heat_pump", "high_demand", "performance")
FAN_MODES = ("auto", "low", "medium", "high")
SWING_MODES = ("on", "off")
TARGETS = (
    ("target_temperature", "temperature"),
    ("target_temperature_low", "temperature_low"),
    ("target_temperature_high", "temperature_high"),
)
"""Capability, and how its settings begin."""


def climate(making: Making) -> Capabilities:
    """Mode, target and measured temperature, and whatever else it has."""
    yield from making.besides(
        _power(making, CLIMATE_MODES),
        making.choice("mode", "modes", "mode", CLIMATE_MODES),
        *(_target(making, name, prefix, (7, 35)) for name, prefix in TARGETS),
        _measured(making),
        making.choice("fan_mode", "fan_modes", "fan_mode", FAN_MODES),
        making.choice("preset", "preset_modes", "preset_mode", template="preset_mode_value_template"),
        making.choice("swing", "swing_modes", "swing_mode", SWING_MODES),
        making.choice("swing_horizontal", "swing_horizontal_modes", "swing_horizontal_mode", SWING_MODES),
        _target_humidity(making, 30, 99),
        _humidity(making),
        _action(making),
    )


def water_heater(making: Making) -> Capabilities:
    """Mode, target and measured temperature."""
    yield from making.besides(
        _power(making, WATER_HEATER_MODES),
        making.choice("mode", "modes", "mode", WATER_HEATER_MODES),
        *(_target(making, name, prefix, (43.3, 60)) for name, prefix in TARGETS),
        _measured(making),
    )


def _power(making: Making, default: tuple[str, ...]) -> Capabilities:
    """On and off: by the power topic, else by the mode."""
    s = making.settings
    modes = s.texts("modes", default)
    payload_on, payload_off = s.text("payload_on", "ON"), s.text("payload_off", "OFF")
    switches_on = next((m for m in (*SWITCHES_ON_WITH, *modes) if m in modes and m != "off"), "")
    writing = s.writing("power_command_topic", "power_command_template", lambda v: payload_on if v else payload_off)
    if writing is None and "off" in modes and switches_on:
        writing = s.writing("mode_command_topic", "mode_command_template", lambda v: switches_on if v else "off")
    reading = s.reading("mode_state_topic", "mode_state_template", lambda t: t != "off")
    yield from making.can("on", Shape.FLAG, reading, writing)


def _is_fahrenheit(settings: Settings) -> bool:
    return settings.text("temperature_unit", "C").upper().lstrip("°") == "F"


def _target(making: Making, name: str, prefix: str, limits: tuple[float, float]) -> Capabilities:
    s = making.settings
    in_fahrenheit = _is_fahrenheit(s)
    low = s.number("min_temp", _own(limits[0], in_fahrenheit))
    high = s.number("max_temp", _own(limits[1], in_fahrenheit))
    if low >= high:
        raise NotDiscoverable(f"min_temp {low} is not below max_temp {high}")
    step = s.number("temp_step", 1)
    yield from making.can(
        name,
        Shape.NUMBER,
        s.reading(
            f"{prefix}_state_topic", f"{prefix}_state_template", fahrenheit_to_celsius if in_fahrenheit else a_number
        ),
        s.writing(
            f"{prefix}_command_topic",
            f"{prefix}_command_template",
            celsius_to_fahrenheit if in_fahrenheit else lambda v: number_text(wished_number(v)),
        ),
        unit="°C",
        low=_celsius(low, in_fahrenheit),
        high=_celsius(high, in_fahrenheit),
        step=round(step / 1.8, 2) if in_fahrenheit else step,
        tolerance=max(0.1, round(step / (3.6 if in_fahrenheit else 2), 2)),
    )


def _own(celsius: float, in_fahrenheit: bool) -> float:
    return celsius * 1.8 + 32 if in_fahrenheit else celsius


def _celsius(own: float, in_fahrenheit: bool) -> float:
    return round((own - 32) / 1.8, 1) if in_fahrenheit else own


def _measured(making: Making) -> Capabilities:
    s = making.settings
    convert = fahrenheit_to_celsius if _is_fahrenheit(s) else a_number
    reading = s.reading("current_temperature_topic", "current_temperature_template", convert)
    yield from making.can("temperature", Shape.NUMBER, reading, unit="°C")


def _target_humidity(making: Making, lowest: float, highest: float) -> Capabilities:
    s = making.settings
    yield from making.number(
        "target_humidity",
        ("target_humidity_state_topic", "target_humidity_command_topic"),
        ("target_humidity_state_template", "target_humidity_command_template"),
        "%",
        low=s.number("min_humidity", lowest),
        high=s.number("max_humidity", highest),
        tolerance=1,
    )


def _humidity(making: Making) -> Capabilities:
    reading = making.settings.reading("current_humidity_topic", "current_humidity_template", a_number)
    yield from making.can("humidity", Shape.NUMBER, reading, unit="%")


def _action(making: Making) -> Capabilities:
    """What it does right now."""
    yield from making.can("action", Shape.TEXT, making.settings.reading("action_topic", "action_template", str))


def humidifier(making: Making) -> Capabilities:
    """On, target and measured humidity, mode."""
    yield from making.on()
    yield from making.besides(
        _target_humidity(making, 0, 100),
        _humidity(making),
        making.choice("mode", "modes", "mode"),
        _action(making),
    )


def fan(making: Making) -> Capabilities:
    """On, speed, preset, swinging, direction."""
    yield from making.on()
    yield from making.besides(
        _speed(making),
        making.choice("preset", "preset_modes", "preset_mode", template="preset_mode_value_template"),
        _oscillation(making),
        _direction(making),
    )


def _oscillation(making: Making) -> Capabilities:
    s = making.settings
    swings = s.text("payload_oscillation_on", "oscillate_on")
    stands = s.text("payload_oscillation_off", "oscillate_off")
    yield from making.can(
        "oscillating",
        Shape.FLAG,
        s.reading("oscillation_state_topic", "oscillation_value_template", one_of({swings: True, stands: False})),
        s.writing("oscillation_command_topic", "oscillation_command_template", lambda v: swings if v else stands),
    )


def _direction(making: Making) -> Capabilities:
    s = making.settings
    yield from making.can(
        "direction",
        Shape.CHOICE,
        s.reading("direction_state_topic", "direction_value_template", str),
        s.writing("direction_command_topic", "direction_command_template", str),
        choices=("forward", "reverse"),
    )


def _speed(making: Making) -> Capabilities:
    s = making.settings
    low, high = s.number("speed_range_min", 1), s.number("speed_range_max", 100)
    if not ("percentage_command_topic" in s or "percentage_state_topic" in s):
        return
    if not 0 < low < high:
        raise NotDiscoverable(f"speed_range_min {low} and speed_range_max {high} are 1 or more, and rising")
    steps = high - low + 1

    def percent(text: str) -> Value:
        number = a_number(text)
        return 0 if number == 0 else round((number - low + 1) / steps * 100) if low <= number <= high else None

    def own(value: Value) -> str:
        wished = wished_number(value)
        return "0" if wished == 0 else str(math.ceil(low - 1 + wished * steps / 100))

    more: dict[str, Any] = {"unit": "%", "low": 0, "high": 100, "step": round(100 / steps, 2)}
    yield from making.can(
        "speed",
        Shape.NUMBER,
        s.reading("percentage_state_topic", "percentage_value_template", percent),
        s.writing("percentage_command_topic", "percentage_command_template", own),
        tolerance=max(1.0, round(100 / steps, 2)) if steps < 100 else 1.0,
        **more,
    )
