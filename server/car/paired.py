"""Every paired head unit of this house, in one place: for the head units themselves, and for the owner."""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import Connection, update
from sqlalchemy.exc import SQLAlchemyError

from assistant.memory.storage import Storage
from devices.home import Home
from devices.mirrored_car import is_mirrored
from devices.policy import Driving
from server.api.problems import Problem
from server.car.announcing import Announcement, Announcements, news_of
from server.car.head_unit import HeadUnit
from server.car.head_unit_records import (
    KeptUnit,
    all_units,
    database_problems,
    head_units,
    latest_moment,
    note_moment,
    scope_text,
    unit_of,
)
from server.car.pairing import DrivingOf, Pairing
from server.car.recent_tokens import RecentTokens
from server.car.steady_clock import SteadyClock, wall_clock
from server.car.tokens import Tokens

log = logging.getLogger(__name__)

NOTED_EVERY_S = 3600.0


class PairedHeadUnits:
    """Satisfies `head_unit.HeadUnits`. `load` comes first.

    `driving_of`: what a car is doing, by its vehicle id. `wall`, `passing`: the clock on the wall, with its time zone,
    and a monotonic one in seconds; setting the one on the wall makes no token and no lock last longer.
    """

    def __init__(
        self,
        storage: Storage,
        driving_of: DrivingOf,
        wall: Callable[[], datetime] = wall_clock,
        passing: Callable[[], float] = monotonic,
    ) -> None:
        self._storage = RecentTokens(storage)
        self._clock = SteadyClock(wall, passing)
        self.announcements = Announcements()
        self.pairing = Pairing(self._storage, self._clock, driving_of, self.announcements)
        self.tokens = Tokens(self._storage, self._clock, self.announcements)

    async def load(self) -> None:
        """Go on where the last run ended, whatever the clock on the wall says. Raises Problem ("not-ready")."""
        with database_problems():
            latest = await self._storage.read(latest_moment)
        if latest is not None:
            self._clock.not_before(latest + timedelta(microseconds=1))
        self.tokens.begin_run()

    async def keep_time(self) -> None:
        """Write down how late it is, every NOTED_EVERY_S until cancelled, and then once more.

        A clock on the wall that is set back between two runs gives nobody more time than that.
        """
        try:
            while True:
                await self.note_time()
                await asyncio.sleep(NOTED_EVERY_S)
        except asyncio.CancelledError:
            await self.note_time()
            raise

    async def note_time(self) -> None:
        """Write down how late it is."""
        now = self._clock.now()
        try:
            await self._storage.write(lambda connection: note_moment(connection, now))
        except (SQLAlchemyError, OSError) as error:
            log.warning("the time cannot be written down: %s", error)

    async def of_token(self, token: str) -> HeadUnit:
        """The head unit that an access token proves. Raises Problem."""
        return await self.tokens.of_token(token)

    async def all(self) -> tuple[KeptUnit, ...]:
        """Every head unit that was paired, newest first, those that were revoked too. Raises Problem ("not-ready")."""
        with database_problems():
            return await self._storage.read(all_units)

    async def news(self) -> list[Announcement]:
        """What happened to them, newest first. Raises Problem ("not-ready")."""
        return news_of(await self.all())

    async def change(self, unit: str, name: str, scopes: Collection[str]) -> KeptUnit:
        """Call it so and let it do this; empty leaves as it is. Takes effect at once, in tokens that are out too.

        Raises Problem ("no-such-head-unit", "not-ready").
        """
        values = {"name": name} if name else {}
        values |= {"scopes": scope_text(scopes)} if scopes else {}

        def work(connection: Connection) -> tuple[KeptUnit | None, KeptUnit | None]:
            before = unit_of(connection, unit)
            if values:
                has_access = head_units.c.id == unit, head_units.c.revoked.is_(None)
                connection.execute(update(head_units).where(*has_access).values(**values))
            return before, unit_of(connection, unit)

        with database_problems():
            before, after = await self._storage.write(work)
        if before is None or after is None or after.revoked is not None:
            raise Problem("no-such-head-unit", f"there is no head unit {unit[:40]!r} that has access")
        if before.scopes != after.scopes:
            self.announcements.tell(Announcement("changed", after, self._clock.now()))
        return after

    async def revoke(self, unit: str) -> KeptUnit:
        """Take its access away, at once and for good. Raises Problem ("no-such-head-unit", "not-ready")."""
        return await self.tokens.revoke(unit)


def driving_in(home: Home) -> DrivingOf:
    """What the cars of a home are doing, by vehicle id; None of those it does not know, or by their mirror alone."""

    def driving_of(vehicle: str) -> Driving | None:
        device = home.devices.get(f"vss:{vehicle}")
        if device is None or device.kind != "car" or is_mirrored(home, device.id):
            return None
        return home.driving(device.id)

    return driving_of
