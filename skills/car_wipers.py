"""The car's wipers. Safety, so that nothing but what a person clearly said switches them."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out, nothing_changed
from skills.car import Aboard, Cars, lacks, set_signals
from skills.car_places import signals
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.surface import Services

WIPING = r"Vehicle\.Body\.Windshield\.Front\.Wiping\.Mode"
WIPERS = "(wipers|wiper|windscreen wipers|windshield wipers)"

WIPER = Choice(
    {
        "SLOW": {"en": ("slow", "low", "slowly"), "zh": ("慢速", "低速", "慢档", "一档")},
        "MEDIUM": {"en": ("medium", "normal"), "zh": ("中速", "中档", "二档")},
        "FAST": {
            "en": ("fast", "high", "full speed", "maximum", "max"),
            "zh": ("快速", "高速", "最快", "快档", "三档"),
        },
        "INTERVAL": {"en": ("interval", "intermittent"), "zh": ("间歇", "间歇档")},
        "RAIN_SENSOR": {"en": ("automatic", "auto"), "zh": ("自动", "自动档")},
    }
)
_BY_SPEED = ("OFF", "INTERVAL", "SLOW", "MEDIUM", "FAST")


class CarWipers:
    """Wipers in front."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                *on_en("(wipers|wiper|windscreen wipers|windshield wipers)"),
                "set [the] (wipers|wiper) [to] {speed}",
                "(wipers|wiper) {speed}",
                "start [the] (wipers|wiper)",
                "wipe [the] (windscreen|windshield|window)",
            ],
            "zh": [
                *on_zh("雨刷", "雨刮", "雨刮器", "雨刷器"),
                "雨刷调到{speed}",
                "雨刷{speed}",
                "雨刮{speed}",
                "雨刮调到{speed}",
                "雨刮器{speed}",
                "刮一下雨",
                "刮雨",
            ],
        },
    )
    async def wipers_on(self, ctx: ToolContext, things: Cars, speed: Annotated[str, WIPER] = "MEDIUM") -> ToolResult:
        """Turn on the wipers of the car: slow, medium, fast, at intervals or automatic."""
        return await set_signals(self._home, ctx, things, WIPING, speed)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [*off_en("(wipers|wiper|windscreen wipers|windshield wipers)"), "stop [the] (wipers|wiper)"],
            "zh": [*off_zh("雨刷", "雨刮", "雨刮器", "雨刷器"), "停止雨刷"],
        },
    )
    async def wipers_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the wipers of the car."""
        return await set_signals(self._home, ctx, things, WIPING, "OFF")

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [f"{WIPERS} (faster|quicker)", f"(speed|turn) up [the] {WIPERS}", f"make [the] {WIPERS} faster"],
            "zh": ["雨刷快一点", "雨刮快一点", "雨刷快点", "雨刮快点", "雨刷再快一点", "雨刮器快一点", "雨刷调快"],
        },
    )
    async def wipers_faster(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Have the wipers of the car go faster."""
        return await self._by(ctx, things, 1)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [f"{WIPERS} slower", f"(slow|turn) down [the] {WIPERS}", f"make [the] {WIPERS} slower"],
            "zh": ["雨刷慢一点", "雨刮慢一点", "雨刷慢点", "雨刮慢点", "雨刷再慢一点", "雨刮器慢一点", "雨刷调慢"],
        },
    )
    async def wipers_slower(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Have the wipers of the car go slower, and not off."""
        return await self._by(ctx, things, -1)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "(wash|clean|spray) [the] [front] (windscreen|windshield|window|glass)",
                "give [the] (windscreen|windshield) a (wash|clean|spray)",
                "spray [some] (washer fluid|water) [on] [the] [windscreen|windshield]",
            ],
            "zh": [
                "(洗|洗一下|清洗|冲|冲一下|擦|擦一下)[前](挡风玻璃|风挡|前挡|玻璃)",
                "[前](挡风玻璃|风挡|前挡)(洗一下|清洗一下|洗洗|冲一下)",
                "(喷|喷点|喷一下|喷一点)(玻璃水|水)",
            ],
        },
    )
    async def wash_windscreen(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Spraying water is a lever's work: no car offers it to others."""
        return nothing_changed("only_by_hand_in_car" if things else "car_none", self._home, ctx, things)

    async def _by(self, ctx: ToolContext, things: tuple[str, ...], step: int) -> ToolResult:
        found = signals(self._home, things, WIPING)
        wishes = [Wish(car, path, self._next(car, path, step)) for car, path in found]
        return await carry_out(self._home, ctx, wishes) if wishes else lacks(self._home, ctx, things)

    def _next(self, car: str, path: str, step: int) -> str:
        """The next speed; where it is automatic or not known, one that surely is faster, or slower."""
        fact = self._home.fact(car, path)
        now = _BY_SPEED.index(fact.value) if fact is not None and fact.value in _BY_SPEED else None
        if now is None:
            return "FAST" if step > 0 else "SLOW"
        return _BY_SPEED[min(max(now + step, 1), len(_BY_SPEED) - 1)]


def skill(services: Services) -> CarWipers:
    """The factory of this skill."""
    return CarWipers(services)
