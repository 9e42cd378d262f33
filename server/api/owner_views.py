"""The house as its owner sees it: what is set, by whom, and what waits for a word."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from devices.device import Capability, Device, Floor, Room
from devices.home import Home
from devices.layout_clashes import Clash, ClashKind, clashes
from devices.layout_model import WHOLE_DEVICE, DeviceLayout
from devices.layout_risk import counted_tier, lowest_tier
from devices.ownership import Ownership, SetBy

TIER = "0 reading, 1 comfort, 2 cost and privacy, 3 asks first, 4 asks for the PIN, 5 never by wish"


class FloorSettings(BaseModel):
    """A floor as the owner sees it."""

    id: str
    names: list[str] = Field(description="As people say them, in any language", examples=[["Ground floor", "一楼"]])
    set_by: SetBy = Field(description="file: set in the owner's file; beneath: comes with the simulated house")
    editable: bool
    removable: bool


class RoomSettings(FloorSettings):
    """A room as the owner sees it."""

    floor: str = Field(description="Floor id; empty for none")
    devices: int = Field(description="How many devices are in it, hidden ones too")


class Ability(BaseModel):
    """Something that can be changed on a device, and how risky that is."""

    name: str = Field(examples=["locked"])
    tier: int = Field(description=f"Its own: {TIER}")
    at_least: int = Field(description="The owner: at least this tier; 0 where nothing is said")
    at_most: int | None = Field(description="The owner: at most this tier; null where nothing is said")
    counts: int = Field(description="The tier it counts as with that")
    lowest: int = Field(description="The least risky tier the owner may choose")
    in_file: int = Field(description="At least this tier by the owner's file; 0 where the file says nothing")


class Warned(BaseModel):
    """Something that is allowed and may be meant otherwise."""

    kind: ClashKind
    name: str
    other: str = Field(description="Id of the other device")
    say: dict[str, str] = Field(description='The sentence for it under "en" and "zh"')


class DeviceSettings(BaseModel):
    """A device as the owner sees it."""

    id: str
    name: str
    names: list[str] = Field(description="The owner's own: the first is its name; empty for what it calls itself")
    own_name: str = Field(description="What it calls itself")
    own_aliases: list[str]
    kind: str
    flavour: str
    maker: str
    model: str
    source: str = Field(description="How it announces itself: ha or vss")
    topic: str = Field(description="Where it is heard; empty where it says nothing")
    room: str = Field(description="Room id; empty for none")
    own_room: str = Field(description="The room it suggests; empty for none")
    hidden: bool
    there: bool = Field(description="Whether it is announced now")
    waits: bool = Field(description="It is new, or can do more than was approved")
    approved: bool
    approved_at: datetime | None
    approved_by: str = Field(description="Person id; empty where nobody did on the page")
    waits_for: list[str] = Field(description="What it may not do before it is approved")
    in_file: list[str] = Field(description="What the owner's file says: names, room, hidden, approved, at_least")
    abilities: list[Ability]
    warnings: list[Warned]


class HouseSettings(BaseModel):
    """Everything the owner can set."""

    floors: list[FloorSettings]
    rooms: list[RoomSettings]
    devices: list[DeviceSettings]


_WARNINGS: Mapping[ClashKind, Mapping[str, str]] = {
    ClashKind.SAME_NAME: {
        "en": "Another device in the same room is called {name} too.",
        "zh": "同一房间里还有一个设备也叫“{name}”。",
    },
    ClashKind.ALIAS_IS_NAME: {
        "en": "{name} is the name of another device.",
        "zh": "“{name}”是另一个设备的名称。",
    },
}


@dataclass(frozen=True, slots=True)
class SeenHouse:
    """What there is at one moment; nothing in it changes any more."""

    devices: Mapping[str, Device]
    """As they are laid out, hidden ones too, and those of which only the owner's word is left."""
    announced: Mapping[str, Device]
    """As they describe themselves."""
    rooms: Mapping[str, Room]
    floors: Mapping[str, Floor]
    owned: Ownership

    @classmethod
    def of(cls, home: Home, owned: Ownership) -> Self:
        """This moment."""
        announced, layout = dict(home.announced), owned.layout
        there = {i: home.devices.get(i) or layout.laid_out(device) for i, device in announced.items()}
        absent = {i: layout.laid_out(Device(i, i, "", {})) for i in layout.devices if i not in there}
        return cls({**there, **absent}, announced, dict(home.rooms), dict(home.floors), owned)

    def clashes(self) -> Mapping[str, Sequence[Clash]]:
        """Names that may be mistaken, among the devices that are there."""
        return clashes((self.devices[i] for i in self.announced), self.owned.layout)

    def dwellers(self, room_id: str) -> list[str]:
        """Ids of the devices in a room."""
        return [device.id for device in self.devices.values() if device.room == room_id]


