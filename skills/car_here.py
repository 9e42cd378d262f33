"""What the words of a house mean to somebody in the car: its air conditioning, its ceiling light, its battery.

By phrase only: for a model that reads names the general tools of the car stand there already.
"""

import re
from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.answers import Reply
from skills.car import (
    COOLEST,
    HVAC,
    STEP,
    ZONE,
    Aboard,
    lacks_zone,
    set_signals,
    set_temperature,
    step_comfort,
    step_temperature,
    zones,
)
from skills.car_cabin_lights import DOME
from skills.car_charging import CarCharging, told_charge
from skills.car_checks import CarChecks
from skills.car_places import SEAT, own_or, paths_at, signals
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.choices import DEGREES
from skills.present import number_now, within
from skills.surface import Services

AC = "(ac|air conditioning|air conditioner|climate|temperature|thermostat|heating)"
COOLING = "(ac|air conditioning|air conditioner|aircon)"
WHEEL = r"Vehicle\.Chassis\.SteeringWheel\.HeatingCooling"
CEILING_EN = "(ceiling light|overhead light|roof light|dome)"
COLD_EN = "[too|so|really|very|getting|a bit] (cold|freezing|icy|numb)"
COLD_ZH = "(冷|好冷|太冷|很冷|有点冷|凉|冰|好冰|冻僵|冻死|冻)"
_COOLING = re.compile(r"\b(a/?c|air ?con\w*|air condition\w*)\b|空调|冷气", re.IGNORECASE)
_ENDS = re.compile(r"\b(off|no|not|don't|stop|cancel|end|without)\b|关|停|取消|别|不要|不用", re.IGNORECASE)
"""Beside "max AC" it ends that."""
WARM_WHEEL = 50
"""% of a steering wheel that warms cold hands."""


