"""Kettles, ovens and the like that only know on and off, by what people say of them."""

from typing import Annotated

from assistant.tools import Quantity, Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.acting import Wish, carry_out, nothing_changed
from skills.drinks import brew, makes_drinks
from skills.naming import joined, name_in_sentence
from skills.surface import Services
from skills.values import quantity
from skills.words import say

Switched = Annotated[Things, Targets("on", ("switch", "input_boolean", "oven"))]


class Appliances:
    """Switching on what heats or brews."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._usuals = services.usuals

    @tool(
        phrases={
            "en": [
                "preheat {things}",
                "preheat {things} to {degrees}",
                "bake [in] {things} [at {degrees}]",
                "roast [in] {things} [at {degrees}]",
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
        if self._usuals is not None and makes_drinks(self._home, things):
            return await brew(self._home, self._usuals, ctx, things)
        return await carry_out(self._home, ctx, [Wish(thing, "on", True) for thing in things])

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "bake [something] at {degrees}",
                "roast [something] at {degrees}",
                "bake something",
                "heat the oven",
            ],
            "zh": ["{degrees}烤", "用{degrees}烤", "烤东西", "烤一下"],
        },
    )
    async def bake(
        self, ctx: ToolContext, degrees: Annotated[float | None, Quantity("°C", 30, 300)] = None
    ) -> ToolResult:
        """Heat the oven; to a temperature where it takes one."""
        ovens = self._called(("oven", "烤箱"))
        warm = [d for d in ovens if "target_temperature" in d.capabilities and degrees is not None]
        if warm:
            return await carry_out(self._home, ctx, [Wish(d.id, "target_temperature", degrees) for d in warm])
        switched = tuple(d.id for d in ovens if "on" in d.capabilities)
        return await self.preheat(ctx, switched, degrees) if switched else nothing_changed("no_oven", self._home, ctx)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": ["stop recording", "stop [the] recording", "end [the] recording", "stop filming"],
            "zh": ["停止录像", "停止录制", "别录了", "停止录音"],
        },
    )
    async def stop_recording(self, ctx: ToolContext) -> ToolResult:
        """Turn off what records."""
        records = [d for d in self._called(("record", "录像", "录制")) if "on" in d.capabilities]
        if not records:
            return nothing_changed("nothing_records", self._home, ctx)
        return await carry_out(self._home, ctx, [Wish(device.id, "on", False) for device in records])

    def _called(self, words: tuple[str, ...]) -> list[Device]:
        """The devices in whose names one of these words occurs."""
        named = ((d, " ".join((d.name, *d.aliases)).casefold()) for d in self._home.devices.values())
        return [device for device, names in named if any(word in names for word in words)]


def skill(services: Services) -> Appliances:
    """The factory of this skill."""
    return Appliances(services)
