"""How robot vacuums clean: suction, mopping, water, passes."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.surface import Services
from skills.vacuum_words import MODE, PASSES, SUCTION, WATER, own_mode, own_suction, own_water


class VacuumSettings:
    """Settings that hold from now on."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "set {things} [suction] to {suction}",
                "set [the] suction {things} {suction}",
                "{things} {suction} (mode|suction)",
                "{suction} suction {things}",
            ],
            "zh": [
                "{things}吸力调到{suction}",
                "吸力调到{suction}",
                "{things}调到{suction}模式",
                "{things}调到{suction}",
                "{things}{suction}吸力",
            ],
        }
    )
    async def set_suction(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("fan_speed", ("vacuum",), default="only")],
        suction: Annotated[str, SUCTION],
    ) -> ToolResult:
        """Set how strongly robot vacuums suck."""
        devices = self._home.devices
        wishes = [Wish(thing, "fan_speed", own_suction(devices.get(thing), suction)) for thing in things]
        return await carry_out(self._home, ctx, wishes)

    @tool(
        phrases={
            "en": [
                "set {things} to {mode} [mode]",
                "{things} {mode} mode",
                "switch {things} to {mode}",
                "set [the] cleaning mode {things} to {mode}",
            ],
            "zh": ["{things}调到{mode}模式", "{things}调到{mode}", "打扫模式调到{mode}", "{things}换成{mode}"],
        }
    )
    async def set_cleaning_mode(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("cleaning_mode", ("vacuum",), default="only")],
        mode: Annotated[str, MODE],
    ) -> ToolResult:
        """Set whether robot vacuums vacuum, mop, or do both."""
        devices = self._home.devices
        wishes = [Wish(thing, "cleaning_mode", own_mode(devices.get(thing), mode)) for thing in things]
        return await carry_out(self._home, ctx, wishes)

    @tool(
        phrases={
            "en": [
                "set [the] water [level|flow] {things} to {water}",
                "{water} water {things}",
                "mop with {water} water {things}",
                "use {water} water {things}",
            ],
            "zh": ["{things}水量调到{water}", "水量调到{water}", "{things}拖地水量调到{water}", "{things}{water}水量"],
        }
    )
    async def set_water_level(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("water_level", ("vacuum",), default="only")],
        water: Annotated[str, WATER],
    ) -> ToolResult:
        """Set how much water robot vacuums mop with."""
        devices = self._home.devices
        wishes = [Wish(thing, "water_level", own_water(devices.get(thing), water)) for thing in things]
        return await carry_out(self._home, ctx, wishes)

    @tool(
        phrases={
            "en": [
                "set {things} to clean {passes}",
                "set [the] passes {things} to {passes}",
                "set {things} to {passes}",
                "clean everything {passes} from now on {things}",
            ],
            "zh": ["{things}每次打扫{passes}", "{things}调到{passes}", "打扫次数调到{passes}"],
        }
    )
    async def set_passes(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("passes", ("vacuum",), default="only")],
        passes: Annotated[str, PASSES],
    ) -> ToolResult:
        """Set how often robot vacuums go over the floor."""
        return await carry_out(self._home, ctx, [Wish(thing, "passes", int(passes)) for thing in things])


def skill(services: Services) -> VacuumSettings:
    """The factory of this skill."""
    return VacuumSettings(services)
