"""What is said about settings that cannot be taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.utterance import Language

SECRET = frozenset({"token", "broker_password"})
"""Keys whose values are secrets."""
_SIGNED_IN = re.compile(r"(?<=//)[^/\s]*@|^[^/\s]*:[^/\s]*@")
"""A name and a password in front of a host."""


@dataclass(frozen=True, slots=True)
class WrongSetting:
    """One setting that cannot be taken."""

    key: str
    value: object
    """As it was written; None where a key is missing, or unknown: under such a one may stand anything, a token too."""
    source: str
    """The file, the environment variable or the option it came from."""
    right: Mapping[Language, str]
    """What would be right."""


class SettingsWrong(Exception):
    """The settings cannot be taken; each entry names the key, the value and what would be right."""

    def __init__(self, entries: tuple[WrongSetting, ...]) -> None:
        self.entries = entries
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """One line an entry."""
        return "\n".join(_line(entry, language) for entry in self.entries)


def _shown(entry: WrongSetting) -> str:
    if entry.key in SECRET:
        return "***"
    value = entry.value
    return repr(_SIGNED_IN.sub("***@", value) if isinstance(value, str) else value)


def _line(entry: WrongSetting, language: Language) -> str:
    shown = "" if entry.value is None else f" = {_shown(entry)}"
    if language == "zh":
        return f"设置 {entry.key}{shown}(来自{entry.source})不对。应为:{entry.right['zh']}"
    return f"setting {entry.key}{shown} (from {entry.source}) is wrong. Right would be: {entry.right['en']}"
