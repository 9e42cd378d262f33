"""Alarm systems and sirens."""

from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.surface import Services

PANELS = ("alarm_control_panel",)
Panels = Annotated[Things, Targets("alarm_mode", PANELS, default="only")]
Sirens = Annotated[Things, Targets("on", ("siren",), default="only")]

MODE = Choice(
    {
        "armed_away": {"en": ("away", "away mode", "leaving", "full"), "zh": ("离家", "外出", "离家模式", "外出模式")},
        "armed_home": {"en": ("home", "stay", "staying", "at home", "home mode"), "zh": ("在家", "在家模式")},
        "armed_night": {
            "en": ("night", "the night", "night mode", "sleep"),
            "zh": ("夜间", "晚上", "夜间模式", "睡眠"),
        },
        "armed_vacation": {"en": ("vacation", "holiday", "holidays"), "zh": ("度假", "假期", "度假模式")},
    }
)
USUAL = ("armed_away", "armed_home", "armed_night")
"""What arming means where no mode is named: the first of these that the panel has."""


class Alarms:
    """Arming, disarming, and making noise."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "arm {things}",
                "arm {things} {mode}",
                "arm [the] (house|home|place) {mode}",
                "arm [the] (house|home|place)",
                "set {things}",
                "set {things} {mode}",
                "turn on {things}",
                "turn on {things} {mode}",
                "{things} on",
                "set {things} to armed",
                "set {things} to armed {mode}",
            ],
            "zh": [
                "布防",
                "{things}布防",
                "打开布防",
                "启动布防",
                "{mode}布防",
                "{things}{mode}布防",
                "打开{things}",
                "{things}调到{mode}",
                "{things}调到{mode}模式",
                "设防",
            ],
        }
    )
    async def arm(self, ctx: ToolContext, things: Panels, mode: Annotated[str | None, MODE] = None) -> ToolResult:
        """Arm alarm systems: for being away, at home, for the night or for the holidays."""
        return await carry_out(self._home, ctx, [Wish(t, "alarm_mode", mode or self._usual(t)) for t in things])

    @tool(
        phrases={
            "en": [
                "disarm {things}",
                "disarm",
                "disarm [the] (house|home|place)",
                "turn off {things}",
                "{things} off",
                "stop {things}",
                "unset {things}",
                "silence {things}",
            ],
            "zh": [
                "撤防",
                "{things}撤防",
                "解除{things}",
                "解除布防",
                "取消布防",
                "关闭布防",
                "关闭{things}",
                "停止{things}",
            ],
        }
    )
    async def disarm(self, ctx: ToolContext, things: Panels) -> ToolResult:
        """Disarm alarm systems."""
        return await carry_out(self._home, ctx, [Wish(thing, "alarm_mode", "disarmed") for thing in things])

    @tool(
        phrases={
            "en": [
                "sound {things}",
                "start {things}",
                "trigger {things}",
                "ring {things}",
                "blow {things}",
                "let {things} (sound|ring|howl)",
                "sound [the] alarm",
            ],
            "zh": [
                "{things}拉响",
                "拉响{things}",
                "鸣响{things}",
                "{things}响起来",
                "{things}响",
                "拉响警报",
                "警报拉响",
                "拉警报",
            ],
        }
    )
    async def sound_siren(self, ctx: ToolContext, things: Sirens) -> ToolResult:
        """Sound sirens."""
        return await carry_out(self._home, ctx, [Wish(thing, "on", True) for thing in things])

    @tool(
        phrases={
            "en": ["silence {things}", "quiet {things}", "stop {things}"],
            "zh": ["停止{things}", "{things}别响了", "{things}停止响"],
        }
    )
    async def silence_siren(self, ctx: ToolContext, things: Sirens) -> ToolResult:
        """Silence sirens."""
        return await carry_out(self._home, ctx, [Wish(thing, "on", False) for thing in things])

    def _usual(self, thing: str) -> str:
        device = self._home.devices.get(thing)
        capability = device.capabilities.get("alarm_mode") if device else None
        choices = capability.choices if capability else ()
        return next((mode for mode in USUAL if mode in choices), USUAL[0])


def skill(services: Services) -> Alarms:
    """The factory of this skill."""
    return Alarms(services)
