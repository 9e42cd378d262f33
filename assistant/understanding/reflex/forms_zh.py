"""How a stretch of spoken Mandarin says what it is: the regular expressions of words/forms.toml, read once."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    read = tomllib.loads((files(__package__) / "words" / "forms.toml").read_text("utf-8"))
    return {name: re.compile("|".join(ways)) for name, ways in read.items()}


def form(name: str) -> re.Pattern[str]:
    """The expression of that name. Raises KeyError where the file has none."""
    return _forms()[name]
