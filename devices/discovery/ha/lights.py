"""Lights: payload by payload (the default schema), or one JSON object for everything."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from devices.device import Capability, Shape, Value
from devices.discovery.colors import hs_of_hex, rgb_of_hex, to_hex, to_hex_from_hs, to_hex_from_xy, xy_of_hex
from devices.discovery.ha.making import Capabilities, Making
from devices.discovery.ha.settings import Settings, a_number, number_text, wished_number
from devices.errors import NotDiscoverable

DEFAULT_SCALE = 255
DEFAULT_MIREDS = (153, 500)
COLORED = frozenset({"hs", "rgb", "rgbw", "rgbww", "xy"})
DIMMED = COLORED | {"brightness", "color_temp", "white"}


def light(making: Making) -> Capabilities:
    """A light of the default or the JSON schema."""
    schema = making.settings.text("schema", "basic").lower()
    if schema == "json":
        return _json(making)
    if schema in ("basic", "default"):
        return _basic(making)
    raise NotDiscoverable(f"a light's schema is basic or json, not {schema[:40]!r}")


def _scale(settings: Settings) -> float:
    scale = settings.number("brightness_scale", DEFAULT_SCALE)
    if scale < 1:
        raise NotDiscoverable(f"brightness_scale is at least 1, not {scale}")
    return scale


def _brightness(scale: float) -> dict[str, Any]:
    return {"unit": "%", "low": 0, "high": 100, "tolerance": max(1.0, 100 / scale)}


def _to_percent(raw: float, scale: float) -> Value:
    return round(raw / scale * 100) if 0 <= raw <= scale * 1.01 else None


def _from_percent(value: Value, scale: float) -> int:
    """Never 0 for what is not 0: the dimmest a light can be is not off."""
    percent = wished_number(value)
    return max(round(percent / 100 * scale), 1 if percent > 0 else 0)


def _basic(making: Making) -> Capabilities:
    s = making.settings
    yield from making.on()
    scale = _scale(s)
    yield from making.can(
        "brightness",
        Shape.NUMBER,
        s.reading("brightness_state_topic", "brightness_value_template", lambda t: _to_percent(a_number(t), scale)),
        s.writing("brightness_command_topic", "brightness_command_template", lambda v: str(_from_percent(v, scale))),
        **_brightness(scale),
    )
    yield from _basic_color(making)
    yield from _basic_temperature(making)
    yield from making.choice("effect", "effect_list", "effect", template="effect_value_template")


_COLOR_FORMS: tuple[tuple[str, Callable[[Sequence[float]], str | None], Callable[[str], tuple[float, ...]]], ...] = (
    ("rgb", to_hex, rgb_of_hex),
    ("hs", to_hex_from_hs, hs_of_hex),
    ("xy", to_hex_from_xy, xy_of_hex),
)


def _basic_color(making: Making) -> Capabilities:
    s = making.settings
    form = next((f for f in _COLOR_FORMS if f"{f[0]}_command_topic" in s), None)
    if form is None:
        return
    mode, read, written = form
    yield from making.can(
        "color",
        Shape.COLOR,
        s.reading(f"{mode}_state_topic", f"{mode}_value_template", lambda text: read(_channels(text))),
        s.writing(
            f"{mode}_command_topic",
            f"{mode}_command_template",
            lambda value: ",".join(number_text(c) for c in written(str(value))),
        ),
    )


def _channels(text: str) -> list[float]:
    return [a_number(part) for part in text.split(",")]


def _kelvin_range(s: Settings) -> dict[str, Any]:
    low = s.number("min_kelvin", 1e6 / max(s.number("max_mireds", DEFAULT_MIREDS[1]), 1))
    high = s.number("max_kelvin", 1e6 / max(s.number("min_mireds", DEFAULT_MIREDS[0]), 1))
    return {"unit": "K", "low": round(low), "high": round(high), "tolerance": 50}


def _kelvin(raw: float, in_kelvin: bool) -> Value:
    return round(raw if in_kelvin else 1e6 / raw) if raw > 0 else None


def _from_kelvin(value: Value, in_kelvin: bool) -> int:
    kelvin = max(wished_number(value), 1)
    return round(kelvin if in_kelvin else 1e6 / kelvin)


def _basic_temperature(making: Making) -> Capabilities:
    s = making.settings
    in_kelvin = s.flag("color_temp_kelvin")
    yield from making.can(
        "color_temperature",
        Shape.NUMBER,
        s.reading("color_temp_state_topic", "color_temp_value_template", lambda t: _kelvin(a_number(t), in_kelvin)),
        s.writing("color_temp_command_topic", "color_temp_command_template", lambda v: str(_from_kelvin(v, in_kelvin))),
        **_kelvin_range(s),
    )


def _json(making: Making) -> Iterable[Capability]:
    s = making.settings
    modes = frozenset(s.texts("supported_color_modes"))
    if modes:
        dims, temperature = bool(modes & DIMMED), "color_temp" in modes
        colored = next((m for m in ("rgb", "hs", "xy") if m in modes), "rgb" if modes & COLORED else "")
    else:
        temperature = s.raw("color_temp") is True
        colored = next((m for m in ("rgb", "hs", "xy") if s.raw(m) is True), "")
        dims = s.flag("brightness") or bool(colored) or temperature
    scale, in_kelvin = _scale(s), s.flag("color_temp_kelvin")
    yield from _field(making, "on", Shape.FLAG, lambda o: _on(o.get("state")), lambda v: {"state": _ON[bool(v)]})
    if dims:
        yield from _field(
            making,
            "brightness",
            Shape.NUMBER,
            lambda o: _to_percent(_number(o["brightness"]), scale),
            lambda v: {"state": "ON", "brightness": _from_percent(v, scale)} if v else {"state": "OFF"},
            **_brightness(scale),
        )
    if colored:
        yield from _field(
            making, "color", Shape.COLOR, _json_color, lambda v: {"state": "ON", "color": _json_wish(colored, str(v))}
        )
    if temperature:
        yield from _field(
            making,
            "color_temperature",
            Shape.NUMBER,
            lambda o: _kelvin(_number(o["color_temp"]), in_kelvin),
            lambda v: {"state": "ON", "color_temp": _from_kelvin(v, in_kelvin)},
            **_kelvin_range(s),
        )
    if s.raw("effect") is True and (effects := s.texts("effect_list")):
        yield from _field(
            making,
            "effect",
            Shape.CHOICE,
            lambda o: str(o["effect"]) if o.get("effect") else None,
            lambda v: {"state": "ON", "effect": v},
            choices=effects,
        )


_ON = {True: "ON", False: "OFF"}


def _on(state: object) -> Value:
    return {"ON": True, "OFF": False}.get(str(state))


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
    yield from making.can(
        name,
        shape,
        s.reading("state_topic", "state_value_template", convert),
        s.writing("command_topic", "", lambda v: json.dumps(wish(v))),
        **more,
    )


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError(f"no number: {raw!r}")
    return a_number(str(raw))


def _json_color(told: Mapping[str, Any]) -> Value:
    color = told["color"]
    for keys, read in ((("r", "g", "b"), to_hex), (("h", "s"), to_hex_from_hs), (("x", "y"), to_hex_from_xy)):
        if all(k in color for k in keys):
            return read([_number(color[k]) for k in keys])
    if "hue" in color and "saturation" in color:
        return to_hex_from_hs([_number(color["hue"]), _number(color["saturation"])])
    return None


def _json_wish(mode: str, color: str) -> dict[str, float]:
    written = {"hs": hs_of_hex, "xy": xy_of_hex}.get(mode, rgb_of_hex)
    return dict(zip(mode, written(color), strict=True))
