"""A component's settings, read with their types; whatever is wrong is named with its key."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from devices.device import Reading, Value, Writing
from devices.discovery.ha.templates import MAX_TEXT, Template, compiled, values_of
from devices.errors import NotDiscoverable
from devices.topics import is_topic

NOTHING_KNOWN = frozenset({"", "none", "unknown", "unavailable"})
MAX_SETTING = 1_000
"""Characters of a text setting that is no template."""
MAX_LISTED = 500
"""Entries of a list setting."""
FOREIGN_TREES = ("vss/", "$")
"""Topics that no component may write to: cars have rules of their own, and "$" belongs to the broker."""

Convert = Callable[[str], Value]
Encode = Callable[[Value], str]


class Settings:
    """The settings of one component, abbreviations and topic base expanded."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    def __contains__(self, key: str) -> bool:
        return self._raw.get(key) is not None

    def raw(self, key: str) -> Any:
        """Whatever stands there."""
        return self._raw.get(key)

    def text(self, key: str, default: str = "") -> str:
        """A text; numbers and truth values count as their text."""
        value = self._raw.get(key)
        if value is None:
            return default
        if isinstance(value, bool | int | float):
            return str(value)
        if not isinstance(value, str):
            raise NotDiscoverable(f"{key} is a text, not {_kind(value)}")
        if len(value) > MAX_SETTING:
            raise NotDiscoverable(f"{key} has {len(value)} characters; {MAX_SETTING} are allowed")
        return value

    def number(self, key: str, default: float) -> float:
        """A finite number, also from its text."""
        value = self._raw.get(key, default)
        try:
            number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
        except (ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise NotDiscoverable(f"{key} is a number, not {str(value)[:40]!r}")
        return number

    def flag(self, key: str, default: bool = False) -> bool:
        """A truth value."""
        value = self._raw.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise NotDiscoverable(f"{key} is true or false, not {str(value)[:40]!r}")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts, without doubles."""
        value = self._raw.get(key)
        if value is None:
            return default
        if not isinstance(value, list) or not all(isinstance(v, str | int | float) for v in value):
            raise NotDiscoverable(f"{key} is a list of texts, not {_kind(value)}")
        if len(value) > MAX_LISTED:
            raise NotDiscoverable(f"{key} has {len(value)} entries; {MAX_LISTED} are allowed")
        return tuple(dict.fromkeys(str(v) for v in value))

    def topic(self, key: str) -> str:
        """A topic to read from; empty where there is none."""
        topic = self.text(key)
        if topic and not is_topic(topic):
            raise NotDiscoverable(f"{key} is no topic: {topic[:80]!r}")
        return topic

    def template(self, key: str) -> Template | None:
        """A template, or None where there is none."""
        value = self._raw.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise NotDiscoverable(f"{key} is a template, not {_kind(value)}")
        try:
            return compiled(value)
        except NotDiscoverable as error:
            raise NotDiscoverable(f"{key}: {error}") from None

    def reading(self, topic_key: str, template_key: str, convert: Convert) -> Reading | None:
        """How a fact is read, or None where the topic is not set. A convert's ValueError means: says nothing."""
        topic = self.topic(topic_key)
        return Reading(topic, reader(self.template(template_key), convert)) if topic else None

    def writing(self, topic_key: str, template_key: str, encode: Encode) -> Writing | None:
        """How a wish is written, or None where the topic is not set."""
        topic = self.topic(topic_key)
        if not topic:
            return None
        if topic.startswith(FOREIGN_TREES) or (topic.startswith("homeassistant/") and topic.endswith("/config")):
            raise NotDiscoverable(f"{topic_key} {topic[:80]!r} is not a component's to write to")
        return Writing(topic, writer(self.template(template_key), encode))


def reader(template: Template | None, convert: Convert) -> Callable[[bytes], Value]:
    """Bytes → value: through the template, then converted."""

    def decode(payload: bytes) -> Value:
        text = _text_of(template, payload)
        if text is None or text.lower() in NOTHING_KNOWN:
            return None
        try:
            return convert(text)
        except (ValueError, OverflowError, RecursionError):
            return None

    return decode


def _text_of(template: Template | None, payload: bytes) -> str | None:
    if template is not None:
        values = values_of(payload)
        return None if values is None else template.render(values)
    try:
        return payload.decode("utf-8").strip() if len(payload) <= MAX_TEXT else None
    except UnicodeDecodeError:
        return None


def writer(template: Template | None, encode: Encode) -> Callable[[Value], bytes]:
    """Value → bytes: encoded, then through the template as `value`. Raises ValueError where the template fails."""

    def write(value: Value) -> bytes:
        text = encode(value)
        if template is None:
            return text.encode()
        rendered = template.render({"value": _plain(text)})
        if rendered is None:
            raise ValueError(f"the device's command template fails for {value!r}")
        return rendered.encode()

    return write


def _plain(text: str) -> Any:
    """A number as number, so that templates can calculate."""
    try:
        number = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return number if isinstance(number, int | float) and not isinstance(number, bool) else text


def a_number(text: str) -> float:
    """A finite number, whole ones as int. Raises ValueError."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return int(number) if number.is_integer() else number


def wished_number(value: Value) -> float:
    """The number of a wish. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"a number is needed, not {value!r}")
    return value


def number_text(number: float) -> str:
    """21.0 → "21", 20.5 → "20.5"."""
    rounded = round(number, 4)
    return str(int(rounded)) if float(rounded).is_integer() else str(rounded)


def _kind(value: object) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
    return "a text" if isinstance(value, str) else type(value).__name__
