"""Names as they are announced, made fit to be shown and asked for."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from devices.discovery.ha.values import identifier
from devices.errors import NotDiscoverable

MAX_NAME = 250


def room_id(area: str) -> str:
    """ "Living Room" → "living_room"; letters of any script stay."""
    return identifier(unicodedata.normalize("NFKC", area))


def spoken(object_id: str) -> str:
    """An id as a name."""
    return object_id.replace("_", " ")


def says(name: str, device_name: str) -> bool:
    """Whether a name says the device's already."""
    return device_name.casefold() in name.casefold()


def text_in(described: Mapping[str, Any], key: str) -> str:
    """A text of a device's description; empty where there is none. Raises NotDiscoverable for anything else."""
    value = described.get(key)
    if value is not None and not isinstance(value, str | int | float):
        raise NotDiscoverable(f"the device's {key} is a text")
    return str(value) if value is not None else ""


def tidy_name(raw: str) -> str:
    """Without control characters and needless blanks."""
    printable = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in raw)
    name = " ".join(printable.split())
    if len(name) > MAX_NAME:
        raise NotDiscoverable(f"a name has {len(name)} characters; {MAX_NAME} are allowed")
    return name
