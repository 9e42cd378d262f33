"""The sentences of the dialogue itself, per language. What happened to devices is worded by the skills alone."""

import tomllib
from functools import cache
from importlib.resources import files

from assistant.utterance import Language


@cache
def _sentences(language: Language) -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text("utf-8"))


def sentence(key: str, language: Language, **facts: object) -> str:
    """The sentence of that key. Raises KeyError for a key that no language file has."""
    return _sentences(language)[key].format(**facts)


def keys(language: Language) -> frozenset[str]:
    """All keys of a language, so that a test can hold the files side by side."""
    return frozenset(_sentences(language))
