"""Which of the calls that cues come to is meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.parameters import JsonValue
from assistant.tools import ToolCall
from assistant.understanding.gazetteer import Mention
from assistant.understanding.reflex.spotting.filling import Hit, is_told
from assistant.understanding.reflex.spotting.wanting import clause_end, clause_start
from assistant.utterance import Utterance

_WIDTH = {"en": 1, "zh": 3}
"""Letters that a character of a cue weighs."""
_TOLD, _NEAR = 12, 6
"""Letters that something said for a parameter weighs, and that its standing in the same clause does."""


@dataclass(frozen=True, slots=True)
class Found:
    """A call that a cue comes to."""

    call: ToolCall
    hit: Hit
    weight: float
    is_told: bool
    """What it is about was said with it."""


def weighed(hit: Hit, arguments: dict[str, JsonValue], mentions: Sequence[Mention], said: Utterance) -> Found:
    """What the cue comes to: it weighs the more, the more was said for it and the nearer that stands to it."""
    told = {name: value for name, value in arguments.items() if is_told(hit.tool.parameter(name))}
    begin, end = clause_start(said.text, hit.start), clause_end(said.text, hit.end)
    near = any(m.start < end and m.end > begin for m in mentions if m.words in told.values())
    weight = (hit.end - hit.start) * _WIDTH[said.language] + _TOLD * len(told) + _NEAR * near
    return Found(ToolCall(hit.tool.name, arguments), hit, weight, bool(told))


def chosen(found: Sequence[Found]) -> list[Found]:
    """The call that most speaks for; of wishes about different things all, in the order of their declaration."""
    if not found:
        return []
    best = max(found, key=lambda each: each.weight)
    if best.hit.tool.reads_only or not best.is_told:
        return [best]
    others = [f for f in found if f.is_told and not f.hit.tool.reads_only and f.hit.end - f.hit.start > 1]
    kept = [best]
    for each in sorted(others, key=lambda each: -each.weight):
        if each is not best and not any(_is_the_same(each, other) for other in kept):
            kept.append(each)
    return [each for each in found if each in kept]


def _is_the_same(one: Found, other: Found) -> bool:
    """Whether two wishes are about the same words, or come of the same ones."""
    about, about_other = ({v for v in f.call.arguments.values() if isinstance(v, str)} for f in (one, other))
    overlap = one.hit.start < other.hit.end and other.hit.start < one.hit.end
    return overlap or bool(about & about_other)
