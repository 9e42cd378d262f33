"""More and less humid: what humidifiers and dehumidifiers shall reach, from what they are set to."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.choices import PERCENT
from skills.present import change, number_now
from skills.surface import Services

STEP = 5.0
"""Per cent that "more humid" means."""

Adjustable = Annotated[Things, Targets("target_humidity", default="here")]


class Humidity:
    """The humidity that is to be reached, by steps."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "increase [the] humidity {things} [by {by}]",
                "increase {things} humidity [by {by}]",
                "turn [the] humidity up {things} [by {by}]",
                "turn up [the] humidity {things} [by {by}]",
                "(more|higher) humidity {things}",
                "make {things} more humid [by {by}]",
                "increase {things} [by {by}]",
                "{things} up [by] {by}",
            ],
            "zh": [
                "{things}湿度(调高|调大|提高|升高|加大|增加|高|升|加){by}",
                "{things}湿度(调高|调大|提高|升高|加大|增加|高一点|大一点|再高一点|再大一点)",
                "(调高|调大|提高|升高|加大|增加){things}湿度",
                "(调高|调大|提高|升高|加大|增加){things}湿度{by}",
                "{things}调高{by}",
                "{things}调高",
                "{things}(再湿一点|湿润一点)",
            ],
        }
    )
    async def more_humid(
        self, ctx: ToolContext, things: Adjustable, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Raise the humidity that humidifiers and dehumidifiers are to reach, by so many percent or a step."""
        return await self._by(ctx, things, by or STEP)

    @tool(
        phrases={
            "en": [
                "decrease [the] humidity {things} [by {by}]",
                "decrease {things} humidity [by {by}]",
                "turn [the] humidity down {things} [by {by}]",
                "turn down [the] humidity {things} [by {by}]",
                "(less|lower) humidity {things}",
                "make {things} less humid [by {by}]",
                "decrease {things} [by {by}]",
                "{things} down [by] {by}",
            ],
            "zh": [
                "{things}湿度(调低|调小|降低|减小|减少|低|降|减){by}",
                "{things}湿度(调低|调小|降低|减小|减少|低一点|小一点|再低一点|再小一点)",
                "(调低|调小|降低|减小|减少){things}湿度",
                "(调低|调小|降低|减小|减少){things}湿度{by}",
                "{things}调低{by}",
                "{things}调低",
                "{things}(再干一点|干燥一点)",
            ],
        }
    )
    async def less_humid(
        self, ctx: ToolContext, things: Adjustable, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Lower the humidity that humidifiers and dehumidifiers are to reach, by so many percent or a step."""
        return await self._by(ctx, things, -(by or STEP))

    async def _by(self, ctx: ToolContext, things: Things, by: float) -> ToolResult:
        def stepped(_: str, present: float) -> float:
            return present + by

        def now(thing: str) -> float | None:
            return number_now(self._home, thing, "target_humidity")

        return await change(self._home, ctx, things, "target_humidity", step=stepped, start=now)


def skill(services: Services) -> Humidity:
    """The factory of this skill."""
    return Humidity(services)
