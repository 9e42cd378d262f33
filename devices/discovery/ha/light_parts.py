"""What lights of every schema have in common: scales, ranges, and colours in the forms of their modes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from devices.device import Value
from devices.discovery.colors import hs_of_hex, rgb_of_hex, to_hex, to_hex_from_hs, to_hex_from_xy, xy_of_hex
from devices.discovery.ha.settings import Settings, a_number, wished_number
from devices.errors import NotDiscoverable

DEFAULT_SCALE = 255
DEFAULT_MIREDS = (153, 500)
COLORED = ("rgb", "rgbw", "rgbww", "hs", "xy")
DIMMED = frozenset({*COLORED, "brightness", "color_temp", "white"})
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "rgb": ("red", "green", "blue"),
    "rgbw": ("red", "green", "blue", "white"),
    "rgbww": ("red", "green", "blue", "cold_white", "warm_white"),
    "hs": ("hue", "sat"),
    "xy": ("x", "y"),
}
"""What command templates call the channels of each colour mode."""

Read = Callable[[Sequence[float]], str | None]
Written = Callable[[str], tuple[float, ...]]

COLOR_FORMS: Mapping[str, tuple[Read, Written]] = {
    "rgb": (to_hex, rgb_of_hex),
    "rgbw": (to_hex, lambda color: (*rgb_of_hex(color), 0)),
    "rgbww": (to_hex, lambda color: (*rgb_of_hex(color), 0, 0)),
    "hs": (to_hex_from_hs, hs_of_hex),
    "xy": (to_hex_from_xy, xy_of_hex),
}
"""Colour mode → how its numbers are read and written."""


def brightness_scale(settings: Settings) -> float:
    """What counts as wholly bright."""
    scale = settings.number("brightness_scale", DEFAULT_SCALE)
    if scale < 1:
        raise NotDiscoverable(f"brightness_scale is at least 1, not {scale}")
    return scale


def percent_range(scale: float) -> dict[str, Any]:
    """Brightness for people, as exact as the device is."""
    return {"unit": "%", "low": 0, "high": 100, "tolerance": max(1.0, 100 / scale)}


def to_percent(raw: float, scale: float) -> Value:
    """The device's brightness → %; None where it cannot be."""
    return round(raw / scale * 100) if 0 <= raw <= scale * 1.01 else None


def from_percent(value: Value, scale: float) -> int:
    """% → the device's brightness; never 0 for what is not 0: the dimmest a light can be is not off."""
    percent = wished_number(value)
    return max(round(percent / 100 * scale), 1 if percent > 0 else 0)


def kelvin_range(settings: Settings) -> dict[str, Any]:
    """The colour temperatures a light can have."""
    low = _kelvin_limit(settings, "min_kelvin", "max_mireds", DEFAULT_MIREDS[1])
    high = _kelvin_limit(settings, "max_kelvin", "min_mireds", DEFAULT_MIREDS[0])
    return {"unit": "K", "low": min(low, high), "high": max(low, high), "tolerance": 50}


def _kelvin_limit(settings: Settings, key: str, mireds_key: str, default: float) -> int:
    return round(settings.number(key, 1e6 / max(settings.number(mireds_key, default), 1)))


def to_kelvin(raw: float, in_kelvin: bool) -> Value:
    """Kelvin or mireds → Kelvin."""
    return round(raw if in_kelvin else 1e6 / raw) if raw > 0 else None


def from_kelvin(value: Value, in_kelvin: bool) -> int:
    """Kelvin → Kelvin or mireds."""
    kelvin = max(wished_number(value), 1)
    return round(kelvin if in_kelvin else 1e6 / kelvin)


def channels(text: str) -> list[float]:
    """ "255,0,10" → its numbers. Raises ValueError."""
    return [a_number(part) for part in text.strip("[]() ").split(",")]


def number_of(raw: object) -> float:
    """A number out of JSON, also from its text. Raises ValueError."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError(f"no number: {raw!r}")
    return a_number(str(raw))
