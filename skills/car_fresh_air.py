"""The air of the car from inside or outside, and zones that go together."""

from assistant.tools import ToolContext, ToolResult, tool
from skills.acting import nothing_changed
from skills.car import HVAC, Aboard, Cars, set_signals, zones
from skills.car_places import own_or
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.present import number_now
from skills.surface import Services


class CarFreshAir:
    """Recirculation, fresh air, and one temperature for all."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                *on_en("(recirculation|air recirculation|recirculated air|recirculate)"),
                "recirculate [the] air",
                "fresh air off",
                "it (smells|stinks) outside",
                "(keep|shut) [the] (fumes|smell|smoke) out",
            ],
            "zh": [*on_zh("内循环"), "切换到内循环", "切到内循环", "内循环", "外面好臭", "外面有味道", "外面味道大"],
        }
    )
    async def recirculate(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Let the air in the car go round, and none in from outside."""
        return await self._set(ctx, things, "IsRecirculationActive", True)

    @tool(
        phrases={
            "en": [
                *off_en("(recirculation|air recirculation|recirculated air|recirculate)"),
                "(let|get) [in] [some] fresh air [in]",
                "fresh air [on|please]",
                "it is [too|so|a bit] (stuffy|stale) [in here|here|in the car]",
                "(stuffy|stale) [in here|here]",
                "it (smells|stinks) [in here|here|in the car]",
            ],
            "zh": [
                *(
                    *off_zh("内循环"),
                    *on_zh("外循环"),
                    "切换到外循环",
                    "切到外循环",
                    "外循环",
                    "换换气",
                    "换气",
                    "通通风",
                ),
                *("太闷", "好闷", "有点闷", "闷死", "车里闷", "车里好闷", "车里有点闷", "透透气", "透个气", "新鲜空气"),
                *("车里有味道", "车里有味", "车里好臭", "通风"),
            ],
        }
    )
    async def fresh_air(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Let fresh air into the car."""
        return await self._set(ctx, things, "IsRecirculationActive", False)

    @tool(
        phrases={
            "en": [
                "(sync|synchronise|synchronize|match) [the] (temperature|temperatures|climate|zones|sides)",
                "[the] same temperature (everywhere|for everyone|for all|on both sides)",
            ],
            "zh": ["同步空调[温度]", "空调同步", "同步温度", "温度同步", "温区同步", "两边温度一样", "同步温区"],
        }
    )
    async def sync_climate(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Have all climate zones of the car as warm as that of whoever says so."""
        own = zones(self._home, ctx, things, "Temperature", own_or(ctx, "driver"))
        warmth = number_now(self._home, *own[0]) if own else None
        if warmth is None:
            return nothing_changed("value_unknown" if own else "car_cannot", self._home, ctx, things)
        return await self._set(ctx, things, r"Station\.Row\d\.\w+\.Temperature", warmth)

    async def _set(self, ctx: ToolContext, things: tuple[str, ...], what: str, value: bool | float) -> ToolResult:
        return await set_signals(self._home, ctx, things, HVAC + what, value)


def skill(services: Services) -> CarFreshAir:
    """The factory of this skill."""
    return CarFreshAir(services)
