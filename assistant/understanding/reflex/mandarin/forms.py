"""How a stretch of spoken Mandarin says what it is: the regular expressions of words/forms.toml, read once."""

import re
from collections.abc import Mapping
from functools import cache

from assistant.understanding.reflex.words import read_words


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    read = read_words("forms")
    return {name: re.compile("|".join(ways)) for name, ways in read.items()}


def form(name: str) -> re.Pattern[str]:
    """The expression of that name. Raises KeyError where the file has none."""
    return _forms()[name]
