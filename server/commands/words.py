"""What the command line says, in the language of the terminal."""

import os
from collections.abc import Mapping

from assistant.utterance import Language


def terminal_language(environment: Mapping[str, str] | None = None) -> Language:
    """Mandarin where MIMOSA_LANGUAGE or the locale says so, else English."""
    variables = os.environ if environment is None else environment
    for name in ("MIMOSA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if variables.get(name):
            return "zh" if variables[name].lower().startswith("zh") else "en"
    return "en"


def words(en: str, zh: str) -> str:
    """The one of two wordings that this terminal reads."""
    return zh if terminal_language() == "zh" else en
