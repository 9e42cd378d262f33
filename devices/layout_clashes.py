"""Names in the house that may be mistaken for one another: allowed, and worth a word to the owner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from devices.device import Device
from devices.layout_model import Layout
from devices.layout_names import alike


class ClashKind(StrEnum):
    """How two names come into each other's way."""

    SAME_NAME = "same_name"
    """Two devices of one kind in one room have the same name."""
    ALIAS_IS_NAME = "alias_is_name"
    """Another name the owner gave this device is the name of another one."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One name of a device that is another one's too."""

    kind: ClashKind
    name: str
    other: str
    """Id of the other device."""


def clashes(devices: Iterable[Device], layout: Layout) -> Mapping[str, tuple[Clash, ...]]:
    """The clashes of every device that has any, among these devices as they are laid out."""
    seen = tuple(devices)
    by_name: dict[str, list[Device]] = {}
    for device in seen:
        by_name.setdefault(alike(device.name), []).append(device)
    found = {device.id: (*_same(device, by_name), *_borrowed(device, by_name, layout)) for device in seen}
    return {device_id: each for device_id, each in found.items() if each}


def _same(device: Device, by_name: Mapping[str, list[Device]]) -> Iterable[Clash]:
    for other in by_name[alike(device.name)]:
        if other.id != device.id and (other.room, other.kind) == (device.room, device.kind):
            yield Clash(ClashKind.SAME_NAME, device.name, other.id)
            return


def _borrowed(device: Device, by_name: Mapping[str, list[Device]], layout: Layout) -> Iterable[Clash]:
    for alias in layout.of(device.id).names[1:]:
        for other in by_name.get(alike(alias), ()):
            if other.id != device.id:
                yield Clash(ClashKind.ALIAS_IS_NAME, alias, other.id)
                break