def house_settings(seen: SeenHouse) -> HouseSettings:
    """All of it."""
    clashing = seen.clashes()
    held = Counter(device.room for device in seen.devices.values())
    return HouseSettings(
        floors=[floor_settings(floor, seen) for floor in seen.floors],
        rooms=[room_settings(room, seen, held[room]) for room in seen.rooms],
        devices=[device_settings(d.id, seen, clashing) for d in seen.devices.values()],
    )


def floor_settings(floor_id: str, seen: SeenHouse) -> FloorSettings:
    """One floor, which is there."""
    set_by = seen.owned.floor_set_by(floor_id)
    return FloorSettings(
        id=floor_id,
        names=list(seen.floors[floor_id].names),
        set_by=set_by,
        editable=set_by is not SetBy.FILE,
        removable=not seen.owned.floor_is_given(floor_id),
    )


def room_settings(room_id: str, seen: SeenHouse, devices: int) -> RoomSettings:
    """One room, which is there, with so many devices in it."""
    set_by = seen.owned.room_set_by(room_id)
    room = seen.rooms[room_id]
    return RoomSettings(
        id=room_id,
        names=list(room.names),
        floor=room.floor,
        set_by=set_by,
        editable=set_by is not SetBy.FILE,
        removable=not seen.owned.room_is_given(room_id),
        devices=devices,
    )


def device_settings(device_id: str, seen: SeenHouse, clashing: Mapping[str, Sequence[Clash]]) -> DeviceSettings:
    """One device, which is there."""
    device, owned = seen.devices[device_id], seen.owned
    said, filed = owned.layout.of(device_id), owned.file.of(device_id)
    raw = seen.announced.get(device_id)
    waits_for = owned.layout.waits_for(raw) if raw else ()
    whole = said.approvals.get(WHOLE_DEVICE)
    return DeviceSettings(
        id=device_id,
        name=device.name,
        names=list(said.names),
        own_name=raw.name if raw else device_id,
        own_aliases=list(raw.aliases) if raw else [],
        kind=device.kind,
        flavour=device.flavour,
        maker=device.maker,
        model=device.model,
        source=device.source,
        topic=_topic(device),
        room=device.room,
        own_room=raw.room if raw else "",
        hidden=bool(said.hidden),
        there=raw is not None,
        waits=raw is not None and owned.layout.waits(raw),
        approved=said.approved if said.approved is not None else whole is not None and not waits_for,
        approved_at=whole.at if whole else None,
        approved_by=whole.by if whole else "",
        waits_for=list(waits_for),
        in_file=[key for key, is_said in _said(filed).items() if is_said],
        abilities=[_ability(device, c, filed) for c in device.capabilities.values() if c.writable],
        warnings=[_warned(clash) for clash in clashing.get(device_id, ())],
    )


def _said(filed: DeviceLayout) -> Mapping[str, bool]:
    return {
        "names": bool(filed.names),
        "room": filed.room is not None,
        "hidden": filed.hidden is not None,
        "approved": filed.approved is not None,
        "at_least": bool(filed.at_least),
    }


def _ability(device: Device, capability: Capability, filed: DeviceLayout) -> Ability:
    return Ability(
        name=capability.name,
        tier=capability.tier,
        at_least=capability.at_least,
        at_most=capability.at_most,
        counts=counted_tier(capability),
        lowest=lowest_tier(device, capability),
        in_file=filed.at_least.get(capability.name, 0),
    )


def _topic(device: Device) -> str:
    ways = (way for c in device.capabilities.values() for way in (c.reading, c.writing) if way is not None)
    return next((way.topic for way in ways), "")


def _warned(clash: Clash) -> Warned:
    say = {language: words.format(name=clash.name) for language, words in _WARNINGS[clash.kind].items()}
    return Warned(kind=clash.kind, name=clash.name, other=clash.other, say=say)
