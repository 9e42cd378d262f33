"""Colours between "#rrggbb" and the forms devices use."""

import colorsys
import re
from collections.abc import Sequence

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def rgb_of_hex(color: str) -> tuple[int, int, int]:
    """Red, green, blue, 0 to 255 each. Raises ValueError for anything but "#rrggbb"."""
    if not _HEX.fullmatch(color):
        raise ValueError(f'a colour is written "#rrggbb", not {color!r}')
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def to_hex(rgb: Sequence[float]) -> str | None:
    """ "#rrggbb" from three channels of 0 to 255; None for anything else."""
    if len(rgb) < 3 or not all(0 <= c <= 255 for c in rgb[:3]):
        return None
    return "#" + "".join(f"{round(c):02x}" for c in rgb[:3])


def hs_of_hex(color: str) -> tuple[float, float]:
    """Hue 0 to 360 and saturation 0 to 100."""
    red, green, blue = (c / 255 for c in rgb_of_hex(color))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    return round(hue * 360, 3), round(saturation * 100, 3)


def to_hex_from_hs(hs: Sequence[float]) -> str | None:
    """The fully bright colour of a hue (0 to 360) and saturation (0 to 100); None for anything else."""
    if len(hs) < 2 or not (0 <= hs[0] <= 360 and 0 <= hs[1] <= 100):
        return None
    return to_hex([c * 255 for c in colorsys.hsv_to_rgb(hs[0] / 360, hs[1] / 100, 1.0)])


def xy_of_hex(color: str) -> tuple[float, float]:
    """CIE 1931 chromaticity of an sRGB colour; the white point for black."""
    red, green, blue = (_linear(c / 255) for c in rgb_of_hex(color))
    x = 0.4124 * red + 0.3576 * green + 0.1805 * blue
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = 0.0193 * red + 0.1192 * green + 0.9505 * blue
    total = x + y + z
    return (0.3127, 0.3290) if total == 0 else (round(x / total, 4), round(y / total, 4))


def to_hex_from_xy(xy: Sequence[float]) -> str | None:
    """The brightest sRGB colour of a chromaticity, clipped to the gamut; None for anything else."""
    if len(xy) < 2 or not (0 <= xy[0] <= 1 and 0 < xy[1] <= 1):
        return None
    x, y, z = xy[0] / xy[1], 1.0, (1 - xy[0] - xy[1]) / xy[1]
    linear = (
        3.2406 * x - 1.5372 * y - 0.4986 * z,
        -0.9689 * x + 1.8758 * y + 0.0415 * z,
        0.0557 * x - 0.2040 * y + 1.0570 * z,
    )
    clipped = [max(0.0, c) for c in linear]
    largest = max(clipped)
    return None if largest == 0 else to_hex([_gamma(c / largest) * 255 for c in clipped])


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
