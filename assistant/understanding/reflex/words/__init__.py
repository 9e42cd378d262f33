"""The word files of the reflex: what is said in each language, and what it means."""

import tomllib
from importlib.resources import files
from typing import Any


def read_words(name: str) -> dict[str, Any]:
    """The tables of words/<name>.toml."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
