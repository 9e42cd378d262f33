"""Whether something is above or below a limit, and what is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from assistant.tools import Choice, Quantity, Targets, Things, ToolContext, ToolResult, tool
from skills.answers import MOST_TOLD, Reply, answered, within
from skills.choices import PERCENT
from skills.levels import asked_for, tell_level, tell_unmeasured
from skills.measures import IN_ROOMS, MEASURE, Measured, amount, measured, of_rooms, telling
from skills.naming import joined
from skills.surface import Services
from skills.values import plain_number
from skills.words import say

LIMIT = Choice(
    {
        "over": {
            "en": (
                *("over", "above", "more than", "higher than", "exceeding", "exceeds", "exceed", "greater than"),
                *(
                    "warmer than",
                    "hotter than",
                    "louder than",
                    "brighter than",
                    "faster than",
                    "fuller than",
                    "more humid than",
                    "at least",
                    "past",
                    "beyond",
                    "up to",
                    "or more",
                    "reached",
                ),
            ),
            "zh": (
                *(
                    "超过",
                    "高于",
                    "大于",
                    "多于",
                    "以上",
                    "够",
                    "达到",
                    "高过",
                    "到了",
                    "超出",
                    "超",
                    "有没有到",
                    "够不够",
                    "到没到",
                    "过没过",
                    "超没超",
                    "超过没超过",
                ),
                *("不低于", "不少于", "比较高"),
            ),
        },
        "under": {
            "en": (
                *(
                    "below",
                    "under",
                    "less than",
                    "lower than",
                    "colder than",
                    "cooler than",
                    "quieter than",
                    "dimmer than",
                    "drier than",
                    "slower than",
                    "fewer than",
                    "beneath",
                ),
                *("at most", "or less", "down to"),
            ),
            "zh": ("低于", "少于", "小于", "不到", "以下", "不足", "不够", "低过", "不超过", "不高于", "没到"),
        },
    }
)
"""On which side of a limit."""
DEGREES = Quantity("°C", -60, 300)
_SET = re.compile(r"\bset\b|设[定置]?[在到成了的]|调到|调的|定在", re.IGNORECASE)
_COUNTS = re.compile(r"\bhow many\b|(?:几|多少)[个间盏台扇把块样处]", re.IGNORECASE)
NUMBER = Quantity("", 0, 1_000_000_000)
IN_PERCENT = ("battery", "fuel", "humidity", "brightness", "volume", "position", "speed")
IN_NUMBERS = ("power", "carbon_dioxide", "particles", "illuminance", "range", "energy", "wind_speed", "voltage")
IN_DEGREES = ("temperature", "humidity")
"""What a bare limit may be about, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and the side of it that is asked for."""

    over: bool
    value: float

    def holds(self, value: float) -> bool:
        """Whether a value is on that side; a limit itself counts as reached."""
        return value >= self.value if self.over else value < self.value


_VALUES = ("percent", "degrees", "number")
_ROOMS_ZH = ("(哪些|哪个|哪几个|几个|有几个|有多少个)房间",)
_WHICH_ZH = ("的房间(有哪些|有几个|有多少|是哪些|是哪个|是哪几个)",)


class Limits:
    """Answers about limits; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *(
                    "{limit} {percent}",
                    "{limit} {degrees}",
                    "{limit} {number}",
                    "{limit} {percent} full",
                    "{limit} {percent} left",
                ),
                *("any room {limit} {degrees}", "any room {limit} {percent}", "any rooms {limit} {degrees}"),
                *(
                    "any {quantity} {limit} {percent} [left]",
                    "any {quantity} {limit} {number}",
                    "any {quantity} {limit} {degrees}",
                ),
                *(
                    "any {limit} {percent}",
                    "any {limit} {degrees}",
                    "any {limit} {number}",
                    "anything {limit} {number}",
                ),
                *("anything {limit} {percent}", "anything {limit} {degrees}"),
                *(f"how many (rooms|of them|of the rooms) [are] [at] {{limit}} {{{value}}}" for value in _VALUES),
                *(f"how many {{quantity}} [are] {{limit}} {{{value}}}" for value in _VALUES),
            ],
            "zh": [
                *("{limit}{percent}", "{limit}{degrees}", "{limit}{number}", "房间{limit}{degrees}"),
                *("有房间{limit}{degrees}", "有房间{limit}{percent}", "哪个房间{limit}{degrees}", "屋{limit}{degrees}"),
                *("哪个{limit}{percent}", "哪个{limit}{degrees}", "哪个{limit}{number}", "哪些{limit}{percent}"),
                *("什么{limit}{percent}", "什么{limit}{number}"),
                *(f"{which}[的]{{quantity}}{{limit}}{{{value}}}" for which in _ROOMS_ZH for value in _VALUES),
                *(f"{{quantity}}{{limit}}{{{value}}}{which}" for which in _WHICH_ZH for value in _VALUES),
                *(f"{{limit}}{{{value}}}{which}" for which in _WHICH_ZH for value in _VALUES),
                *(f"[有](几个|多少个|几间)[的]{{quantity}}{{limit}}{{{value}}}" for value in _VALUES),
                *(f"[有](几个|多少个|几台){{things}}{{limit}}{{{value}}}" for value in _VALUES),
            ],
        },
    )
    async def check_limit(
        self,
        ctx: ToolContext,
        limit: Annotated[str, LIMIT],
        quantity: Annotated[str, MEASURE] = "",
        things: Annotated[Things, Targets()] = (),
        percent: Annotated[float | None, PERCENT] = None,
        degrees: Annotated[float | None, DEGREES] = None,
        number: Annotated[float | None, NUMBER] = None,
    ) -> ToolResult:
        """Whether a battery, a temperature, humidity or power is above or below a limit, and which things are."""
        reply = Reply(self._home, ctx)
        value = next((float(v) for v in (percent, degrees, number) if v is not None), None)
        if value is None:
            reply.add("limit_missing")
            return answered(reply)
        measure = quantity or self._set_to(ctx, things) or self._meant(things, percent, degrees)
        found = measured(reply, asked_for(self._home, things, measure), measure)
        if measure in IN_ROOMS and len(found) > 1:
            found = of_rooms(found) or found
        if not found:
            tell_unmeasured(reply, [self._home.devices[t] for t in things if t in self._home.devices], measure)
        else:
            _tell_limit(
                reply,
                found,
                Limit(limit == "over", _in_unit(value, found[0], percent)),
                counts=bool(_COUNTS.search(ctx.utterance.text)),
            )
        return answered(reply)

    def _set_to(self, ctx: ToolContext, things: Things) -> str:
        """What named things are set to, where that is asked: "is any air conditioner set below 20"."""
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        asked = bool(_SET.search(ctx.utterance.text))
        return next((m for m in ("target_temperature", "target_humidity") if asked and telling(devices, m)), "")

    def _meant(self, things: Things, percent: float | None, degrees: float | None) -> str:
        """What a limit is about that only has its unit."""
        if degrees is not None:
            return "temperature"
        likely = IN_PERCENT if percent is not None else (*IN_NUMBERS, *IN_DEGREES, *IN_PERCENT)
        devices = [self._home.devices[t] for t in things if t in self._home.devices] or list(
            self._home.devices.values()
        )
        return next((m for m in likely if telling(devices, m)), likely[0])


