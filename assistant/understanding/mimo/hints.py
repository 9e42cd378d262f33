"""What people hint at: a cue in the sentence stands for plain wishes of the same language."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.understanding.reflex.tokens import is_chinese, words_of
from assistant.utterance import LANGUAGES, Language

_THING = re.compile(r"\{([^{}]+)\}")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A plain sentence."""

    text: str
    """As somebody would say it."""
    things: str = ""
    """The words in it that name the things."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What cues stand for."""

    cues: tuple[Words, ...]
    """In any language; one of them has to be said."""
    wishes: Mapping[Language, tuple[Wish, ...]]
    around: str = ""
    """A kind: what is meant is in the rooms that have such a thing. Empty: where the person is."""
    alone: bool = False
    """The only such thing of the house serves a room that has none."""
    together: bool = False
    """Who wants one of the wishes wants all of them."""


def hints() -> tuple[Hint, ...]:
    """All hints that are known."""
    return _known().hints


def hints_in(words: Sequence[str]) -> tuple[Hint, ...]:
    """The hints of which a cue is said."""
    return tuple(hint for hint in hints() if _says(words, hint.cues))


def asks_advice(words: Sequence[str]) -> bool:
    """Whether an opinion is asked for, which no look at the home can give alone."""
    return _says(words, _known().advice)


def tells_story(words: Sequence[str]) -> bool:
    """Whether it is told of others or of the past: what is named in it is no wish."""
    return _says(words, _known().story)


def is_beyond_now(words: Sequence[str]) -> bool:
    """Whether it asks for more than how things are now: another time, how often, by whom, or why."""
    return _says(words, _known().beyond_now)


def cue_places(words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where cues stand: start and end. A word in one ("I can not see") has no meaning of its own."""
    said = tuple(words)
    return tuple(
        (i, i + len(cue)) for h in hints() for cue in h.cues for i in range(len(said)) if said[i : i + len(cue)] == cue
    )


def _says(words: Sequence[str], cues: Sequence[Words]) -> bool:
    """Whether any cue stands in the sentence, its words side by side."""
    said = tuple(words)
    return any(said[i : i + len(cue)] == cue for cue in cues for i in range(len(said) - len(cue) + 1))


@dataclass(frozen=True, slots=True)
class _Known:
    hints: tuple[Hint, ...]
    advice: tuple[Words, ...]
    story: tuple[Words, ...]
    beyond_now: tuple[Words, ...]


@cache
def _known() -> _Known:
    told = tomllib.loads(files(__package__).joinpath("hints.toml").read_text("utf-8"))
    return _Known(
        tuple(map(_hint, told["hint"])), _cues(told["advice"]), _cues(told["story"]), _cues(told["beyond_now"])
    )


def _hint(told: Mapping[str, Any]) -> Hint:
    wishes = {language: tuple(map(_wish, told.get(f"wishes_{language}", ()))) for language in LANGUAGES}
    return Hint(_cues(told), wishes, told.get("around", ""), told.get("alone", False), told.get("together", False))


def _cues(told: Mapping[str, Any]) -> tuple[Words, ...]:
    return tuple(words_of(cue) for language in LANGUAGES for cue in told[language])


def _wish(text: str) -> Wish:
    named = _THING.search(text)
    things = named[1] if named else ""
    joined = "" if any(map(is_chinese, text)) else " "
    return Wish(_THING.sub(r"\1", text), things.removeprefix("the ") if joined else things)
