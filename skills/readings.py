"""Questions about values: what something is or measures, how full its battery is."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device, Shape
from devices.home import Home
from skills.answers import MOST_TOLD, Reply, answered, tell_each
from skills.listed import tell_list
from skills.naming import joined
from skills.outcomes import NAMED_AT_MOST
from skills.people import tell_where
from skills.states import present
from skills.surface import Services
from skills.words import section

DETAILS = {
    "light": ("brightness", "color"),
    "fan": ("speed",),
    "cover": ("position",),
    "valve": ("position",),
    "climate": ("mode", "target_temperature", "temperature"),
    "water_heater": ("target_temperature", "temperature"),
    "humidifier": ("target_humidity", "humidity"),
    "media_player": ("media", "volume"),
    "vacuum": ("battery",),
    "lawn_mower": ("battery",),
    "cooker": ("menu", "time_left"),
    "weather": ("condition", "temperature"),
    "person": ("location",),
}
"""What is told of a kind beside its state."""


class Readings:
    """Values as things report them; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is {things}",
                "what is [the] (state|status|value|level|reading|amount|concentration|measurement) {things}",
                "what state is {things} in",
                "(state|status) {things}",
                "how is {things} [doing]",
                "what does {things} (say|show|read|measure)",
                "how much {things}",
                "how high is {things}",
                "what is {things} doing",
                "report {things}",
                "what is {things} up to",
                "what is up with {things}",
                "what (color|colour) is {things}",
                "what mode is {things} in",
                "(check|see) [on] {things}",
                "is {things} (heating or cooling|cooling or heating|on or off|off or on|open or closed|open or shut)",
                "is {things} (closed or open|shut or open|locked or unlocked|locked or open|heat or cool|cool or heat)",
            ],
            "zh": [
                "{things}是多少",
                "{things}是什么状态",
                "{things}什么状态",
                "{things}的状态",
                "{things}状态",
                "{things}怎么样",
                "{things}在干什么",
                "{things}在做什么",
                "{things}显示多少",
                "{things}读数",
                "{things}有多高",
                *("{things}什么颜色", "{things}是什么颜色", "{things}什么色"),
                *(
                    "{things}在忙什么",
                    "{things}忙什么",
                    "{things}干什么",
                    "{things}在干嘛",
                    "{things}在干啥",
                    "{things}干嘛呢",
                ),
                *(
                    "{things}怎么了",
                    "{things}什么情况",
                    "{things}情况",
                    "{things}如何",
                    "{things}是什么模式",
                    "{things}什么模式",
                ),
                *("{things}制热还是制冷", "{things}制冷还是制热", "{things}开着还是关着", "{things}关着还是开着"),
                *(
                    "{things}开还是关",
                    "{things}锁着还是开着",
                    "{things}锁着还是没锁",
                    "{things}是开是关",
                    "{things}亮着还是关着",
                ),
                *("{things}加热还是制冷", "{things}现在怎样", "(查看|检查|看看|查一下){things}"),
            ],
        },
    )
    async def state_of(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """What things are doing or measuring right now."""
        reply = Reply(self._home, ctx)
        if not things:
            reply.add("no_things")
        for thing in things[:MOST_TOLD]:
            self._tell(reply, thing)
        if len(things) > MOST_TOLD:
            reply.add("and_more", n=str(len(things) - MOST_TOLD))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is [the] temperature {things}",
                "what temperature is {things}",
                "how (warm|hot|cold|cool) is {things}",
                "how many degrees is {things}",
            ],
            "zh": [
                "{things}多少度",
                "{things}温度是多少",
                "{things}温度",
                "{things}有多热",
            ],
        },
    )
    async def temperature_of(self, ctx: ToolContext, things: Annotated[Things, Targets("temperature")]) -> ToolResult:
        """What temperature things measure: a thermostat, an oven, a sensor."""
        reply = Reply(self._home, ctx)
        tell_each(reply, [self._home.devices[t] for t in things if t in self._home.devices], "temperature")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is [the] battery [level|status] {things}",
                "how much battery {things} [have] [left]",
                "how much (charge|power) does {things} have [left]",
                "how full is [the] battery {things}",
                "{things} battery [level|status]",
                "does {things} need charging",
                "how charged is {things}",
            ],
            "zh": [
                "{things}电量是多少",
                "{things}电量",
                "{things}还有多少电",
                "{things}还剩多少电",
                "{things}电池怎么样",
                "{things}还有电吗",
                "{things}电池电量",
            ],
        },
    )
    async def battery(self, ctx: ToolContext, things: Annotated[Things, Targets("battery")]) -> ToolResult:
        """How much battery things have left."""
        reply = Reply(self._home, ctx)
        tell_each(reply, [self._home.devices[t] for t in things if t in self._home.devices], "battery")
        return answered(reply)

    def _tell(self, reply: Reply, thing: str) -> None:
        """The state of one thing and the values that belong to it, in one sentence."""
        device = self._home.devices.get(thing)
        if device is None:
            reply.add("no_things")
            return
        if device.kind in ("person", "device_tracker"):
            tell_where(reply, device)
            return
        if device.kind == "todo":
            tell_list(reply, device)
            return
        details = [d for name in _details(device, reply.home) if (d := self._detail(reply, device, name))]
        found = present(device, reply.home)
        if found is not None and found.fact is not None and found.state:
            reply.add_state(thing, joined(details, reply.language))
        elif details:
            self._tell_values(reply, device)
        else:
            reply.note(thing)
            reply.add_unknown(device)

    def _tell_values(self, reply: Reply, device: Device) -> None:
        for name in _details(device, reply.home)[:NAMED_AT_MOST]:
            fact = reply.read(device.id, name)
            if fact is not None:
                reply.sentences.append(reply.value_sentence("value", device, name, fact))

    def _detail(self, reply: Reply, device: Device, name: str) -> str:
        """One value with its label: "20% battery"; empty where it is not known."""
        fact = reply.read(device.id, name)
        if fact is None or fact.value == "" or (name == "position" and fact.value in (0, 100)):
            return ""
        value = reply.value(device, name, fact.value)
        template = section(reply.language, "detail").get(name, "{value}")
        return str(template).replace("{value}", value)


def _details(device: Device, home: Home) -> list[str]:
    """The capabilities that tell most about a thing, in the order they are told."""
    listed = DETAILS.get(device.kind)
    if listed is not None:
        is_off = (fact := home.fact(device.id, "on")) is not None and fact.value is False
        return [] if is_off and device.kind != "weather" else [name for name in listed if name in device.capabilities]
    return [
        name
        for name, capability in device.capabilities.items()
        if capability.reading is not None and capability.shape in (Shape.NUMBER, Shape.TEXT, Shape.CHOICE, Shape.COLOR)
    ]


def skill(services: Services) -> Readings:
    """The factory of this skill."""
    return Readings(services)
