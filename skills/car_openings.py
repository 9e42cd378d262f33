"""Doors, hood and flaps of the car, and how it drives."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.car import Cars, set_signals
from skills.car_places import SEAT, one_or_all_doors, own_or, set_at
from skills.surface import Services

DOOR = r"Vehicle\.Cabin\.Door\.{place}\.IsOpen"

DRIVE = Choice(
    {
        "NORMAL": {"en": ("normal", "comfort", "standard"), "zh": ("标准", "普通", "舒适")},
        "SPORT": {"en": ("sport", "sports"), "zh": ("运动",)},
        "ECONOMY": {"en": ("eco", "economy"), "zh": ("经济", "节能")},
        "SNOW": {"en": ("snow",), "zh": ("雪地",)},
        "RAIN": {"en": ("rain", "wet"), "zh": ("雨天",)},
    }
)


class CarOpenings:
    """What else opens, folds or changes how the car drives."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "open [the] {seat} car door",
                "open [the] {seat} door",
                "open [the] car (door|doors)",
                "open my [car] door",
            ],
            "zh": ["打开车门", "打开{seat}车门", "车门打开", "打开{seat}门", "{seat}车门打开", "打开我的车门"],
        }
    )
    async def open_car_door(
        self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Open a door of the car; the own one where none is named, the driver's for anybody outside."""
        return await set_at(self._home, ctx, things, DOOR, seat or own_or(ctx, "driver"), True)

    @tool(
        phrases={
            "en": [
                "close [the] {seat} car door",
                "close [the] {seat} door",
                "close [the] car (door|doors)",
                "close my [car] door",
            ],
            "zh": ["(关上|关好)[{seat}]车门", "关闭车门", "关闭{seat}车门", "车门关闭"],
        }
    )
    async def close_car_door(
        self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Close doors of the car: all of them where none is named."""
        return await set_at(self._home, ctx, things, DOOR, seat or one_or_all_doors(ctx), False)

    @tool(
        phrases={
            "en": ["open [the] [car] (hood|bonnet)", "pop [the] [car] (hood|bonnet)"],
            "zh": ["打开引擎盖", "打开发动机盖", "打开机盖"],
        }
    )
    async def open_hood(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Open the hood of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Hood\.IsOpen", True)

    @tool(
        phrases={
            "en": [
                "open [the] [car] (frunk|front trunk)",
                "pop [the] [car] (frunk|front trunk)",
            ],
            "zh": ["打开前备箱", "打开前备厢", "打开前行李箱", "(前备箱|前备厢|前行李箱)打开"],
        }
    )
    async def open_front_trunk(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Open the front trunk of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Trunk\.Front\.IsOpen", True)

    @tool(
        phrases={
            "en": ["open [the] [car] (charging flap|charge flap|charge port|charging port|fuel flap|fuel cap|gas cap)"],
            "zh": ["打开充电口", "打开充电口盖", "打开充电盖", "打开油箱盖", "打开加油口"],
        }
    )
    async def open_flap(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Open the charging or fuel flap of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\..+\.(IsFlapOpen|IsFuelPortFlapOpen)", True)

    @tool(
        phrases={
            "en": [
                "close [the] [car] (charging flap|charge flap|charge port|charging port|fuel flap|fuel cap|gas cap)"
            ],
            "zh": ["关闭充电口", "关闭充电口盖", "关闭充电盖", "关闭油箱盖", "关闭加油口"],
        }
    )
    async def close_flap(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Close the charging or fuel flap of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\..+\.(IsFlapOpen|IsFuelPortFlapOpen)", False)

    @tool(
        phrases={
            "en": [
                "set {things} to {drive} [mode]",
                "{drive} driving mode",
                "{drive} mode",
                "switch to {drive} [mode]",
                "set drive mode [to] {drive}",
            ],
            "zh": [
                "{things}调到{drive}模式",
                "切换到{drive}模式",
                "驾驶模式调到{drive}",
                "{drive}驾驶模式",
                "{drive}模式",
                "切到{drive}模式",
                "打开{drive}模式",
            ],
        }
    )
    async def set_drive_mode(self, ctx: ToolContext, things: Cars, drive: Annotated[str, DRIVE]) -> ToolResult:
        """Set how the car drives: normal, sport, economy, snow or rain."""
        pattern = r"Vehicle\.Powertrain\.Transmission\.PerformanceMode"
        return await set_signals(self._home, ctx, things, pattern, drive)


def skill(services: Services) -> CarOpenings:
    """The factory of this skill."""
    return CarOpenings(services)
