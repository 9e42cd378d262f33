"""The phrase files of the skills in both languages, and the small template language they are written in.

A template holds `{name}` for a fact and `{is|are}` for a word in the singular or the plural.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.utterance import Language

_BRACES = re.compile(r"\{([^{}]*)\}")


@cache
def phrase_file(name: str) -> Mapping[str, Any]:
    """A phrase file by its stem ("en", "zh", "states")."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


def section(language: Language, name: str) -> Mapping[str, Any]:
    """One table of a language's phrase file; empty where it has none."""
    found: Mapping[str, Any] = phrase_file(language).get(name, {})
    return found


def fill(template: str, plural: bool = False, /, **facts: str) -> str:
    """The template with its facts; a fact written with a capital (`{Name}`) begins with a capital letter.

    Raises KeyError for a fact that is missing.
    """

    def word(match: re.Match[str]) -> str:
        inside = match[1]
        if "|" in inside:
            return inside.split("|")[1 if plural else 0]
        if inside in facts:
            return facts[inside]
        return capitalised(facts[inside[0].lower() + inside[1:]])

    return _BRACES.sub(word, template)


def say(key: str, language: Language, plural: bool = False, /, **facts: str) -> str:
    """A sentence from the table [say]. Raises KeyError for a key that the file does not have."""
    return fill(phrase_file(language)["say"][key], plural, **facts)


def capitalised(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