def _in_unit(value: float, found: Measured, percent: float | None) -> float:
    """A limit in the unit of what was measured: kilowatts and kilometres are told in watts and metres."""
    unit = found.device.capabilities[found.capability].unit
    if percent is None and found.measure == "range" and unit in ("m", ""):
        return value * 1000
    if found.measure == "power" and unit == "kW" and value > 100:
        return value / 1000
    return value


def _tell_limit(reply: Reply, found: Sequence[Measured], limit: Limit, *, counts: bool) -> None:
    holding = [m for m in found if limit.holds(m.value)]
    if len(found) == 1:
        before = len(reply.sentences)
        tell_level(reply, found[0])
        for at in range(before, len(reply.sentences)):
            reply.sentences[at] = say(
                "yes" if holding else "no", reply.language, sentence=within(reply.sentences[at], reply.language)
            )
        return
    if holding:
        if counts:
            reply.add("count", n=plain_number(len(holding)))
        told = [
            say("at_level", reply.language, name=reply.name(m.device), value=amount(m, reply.language))
            for m in sorted(holding, key=lambda m: m.value, reverse=limit.over)[:MOST_TOLD]
        ]
        reply.add("limit_yes", names=joined(told, reply.language))
        if len(holding) > MOST_TOLD:
            reply.add("and_more", n=plain_number(len(holding) - MOST_TOLD))
        return
    nearest = max(found, key=lambda m: m.value) if limit.over else min(found, key=lambda m: m.value)
    key = "limit_none_over" if limit.over else "limit_none_under"
    reply.add(key, name=reply.name(nearest.device), value=amount(nearest, reply.language))


def skill(services: Services) -> Limits:
    """The factory of this skill."""
    return Limits(services)
