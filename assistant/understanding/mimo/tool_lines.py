"""The tools as the model reads them: one short line each."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from assistant.tools import Choice, Parameter, Quantity, Targets, Tool, Words

Values = tuple[str, ...]

_SLOT = re.compile(r"\{\w+\}")

SHARED_FROM = 5
"""A list of so many choices is written once where several tools take it."""


def lines_of(tools: Iterable[Tool]) -> str:
    """All of them, in an order that does not depend on how the skills were found."""
    ordered = sorted(tools, key=lambda t: t.name)
    shared = _shared_choices(ordered)
    legend = [f"{name} is one of {'|'.join(values)}" for values, name in shared.items()]
    return "\n".join([*legend, *(line_of(t, shared) for t in ordered)])


def line_of(tool: Tool, shared: Mapping[Values, str] | None = None) -> str:
    """`set_humidity(things, percent 0..100 %): Set the humidity.`"""
    taken = ", ".join(_signature(p, shared or {}) for p in tool.parameters)
    return f"{tool.name}({taken}): {_sentence(tool.description)}"


def _shared_choices(tools: Iterable[Tool]) -> dict[Values, str]:
    """Lists of choices that several tools take → the name they are written under."""
    uses = Counter((tuple(p.mark.words), p.name) for t in tools for p in t.parameters if isinstance(p.mark, Choice))
    found: dict[Values, str] = {}
    for (values, name), count in uses.items():
        if count > 1 and len(values) >= SHARED_FROM and name.upper() not in found.values():
            found[values] = name.upper()
    return found


def plain_phrase(phrase: str) -> str:
    """A phrase without its notation: the first of alternatives, optional words left out."""
    phrase = re.sub(r"\[[^\]]*\]", "", phrase)
    phrase = re.sub(r"\(([^|()]*)\|[^()]*\)", r"\1", phrase)
    return " ".join(phrase.split())


def _sentence(description: str) -> str:
    """The first sentence: the rest is for people who read documentation."""
    return re.split(r"(?<=[.!?])\s|;\s", description)[0]


def _signature(parameter: Parameter, shared: Mapping[Values, str]) -> str:
    name = parameter.name if parameter.required else f"{parameter.name}?"
    match parameter.mark:
        case Targets():
            return name
        case Quantity(unit=unit, low=low, high=high):
            return f"{name} {low:g}..{high:g}{f' {unit}' if unit else ''}"
        case Choice(words=words):
            return f"{name} {shared.get(tuple(words)) or '|'.join(words)}"
        case Words(what=what):
            return f"{name} text: {what}"
        case _:
            return name
