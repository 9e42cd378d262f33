"""Questions about states: is it, are all, is any, which, how many."""

from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from devices.home import Home
from skills.answers import Reply, answered, tell_texts
from skills.choices import STATE
from skills.naming import joined
from skills.outcomes import NAMED_AT_MOST
from skills.states import Holding, holding, meant
from skills.states_told import tell_all, tell_any, tell_only, tell_silent, tell_with_age
from skills.surface import Services
from skills.values import plain_number
from skills.words import say

MOST_SORTS = 3
"""Sorts of sensors of which it makes sense to ask whether any detects anything."""

WELCOME = frozenset(
    {"on", "open", "running", "playing", "unlocked", "detected", "wet", "home", "charging", "heating", "low"}
)
"""States of which it is told which things are in them, where only some of several are."""

Asked = Annotated[str, STATE]
Anything = Annotated[Things, Targets()]


class Questions:
    """Answers from what things report; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "is {things} {state}",
                "are {things} {state}",
                "did {things} {state}",
                "(did|have) (i|we|anybody|anyone|somebody|someone) (leave|left) {things} {state}",
                "(check|see|find out|tell me|know) [if|whether] {things} {state}",
                "has {things} {state}",
                "{things} {state}",
                "(was|were) {things} {state}",
                "(what|how) about {things} is {state}",
                "(what|how) about {things} {state}",
            ],
            "zh": [
                "{things}{state}吗",
                "{things}{state}了吗",
                "{things}是{state}的吗",
                "{things}是不是{state}",
                "{things}是否{state}",
                "{things}{state}没有",
                "{things}{state}了没",
                "{things}{state}么",
                "{things}{state}",
            ],
        },
    )
    async def check_state(self, ctx: ToolContext, things: Anything, state: Asked) -> ToolResult:
        """Whether things are in a state (on, open, locked, running, wet and many more)."""
        reply, found = self._look(ctx, things, state)
        if found and state in WELCOME and any(f.holds for f in found) and any(f.holds is False for f in found):
            tell_only(reply, found)
        elif found:
            tell_all(reply, found)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "all {things} {state}",
                "is every {things} {state}",
                "are both {things} {state}",
                "is everything {state} {things}",
                "everything {state} {things}",
                "(every|both) {things} {state}",
            ],
            "zh": [
                "{things}都{state}吗",
                "所有{things}{state}吗",
                "{things}是不是都{state}",
                "{things}全都{state}吗",
                "{things}都{state}了吗",
                "{things}都{state}没有",
                "{things}全{state}",
                "{things}都{state}",
                "所有{things}{state}",
                "每{things}{state}",
            ],
        },
    )
    async def check_all(self, ctx: ToolContext, things: Anything, state: Asked) -> ToolResult:
        """Whether all of several things are in a state, and which are not."""
        reply, found = self._look(ctx, things, state)
        if found:
            tell_all(reply, found)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "any {things} {state}",
                "are any {things} {state}",
                "is any {things} {state}",
                "is {things} {state} anywhere",
                "(any|anything) {state} {things}",
                "any {things} {state} at all",
                "{things} or {state}",
                "(anyone|anybody|someone|somebody) {things} {state}",
                "{things} {state} at all",
                "(does|do) {things} have any {state}",
            ],
            "zh": [
                *("有{things}{state}吗", "有没有{things}{state}", "还有{things}{state}吗", "有哪个{things}{state}"),
                *(
                    "有没有哪个{things}{state}",
                    "有没有什么{things}{state}",
                ),
                *("{things}或者{state}", "{things}或{state}", "哪个{things}{state}吗"),
            ],
        },
    )
    async def check_any(self, ctx: ToolContext, things: Anything, state: Asked) -> ToolResult:
        """Whether any of several things is in a state, and which."""
        reply, found = self._look(ctx, things, state)
        tell_any(reply, found)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "is there {things}",
                "are there {things}",
                "{things} detected",
                "did {things} go off",
                "has {things} gone off",
                "(any|anything) {things}",
                "(smell|see|hear|feel) {things}",
            ],
            "zh": [
                *("有没有{things}", "有{things}吗", "检测到{things}", "{things}响了吗", "有{things}没有"),
                *("{things}吗", "{things}没"),
            ],
        },
    )
    async def anything_detected(
        self, ctx: ToolContext, things: Annotated[Things, Targets("", ("binary_sensor",))]
    ) -> ToolResult:
        """Whether sensors detect anything: smoke, motion, a leak, noise; and which."""
        flavours = {self._home.devices[t].flavour for t in things if t in self._home.devices}
        if len(flavours) > MOST_SORTS:
            reply = Reply(self._home, ctx)
            reply.add("what_detected")
            return answered(reply)
        reply, found = self._look(ctx, things, "detected")
        tell_any(reply, found)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "which {things} {state}",
                "what {things} {state}",
                "list {things} {state}",
                "show {things} {state}",
                "where {things} {state}",
                "(name|tell) {things} {state}",
                "which of {things} {state}",
                "in which room {things} {state}",
                "which rooms {things} {state}",
                "which one {things} {state}",
            ],
            "zh": [
                "哪些{things}{state}",
                "哪个{things}{state}",
                "哪{things}{state}",
                "什么{things}{state}",
                "{state}{things}有哪些",
                "哪几{things}{state}",
                "哪里{things}{state}",
                "哪间{things}{state}",
                "哪儿{things}{state}",
                "哪个房间{things}{state}",
                "(哪个房间|哪些房间|哪间屋|哪个屋|哪几间屋){state}{things}",
                "哪些房间{things}{state}",
                "{things}哪{state}",
                "{things}哪些{state}",
                "{things}哪个{state}",
                "{things}哪几{state}",
                "{things}有哪些{state}",
                "(列出|列一下|报一下|说出|说说){things}{state}",
                "还有什么{things}{state}",
                "{things}{state}是哪",
                "{things}{state}的是哪",
            ],
        },
    )
    async def which_are(self, ctx: ToolContext, things: Anything, state: Asked) -> ToolResult:
        """Which of several things are in a state."""
        reply, found = self._look(ctx, things, state)
        if found:
            holds = [f for f in found if f.holds]
            reply.listed = [f.device.id for f in holds]
            names = reply.labels([f.device for f in holds])
            text = say("which", reply.language, names=names) if holds else say("which_none", reply.language)
            tell_with_age(reply, text, holds or found)
            tell_silent(reply, found)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how many {things} {state}",
                "how many {things} (do|have) (we|i|you) (have|got|left) {state}",
                "number of {things} {state}",
                "count {things} {state}",
                "how many of {things} {state}",
            ],
            "zh": [
                "几{things}{state}",
                "有几{things}{state}",
                "有几个{things}{state}",
                "几个{things}{state}",
                "多少{things}{state}",
                "(几盏|几扇|几把|几台|几条|几间|几道|几位|几样|几只){things}{state}",
                "有(几盏|几扇|几把|几台|几条|几间|几道|几位|几样|几只){things}{state}",
                "{things}{state}数量",
            ],
        },
    )
    async def how_many_are(self, ctx: ToolContext, things: Anything, state: Asked) -> ToolResult:
        """How many of several things are in a state."""
        reply, found = self._look(ctx, things, state)
        if found:
            holds = [f for f in found if f.holds]
            reply.listed = [f.device.id for f in holds]
            n, names = plain_number(len(holds)), reply.labels([f.device for f in holds])
            named = 0 < len(holds) <= NAMED_AT_MOST
            text = say("count_named" if named else "count", reply.language, n=n, names=names)
            tell_with_age(reply, text, holds or found)
            tell_silent(reply, found)
        return answered(reply)

    def _look(self, ctx: ToolContext, things: Sequence[str], state: str) -> tuple[Reply, list[Holding]]:
        """What the things that have such a state say; the reply already tells why there are none."""
        reply = Reply(self._home, ctx)
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        found = self._told(reply, self._holding(devices, state, reply.home))
        if devices and any(reply.is_kept(d.id) for d in devices):
            kept = [d for d in devices if reply.is_kept(d.id)]
            reply.keep("kept", name=joined([reply.name(d) for d in kept[:NAMED_AT_MOST]], reply.language))
            if not found:
                return reply, []
        for each in found:
            reply.note(each.device.id)
        if not found:
            names = joined([reply.name(d) for d in devices[:NAMED_AT_MOST]], reply.language)
            many = len(devices) > 1 or any(reply.plural(d) for d in devices)
            if not tell_texts(reply, devices):
                reply.add("no_such_state" if devices else "no_things", many, name=names)
        return reply, found

    def _told(self, reply: Reply, found: Sequence[Holding]) -> list[Holding]:
        """Without what is not for whoever asks."""
        return [f for f in found if not reply.is_kept(f.device.id)]

    def _holding(self, devices: Sequence[Device], state: str, home: Home) -> list[Holding]:
        """What has such a state; where none has, what carries the same name (one gadget, several sensors)."""
        if state in ("locked", "unlocked"):
            devices = list({lock.id: lock for lock in map(self._lock_of, devices)}.values())
        found = [h for h in (holding(d, state, home) for d in devices) if h is not None]
        if not found:
            found = [h for h in (meant(d, state, home) for d in devices) if h is not None]
        if not found:
            names = {d.name.casefold() for d in devices}
            alike = [d for d in self._home.devices.values() if d.name.casefold() in names]
            found = [h for h in (holding(d, state, home) for d in alike) if h is not None]
        if not found and 0 < len(names) <= NAMED_AT_MOST:
            sensors = [d for d in self._home.devices.values() if d.kind in ("sensor", "binary_sensor")]
            about = [d for d in sensors if any(d.name.casefold().startswith(f"{name} ") for name in names)]
            found = [h for h in (holding(d, state, home) for d in about) if h is not None]
        return [h for h in found if not h.loosely] or found

    def _lock_of(self, device: Device) -> Device:
        """The lock that is called after a door of which only a sensor tells whether it is shut: 入户门锁 of 入户门."""
        name = device.name.casefold()
        locks = [d for d in self._home.devices.values() if d.kind == "lock" and d.name.casefold().startswith(name)]
        return locks[0] if device.kind == "binary_sensor" and len(locks) == 1 else device


def skill(services: Services) -> Questions:
    """The factory of this skill."""
    return Questions(services)
