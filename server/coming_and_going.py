"""Notices when a car of the household leaves home and when it comes back, and tells everybody who listens."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from assistant.streams import Broadcast
from devices.crossings import CarCrossing, Crossings
from devices.geofence import Geofence
from devices.home import Home
from skills.surface import local_now
from skills.trips import Trips
from skills.under_way import metres_from_home

log = logging.getLogger(__name__)

LOOK_S = 2.0
"""Seconds between two looks at how far the cars are."""


class ComingAndGoing:
    """Watches the cars that the owner has approved. What it has seen of them begins anew with each start."""

    def __init__(
        self,
        home: Home,
        trips: Trips | None,
        kept: Crossings,
        clock: Callable[[], float] = monotonic,
        came_home: Callable[[str], None] = lambda car: None,
    ) -> None:
        """`came_home`: is told of every car that arrives."""
        self.kept = kept
        self._home = home
        self._trips = trips
        self._clock = clock
        self._came_home = came_home
        self._fences: dict[str, Geofence] = {}
        self._told: Broadcast[CarCrossing] = Broadcast(100)

    def listen(self) -> AsyncIterator[CarCrossing]:
        """Every crossing from now on."""
        return self._told.listen()

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            for crossed in self.look():
                await self._take(crossed)

    def look(self) -> list[CarCrossing]:
        """What is certain by now and was not before."""
        found = (self._look_at(car) for car in self._cars())
        return [crossed for crossed in found if crossed is not None]

    def _cars(self) -> Iterable[str]:
        waiting = set(self._home.waiting)
        return [d.id for d in self._home.devices.values() if d.kind == "car" and d.id not in waiting]

    def _look_at(self, car: str) -> CarCrossing | None:
        fence = self._fences.setdefault(car, Geofence())
        metres = metres_from_home(self._home, self._trips, car)
        if metres is None:
            fence.lose_contact()
            return None
        crossing = fence.hear(metres, local_now(), self._clock())
        return CarCrossing(car, crossing) if crossing is not None else None

    async def _take(self, crossed: CarCrossing) -> None:
        """Told in any case; written down where that can be."""
        log.info("%s has %s", crossed.car, crossed.crossing.what)
        try:
            await self.kept.add(crossed)
        except SQLAlchemyError as error:
            log.error("that %s has %s cannot be written down: %s", crossed.car, crossed.crossing.what, error)
        self._told.put(crossed)
        if crossed.crossing.what == "arrived":
            self._came_home(crossed.car)