class CarHere:
    """Words for a house, said in the car."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._checks = CarChecks(services)
        self._charging = CarCharging(services)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                f"set [the] {AC} [{{seat}}] [to] {{degrees}}",
                f"[the] {AC} [to] {{degrees}}",
                "(set|make|have) it [to] {degrees} [{seat}]",
                f"(turn|put) [the] {AC} (up|down) to {{degrees}} [{{seat}}]",
            ],
            "zh": [
                "(空调|空调温度|暖风|暖气)(调到|开到|打到){degrees}",
                "(空调|暖风|暖气){degrees}",
                "(调到|开到){degrees}",
            ],
        },
    )
    async def temperature_here(
        self,
        ctx: ToolContext,
        things: Aboard,
        degrees: Annotated[float, DEGREES],
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Set how warm it is where somebody sits in the car; "the AC to the maximum" is as cold as it gets."""
        if degrees == DEGREES.high and _COOLING.search(ctx.utterance.text):
            return await self.cool_at_most(ctx, things)
        return await set_temperature(self._home, ctx, things, degrees, seat)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                f"(max|maximum|full) {COOLING}",
                f"{COOLING} (on|to|at) (max|maximum|full|full blast|full power)",
                f"(turn|put|set) [the] {COOLING} (on|to|up) (max|maximum|full|full blast)",
                f"(crank|blast) [up] [the] {COOLING}",
            ],
            "zh": [
                "(空调|冷气)(开|开到|调|调到)(最大|最冷|最猛)",
                "(空调|冷气)(最大|最冷)",
                "(最大|最强)(冷气|制冷)",
            ],
        },
    )
    async def cool_at_most(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Cool as much as the car can where somebody sits in it: air conditioning, fan and temperature."""
        if _ENDS.search(ctx.utterance.text):
            return await set_signals(self._home, ctx, things, HVAC + "IsAirConditioningActive", False)
        cold = [Wish(car, path, COOLEST) for car, path in zones(self._home, ctx, things, "Temperature")]
        blown = [Wish(car, path, 100) for car, path in zones(self._home, ctx, things, "FanSpeed")]
        if not cold:
            return lacks_zone(self._home, ctx, things, "Temperature")
        on = [Wish(car, path, True) for car, path in signals(self._home, things, HVAC + "IsAirConditioningActive")]
        return await carry_out(self._home, ctx, [*on, *cold, *blown])

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                f"(turn up|raise|increase) [the] {AC} [by] [{{by}}]",
                f"(turn|put) [the] {AC} up [by] [{{by}}]",
                "[make it] {by} warmer [{seat}]",
                "turn (up [the] (heating|heat|heater)|[the] (heating|heat|heater) up) [{seat}]",
                "(warm|heat) {seat} [up] by {by}",
            ],
            "zh": [
                "[{seat}][空调|空调温度|温度][再](高|调高|升高|加|升|热){by}",
                "(空调|空调温度)(高|调高|升高|热)一点",
            ],
        },
    )
    async def warmer_here(
        self,
        ctx: ToolContext,
        things: Aboard,
        by: Annotated[float | None, DEGREES] = None,
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Make it so many degrees warmer where somebody sits in the car."""
        if by is None:
            return await step_comfort(self._home, ctx, things, seat, 1)
        return await step_temperature(self._home, ctx, things, abs(by), seat)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                f"(turn down|lower|decrease|reduce) [the] {AC} [by] [{{by}}]",
                f"(turn|put) [the] {AC} down [by] [{{by}}]",
                "[make it] {by} (cooler|colder) [{seat}]",
                "turn (down [the] (heating|heat|heater)|[the] (heating|heat|heater) down) [{seat}]",
                "cool {seat} [down] by {by}",
            ],
            "zh": [
                "[{seat}][空调|空调温度|温度][再](低|调低|降低|减|降|凉){by}",
                "(空调|空调温度)(低|调低|降低|凉)一点",
            ],
        },
    )
    async def cooler_here(
        self,
        ctx: ToolContext,
        things: Aboard,
        by: Annotated[float | None, DEGREES] = None,
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Make it so many degrees cooler where somebody sits in the car."""
        if by is None:
            return await step_comfort(self._home, ctx, things, seat, -1)
        return await step_temperature(self._home, ctx, things, -abs(by), seat)

    @tool(
        by_phrase_only=True,
        reads_only=True,
        phrases={
            "en": ["how much (battery|charge|power) (is left|do we have|have we got) [left]"],
            "zh": [
                "[剩余]电量(多少|还有多少|还剩多少|是多少|怎么样)",
                "(还有|还剩)多少电",
                "电量告急[吗]",
                "(电|电量)够(不够|吗)",
            ],
        },
    )
    async def battery_here(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """How full the battery of the car is, for somebody in it."""
        return told_charge(Reply(self._home, ctx), things)

    @tool(
        by_phrase_only=True,
        reads_only=True,
        phrases={
            "en": [
                "how (warm|hot|cold|cool) is it (in here|here|inside)",
                "what is [the] temperature (in here|inside)",
            ],
            "zh": ["(里面|这里|里头)[现在](多少度|几度)", "(里面|这里)温度(多少|是多少)"],
        },
    )
    async def warmth_here(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """How warm it is in the car, for somebody in it."""
        return await self._checks.cabin_temperature(ctx, things)

    @tool(
        by_phrase_only=True,
        reads_only=True,
        phrases={
            "en": ["how much range (is left|do we have) [left]"],
            "zh": ["续航[里程](多少|还有多少|还剩多少|怎么样)"],
        },
    )
    async def range_here(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """How far the car can still drive, for somebody in it."""
        return await self._charging.car_range(ctx, things)

    @tool(by_phrase_only=True, phrases={"en": on_en(CEILING_EN), "zh": on_zh("顶灯", "车里灯")})
    async def ceiling_light_here(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Turn on the ceiling light of the car for somebody in it; at home the same word is a lamp of a room."""
        return await set_signals(self._home, ctx, things, DOME, True)

    @tool(by_phrase_only=True, phrases={"en": off_en(CEILING_EN), "zh": off_zh("顶灯", "车里灯")})
    async def ceiling_light_out(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Turn off the ceiling light of the car for somebody in it."""
        return await set_signals(self._home, ctx, things, DOME, False)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [f"my (hands|fingers) are {COLD_EN}", "(warm|warm up) my (hands|fingers)"],
            "zh": [f"[我][的](手|手指|双手){COLD_ZH}", "(暖暖手|暖一下手|暖手)"],
        },
    )
    async def hands_are_cold(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Warm the steering wheel under a driver's hands; where another sits, or it has no heating, their air."""
        wheel = signals(self._home, things, WHEEL)
        if wheel and ctx.utterance.speaker.seat == "driver":
            return await carry_out(self._home, ctx, [Wish(car, path, WARM_WHEEL) for car, path in wheel])
        return await step_comfort(self._home, ctx, things, None, 1)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [f"my (feet|toes|legs) are {COLD_EN}", "(warm|warm up) my (feet|toes|legs)"],
            "zh": [f"[我][的](脚|脚下|双脚|腿){COLD_ZH}", "(暖暖脚|暖一下脚|暖脚)"],
        },
    )
    async def feet_are_cold(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Blow warmer air at the feet of whoever says so in the car."""
        zone = paths_at(self._home, ctx, things, ZONE + "AirDistribution", own_or(ctx, "driver"))
        if not zone:
            return await step_comfort(self._home, ctx, things, None, 1)
        down = [Wish(car, path, "DOWN") for car, path in zone]
        warmer = [
            Wish(car, path, within(self._home.devices.get(car), path, now + STEP))
            for car, path in zones(self._home, ctx, things, "Temperature", own_or(ctx, "driver"))
            if (now := number_now(self._home, car, path)) is not None
        ]
        return await carry_out(self._home, ctx, [*down, *warmer])

    @tool(
        by_phrase_only=True,
        phrases={
            "en": ["it (smells|stinks|reeks) [of] (exhaust|exhaust fumes|fumes|diesel|petrol|gasoline|manure)"],
            "zh": ["[外面|有][一股](尾气味|尾气|汽油味|柴油味|粪味)[好大|太大|好重|好臭]", "闻到尾气[味]"],
        },
    )
    async def shut_fumes_out(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Keep what smells outside the car out of it."""
        return await set_signals(self._home, ctx, things, HVAC + "IsRecirculationActive", True)


def skill(services: Services) -> CarHere:
    """The factory of this skill."""
    return CarHere(services)
