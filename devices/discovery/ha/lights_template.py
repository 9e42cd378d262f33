"""Lights whose wishes and reports are written by templates of their own."""

from collections.abc import Callable, Mapping
from typing import Any

from devices.device import Reading, Shape, Value, Writing
from devices.discovery.colors import rgb_of_hex, to_hex
from devices.discovery.ha import light_parts as parts
from devices.discovery.ha.making import Capabilities, Making, one_of
from devices.discovery.ha.settings import Settings, a_number, reader
from devices.discovery.ha.templates import Template, values_of
from devices.errors import NotDiscoverable


def template_light(making: Making) -> Capabilities:
    """On, brightness, colour, colour temperature and effect, as far as it has templates for them."""
    s = making.settings
    reading = s.reading("state_topic", "state_template", one_of({"on": True, "off": False}))
    told = reading if "state_template" in s else None
    yield from making.can("on", Shape.FLAG, told, _writing(s, lambda value: {}))
    yield from making.besides(_brightness(making), _color(making), _temperature(making), _effect(making))


def _writing(settings: Settings, wish: Callable[[Value], Mapping[str, Any]]) -> Writing | None:
    """By the template for on, with the wish in its variables; by the template for off where nothing shall shine."""
    topic = settings.writing("command_topic", "", str)
    if topic is None:
        return None
    keys = ("command_on_template", "command_off_template")
    switch_on, switch_off = (settings.template(key) for key in keys)
    if not all(key in settings for key in keys):
        raise NotDiscoverable("a light of the template schema has command_on_template and command_off_template")

    def encode(value: Value) -> bytes:
        is_off = value is False or (value == 0 and not isinstance(value, str))
        chosen, variables = (switch_off, {}) if is_off else (switch_on, wish(value))
        return _rendered(chosen, {"state": not is_off, **variables})

    return Writing(topic.topic, encode)


def _rendered(template: Template | None, variables: Mapping[str, Any]) -> bytes:
    rendered = template.render(variables) if template is not None else ""
    if rendered is None:
        raise ValueError("the light's command template fails")
    return rendered.encode()


def _brightness(making: Making) -> Capabilities:
    s = making.settings
    if "brightness_template" not in s:
        return
    yield from making.can(
        "brightness",
        Shape.NUMBER,
        s.reading("state_topic", "brightness_template", lambda t: parts.to_percent(a_number(t), parts.DEFAULT_SCALE)),
        _writing(s, lambda v: {"brightness": parts.from_percent(v, parts.DEFAULT_SCALE)}),
        **parts.percent_range(parts.DEFAULT_SCALE),
    )


def _color(making: Making) -> Capabilities:
    s = making.settings
    templates = [s.template(f"{channel}_template") for channel in parts.CHANNELS["rgb"]]
    topic = s.topic("state_topic")
    if not all(templates):
        return
    readers = [reader(template, a_number) for template in templates]

    def decode(payload: bytes) -> Value:
        if values_of(payload) is None:
            return None
        told = [read(payload) for read in readers]
        return to_hex([c for c in told if isinstance(c, int | float)])

    def wish(value: Value) -> Mapping[str, Any]:
        return dict(zip(parts.CHANNELS["rgb"], rgb_of_hex(str(value)), strict=True))

    yield from making.can("color", Shape.COLOR, Reading(topic, decode) if topic else None, _writing(s, wish))


def _temperature(making: Making) -> Capabilities:
    s = making.settings
    if "color_temp_template" not in s:
        return
    in_kelvin = s.flag("color_temp_kelvin")
    yield from making.can(
        "color_temperature",
        Shape.NUMBER,
        s.reading("state_topic", "color_temp_template", lambda t: parts.to_kelvin(a_number(t), in_kelvin)),
        _writing(s, lambda v: {"color_temp": parts.from_kelvin(v, in_kelvin)}),
        **parts.kelvin_range(s),
    )


def _effect(making: Making) -> Capabilities:
    s = making.settings
    effects = s.texts("effect_list")
    if effects:
        reading = s.reading("state_topic", "effect_template", str) if "effect_template" in s else None
        writing = _writing(s, lambda v: {"effect": v})
        yield from making.can("effect", Shape.CHOICE, reading, writing, choices=effects)
