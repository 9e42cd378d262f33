"""The owner's word about the house: what the file says, what was set on the page, and what comes along beneath both.

What the file says counts and cannot be changed here; what is set on the page is written down before it takes effect.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

from devices.device import Device, Floor, Room
from devices.errors import DevicesError
from devices.layout_model import NOTHING_SAID, WHOLE_DEVICE, Approval, DeviceLayout, Layout, way_of
from devices.layout_names import id_from
from devices.ownership_records import OwnershipRecords


class SetBy(StrEnum):
    """Where a word about the house comes from; the first of these that says something counts."""

    FILE = "file"
    PAGE = "page"
    BENEATH = "beneath"
    """What comes along with the simulated house."""
    DEVICE = "device"
    """What the devices themselves suggest."""


class SetElsewhere(DevicesError):
    """It is not the page's to change; the text says where it is set."""


class RoomExists(DevicesError):
    """Another room has that name already; two could not be told apart when spoken of."""

    def __init__(self, name: str, room: Room) -> None:
        """`room`: the one that has it."""
        self.name = name
        self.room = room
        super().__init__(f"names: {name!r} is what the room {room.id!r} is called; take another name")


class NoSuchPlace(DevicesError):
    """There is no such room or floor; the text names those there are."""

    def __init__(self, what: str, place: str, known: Iterable[str]) -> None:
        """`what`: "room" or "floor"."""
        self.what = what
        listed = ", ".join(known) or "none yet"
        super().__init__(f"there is no {what} {place[:80]!r}; {what}s: {listed[:400]}")


LayOut = Callable[[Layout], Awaitable[None]]


def _now() -> datetime:
    return datetime.now(UTC)


