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


def parted(utterance: Utterance) -> Iterator[tuple[Utterance, Utterance]]:
    """The sentence as two, at one joint after the other; not at all where any part of it hangs on another."""
    text = utterance.text
    joints = [(text[: joint.start()], joint.group(), text[joint.end() :]) for joint in _JOINT.finditer(text)]
    if _TOLD.search(text) or _ALTERNATIVE.search(text) or any(_hangs_together(*joint) for joint in joints):
        return
    for first, _, second in joints[:MOST_JOINTS]:
        if first.strip() and second.strip():
            yield replace(utterance, text=first.strip()), replace(utterance, text=second.strip())


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
