"""Charging the car, how full it is and how far it goes."""

import re
from dataclasses import replace
from typing import Annotated

from assistant.tools import Choice, Claim, Quantity, Things, ToolContext, ToolResult, tool
from devices.facts import Fact
from skills.answers import Reply, answered, within
from skills.car import Cars, set_signals
from skills.choices import PERCENT
from skills.surface import Services
from skills.values import duration, quantity
from skills.words import say

BATTERY = "Vehicle.Powertrain.TractionBattery."
CHARGE = BATTERY + "StateOfCharge.Displayed"
CHARGES = (CHARGE, BATTERY + "StateOfCharge.Current")
"""What tells how full the battery is, what the driver sees first."""
FUEL = "Vehicle.Powertrain.FuelSystem.RelativeLevel"
RANGES = (BATTERY + "Range", "Vehicle.Powertrain.FuelSystem.Range", "Vehicle.Powertrain.Range")
"""What tells how far the car can go, the likeliest first."""
DISTANCE = Quantity("", 0, 100_000)
DISTANCE_UNIT = Choice(
    {
        "km": {"en": ("kilometres", "kilometers", "km", "kilometre", "kilometer"), "zh": ("公里", "千米")},
        "mi": {"en": ("miles", "mile"), "zh": ("英里",)},
    }
)
METRES = {"km": 1000.0, "mi": 1609.344}
CHARGE_LIMIT = BATTERY + "Charging.ChargeLimit"
IS_CHARGING = BATTERY + "Charging.IsCharging"
TIME_TO_COMPLETE = BATTERY + "Charging.TimeToComplete"


