"""The words for one wish: what is so when it is done, while it is under way, and the wish itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.utterance import Language
from devices.device import Capability, Device, Shape, Value
from devices.discovery.catalogue import SIGNALS
from devices.home import Home
from skills.naming import bare_name, in_language, is_plural, joined, name_in_sentence, room_in_sentence
from skills.values import in_words, plain_number
from skills.words import fill, section

_TEMPLATES = frozenset({"state", "doing", "act", "is", "negative"})
"""Keys of a wish that are parts of sentences; every other one is words of its own for an outcome or a reason."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates for a wish; {name} is still open, the value is filled in."""

    state: str
    doing: str
    act: str
    is_now: str
    """The state as a fact that was found, not as something just brought about."""
    sentences: tuple[tuple[str, str], ...] = ()
    """Whole sentences that replace the general one for an outcome or a reason: ("started", "{Name} {has|have} …"),
    ("ask.loaded", "Are rice and water in? …"); and under "risk" what may be so where nobody knows how it ended."""

    def sentence(self, key: str) -> str | None:
        """The words of its own for this outcome or reason."""
        return dict(self.sentences).get(key)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about."""

    name: str
    plural: bool
    things: str
    """The plural noun for several of its kind; empty: the one of its device."""


@dataclass(frozen=True, slots=True)
class Signal:
    """How a signal of the car is called."""

    subject: str
    like: str
    things: str
    below: str = ""
    """How it is called while its number is below zero; empty: as ever."""


def wording(device: Device | None, capability: str, value: Value, home: Home, language: Language) -> Wording:
    """The words for wishing this capability to be this value."""
    entry = _entry(device, _alias(capability, language), value, language)
    # What people say may hold braces; in a template they would be slots.
    spoken = value_in_words(device, capability, _positive(value, entry), home, language)
    spoken = spoken.replace("{", "(").replace("}", ")")
    filled = {key: template.replace("{value}", spoken).replace("{Value}", spoken) for key, template in entry.items()}
    own = tuple((k, v) for k, v in sorted(filled.items()) if k not in _TEMPLATES)
    return Wording(filled["state"], filled["doing"], filled["act"], filled.get("is", filled["state"]), own)


def wish_in_brief(device: Device | None, capability: str, value: Value, home: Home, language: Language) -> str:
    """A setting as it is counted up beside others: "congee", "ready at 19:00"; empty for what needs no word."""
    brief = wording(device, capability, value, home, language).sentence("brief")
    return value_in_words(device, capability, value, home, language) if brief is None else brief


def state_in_words(device: Device | None, capability: str, value: Value, home: Home, language: Language) -> str:
    """What is so while this capability has this value: "on", "at 50% brightness"."""
    subject = subject_of(device, capability, home, language, value)
    return fill(wording(device, capability, value, home, language).is_now, subject.plural, name=subject.name)


def subject_of(device: Device | None, capability: str, home: Home, language: Language, value: Value = None) -> Subject:
    """What to call the thing a capability belongs to; a signal of a car has a name of its own.

    `value` is what it is or shall be: a seat heating below zero is the ventilation of that seat.
    """
    if device is None:
        return Subject(str(section(language, "name")["unknown"]), False, "")
    signal = signal_named(capability, language)
    if signal is None:
        return Subject(name_in_sentence(device, home, language), is_plural(bare_name(device, language), language), "")
    called = signal.below if signal.below and _is_negative(value) else signal.subject
    return Subject(called, is_plural(called, language), "" if called == signal.below else signal.things)


def value_in_words(device: Device | None, capability: str, value: Value, home: Home, language: Language) -> str:
    """A value of a device's capability; a room's name is said as in a sentence."""
    found: Capability | None = device.capabilities.get(capability) if device else None
    if isinstance(value, tuple):
        return joined([part_in_words(part, home, language) for part in value], language)
    return in_words(value, found, language)


def part_in_words(part: str, home: Home, language: Language) -> str:
    """A part of a value; what is called like a room is said as that room."""
    for room in home.rooms.values():
        if part == room.id or part.casefold() in (n.casefold() for n in room.names):
            return room_in_sentence(room.id, home, language)
    return in_language((part,), language)


@lru_cache(maxsize=4096)
def signal_named(path: str, language: Language) -> Signal | None:
    """The words for a signal of the car; None for a capability that is no known signal."""
    for pattern, words in _signals(language):
        match = pattern.fullmatch(path)
        if match:
            place = match[1] if match.groups() else ""
            seat = str(section(language, "seat").get(place, place))
            named, below = (words.get(key, "").replace("{seat}", seat) for key in ("subject", "below"))
            return Signal(named, words["like"], words.get("things", ""), below)
    known = SIGNALS.get(path)
    if known is None or language not in known.names:
        return None
    name = known.names[language]
    return Signal(f"the {name}" if language == "en" else name, "on" if known.shape is Shape.FLAG else "*", "")


@cache
def _signals(language: Language) -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    return tuple(
        (re.compile(re.escape(path).replace(r"\*", "(.+)")), words)
        for path, words in section(language, "signal").items()
    )


def _alias(capability: str, language: Language) -> str:
    signal = signal_named(capability, language)
    return signal.like if signal else capability


def _entry(device: Device | None, capability: str, value: Value, language: Language) -> dict[str, str]:
    """The words of a wish: those for its device class before those for its kind before the general ones."""
    table = section(language, "wish")
    wish = f"{capability}.{value_key(value)}"
    sorts = [sort for sort in (device.kind, device.flavour) if sort] if device else []
    entry: dict[str, str] = {}
    below = (f"{capability}.{BELOW_ZERO}",) if _is_negative(value) else ()
    for place in ("*", capability, *below, wish, *(f"{s}:{end}" for s in sorts for end in (capability, wish))):
        entry |= table.get(place, {})
    if below and below[0] in table:
        entry[BELOW_ZERO] = ""
    return entry


BELOW_ZERO = "negative"
"""Key of the words for a number below zero; they tell it without its sign."""


def _is_negative(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value < 0


def _positive(value: Value, entry: Mapping[str, str]) -> Value:
    """Without its sign where the words say what is below zero."""
    is_told = BELOW_ZERO in entry and isinstance(value, int | float)
    return abs(value) if is_told and isinstance(value, int | float) else value


def value_key(value: Value) -> str:
    """How a value stands in a key of the phrase files: "true", "100", "docked"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return plain_number(value)
    return value if isinstance(value, str) else ""
