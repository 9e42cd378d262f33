"""A component's settings, read with their types; whatever is wrong is named with its key."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from devices.device import Reading, Value, Writing
from devices.discovery.ha.kinds import CONFIGURATION
from devices.discovery.ha.template_numbers import MAX_TEXT
from devices.discovery.ha.templates import Template, compiled, values_of
from devices.errors import NotDiscoverable
from devices.topics import is_filter, is_topic, is_wild

NOTHING_KNOWN = frozenset({"", "none", "unknown", "unavailable"})
NO_WORD = frozenset({"unknown", "unavailable", "None"})
"""What says nothing where words are told: an error that is "none", or a text that is empty, says that there is none."""
MAX_SETTING = 1_000
"""Characters of a text setting that is no template."""
MAX_LISTED = 2_000
"""Entries of a list setting."""
FOREIGN_TREES = ("vss/", "$")
"""Topics that no component may write to: cars have rules of their own, and "$" belongs to the broker."""
LEAST_LITERAL = 2
"""Levels that a wild topic has to name."""

_TRUE = frozenset({"true", "yes", "on", "enable", "1"})
_FALSE = frozenset({"false", "no", "off", "disable", "0"})

Convert = Callable[[str], Value]
Encode = Callable[[Value], str]
Variables = Callable[[Value], Mapping[str, Any]]
"""What a command template sees beside `value`."""


class Settings:
    """The settings of one component, abbreviations and topic base expanded."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    def __contains__(self, key: str) -> bool:
        return self._raw.get(key) is not None

    def raw(self, key: str) -> Any:
        """Whatever stands there."""
        return self._raw.get(key)

    def is_null(self, key: str) -> bool:
        """Whether it stands there as null, which is another thing than not standing there."""
        return key in self._raw and self._raw[key] is None

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
        value = self._raw.get(key)
        if value is None or value == "":
            return default
        try:
            number = float(value) if isinstance(value, int | float | str) else math.nan
        except (ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise NotDiscoverable(f"{key} is a number, not {str(value)[:40]!r}")
        return number

    def flag(self, key: str, default: bool = False) -> bool:
        """A truth value, also from its usual texts; the default for anything else."""
        value = self._raw.get(key)
        if isinstance(value, int | float):
            return bool(value)
        lowered = value.strip().lower() if isinstance(value, str) else ""
        return True if lowered in _TRUE else False if lowered in _FALSE else default

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts, without doubles; one text by itself counts as a list."""
        value = self._raw.get(key)
        if value is None:
            return default
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(v, str | int | float | None) for v in listed):
            raise NotDiscoverable(f"{key} is a list of texts, not {_kind(value)}")
        if len(listed) > MAX_LISTED:
            raise NotDiscoverable(f"{key} has {len(listed)} entries; {MAX_LISTED} are allowed")
        return tuple(dict.fromkeys(str(v) for v in listed if v is not None))

    def topic(self, key: str) -> str:
        """A topic; empty where there is none."""
        topic = self.text(key)
        if topic and not is_topic(topic):
            raise NotDiscoverable(f"{key} is no topic: {topic[:80]!r}")
        return topic

    def told_on(self, key: str) -> str:
        """A topic to listen to, which may leave whole levels open ("+") where it still names what it is about."""
        topic = self.text(key)
        if topic and is_wild(topic):
            levels = topic.split("/")
            literal = [level for level in levels if level not in ("", "+")]
            if not is_filter(topic) or "#" in topic or levels[-1] == "+" or len(literal) < LEAST_LITERAL:
                raise NotDiscoverable(f"{key} listens to too much: {topic[:80]!r}")
            return topic
        return self.topic(key)

    def template(self, key: str) -> Template | None:
        """A template, or None where there is none."""
        value = self._raw.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise NotDiscoverable(f"{key} is a template, not {_kind(value)}")
        try:
            return compiled(value)
        except NotDiscoverable as error:
            raise NotDiscoverable(f"{key}: {error}") from None

    def reading(self, topic_key: str, template_key: str, convert: Convert) -> Reading | None:
        """How a fact is read, or None where the topic is not set. A convert's ValueError means: says nothing.

        Where something can be wished, its own topic has to tell how it is: only then may a report count as proof.
        """
        topic = self.topic(topic_key) if self._is_commanded else self.told_on(topic_key)
        if not topic:
            return None
        expires = self.number("expire_after", 0)
        return Reading(
            topic, reader(self.template(template_key), convert), expires_after_s=expires if expires > 0 else None
        )

    def writing(
        self, topic_key: str, template_key: str, encode: Encode, variables: Variables | None = None
    ) -> Writing | None:
        """How a wish is written, or None where the topic is not set."""
        topic = self.topic(topic_key)
        if not topic:
            return None
        if topic.startswith(FOREIGN_TREES) or CONFIGURATION.fullmatch(topic):
            raise NotDiscoverable(f"{topic_key} {topic[:80]!r} is not a component's to write to")
        return Writing(topic, writer(self.template(template_key), encode, variables))

    @property
    def _is_commanded(self) -> bool:
        return any(key.endswith("command_topic") for key in self._raw)


def reader(template: Template | None, convert: Convert) -> Callable[[bytes], Value]:
    """Bytes → value: through the template, then converted."""

    def decode(payload: bytes) -> Value:
        text = text_of(template, payload)
        if text is None or (text in NO_WORD if convert is str else text.lower() in NOTHING_KNOWN):
            return None
        try:
            return convert(text)
        except (ValueError, OverflowError, RecursionError):
            return None

    return decode


def text_of(template: Template | None, payload: bytes) -> str | None:
    """What a message says, through the template where there is one; None for foreign bytes or a template that fails."""
    if template is not None:
        values = values_of(payload)
        return None if values is None else template.render(values)
    try:
        return payload.decode("utf-8").strip() if len(payload) <= MAX_TEXT else None
    except UnicodeDecodeError:
        return None


def writer(template: Template | None, encode: Encode, variables: Variables | None = None) -> Callable[[Value], bytes]:
    """Value → bytes: encoded, then through the template as `value`. Raises ValueError where the template fails."""

    def write(value: Value) -> bytes:
        text = encode(value)
        if template is None:
            return text.encode()
        is_counted = isinstance(value, int | float) and not isinstance(value, bool)
        seen = {"value": _plain(text) if is_counted else text}
        rendered = template.render({**seen, **variables(value)} if variables else seen)
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
