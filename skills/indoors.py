"""How warm and how humid it is in a room."""

from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Rooms, Targets, ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered, tell_each
from skills.naming import place_in_sentence
from skills.surface import Services

UNITS = {"temperature": ("°C", "°F")}
"""Units that say what a sensor without a device class measures."""

ELSEWHERE = frozenset({"outside", "outdoor", "freezer", "fridge", "oven", "室外"})
"""First words of sensors' names that measure elsewhere than in the room they belong to."""


class Indoors:
    """What the air in the rooms is like."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how (warm|hot|cold|cool) is it {rooms}",
                "what is [the] temperature {rooms}",
                "temperature {rooms}",
                "what is [the] temp {rooms}",
                "how many degrees is it {rooms}",
                "how many degrees {rooms}",
                "how (warm|hot|cold|cool) is it",
                "what is [the] temperature",
                "[the] current temperature",
                "what temperature is it",
            ],
            "zh": [
                "{rooms}温度是多少",
                "{rooms}温度",
                "{rooms}多少度",
                "{rooms}现在几度",
                "{rooms}有多热",
                "{rooms}有多冷",
                "{rooms}热不热",
                "{rooms}冷不冷",
                "温度是多少",
                "几度",
                "温度多少",
            ],
        },
    )
    async def temperature(self, ctx: ToolContext, rooms: Annotated[Rooms, Targets(default="here")] = ()) -> ToolResult:
        """How warm it is in rooms; without a room, where it is asked."""
        reply = Reply(self._home, ctx)
        asked = rooms or ((ctx.utterance.place,) if ctx.utterance.place in self._home.rooms else ())
        if not asked:
            everywhere = [d for d in self._home.devices.values() if _measuring(d, "temperature") == "temperature"]
            tell_each(reply, _rooms_first(everywhere), "temperature")
        for room in asked:
            self._tell_room(reply, room, "temperature")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how (humid|damp|dry) is it {rooms}",
                "what is [the] humidity {rooms}",
                "humidity {rooms}",
                "what is [the] humidity",
                "how humid is it",
            ],
            "zh": ["{rooms}湿度是多少", "{rooms}湿度", "{rooms}潮不潮", "{rooms}干不干", "湿度是多少", "湿度多少"],
        },
    )
    async def humidity(self, ctx: ToolContext, rooms: Annotated[Rooms, Targets(default="here")] = ()) -> ToolResult:
        """How humid it is in rooms; without a room, where it is asked."""
        reply = Reply(self._home, ctx)
        asked = rooms or ((ctx.utterance.place,) if ctx.utterance.place in self._home.rooms else ())
        if not asked:
            tell_each(reply, [d for d in self._home.devices.values() if "humidity" in d.capabilities], "humidity")
        for room in asked:
            self._tell_room(reply, room, "humidity")
        return answered(reply)

    def _tell_room(self, reply: Reply, room: str, capability: str) -> None:
        place = place_in_sentence(room, self._home, reply.language)
        meters = [(d, name) for d in self._home.devices.values() if (name := _measuring(d, capability))]
        within = [(d, name) for d, name in meters if self._is_in(d, room)]
        within = within or [(d, name) for d, name in meters if self._is_called_after(d, room)]
        known = [(d, n, f) for d, n in _sensors_first(within) if (f := reply.read(d.id, n)) is not None]
        if known:
            device, name, fact = known[0]
            reply.sentences.append(reply.value_sentence(f"{capability}_in", device, name, fact, place=place))
        elif within:
            reply.add_unknown(within[0][0])
        else:
            reply.add(f"{capability}_none", place=place)

    def _is_in(self, device: Device, room: str) -> bool:
        return device.room == room and not _is_about_elsewhere(device)

    def _is_called_after(self, device: Device, room: str) -> bool:
        """ "Living room humidity" is measured in the living room, wherever the sensor's room was forgotten."""
        label = device.name.casefold()
        return room in self._home.rooms and any(
            label.startswith(name.casefold()) for name in self._home.rooms[room].names
        )


def _measuring(device: Device, quantity: str) -> str:
    """The capability with which a device measures this in a room; empty where it does not."""
    if quantity in device.capabilities and device.kind in ("sensor", "climate", "humidifier", "fan", "binary_sensor"):
        return quantity
    value = device.capabilities.get("value")
    if value is not None and device.kind == "sensor" and value.unit in UNITS.get(quantity, ()):
        return "value"
    return ""


def _is_about_elsewhere(device: Device) -> bool:
    """A sensor in a room that measures something else ("Outside temperature", "Freezer")."""
    return device.kind == "sensor" and device.name.split(" ")[0].casefold() in ELSEWHERE


def _rooms_first(devices: Sequence[Device]) -> list[Device]:
    """What stands in a room before what stands nowhere; a sensor before a thermostat."""
    return sorted(devices, key=lambda d: (not d.room, d.kind != "sensor"))


def _sensors_first(meters: Sequence[tuple[Device, str]]) -> list[tuple[Device, str]]:
    return sorted(meters, key=lambda meter: meter[0].kind != "sensor")


def skill(services: Services) -> Indoors:
    """The factory of this skill."""
    return Indoors(services)
