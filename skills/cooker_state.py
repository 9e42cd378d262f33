"""What rice cookers tell: what they do, how long it takes, how hot it is, and what is wrong."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.acting import nothing_changed
from skills.answers import Reply, answered
from skills.surface import Services
from skills.troubles import latest_refusal, trouble_of
from skills.values import duration, quantity, time_of_day
from skills.words import fill, phrase_file, section

log = logging.getLogger(__name__)


class CookerState:
    """Answers about rice cookers; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._clock = services.clock

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how long [does|will] {things} [still] (take|need|have left)",
                "how much time [is] left (on|for|in) {things}",
                "how (long|much time) [is] left {things}",
                "when is {things} (done|ready|finished)",
                "when will {things} be (done|ready|finished)",
                "when is [the] rice (done|ready|finished)",
                "when will [the] rice be (done|ready|finished)",
                "how long until [the] rice [is] (done|ready|finished)",
            ],
            "zh": [
                "{things}还要多久",
                "{things}还有多久",
                "{things}还剩多少时间",
                "{things}什么时候好",
                "饭还要多久",
                "饭什么时候好",
                "饭还有多久好",
                "粥还要多久",
                "粥什么时候好",
            ],
        },
    )
    async def cooking_time_left(
        self, ctx: ToolContext, things: Annotated[Things, Targets("time_left", ("cooker",), default="only")]
    ) -> ToolResult:
        """How long rice cookers still take, and when they are done."""
        reply = Reply(self._home, ctx)
        if not things:
            return nothing_changed("no_things", self._home, ctx)
        for thing in things:
            left, waits = reply.number(thing, "time_left"), reply.number(thing, "time_to_start") or 0.0
            words = str(section(ctx.language, "detail")["time_left"])
            reply.add_state(thing, fill(words, value=duration(left * 60, ctx.language)) if left else "")
            done = self._done_at(reply, thing, left, waits)
            if done is not None:
                reply.add("cooker_done_at", time=time_of_day(done, ctx.language))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is {things} (doing|cooking|making)",
                "what is {things} doing right now",
                "how is {things} [getting on|doing]",
                "what is cooking [in] {things}",
                "which (menu|phase|programme|program) is {things} in",
                "how hot is {things}",
                "how hot is it in {things}",
            ],
            "zh": [
                "{things}在干什么",
                "{things}在做什么",
                "{things}在煮什么",
                "{things}现在怎么样",
                "{things}到哪一步了",
                "{things}里多少度",
                "{things}多少度",
                "{things}煮到哪了",
            ],
        },
    )
    async def cooker_now(
        self, ctx: ToolContext, things: Annotated[Things, Targets("status", ("cooker",), default="only")]
    ) -> ToolResult:
        """What rice cookers do right now: menu, phase, temperature, time left, and whether something is wrong."""
        reply = Reply(self._home, ctx)
        for device in (self._home.devices[t] for t in things if t in self._home.devices):
            self._tell(reply, device)
        if not reply.sentences:
            reply.add("no_things")
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is wrong with {things}",
                "what is the (problem|matter|fault|error) with {things}",
                "why is {things} not (cooking|working|starting)",
                "does {things} have a (fault|problem)",
                "is {things} (ok|broken|faulty)",
            ],
            "zh": [
                "{things}怎么了",
                "{things}出什么问题了",
                "{things}为什么不煮",
                "{things}为什么不工作",
                "{things}有故障吗",
                "{things}报什么错",
            ],
        },
    )
    async def cooker_trouble(
        self, ctx: ToolContext, things: Annotated[Things, Targets("status", ("cooker",), default="only")]
    ) -> ToolResult:
        """What is wrong with rice cookers, and what to do about it."""
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

    def _done_at(self, reply: Reply, thing: str, left: float | None, waits: float) -> datetime | None:
        """When it is done, where it waits for its time: as it was set, else from what is left."""
        if not left or not waits:
            return None
        set_to = reply.read(thing, "finish_at")
        if set_to is not None and isinstance(set_to.value, str) and set_to.value:
            try:
                return datetime.fromisoformat(set_to.value)
            except ValueError:
                log.debug("%s tells a time that is none", thing)
        # Some count the waiting into the time that is left, some do not.
        return self._clock() + timedelta(minutes=left if left > waits else left + waits)

    def _tell(self, reply: Reply, device: Device) -> None:
        details = [self._in_words(reply, device, name) for name in ("menu", "taste", "phase", "temperature")]
        left = reply.number(device.id, "time_left")
        if left:
            template = str(section(reply.language, "detail")["time_left"])
            details.append(fill(template, value=duration(left * 60, reply.language)))
        is_idle = (fact := reply.read(device.id, "status")) is not None and fact.value == "idle"
        separator = str(section(reply.language, "join")["list"])
        reply.add_state(device.id, "" if is_idle else separator.join(d for d in details if d))
        self._tell_trouble(reply, device)

    def _in_words(self, reply: Reply, device: Device, name: str) -> str:
        fact = reply.read(device.id, name)
        if fact is None or not fact.value or (name == "phase" and fact.value in ("waiting", "finished")):
            return ""
        known = _table(name).get(str(fact.value))
        if known:
            return str(known[reply.language])
        if name == "temperature" and isinstance(fact.value, int | float):
            return quantity(fact.value, "°C", reply.language)
        return reply.value(device, name, fact.value)

    def _tell_trouble(self, reply: Reply, device: Device) -> bool:
        """What is wrong and what to do about it; whether anything is."""
        found = trouble_of(device, reply.home, reply.language)
        reply.note(device.id)
        if found:
            reply.add("vacuum_error", name=reply.name(device), error=found)
        return bool(found)


def _table(name: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = phrase_file("cooker").get(name, {})
    return table


def skill(services: Services) -> CookerState:
    """The factory of this skill."""
    return CookerState(services)
