"""Keeps what is known of the house fresh while the link stands, and on the disk for when the car starts without one."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, DateTime, Integer, Table, Text, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from devices.journal import Storage
from server.node.errors import HouseLinkError
from server.node.house_copy import NotAHouse
from server.node.house_link import HouseLink
from server.node.remembered import RememberedHouse
from server.node.wish_records import metadata

log = logging.getLogger(__name__)

STATE_PATH = "/state/house"
FETCH_S = 30.0
"""Between two looks at the house, where it tells of no change."""
SETTLE_S = 1.0
"""Seconds after a change before it is looked at: changes come in swarms."""
WRITE_S = 60.0
"""Between two times that it is written to the disk, while it changes."""

house_memory = Table(
    "house_memory",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
)
"""One row: the house as its API told it."""


class HouseMemory:
    """Looks at the house again and again. `load` comes first; `run` keeps it fresh; `poke` says that it changed."""

    def __init__(
        self,
        storage: Storage,
        link: HouseLink,
        house: RememberedHouse,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._storage = storage
        self._link = link
        self._house = house
        self._sleep = sleep
        self._changed = asyncio.Event()
        self._written: Any = None
        self._written_at: datetime | None = None

    async def load(self) -> None:
        """Take what was known before the restart; nothing where there is nothing, or it cannot be read."""
        try:
            row = await self._storage.read(lambda c: c.execute(select(house_memory)).one_or_none())
            if row is not None:
                await self._house.take(json.loads(row.state), row.at.replace(tzinfo=UTC))
        except (SQLAlchemyError, OSError, ValueError, NotAHouse) as error:
            log.warning("what was known of the house cannot be read: %s", error)

    def poke(self) -> None:
        """Something changed at the house."""
        self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            if self._link.reachable:
                await self.look()
            await self._sleep(SETTLE_S)
            try:
                async with asyncio.timeout(FETCH_S if self._link.reachable else SETTLE_S):
                    await self._changed.wait()
            except TimeoutError:
                continue
            self._changed.clear()

    async def look(self) -> None:
        """Look at the house once; what cannot be had leaves everything as it was."""
        try:
            at = datetime.now(UTC)
            state = await self._link.fetch(STATE_PATH)
            await self._house.take(state, at)
        except (HouseLinkError, NotAHouse) as error:
            log.info("the house cannot be looked at: %s", error)
            return
        if state != self._written or self._written_at is None or (at - self._written_at).total_seconds() >= WRITE_S:
            await self._write(state, at)

    async def _write(self, state: Any, at: datetime) -> None:
        def replace(connection: Connection) -> None:
            connection.execute(delete(house_memory))
            connection.execute(insert(house_memory).values(id=1, at=at, state=json.dumps(state)))

        try:
            await self._storage.write(replace)
        except (SQLAlchemyError, OSError) as error:
            log.warning("what is known of the house cannot be written down: %s", error)
        else:
            self._written, self._written_at = state, at
