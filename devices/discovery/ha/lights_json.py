"""Lights told and commanded by one JSON object."""

import json
from collections.abc import Mapping
from typing import Any

from devices.device import Shape, Value
from devices.discovery.colors import to_hex, to_hex_from_hs, to_hex_from_xy
from devices.discovery.ha import light_parts as parts
from devices.discovery.ha.making import Capabilities, Making
from devices.discovery.ha.settings import Settings

_ON = {True: "ON", False: "OFF"}
_COLOR_KEYS = {"rgb": "rgb", "rgbw": "rgbw", "rgbww": "rgbcw", "hs": "hs", "xy": "xy"}
"""Colour mode → the one-letter keys of its object."""


def json_light(making: Making) -> Capabilities:
    """On, and whatever its colour modes or the older flags say."""
    yield from _field(making, "on", Shape.FLAG, lambda o: _on(o.get("state")), lambda v: {"state": _ON[bool(v)]})
    yield from making.besides(_brightness(making), _color(making), _temperature(making), _effect(making))


def _modes(settings: Settings) -> frozenset[str]:
    """Its colour modes; from flags where it does not list them."""
    listed = settings.texts("supported_color_modes")
    flags = {"brightness": "brightness", "color_temp": "color_temp", "hs": "hs", "rgb": "rgb", "xy": "xy"}
    told = [mode for flag, mode in flags.items() if settings.flag(flag)]
    named = settings.raw("color_mode")
    return frozenset(listed or [*told, *([named] if isinstance(named, str) and named in parts.DIMMED else [])])


def _brightness(making: Making) -> Capabilities:
    s = making.settings
    if not (_modes(s) & parts.DIMMED or s.flag("brightness")):
        return
    scale = parts.brightness_scale(s)
    yield from _field(
        making,
        "brightness",
        Shape.NUMBER,
        lambda o: parts.to_percent(parts.number_of(o["brightness"]), scale),
        lambda v: {"state": "ON", "brightness": parts.from_percent(v, scale)} if v else {"state": "OFF"},
        **parts.percent_range(scale),
    )


def _color(making: Making) -> Capabilities:
    modes = _modes(making.settings)
    mode = next((m for m in ("rgb", "hs", "xy", "rgbw", "rgbww") if m in modes), "")
    if mode:
        yield from _field(
            making, "color", Shape.COLOR, _told_color, lambda v: {"state": "ON", "color": _wished_color(mode, str(v))}
        )


def _temperature(making: Making) -> Capabilities:
    s = making.settings
    if "color_temp" not in _modes(s):
        return
    in_kelvin = s.flag("color_temp_kelvin")
    yield from _field(
        making,
        "color_temperature",
        Shape.NUMBER,
        lambda o: parts.to_kelvin(parts.number_of(o["color_temp"]), in_kelvin),
        lambda v: {"state": "ON", "color_temp": parts.from_kelvin(v, in_kelvin)},
        **parts.kelvin_range(s),
    )


def _effect(making: Making) -> Capabilities:
    effects = making.settings.texts("effect_list")
    if effects:
        yield from _field(
            making,
            "effect",
            Shape.CHOICE,
            lambda o: str(o["effect"]) if o.get("effect") else None,
            lambda v: {"state": "ON", "effect": v},
            choices=effects,
        )


def _on(state: object) -> Value:
    return {"ON": True, "OFF": False}.get(str(state).upper())


def _field(making: Making, name: str, shape: Shape, read: Any, wish: Any, **more: Any) -> Capabilities:
    """One capability out of the JSON object."""

    def convert(text: str) -> Value:
        told = json.loads(text)
        try:
            value: Value = read(told) if isinstance(told, dict) else None
        except (KeyError, TypeError, IndexError):
            return None
        return value

    s = making.settings
    template = "state_value_template" if "state_value_template" in s else "value_template"
    yield from making.can(
        name,
        shape,
        s.reading("state_topic", template, convert),
        s.writing("command_topic", "", lambda v: json.dumps(wish(v))),
        **more,
    )


def _told_color(told: Mapping[str, Any]) -> Value:
    color = told["color"]
    for keys, read in ((("r", "g", "b"), to_hex), (("h", "s"), to_hex_from_hs), (("x", "y"), to_hex_from_xy)):
        if all(k in color for k in keys):
            return read([parts.number_of(color[k]) for k in keys])
    if "hue" in color and "saturation" in color:
        return to_hex_from_hs([parts.number_of(color["hue"]), parts.number_of(color["saturation"])])
    return None


def _wished_color(mode: str, color: str) -> dict[str, float]:
    _, written = parts.COLOR_FORMS[mode]
    return dict(zip(_COLOR_KEYS[mode], written(color), strict=True))
