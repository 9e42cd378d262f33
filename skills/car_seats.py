"""Seats that move, the wheel and its warmth, and the rear window lock."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.car import Cars, set_signals, step_each
from skills.car_places import SEAT, not_there, own_or, paths_at
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.surface import Services

HEATING = "(heating|heater|heat)"
SHIFT_MM = 40.0
"""How far "forward" moves a seat."""
LIFT_MM = 15.0
"""How far "higher" lifts a seat."""
LEAN_DEG = 10.0
"""How far "recline" tilts a backrest."""
SEATED = r"Vehicle\.Cabin\.Seat\.{place}\."

SHIFT = Choice(
    {
        "forward": {
            "en": ("forward", "forwards", "closer", "further forward", "farther forward"),
            "zh": ("往前", "向前", "靠前", "前移"),
        },
        "back": {
            "en": ("back", "backward", "backwards", "further back", "farther back"),
            "zh": ("往后", "向后", "靠后", "后移"),
        },
    }
)


class CarSeats:
    """What moves under and before whoever sits in the car."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["move [the|my] seat {shift}", "(slide|push|scoot) [the|my] seat {shift}", "seat {shift}"],
            "zh": [
                *("[{seat}]座椅{shift}调", "[{seat}]座椅{shift}移", "[{seat}]座椅{shift}", "[{seat}]座椅{shift}一点"),
                *("[{seat}]座椅{shift}挪", "[{seat}]座位{shift}"),
            ],
        }
    )
    async def move_seat(
        self,
        ctx: ToolContext,
        things: Cars,
        shift: Annotated[str, SHIFT],
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Move a seat of the car forward or back."""
        return await self._by(ctx, things, seat, "Position", -SHIFT_MM if shift == "forward" else SHIFT_MM)

    @tool(
        phrases={
            "en": [
                "(raise|lift) [the|my] seat",
                "move [the|my] seat (up|higher)",
                "[make] [the|my] seat higher",
                "seat up",
            ],
            "zh": [
                *("[{seat}]座椅升高", "[{seat}]座椅调高", "升高[{seat}]座椅", "[{seat}]座椅高一点", "[{seat}]座椅往上"),
                *("[{seat}]座椅上升", "调高[{seat}]座椅"),
            ],
        }
    )
    async def raise_seat(self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None) -> ToolResult:
        """Lift a seat of the car."""
        return await self._by(ctx, things, seat, "Height", LIFT_MM)

    @tool(
        phrases={
            "en": [
                "lower [the|my] seat",
                "move [the|my] seat (down|lower)",
                "[make] [the|my] seat lower",
                "seat down",
            ],
            "zh": [
                *("[{seat}]座椅降低", "[{seat}]座椅调低", "降低[{seat}]座椅", "[{seat}]座椅低一点", "[{seat}]座椅往下"),
                *("[{seat}]座椅下降", "调低[{seat}]座椅"),
            ],
        }
    )
    async def lower_seat(self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None) -> ToolResult:
        """Lower a seat of the car."""
        return await self._by(ctx, things, seat, "Height", -LIFT_MM)

    @tool(
        phrases={
            "en": [
                "recline [the|my] (seat|backrest|seatback)",
                "(lean|tilt|tip) [the|my] (seat|backrest) back",
                "backrest back",
            ],
            "zh": [
                *("放倒[{seat}]座椅", "[{seat}]座椅放倒", "[{seat}]座椅放平", "[{seat}]靠背放倒", "[{seat}]靠背往后"),
                "[{seat}](靠背|椅背)往后(躺|倒|靠)",
                *("放倒[{seat}]靠背", "[{seat}]座椅靠背往后", "[{seat}]椅背往后"),
                *("椅背放倒", "座椅躺下", "座椅往后躺", "放平座椅", "椅背放平"),
            ],
        }
    )
    async def recline_seat(
        self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Lean a backrest of the car back."""
        return await self._by(ctx, things, seat, r"Backrest\.Recline", LEAN_DEG)

    @tool(
        phrases={
            "en": [
                "(straighten|raise) [up] [the|my] (backrest|seatback)",
                "(lean|tilt|tip|put) [the|my] (seat|backrest) (forward|upright|up)",
                "[sit] [the|my] (seat|backrest) upright",
                "backrest (forward|up)",
            ],
            "zh": [
                *(
                    "靠背往前",
                    "座椅靠背往前",
                    "椅背往前",
                    "椅背立起来",
                    "靠背立起来",
                    "靠背调直",
                    "椅背调直",
                    "座椅立起来",
                ),
                *("座椅调直", "靠背竖起来", "扶起靠背"),
            ],
        }
    )
    async def straighten_seat(
        self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Lean a backrest of the car forward."""
        return await self._by(ctx, things, seat, r"Backrest\.Recline", -LEAN_DEG)

    @tool(
        phrases={
            "en": [
                *on_en(f"steering wheel {HEATING}"),
                "(heat|warm|warm up|heat up) [the] [steering] wheel",
                *on_en("heated steering wheel"),
            ],
            "zh": [*on_zh("方向盘加热"), "方向盘加热", "加热方向盘", "方向盘太冷", "方向盘好冷"],
        }
    )
    async def heat_wheel(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Heat the steering wheel."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Chassis\.SteeringWheel\.HeatingCooling", 50)

    @tool(phrases={"en": off_en(f"steering wheel {HEATING}"), "zh": off_zh("方向盘加热")})
    async def stop_heating_wheel(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Stop heating the steering wheel."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Chassis\.SteeringWheel\.HeatingCooling", 0)

    @tool(
        phrases={
            "en": [
                *on_en("(child lock|child locks|window lock|window child lock)"),
                "(engage|lock|set) [the] (child lock|child locks|window lock)",
                "lock [the] (rear|back) windows",
            ],
            "zh": [
                *on_zh("儿童锁", "车窗锁", "童锁"),
                "锁上儿童锁",
                "锁住后窗",
                "锁上车窗",
                "(锁住|锁上|锁定)(后排|后座|后面)[的](车窗|窗户|窗)",
            ],
        }
    )
    async def child_lock_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Lock the rear windows for those who sit there."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.IsWindowChildLockEngaged", True)

    @tool(
        phrases={
            "en": [
                *off_en("(child lock|child locks|window lock|window child lock)"),
                "(release|unlock|open|remove|disengage) [the] (child lock|child locks|window lock)",
                "unlock [the] (rear|back) windows",
            ],
            "zh": [*off_zh("儿童锁", "车窗锁", "童锁"), "解除儿童锁", "解锁儿童锁", "解除车窗锁", "松开儿童锁"],
        }
    )
    async def child_lock_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Release the rear windows for those who sit there."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.IsWindowChildLockEngaged", False)

    async def _by(
        self, ctx: ToolContext, things: tuple[str, ...], seat: str | None, what: str, step: float
    ) -> ToolResult:
        """Move the seat that is named, or else that of whoever speaks; the driver's for anybody outside."""
        where = seat or own_or(ctx, "driver")
        found = paths_at(self._home, ctx, things, SEATED + what, where)
        return (
            await step_each(self._home, ctx, things, found, step)
            if found
            else not_there(self._home, ctx, things, where)
        )


def skill(services: Services) -> CarSeats:
    """The factory of this skill."""
    return CarSeats(services)
