"""What may be looked up and learnt through a head unit: what changes devices, the one door weighs by itself."""

from collections.abc import Callable, Collection, Mapping, Sequence

from assistant.errors import UnknownTool
from assistant.parameters import Targets
from assistant.tools import Tool, Toolbox, ToolCall
from assistant.utterance import Speaker
from devices.device import Device, Value
from devices.home import Home
from devices.rules.granted import IN
from devices.rules.privacy import may_know

LEARNING = frozenset(
    {
        *("Memory", "Phrases", "GivenNames", "Forgetting", "LearningNot", "Guests", "Suggested"),
        *("AsAlways", "AtSaying"),
    }
)
"""Skills whose tools write down what people like and teach, or do what they usually do."""

AT_HOME = frozenset({"home.read", "home.act", "home.risky"})
"""Scopes of which one is enough to know what things there are at home."""

LOOKING_FIRST = frozenset({"ToDo", "Undo"})
"""Skills that say how things are, or who changed them, before a wish comes to the one door."""

ANYBODYS = frozenset({"time", "date", "weekday"})
"""Tools that tell nothing of the house or the car."""


def granted_calls(toolbox: Toolbox, home: Home) -> Callable[[ToolCall, Speaker], bool]:
    """Whether a call may be run for that speaker; who speaks through no head unit has no such limit."""

    def may(call: ToolCall, speaker: Speaker) -> bool:
        if speaker.grants is None:
            return True
        try:
            tool = toolbox[call.tool]
        except UnknownTool:
            return True
        if not tool.reads_only:
            return _may_act(tool, call, home, speaker.grants)
        return tool.name in ANYBODYS or _may_read(tool, call, home, speaker.grants)

    return may


def _may_act(tool: Tool, call: ToolCall, home: Home, grants: Collection[str]) -> bool:
    """The one door weighs what is done; tools that look at things of the house before they come to it are held here."""
    if tool.skill in LEARNING:
        return "home.act" in grants
    if tool.skill not in LOOKING_FIRST or not AT_HOME.isdisjoint(grants):
        return True
    named = {each for each in _words_of(call) if each in home.devices}
    return bool(named) and all(IN + device in grants for device in named)


def _may_read(tool: Tool, call: ToolCall, home: Home, grants: Collection[str]) -> bool:
    """Of cars only the head unit's own, with car.read; everything else is the house's."""
    named = {each for each in _words_of(call) if each in home.devices}
    cars = {device for device in named if home.devices[device].kind == "car"}
    if any(IN + car not in grants for car in cars):
        return False
    needs = {"car.read"} if cars or _is_about_car(tool) else set()
    if not needs or named - cars:
        needs.add("home.read")
    return needs <= set(grants)


def may_know_of(device: Device, grants: Collection[str] | None) -> bool:
    """Whether a head unit with these grants may know that there is such a device: its own car, or one of a house that
    it may ask about or act in."""
    if grants is None:
        return True
    own = device.kind == "car" and IN + device.id in grants
    return own or (device.kind != "car" and not AT_HOME.isdisjoint(grants))


def may_know_state(device: Device, grants: Collection[str] | None) -> bool:
    """Whether it may know how that device is."""
    needs = "car.read" if device.kind == "car" else "home.read"
    return grants is None or (may_know_of(device, grants) and needs in grants)


def facts_for(speaker: Speaker, things: Sequence[str], home: Home) -> Mapping[str, Mapping[str, Value]]:
    """Of the things that whoever speaks may know of: what is known of each that is for them to know."""
    grants, devices = speaker.grants, home.devices
    known = {t: devices[t] for t in things if t in devices and may_know_of(devices[t], grants)}
    return {
        t: {
            name: fact.value
            for name, fact in home.facts(t).items()
            if may_know_state(device, grants) and may_know(speaker.role, device, name)
        }
        for t, device in known.items()
    }


def _words_of(call: ToolCall) -> frozenset[str]:
    """All texts in its arguments, ids of devices among them."""
    told = [value if isinstance(value, list | tuple) else (value,) for value in call.arguments.values()]
    return frozenset(each for values in told for each in values if isinstance(each, str))


def _is_about_car(tool: Tool) -> bool:
    """Whether only a car may stand in it."""
    marks = [p.mark for p in tool.parameters if isinstance(p.mark, Targets)]
    return bool(marks) and all(mark.kinds == ("car",) for mark in marks)
