"""Music that is to begin, in a house where only a television would answer to the word."""

import re
from collections.abc import Sequence

from assistant.tools import Claim, ToolContext, ToolResult
from devices.device import Device
from devices.home import Home
from skills.acting import Wish, beside, carry_out
from skills.televisions import TELEVISION, is_television
from skills.values import in_words
from skills.words import say

_PLAYS = frozenset({Claim.DONE, Claim.ALREADY, Claim.STARTED, Claim.PENDING})
_MUSIC = re.compile(r"\b(music|songs?|tunes?|audio|tracks?)\b|音乐|歌", re.IGNORECASE)
_GOING_ON = re.compile(
    r"\b(resume|continue|unpause|keep|carry on|next|off|stop|pause)\b|继续|恢复|接着|暂停|停", re.IGNORECASE
)
_NOT_LOUD = re.compile(r"\bnot (too|so|very|that) (loud|noisy)\b|\b(quietly|softly)\b", re.IGNORECASE)


def finds_no_player(home: Home, ctx: ToolContext, things: Sequence[str]) -> bool:
    """Whether music is to begin, no television is named, and there is nothing but televisions to play it."""
    said = ctx.utterance.text
    if not things or not _MUSIC.search(said) or _GOING_ON.search(said) or TELEVISION.search(said):
        return False
    devices = [home.devices[t] for t in things if t in home.devices]
    return bool(devices) and all(is_television(d) and not _is_named(d, said) for d in devices)


def begins_music(home: Home, ctx: ToolContext, things: Sequence[str]) -> bool:
    """Whether it is music that is to be put on, and not a player that is only to be switched on."""
    said = ctx.utterance.text
    devices = [home.devices[t] for t in things if t in home.devices]
    if not _MUSIC.search(said) or not devices or len(devices) < len(things):
        return False
    return all(_plays(d) and not _is_named(d, said) for d in devices)


async def put_on(home: Home, ctx: ToolContext, things: Sequence[str]) -> ToolResult:
    """Have players play, those that are off after they are switched on, and tell how loud where that was spoken of."""
    off = [t for t in things if (fact := home.fact(t, "on")) is not None and fact.value is False]
    wishes = [Wish(t, "on", True) for t in off] + [Wish(t, "playback", "playing") for t in things]
    return with_loudness(await carry_out(home, ctx, wishes), home, ctx, things)


def with_loudness(result: ToolResult, home: Home, ctx: ToolContext, things: Sequence[str]) -> ToolResult:
    """The result, and beside it how loud the players are, where music is not to be loud and no amount is said."""
    return beside(result, how_loud(home, ctx, things), ctx) if result.claim in _PLAYS else result


def how_loud(home: Home, ctx: ToolContext, things: Sequence[str]) -> str:
    """How loud players are, where music is not to be loud and no amount is said; else empty."""
    if not _NOT_LOUD.search(ctx.utterance.text):
        return ""
    players = [home.devices[t] for t in things if t in home.devices]
    known = [(d, fact) for d in players if (fact := home.fact(d.id, "volume")) is not None and fact.value is not None]
    if len(known) != 1 or len(players) != 1:
        return say("volume_untold", ctx.language)
    player, fact = known[0]
    value = in_words(fact.value, player.capabilities.get("volume"), ctx.language)
    return say("volume_stands", ctx.language, value=value)


def _plays(device: Device) -> bool:
    capability = device.capabilities.get("playback")
    return device.kind == "media_player" and capability is not None and capability.writable


def _is_named(device: Device, said: str) -> bool:
    return any(name.casefold() in said.casefold() for name in (device.name, *device.aliases))
