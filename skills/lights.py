"""How bright lights are, and in which colour."""

from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.choices import COLOR, KELVIN, LEVEL, PERCENT, is_halving, percent_of
from skills.present import change, empty_handed, is_off, is_on, number_now
from skills.surface import Services
from skills.values import color_named

STEP = 20.0
"""Percent of brightness that "brighter" means."""

FULL = 100.0
HALF = 50.0
"""Percent that a light is taken for that is on and has not said how bright it is."""

DIMMEST = 1.0
"""Percent that "as dark as possible" means; 0 would be off."""

Dimmable = Annotated[Things, Targets("brightness", ("light",), default="here")]

TONE = Choice(
    {
        "candle": {"en": ("candle light", "candlelight"), "zh": ("烛光",)},
        "warm": {
            "en": ("warm white", "warm light", "warm"),
            "zh": ("暖光", "暖白", "暖白色", "暖白光", "暖黄", "暖色"),
        },
        "neutral": {"en": ("neutral white", "neutral", "natural white"), "zh": ("自然光", "中性光", "自然白")},
        "cool": {
            "en": ("cool white", "cold white", "cool light", "cold light", "cool"),
            "zh": ("冷光", "冷白光", "冷色"),
        },
        "daylight": {"en": ("daylight", "day light"), "zh": ("日光",)},
    }
)
TONE_KELVIN = {"candle": 2000, "warm": 2700, "neutral": 4000, "cool": 5500, "daylight": 6500}


