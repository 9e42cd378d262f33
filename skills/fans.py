"""How fast fans run, which way, and with which preset; presets of humidifiers and air conditioners, too."""

from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out, nothing_changed
from skills.choices import LEVEL, PERCENT, percent_of
from skills.present import change, empty_handed, is_off, number_now
from skills.surface import Services

STEP = 25.0
"""Percent that "faster" means."""

SLOWEST = 1.0

DIRECTION = Choice(
    {
        "forward": {"en": ("forward", "forwards", "summer mode", "downward"), "zh": ("正转", "正向", "向前")},
        "reverse": {"en": ("reverse", "backward", "backwards", "winter mode"), "zh": ("反转", "反向", "向后")},
    }
)
PRESET = Choice(
    {
        "eco": {"en": ("eco", "economy", "energy saving"), "zh": ("节能", "经济", "省电")},
        "sleep": {"en": ("sleep", "sleeping", "night"), "zh": ("睡眠", "夜间")},
        "boost": {"en": ("boost", "turbo"), "zh": ("强劲", "强力")},
        "comfort": {"en": ("comfort", "comfortable"), "zh": ("舒适",)},
        "baby": {"en": ("baby",), "zh": ("婴儿", "宝宝")},
        "natural": {"en": ("natural", "natural wind", "breeze", "nature"), "zh": ("自然风", "自然")},
        "smart": {"en": ("smart",), "zh": ("智能",)},
        "activity": {"en": ("activity",), "zh": ("活动",)},
    }
)

Adjustable = Annotated[Things, Targets("speed", ("fan",), default="here")]


