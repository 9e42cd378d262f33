"""What a plain switch, plug, button or lamp powers, as far as its names say: a table of words (`names.toml`)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from devices.device import Device

NAMED_KINDS = frozenset(
    {
        *("switch", "light", "outlet", "plug", "input_boolean", "group", "remote", "button", "input_button"),
        *("scene", "script", "automation", "number", "input_number", "select", "input_select", "siren"),
        *("climate", "humidifier", "water_heater", "cover"),
    }
)
"""Kinds whose names may say more than the kind does."""

CLIMATES = frozenset({"climate", "humidifier", "water_heater"})
"""Kinds with a tier of their own for switching on; their names count for switching off."""

VEILS = frozenset({"curtain", "blind", "shade", "shutter", "awning", "window", "damper"})
"""Flavours of cover that nobody comes in by, whatever they are called after."""

_WORD = re.compile(r"[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing that names tell of."""

    what: str
    on: int
    off: int
    press: int
    spared: bool
    frost: bool
    kinds: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    """English, in lower case, word by word."""
    characters: tuple[str, ...]
    """Mandarin."""

    def is_named_in(self, name: str) -> bool:
        """Whether a name says so. "Oven light" does not: it ends with what it is instead."""
        folded = name.casefold()
        if any(c in folded and not _is_beside(folded, c) for c in self.characters):
            return True
        words = _WORD.findall(folded)
        return any(_stands_in(phrase, words) for phrase in self.phrases)


PLAIN = frozenset(
    {
        *("on", "open", "position", "tilt", "stop", "locked", "muted", "oscillating", "direction", "preset", "effect"),
        *("brightness", "color", "color_temperature", "speed", "mode", "press", "activate", "option", "value", "text"),
        *("target_temperature", "target_humidity", "volume", "playback", "next", "previous", "source"),
    }
)
"""Capabilities every device of a kind has; any other is named by whoever made the device."""


def things_of(device: Device, capability: str = "on") -> tuple[Thing, ...]:
    """What the device's name and aliases, and the name its maker gave the capability, say it is or powers."""
    own = () if capability in PLAIN else (capability.replace("_", " "), *_label(device, capability))
    if device.kind not in NAMED_KINDS or (device.kind == "cover" and device.flavour in VEILS):
        return _things("switch", own) if own and device.kind != "car" else ()
    return _things(device.kind, (device.name, *device.aliases, *own))


def _label(device: Device, capability: str) -> tuple[str, ...]:
    known = device.capabilities.get(capability)
    return (known.label,) if known is not None and known.label else ()


@lru_cache(maxsize=16_384)
def _things(kind: str, names: tuple[str, ...]) -> tuple[Thing, ...]:
    if not any(map(_may_tell, names)):
        return ()
    return tuple(t for t in THINGS if (not t.kinds or kind in t.kinds) and any(t.is_named_in(n) for n in names))


def _may_tell(name: str) -> bool:
    """Whether a name has any word of the table at all; most have none, and need no closer look."""
    folded = name.casefold()
    return not folded.isascii() or not _FORMS.isdisjoint(_WORD.findall(folded))


def _stands_in(phrase: tuple[str, ...], words: list[str]) -> bool:
    for start in range(len(words) - len(phrase) + 1):
        # Nearly no word of a name begins a phrase; this look spares the rest for a large house's first sentences.
        if not words[start].startswith(phrase[0]):
            continue
        found = words[start : start + len(phrase)]
        if all(_same(a, b) for a, b in zip(phrase, found, strict=True)):
            is_last = start + len(phrase) == len(words)
            if is_last or not any(_ends_with(head, words) for head in HEADS):
                return True
    return False


def _ends_with(head: str, words: list[str]) -> bool:
    """Whether a name is that of a lamp or a curtain: its last words say so."""
    said = head.split()
    return len(said) <= len(words) and all(_same(a, b) for a, b in zip(said, words[-len(said) :], strict=True))


def _same(word: str, found: str) -> bool:
    return found in (word, f"{word}s", f"{word}es")


def _is_beside(name: str, characters: str) -> bool:
    return not name.endswith(characters) and name.endswith(tuple(h for h in HEADS if not h.isascii()))


def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("devices.rules") / "names.toml").read_text("utf-8"))


def _read(table: Mapping[str, Any]) -> Iterator[Thing]:
    for row in table["thing"]:
        yield Thing(
            what=row["what"],
            on=row.get("on", 1),
            off=row.get("off", 1),
            press=row.get("press", max(row.get("on", 1), row.get("off", 1))),
            spared=row.get("spared", False),
            frost=row.get("frost", False),
            kinds=frozenset(row.get("kinds", ())),
            phrases=tuple(tuple(p.split()) for p in row["en"]),
            characters=tuple(row["zh"]),
        )


HEADS: tuple[str, ...] = tuple(_table()["heads"])
THINGS: tuple[Thing, ...] = tuple(_read(_table()))
"""In the order of the table."""

_FORMS = frozenset(
    form for thing in THINGS for phrase in thing.phrases for word in phrase for form in (word, f"{word}s", f"{word}es")
)
"""Every English word of the table, also in the plural."""
