"""What robot vacuums tell: where they are, how far they got, what is wrong, and what wears out."""

import math
from collections.abc import Mapping
from typing import Annotated, Any

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from assistant.utterance import Language
from devices.device import Device
from skills.answers import Reply, answered
from skills.surface import Services
from skills.troubles import NOTHING, code_of, latest_refusal, trouble_of
from skills.values import duration, plain_number, quantity
from skills.wishes import part_in_words
from skills.words import phrase_file

Robots = Annotated[Things, Targets("activity", ("vacuum",), default="only")]

AT_WORK = frozenset({"cleaning", "paused", "moving", "error"})
"""What it does while the room it tells is where it is."""
WORN = 15
"""Percent left at which a part should be replaced soon."""

PART_WORDS: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    "main_brush_left": {"en": ("main brush", "roller", "rolling brush"), "zh": ("主刷", "滚刷")},
    "side_brush_left": {"en": ("side brush", "side brushes"), "zh": ("边刷", "侧刷")},
    "filter_left": {"en": ("filter", "filters", "dust filter"), "zh": ("滤网", "过滤网", "滤芯")},
    "mop_pad_left": {"en": ("mop pad", "mop pads", "pad", "mop cloth"), "zh": ("拖布", "抹布")},
    "sensor_left": {"en": ("sensors",), "zh": ("传感器",)},
    "dust_bag_left": {"en": ("dust bag", "bag"), "zh": ("集尘袋", "尘袋")},
}
ASKED = {"brushes": ("main_brush_left", "side_brush_left")}
PART = Choice({**PART_WORDS, "brushes": {"en": ("brush", "brushes"), "zh": ("刷子",)}})


