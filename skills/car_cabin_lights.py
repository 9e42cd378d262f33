"""Light inside the car: dome, reading lights, and the ambient light with its colours. It never means a lamp outside."""

from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.car import Aboard, Cars, lacks, set_signals
from skills.car_places import SEAT, own_or, set_at, signals
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.choices import COLOR, LEVEL, PERCENT, percent_of
from skills.present import number_now, within
from skills.surface import Services
from skills.values import color_named

LIGHT = r"Vehicle\.Cabin\.Light\."
DOME = LIGHT + "IsDomeOn"
READING = LIGHT + r"Spotlight\.{place}\.IsLightOn"
AMBIENT = LIGHT + r"AmbientLight\..+\."
EVERY = LIGHT + r"(IsDomeOn|Spotlight\..+\.IsLightOn|AmbientLight\..+\.IsLightOn)"
CABIN_EN = "(dome light|cabin light|cabin lights|interior light|interior lights|inside lights|inside light)"
READING_EN = "(reading light|reading lights|reading lamp|map light|spotlight)"
AMBIENT_EN = "(ambient light|ambient lights|ambient lighting|mood light|mood lights|mood lighting)"
STEP = 20.0
"""% of the next brightness."""


class CarCabinLights:
    """What shines in the car."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                *on_en(CABIN_EN),
                "turn on [the] (light|lights) in [the] car",
                "(light|lights) on in [the] car",
                "it is [too] dark in [the|this] car",
            ],
            "zh": [*on_zh("车内灯", "车内顶灯", "车里的灯", "车顶灯", "车厢灯"), "车里太暗", "车里好暗"],
        }
    )
    async def cabin_light_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the light inside the car."""
        return await set_signals(self._home, ctx, things, DOME, True)

    @tool(
        phrases={
            "en": [
                *off_en(CABIN_EN),
                "turn off [the] (light|lights) in [the] car",
                "turn off all [the] (light|lights) in [the] car",
                "(light|lights) off in [the] car",
            ],
            "zh": [*off_zh("车内灯", "车内顶灯", "车里的灯", "车顶灯", "车厢灯"), "关闭车里所有灯"],
        }
    )
    async def cabin_light_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the lights inside the car: dome, reading lights and ambient light."""
        return await self._off(ctx, things, EVERY)

    @tool(
        phrases={
            "en": ["turn on [the] (light|lights)", "turn [the] (light|lights) on", "(light|lights) on", "more light"],
            "zh": ["打开灯", "开灯", "灯打开", "把灯打开", "太暗", "好暗"],
        }
    )
    async def light_here(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Turn on the reading light where whoever says so sits in the car."""
        return await set_at(self._home, ctx, things, READING, seat or own_or(ctx, "all"), True)

    @tool(
        phrases={
            "en": [
                "turn off [the] (light|lights)",
                "turn [the] (light|lights) off",
                "turn off all [the] (light|lights)",
                "turn all [the] (light|lights) off",
                "(all|every) (light|lights) off",
                "(light|lights) off",
                "lights out",
            ],
            "zh": [
                "关闭灯",
                "关灯",
                "灯关闭",
                "关闭所有灯",
                "所有灯关闭",
                "灯全关",
                "关掉所有的灯",
                "灯都关闭",
                "把灯都关了",
            ],
        }
    )
    async def cabin_lights_out(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Turn off the lights inside the car; those outside stay as they are."""
        return await self._off(ctx, things, EVERY)

    @tool(
        phrases={
            "en": [*on_en(READING_EN), "i (want|would like) to read", "light to read [by]"],
            "zh": [*on_zh("阅读灯", "读书灯", "看书灯"), "我要看书", "我想看书"],
        }
    )
    async def reading_light_on(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Turn on a reading light of the car; the own one where none is named."""
        return await set_at(self._home, ctx, things, READING, seat or own_or(ctx, "all"), True)

    @tool(
        phrases={
            "en": off_en(READING_EN),
            "zh": [*off_zh("阅读灯", "读书灯", "看书灯"), "(关闭|关掉|关上)我的(阅读灯|读书灯)"],
        }
    )
    async def reading_light_off(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Turn off a reading light of the car; the own one where none is named."""
        return await set_at(self._home, ctx, things, READING, seat or own_or(ctx, "all"), False)

    @tool(phrases={"en": on_en(AMBIENT_EN), "zh": on_zh("氛围灯", "车内氛围灯")})
    async def ambient_light_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the ambient light of the car."""
        return await set_signals(self._home, ctx, things, AMBIENT + "IsLightOn", True)

    @tool(phrases={"en": off_en(AMBIENT_EN), "zh": off_zh("氛围灯", "车内氛围灯")})
    async def ambient_light_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the ambient light of the car."""
        return await set_signals(self._home, ctx, things, AMBIENT + "IsLightOn", False)

    @tool(
        phrases={
            "en": [
                f"set [the] {AMBIENT_EN} {{color}}",
                f"make [the] {AMBIENT_EN} {{color}}",
                f"{AMBIENT_EN} {{color}}",
                f"{{color}} {AMBIENT_EN}",
                f"turn [the] {AMBIENT_EN} {{color}}",
            ],
            "zh": ["氛围灯调到{color}", "氛围灯{color}", "{color}氛围灯", "氛围灯变成{color}", "氛围灯换成{color}"],
        }
    )
    async def set_ambient_color(self, ctx: ToolContext, things: Cars, color: Annotated[str, COLOR]) -> ToolResult:
        """Set the colour of the ambient light in the car; "another" is one that differs from the present one."""
        found = [
            (car, path, self._home.fact(car, path)) for car, path in signals(self._home, things, AMBIENT + "Color")
        ]
        wishes = [Wish(car, path, color_named(color, fact.value if fact else None)) for car, path, fact in found]
        return await carry_out(self._home, ctx, wishes) if wishes else lacks(self._home, ctx, things)

    @tool(
        phrases={
            "en": [
                f"set [the] {AMBIENT_EN} {{percent}}",
                f"set [the] {AMBIENT_EN} {{level}}",
                f"{AMBIENT_EN} {{percent}}",
                f"dim [the] {AMBIENT_EN} [to] {{percent}}",
            ],
            "zh": ["氛围灯亮度{percent}", "氛围灯亮度调到{percent}", "氛围灯调到{percent}", "氛围灯调到{level}"],
        }
    )
    async def set_ambient_brightness(
        self,
        ctx: ToolContext,
        things: Cars,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Set how bright the ambient light in the car is."""
        chosen = percent if percent is not None else percent_of(level, 1)
        return await set_signals(self._home, ctx, things, AMBIENT + "Intensity", max(1, int(chosen or 50)))

    @tool(
        phrases={
            "en": [f"[make] [the] {AMBIENT_EN} brighter", f"brighten [the] {AMBIENT_EN}", f"{AMBIENT_EN} up"],
            "zh": ["氛围灯亮一点", "氛围灯调亮", "调亮氛围灯", "氛围灯再亮一点"],
        }
    )
    async def ambient_brighter(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Make the ambient light in the car brighter."""
        return await self._by(ctx, things, STEP)

    @tool(
        phrases={
            "en": [f"[make] [the] {AMBIENT_EN} (dimmer|darker)", f"dim [the] {AMBIENT_EN}", f"{AMBIENT_EN} down"],
            "zh": ["氛围灯暗一点", "氛围灯调暗", "调暗氛围灯", "氛围灯再暗一点"],
        }
    )
    async def ambient_dimmer(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Make the ambient light in the car dimmer."""
        return await self._by(ctx, things, -STEP)

    async def _off(self, ctx: ToolContext, things: tuple[str, ...], pattern: str) -> ToolResult:
        """What is on goes off; where nothing is, all is told to be off."""
        found = signals(self._home, things, pattern)
        lit = [(car, path) for car, path in found if (f := self._home.fact(car, path)) is None or f.value is not False]
        wishes = [Wish(car, path, False) for car, path in lit or found[:1]]
        return await carry_out(self._home, ctx, wishes) if wishes else lacks(self._home, ctx, things)

    async def _by(self, ctx: ToolContext, things: tuple[str, ...], step: float) -> ToolResult:
        wishes = [
            Wish(car, path, int(within(self._home.devices.get(car), path, now + step)))
            for car, path in signals(self._home, things, AMBIENT + "Intensity")
            if (now := number_now(self._home, car, path)) is not None
        ]
        return await carry_out(self._home, ctx, wishes) if wishes else lacks(self._home, ctx, things)


def skill(services: Services) -> CarCabinLights:
    """The factory of this skill."""
    return CarCabinLights(services)
