"""Lines as short text: the encoded polyline algorithm format that navigation units and map libraries read."""

from collections.abc import Sequence

from devices.roads.position import METRES_PER_DEGREE, Position, between, metres_between, share_of

_STEP = 1e-5
"""Degrees; about a metre."""
_TOLERANCES_M = (2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 1_000.0)


def encoded(shape: Sequence[Position]) -> str:
    """The line as text, to five decimals of a degree."""
    text, before = [], (0, 0)
    for at in shape:
        now = round(at.latitude / _STEP), round(at.longitude / _STEP)
        text += [_signed(now[0] - before[0]), _signed(now[1] - before[1])]
        before = now
    return "".join(text)


def decoded(text: str, decimals: int = 5) -> list[Position]:
    """The line that the text means, to so many decimals of a degree. Raises ValueError for a text that is none."""
    step = 10.0**-decimals
    numbers, number, shift = [], 0, 0
    for character in text:
        chunk = ord(character) - 63
        if not 0 <= chunk < 64:
            raise ValueError(f"{character!r} does not occur in an encoded line")
        number |= (chunk & 0x1F) << shift
        shift += 5
        if chunk < 0x20:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    if shift or len(numbers) % 2:
        raise ValueError("the encoded line is cut short")
    shape, latitude, longitude = [], 0, 0
    for north, east in zip(numbers[0::2], numbers[1::2], strict=True):
        latitude, longitude = latitude + north, longitude + east
        shape.append(Position(round(latitude * step, decimals), round(longitude * step, decimals)))
    return shape


def encoded_within(shape: Sequence[Position], most: int) -> str:
    """The line in at most so many characters: as exact as they allow, the ends always in it."""
    for tolerance in _TOLERANCES_M:
        text = encoded(simplified(shape, tolerance))
        if len(text) <= most:
            return text
    return encoded((shape[0], shape[-1]))


def simplified(shape: Sequence[Position], tolerance_m: float) -> list[Position]:
    """The line with fewer positions, nowhere farther off than that (Douglas and Peucker)."""
    kept = {0, len(shape) - 1}
    waiting = [(0, len(shape) - 1)]
    while waiting:
        first, last = waiting.pop()
        off, at = max(((_off(shape, first, last, i), i) for i in range(first + 1, last)), default=(0.0, 0))
        if off > tolerance_m:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [shape[i] for i in sorted(kept)]


def _off(shape: Sequence[Position], first: int, last: int, at: int) -> float:
    a, b, point = shape[first], shape[last], shape[at]
    if metres_between(a, b) < _STEP * METRES_PER_DEGREE:
        return metres_between(a, point)
    return metres_between(point, between(a, b, share_of(a, b, point)))


def _signed(number: int) -> str:
    rest = ~(number << 1) if number < 0 else number << 1
    text = ""
    while rest >= 0x20:
        text += chr((0x20 | (rest & 0x1F)) + 63)
        rest >>= 5
    return text + chr(rest + 63)
