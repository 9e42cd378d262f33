"""Numbers, truth values and texts inside templates, each bounded in what it takes and makes."""

import json
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import SecurityError, TemplateError

MAX_TEXT = 65_536
"""Characters of any text an expression makes or is given."""
MAX_RANGE = 1_000
MAX_BITS = 256
"""Of a whole number an expression makes."""

_FORMAT_FIELD = re.compile(r"%[-+ #0]{0,3}\d{0,2}(?:\.\d{1,2})?[sdifgGeExXoc%]")
_TRUTHS = {"true": True, "yes": True, "on": True, "enable": True, "1": True}
_TRUTHS |= {"false": False, "no": False, "off": False, "disable": False, "0": False}


def bounded(text: str) -> str:
    """The text. Raises SecurityError where it is too long."""
    if len(text) > MAX_TEXT:
        raise SecurityError(f"more than {MAX_TEXT} characters")
    return text


def bounded_number(value: Any) -> Any:
    """The number. Raises SecurityError where it is too large to be meant."""
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise SecurityError("a number too large")
    return value


def as_text(value: Any) -> str:
    """The text of a value. Raises SecurityError where it is too long."""
    return value if isinstance(value, str) else bounded(str(value))


def _number(value: Any, default: Any, kind: Callable[[Any], Any]) -> Any:
    try:
        return kind(value)
    except (TypeError, ValueError, OverflowError):
        if default is None:
            raise
        return default


def as_int(value: Any, default: Any = None, base: int = 10) -> Any:
    """A whole number, decimals cut off."""

    def convert(given: Any) -> int:
        if isinstance(given, str):
            return int(given, base) if base != 10 else int(float(given))
        return int(given)

    return bounded_number(_number(value, default, convert))


def as_float(value: Any, default: Any = None) -> Any:
    """A number."""
    return _number(value, default, float)


def rounded(value: Any, precision: int = 0, method: str = "common", default: Any = None) -> Any:
    """Rounded to so many decimals; method common, ceil, floor or half."""
    number = as_float(value, default)
    digits = max(-9, min(9, int(precision)))
    if method in ("ceil", "floor"):
        result = getattr(math, method)(number * 10**digits) / 10**digits
    elif method == "half":
        result = round(number * 2) / 2
    else:
        result = round(number, digits)
    return int(result) if digits == 0 and method != "half" else result


def replaced(value: Any, old: Any, new: Any, count: int | None = None) -> str:
    """A text with another one in place of each occurrence."""
    text, away, by = as_text(value), as_text(old), as_text(new)
    if len(text) + text.count(away) * len(by) > MAX_TEXT:
        raise SecurityError(f"more than {MAX_TEXT} characters")
    return text.replace(away, by, -1 if count is None else int(count))


def joined(values: Iterable[Any], between: Any = "") -> str:
    """The texts of all values, one behind the other."""
    texts = [as_text(v) for v in values]
    if sum(map(len, texts)) + len(texts) * len(str(between)) > MAX_TEXT:
        raise SecurityError(f"more than {MAX_TEXT} characters")
    return str(between).join(texts)


def formatted(template: Any, *values: Any) -> str:
    """A printf-style format with short fields."""
    text = bounded(str(template))
    if "%" in _FORMAT_FIELD.sub("", text):
        raise SecurityError("a format with long or unknown fields")
    return bounded(text % tuple(as_text(v) if not isinstance(v, int | float) else v for v in values))


def defaulted(value: Any, fallback: Any = "", instead_of_false: bool = False) -> Any:
    """The fallback for what is not there."""
    return fallback if isinstance(value, Undefined) or (instead_of_false and not value) else value


def defined(value: Any) -> Any:
    """The value. Raises TemplateError where it is not there."""
    if isinstance(value, Undefined):
        raise TemplateError("undefined")
    return value


def as_bool(value: Any, default: Any = None) -> Any:
    """A truth value out of its usual texts."""
    found = _TRUTHS.get(str(value).strip().lower(), default)
    if found is None:
        raise ValueError("not a truth value")
    return found


def chosen(value: Any, if_true: Any = True, if_false: Any = False, if_none: Any = ...) -> Any:
    """One value or another."""
    if value is None and if_none is not ...:
        return if_none
    return if_true if value else if_false


def numbers_between(*bounds: int) -> list[int]:
    """A short range."""
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise SecurityError(f"a range of more than {MAX_RANGE}")
    return list(numbers)


def to_json(value: Any, *_: Any, **__: Any) -> str:
    """As JSON."""
    return bounded(json.dumps(value, ensure_ascii=False))


def from_json(text: Any, default: Any = ...) -> Any:
    """Out of JSON."""
    try:
        return json.loads(bounded(str(text)))
    except ValueError:
        if default is ...:
            raise
        return default


def smallest(*values: Any) -> Any:
    """Of several values or of one list."""
    return min(values[0] if len(values) == 1 else values)


def largest(*values: Any) -> Any:
    """Of several values or of one list."""
    return max(values[0] if len(values) == 1 else values)


def multiplied(value: Any, by: Any, default: Any = None) -> Any:
    """A number times another."""
    return bounded_number(as_float(value, default) * by if isinstance(by, int | float) else as_float(None, default))


def added(value: Any, more: Any, default: Any = None) -> Any:
    """A number and another."""
    return as_float(value, default) + more if isinstance(more, int | float) else as_float(None, default)


def is_number(value: Any) -> bool:
    """Whether it is a finite number or the text of one."""
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def picked(values: Iterable[Any], attribute: str = "", default: Any = None) -> list[Any]:
    """One entry of each object of a list."""
    return [_entry(value, attribute, default) for value in values]


def _entry(value: Any, path: str, default: Any = None) -> Any:
    for name in str(path).split("."):
        value = value.get(name, default) if isinstance(value, dict) else default
    return value


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "equalto": lambda a, b: bool(a == b),
    "==": lambda a, b: bool(a == b),
    "ne": lambda a, b: bool(a != b),
    "!=": lambda a, b: bool(a != b),
    "gt": lambda a, b: bool(a > b),
    "lt": lambda a, b: bool(a < b),
    "in": lambda a, b: bool(a in b),
    "defined": lambda a, b: a is not None,
}


def selected(values: Iterable[Any], attribute: str, comparison: str = "", other: Any = None) -> list[Any]:
    """The objects of a list whose entry compares so."""
    compare = _COMPARISONS[comparison] if comparison else lambda a, b: bool(a)
    return [value for value in values if compare(_entry(value, attribute), other)]


def rejected(values: Iterable[Any], attribute: str, comparison: str = "", other: Any = None) -> list[Any]:
    """The objects of a list whose entry does not compare so."""
    listed = list(values)
    kept = selected(listed, attribute, comparison, other)
    return [value for value in listed if not any(value is k for k in kept)]
