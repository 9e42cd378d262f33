"""The tools as the model reads them: one short line each, only those that the sentence can mean."""

import re
from collections.abc import Iterable

from assistant.tools import Choice, Parameter, Quantity, Targets, Words
from assistant.understanding.mimo.candidates import Candidate, can_be_said

MAX_DESCRIPTION = 56
"""Characters."""


def lines_of(found: Iterable[Candidate]) -> str:
    """One line for each, in their order."""
    return "\n".join(line_of(each) for each in found)


def line_of(each: Candidate) -> str:
    """`set_humidity(things, percent 40): Set the humidity.`"""
    taken = ", ".join(_signature(p, each) for p in each.tool.parameters if p.required or can_be_said(p, each))
    return f"{each.tool.name}({taken}): {_short(each.tool.description)}"


def plain_phrase(phrase: str) -> str:
    """A phrase without its notation: the first of alternatives, optional words left out."""
    phrase = re.sub(r"\[[^\]]*\]", "", phrase)
    phrase = re.sub(r"\(([^|()]*)\|[^()]*\)", r"\1", phrase)
    return " ".join(phrase.split())


def _short(description: str) -> str:
    """The first sentence, and of a long one its beginning: the rest is for people who read documentation."""
    sentence = re.split(r"(?<=[.!?])\s|;\s", description)[0]
    return sentence if len(sentence) <= MAX_DESCRIPTION else re.split(r"[,:]\s", sentence)[0][: MAX_DESCRIPTION + 20]


def _signature(parameter: Parameter, each: Candidate) -> str:
    name = parameter.name if parameter.required else f"{parameter.name}?"
    match parameter.mark:
        case Targets():
            return name
        case Quantity():
            return f"{name} {'|'.join(f'{amount:g}' for amount in each.amounts.get(parameter.name, ()))}".rstrip()
        case Choice():
            return f"{name} {'|'.join(each.values.get(parameter.name, ()))}".rstrip()
        case Words(what=what):
            return f"{name} text: {what}"
        case _:
            return name
