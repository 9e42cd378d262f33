"""Which players are watched, and not only heard."""

import re

from devices.device import Device

TELEVISION = re.compile(r"\b(tv|t\.v\.|television|telly|projector|screen)\b|电视|投影", re.IGNORECASE)


def is_television(device: Device) -> bool:
    """Whether a player is one that is watched."""
    if device.kind != "media_player":
        return False
    names = (device.name, *device.aliases)
    return device.flavour == "tv" or (not device.flavour and any(TELEVISION.search(n) for n in names))
