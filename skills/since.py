"""Since when something is as it is: how long the light has been on, when the door was opened."""

from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import MOST_TOLD, Reply, answered, tell_texts
from skills.choices import STATE
from skills.states import Holding, holding, meant, present, state_word
from skills.surface import Services
from skills.values import duration, time_of_day

MOMENT = "timestamp"
"""The flavour of what notes when something last happened, and the capability with which it tells it."""


class Since:
    """Answers about how long things have been as they are; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._clock = services.clock

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how long [has] {things} [been] {state}",
                "how long is {things} {state}",
                "since when [is|has|are|have] {things} {state}",
                "when (did|was|were|has|have) {things} {state}",
                "when did {things} (turn|go|get|become) {state}",
                "how long ago (did|was|were) {things} {state}",
            ],
            "zh": [
                *("{things}{state}多久了", "{things}{state}多长时间了", "{things}{state}了多久", "{things}{state}多久"),
                *("{things}什么时候{state}", "{things}几点{state}", "{things}从什么时候{state}", "{things}多久{state}"),
                *(
                    "{things}{state}了多长时间",
                    "{things}什么时候{state}的",
                    "{things}{state}有多久",
                    "{things}{state}几个小时了",
                ),
            ],
        },
    )
    async def how_long(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets()],
        state: Annotated[str, STATE] = "",
    ) -> ToolResult:
        """How long things have been in a state, and since what time; as far as it was seen."""
        reply = Reply(self._home, ctx)
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        held = [(d, h) for d in devices if (h := self._held(reply, d, state)) is not None]
        noted = self._noted(devices, state)
        if noted and not any(h.fact is not None and h.fact.since is not None for _, h in held):
            for moment in noted[:MOST_TOLD]:
                self._tell_moment(reply, moment)
            return answered(reply)
        for device, found in held[:MOST_TOLD]:
            self._tell(reply, device, found)
        if not held and not tell_texts(reply, devices):
            name = reply.joined([reply.name(d) for d in devices[:2]])
            reply.add("no_such_state" if devices else "no_things", len(devices) > 1, name=name)
        return answered(reply)

    def _noted(self, devices: Sequence[Device], state: str) -> list[Device]:
        """What notes when something last happened to one of these: "Back Door Last Opened", of the back door."""
        asked = [d for d in devices if d.flavour == MOMENT]
        if asked:
            return asked
        moments = [d for d in self._home.devices.values() if d.flavour == MOMENT]
        return [m for m in moments if any(_is_of(m, d, state) for d in devices)]

    def _tell_moment(self, reply: Reply, moment: Device) -> None:
        fact = None if reply.is_kept(moment.id) else reply.read(moment.id, MOMENT)
        if fact is None:
            reply.add_unknown(moment)
        else:
            reply.sentences.append(reply.value_sentence("value", moment, MOMENT, fact))

    def _held(self, reply: Reply, device: Device, state: str) -> Holding | None:
        if reply.is_kept(device.id):
            return Holding(device, state, None, "", None)
        if not state:
            return present(device, reply.home)
        return holding(device, state, reply.home) or meant(device, state, reply.home)

    def _tell(self, reply: Reply, device: Device, found: Holding) -> None:
        reply.note(device.id)
        if found.fact is None or not found.state:
            reply.add_unknown(device)
            return
        word = state_word(found.asked if found.holds and found.asked else found.state, reply.language)
        facts = {"name": reply.name(device), "state": word}
        since = found.fact.since
        if since is None:
            reply.add("since_unknown", reply.plural(device), **facts)
            return
        seconds = max(0.0, (self._clock() - since).total_seconds())
        local = since.astimezone(self._clock().tzinfo)
        facts |= {"time": duration(seconds, reply.language), "at": time_of_day(local, reply.language)}
        reply.add("since", reply.plural(device), **facts)


def _is_of(moment: Device, device: Device, state: str) -> bool:
    """Whether it notes when a device came to be in this state, by its name."""
    words, own = moment.name.casefold().split(), device.name.casefold().split()
    rest = [w for w in words if w not in own]
    return set(own) <= set(words) and (not state or any(w.startswith(state[:4]) for w in rest))


def skill(services: Services) -> Since:
    """The factory of this skill."""
    return Since(services)