class CarCharging:
    """The battery of the car."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["start charging {things}", "charge {things}", "start charging", "start [the] charge [of] {things}"],
            "zh": [
                "给{things}充电",
                "给{things}(充上电|充上|充点电|插上电)",
                "{things}(充上电|充起电来|开始充)",
                "{things}开始充电",
                "开始给{things}充电",
                "开始充电",
            ],
        }
    )
    async def start_charging(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Start charging the car."""
        return await set_signals(self._home, ctx, things, re.escape(BATTERY + "Charging.StartStopCharging"), "START")

    @tool(
        phrases={
            "en": ["stop charging {things}", "stop charging"],
            "zh": ["{things}停止充电", "停止给{things}充电", "停止充电", "别充电了", "{things}别充了"],
        }
    )
    async def stop_charging(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Stop charging the car."""
        return await set_signals(self._home, ctx, things, re.escape(BATTERY + "Charging.StartStopCharging"), "STOP")

    @tool(
        phrases={
            "en": [
                "charge {things} to {percent}",
                "set [the] charge limit [of] {things} {percent}",
                "set [the] charging limit {things} {percent}",
                "limit charging {things} {percent}",
                "stop charging at {percent}",
                "charge {things} (until|till) [it is] {percent} (percent|%)",
                "charge {things} (to|till|until) {percent} (percent|%) and stop",
                "stop charging {things} (when|once|as soon as) it (reaches|hits|is at|gets to) {percent} (percent|%)",
            ],
            "zh": [
                "{things}充到{percent}",
                "充电上限调到{percent}",
                "{things}充电上限调到{percent}",
                "{things}充电到{percent}",
                "[{things}](充|充电|充电充)到{percent}(就停|停|停止|为止)",
                "(充电|电量|电池|充)上限(改成|改到|设成|设到|设为){percent}",
                "(充电|电量|电池|充)上限{percent}",
                "上限调到{percent}",
                "{things}(充|充电)[到]{percent}就(行|好|够)",
            ],
        }
    )
    async def set_charge_limit(self, ctx: ToolContext, things: Cars, percent: Annotated[float, PERCENT]) -> ToolResult:
        """Set up to how much the car is charged."""
        result = await set_signals(self._home, ctx, things, re.escape(CHARGE_LIMIT), int(percent))
        return result if result.claim is not Claim.DONE else self._beside_charge(ctx, result, things, percent)

    def _beside_charge(self, ctx: ToolContext, result: ToolResult, things: Things, limit: float) -> ToolResult:
        """The result, with a word on it where the battery is fuller than the new limit already."""
        reply = Reply(self._home, ctx)
        fuller = [f for t in things for s in CHARGES if (f := reply.read(t, s)) is not None and _number(f) > limit]
        if len(things) != 1 or not fuller:
            return result
        more = say("charge_limit_below", ctx.language, value=_percent(fuller[0], reply))
        return replace(result, say=f"{result.say}{'' if ctx.language == 'zh' else ' '}{more}")

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how full is {things}",
                "how charged is {things}",
                "how much battery {things} [have] [left]",
                "how much charge {things} [have] [left]",
                "what is [the] (battery|charge) [level] {things}",
                "{things} battery [level]",
                "is {things} charging",
                "is {things} [fully] charged",
                "how is {things} charging",
                "what is {things} charged to",
                "does {things} need charging",
                "is {things} plugged in and charging",
            ],
            "zh": [
                "{things}还有多少电",
                "{things}电量是多少",
                "{things}电量",
                "{things}充满了吗",
                "{things}充电了吗",
                "{things}电池电量",
            ],
        },
    )
    async def car_charge(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """How full the battery of the car is, whether it charges and how long that takes."""
        return told_charge(Reply(self._home, ctx), things)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how far can {things} (go|drive)",
                "how far can i (go|drive)",
                "what is [the] range {things}",
                "what range does {things} have",
                "{things} range",
                "how much range {things} [have] [left]",
                "how many kilometers {things} left",
                "how many miles {things} left",
            ],
            "zh": [
                "{things}还能开多远",
                "{things}续航是多少",
                "{things}续航",
                "还能开多远",
                "{things}还能跑多远",
                "{things}还能跑多少公里",
                "{things}续航还有多少",
            ],
        },
    )
    async def car_range(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """How far the car can still drive."""
        reply = self._reply(ctx, things)
        for car in (self._home.devices[t] for t in things if t in self._home.devices):
            signal = next((s for s in RANGES if s in car.capabilities), RANGES[0])
            fact = reply.read(car.id, signal)
            if fact is None:
                reply.add("car_cannot" if signal not in car.capabilities else "unknown_state", name=reply.name(car))
            else:
                reply.sentences.append(reply.value_sentence("range", car, signal, fact))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "do (i|we) have enough (charge|range|battery) for {number} {unit}",
                "(can|will) (i|we) make {number} {unit}",
                "is {things} charged enough (for|to drive) {number} {unit}",
                "has {things} enough (charge|range|battery) for {number} {unit}",
                "does {things} have enough (charge|range|battery) for {number} {unit}",
            ],
            "zh": ["{things}电够{number}{unit}", "{things}充的电够{number}{unit}"],
        },
    )
    async def car_reaches(
        self, ctx: ToolContext, things: Cars, number: Annotated[float, DISTANCE], unit: Annotated[str, DISTANCE_UNIT]
    ) -> ToolResult:
        """Whether the car can still drive so many kilometres or miles."""
        reply = self._reply(ctx, things)
        for car in (self._home.devices[t] for t in things if t in self._home.devices):
            signal = next((s for s in RANGES if s in car.capabilities), RANGES[0])
            fact = reply.read(car.id, signal)
            if fact is None or not isinstance(fact.value, int | float):
                reply.add("car_cannot" if signal not in car.capabilities else "unknown_state", name=reply.name(car))
            else:
                words = within(reply.value_sentence("range", car, signal, fact), reply.language)
                reply.add("yes" if fact.value >= number * METRES[unit] else "no", sentence=words)
        return answered(reply)

    def _reply(self, ctx: ToolContext, things: Things) -> Reply:
        reply = Reply(self._home, ctx)
        if not any(t in self._home.devices for t in things):
            reply.add("car_none")
        return reply


def told_charge(reply: Reply, things: Things) -> ToolResult:
    """How full the battery of each of these cars is, and where it charges how long that takes."""
    cars = [reply.home.devices[t] for t in things if t in reply.home.devices]
    if not cars:
        reply.add("car_none")
    for car in cars:
        signal = next((s for s in CHARGES if s in car.capabilities), CHARGE)
        tank = reply.read(car.id, FUEL) if signal not in car.capabilities and FUEL in car.capabilities else None
        if tank is not None:
            # "How full is the ute" is asked of what it runs on.
            value = _percent(tank, reply)
            reply.sentences.append(reply.value_sentence("level_fuel", car, FUEL, tank, value=value))
            continue
        fact = reply.read(car.id, signal)
        charging = reply.read(car.id, IS_CHARGING)
        left = reply.number(car.id, TIME_TO_COMPLETE)
        if fact is None:
            reply.add("car_cannot" if signal not in car.capabilities else "unknown_state", name=reply.name(car))
        elif charging is not None and charging.value is True and left:
            text = reply.value_sentence(
                "charge_left", car, signal, fact, value=_percent(fact, reply), left=duration(left, reply.language)
            )
            reply.sentences.append(text)
        else:
            key = "charge_charging" if charging is not None and charging.value is True else "charge"
            reply.sentences.append(reply.value_sentence(key, car, signal, fact, value=_percent(fact, reply)))
    return answered(reply)


def _number(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) and not isinstance(fact.value, bool) else 0.0


def _percent(fact: Fact, reply: Reply) -> str:
    """A charge in words, also where the car does not tell its unit."""
    if isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return ""
    return quantity(float(fact.value), "%", reply.language)


def skill(services: Services) -> CarCharging:
    """The factory of this skill."""
    return CarCharging(services)
