"""Questions about amounts: how bright, how loud, how full, how far open."""

from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from devices.home import Home
from skills.answers import MOST_TOLD, Reply, answered
from skills.measures import IN_ROOMS, MEASURE, Measured, amount, measured, of_rooms, spoken_measures, telling
from skills.naming import joined
from skills.outcomes import NAMED_AT_MOST
from skills.surface import Services
from skills.words import capitalised, section

INSTEAD = {"battery": "fuel", "energy": "power", "power": "energy"}
"""What is told where nothing tells what was asked for."""
EXTENTS = ("position", "brightness", "volume", "speed", "target_temperature")
"""What "how far" and 开到多少 ask for, the first that the thing has."""


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
                "how much {quantity} (do|does|did) [we|it] (use|need|take|draw)",
                "how many {quantity} (do|does|did) [we|it] (use|need|take|draw)",
                "is {quantity} (high|too high)",
                "what level {quantity}",
                "{quantity} left",
            ],
            "zh": [
                "{quantity}",
                "(查|查看|报|告诉我){quantity}",
                "{quantity}多少",
                "{quantity}(高不高|高吗|高|多高|有多高|多大|有多大|超标|超标没|大吗|大不大|够吗|够不够)",
                "{quantity}(百分之几|百分之多少|几度|是几度|多少度|是多少度|几|几成)",
                "{quantity}(开到|调到|设到|到|开了|开)多少",
            ],
        },
    )
    async def level_of(
        self, ctx: ToolContext, quantity: Annotated[str, MEASURE], things: Annotated[Things, Targets()] = ()
    ) -> ToolResult:
        """How much there is of something: brightness, volume, battery, fuel, power, humidity, carbon dioxide."""
        reply = Reply(self._home, ctx)
        other = INSTEAD.get(quantity, "")
        if other and not self._asked(things, quantity) and self._asked(things, other):
            quantity = other
        found = measured(reply, self._asked(things, quantity), quantity)
        if quantity in IN_ROOMS and len(found) > 1:
            found = of_rooms(found) or found
        if quantity in ("power", "energy") and len(found) == len(self._asked((), quantity)):
            found = [m for m in found if _is_of_house(m.device)] or found
        for each in found[:MOST_TOLD]:
            tell_level(reply, each)
        if len(found) > MOST_TOLD:
            reply.add("and_more", n=str(len(found) - MOST_TOLD))
        if not found:
            self._tell_nearest(reply, [self._home.devices[t] for t in things if t in self._home.devices], quantity)
        return answered(reply)

    def _tell_nearest(self, reply: Reply, devices: Sequence[Device], quantity: str) -> None:
        """What their room measures, or what they measure themselves; that they do not tell it where neither does."""
        rooms = {d.room for d in devices if d.room}
        there = [d for d in self._home.devices.values() if d.room in rooms] if quantity in IN_ROOMS else []
        near = of_rooms(measured(reply, telling(there, quantity), quantity))
        devices = devices or _called_so(self._home, quantity)
        gauges = [d for d in devices if d.kind == "sensor" and "value" in d.capabilities]
        for each in near[:MOST_TOLD]:
            tell_level(reply, each)
        for gauge in [] if near or len(gauges) != len(devices) else gauges[:MOST_TOLD]:
            fact = reply.read(gauge.id, "value")
            if fact is not None:
                reply.sentences.append(reply.value_sentence("value", gauge, "value", fact))
        if not reply.sentences:
            tell_unmeasured(reply, devices, quantity)

    @tool(
        reads_only=True,
        phrases={
            "en": ["how far {things} open", "how (open|wide) {things}", "how high is {things} (set|turned)"],
            "zh": [
                "{things}(百分之几|百分之多少|几成)",
                *("{things}开了多少呀", "{things}开了多少啊", "{things}拉了多少", "{things}关了多少"),
                *("{things}开了多少", "{things}拉开了多少", "{things}开到多少", "{things}拉开多少", "{things}开到几成"),
                *("{things}开了几成", "{things}开了多大", "{things}开多大", "{things}调到多少"),
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
                "what [temperature] is {things} (aiming|heading|going|shooting) for",
                "what [temperature] is {things} trying to (get|heat|cool|reach|hit) [to]",
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
            "en": ["what [humidity] is {things} set to", "what is {things} (set|turned) (at|on)"],
            "zh": [
                *("{things}设的湿度", "{things}设定是多少", "{things}设的多少", "{things}设置的多少"),
                *("{things}调到多少", "{things}设到多少", "{things}设定的湿度"),
                *("{things}设的湿度是多少", "{things}设定的湿度是多少"),
            ],
        },
    )
    async def humidity_set_to(
        self, ctx: ToolContext, things: Annotated[Things, Targets("target_humidity")]
    ) -> ToolResult:
        """What humidity a humidifier or a dehumidifier is set to."""
        reply = Reply(self._home, ctx)
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        for each in measured(reply, devices, "target_humidity"):
            tell_level(reply, each)
        if not reply.sentences:
            tell_unmeasured(reply, devices, "target_humidity")
        return answered(reply)

    def _asked(self, things: Things, measure: str) -> list[Device]:
        return asked_for(self._home, things, measure)


def asked_for(home: Home, things: Things, measure: str) -> list[Device]:
    """The things that tell a measure: those named, what carries the same name, or all where none was named."""
    if not things:
        return telling(list(home.devices.values()), measure)
    named = [home.devices[t] for t in things if t in home.devices]
    itself = telling(named, measure)
    if itself and measure in IN_ROOMS:
        return itself  # what stands in a room and measures something else there is not its air
    found = (d for one in named for d in telling([one], measure) or telling(_gauges_of(home, one), measure))
    return list({d.id: d for d in found}.values())


def _gauges_of(home: Home, device: Device) -> list[Device]:
    """The sensors called after a thing; else the one in its room that is called after the end of its name."""
    sensors = [d for d in home.devices.values() if d.kind == "sensor" and d.id != device.id]
    called = [d for d in sensors if _called_after(d, device.name)]
    ends = (device.name[at:] for at in range(1, len(device.name) - 1) if _is_word_at(device.name, at))
    return called or next(
        (near for end in ends if (near := [d for d in sensors if d.room == device.room and _called_after(d, end)])), []
    )


def _is_word_at(name: str, at: int) -> bool:
    """Whether a word may begin there: behind a space, or anywhere among Chinese characters."""
    return name[at - 1] == " " or not name[at].isascii()


def _is_of_house(device: Device) -> bool:
    """Whether a meter measures all of the house."""
    words = {w.casefold() for w in device.name.split()}
    return bool(words & {"house", "home", "whole", "total", "main", "grid"}) or any(
        w in device.name for w in ("全屋", "全家", "总", "家庭")
    )


def _called_so(home: Home, measure: str) -> list[Device]:
    """Sensors with a word for it in their names: the "Fresh Water Tank" tells how full the tank is."""
    said = {form for forms in spoken_measures()[measure].values() for form in forms}
    sensors = [d for d in home.devices.values() if d.kind == "sensor"]
    return [d for d in sensors if said & set(d.name.casefold().split())]


def _called_after(sensor: Device, name: str) -> bool:
    """ "Kettle Power" measures what the switch "Kettle" switches."""
    return len(name) > 1 and sensor.name.casefold().startswith(name.casefold())


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
    if devices and all(_has_a_value(device) for device in devices):
        for device in devices[:NAMED_AT_MOST]:
            _tell_its_value(reply, device)  # the "Water Tank Level": what it tells is what was asked for
        return
    what = str(section(reply.language, "measured")[measure])
    if not devices:
        reply.add("measured_nowhere", what=what)
        return
    names = joined([reply.name(d) for d in devices[:NAMED_AT_MOST]], reply.language)
    reply.add("measured_not_there", len(devices) > 1 or reply.plural(devices[0]), name=names, what=what)


def _tell_its_value(reply: Reply, device: Device) -> None:
    [capability] = device.capabilities
    fact = None if reply.is_kept(device.id) else reply.read(device.id, capability)
    if fact is None:
        reply.add_unknown(device)
    else:
        reply.sentences.append(reply.value_sentence("value", device, capability, fact))


def _has_a_value(device: Device) -> bool:
    """Whether all that a device tells is one number, of a sort that nobody asks for by name."""
    # The volume that a sensor tells is no loudness.
    sort_of_its_own = device.flavour == "volume" or device.flavour not in spoken_measures()
    return device.kind == "sensor" and sort_of_its_own and len(device.capabilities) == 1


def skill(services: Services) -> Levels:
    """The factory of this skill."""
    return Levels(services)
