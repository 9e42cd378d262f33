""" "Pause" and "go on" without a name: what runs, or what was paused last."""

from collections.abc import Iterator

from assistant.tools import Claim, ToolContext, ToolResult, tool
from devices.device import Device
from skills.acting import Wish, carry_out
from skills.surface import Services
from skills.words import say

RUNS = {"activity": ("cleaning", "mowing"), "playback": ("playing",)}
"""Capability → its values while something runs that can be paused."""

GOES_ON = {"vacuum": "cleaning", "lawn_mower": "mowing", "media_player": "playing"}


class GoingOn:
    """Pausing whatever runs, and going on with it."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        by_phrase_only=True,
        phrases={
            "en": ["pause", "pause (now|please)", "hold on", "wait a moment", "take a break"],
            "zh": ["暂停", "暂停一下", "先停一下", "停一下", "等一下"],
        },
    )
    async def pause_it(self, ctx: ToolContext) -> ToolResult:
        """Pause what began to run last: a robot or a player."""
        found = [(order, device, name) for order, device, name, value in self._running() if value in RUNS[name]]
        if not found:
            return ToolResult(Claim.REFUSED, say("nothing_to_pause", ctx.language), {"commands": []})
        _, device, name = max(found, key=lambda each: each[0])
        return await carry_out(self._home, ctx, [Wish(device.id, name, "paused")])

    @tool(
        by_phrase_only=True,
        phrases={
            "en": ["go on", "go on (now|please)", "continue", "carry on", "keep going", "resume"],
            "zh": ["继续", "接着来", "继续吧", "接着做", "继续做"],
        },
    )
    async def go_on(self, ctx: ToolContext) -> ToolResult:
        """Go on with what was paused last: a robot or a player."""
        found = [(order, device, name) for order, device, name, value in self._running() if value == "paused"]
        if not found:
            return await self._play(ctx)
        _, device, name = max(found, key=lambda each: each[0])
        return await carry_out(self._home, ctx, [Wish(device.id, name, GOES_ON[device.kind])])

    async def _play(self, ctx: ToolContext) -> ToolResult:
        """Nothing is paused: the player of the room, or the only one, is meant to play."""
        players = [d for d in self._home.devices.values() if d.kind == "media_player" and "playback" in d.capabilities]
        here = [d for d in players if ctx.utterance.place and d.room == ctx.utterance.place] or players
        if len(here) != 1:
            return ToolResult(Claim.REFUSED, say("nothing_paused", ctx.language), {"commands": []})
        return await carry_out(self._home, ctx, [Wish(here[0].id, "playback", "playing")])

    def _running(self) -> Iterator[tuple[int, Device, str, object]]:
        """Order of the last report, device, capability and value of everything that could be paused."""
        for device in self._home.devices.values():
            for name in RUNS:
                capability = device.capabilities.get(name)
                fact = self._home.fact(device.id, name)
                if device.kind in GOES_ON and capability is not None and capability.writable and fact is not None:
                    yield fact.order, device, name, fact.value


def skill(services: Services) -> GoingOn:
    """The factory of this skill."""
    return GoingOn(services)
