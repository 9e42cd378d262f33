"""Whether the air in a room is good: carbon dioxide, fine dust and what else is measured, with what it means."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.answers import MOST_TOLD, Reply, answered
from skills.levels import asked_for
from skills.measures import Measured, amount, measured
from skills.surface import Services
from skills.words import capitalised, section

GRADES = {
    "carbon_dioxide": (800.0, 1000.0),
    "particles": (15.0, 35.0),
    "volatile": (250.0, 500.0),
}
"""Measure → up to where it is good, and from where it is high: ppm, µg/m³ and µg/m³."""


class Air:
    """Answers about the air; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how is [the] air [quality] {things}",
                "what is [the] air [quality] [like] {things}",
                "is [the] air (bad|good|fresh|clean|stuffy|ok|okay|fine|stale|healthy|poor|polluted) {things}",
                "is it (stuffy|stale) {things}",
                "air quality {things}",
                "(do|should) (i|we) need to (air|ventilate) {things}",
                "(should|must) (i|we) (air|ventilate) {things}",
            ],
            "zh": [
                *(
                    "{things}空气怎么样",
                    "{things}空气好吗",
                    "{things}空气好不好",
                    "{things}空气闷不闷",
                    "{things}闷不闷",
                ),
                *(
                    "{things}空气质量怎么样",
                    "{things}空气质量",
                    "{things}空气质量如何",
                    "{things}空气如何",
                    "{things}空气行吗",
                ),
                *("{things}空气差吗", "{things}闷吗", "{things}要不要通风", "{things}空气差不差", "{things}空气新鲜吗"),
                *("{things}需要通风吗", "{things}该通风了吗", "{things}空气还好吗", "{things}空气质量好吗"),
            ],
        },
    )
    async def air_quality(self, ctx: ToolContext, things: Annotated[Things, Targets()] = ()) -> ToolResult:
        """How good the air is: carbon dioxide, fine dust and vapours, as far as they are measured."""
        reply = Reply(self._home, ctx)
        for measure in GRADES:
            for each in measured(reply, asked_for(self._home, things, measure), measure)[:MOST_TOLD]:
                _tell(reply, each)
        if not reply.sentences:
            reply.add("air_unknown")
        return answered(reply)


def _tell(reply: Reply, found: Measured) -> None:
    fact = reply.read(found.device.id, found.capability)
    if fact is None:
        return
    good, high = GRADES[found.measure]
    grade = "good" if found.value <= good else "fair" if found.value < high else "high"
    words = str(section(reply.language, "grade")[grade])
    text = reply.value_sentence(
        "air", found.device, found.capability, fact, value=amount(found, reply.language), grade=words
    )
    reply.sentences.append(capitalised(text))


def skill(services: Services) -> Air:
    """The factory of this skill."""
    return Air(services)
