"""Robots that cut grass."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.surface import Services

Mowers = Annotated[Things, Targets("activity", ("lawn_mower",), default="only")]


class MowerControl:
    """Starting and stopping; pausing and going home are what all robots do."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "start {things}",
                "start mowing {things}",
                "mow [the] (lawn|grass|garden|yard|meadow|paddock|field)",
                "cut [the] (grass|lawn)",
                "let {things} (mow|cut) [the] [grass|lawn]",
                "(let|set|turn) {things} (loose|off|out)",
                "(have|let) {things} (go|run|out)",
                "send {things} (out|off)",
                "get {things} (going|mowing|cutting|started)",
                "(put|set) {things} to work",
                "turn on {things}",
                "resume {things}",
                "resume mowing",
            ],
            "zh": [
                "开始{things}",
                "开始割草{things}",
                "割草{things}",
                "打开{things}",
                "修剪草坪",
                "开始修剪草坪",
                "{things}割草",
                "{things}开始工作",
                "继续割草",
                "{things}(出去干活|出去割草|去割草|出去工作|去干活|去工作|干活|开工|出动|出去|动起来)",
            ],
        }
    )
    async def start_mowing(self, ctx: ToolContext, things: Mowers) -> ToolResult:
        """Start lawn mowers."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", "mowing") for thing in things])

    @tool(
        phrases={
            "en": [
                "stop {things}",
                "stop mowing {things}",
                "stop mowing [the] (lawn|grass)",
                "turn off {things}",
                "stop cutting [the] (grass|lawn)",
            ],
            "zh": ["停止{things}", "停止割草{things}", "关闭{things}", "别割了{things}"],
        }
    )
    async def stop_mowing(self, ctx: ToolContext, things: Mowers) -> ToolResult:
        """Stop lawn mowers where they are."""
        return await carry_out(self._home, ctx, [Wish(t, "activity", self._stopped(t)) for t in things])

    def _stopped(self, thing: str) -> str:
        """Standing still in the mower's own words."""
        device = self._home.devices.get(thing)
        capability = device.capabilities.get("activity") if device else None
        choices = capability.choices if capability else ()
        return next((still for still in ("paused", "idle", "docked") if still in choices), "paused")


def skill(services: Services) -> MowerControl:
    """The factory of this skill."""
    return MowerControl(services)
