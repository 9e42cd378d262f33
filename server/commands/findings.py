"""What the doctor says about one thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.utterance import Language


class Health(StrEnum):
    """How one thing is."""

    OK = "ok"
    WARN = "warn"
    """Mimosa runs; something is less than it could be."""
    FAIL = "fail"
    """Mimosa, or this part of it, does not run."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    """"python", "processor", "memory", "disk", "clock", "sound", "model …", "core", "broker", "port", "certificate",
    "database"."""
    health: Health
    what: Mapping[Language, str]
    """How it is, in one line."""
    remedy: Mapping[Language, str]
    """What helps; empty texts where nothing is needed."""


def fine(name: str, en: str, zh: str) -> Finding:
    """Nothing to do."""
    return Finding(name, Health.OK, {"en": en, "zh": zh}, {"en": "", "zh": ""})


def trouble(name: str, health: Health, what: tuple[str, str], remedy: tuple[str, str]) -> Finding:
    """Something to do; both pairs are (English, Mandarin)."""
    return Finding(name, health, {"en": what[0], "zh": what[1]}, {"en": remedy[0], "zh": remedy[1]})
