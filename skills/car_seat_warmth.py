"""Warm, cool and massaging seats, each for whoever says so where no other seat is named."""

from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out, nothing_changed
from skills.car import Aboard, Cars
from skills.car_places import SEAT, not_there, own_or, paths_at, set_at
from skills.car_words import says_all, seated_zh, share, unseated_zh
from skills.choices import LEVEL, PERCENT, percent_of
from skills.present import number_now
from skills.surface import Services

WARMTH = r"Vehicle\.Cabin\.Seat\.{place}\.HeatingCooling"
MASSAGE = r"Vehicle\.Cabin\.Seat\.{place}\.Massage\.Level"
USUAL = 50
"""% of heating, cooling or massage where nothing is said of how much."""
STEP = 33
"""% of the next of three levels."""
HEATING = "(heating|heater|heat)"
COOLING = "(ventilation|cooling|fan)"
LEVELS = 3
"""Levels of the warmth of a seat and of its massage."""


class CarSeatWarmth:
    """What a seat does for whoever sits on it."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                f"turn on [the] seat {HEATING}",
                f"seat {HEATING} [on]",
                f"set [the] seat {HEATING}",
                "(heat|warm|heat up|warm up|toast) [my|the] (seat|seats|bum)",
                "turn on [the] heated (seat|seats)",
                "set [the] heated (seat|seats)",
                "heated (seat|seats) [on]",
                "(heat|warm|heat up|warm up|toast) [the] {seat} (seat|seats)",
                "(heat|warm|heat up|warm up|toast) [the] (seat|seats) {seat}",
                "[{seat}] (seat|seats) (warm|heated)",
                "(put|set|turn) [the|my] [{seat}] heated seat [to|on] {percent}",
                "(put|set|turn) [the|my] [{seat}] heated seat [to|on] {level}",
                "[my] (seat|bum|butt|bottom|backside) is [too] cold",
            ],
            "zh": [
                *seated_zh("座椅加热", "座位加热"),
                *(
                    "加热座椅",
                    "加热我的(座椅|座位)",
                    "加热{seat}座椅",
                    "打开{seat}加热",
                    "{seat}加热打开",
                    "加热一下座椅",
                    "屁股(冷|凉)",
                ),
                *("座椅太冷", "座椅有点冷", "{seat}座椅太冷"),
                "[{seat}]座椅(加热一下|热一下|暖一下|热一热|暖一暖|热起来|热上|焐热|弄热)",
            ],
        }
    )
    async def heat_seat(
        self,
        ctx: ToolContext,
        things: Cars,
        seat: Annotated[str | None, SEAT] = None,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Heat a seat of the car; the own one where none is named."""
        return await self._set(ctx, things, WARMTH, seat, _strength(ctx, percent, level))

    @tool(
        phrases={
            "en": [
                f"turn on [the] seat {COOLING}",
                f"seat {COOLING} [on]",
                f"set [the] seat {COOLING}",
                "(cool|cool down|ventilate) [my|the] (seat|seats)",
                "turn on [the] (ventilated|cooled) (seat|seats)",
                "(ventilated|cooled) (seat|seats) [on]",
                "[my] seat is [too] (hot|warm|sweaty)",
            ],
            "zh": [
                *seated_zh("座椅通风", "座椅制冷"),
                *("打开{seat}通风", "{seat}通风打开", "座椅降温", "座椅吹风", "打开座椅吹风", "座椅太热"),
                *("座椅有点热", "{seat}座椅太热"),
            ],
        }
    )
    async def cool_seat(
        self,
        ctx: ToolContext,
        things: Cars,
        seat: Annotated[str | None, SEAT] = None,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Cool and ventilate a seat of the car; the own one where none is named."""
        return await self._set(ctx, things, WARMTH, seat, -_strength(ctx, percent, level))

    @tool(
        phrases={
            "en": [
                f"turn off [the|my] seat ({HEATING[1:-1]}|{COOLING[1:-1]})",
                f"[turn] [the|my] seat ({HEATING[1:-1]}|{COOLING[1:-1]}) off",
                "stop (heating|cooling|ventilating|warming) [my|the] (seat|seats)",
                "turn off [the] (heated|ventilated|cooled) (seat|seats)",
                f"turn off [the] seat ({HEATING[1:-1]}|{COOLING[1:-1]}) {{seat}}",
                f"turn off {{seat}} [the] seat ({HEATING[1:-1]}|{COOLING[1:-1]})",
            ],
            "zh": [
                *unseated_zh("座椅加热", "座椅通风", "座位加热"),
                *("关闭{seat}加热", "关闭{seat}通风", "座椅别加热", "座椅不要加热"),
            ],
        }
    )
    async def stop_heating_seat(
        self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Stop heating or cooling the seats of the car; in it the own one where none is named."""
        return await set_at(self._home, ctx, things, WARMTH, _where(ctx, seat, "all"), 0)

    @tool(
        phrases={
            "en": [
                f"increase [the] seat {HEATING}",
                f"turn up [the] seat {HEATING}",
                f"[{{seat}}] seat {HEATING} up [a notch|a level|a bit]",
                f"turn [the|my] [{{seat}}] seat {HEATING} up [a notch|a level|a bit]",
                "make [my|the] seat warmer",
                "seat warmer",
            ],
            "zh": [
                *(
                    "[{seat}]座椅加热调高[一档|一级]",
                    "[{seat}]座椅加热(大|高)(一点|一档|一级)",
                    "[{seat}]座椅再热一点",
                    "[{seat}]座椅热一点",
                ),
                *("调高[{seat}]座椅加热", "[{seat}]座椅暖和一点"),
            ],
        }
    )
    async def warmer_seat(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Heat a seat of the car more."""
        return await self._by(ctx, things, seat, STEP)

    @tool(
        phrases={
            "en": [
                f"decrease [the] seat {HEATING}",
                f"turn down [the] seat {HEATING}",
                f"[{{seat}}] seat {HEATING} down [a notch|a level|a bit]",
                f"turn [the|my] [{{seat}}] seat {HEATING} down [a notch|a level|a bit]",
                "make [my|the] seat (cooler|less warm|less hot)",
                "seat (cooler|less warm|less hot)",
            ],
            "zh": [
                *(
                    "[{seat}]座椅加热调低[一档|一级]",
                    "[{seat}]座椅加热(小|低)(一点|一档|一级)",
                    "[{seat}]座椅凉一点",
                    "调低[{seat}]座椅加热",
                ),
                "[{seat}]座椅凉快一点",
            ],
        }
    )
    async def cooler_seat(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Heat a seat of the car less."""
        return await self._by(ctx, things, seat, -STEP)

    @tool(
        phrases={
            "en": [
                "turn on [the] [seat] massage",
                "[seat] massage [on]",
                "set [the] [my] [seat] massage",
                "start [the] [seat] massage",
                "(massage|knead|rub) (me|my back|my shoulders)",
                "i (want|would like) [a] massage",
                "give me [a] massage",
                "my back (hurts|aches|is sore|is stiff)",
            ],
            "zh": [
                *seated_zh("座椅按摩", "按摩"),
                *(
                    "按摩座椅",
                    "开始按摩",
                    "给我按摩",
                    "按摩一下",
                    "帮我按摩",
                    "[给我|帮我]按摩[一下][我的](背|后背|腰|腿|肩|肩膀)",
                    "[给我|帮我](按按|按一按|按一下|捶捶|揉揉)[我的](背|后背|腰|肩|肩膀)",
                ),
            ],
        }
    )
    async def massage(
        self,
        ctx: ToolContext,
        things: Cars,
        seat: Annotated[str | None, SEAT] = None,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Have a seat of the car massage whoever sits on it; the own one where none is named."""
        return await self._set(ctx, things, MASSAGE, seat, _strength(ctx, percent, level))

    @tool(
        phrases={
            "en": ["turn off [the] [seat] massage", "[seat] massage off", "stop [the] [seat] (massage|massaging)"],
            "zh": [*unseated_zh("座椅按摩", "按摩"), "别按摩", "[座椅]按摩(停|停下|停止)"],
        }
    )
    async def stop_massage(
        self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """End the massage of the car's seats; in it of the own one where none is named."""
        return await set_at(self._home, ctx, things, MASSAGE, _where(ctx, seat, "all"), 0)

    async def _set(
        self, ctx: ToolContext, things: tuple[str, ...], pattern: str, seat: str | None, value: int
    ) -> ToolResult:
        return await set_at(self._home, ctx, things, pattern, _where(ctx, seat, "driver"), value)

    async def _by(self, ctx: ToolContext, things: tuple[str, ...], seat: str | None, step: float) -> ToolResult:
        """By a step, and not beyond off: who wants less warmth does not ask to be cooled."""
        where = _where(ctx, seat, "driver")
        found = paths_at(self._home, ctx, things, WARMTH, where)
        if not found:
            return not_there(self._home, ctx, things, where)
        known = [(car, path, now) for car, path in found if (now := number_now(self._home, car, path)) is not None]
        if not known:
            return nothing_changed("value_unknown", self._home, ctx, things)
        return await carry_out(self._home, ctx, [Wish(car, path, _stepped(now, step)) for car, path, now in known])


def _where(ctx: ToolContext, seat: str | None, outside: str) -> str:
    """The seat that is named, all where all are meant, else the own one; `outside`: which for somebody on none."""
    return seat or ("all" if says_all(ctx.utterance.text) else own_or(ctx, outside))


def _stepped(now: float, step: float) -> int:
    """% of warmth after a step; heating ends at off, and so does cooling."""
    wanted = round(min(max(now + step, -100), 100))
    return 0 if now and now * wanted < 0 else max(wanted, 0) if now >= 0 else wanted


def _strength(ctx: ToolContext, percent: float | None, level: str | None) -> int:
    """% of what a seat can; a bare one, two or three is one of three levels."""
    if percent is not None:
        return share(percent, ctx.utterance.text, LEVELS)
    said = percent_of(level, 10)
    return USUAL if said is None else int(said)


def skill(services: Services) -> CarSeatWarmth:
    """The factory of this skill."""
    return CarSeatWarmth(services)