class Lights:
    """Brightness and colour."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "set {things} to {percent}",
                "set brightness {things} {percent}",
                "{things} brightness {percent}",
                "{things} {percent}",
                "{things} on {percent}",
                "{things} (dimmed|brightened) {percent}",
                "dim {things} {percent}",
                "brighten {things} {percent}",
                "increase {things} [brightness] to {percent}",
                "decrease {things} [brightness] to {percent}",
                "turn on {things} {percent}",
                "set {things} {level}",
                "set {things} {level} brightness",
                "{things} {level} brightness",
                "{things} to {level}",
                "dim {things} {level}",
                "turn on {things} {level} brightness",
                "give {things} {level}",
            ],
            "zh": [
                "{things}调到{percent}",
                "{things}亮度{percent}",
                "{things}(调到|开到){percent}亮",
                "{things}亮度调到{percent}",
                "调到{things}亮度{percent}",
                "调亮{things}到{percent}",
                "调暗{things}到{percent}",
                "{things}{percent}",
                "打开{things}{percent}",
                "{things}调到{level}",
                "{things}亮度调到{level}",
                "{things}亮度{level}",
                "{things}{level}",
            ],
        }
    )
    async def set_brightness(
        self,
        ctx: ToolContext,
        things: Dimmable,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Set how bright lights are, in percent or as a level; a light that is off is turned on with it."""
        if (level == "half" or percent == HALF) and is_halving(ctx.utterance.text):
            return await self._by(ctx, things, -HALF)  # half of what it is: 亮度调到现在的一半
        wanted = percent if percent is not None else percent_of(level, DIMMEST)
        if wanted is None:
            return empty_handed(ctx)
        if wanted == 0:
            return await carry_out(self._home, ctx, [Wish(thing, "on", False) for thing in things])
        return await carry_out(self._home, ctx, [Wish(thing, "brightness", wanted) for thing in things])

    @tool(
        phrases={
            "en": [
                "brighten {things} [by {by}]",
                "make {things} brighter",
                "{things} brighter",
                "brighter",
                "increase {things} [by {by}]",
                "increase brightness {things} [by {by}]",
                "increase intensity {things}",
                "increase [the] light {things}",
                "{things} increase intensity",
                "(lighten|bright) up {things}",
                "{things} up [by {by}]",
                "more light {things}",
            ],
            "zh": [
                "调亮{things}",
                "调高{things}亮度",
                "{things}亮度调高",
                "{things}亮度调高{by}",
                "{things}调亮{by}",
                "{things}不够亮",
            ],
        }
    )
    async def brighten(
        self, ctx: ToolContext, things: Dimmable, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Make lights brighter, by a share of full brightness or a step."""
        return await self._by(ctx, things, by or STEP)

    @tool(
        phrases={
            "en": [
                "dim {things} [by {by}]",
                "make {things} dimmer",
                "{things} darker",
                "{things} dimmer",
                "darker",
                "decrease {things} [by {by}]",
                "decrease brightness {things} [by {by}]",
                "{things} down [by {by}]",
                "it is too bright {things}",
                "{things} too bright",
                "{things} half as bright",
                "make {things} half as bright",
            ],
            "zh": [
                "调暗{things}",
                "调低{things}亮度",
                "{things}亮度调低",
                "{things}亮度调低{by}",
                "{things}调暗{by}",
                "{things}太亮",
                "{things}(太|好|真|有点|这么|实在|怪)(刺眼|晃眼|扎眼|晃|亮堂|晃人|刺目|明)",
                "{things}(刺眼|晃眼|扎眼|刺目|晃得慌|亮得刺眼|亮得晃眼|亮得慌|亮瞎眼)",
                "太亮",
            ],
        }
    )
    async def dim(self, ctx: ToolContext, things: Dimmable, by: Annotated[float | None, PERCENT] = None) -> ToolResult:
        """Make lights darker, by a share of full brightness or a step; they stay on.

        A light that is on and has not said how bright it is counts as fully bright.
        """
        return await self._by(ctx, things, -(by or STEP))

    @tool(
        phrases={
            "en": [
                "set {things} to {color}",
                "set color {things} {color}",
                "{things} color {color}",
                "{things} {color}",
                "turn on {things} {color}",
            ],
            "zh": [
                "{things}调到{color}",
                "{things}颜色调到{color}",
                "调到{things}颜色{color}",
                "{things}{color}",
                "打开{things}{color}",
                "{things}颜色{color}",
            ],
        }
    )
    async def set_color(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("color", ("light",), default="here")],
        color: Annotated[str, COLOR],
    ) -> ToolResult:
        """Give lights a colour; "another" is one that differs from the present one of each."""
        facts = [(thing, self._home.fact(thing, "color")) for thing in things]
        wishes = [Wish(thing, "color", color_named(color, fact.value if fact else None)) for thing, fact in facts]
        return await carry_out(self._home, ctx, wishes)

    @tool(
        phrases={
            "en": [
                "set {things} to {tone}",
                "{things} {tone}",
                "set {things} to {kelvin}",
                "set color temperature {things} {kelvin}",
                "set color temperature {things} {tone}",
                "{things} {kelvin}",
            ],
            "zh": [
                "{things}调到{tone}",
                "{things}色温调到{kelvin}",
                "{things}色温调到{tone}",
                "{things}调到{kelvin}",
                "{things}{tone}",
            ],
        }
    )
    async def set_color_temperature(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("color_temperature", ("light",), default="here")],
        tone: Annotated[str | None, TONE] = None,
        kelvin: Annotated[float | None, KELVIN] = None,
    ) -> ToolResult:
        """Set how warm or cool the white of lights is, as a tone or in kelvin."""
        wanted = kelvin if kelvin is not None else TONE_KELVIN.get(tone or "")
        if wanted is None:
            return empty_handed(ctx)
        return await carry_out(self._home, ctx, [Wish(thing, "color_temperature", wanted) for thing in things])

    async def _by(self, ctx: ToolContext, things: Things, step: float) -> ToolResult:
        """Change brightness by a step; a light that is on and does not say how bright counts as fully bright."""

        def now(thing: str) -> float | None:
            if is_off(self._home, thing):
                return 0.0
            known = number_now(self._home, thing, "brightness")
            return FULL if known is None and is_on(self._home, thing) else known

        def stepped(thing: str, present: float) -> float:
            wanted = present / 2 if step < 0 and halving else present + step
            return max(wanted, DIMMEST) if present > 0 or step > 0 else 0.0

        halving = is_halving(ctx.utterance.text)
        lit = [thing for thing in things if step > 0 or not is_off(self._home, thing)]
        if not lit and things:
            return await carry_out(self._home, ctx, [Wish(thing, "on", False) for thing in things])
        return await change(self._home, ctx, lit, "brightness", step=stepped, start=now)


def skill(services: Services) -> Lights:
    """The factory of this skill."""
    return Lights(services)
