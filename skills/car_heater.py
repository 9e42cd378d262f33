"""Warm air in the car, which houses call heating too, and a car that is warm before somebody gets in."""

from assistant.tools import ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.car import WARMEST, Aboard, Cars, lacks_zone, zones
from skills.car_places import front_or_own
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.present import number_now
from skills.surface import Services

HEATER = "(heating|heater|heat|warm air|hot air)"
HEATERS_ZH = ("暖风", "暖气", "热风")
BLOWN = 50
"""% of the fan that "turn on the heating" begins with where it stands still."""
WARM = 22.0
"""°C that it asks for at least."""


class CarHeater:
    """Warm air where somebody sits in the car."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["(preheat|prewarm|precondition) {things}"],
            "zh": ["预热[一下]{things}", "{things}预热[一下]", "{things}暖好", "(暖|暖一下|暖暖){things}"],
        }
    )
    async def preheat_car(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Have the whole car warm before somebody gets in."""
        return await self._warm(ctx, things, WARM, BLOWN, "all")

    @tool(
        by_phrase_only=True,
        phrases={"en": on_en(HEATER), "zh": [*on_zh(*HEATERS_ZH), *(f"来点{name}" for name in HEATERS_ZH)]},
    )
    async def heater_on_here(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Have warm air blown where somebody sits in the car: the fan, and a temperature that warms."""
        return await self._warm(ctx, things, WARM, BLOWN)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                f"(max|maximum|full) {HEATER}",
                f"{HEATER} (on|to|at) (max|maximum|full|full blast|full power)",
                f"(turn|put|set) [the] {HEATER} (on|to|up) (max|maximum|full|full blast)",
                f"blast [the] {HEATER}",
            ],
            "zh": [
                "(暖风|暖气|热风)(开|开到|调|调到)(最大|最热|最猛)",
                "(暖风|暖气|热风)(最大|最热)",
                "(最大|最强)(暖风|热风)",
            ],
        },
    )
    async def heat_at_most(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Heat as much as the car can where somebody sits in it: temperature and fan."""
        return await self._warm(ctx, things, WARMEST, 100)

    @tool(by_phrase_only=True, phrases={"en": off_en(HEATER), "zh": off_zh(*HEATERS_ZH)})
    async def heater_off_here(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Have no warm air blown where somebody sits in the car: its fan rests, the temperature stays as it is set."""
        fans = zones(self._home, ctx, things, "FanSpeed", front_or_own(ctx))
        return await self._blow(ctx, things, [Wish(car, path, 0) for car, path in fans])

    async def _warm(
        self, ctx: ToolContext, things: tuple[str, ...], degrees: float, blown: int, seat: str | None = None
    ) -> ToolResult:
        """Both at least so much; what is warmer or stronger already stays."""
        warmer = [Wish(*at, self._at_least(at, degrees)) for at in zones(self._home, ctx, things, "Temperature", seat)]
        fans = zones(self._home, ctx, things, "FanSpeed", seat)
        stronger = [Wish(*at, round(self._at_least(at, blown))) for at in fans]
        return await self._blow(ctx, things, [*warmer, *stronger])

    def _at_least(self, at: tuple[str, str], least: float) -> float:
        """What a signal of a car stands at, or `least` where that is more or it tells nothing."""
        return max(number_now(self._home, *at) or 0.0, least)

    async def _blow(self, ctx: ToolContext, things: tuple[str, ...], wishes: list[Wish]) -> ToolResult:
        return await carry_out(self._home, ctx, wishes) if wishes else lacks_zone(self._home, ctx, things, "FanSpeed")


def skill(services: Services) -> CarHeater:
    """The factory of this skill."""
    return CarHeater(services)
