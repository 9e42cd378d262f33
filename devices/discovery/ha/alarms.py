"""Sirens and alarm panels."""

import json
from collections.abc import Mapping
from typing import Any

from devices.device import Reading, Shape, Value, Writing
from devices.discovery.ha.making import Capabilities, Making
from devices.discovery.ha.settings import Convert, Settings, a_number, wished_number
from devices.errors import NotDiscoverable

ALARM_ACTIONS = (
    ("disarmed", "payload_disarm", "DISARM", ""),
    ("armed_home", "payload_arm_home", "ARM_HOME", "arm_home"),
    ("armed_away", "payload_arm_away", "ARM_AWAY", "arm_away"),
    ("armed_night", "payload_arm_night", "ARM_NIGHT", "arm_night"),
    ("armed_vacation", "payload_arm_vacation", "ARM_VACATION", "arm_vacation"),
)
"""wish, setting, its default, feature."""
ALARM_FEATURES = ("arm_home", "arm_away", "arm_night", "arm_vacation", "arm_custom_bypass", "trigger")
LONGEST_SIREN_S = 3_600


def siren(making: Making) -> Capabilities:
    """On and off, and with which tone, how loud and for how long; told in JSON where it has no template of its own."""
    yield from _on(making)
    yield from making.besides(_tone(making), _volume(making), _duration(making))


def _on(making: Making) -> Capabilities:
    s = making.settings
    told = {
        s.text("state_on", s.text("payload_on", "ON")): True,
        s.text("state_off", s.text("payload_off", "OFF")): False,
    }

    def convert(text: str) -> Value:
        if text.startswith("{"):
            parsed = json.loads(text)
            text = str(parsed.get("state")) if isinstance(parsed, dict) else ""
        return told.get(text)

    reading = s.reading("state_topic", "state_value_template", convert)
    yield from making.can("on", Shape.FLAG, reading, _sounding(s, ""))


def _sounding(settings: Settings, detail: str) -> Writing | None:
    """A wish for on or off, or for on in a certain way."""
    payload_on, payload_off = settings.text("payload_on", "ON"), settings.text("payload_off", "OFF")

    def variables(value: Value) -> Mapping[str, Any]:
        if detail:
            return {"state": payload_on, detail: wished_number(value) / 100 if detail == "volume_level" else value}
        return {"state": payload_on if value else payload_off}

    def encode(value: Value) -> str:
        told = variables(value)
        return str(told["state"]) if "command_template" in settings else json.dumps(told)

    return settings.writing("command_topic", "command_template", encode, variables)


def _tone(making: Making) -> Capabilities:
    s = making.settings
    tones = s.raw("available_tones")
    named = tuple(map(str, tones.values())) if isinstance(tones, dict) else s.texts("available_tones")
    if named:
        yield from making.can("tone", Shape.CHOICE, _detail(s, "tone", str), _sounding(s, "tone"), choices=named)


def _volume(making: Making) -> Capabilities:
    s = making.settings
    if s.flag("support_volume_set", True):
        reading = _detail(s, "volume_level", lambda text: round(a_number(text) * 100))
        more: dict[str, Any] = {"unit": "%", "low": 0, "high": 100, "tolerance": 1.0}
        yield from making.can("volume", Shape.NUMBER, reading, _sounding(s, "volume_level"), **more)


def _duration(making: Making) -> Capabilities:
    s = making.settings
    if s.flag("support_duration", True):
        more: dict[str, Any] = {"unit": "s", "low": 1, "high": LONGEST_SIREN_S}
        reading = _detail(s, "duration", a_number)
        yield from making.can("duration", Shape.NUMBER, reading, _sounding(s, "duration"), **more)


def _detail(settings: Settings, name: str, convert: Convert) -> Reading | None:
    """Something the siren tells in its JSON beside on and off."""

    def pick(text: str) -> Value:
        told = json.loads(text) if text.startswith("{") else None
        found = told.get(name) if isinstance(told, dict) else None
        return None if found is None else convert(str(found))

    return settings.reading("state_topic", "state_value_template", pick)


def alarm(making: Making) -> Capabilities:
    """Armed or not, as far as it asks for no code of its own."""
    s = making.settings
    features = s.texts("supported_features", ALARM_FEATURES)
    payloads = {w: s.text(key, default) for w, key, default, f in ALARM_ACTIONS if not f or f in features}
    allowed = {wish: payload for wish, payload in payloads.items() if not _wants_code(s, wish)}

    def variables(value: Value) -> Mapping[str, Any]:
        return {"action": allowed[str(value)], "code": ""}

    reading = s.reading("state_topic", "value_template", str)
    writing = s.writing("command_topic", "command_template", lambda v: allowed[str(v)], variables) if allowed else None
    if reading is None and writing is None and "command_topic" in s:
        raise NotDiscoverable("the alarm wants a code and does not tell how it is")
    yield from making.can(
        "alarm_mode",
        Shape.CHOICE,
        reading,
        writing,
        choices=tuple(allowed or payloads),
        under_way=frozenset({"arming", "pending", "disarming"}),
    )


def _wants_code(settings: Settings, wish: str) -> bool:
    if "code" not in settings:
        return False
    return settings.flag("code_disarm_required" if wish == "disarmed" else "code_arm_required", True)
