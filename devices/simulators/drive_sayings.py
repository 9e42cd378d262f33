"""What people say in cars, by language and by the seats it is said on."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence."""

    text: str
    language: str
    seats: frozenset[str]
    """Where it is said; empty: anywhere."""


@cache
def sayings() -> Sequence[Sentence]:
    """All of `drive_sayings.toml`."""
    told = tomllib.loads((files("devices.simulators") / "drive_sayings.toml").read_text("utf-8"))
    return tuple(
        Sentence(text, language, frozenset(group.get("seats", ())))
        for group in told["sayings"]
        for language in ("en", "zh")
        for text in group[language]
    )
