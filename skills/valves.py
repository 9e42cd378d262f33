"""Water, gas and heating valves."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.surface import Services

Valves = Annotated[Things, Targets("open", ("valve",))]


class ValveControl:
    """Opening and closing valves; what flows is "turned on" and "turned off" with them."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["open {things}", "turn on {things}", "{things} on", "start {things}", "let {things} (run|flow)"],
            "zh": ["打开{things}", "{things}打开", "开始{things}"],
        }
    )
    async def open_valve(self, ctx: ToolContext, things: Valves) -> ToolResult:
        """Open water, gas or heating valves."""
        return await carry_out(self._home, ctx, [Wish(thing, "open", True) for thing in things])

    @tool(
        phrases={
            "en": ["close {things}", "turn off {things}", "{things} off", "stop {things}", "shut {things}"],
            "zh": ["关闭{things}", "{things}关闭", "停止{things}"],
        }
    )
    async def close_valve(self, ctx: ToolContext, things: Valves) -> ToolResult:
        """Close water, gas or heating valves."""
        return await carry_out(self._home, ctx, [Wish(thing, "open", False) for thing in things])


def skill(services: Services) -> ValveControl:
    """The factory of this skill."""
    return ValveControl(services)
