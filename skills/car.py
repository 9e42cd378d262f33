"""The car: climate, windows, doors, lights and charging, by the paths of its signals (COVESA VSS)."""

import re
from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Value
from devices.home import Home
from skills.acting import Wish, carry_out, nothing_changed
from skills.car_places import SEAT, SEATS, WINDOW
from skills.choices import DEGREES, LEVEL, PERCENT, percent_of
from skills.present import number_now
from skills.surface import Services

Cars = Annotated[Things, Targets("", ("car",), default="only")]

HVAC = r"Vehicle\.Cabin\.HVAC\."
CAR_TEMPERATURES = HVAC + rf"Station\.{SEATS['all']}\.Temperature"
COOLEST, WARMEST = 16.0, 28.0
"""°C that "all the way down" and "all the way up" mean in a car."""
STEP = 1.0
"""Degrees that "warmer in the car" means."""


class Car:
    """What the car does."""

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
        seat: Annotated[str, SEAT] = "all",
    ) -> ToolResult:
        """Set the temperature in the car, for one seat or all."""
        return await self._set(ctx, things, HVAC + rf"Station\.{SEATS[seat]}\.Temperature", for_cars(degrees))

    @tool(
        phrases={
            "en": [
                "make {things} warmer [by {by}]",
                "warmer {things}",
                "warm up {things}",
                "heat up {things}",
                "increase {things} temperature",
            ],
            "zh": ["{things}暖和一点", "{things}温度调高", "车里太冷", "车里暖和一点", "{seat}[温度]调高{by}"],
        }
    )
    async def car_warmer(
        self,
        ctx: ToolContext,
        things: Cars,
        by: Annotated[float | None, DEGREES] = None,
        seat: Annotated[str, SEAT] = "all",
    ) -> ToolResult:
        """Make it warmer in the car."""
        return await self._by(ctx, things, abs(by or STEP), seat)

    @tool(
        phrases={
            "en": [
                "make {things} cooler [by {by}]",
                "cooler {things}",
                "cool down {things}",
                "decrease {things} temperature",
            ],
            "zh": ["{things}凉快一点", "{things}温度调低", "车里太热", "车里凉快一点", "{seat}[温度]调低{by}"],
        }
    )
    async def car_cooler(
        self,
        ctx: ToolContext,
        things: Cars,
        by: Annotated[float | None, DEGREES] = None,
        seat: Annotated[str, SEAT] = "all",
    ) -> ToolResult:
        """Make it cooler in the car."""
        return await self._by(ctx, things, -abs(by or STEP), seat)

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
        return await self._set(ctx, things, HVAC + "IsAirConditioningActive", True)

    @tool(
        phrases={
            "en": [
                "turn off [the] (air conditioning|air conditioner|ac|climate) {things}",
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
        return await self._set(ctx, things, HVAC + "IsAirConditioningActive", False)

    @tool(
        phrases={
            "en": [
                "defrost {things}",
                "defrost [the] (windscreen|windshield|window|windows)",
                "turn on [the] (defroster|defrost|defogger)",
                "turn on [the] {window} (defroster|defrost)",
                "defrost {window} [window]",
                "clear [the] (windscreen|windshield)",
                "demist [the] (windscreen|windshield)",
            ],
            "zh": [
                *("{things}除霜", "除霜", "打开除霜", "打开{window}除霜", "前挡除雾", "除雾", "打开除雾"),
                "[{window}](除一下雾|除一除雾|去雾)",
            ],
        }
    )
    async def defrost(
        self,
        ctx: ToolContext,
        things: Cars,
        window: Annotated[str, WINDOW] = "Front",
    ) -> ToolResult:
        """Clear the windscreen or the rear window of frost and mist."""
        return await self._set(ctx, things, HVAC + f"Is{window}DefrosterActive", True)

    @tool(
        phrases={
            "en": [
                "turn off [the] (defroster|defrost|defogger)",
                "turn off [the] {window} (defroster|defrost|defogger)",
                "stop (defrosting|defrost)",
            ],
            "zh": ["关闭除霜", "关闭{window}除霜", "停止除霜", "关闭除雾", "关闭{window}除雾", "停止除雾"],
        }
    )
    async def stop_defrosting(
        self, ctx: ToolContext, things: Cars, window: Annotated[str | None, WINDOW] = None
    ) -> ToolResult:
        """Turn off the defrosters of the car, or the one of a window."""
        return await self._set(ctx, things, HVAC + f"Is{window or '(Front|Rear)'}DefrosterActive", False)

    @tool(
        phrases={
            "en": [
                "turn on {seat} seat (heating|heater)",
                "turn on [the] seat (heating|heater)",
                "heat [the] {seat} seat",
                "(heat|warm|heat up|warm up|toast) [my|the] seat",
                "(warm|heat up|warm up) [the] {seat} seat",
                "set seat heating {percent}",
                "set {seat} seat heating {percent}",
                "set seat heating {level}",
                "turn on [the] heated seat",
            ],
            "zh": [
                "打开座椅加热",
                "打开{seat}座椅加热",
                "加热座椅",
                "座椅加热调到{percent}",
                "座椅加热调到{level}",
                "{seat}座椅加热调到{percent}",
                "座椅加热打开",
                "{seat}座椅加热打开",
                "打开{seat}加热",
                "{seat}加热打开",
                "{seat}座椅加热",
                "{seat}座椅加热调到{level}",
                *("{seat}座椅加热{percent}", "{seat}座椅加热{level}"),
                "{seat}座椅(加热一下|热一下|暖一下|热一热|暖一暖|热起来|热上|焐热|弄热)",
            ],
        }
    )
    async def heat_seat(
        self,
        ctx: ToolContext,
        things: Cars,
        seat: Annotated[str, SEAT] = "driver",
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Heat a seat of the car."""
        chosen = percent if percent is not None else percent_of(level, 10)
        wanted = 50 if chosen is None else chosen
        return await self._set(ctx, things, rf"Vehicle\.Cabin\.Seat\.{SEATS[seat]}\.HeatingCooling", int(wanted))

    @tool(
        phrases={
            "en": [
                "turn off {seat} seat (heating|heater)",
                "turn off [the] seat (heating|heater)",
                "stop heating [the] {seat} seat",
                "turn off [the] heated seat",
            ],
            "zh": ["关闭座椅加热", "关闭{seat}座椅加热", "停止座椅加热", "座椅加热关闭", "{seat}座椅加热关闭"],
        }
    )
    async def stop_heating_seat(self, ctx: ToolContext, things: Cars, seat: Annotated[str, SEAT] = "all") -> ToolResult:
        """Stop heating the seats of the car."""
        return await self._set(ctx, things, rf"Vehicle\.Cabin\.Seat\.{SEATS[seat]}\.HeatingCooling", 0)

    async def _set(self, ctx: ToolContext, things: Things, pattern: str, value: Value) -> ToolResult:
        """Wish this value for every signal of these cars that matches and can be written."""
        return await set_signals(self._home, ctx, things, pattern, value)

    async def _by(self, ctx: ToolContext, things: Things, step: float, seat: str) -> ToolResult:
        return await step_signals(self._home, ctx, things, HVAC + rf"Station\.{SEATS[seat]}\.Temperature", step)


def signals(home: Home, cars: Sequence[str], pattern: str) -> list[tuple[str, str]]:
    """Car and path of every writable signal whose whole path matches."""
    matching = re.compile(pattern)
    return [
        (car, path)
        for car in cars
        if car in home.devices
        for path, capability in home.devices[car].capabilities.items()
        if capability.writable and matching.fullmatch(path)
    ]


async def set_signals(home: Home, ctx: ToolContext, cars: Sequence[str], pattern: str, value: Value) -> ToolResult:
    """Wish this value for every matching signal; says that the car has no such thing where there is none."""
    wishes = [Wish(car, path, value) for car, path in signals(home, cars, pattern)]
    if not wishes:
        return nothing_changed("car_cannot" if cars else "car_none", home, ctx, cars)
    return await carry_out(home, ctx, wishes)


def for_cars(degrees: float) -> float:
    """The temperature, where "all the way up" and "down" are what cars call HI and LO."""
    return {DEGREES.low: COOLEST, DEGREES.high: WARMEST}.get(degrees, degrees)


async def step_signals(home: Home, ctx: ToolContext, cars: Sequence[str], pattern: str, step: float) -> ToolResult:
    """Change every matching signal by a step from what the first of them is now."""
    wishes = signals(home, cars, pattern)
    if not wishes:
        return nothing_changed("car_cannot" if cars else "car_none", home, ctx, cars)
    now = number_now(home, *wishes[0])
    if now is None:
        return nothing_changed("value_unknown", home, ctx, cars)
    return await set_signals(home, ctx, cars, pattern, now + step)


def skill(services: Services) -> Car:
    """The factory of this skill."""
    return Car(services)
