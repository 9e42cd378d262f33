"""Switches, sirens, alarms, and everything that is one value: sensors, numbers, selects, texts, buttons, scenes."""

import json
import re

from devices.device import Shape, Value
from devices.discovery.ha.making import Capabilities, Making, one_of
from devices.discovery.ha.settings import a_number
from devices.discovery.vocabulary import VOCABULARY
from devices.errors import NotDiscoverable

TEXT_SENSORS = frozenset({"date", "enum", "timestamp"})
ALARM_ACTIONS = (
    ("disarmed", "payload_disarm", "DISARM", ""),
    ("armed_home", "payload_arm_home", "ARM_HOME", "arm_home"),
    ("armed_away", "payload_arm_away", "ARM_AWAY", "arm_away"),
    ("armed_night", "payload_arm_night", "ARM_NIGHT", "arm_night"),
    ("armed_vacation", "payload_arm_vacation", "ARM_VACATION", "arm_vacation"),
)
"""wish, setting, its default, feature."""
ALARM_FEATURES = ("arm_home", "arm_away", "arm_night", "arm_vacation", "arm_custom_bypass", "trigger")

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


def siren(making: Making) -> Capabilities:
    """On and off; told in JSON where it has no template of its own."""
    s = making.settings
    payload_on, payload_off = s.text("payload_on", "ON"), s.text("payload_off", "OFF")
    told = {s.text("state_on", payload_on): True, s.text("state_off", payload_off): False}

    def convert(text: str) -> Value:
        if text.startswith("{"):
            parsed = json.loads(text)
            text = str(parsed.get("state")) if isinstance(parsed, dict) else ""
        return told.get(text)

    def encode(value: Value) -> str:
        payload = payload_on if value else payload_off
        return payload if "command_template" in s else json.dumps({"state": payload})

    yield from making.can(
        "on",
        Shape.FLAG,
        s.reading("state_topic", "state_value_template", convert),
        s.writing("command_topic", "command_template", encode),
    )


def alarm(making: Making) -> Capabilities:
    """Armed or not; one that wants a code can only be read."""
    s = making.settings
    features = s.texts("supported_features", ALARM_FEATURES)
    payloads = {w: s.text(key, default) for w, key, default, f in ALARM_ACTIONS if not f or f in features}
    writing = None if "code" in s else s.writing("command_topic", "", lambda v: payloads[str(v)])
    yield from making.can(
        "alarm_mode",
        Shape.CHOICE,
        s.reading("state_topic", "value_template", str),
        writing,
        choices=tuple(payloads),
        under_way=frozenset({"arming", "pending", "disarming"}),
    )


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
    """A number that can be set."""
    s = making.settings
    low, high = s.number("min", 1), s.number("max", 100)
    if low >= high:
        raise NotDiscoverable(f"min {low} is not below max {high}")
    step = s.number("step", 1)
    yield from making.number(
        making.flavour if making.flavour in VOCABULARY else making.fallback,
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
    if not options:
        raise NotDiscoverable("a select without options")
    yield from making.can(
        making.fallback,
        Shape.CHOICE,
        s.reading("state_topic", "value_template", str),
        s.writing("command_topic", "command_template", str),
        choices=options,
    )


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
