"""What only hands and feet do in a car; understood, so that it can be answered instead of guessed at."""

from typing import Annotated

from assistant.tools import Choice, Claim, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out, nothing_changed
from skills.car import Cars
from skills.car_places import signals
from skills.surface import Services

CONTROL = Choice(
    {
        r"Vehicle\.ADAS\.CruiseControl\.IsActive": {
            "en": ("cruise control", "adaptive cruise control"),
            "zh": ("巡航", "定速巡航", "自适应巡航"),
        },
        r"Vehicle\.ADAS\.ESC\.IsEnabled": {
            "en": ("stability control", "esc", "esp", "traction control"),
            "zh": ("车身稳定系统", "稳定控制", "牵引力控制"),
        },
        r"Vehicle\.Chassis\.ParkingBrake\.IsEngaged": {
            "en": ("parking brake", "hand brake", "handbrake", "park brake", "emergency brake"),
            "zh": ("手刹", "驻车制动", "电子手刹"),
        },
        r"Vehicle\.Body\.Lights\.DirectionIndicator\..+\.IsSignaling": {
            "en": ("turn signal", "turn signals", "blinker", "blinkers", "indicator", "indicators"),
            "zh": ("转向灯",),
        },
        r"Vehicle\.Body\.Horn\.IsActive": {"en": ("horn",), "zh": ("喇叭",)},
        r"Vehicle\.Powertrain\.CombustionEngine\.IsRunning": {
            "en": ("engine", "motor", "ignition"),
            "zh": ("发动机", "引擎", "点火"),
        },
    }
)


class CarDriving:
    """Controls of driving. Policy decides, and hardly ever says yes."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "turn on [the] [car] {control}",
                "start [the] [car] {control}",
                "{control} on",
                "set [the] {control}",
                "(honk|sound|blow) [the] [car] {control}",
                "apply [the] {control}",
                "engage [the] {control}",
                "start {things}",
            ],
            "zh": [
                "打开{control}",
                "开始{control}",
                "发动{control}",
                "按{control}",
                "拉{control}",
                "发动{things}",
                "开始{things}",
            ],
        },
    )
    async def driving_control_on(
        self, ctx: ToolContext, things: Cars, control: Annotated[str | None, CONTROL] = None
    ) -> ToolResult:
        """Switch on what belongs to driving the car."""
        return await self._set(ctx, things, control or r"Vehicle\.Powertrain\.CombustionEngine\.IsRunning", True)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "turn off [the] [car] {control}",
                "stop [the] [car] {control}",
                "{control} off",
                "release [the] {control}",
                "cancel [the] {control}",
                "disengage [the] {control}",
                "turn off {things}",
            ],
            "zh": [
                "关闭{control}",
                "停止{control}",
                "取消{control}",
                "松开{control}",
                "放下{control}",
                "熄火",
                "关闭{things}",
            ],
        },
    )
    async def driving_control_off(
        self, ctx: ToolContext, things: Cars, control: Annotated[str | None, CONTROL] = None
    ) -> ToolResult:
        """Switch off what belongs to driving the car."""
        return await self._set(ctx, things, control or r"Vehicle\.Powertrain\.CombustionEngine\.IsRunning", False)

    async def _set(self, ctx: ToolContext, things: tuple[str, ...], pattern: str, value: bool) -> ToolResult:
        wishes = [Wish(car, path, value) for car, path in signals(self._home, things, pattern)]
        if wishes:
            return await carry_out(self._home, ctx, wishes)
        refused = nothing_changed("only_by_hand_in_car" if things else "car_none", self._home, ctx, things)
        return ToolResult(Claim.REFUSED, refused.say, refused.facts)


def skill(services: Services) -> CarDriving:
    """The factory of this skill."""
    return CarDriving(services)
