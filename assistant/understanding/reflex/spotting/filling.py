"""What a tool is called with, out of what a sentence names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.parameters import Choice, JsonValue, Parameter, Targets, Words
from assistant.tools import Tool
from assistant.understanding.gazetteer import Mention
from assistant.understanding.names import Names
from assistant.understanding.reflex.spotting.wanting import denial_before
from assistant.utterance import Language, Utterance


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that occurs, in characters of the sentence; `end` is behind it."""

    tool: Tool
    start: int
    end: int


def filled(hit: Hit, mentions: Sequence[Mention], said: Utterance, names: Names) -> dict[str, JsonValue] | None:
    """What the tool is called with; None where something it needs was not said."""
    arguments: dict[str, JsonValue] = {}
    left = [m for m in _by_nearness(mentions, hit) if not _is_taken_back(m, hit, said)]
    for parameter in hit.tool.parameters:
        value = _value(parameter, left, said, names)
        if value is not None:
            arguments[parameter.name] = value
        elif parameter.required:
            return None
    return arguments


def is_spotted(parameter: Parameter) -> bool:
    """Whether a name that the gazetteer finds stands there."""
    return isinstance(parameter.mark, Words) and bool(parameter.mark.spotted)


def is_told(parameter: Parameter) -> bool:
    """Whether words of the sentence stand there."""
    return is_spotted(parameter) or isinstance(parameter.mark, Choice)


def _value(parameter: Parameter, left: list[Mention], said: Utterance, names: Names) -> JsonValue:
    match parameter.mark:
        case Targets(kinds=("car",), default=default):
            cars = [thing.id for thing in names.things if thing.kind == "car"]
            return tuple(cars) if len(cars) == 1 and (said.speaker.seat or default != "aboard") else None
        case Choice(words=words):
            return _said_of(words, said)
        case Words(spotted=spotted) if spotted:
            mention = _fitting(left, spotted)
            if mention is None:
                return None
            left.remove(mention)
            return mention.words
        case _:
            return None


def _is_taken_back(mention: Mention, hit: Hit, said: Utterance) -> bool:
    """Whether what is named is just what is not wished, as far as the cue itself does not say so."""
    denial = denial_before(said.text, mention.start, said.language)
    return denial is not None and not hit.start <= denial.start() < hit.end


def _fitting(left: Sequence[Mention], spotted: str) -> Mention | None:
    """The first name that may stand for a parameter."""
    match spotted:
        case "kind":
            kinds = [m for m in left if m.is_kind]
            return next((m for m in kinds if not m.is_definite), kinds[0] if kinds else None)
        case "offer":
            return next((m for m in left if m.is_offered), None)
        case "one":
            return next((m for m in left if not m.is_kind or m.is_definite), None)
        case _:
            return left[0] if left else None


def _by_nearness(mentions: Sequence[Mention], hit: Hit) -> list[Mention]:
    """Names behind the cue first, as they come; those in front of it after them, the nearest first."""
    behind = [m for m in mentions if m.start >= hit.start]
    before = [m for m in mentions if m.start < hit.start]
    return [*behind, *reversed(before)]


def _said_of(words: Mapping[str, Mapping[Language, tuple[str, ...]]], said: Utterance) -> str | None:
    """The value of a choice of which the longest word occurs."""
    occurring = [
        (len(word), value)
        for value, spoken in words.items()
        for word in spoken.get(said.language, ())
        if _occurs(word, said.text.casefold())
    ]
    return max(occurring)[1] if occurring else None


def _occurs(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text) is not None if word.isascii() else word in text
