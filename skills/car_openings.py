"""Doors, hood, flaps and mirrors of the car."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.car import Cars, set_signals
from skills.car_places import SEAT, SEATS
from skills.surface import Services

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
            "en": ["open [the] {seat} car door", "open [the] {seat} door", "open [the] car (door|doors)"],
            "zh": ["打开车门", "打开{seat}车门", "车门打开", "打开{seat}门"],
        }
    )
    async def open_car_door(self, ctx: ToolContext, things: Cars, seat: Annotated[str, SEAT] = "driver") -> ToolResult:
        """Open doors of the car."""
        return await set_signals(self._home, ctx, things, rf"Vehicle\.Cabin\.Door\.{SEATS[seat]}\.IsOpen", True)

    @tool(
        phrases={
            "en": ["close [the] {seat} car door", "close [the] {seat} door", "close [the] car (door|doors)"],
            "zh": ["关闭车门", "关闭{seat}车门", "车门关闭"],
        }
    )
    async def close_car_door(self, ctx: ToolContext, things: Cars, seat: Annotated[str, SEAT] = "all") -> ToolResult:
        """Close doors of the car."""
        return await set_signals(self._home, ctx, things, rf"Vehicle\.Cabin\.Door\.{SEATS[seat]}\.IsOpen", False)

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
            "zh": ["打开前备箱", "打开前备厢", "打开前行李箱"],
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
            "en": ["fold [in] [the] (mirrors|mirror|wing mirrors|side mirrors)", "close [the] (mirrors|wing mirrors)"],
            "zh": ["折叠后视镜", "收起后视镜", "合上后视镜"],
        }
    )
    async def fold_mirrors(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Fold the mirrors of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Mirrors\..+\.IsFolded", True)

    @tool(
        phrases={
            "en": ["unfold [the] (mirrors|mirror|wing mirrors|side mirrors)", "fold out [the] (mirrors|wing mirrors)"],
            "zh": ["展开后视镜", "打开后视镜"],
        }
    )
    async def unfold_mirrors(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Unfold the mirrors of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Mirrors\..+\.IsFolded", False)

    @tool(
        phrases={
            "en": [
                "set {things} to {drive} [mode]",
                "{drive} driving mode",
                "switch to {drive} mode",
                "set drive mode [to] {drive}",
            ],
            "zh": ["{things}调到{drive}模式", "切换到{drive}模式", "驾驶模式调到{drive}", "{drive}驾驶模式"],
        }
    )
    async def set_drive_mode(self, ctx: ToolContext, things: Cars, drive: Annotated[str, DRIVE]) -> ToolResult:
        """Set how the car drives: normal, sport, economy, snow or rain."""
        pattern = r"Vehicle\.Powertrain\.Transmission\.PerformanceMode"
        return await set_signals(self._home, ctx, things, pattern, drive)


def skill(services: Services) -> CarOpenings:
    """The factory of this skill."""
    return CarOpenings(services)
