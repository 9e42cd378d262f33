"""What robot vacuums tell: where they are, how far they got, what is wrong, and what wears out."""

from collections.abc import Mapping
from typing import Annotated, Any

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from assistant.utterance import Language
from devices.device import Device
from skills.answers import Reply, answered
from skills.surface import Services
from skills.values import duration, plain_number, quantity
from skills.words import phrase_file

Robots = Annotated[Things, Targets("activity", ("vacuum",), default="only")]

NO_ERROR = frozenset({"", "none", "no_error", "ok", "0"})
WORN = 15
"""Percent left at which a part should be replaced soon."""

PARTS = ("main_brush_left", "side_brush_left", "filter_left", "mop_pad_left", "sensor_left", "dust_bag_left")


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
            if _error_of(reply, device) not in NO_ERROR:
                self._tell_error(reply, device)
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
                "why is {things} not (cleaning|working|moving)",
                "does {things} need help",
                "is {things} (stuck|ok|broken)",
            ],
            "zh": [
                "{things}怎么了",
                "{things}出什么问题了",
                "{things}有什么故障",
                "{things}为什么停了",
                "{things}为什么不动",
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
            if _error_of(reply, device) in NO_ERROR:
                reply.add("vacuum_no_error", reply.plural(device), name=reply.name(device))
            else:
                self._tell_error(reply, device)
        if not reply.sentences:
            reply.add("no_things")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how is the (filter|brush|main brush|side brush|mop pad) [of] {things}",
                "how (worn|used up) is the (filter|brush|main brush|side brush|mop pad) [of] {things}",
                "what consumables does {things} need",
                "(maintenance|consumables|parts) of {things}",
                "does {things} need a new (filter|brush|mop pad)",
                "do i need to replace anything on {things}",
            ],
            "zh": [
                "{things}滤网还剩多少",
                "{things}主刷还剩多少",
                "{things}边刷还剩多少",
                "{things}拖布还剩多少",
                "{things}耗材怎么样",
                "{things}耗材还剩多少",
                "{things}要换耗材吗",
                "{things}要换滤网吗",
            ],
        },
    )
    async def vacuum_parts(self, ctx: ToolContext, things: Robots) -> ToolResult:
        """How worn the brushes, filter and mop pad of robot vacuums are."""
        reply = Reply(self._home, ctx)
        for device in (self._home.devices[t] for t in things if t in self._home.devices):
            left = {part: n for part in PARTS if (n := reply.number(device.id, part)) is not None}
            if not left:
                reply.add("vacuum_no_parts", reply.plural(device), name=reply.name(device))
            for part, number in left.items():
                worn = number <= WORN
                key = "vacuum_part_worn" if worn else "vacuum_part"
                reply.add(key, part=_words("part", part, ctx.language), value=quantity(number, "%", ctx.language))
        if not reply.sentences:
            reply.add("no_things")
        return answered(reply)

    def _tell_whereabouts(self, reply: Reply, device: Device) -> None:
        room = reply.read(device.id, "cleaning_room")
        if room is not None and isinstance(room.value, str) and room.value.casefold() not in NO_ERROR:
            reply.add("vacuum_in", name=reply.name(device), room=room.value)

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

    def _tell_error(self, reply: Reply, device: Device) -> None:
        """What is wrong in plain words and what to do; the robot's own words for what nobody explained yet."""
        error = _error_of(reply, device)
        known = _table("error").get(error) or _table("error").get(_table("alias").get(error, {}).get("is", ""))
        if known:
            reply.add("vacuum_error", name=reply.name(device), error=str(known[reply.language]))
        else:
            reply.add("vacuum_error_raw", name=reply.name(device), error=error.replace("_", " "))


def _error_of(reply: Reply, device: Device) -> str:
    """The error as a key of the phrase file; "none" where there is none."""
    fact = reply.read(device.id, "error")
    told = str(fact.value) if fact is not None else "none"
    return "_".join(told.strip().casefold().replace("-", " ").split())


def _table(name: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = phrase_file("vacuum").get(name, {})
    return table


def _words(table: str, key: str, language: Language) -> str:
    return str(_table(table)[key][language])


def skill(services: Services) -> VacuumState:
    """The factory of this skill."""
    return VacuumState(services)
