"""Questions about amounts: how bright, how loud, how full, how far open; and whether something is above or below a limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from assistant.tools import Choice, Quantity, Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from devices.home import Home
from skills.answers import MOST_TOLD, Reply, answered
from skills.choices import PERCENT
from skills.measures import IN_ROOMS, MEASURE, Measured, amount, measured, of_rooms, telling
from skills.naming import joined
from skills.outcomes import NAMED_AT_MOST
from skills.surface import Services
from skills.values import plain_number
from skills.words import capitalised, say, section

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
NUMBER = Quantity("", 0, 1_000_000_000)
IN_PERCENT = ("battery", "fuel", "humidity", "brightness", "volume", "position", "speed")
IN_NUMBERS = ("power", "carbon_dioxide", "particles", "illuminance", "range", "energy", "wind_speed", "voltage")
"""What a bare limit may be about, the likeliest first."""
EXTENTS = ("position", "brightness", "volume", "speed", "target_temperature")
"""What "how far" and 开到多少 ask for, the first that the thing has."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and the side of it that is asked for."""

    over: bool
    value: float

    def holds(self, value: float) -> bool:
        """Whether a value is on that side; a limit itself counts as reached."""
        return value >= self.value if self.over else value < self.value


class Levels:
    """Answers about amounts; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "{quantity}",
                "(tell me|check|read|show|report|give) {quantity}",
                "how much {quantity}",
                "what level {quantity}", "{quantity} left",
            ],
            "zh": [
                "{quantity}",
                "(查|查看|报|告诉我){quantity}",
                "{quantity}多少",
                "{quantity}百分之几",
                "{quantity}(开到|调到|设到|到|开了|开)多少",
            ],
        },
    )
    async def level_of(
        self, ctx: ToolContext, quantity: Annotated[str, MEASURE], things: Annotated[Things, Targets()] = ()
    ) -> ToolResult:
        """How much of something there is: brightness, volume, battery, fuel, power, humidity, carbon dioxide and more."""
        reply = Reply(self._home, ctx)
        if quantity == "battery" and not self._asked(things, quantity) and self._asked(things, "fuel"):
            quantity = "fuel"
        found = measured(reply, self._asked(things, quantity), quantity)
        if quantity in IN_ROOMS and len(found) > 1:
            found = of_rooms(found) or found
        for each in found[:MOST_TOLD]:
            tell_level(reply, each)
        if len(found) > MOST_TOLD:
            reply.add("and_more", n=str(len(found) - MOST_TOLD))
        if not found:
            tell_unmeasured(reply, [self._home.devices[t] for t in things if t in self._home.devices], quantity)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": ["how far {things} open", "how (open|wide) {things}", "how high is {things} (set|turned)"],
            "zh": [
                *("{things}开了多少", "{things}拉开了多少", "{things}开到多少", "{things}拉开多少", "{things}开到几成"),
                *("{things}开了几成", "{things}拉了多少", "{things}开了多大", "{things}开多大", "{things}调到多少"),
                *("{things}升了多少", "{things}放了多少", "{things}打开了多少", "{things}打开多少", "{things}开到哪"),
            ],
        },
    )
    async def extent_of(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """How far something is open, up or turned on: a cover, a light, a player, a fan."""
        reply = Reply(self._home, ctx)
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        measure = next((m for m in EXTENTS if telling(devices, m)), EXTENTS[0])
        for each in measured(reply, devices, measure)[:MOST_TOLD]:
            tell_level(reply, each)
        if not reply.sentences:
            tell_unmeasured(reply, devices, measure)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is {things} set to",
                "what (temperature|value|level) is {things} set to",
                "what (did|have) (we|i) set {things} to",
                "what is {things} (set|turned) (at|on)",
                "how (warm|hot|cold|cool) is {things} set",
            ],
            "zh": [
                *("{things}设的几度", "{things}设了几度", "{things}定的几度", "{things}调的几度", "{things}设到几度"),
                *("{things}开的几度", "{things}设定的几度", "{things}开到几度", "{things}设在几度", "{things}定在几度"),
                *("{things}设定是多少", "{things}设的多少", "{things}设置的多少", "{things}调到多少"),
            ],
        },
    )
    async def set_to(self, ctx: ToolContext, things: Annotated[Things, Targets("target_temperature")]) -> ToolResult:
        """What temperature a thermostat, an air conditioner or a heater is set to."""
        reply = Reply(self._home, ctx)
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        for each in measured(reply, devices, "target_temperature"):
            tell_level(reply, each)
        if not reply.sentences:
            tell_unmeasured(reply, devices, "target_temperature")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *("{limit} {percent}", "{limit} {degrees}", "{limit} {number}", "{limit} {percent} full", "{limit} {percent} left"),
                *("any room {limit} {degrees}", "any room {limit} {percent}", "any rooms {limit} {degrees}"),
                *(
                    "any {quantity} {limit} {percent}",
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
            ],
            "zh": [
                *("{limit}{percent}", "{limit}{degrees}", "{limit}{number}", "房间{limit}{degrees}"),
                *("有房间{limit}{degrees}", "有房间{limit}{percent}", "哪个房间{limit}{degrees}", "屋{limit}{degrees}"),
                *("哪个{limit}{percent}", "哪个{limit}{degrees}", "哪个{limit}{number}", "哪些{limit}{percent}"),
                *("什么{limit}{percent}", "什么{limit}{number}"),
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
        """Whether something is above or below a limit: a battery, a temperature, humidity, power; and which things are."""
        reply = Reply(self._home, ctx)
        value = next((float(v) for v in (percent, degrees, number) if v is not None), None)
        if value is None:
            reply.add("limit_missing")
            return answered(reply)
        measure = quantity or self._meant(things, percent, degrees)
        found = measured(reply, self._asked(things, measure), measure)
        if measure in IN_ROOMS and len(found) > 1:
            found = of_rooms(found) or found
        if not found:
            tell_unmeasured(reply, [self._home.devices[t] for t in things if t in self._home.devices], measure)
        else:
            _tell_limit(reply, found, Limit(limit == "over", _in_unit(value, found[0], percent)))
        return answered(reply)

    def _meant(self, things: Things, percent: float | None, degrees: float | None) -> str:
        """What a limit is about that only has its unit."""
        if degrees is not None:
            return "temperature"
        likely = IN_PERCENT if percent is not None else IN_NUMBERS
        devices = [self._home.devices[t] for t in things if t in self._home.devices] or list(
            self._home.devices.values()
        )
        return next((m for m in likely if telling(devices, m)), likely[0])

    def _asked(self, things: Things, measure: str) -> list[Device]:
        return asked_for(self._home, things, measure)


def asked_for(home: Home, things: Things, measure: str) -> list[Device]:
    """The things that tell a measure: those named, what carries the same name, or all where none was named."""
    if not things:
        return telling(list(home.devices.values()), measure)
    named = [home.devices[t] for t in things if t in home.devices]
    return telling(named, measure) or telling([d for d in home.devices.values() if _called_after(d, named)], measure)


def _called_after(device: Device, named: Sequence[Device]) -> bool:
    """ "Kettle Power" measures what the switch "Kettle" switches."""
    label = device.name.casefold()
    return device.kind == "sensor" and any(label.startswith(other.name.casefold()) for other in named)


def tell_level(reply: Reply, found: Measured) -> None:
    """One sentence: how much a thing has, uses or is set to, with its age where that is not live."""
    fact = reply.read(found.device.id, found.capability)
    if fact is None:
        return
    key = f"level_{found.measure}"
    sensed = found.device.kind == "sensor" and found.measure not in ("range", "power")
    known = key in section(reply.language, "say")
    value = amount(found, reply.language)
    template = "level_sensed" if sensed or not known else key
    text = reply.value_sentence(template, found.device, found.capability, fact, value=value)
    reply.sentences.append(capitalised(text))


def tell_unmeasured(reply: Reply, devices: Sequence[Device], measure: str) -> None:
    """That it is off, has not reported, or does not tell such a thing at all."""
    telling_it = telling(devices, measure)
    for device in telling_it[:NAMED_AT_MOST]:
        on = reply.home.fact(device.id, "on")
        if on is not None and on.value is False:
            reply.add_state(device.id)
        else:
            reply.note(device.id)
            reply.add_unknown(device)
    if telling_it:
        return
    what = str(section(reply.language, "measured")[measure])
    if not devices:
        reply.add("measured_nowhere", what=what)
        return
    names = joined([reply.name(d) for d in devices[:NAMED_AT_MOST]], reply.language)
    reply.add("measured_not_there", len(devices) > 1 or reply.plural(devices[0]), name=names, what=what)


def _in_unit(value: float, found: Measured, percent: float | None) -> float:
    """A limit in the unit of what was measured: kilowatts and kilometres are told in watts and metres."""
    unit = found.device.capabilities[found.capability].unit
    if percent is None and found.measure == "range" and unit in ("m", ""):
        return value * 1000
    if found.measure == "power" and unit == "kW" and value > 100:
        return value / 1000
    return value


def _tell_limit(reply: Reply, found: Sequence[Measured], limit: Limit) -> None:
    holding = [m for m in found if limit.holds(m.value)]
    if len(found) == 1:
        before = len(reply.sentences)
        tell_level(reply, found[0])
        for at in range(before, len(reply.sentences)):
            reply.sentences[at] = say(
                "yes" if holding else "no", reply.language, sentence=_within(reply.sentences[at], reply)
            )
        return
    if holding:
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


def _within(sentence: str, reply: Reply) -> str:
    """A sentence as it stands behind "yes," and "no,"."""
    return (
        sentence if reply.language == "zh" or not sentence.startswith("The ") else sentence[:1].lower() + sentence[1:]
    )


def skill(services: Services) -> Levels:
    """The factory of this skill."""
    return Levels(services)
