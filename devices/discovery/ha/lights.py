"""Lights whose every feature has topics of its own (the basic schema)."""

from collections.abc import Mapping
from typing import Any

from devices.device import Shape, Value
from devices.discovery.ha import light_parts as parts
from devices.discovery.ha.lights_json import json_light
from devices.discovery.ha.lights_template import template_light
from devices.discovery.ha.lights_waking import Waking
from devices.discovery.ha.making import Capabilities, Making
from devices.discovery.ha.settings import a_number, number_text
from devices.errors import NotDiscoverable

SCHEMA_OF_OLD_PLATFORMS = {"mqtt_json": "json", "mqtt_template": "template"}
"""Before there were schemas, the platform said it."""


def light(making: Making) -> Capabilities:
    """A light of any schema."""
    s = making.settings
    schema = s.text("schema") or SCHEMA_OF_OLD_PLATFORMS.get(s.text("platform"), "basic")
    match schema.lower():
        case "json":
            return json_light(making)
        case "template":
            return template_light(making)
        case "basic" | "default":
            return _basic(making)
    raise NotDiscoverable(f"a light's schema is basic, json or template, not {schema[:40]!r}")


def _basic(making: Making) -> Capabilities:
    """Each feature on topics of its own; in which order the light wants to hear "on" is part of what it announces."""
    waking = Waking(making)
    yield from (waking.by_brightness(on) for on in making.on())
    yield from making.besides(
        map(waking.woken, _brightness(making)),
        map(waking.woken, _color(making)),
        map(waking.woken, _temperature(making)),
        map(waking.woken, making.choice("effect", "effect_list", "effect", template="effect_value_template")),
    )


def _brightness(making: Making) -> Capabilities:
    s = making.settings
    scale = parts.brightness_scale(s)
    yield from making.can(
        "brightness",
        Shape.NUMBER,
        s.reading(
            "brightness_state_topic", "brightness_value_template", lambda t: parts.to_percent(a_number(t), scale)
        ),
        s.writing(
            "brightness_command_topic", "brightness_command_template", lambda v: str(parts.from_percent(v, scale))
        ),
        **parts.percent_range(scale),
    )


def _color(making: Making) -> Capabilities:
    s = making.settings
    mode = next((m for m in parts.COLOR_FORMS if f"{m}_command_topic" in s), "")
    if not mode:
        return
    read, written = parts.COLOR_FORMS[mode]

    def named(value: Value) -> Mapping[str, Any]:
        return dict(zip(parts.CHANNELS[mode], written(str(value)), strict=True))

    yield from making.can(
        "color",
        Shape.COLOR,
        s.reading(f"{mode}_state_topic", f"{mode}_value_template", lambda text: read(parts.channels(text))),
        s.writing(
            f"{mode}_command_topic",
            f"{mode}_command_template",
            lambda value: ",".join(number_text(c) for c in written(str(value))),
            named,
        ),
    )


def _temperature(making: Making) -> Capabilities:
    s = making.settings
    in_kelvin = s.flag("color_temp_kelvin")
    yield from making.can(
        "color_temperature",
        Shape.NUMBER,
        s.reading(
            "color_temp_state_topic", "color_temp_value_template", lambda t: parts.to_kelvin(a_number(t), in_kelvin)
        ),
        s.writing(
            "color_temp_command_topic",
            "color_temp_command_template",
            lambda v: str(parts.from_kelvin(v, in_kelvin)),
        ),
        **parts.kelvin_range(s),
    )
