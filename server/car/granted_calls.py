"""What may be looked up and learnt through a head unit: what changes devices, the one door weighs by itself."""

from collections.abc import Callable, Collection

from assistant.errors import UnknownTool
from assistant.parameters import Targets
from assistant.tools import Tool, Toolbox, ToolCall
from assistant.utterance import Speaker
from devices.home import Home
from devices.rules.granted import IN

LEARNING = frozenset({"Memory", "Phrases"})
"""Skills whose tools write down what people like and teach."""

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
            return tool.skill not in LEARNING or "home.act" in speaker.grants
        return tool.name in ANYBODYS or _may_read(tool, call, home, speaker.grants)

    return may


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


def _words_of(call: ToolCall) -> frozenset[str]:
    """All texts in its arguments, ids of devices among them."""
    told = [value if isinstance(value, list | tuple) else (value,) for value in call.arguments.values()]
    return frozenset(each for values in told for each in values if isinstance(each, str))


def _is_about_car(tool: Tool) -> bool:
    """Whether only a car may stand in it."""
    marks = [p.mark for p in tool.parameters if isinstance(p.mark, Targets)]
    return bool(marks) and all(mark.kinds == ("car",) for mark in marks)
