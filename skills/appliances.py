"""Kettles, ovens and the like that only know on and off, by what people say of them."""

from typing import Annotated

from assistant.tools import Quantity, Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.naming import joined, name_in_sentence
from skills.surface import Services
from skills.values import quantity
from skills.words import say

Switched = Annotated[Things, Targets("on", ("switch", "input_boolean", "oven"))]


class Appliances:
    """Switching on what heats or brews."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "preheat {things}",
                "preheat {things} to {degrees}",
                "heat {things} to {degrees}",
                "heat up {things}",
                "set {things} to {degrees}",
                "{things} to {degrees}",
                "turn on {things} {degrees}",
                "start {things} {degrees}",
                "warm up {things} [to {degrees}]",
            ],
            "zh": [
                "预热{things}",
                "{things}预热",
                "{things}预热到{degrees}",
                "预热{things}到{degrees}",
                "加热{things}",
                "{things}调到{degrees}",
                "打开{things}{degrees}",
                "{things}{degrees}",
            ],
        }
    )
    async def preheat(
        self, ctx: ToolContext, things: Switched, degrees: Annotated[float | None, Quantity("°C", 30, 300)] = None
    ) -> ToolResult:
        """Turn on ovens and heaters that only know on and off; says that they take no temperature where one is said."""
        result = await carry_out(self._home, ctx, [Wish(thing, "on", True) for thing in things])
        if degrees is None or not things:
            return result
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        name = joined([name_in_sentence(d, self._home, ctx.language) for d in devices], ctx.language)
        value = quantity(degrees, "°C", ctx.language)
        beside = say("takes_no_temperature", ctx.language, len(devices) > 1, name=name, value=value)
        space = "" if ctx.language == "zh" else " "
        return ToolResult(result.claim, f"{beside}{space}{result.say}", result.facts, result.needs_proof)

    @tool(
        phrases={
            "en": ["boil {things}", "brew {things}", "(make|brew) [some] (coffee|tea) with {things}", "heat {things}"],
            "zh": ["用{things}烧水", "{things}烧水", "用{things}煮咖啡", "{things}煮咖啡"],
        }
    )
    async def boil(self, ctx: ToolContext, things: Switched) -> ToolResult:
        """Turn on kettles and coffee machines."""
        return await carry_out(self._home, ctx, [Wish(thing, "on", True) for thing in things])


def skill(services: Services) -> Appliances:
    """The factory of this skill."""
    return Appliances(services)
