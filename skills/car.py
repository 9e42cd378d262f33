"""How warm it is in the car, and what all skills for the car share: its signals are named by COVESA VSS's paths."""

import re
from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Value
from devices.home import Home
from skills.acting import Wish, carry_out, nothing_changed
from skills.car_places import SEAT, own_or, paths_at, signals
from skills.choices import DEGREES
from skills.present import number_now, within
from skills.surface import Services

Cars = Annotated[Things, Targets("", ("car",), default="only")]
Aboard = Annotated[Things, Targets("", ("car",), default="aboard")]
"""The car, for what only somebody in it means by words that houses have too: "I'm cold", "the fan"."""

HVAC = r"Vehicle\.Cabin\.HVAC\."
ZONE = HVAC + r"Station\.{place}\."
"""{place} is one of SEAT."""
SEAT_WARMTH = r"Vehicle\.Cabin\.Seat\.{place}\.HeatingCooling"
SEAT_STEP = 33.0
"""% by which the seat of somebody without a climate zone of their own is heated or cooled more."""
COOLEST, WARMEST = 16.0, 28.0
"""°C that "all the way down" and "all the way up" mean in a car."""
STEP = 1.0
"""Degrees that "warmer in the car" means."""


class Car:
    """The temperature in the car and its air conditioning."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "set {things} to {degrees}",
                "set {things} temperature {degrees}",
                "set {seat} temperature [in] {things} {degrees}",
                "set {seat} temperature {degrees}",
                "{things} temperature {degrees}",
                "set {things} to {degrees} [on] {seat} side",
                "set {seat} side [of] {things} to {degrees}",
                "set {seat} to {degrees}",
                "{seat} [to] {degrees}",
                "make it {degrees} {seat}",
                "heat {things} to {degrees}",
                "cool {things} to {degrees}",
                "(warm|heat) up {things} to {degrees}",
                "(get|have) {things} to {degrees}",
                "precondition {things} to {degrees}",
            ],
            "zh": [
                "{things}温度调到{degrees}",
                "{things}调到{degrees}",
                "{things}{seat}温度调到{degrees}",
                "{seat}{things}温度调到{degrees}",
                "{seat}温度调到{degrees}",
                "{seat}调到{degrees}",
                "{seat}空调调到{degrees}",
                "{seat}{degrees}",
                "车内温度调到{degrees}",
                "车里调到{degrees}",
                "车里温度调到{degrees}",
            ],
        }
    )
    async def set_car_temperature(
        self,
        ctx: ToolContext,
        things: Cars,
        degrees: Annotated[float, DEGREES],
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Set the temperature in the car, for one seat or all."""
        return await set_temperature(self._home, ctx, things, degrees, seat)

    @tool(
        phrases={
            "en": [
                "make {things} warmer [by {by}]",
                "warmer {things}",
                "warm up {things}",
                "heat up {things}",
                "increase {things} temperature",
                "make it warmer {seat} [by {by}]",
                "warmer {seat} [by {by}]",
            ],
            "zh": [
                *("{things}暖和一点", "{things}温度调高", "车里太冷", "车里暖和一点", "{seat}[温度]调高{by}"),
                *("{seat}暖和一点", "{seat}温度调高", "{seat}热一点"),
            ],
        }
    )
    async def car_warmer(
        self,
        ctx: ToolContext,
        things: Cars,
        by: Annotated[float | None, DEGREES] = None,
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Make it warmer in the car."""
        if by is None:
            return await step_comfort(self._home, ctx, things, seat, 1)
        return await step_temperature(self._home, ctx, things, abs(by), seat)

    @tool(
        phrases={
            "en": [
                "make {things} cooler [by {by}]",
                "cooler {things}",
                "cool down {things}",
                "decrease {things} temperature",
                "make it cooler {seat} [by {by}]",
                "cooler {seat} [by {by}]",
            ],
            "zh": [
                *("{things}凉快一点", "{things}温度调低", "车里太热", "车里凉快一点", "{seat}[温度]调低{by}"),
                *("{seat}凉快一点", "{seat}温度调低", "{seat}凉一点"),
            ],
        }
    )
    async def car_cooler(
        self,
        ctx: ToolContext,
        things: Cars,
        by: Annotated[float | None, DEGREES] = None,
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Make it cooler in the car."""
        if by is None:
            return await step_comfort(self._home, ctx, things, seat, -1)
        return await step_temperature(self._home, ctx, things, -abs(by), seat)

    @tool(
        phrases={
            "en": [
                "turn on [the] (air conditioning|air conditioner|ac|climate) {things}",
                "(air conditioning|air conditioner|ac|climate) on {things}",
            ],
            "zh": [
                "打开{things}空调",
                "打开{things}里空调",
                "{things}空调打开",
                "打开车载空调",
                "打开车内空调",
                "车(载|内|里|上)空调打开",
            ],
        }
    )
    async def car_air_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the car's air conditioning."""
        return await set_signals(self._home, ctx, things, HVAC + "IsAirConditioningActive", True)

    @tool(
        phrases={
            "en": [
                "turn off [the] (air conditioning|air conditioner|ac|climate) {things}",
                "(air conditioning|air conditioner|ac|climate) off {things}",
            ],
            "zh": [
                "关闭{things}空调",
                "关闭{things}里空调",
                "{things}空调关闭",
                "关闭车载空调",
                "关闭车内空调",
                "车(载|内|里|上)空调关闭",
            ],
        }
    )
    async def car_air_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the car's air conditioning."""
        return await set_signals(self._home, ctx, things, HVAC + "IsAirConditioningActive", False)


async def set_temperature(
    home: Home, ctx: ToolContext, cars: Sequence[str], degrees: float, seat: str | None = None
) -> ToolResult:
    """Have it so warm at a seat; where none is named, at the speaker's, and in the whole car for anybody outside."""
    wishes = [Wish(car, path, for_cars(degrees)) for car, path in zones(home, ctx, cars, "Temperature", seat)]
    return await carry_out(home, ctx, wishes) if wishes else lacks_zone(home, ctx, cars, "Temperature")


async def step_temperature(
    home: Home, ctx: ToolContext, cars: Sequence[str], step: float, seat: str | None = None
) -> ToolResult:
    """Have it warmer or cooler by a step, each zone from what it is set to now."""
    if says_backwards(ctx.utterance.text):
        return nothing_changed("step_unclear", home, ctx)
    found = zones(home, ctx, cars, "Temperature", seat)
    return await step_each(home, ctx, cars, found, step) if found else lacks_zone(home, ctx, cars, "Temperature")


async def step_comfort(home: Home, ctx: ToolContext, cars: Sequence[str], seat: str | None, sign: int) -> ToolResult:
    """The zone at the seat by a step; the seat itself where it has no zone; the whole car where none is known."""
    where = seat or own_or(ctx, "all")
    if paths_at(home, ctx, cars, ZONE + "Temperature", where):
        return await step_temperature(home, ctx, cars, sign * STEP, where)
    seats = paths_at(home, ctx, cars, SEAT_WARMTH, where)
    known = [(car, path, now) for car, path in seats if (now := number_now(home, car, path)) is not None]
    if not known:
        return await step_temperature(home, ctx, cars, sign * STEP, "all")
    wishes = [
        Wish(car, path, round(within(home.devices.get(car), path, now + sign * SEAT_STEP))) for car, path, now in known
    ]
    return await carry_out(home, ctx, wishes)


def zones(
    home: Home, ctx: ToolContext, cars: Sequence[str], what: str, seat: str | None = None
) -> list[tuple[str, str]]:
    """Car and path of a signal of the climate zone at a seat; none where the seat has no zone of its own."""
    return paths_at(home, ctx, cars, ZONE + what, seat or own_or(ctx, "all"))


def lacks_zone(home: Home, ctx: ToolContext, cars: Sequence[str], what: str) -> ToolResult:
    """The seat has no zone of its own, or the car has none at all. Another's is not changed unasked."""
    elsewhere = paths_at(home, ctx, cars, ZONE + what, "all")
    return nothing_changed("car_no_zone", home, ctx, cars) if elsewhere else lacks(home, ctx, cars)


async def set_signals(home: Home, ctx: ToolContext, cars: Sequence[str], pattern: str, value: Value) -> ToolResult:
    """Wish this value for every matching signal; says that the car has no such thing where there is none."""
    wishes = [Wish(car, path, value) for car, path in signals(home, cars, pattern)]
    return await carry_out(home, ctx, wishes) if wishes else lacks(home, ctx, cars)


async def step_each(
    home: Home, ctx: ToolContext, cars: Sequence[str], paths: Sequence[tuple[str, str]], step: float
) -> ToolResult:
    """Change each of these signals by a step from what it is now, within what it can."""
    known = [(car, path, now) for car, path in paths if (now := number_now(home, car, path)) is not None]
    if not paths:
        return lacks(home, ctx, cars)
    if not known:
        return nothing_changed("value_unknown", home, ctx, cars)
    wishes = [Wish(car, path, within(home.devices.get(car), path, now + step)) for car, path, now in known]
    return await carry_out(home, ctx, wishes)


_BACKWARDS = re.compile(r"\bby (?:minus|negative|-\s?\d)|(?:升高|调高|降低|调低|加|减)(?:了)?(?:负|零下|-\s?\d)")


def says_backwards(text: str) -> bool:
    """Whether a step is told that goes against its verb: "increase it by minus two" may mean either."""
    return bool(_BACKWARDS.search(text.casefold()))


def lacks(home: Home, ctx: ToolContext, cars: Sequence[str]) -> ToolResult:
    """There is no car, or it has nothing like that."""
    return nothing_changed("car_cannot" if cars else "car_none", home, ctx, cars)


def for_cars(degrees: float) -> float:
    """The temperature, where "all the way up" and "down" are what cars call HI and LO."""
    return {DEGREES.low: COOLEST, DEGREES.high: WARMEST}.get(degrees, degrees)


def skill(services: Services) -> Car:
    """The factory of this skill."""
    return Car(services)
