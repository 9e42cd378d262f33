"""Music that is to begin, in a house where only a television would answer to the word."""

import re
from collections.abc import Sequence

from assistant.tools import ToolContext
from devices.device import Device
from devices.home import Home

_MUSIC = re.compile(r"\b(music|songs?|tunes?|audio|tracks?)\b|音乐|歌", re.IGNORECASE)
_GOING_ON = re.compile(
    r"\b(resume|continue|unpause|keep|carry on|next|off|stop|pause)\b|继续|恢复|接着|暂停|停", re.IGNORECASE
)
_TELEVISION = re.compile(r"\b(tv|t\.v\.|television|telly|projector|screen)\b|电视|投影", re.IGNORECASE)


def finds_no_player(home: Home, ctx: ToolContext, things: Sequence[str]) -> bool:
    """Whether music is to begin, no television is named, and there is nothing but televisions to play it."""
    said = ctx.utterance.text
    if not things or not _MUSIC.search(said) or _GOING_ON.search(said) or _TELEVISION.search(said):
        return False
    devices = [home.devices[t] for t in things if t in home.devices]
    return bool(devices) and all(_is_television(d) and not _is_named(d, said) for d in devices)


def _is_television(device: Device) -> bool:
    if device.kind != "media_player":
        return False
    names = (device.name, *device.aliases)
    return device.flavour == "tv" or (not device.flavour and any(_TELEVISION.search(n) for n in names))


def _is_named(device: Device, said: str) -> bool:
    return any(name.casefold() in said.casefold() for name in (device.name, *device.aliases))