class VacuumState:
    """Answers about robot vacuums; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is {things} doing",
                "how is {things} [doing] [getting on]",
                "how far is {things}",
                "where is {things}",
                "which room is {things} in",
                "which room is {things} cleaning",
                "is {things} (done|finished)",
                "how long has {things} been (cleaning|running)",
                "how much has {things} cleaned",
                "how much did {things} clean",
                "what has {things} cleaned",
            ],
            "zh": [
                "{things}在哪",
                "{things}在哪里",
                "{things}在做什么",
                "{things}在干什么",
                "{things}扫到哪了",
                "{things}在扫哪个房间",
                "{things}扫完了吗",
                "{things}扫了多久",
                "{things}扫了多少",
                "{things}扫了多大",
            ],
        },
    )
    async def vacuum_progress(self, ctx: ToolContext, things: Robots) -> ToolResult:
        """What robot vacuums do, in which room, for how long, and how much they have cleaned."""
        reply = Reply(self._home, ctx)
        if not things:
            reply.add("no_things")
        for device in (self._home.devices[t] for t in things if t in self._home.devices):
            reply.add_state(device.id)
            self._tell_whereabouts(reply, device)
            self._tell_done(reply, device)
            self._tell_dock(reply, device)
            self._tell_trouble(reply, device)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is wrong with {things}",
                "what is the (problem|matter|error|trouble) with {things}",
                "what (problem|error|trouble) does {things} have",
                "why (is|has) {things} (stopped|stuck)",
                "why did {things} stop",
                "why is {things} not (cleaning|working|moving|starting|going)",
                "why (does|did) {things} not (clean|start|work|go|move)",
                "does {things} need help",
                "is {things} (stuck|ok|broken)",
            ],
            "zh": [
                "{things}怎么了",
                "{things}出什么问题了",
                "{things}有什么故障",
                "{things}为什么停了",
                "{things}为什么不动",
                "{things}为什么不(打扫|开始|工作|走)",
                "{things}为什么没(打扫|开始|动)",
                "{things}卡住了吗",
                "{things}报什么错",
                "{things}有故障吗",
            ],
        },
    )
    async def vacuum_trouble(self, ctx: ToolContext, things: Robots) -> ToolResult:
        """What is wrong with robot vacuums, and what to do about it."""
        reply = Reply(self._home, ctx)
        for device in (self._home.devices[t] for t in things if t in self._home.devices):
            refused = latest_refusal(device, reply.home, ctx.utterance.at, ctx.language)
            if self._tell_trouble(reply, device):
                continue
            if refused:
                reply.add("refused_last", name=reply.name(device), why=refused)
            else:
                reply.add("vacuum_no_error", reply.plural(device), name=reply.name(device))
        if not reply.sentences:
            reply.add("no_things")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how is the {part} [of] {things}",
                "how (worn|used up|old|dirty) is the {part} [of] {things}",
                "what consumables does {things} need",
                "(maintenance|consumables|parts) of {things}",
                "does {things} need a new {part}",
                "do i need a new {part} [for] {things}",
                "do i need to replace anything on {things}",
            ],
            "zh": [
                "{things}{part}还剩多少",
                "{things}{part}还能用多久",
                "{things}要换{part}吗",
                "{things}{part}要换吗",
                "{things}耗材怎么样",
                "{things}耗材还剩多少",
                "{things}要换耗材吗",
            ],
        },
    )
    async def vacuum_parts(
        self, ctx: ToolContext, things: Robots, part: Annotated[str | None, PART] = None
    ) -> ToolResult:
        """How worn the brushes, filter and mop pad of robot vacuums are: one of them, or all."""
        reply = Reply(self._home, ctx)
        for device in (self._home.devices[t] for t in things if t in self._home.devices):
            asked = ASKED.get(part, (part,)) if part else tuple(PART_WORDS)
            left = {name: n for name in asked if (n := reply.number(device.id, name)) is not None}
            if not left:
                reply.add("vacuum_no_parts", reply.plural(device), name=reply.name(device))
            for name, number in left.items():
                key = "vacuum_part_worn" if number <= WORN else "vacuum_part"
                value = quantity(math.floor(number), "%", ctx.language)
                reply.add(key, part=_words("part", name, ctx.language), value=value)
        if not reply.sentences:
            reply.add("no_things")
        return answered(reply)

    def _tell_whereabouts(self, reply: Reply, device: Device) -> None:
        room, does = reply.read(device.id, "cleaning_room"), reply.read(device.id, "activity")
        told = room.value if room is not None and isinstance(room.value, str) else ""
        if code_of(told) not in NOTHING and (does is None or does.value in AT_WORK):
            place = part_in_words(told, reply.home, reply.language)
            reply.add("vacuum_in", reply.plural(device), name=reply.name(device), room=place)

    def _tell_done(self, reply: Reply, device: Device) -> None:
        area, time = reply.number(device.id, "cleaned_area"), reply.number(device.id, "cleaning_time")
        facts = {"name": reply.name(device)}
        if time:
            capability = device.capabilities["cleaning_time"]
            seconds = time * {"s": 1, "h": 3600}.get(capability.unit, 60)
            facts["time"] = duration(seconds, reply.language)
        if area and time:
            reply.add("vacuum_done", reply.plural(device), area=plain_number(area), **facts)
        elif area:
            reply.add("vacuum_done_area", reply.plural(device), area=plain_number(area), **facts)
        elif time:
            reply.add("vacuum_done_time", reply.plural(device), **facts)

    def _tell_dock(self, reply: Reply, device: Device) -> None:
        dock = reply.read(device.id, "dock")
        told = _table("dock").get(str(dock.value)) if dock is not None else None
        if told:
            reply.sentences.append(str(told[reply.language]))

    def _tell_trouble(self, reply: Reply, device: Device) -> bool:
        """What is wrong in plain words and what to do; whether anything is."""
        found = trouble_of(device, reply.home, reply.language)
        reply.note(device.id)
        if found:
            reply.add("vacuum_error", name=reply.name(device), error=found)
        return bool(found)


def _table(name: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = phrase_file("vacuum").get(name, {})
    return table


def _words(table: str, key: str, language: Language) -> str:
    return str(_table(table)[key][language])


def skill(services: Services) -> VacuumState:
    """The factory of this skill."""
    return VacuumState(services)