class Ownership:
    """The owner's word. `file`: what stands in the owner's file. `beneath`: what counts where nobody said anything.

    `now`: the present moment with its time zone.
    """

    def __init__(
        self,
        records: OwnershipRecords,
        file: Layout | None = None,
        beneath: Layout | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._records = records
        self._file = file or Layout()
        self._beneath = beneath or Layout()
        self._now = now
        self._page = Layout()
        self._changing = asyncio.Lock()
        self._lay_out: LayOut | None = None
        self._layout = self._combined(self._page)

    @property
    def layout(self) -> Layout:
        """All of it in one."""
        return self._layout

    @property
    def file(self) -> Layout:
        """What stands in the file."""
        return self._file

    @property
    def page(self) -> Layout:
        """What was set on the page."""
        return self._page

    def approves(self, device: Device, capability: str) -> bool:
        """Whether the owner has approved it."""
        return self._layout.approves(device, capability)

    async def load(self) -> None:
        """Read what was set on the page. Raises OwnersWordUnavailable."""
        self._page = await self._records.read()
        self._layout = self._combined(self._page)

    def follow_with(self, lay_out: LayOut) -> None:
        """Have every later change laid out by this."""
        self._lay_out = lay_out

    def room_set_by(self, room_id: str) -> SetBy:
        """Whose word a room is."""
        layers = (self._file.rooms, self._page.rooms, self._beneath.rooms)
        return self._set_by(room_id, layers)

    def floor_set_by(self, floor_id: str) -> SetBy:
        """Whose word a floor is."""
        layers = (self._file.floors, self._page.floors, self._beneath.floors)
        return self._set_by(floor_id, layers)

    def room_is_given(self, room_id: str) -> bool:
        """Whether it cannot be taken away here: the file has it, or the simulated house."""
        return room_id in self._file.rooms or room_id in self._beneath.rooms

    def floor_is_given(self, floor_id: str) -> bool:
        """Whether it cannot be taken away here."""
        return floor_id in self._file.floors or floor_id in self._beneath.floors

    async def add_floor(self, names: Sequence[str]) -> Floor:
        """A new floor with these names (tidy, at least one). Raises OwnersWordUnavailable."""
        floor = Floor(id_from(names[0], frozenset(self._layout.floors)), tuple(names))
        await self._change(lambda page: replace(page, floors={**page.floors, floor.id: floor}))
        return floor

    async def set_floor(self, floor_id: str, names: Sequence[str]) -> None:
        """Name a floor. Raises NoSuchPlace, SetElsewhere, OwnersWordUnavailable."""
        self._check_floor(floor_id)
        floor = Floor(floor_id, tuple(names))
        await self._change(lambda page: replace(page, floors={**page.floors, floor_id: floor}))

    async def remove_floor(self, floor_id: str) -> None:
        """Take a floor away; its rooms are on none then. Raises NoSuchPlace, SetElsewhere, OwnersWordUnavailable."""
        self._check_floor(floor_id, removing=True)
        held = {r.id: r for r in self._layout.rooms.values() if r.floor == floor_id and r.id not in self._file.rooms}
        freed = {i: replace(room, floor="") for i, room in held.items()}

        def without(page: Layout) -> Layout:
            left = {i: floor for i, floor in page.floors.items() if i != floor_id}
            return replace(page, floors=left, rooms={**page.rooms, **freed})

        await self._change(without)

    async def add_room(self, names: Sequence[str], floor: str, present: Mapping[str, Room]) -> Room:
        """A new room (names tidy, at least one; floor "" for none). `present`: the rooms there are, by id.

        Raises NoSuchPlace for the floor, RoomExists where one is called so, OwnersWordUnavailable.
        """
        self._check_whole_floor(floor)
        rooms = {**present, **self._layout.rooms}
        _check_names_are_free(names, rooms.values())
        room = Room(id_from(names[0], frozenset(rooms)), tuple(names), floor)
        await self._change(lambda page: replace(page, rooms={**page.rooms, room.id: room}))
        return room

    async def set_room(self, room: Room, present: Mapping[str, Room]) -> None:
        """Name a room, one that devices suggest too. `present`: the rooms there are, by id.

        Raises NoSuchPlace for its floor, RoomExists where another is called so, SetElsewhere, OwnersWordUnavailable.
        """
        self._check_whole_floor(room.floor)
        others = {**present, **self._layout.rooms}
        _check_names_are_free(room.names, (other for other in others.values() if other.id != room.id))
        if room.id in self._file.rooms:
            raise SetElsewhere(f"the room {room.id!r} is set in the file with your names; change it there")
        await self._change(lambda page: replace(page, rooms={**page.rooms, room.id: room}))

    async def remove_room(self, room_id: str, dwellers: Iterable[str]) -> None:
        """Take a room away; the devices in it (`dwellers`, by id) are in no room then.

        Raises SetElsewhere, also where the file puts one of the devices there; OwnersWordUnavailable.
        """
        if room_id in self._file.rooms:
            raise SetElsewhere(f"the room {room_id!r} is set in the file with your names; take it out there")
        if room_id in self._beneath.rooms:
            raise SetElsewhere(f"the room {room_id!r} comes with the simulated house; it can be renamed, not removed")
        homeless = set(dwellers) | {i for i, said in self._page.devices.items() if said.room == room_id}

        def without(page: Layout) -> Layout:
            moved = {i: replace(page.of(i), room="") for i in homeless}
            left = {i: room for i, room in page.rooms.items() if i != room_id}
            return _with_devices(replace(page, rooms=left), moved)

        await self._change(without)

    async def set_device(
        self, device_id: str, change: Callable[[DeviceLayout], DeviceLayout], room: Room | None = None
    ) -> None:
        """Change what the page says about a device; approvals stay as they are. `room`: made the owner's own with it.

        `change` is given what the page says at that moment; what it raises ends it. Raises SetElsewhere for what the
        file says otherwise; OwnersWordUnavailable.
        """

        def with_it(page: Layout) -> Layout:
            before = page.of(device_id)
            said = change(before)
            self._check_device(device_id, said, before)
            kept = replace(said, approved=None, approvals=before.approvals)
            rooms = page.rooms if room is None or room.id in self._layout.rooms else {**page.rooms, room.id: room}
            return _with_devices(replace(page, rooms=rooms), {device_id: kept})

        await self._change(with_it)

    async def approve(self, devices: Iterable[Device], by: str) -> None:
        """Approve everything these devices can do as they are now. Raises OwnersWordUnavailable."""
        at = self._now()
        given = {device.id: _approvals(device, at, by) for device in devices}
        await self._change(lambda page: _with_approvals(page, given))

    async def withdraw(self, device_id: str) -> None:
        """Take the approval back: the device waits as a new one does. Raises SetElsewhere, OwnersWordUnavailable."""
        if self._file.of(device_id).approved is not None:
            raise SetElsewhere(f"approved of {device_id!r} is set in the file with your names; change it there")
        if self._beneath.of(device_id).approved is not None:
            raise SetElsewhere(f"{device_id!r} belongs to the simulated house, which needs no approval")
        await self._change(lambda page: _with_approvals(page, {device_id: {}}))

    def _check_floor(self, floor_id: str, removing: bool = False) -> None:
        if floor_id not in self._layout.floors:
            raise NoSuchPlace("floor", floor_id, self._layout.floors)
        if floor_id in self._file.floors:
            raise SetElsewhere(f"the floor {floor_id!r} is set in the file with your names; change it there")
        if removing and floor_id in self._beneath.floors:
            raise SetElsewhere(f"the floor {floor_id!r} comes with the simulated house; it can be renamed, not removed")

    def _check_whole_floor(self, floor_id: str) -> None:
        if floor_id and floor_id not in self._layout.floors:
            raise NoSuchPlace("floor", floor_id, self._layout.floors)

    def _check_device(self, device_id: str, said: DeviceLayout, before: DeviceLayout) -> None:
        filed = self._file.of(device_id)
        differs = {
            "names": bool(filed.names) and said.names not in (filed.names, before.names),
            "room": filed.room is not None and said.room not in (filed.room, before.room),
            "hidden": filed.hidden is not None and said.hidden not in (filed.hidden, before.hidden),
            "at_most": any(said.at_most.get(c, 5) < tier for c, tier in filed.at_least.items()),
        }
        for key, wrong in differs.items():
            if wrong:
                raise SetElsewhere(f"{key} of {device_id!r} is set in the file with your names; change it there")

    async def _change(self, make: Callable[[Layout], Layout]) -> None:
        """Write it down, then let it take effect. Once begun it is carried through, whoever stops waiting."""
        await asyncio.shield(asyncio.create_task(self._carry_through(make), name="the owner's word"))

    async def _carry_through(self, make: Callable[[Layout], Layout]) -> None:
        async with self._changing:
            # Thousands of devices take a moment; meanwhile the house goes on.
            after = await asyncio.to_thread(make, self._page)
            layout = await asyncio.to_thread(self._combined, after)
            await self._records.replace(self._page, after)
            self._page, self._layout = after, layout
            if self._lay_out is not None:
                await self._lay_out(self._layout)

    def _combined(self, page: Layout) -> Layout:
        return self._file.on_top_of(page.on_top_of(self._beneath))

    def _set_by(self, place: str, layers: Sequence[Mapping[str, object]]) -> SetBy:
        for layer, set_by in zip(layers, (SetBy.FILE, SetBy.PAGE, SetBy.BENEATH), strict=True):
            if place in layer:
                return set_by
        return SetBy.DEVICE


def _check_names_are_free(names: Sequence[str], rooms: Iterable[Room]) -> None:
    """Raises RoomExists."""
    called = {name.casefold(): room for room in rooms for name in room.names}
    for name in names:
        if name.casefold() in called:
            raise RoomExists(name, called[name.casefold()])


def _approvals(device: Device, at: datetime, by: str) -> Mapping[str, Approval]:
    changeable = (c for c in device.capabilities.values() if c.writable)
    return {WHOLE_DEVICE: Approval(0, at, by)} | {c.name: Approval(c.tier, at, by, way_of(c)) for c in changeable}


def _with_approvals(page: Layout, given: Mapping[str, Mapping[str, Approval]]) -> Layout:
    return _with_devices(page, {i: replace(page.of(i), approvals=approvals) for i, approvals in given.items()})


def _with_devices(page: Layout, said: Mapping[str, DeviceLayout]) -> Layout:
    """The page with this about these devices; one of which nothing is said any more is forgotten."""
    devices = {i: each for i, each in {**page.devices, **said}.items() if each != NOTHING_SAID}
    return replace(page, devices=devices)
