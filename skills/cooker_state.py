"""What rice cookers tell: what they do, how long it takes, how hot it is, and what is wrong."""

import logging
from collections.abc import Mapping
from typing import Annotated, Any

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.surface import Services
from skills.troubles import latest_refusal, trouble_of
from skills.values import duration, quantity
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
