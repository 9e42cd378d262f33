"""The car's lamps and wipers: what the driver sees with and is seen by."""

from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.car import Cars, set_signals, signals
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.surface import Services

LIGHTS = r"Vehicle\.Body\.Lights\."
WIPING = r"Vehicle\.Body\.Windshield\.Front\.Wiping\.Mode"

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
WIPER = Choice(
    {
        "SLOW": {"en": ("slow", "slower", "low"), "zh": ("慢速", "慢一点", "低速")},
        "MEDIUM": {"en": ("medium", "normal"), "zh": ("中速",)},
        "FAST": {"en": ("fast", "faster", "high", "full speed"), "zh": ("快速", "快一点", "高速")},
        "INTERVAL": {"en": ("interval", "intermittent"), "zh": ("间歇",)},
        "RAIN_SENSOR": {"en": ("automatic", "auto"), "zh": ("自动",)},
    }
)


class CarLamps:
    """Headlights, high beam, fog lights, cabin light and wipers."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "turn on [the] car lights",
                "turn on [the] [car] {lamp}",
                "[car] {lamp} on",
                "set [the] (headlights|car lights) [to] {lamp}",
            ],
            "zh": [
                *("打开{lamp}", "{lamp}打开", "打开车灯", "打开车的灯", "大灯调到{lamp}", "车灯调到{lamp}"),
                *on_zh("近光灯", "近光"),
            ],
        }
    )
    async def car_lights_on(self, ctx: ToolContext, things: Cars, lamp: Annotated[str, LAMP] = "BEAM") -> ToolResult:
        """Turn on the headlights of the car, or set them to automatic."""
        return await self._light(ctx, things, lamp)

    @tool(
        phrases={
            "en": off_en("(headlights|headlight|car lights|beams)"),
            "zh": off_zh("大灯", "车灯", "车的灯", "前大灯"),
        }
    )
    async def car_lights_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the headlights of the car."""
        return await self._light(ctx, things, "OFF")

    async def _light(self, ctx: ToolContext, cars: Sequence[str], lamp: str) -> ToolResult:
        """By the switch of the lights; a car without one has its low beam switched."""
        if lamp in ("BEAM", "OFF") and not signals(self._home, cars, LIGHT_SWITCH):
            return await set_signals(self._home, ctx, cars, LOW_BEAM, lamp == "BEAM")
        return await set_signals(self._home, ctx, cars, LIGHT_SWITCH, lamp)

    @tool(phrases={"en": [*on_en("(high beam|high beams|full beam|main beam)")], "zh": on_zh("远光灯", "远光")})
    async def high_beam_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the high beam of the car."""
        return await set_signals(self._home, ctx, things, LIGHTS + r"Beam\.High\.IsOn", True)

    @tool(
        phrases={
            "en": [*off_en("(high beam|high beams|full beam|main beam)"), "dip [the] (lights|headlights)"],
            "zh": off_zh("远光灯", "远光"),
        }
    )
    async def high_beam_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the high beam of the car."""
        return await set_signals(self._home, ctx, things, LIGHTS + r"Beam\.High\.IsOn", False)

    @tool(phrases={"en": off_en("(low beam|low beams|dipped beam)"), "zh": off_zh("近光灯", "近光")})
    async def low_beam_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the low beam of the car."""
        return await set_signals(self._home, ctx, things, LIGHTS + r"Beam\.Low\.IsOn", False)

    @tool(
        phrases={
            "en": [*on_en("(fog light|fog lights|fog lamps)"), "turn on [the] {end} (fog light|fog lights|fog lamps)"],
            "zh": [*on_zh("雾灯"), "打开{end}雾灯"],
        }
    )
    async def fog_lights_on(self, ctx: ToolContext, things: Cars, end: Annotated[str, END] = "Front") -> ToolResult:
        """Turn on the fog lights of the car, in front where nothing else is said."""
        return await set_signals(self._home, ctx, things, LIGHTS + rf"Fog\.{end}\.IsOn", True)

    @tool(
        phrases={
            "en": [
                *off_en("(fog light|fog lights|fog lamps)"),
                "turn off [the] {end} (fog light|fog lights|fog lamps)",
            ],
            "zh": [*off_zh("雾灯"), "关闭{end}雾灯"],
        }
    )
    async def fog_lights_off(
        self, ctx: ToolContext, things: Cars, end: Annotated[str | None, END] = None
    ) -> ToolResult:
        """Turn off the fog lights of the car."""
        return await set_signals(self._home, ctx, things, LIGHTS + rf"Fog\.{end or '(Front|Rear)'}\.IsOn", False)

    @tool(
        phrases={
            "en": [
                *on_en("(wipers|wiper|windscreen wipers|windshield wipers)"),
                "set [the] (wipers|wiper) [to] {speed}",
                "(wipers|wiper) {speed}",
                "start [the] (wipers|wiper)",
            ],
            "zh": [*on_zh("雨刷", "雨刮", "雨刮器", "雨刷器"), "雨刷调到{speed}", "雨刷{speed}", "雨刮{speed}"],
        }
    )
    async def wipers_on(self, ctx: ToolContext, things: Cars, speed: Annotated[str, WIPER] = "MEDIUM") -> ToolResult:
        """Turn on the wipers of the car: slow, medium, fast, at intervals or automatic."""
        return await set_signals(self._home, ctx, things, WIPING, speed)

    @tool(
        phrases={
            "en": [*off_en("(wipers|wiper|windscreen wipers|windshield wipers)"), "stop [the] (wipers|wiper)"],
            "zh": [*off_zh("雨刷", "雨刮", "雨刮器", "雨刷器"), "停止雨刷"],
        }
    )
    async def wipers_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the wipers of the car."""
        return await set_signals(self._home, ctx, things, WIPING, "OFF")

    @tool(
        phrases={
            "en": [
                *on_en("(dome light|cabin light|interior light|interior lights)"),
                "turn on [the] (light|lights) in [the] car",
                "(light|lights) on in [the] car",
            ],
            "zh": [*on_zh("车内灯", "车内顶灯", "车里的灯", "车顶灯")],
        }
    )
    async def cabin_light_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the light inside the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.Light\.IsDomeOn", True)

    @tool(
        phrases={
            "en": [
                *off_en("(dome light|cabin light|interior light|interior lights)"),
                "turn off [the] (light|lights) in [the] car",
                "(light|lights) off in [the] car",
            ],
            "zh": [*off_zh("车内灯", "车内顶灯", "车里的灯", "车顶灯")],
        }
    )
    async def cabin_light_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the light inside the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.Light\.IsDomeOn", False)


def skill(services: Services) -> CarLamps:
    """The factory of this skill."""
    return CarLamps(services)
