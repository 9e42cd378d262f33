"""What the owner says about the house, as data: floors, rooms, names, what is hidden, approved and how risky."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from devices.device import Capability, Device, Floor, Room
from devices.layout_names import alike
from devices.rules.approving import may_need_approval

WHOLE_DEVICE = ""
"""Stands among approvals for the device itself, beside what it can do."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The owner approved a capability with the risk it had."""

    tier: int
    at: datetime
    """With its time zone."""
    by: str
    """The person's id."""
    way: str = ""
    """`way_of` the capability at that time; empty where nobody noted it: then it holds wherever wishes go."""


@dataclass(frozen=True, slots=True)
class DeviceLayout:
    """What the owner says about one device; what is None or empty is not said."""

    names: tuple[str, ...] = ()
    """The first is its name, the others are aliases; empty for what it calls itself."""
    room: str | None = None
    """Room id; "" for no room at all, None for what it suggests."""
    hidden: bool | None = None
    """True: it is there, and nobody is shown it or can ask for it."""
    approved: bool | None = None
    """True: everything it can do, now and later. False: nothing above tier 1, ever. None: what `approvals` says."""
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    """By capability; WHOLE_DEVICE for the device itself."""
    at_least: Mapping[str, int] = field(default_factory=dict)
    """Capability → tier it counts as at least."""
    at_most: Mapping[str, int] = field(default_factory=dict)
    """Capability → tier it counts as at most."""

    def on_top_of(self, other: "DeviceLayout") -> "DeviceLayout":
        """Both in one; where both say something, this one counts. Of two least tiers the stricter counts."""
        least = {c: max(self.at_least.get(c, 0), other.at_least.get(c, 0)) for c in {**other.at_least, **self.at_least}}
        return DeviceLayout(
            names=self.names or other.names,
            room=other.room if self.room is None else self.room,
            hidden=other.hidden if self.hidden is None else self.hidden,
            approved=other.approved if self.approved is None else self.approved,
            approvals={**other.approvals, **self.approvals},
            at_least=least,
            at_most={**other.at_most, **self.at_most},
        )

    def weighed(self, capability: Capability) -> Capability:
        """The capability as risky as the owner says; the stricter word counts where two contradict."""
        least = self.at_least.get(capability.name, 0)
        most = self.at_most.get(capability.name)
        return replace(capability, at_least=least, at_most=most if most is not None and most >= least else None)


def way_of(capability: Capability) -> str:
    """A short form of where its wishes go; empty where there are none. Another one is another thing to approve."""
    topics = capability.writing.topics if capability.writing is not None else ()
    return hashlib.blake2b("\n".join(sorted(topics)).encode(), digest_size=8).hexdigest() if topics else ""


NOTHING_SAID = DeviceLayout()


@dataclass(frozen=True, slots=True)
class Layout:
    """The owner's floors, rooms and devices, by id."""

    rooms: Mapping[str, Room] = field(default_factory=dict)
    floors: Mapping[str, Floor] = field(default_factory=dict)
    devices: Mapping[str, DeviceLayout] = field(default_factory=dict)
    _rooms_by_name: Mapping[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        last_first = reversed(tuple(self.rooms.values()))
        named = {alike(name): room.id for room in last_first for name in (room.id, *room.names)}
        object.__setattr__(self, "_rooms_by_name", named)

    def of(self, device_id: str) -> DeviceLayout:
        """What is said about a device."""
        return self.devices.get(device_id, NOTHING_SAID)

    def room_id(self, suggested: str) -> str:
        """The owner's room that goes by this id or name; what was suggested where there is none."""
        if suggested in self.rooms:
            return suggested
        return self._rooms_by_name.get(alike(suggested), suggested)

    def overlay(self, device: Device) -> Device | None:
        """The device with the owner's names, room and risks; None for one that is hidden."""
        return None if self.of(device.id).hidden else self.laid_out(device)

    def laid_out(self, device: Device) -> Device:
        """The device with the owner's names, room and risks, whether it is hidden or not."""
        said = self.of(device.id)
        name = said.names[0] if said.names else device.name
        known = (*said.names, device.name, *device.aliases)
        aliases = tuple(dict.fromkeys(n for n in known if n != name))
        # A room that the owner has given up meanwhile says no more than nothing.
        told = said.room is not None and (said.room == "" or said.room in self.rooms)
        room = said.room if told and said.room is not None else self.room_id(device.room)
        capabilities: Mapping[str, Capability] = device.capabilities
        if said.at_least or said.at_most:
            capabilities = {n: said.weighed(c) for n, c in device.capabilities.items()}
        return replace(device, name=name, aliases=aliases, room=room, capabilities=capabilities)

    def approves(self, device: Device, capability: str) -> bool:
        """Whether the owner has approved it, at the risk it has and with its wishes going where they go."""
        said = self.of(device.id)
        if said.approved is not None:
            return said.approved
        given = said.approvals.get(capability)
        known = device.capabilities.get(capability)
        if given is None or known is None or known.tier > given.tier:
            return False
        return given.way in ("", way_of(known))

    def waits(self, device: Device) -> bool:
        """Whether the owner has something to decide about it: it is new, or can do more than was approved."""
        said = self.of(device.id)
        if said.hidden or said.approved is not None:
            return False
        return WHOLE_DEVICE not in said.approvals or bool(self.waits_for(device))

    def waits_for(self, device: Device) -> tuple[str, ...]:
        """Names of what it can do that the rules refuse, one way or another, before the owner has approved it."""
        own = self.laid_out(device)
        open_ones = (c for c in own.capabilities.values() if c.writable and not self.approves(device, c.name))
        return tuple(c.name for c in open_ones if may_need_approval(own, c))

    def approving_all(self) -> "Layout":
        """The same, with every device that it names approved for good."""
        return replace(self, devices={i: replace(said, approved=True) for i, said in self.devices.items()})

    def on_top_of(self, other: "Layout") -> "Layout":
        """This layout and another one in one; where both speak, this one counts, for devices word by word."""
        devices = {i: self.of(i).on_top_of(other.of(i)) for i in {**other.devices, **self.devices}}
        return Layout({**other.rooms, **self.rooms}, {**other.floors, **self.floors}, devices)