class Fans:
    """Speed and swinging."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "set {things} to {percent}",
                "set [the] speed {things} {percent}",
                "set [the] fan speed {things} {percent}",
                "{things} to {percent}",
                "{things} {percent}",
                "{things} on {percent}",
                "(run|spin) {things} {percent}",
                "{things} on {level}",
                "{things} speed {percent}",
                "turn on {things} {percent}",
                "set {things} {level} [speed]",
                "{things} {level} [speed]",
                "turn on {things} {level}",
            ],
            "zh": [
                "{things}调到{percent}",
                "{things}{percent}",
                "{things}风速调到{percent}",
                "{things}速度调到{percent}",
                "{things}调到{level}",
                "{things}风速调到{level}",
                "打开{things}{level}",
                "打开{things}{percent}",
                "{things}{level}",
            ],
        }
    )
    async def set_fan_speed(
        self,
        ctx: ToolContext,
        things: Adjustable,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Set how fast fans run, in percent or as a level; 0 stops them."""
        wanted = percent if percent is not None else percent_of(level, SLOWEST)
        if wanted is None:
            return empty_handed(ctx)
        return await carry_out(self._home, ctx, [Wish(thing, "speed", wanted) for thing in things])

    @tool(
        phrases={
            "en": [
                "{things} faster",
                "make {things} faster",
                "speed up {things}",
                "increase {things} [speed] [by {by}]",
            ],
            "zh": ["{things}快一点", "{things}风大一点", "{things}调高", "{things}风速调高", "加快{things}"],
        }
    )
    async def fan_faster(
        self, ctx: ToolContext, things: Adjustable, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Make fans run faster."""
        return await self._by(ctx, things, by or STEP)

    @tool(
        phrases={
            "en": [
                "{things} slower",
                "make {things} slower",
                "slow down {things}",
                "decrease {things} [speed] [by {by}]",
            ],
            "zh": ["{things}慢一点", "{things}风小一点", "{things}调低", "{things}风速调低", "减慢{things}"],
        }
    )
    async def fan_slower(
        self, ctx: ToolContext, things: Adjustable, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Make fans run slower."""
        return await self._by(ctx, things, -(by or STEP))

    @tool(
        phrases={
            "en": [
                "swing {things}",
                "oscillate {things}",
                "make {things} (swing|oscillate)",
                "let {things} (swing|oscillate)",
            ],
            "zh": ["{things}摇头", "打开{things}摇头", "{things}左右摆动"],
        }
    )
    async def fan_swing(
        self, ctx: ToolContext, things: Annotated[Things, Targets("oscillating", ("fan",), default="here")]
    ) -> ToolResult:
        """Let fans swing from side to side."""
        return await carry_out(self._home, ctx, [Wish(thing, "oscillating", True) for thing in things])

    @tool(
        phrases={
            "en": ["stop (swinging|oscillating) {things}"],
            "zh": ["{things}停止摇头", "关闭{things}摇头", "停止{things}摇头", "{things}别摇头"],
        }
    )
    async def fan_still(
        self, ctx: ToolContext, things: Annotated[Things, Targets("oscillating", ("fan",), default="here")]
    ) -> ToolResult:
        """Stop fans from swinging."""
        return await carry_out(self._home, ctx, [Wish(thing, "oscillating", False) for thing in things])

    @tool(
        phrases={
            "en": [
                "set {things} to {direction}",
                "set [the] direction [of] {things} to {direction}",
                "run {things} in {direction}",
                "let {things} (run|turn|spin) {direction}",
                "change [the] direction [of] {things}",
                "reverse {things}",
            ],
            "zh": ["{things}{direction}", "{things}方向调到{direction}", "{things}换方向", "{things}改变方向"],
        }
    )
    async def fan_direction(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("direction", ("fan",), default="here")],
        direction: Annotated[str | None, DIRECTION] = None,
    ) -> ToolResult:
        """Set which way fans turn; without a direction, the other way than now."""
        if direction is not None:
            return await carry_out(self._home, ctx, [Wish(thing, "direction", direction) for thing in things])
        now = {thing: fact.value for thing in things if (fact := self._home.fact(thing, "direction")) is not None}
        unknown = [thing for thing in things if thing not in now]
        if unknown:
            return nothing_changed("value_unknown", self._home, ctx, unknown)
        other = {thing: "forward" if value == "reverse" else "reverse" for thing, value in now.items()}
        return await carry_out(self._home, ctx, [Wish(thing, "direction", way) for thing, way in other.items()])

    @tool(
        phrases={
            "en": [
                "set {things} to {preset} [mode|preset]",
                "{things} {preset} mode",
                "set [the] (preset|mode) [of] {things} to {preset}",
                "turn on {preset} mode [on] {things}",
            ],
            "zh": [
                "{things}调到{preset}",
                "{things}调到{preset}模式",
                "{things}{preset}模式",
                "打开{things}{preset}模式",
            ],
        }
    )
    async def set_preset(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("preset", ("fan", "humidifier", "climate"), default="here")],
        preset: Annotated[str, PRESET],
    ) -> ToolResult:
        """Choose a preset of fans, humidifiers and air conditioners: eco, sleep, boost and the like."""
        return await carry_out(self._home, ctx, [Wish(t, "preset", self._own_preset(t, preset)) for t in things])

    def _own_preset(self, thing: str, said: str) -> str:
        """What the device calls this preset; the word itself where it has no such, which it then refuses."""
        device = self._home.devices.get(thing)
        choices = device.capabilities["preset"].choices if device and "preset" in device.capabilities else ()
        forms = {said, *(form.casefold() for forms in PRESET.words[said].values() for form in forms)}
        return next((choice for choice in choices if choice.casefold().replace("_", " ") in forms), said)

    async def _by(self, ctx: ToolContext, things: Things, step: float) -> ToolResult:
        def now(thing: str) -> float | None:
            return 0.0 if is_off(self._home, thing) else number_now(self._home, thing, "speed")

        return await change(self._home, ctx, things, "speed", step=lambda thing, present: present + step, start=now)


def skill(services: Services) -> Fans:
    """The factory of this skill."""
    return Fans(services)
