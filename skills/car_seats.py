"""What else somebody in the car reaches for: seats that move, a warm wheel and mirrors, mood light, the child lock."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out, nothing_changed
from skills.car import Cars, set_signals, signals
from skills.car_places import SEAT, SEATS
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.present import number_now, within
from skills.surface import Services

HEATING = "(heating|heater|heat)"
SHIFT_MM = 40.0
"""How far "forward" moves a seat."""
LEAN_DEG = 10.0
"""How far "recline" tilts a backrest."""

SHIFT = Choice(
    {
        "forward": {"en": ("forward", "forwards", "closer"), "zh": ("往前", "向前", "靠前")},
        "back": {"en": ("back", "backward", "backwards"), "zh": ("往后", "向后", "靠后")},
    }
)


class CarSeats:
    """Seats and small comforts of the car."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "move [the] {seat} seat {shift}",
                "move [the] seat {shift}",
                "(slide|push) [the] seat {shift}",
                "seat {shift}",
            ],
            "zh": ["座椅{shift}调", "座椅{shift}移", "{seat}座椅{shift}调", "{seat}座椅{shift}移", "座椅{shift}"],
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
        step = -SHIFT_MM if shift == "forward" else SHIFT_MM
        return await self._by(ctx, things, rf"{_seat(seat, ctx)}\.Position", step)

    @tool(
        phrases={
            "en": ["recline [the] {seat} seat", "recline [the] seat", "lean [the] seat back", "recline [the] backrest"],
            "zh": ["放倒座椅", "座椅放倒", "座椅放平", "靠背放倒", "靠背往后", "{seat}座椅放倒", "{seat}靠背往后"],
        }
    )
    async def recline_seat(
        self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Lean a backrest of the car back."""
        return await self._by(ctx, things, rf"{_seat(seat, ctx)}\.Backrest\.Recline", LEAN_DEG)

    @tool(
        phrases={
            "en": [*on_en(f"steering wheel {HEATING}"), "heat [the] [steering] wheel", *on_en("heated steering wheel")],
            "zh": on_zh("方向盘加热"),
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
            "en": [*on_en(f"(mirror|mirrors) {HEATING}"), "heat [the] (mirrors|mirror)", "defrost [the] mirrors"],
            "zh": on_zh("后视镜加热"),
        }
    )
    async def heat_mirrors(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Heat the mirrors of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Mirrors\..+\.IsHeatingOn", True)

    @tool(phrases={"en": off_en(f"(mirror|mirrors) {HEATING}"), "zh": off_zh("后视镜加热")})
    async def stop_heating_mirrors(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Stop heating the mirrors of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Mirrors\..+\.IsHeatingOn", False)

    @tool(
        phrases={"en": on_en("(ambient light|ambient lights|ambient lighting|mood light)"), "zh": on_zh("氛围灯")},
    )
    async def ambient_light_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the ambient light of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.Light\.AmbientLight\..+\.IsLightOn", True)

    @tool(
        phrases={"en": off_en("(ambient light|ambient lights|ambient lighting|mood light)"), "zh": off_zh("氛围灯")},
    )
    async def ambient_light_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the ambient light of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.Light\.AmbientLight\..+\.IsLightOn", False)

    @tool(
        phrases={
            "en": [
                *on_en("(child lock|child locks|window lock|window child lock)"),
                "(engage|lock|set) [the] (child lock|child locks|window lock)",
            ],
            "zh": on_zh("儿童锁", "车窗锁", "童锁"),
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
            ],
            "zh": [*off_zh("儿童锁", "车窗锁", "童锁"), "解除儿童锁", "解锁儿童锁", "解除车窗锁", "松开儿童锁"],
        }
    )
    async def child_lock_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Release the rear windows for those who sit there."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.IsWindowChildLockEngaged", False)

    async def _by(self, ctx: ToolContext, things: Cars, pattern: str, step: float) -> ToolResult:
        """Move every signal that matches by a step from where it is, within what it can."""
        known = [(car, path, number_now(self._home, car, path)) for car, path in signals(self._home, things, pattern)]
        if not known:
            return nothing_changed("car_cannot" if things else "car_none", self._home, ctx, things)
        wishes = [
            Wish(car, path, within(self._home.devices.get(car), path, now + step))
            for car, path, now in known
            if now is not None
        ]
        if not wishes:
            return nothing_changed("value_unknown", self._home, ctx, things)
        return await carry_out(self._home, ctx, wishes)


def _seat(seat: str | None, ctx: ToolContext) -> str:
    """The seat that is named, or else the front seat that whoever speaks sits on; the driver's for everybody else."""
    own = "passenger" if ctx.utterance.speaker.seat == "passenger" else "driver"
    return rf"Vehicle\.Cabin\.Seat\.{SEATS[seat or own]}"


def skill(services: Services) -> CarSeats:
    """The factory of this skill."""
    return CarSeats(services)
