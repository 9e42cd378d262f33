"""A sentence of which one part is the car's and another the house's, as the sentences it is made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations
from typing import Protocol

from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mind import Mind, Step
from assistant.utterance import Utterance

_JOINT = re.compile(
    r"\s*,?\s+(?:and then|and also|and|then)\s+|\s*[,;]\s+|\s*[，；、]\s*|\s*,?(?:然后|并且|顺便|接着|同时|而且)\s*",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(r"^\W*(?:(?:or|either|otherwise|else)\b|还是|或者|或是|要么|要不|不然|否则)", re.IGNORECASE)
"""How half a sentence begins that is wished for only where the other is not."""
_ASKING = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|has|have|what|which|where|when|who|how|whether)\b|[?？]\W*$|[吗嘛么呢]\W*$|"
    r"是否|是不是|有没有|(.)[没不]\1|多少|几[度点个]|什么|哪",
    re.IGNORECASE,
)
_THEN = re.compile(r"^\W*(?:and\s+)?then\b|^\W*(?:那么?|就|然后|接着)", re.IGNORECASE)
_JOINT_THEN = re.compile(r"\bthen\b|然后|接着", re.IGNORECASE)
"""After a question it makes the rest depend on the answer."""
_TOLD = re.compile(r"\b(?:remember|remind|reminder|tell|ask)\b|记得|记住|提醒|别忘|告诉|转告", re.IGNORECASE)
"""Words of a sentence that is for somebody to know, or for later: nothing in it is to be done now."""
MOST_JOINTS = 6
"""Places at which one sentence is tried to be parted."""


class OtherHalf(Mind, Protocol):
    """The house, as far as the car can tell what it would make of a sentence."""

    def places(self, utterance: Utterance, toolbox: Toolbox) -> bool:
        """Whether the house, as it was seen last, has all that is named, and it is wished or asked for now."""
        ...


def parted(utterance: Utterance) -> Iterator[tuple[Utterance, ...]]:
    """The sentence as two, at one joint after the other, then as three; not at all where a part hangs on another."""
    text = utterance.text
    joints = list(_JOINT.finditer(text))
    hang = any(_hangs_together(text[: j.start()], j.group(), text[j.end() :]) for j in joints)
    if _TOLD.search(text) or _ALTERNATIVE.search(text) or hang:
        return
    joints = joints[:MOST_JOINTS]
    for cuts in chain(combinations(joints, 1), combinations(joints, 2)):
        ends = [0, *(place for joint in cuts for place in joint.span()), len(text)]
        parts = [text[begin:end].strip() for begin, end in zip(ends[::2], ends[1::2], strict=True)]
        if all(parts):
            yield tuple(replace(utterance, text=part) for part in parts)


def together(parts: Sequence[Utterance]) -> Utterance:
    """Several parts that are for the same one, said in one sentence."""
    between = "，" if parts[0].language == "zh" else " and "
    return replace(parts[0], text=between.join(part.text for part in parts))


def _hangs_together(first: str, joint: str, second: str) -> bool:
    """Whether what comes after the joint is wished for only by what came before it."""
    if _ALTERNATIVE.search(second):
        return True
    return bool(_ASKING.search(first) and (_JOINT_THEN.search(joint) or _THEN.search(second)))


def alone(conversation: Conversation) -> Conversation:
    """A dialogue in which nothing was said: what "it" is in half a sentence, the other half may say."""
    return Conversation(conversation.place)


def calls_of(steps: Sequence[Step]) -> tuple[ToolCall, ...]:
    """All of them, where there is nothing but calls."""
    calls = tuple(step for step in steps if isinstance(step, ToolCall))
    return calls if len(calls) == len(steps) else ()
