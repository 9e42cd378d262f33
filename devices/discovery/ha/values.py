"""Switches, and everything that is one value: sensors, numbers, selects, texts, buttons, scenes."""

import re

from devices.device import Shape, Value
from devices.discovery.ha.making import Capabilities, Making, one_of
from devices.discovery.ha.settings import a_number
from devices.errors import NotDiscoverable

MIN_STEP = 1e-3
TEXT_SENSORS = frozenset({"date", "enum", "timestamp"})
SYNONYMS = {
    "cooking_status": "status",
    "cooker_status": "status",
    "state": "status",
    "stage": "phase",
    "cooking_phase": "phase",
    "remaining": "time_left",
    "remaining_time": "time_left",
    "time_remaining": "time_left",
    "left_time": "time_left",
    "power": "on",
    "mute": "muted",
    "stop": "cancel",
    "start_cooking": "start",
    "cancel_cooking": "cancel",
    "stop_cooking": "cancel",
    "cooking_menu": "menu",
    "auto_keep_warm": "keep_warm",
    "recipe": "menu",
    "track_number": "track",
    "next_track": "next",
    "previous_track": "previous",
    "media_title": "media",
}
"""Object ids that are another word for a name of the vocabulary, where a device is known to be of such a kind."""


def identifier(text: str) -> str:
    """Words as an identifier: "Time left" → "time_left"; letters of any script stay."""
    return re.sub(r"[^\w]+", "_", text.strip().lower()).strip("_")[:60]


def switch(making: Making) -> Capabilities:
    """On and off."""
    yield from making.on()


def sensor(making: Making) -> Capabilities:
    """A measured number, or a text."""
    s = making.settings
    unit = s.text("unit_of_measurement")
    is_number = bool(unit or "state_class" in s) and making.flavour not in TEXT_SENSORS
    yield from making.can(
        making.flavour if making.flavour and making.flavour != "enum" else making.fallback,
        Shape.NUMBER if is_number else Shape.TEXT,
        s.reading("state_topic", "value_template", a_number if is_number else str),
        unit=unit,
        choices=s.texts("options"),
    )


def binary_sensor(making: Making) -> Capabilities:
    """Yes or no."""
    s = making.settings
    meanings: dict[str, Value] = {s.text("payload_on", "ON"): True, s.text("payload_off", "OFF"): False}
    yield from making.can(
        "battery_low" if making.flavour == "battery" else making.flavour or making.fallback,
        Shape.FLAG,
        s.reading("state_topic", "value_template", one_of(meanings)),
    )


def number(making: Making) -> Capabilities:
    """A number that can be set, by its own name: of its device class is what a sensor beside it measures."""
    s = making.settings
    low, high = s.number("min", 1), s.number("max", 100)
    if low > high or (low == high and "state_topic" not in s):
        raise NotDiscoverable(f"min {low} is not below max {high}")
    step = max(s.number("step", 1), MIN_STEP)
    yield from making.number(
        making.fallback,
        ("state_topic", "command_topic"),
        ("value_template", "command_template"),
        s.text("unit_of_measurement"),
        low=low,
        high=high,
        step=step,
        tolerance=step / 2,
    )


def select(making: Making) -> Capabilities:
    """One of several options."""
    s = making.settings
    options = s.texts("options")
    reading = s.reading("state_topic", "value_template", str)
    if not options and reading is None:
        raise NotDiscoverable("a select without options")
    writing = s.writing("command_topic", "command_template", str)
    yield from making.can(making.fallback, Shape.CHOICE, reading, writing if options else None, choices=options)


def text(making: Making) -> Capabilities:
    """A text that can be set."""
    s = making.settings
    yield from making.can(
        making.fallback,
        Shape.TEXT,
        s.reading("state_topic", "value_template", str),
        s.writing("command_topic", "command_template", str),
    )


def button(making: Making) -> Capabilities:
    """Something to press."""
    yield from making.act(
        making.fallback, "command_topic", making.settings.text("payload_press", "PRESS"), "command_template"
    )


def scene(making: Making) -> Capabilities:
    """Something to activate."""
    yield from making.act("activate", "command_topic", making.settings.text("payload_on", "ON"))
