"""The car's lamps: what the driver sees with and is seen by.

Safety, so that nothing but what a person clearly said switches them.
"""

from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.car import Aboard, Cars, set_signals
from skills.car_places import signals
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.surface import Services

LIGHTS = r"Vehicle\.Body\.Lights\."

LIGHT_SWITCH = r"Vehicle\.Body\.Lights\.LightSwitch"
LOW_BEAM = r"Vehicle\.Body\.Lights\.Beam\.Low\.IsOn"

LAMP = Choice(
    {
        "BEAM": {
            "en": ("headlights", "low beam", "headlight", "beams"),
            "zh": ("大灯", "近光灯", "前灯", "车灯"),
        },
        "AUTO": {"en": ("automatic", "auto", "automatic lights"), "zh": ("自动", "自动大灯")},
    }
)
END = Choice({"Front": {"en": ("front",), "zh": ("前",)}, "Rear": {"en": ("rear", "back"), "zh": ("后",)}})


class CarLamps:
    """Headlights, high beam, fog lights and hazard lights."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                *on_en("(headlights|headlight|head lights|low beam|low beams|dipped beam|dipped headlights)"),
                "turn on [the] car lights",
                "set [the] headlights [to] {lamp}",
                "it is [getting|too] dark outside",
                "i (cannot|can not) see [the|anything] [of] [the] road",
                "turn on [the] [car] {lamp}",
                "[car] {lamp} on",
                "set [the] (headlights|car lights) [to] {lamp}",
            ],
            "zh": [
                *("打开{lamp}", "{lamp}打开", "打开车灯", "打开车的灯", "大灯调到{lamp}", "车灯调到{lamp}"),
                *on_zh("近光灯", "近光", "前大灯", "车大灯", "前照灯"),
            ],
        },
    )
    async def car_lights_on(self, ctx: ToolContext, things: Cars, lamp: Annotated[str, LAMP] = "BEAM") -> ToolResult:
        """Turn on the headlights of the car, or set them to automatic."""
        return await self._light(ctx, things, lamp)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": off_en("(headlights|headlight|head lights|car lights|beams|exterior lights|outside lights)"),
            "zh": off_zh("大灯", "车灯", "车的灯", "前大灯", "前灯", "车外灯"),
        },
    )
    async def car_lights_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the headlights of the car."""
        return await self._light(ctx, things, "OFF")

    @tool(by_phrase_only=True, phrases={"en": on_en("(front lights|front light)"), "zh": on_zh("大灯", "前灯")})
    async def headlights_here(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Turn on the headlights of the car for somebody in it; at home the same word is the main light of a room."""
        return await self._light(ctx, things, "BEAM")

    async def _light(self, ctx: ToolContext, cars: Sequence[str], lamp: str) -> ToolResult:
        """By the switch of the lights; a car without one has its low beam switched."""
        if lamp in ("BEAM", "OFF") and not signals(self._home, cars, LIGHT_SWITCH):
            return await set_signals(self._home, ctx, cars, LOW_BEAM, lamp == "BEAM")
        return await set_signals(self._home, ctx, cars, LIGHT_SWITCH, lamp)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                *on_en("(high beam|high beams|full beam|main beam)"),
                "(switch|change|go) to [the] (high|full|main) (beam|beams)",
            ],
            "zh": [*on_zh("远光灯", "远光"), "(切|换|切换|变)[成|到|为](远光|远光灯)"],
        },
    )
    async def high_beam_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the high beam of the car."""
        return await set_signals(self._home, ctx, things, LIGHTS + r"Beam\.High\.IsOn", True)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                *off_en("(high beam|high beams|full beam|main beam)"),
                "dip [the] (lights|headlights)",
                "(switch|change|go) [back] to [the] (low|dipped|dip) (beam|beams)",
            ],
            "zh": [*off_zh("远光灯", "远光"), "(切|换|切换|变)[回|成|到|为](近光|近光灯)"],
        },
    )
    async def high_beam_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the high beam of the car."""
        return await set_signals(self._home, ctx, things, LIGHTS + r"Beam\.High\.IsOn", False)

    @tool(
        by_phrase_only=True, phrases={"en": off_en("(low beam|low beams|dipped beam)"), "zh": off_zh("近光灯", "近光")}
    )
    async def low_beam_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the low beam of the car."""
        return await set_signals(self._home, ctx, things, LIGHTS + r"Beam\.Low\.IsOn", False)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                *on_en("(fog light|fog lights|fog lamps)"),
                "turn on [the] {end} (fog light|fog lights|fog lamps)",
                "it is [so|too|very|really|getting] foggy [outside|out there]",
            ],
            "zh": [*on_zh("雾灯"), "[外面](雾好大|雾很大|雾太大|大雾)", "打开{end}雾灯"],
        },
    )
    async def fog_lights_on(self, ctx: ToolContext, things: Cars, end: Annotated[str, END] = "Front") -> ToolResult:
        """Turn on the fog lights of the car, in front where nothing else is said."""
        return await set_signals(self._home, ctx, things, LIGHTS + rf"Fog\.{end}\.IsOn", True)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                *off_en("(fog light|fog lights|fog lamps)"),
                "turn off [the] {end} (fog light|fog lights|fog lamps)",
            ],
            "zh": [*off_zh("雾灯"), "关闭{end}雾灯"],
        },
    )
    async def fog_lights_off(
        self, ctx: ToolContext, things: Cars, end: Annotated[str | None, END] = None
    ) -> ToolResult:
        """Turn off the fog lights of the car."""
        return await set_signals(self._home, ctx, things, LIGHTS + rf"Fog\.{end or '(Front|Rear)'}\.IsOn", False)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": on_en("(hazard lights|hazards|hazard warning lights|warning lights|hazard flashers)"),
            "zh": [*on_zh("双闪", "双闪灯", "警示灯", "危险警示灯", "双跳灯"), "打(双闪|双跳)"],
        },
    )
    async def hazards_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the hazard lights of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Lights\.Hazard\.IsSignaling", True)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": off_en("(hazard lights|hazards|hazard warning lights|warning lights|hazard flashers)"),
            "zh": off_zh("双闪", "双闪灯", "警示灯", "危险警示灯", "双跳灯"),
        },
    )
    async def hazards_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the hazard lights of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Lights\.Hazard\.IsSignaling", False)


def skill(services: Services) -> CarLamps:
    """The factory of this skill."""
    return CarLamps(services)
