"""When a car left home, and when it came back. For those who may know where it is."""

import logging
from typing import Annotated

from sqlalchemy.exc import SQLAlchemyError

from assistant.tools import Claim, Targets, Things, ToolContext, ToolResult, tool
from assistant.utterance import Language
from devices.crossings import KEPT, CarCrossing, Crossings
from devices.geofence import Crossed
from devices.rules.privacy import may_know
from skills.answers import Reply, answered
from skills.crossing_words import crossing_in_words
from skills.road_words import road_say
from skills.surface import Services
from skills.trips import LATITUDE

log = logging.getLogger(__name__)

Named = Annotated[Things, Targets("", ("car",))]


class CameHome:
    """Answers from what was seen."""

    def __init__(self, services: Services, crossings: Crossings) -> None:
        self._home = services.home
        self._crossings = crossings
        self._now = services.clock

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "when did {things} (leave|leave home|leave the house|go|go out|set off|drive off)",
            ],
            "zh": [
                "{things}(什么时候|几点)(走|出门|出发|离开|离家|开走)[的]",
            ],
        },
    )
    async def when_car_left(self, ctx: ToolContext, things: Named) -> ToolResult:
        """When a car left home."""
        return await self._told(ctx, things, "left")

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "when did {things} (come|get|arrive|return) [back] [home]",
                "when was {things} (back|home) [again]",
            ],
            "zh": ["{things}[是](什么时候|几点)(回来|回家|到家|到|回到家|开回来|回|到)的[家]"],
        },
    )
    async def when_car_came_home(self, ctx: ToolContext, things: Named) -> ToolResult:
        """When a car came home."""
        return await self._told(ctx, things, "arrived")

    async def _told(self, ctx: ToolContext, things: Things, what: Crossed) -> ToolResult:
        reply = Reply(self._home, ctx)
        for car in things:
            reply.note(car)
            device = self._home.devices[car]
            if not may_know(ctx.utterance.speaker.role, device, LATITUDE):
                reply.keep("kept", name=reply.name(device))
                continue
            try:
                found = await self._crossings.latest(1, car=car, what=what)
            except SQLAlchemyError as error:
                log.error("turn %s: when cars left and came cannot be read: %s", ctx.turn, error)
                return ToolResult(Claim.FAILED, road_say("crossings_unread", ctx.language), {"commands": []})
            reply.sentences.append(self._sentence(reply.name(device), found, what, ctx.language))
        return answered(reply)

    def _sentence(self, name: str, found: tuple[CarCrossing, ...], what: Crossed, language: Language) -> str:
        if not found:
            return road_say(f"{what}_never", language, name=name, days=str(KEPT.days))
        return crossing_in_words(found[0].crossing, name, self._now(), language)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return CameHome(services, services.crossings) if services.crossings is not None else None
