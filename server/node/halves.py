"""A sentence of which one half is the car's and the other the house's, as the two sentences it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import Mind, Step
from assistant.utterance import Utterance

_JOINT = re.compile(
    r"\s*,?\s+(?:and then|and also|and|then)\s+|\s*[,;]\s+|\s*[，；、]\s*|\s*,?(?:然后|并且|顺便|接着|同时|而且)\s*",
    re.IGNORECASE,
)
MOST_JOINTS = 6
"""Places at which one sentence is tried to be parted."""


class OtherHalf(Mind, Protocol):
    """The house, as far as the car can tell what it would make of a sentence."""

    def places(self, utterance: Utterance, toolbox: Toolbox) -> bool:
        """Whether the house, as it was seen last, has all that is named, and it is wished or asked for now."""
        ...


def parted(utterance: Utterance) -> Iterator[tuple[Utterance, Utterance]]:
    """The sentence as two, at one joint after the other."""
    for joint in list(_JOINT.finditer(utterance.text))[:MOST_JOINTS]:
        halves = utterance.text[: joint.start()].strip(), utterance.text[joint.end() :].strip()
        if all(halves):
            yield replace(utterance, text=halves[0]), replace(utterance, text=halves[1])


def alone(conversation: Conversation) -> Conversation:
    """A dialogue in which nothing was said: what "it" is in half a sentence, the other half may say."""
    return Conversation(conversation.place)


def calls_of(steps: Sequence[Step]) -> tuple[ToolCall, ...]:
    """All of them, where there is nothing but calls."""
    calls = tuple(step for step in steps if isinstance(step, ToolCall))
    return calls if len(calls) == len(steps) else ()
