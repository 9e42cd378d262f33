"""What robots on wheels do beside their work: pause, stop, go on, come home, and let themselves be found."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.surface import Services

Robots = Annotated[Things, Targets("activity", ("vacuum",), default="only")]
Drivers = Annotated[Things, Targets("activity", ("vacuum", "lawn_mower"), default="only")]


class VacuumMoves:
    """Pausing, stopping and coming home."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["pause {things}", "pause cleaning {things}", "pause vacuuming {things}", "pause mowing"],
            "zh": ["暂停{things}", "暂停打扫{things}", "暂停割草"],
        }
    )
    async def pause_vacuum(self, ctx: ToolContext, things: Drivers) -> ToolResult:
        """Pause robot vacuums or mowers where they are."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", "paused") for thing in things])

    @tool(
        phrases={
            "en": [
                "stop {things}",
                "stop cleaning {things}",
                "turn off {things}",
                "stop vacuuming {things}",
                "tell {things} to stop",
            ],
            "zh": [
                "停止{things}",
                "停止打扫{things}",
                "关闭{things}",
                "别扫了{things}",
            ],
        }
    )
    async def stop_vacuum(self, ctx: ToolContext, things: Robots) -> ToolResult:
        """Stop robot vacuums."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", self._stopped(thing)) for thing in things])

    @tool(
        phrases={
            "en": ["resume {things}", "resume cleaning {things}"],
            "zh": ["继续打扫{things}", "继续{things}"],
        }
    )
    async def resume_vacuum(self, ctx: ToolContext, things: Robots) -> ToolResult:
        """Let robot vacuums go on cleaning."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", "cleaning") for thing in things])

    @tool(
        phrases={
            "en": [
                "return {things} to [its|his|her|the] (dock|base|charger|station|home)",
                "send {things} (home|back|to [its] dock|to [its] base|to charge)",
                "send {things} back to [its|his|her|the] (dock|base|charger|station)",
                "{things} (go|return) (home|back|to [its] dock|to [its] base)",
                "[bring|get|take|put] {things} back (to|on|in) [its|his|her|the] (dock|base|charger)",
                "(bring|get|take|call|send) {things} (home|to) [its|his|her|the] (dock|base|charger|station)",
                "charge {things}",
                "dock {things}",
                "(call|bring|get|take) {things} (back|home)",
                "tell {things} to (go|come) (home|back)",
            ],
            "zh": [
                "{things}回充",
                "{things}回去充电",
                "{things}回(家|底座|基站|充电座|充电桩)",
                "{things}去充电",
                "{things}(叫|喊|召|收|送|弄)回[去|来|底座|基站|充电座|充电桩|去充电|来充电]",
                "{things}回(窝|窝里|窝去)[充电]",
                "{things}返回(底座|基站|充电座|充电桩)",
                "召回{things}",
                "{things}返回",
                "{things}充电",
                "回充",
            ],
        }
    )
    async def dock_vacuum(self, ctx: ToolContext, things: Drivers) -> ToolResult:
        """Send robot vacuums or mowers back to their dock."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", "returning") for thing in things])

    @tool(
        phrases={
            "en": ["find {things}", "locate {things}", "look for {things}", "make {things} (beep|ring)"],
            "zh": ["找{things}", "找一下{things}", "寻找{things}", "定位{things}"],
        }
    )
    async def locate_vacuum(
        self, ctx: ToolContext, things: Annotated[Things, Targets("locate", default="only")]
    ) -> ToolResult:
        """Let robots make a sound so that they can be found."""
        return await carry_out(self._home, ctx, [Wish(thing, "locate", None) for thing in things])

    def _stopped(self, thing: str) -> str:
        device = self._home.devices.get(thing)
        choices = device.capabilities["activity"].choices if device and "activity" in device.capabilities else ()
        return "idle" if "idle" in choices or not choices else "paused"


def skill(services: Services) -> VacuumMoves:
    """The factory of this skill."""
    return VacuumMoves(services)
