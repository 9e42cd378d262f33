"""What the owner set on the page, as it lies in the database."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Boolean, Column, Connection, Integer, Row, String, Table, Text, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from devices.device import Floor, Room
from devices.errors import DevicesError
from devices.journal import Storage, metadata
from devices.layout_model import Approval, DeviceLayout, Layout

T = TypeVar("T")
Rows = list[dict[str, Any]]

floors = Table(
    "owner_floors",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("names", Text, nullable=False),
)

rooms = Table(
    "owner_rooms",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("names", Text, nullable=False),
    Column("floor", String(128), nullable=False),
)

devices = Table(
    "owner_devices",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("names", Text, nullable=False),
    Column("room", String(128)),
    Column("hidden", Boolean),
    Column("at_least", Text, nullable=False),
    Column("at_most", Text, nullable=False),
)
"""`names` is a JSON list, the tiers JSON objects; no room and no `hidden` where nothing is said about them."""

approvals = Table(
    "owner_approvals",
    metadata,
    Column("device", String(128), primary_key=True),
    Column("capability", String(128), primary_key=True),
    Column("tier", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("by", String(64), nullable=False),
    Column("way", String(32), nullable=False, server_default=""),
)
"""The capability is empty for the device as a whole; the moment is ISO 8601; `way` is a digest of where wishes go."""


class OwnersWordUnavailable(DevicesError):
    """What the owner set cannot be read or written now; the text says why."""


class OwnershipRecords:
    """Reads and writes the owner's word."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def read(self) -> Layout:
        """All of it. Raises OwnersWordUnavailable."""
        try:
            return await self._storage.read(_read)
        except (SQLAlchemyError, OSError) as error:
            raise OwnersWordUnavailable(f"what the owner set cannot be read: {error}") from error

    async def replace(self, before: Layout, after: Layout) -> None:
        """Write what is different in `after`, all of it or nothing. Raises OwnersWordUnavailable."""
        try:
            await self._storage.write(lambda connection: _replace(connection, before, after))
        except (SQLAlchemyError, OSError) as error:
            raise OwnersWordUnavailable(f"what the owner set cannot be written: {error}") from error


def _read(connection: Connection) -> Layout:
    given: dict[str, dict[str, Approval]] = {}
    for row in connection.execute(select(approvals)):
        given.setdefault(row.device, {})[row.capability] = Approval(
            row.tier, datetime.fromisoformat(row.at), row.by, row.way
        )
    said = {row.id: _device(row, given.get(row.id, {})) for row in connection.execute(select(devices))}
    said |= {i: DeviceLayout(approvals=own) for i, own in given.items() if i not in said}
    return Layout(
        {row.id: Room(row.id, tuple(json.loads(row.names)), row.floor) for row in connection.execute(select(rooms))},
        {row.id: Floor(row.id, tuple(json.loads(row.names))) for row in connection.execute(select(floors))},
        said,
    )


def _device(row: Row[Any], given: Mapping[str, Approval]) -> DeviceLayout:
    return DeviceLayout(
        names=tuple(json.loads(row.names)),
        room=row.room,
        hidden=row.hidden,
        approvals=given,
        at_least=json.loads(row.at_least),
        at_most=json.loads(row.at_most),
    )


def _replace(connection: Connection, before: Layout, after: Layout) -> None:
    _swap(connection, floors, "id", before.floors, after.floors, _floor_rows)
    _swap(connection, rooms, "id", before.rooms, after.rooms, _room_rows)
    _swap(connection, devices, "id", before.devices, after.devices, _device_rows)
    _swap(connection, approvals, "device", before.devices, after.devices, _approval_rows)


def _swap(
    connection: Connection,
    table: Table,
    key: str,
    before: Mapping[str, T],
    after: Mapping[str, T],
    rows_of: Callable[[Iterable[T], Iterable[str]], Rows],
) -> None:
    changed = [i for i in {**before, **after} if before.get(i) != after.get(i)]
    for some in (changed[n : n + 500] for n in range(0, len(changed), 500)):
        connection.execute(delete(table).where(table.c[key].in_(some)))
    kept = [i for i in changed if i in after]
    rows = rows_of([after[i] for i in kept], kept)
    if rows:
        connection.execute(insert(table), rows)


def _floor_rows(known: Iterable[Floor], ids: Iterable[str]) -> Rows:
    return [{"id": floor.id, "names": _json(floor.names)} for floor in known]


def _room_rows(known: Iterable[Room], ids: Iterable[str]) -> Rows:
    return [{"id": room.id, "names": _json(room.names), "floor": room.floor} for room in known]


def _device_rows(known: Iterable[DeviceLayout], ids: Iterable[str]) -> Rows:
    return [
        {
            "id": device_id,
            "names": _json(said.names),
            "room": said.room,
            "hidden": said.hidden,
            "at_least": _json(dict(said.at_least)),
            "at_most": _json(dict(said.at_most)),
        }
        for device_id, said in zip(ids, known, strict=True)
    ]


def _approval_rows(known: Iterable[DeviceLayout], ids: Iterable[str]) -> Rows:
    return [
        {"device": device_id, "capability": name, "at": given.at.isoformat()}
        | {"tier": given.tier, "by": given.by, "way": given.way}
        for device_id, said in zip(ids, known, strict=True)
        for name, given in said.approvals.items()
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
