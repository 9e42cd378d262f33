"""What the car says about its link to the house, in both languages. Words of the house itself are never changed."""

import tomllib
from functools import cache
from importlib.resources import files

from assistant.utterance import LANGUAGES, Language


@cache
def _sentences(language: Language) -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text("utf-8"))


def say(key: str, language: Language, **facts: object) -> str:
    """The sentence of that key. Raises KeyError for a key that the files do not have."""
    return _sentences(language)[key].format(**facts)


def both(key: str, **facts: object) -> dict[Language, str]:
    """The sentence of that key by language."""
    return {language: say(key, language, **facts) for language in LANGUAGES}


def keys(language: Language) -> frozenset[str]:
    """All keys of a language, so that a test can hold the files side by side."""
    return frozenset(_sentences(language))


def age(seconds: float, language: Language) -> str:
    """How long ago, in words; never shorter than it is."""
    minutes, hours, days = (int(seconds // length) for length in (60, 3600, 86_400))
    if days >= 2:
        return say("age_days", language, count=days)
    if hours >= 2:
        return say("age_hours", language, count=hours)
    if hours:
        return say("age_hour", language)
    if minutes >= 2:
        return say("age_minutes", language, count=minutes)
    return say("age_minute" if minutes else "age_now", language)
