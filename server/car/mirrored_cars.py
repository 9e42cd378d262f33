"""The cars that are away and told of by their nodes, each over a connection of its own to the broker of the house."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from time import monotonic
from types import TracebackType
from typing import Any, Self

from devices.errors import DevicesError
from devices.home import Home
from devices.link import Link
from devices.mirrored_car import SILENT_S, CarIsHere, MirroredCar

log = logging.getLogger(__name__)

MOST_CARS = 10
TICK_S = 2.0

LinkFor = Callable[[str], AbstractAsyncContextManager[Link]]
"""A connection to the broker for a vehicle."""


class MirroredCars:
    """All of them. A context manager; connections are made when the first word of a car comes."""

    def __init__(self, home: Home, link_for: LinkFor) -> None:
        self._home = home
        self._link_for = link_for
        self._cars: dict[str, MirroredCar] = {}
        self._heard: dict[str, float] = {}
        self._running = AsyncExitStack()
        self._tasks: set[asyncio.Task[None]] = set()
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        watching = asyncio.create_task(self._watch(), name="mirrored cars")
        self._tasks.add(watching)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        for car in self._cars.values():
            await _lost(car)
        await self._running.aclose()

    async def tell(self, vehicle: str, names: tuple[str, ...], values: Mapping[str, tuple[Any, float]]) -> int:
        """Tell how a car is; returns how many signals were taken. Raises CarIsHere and what a link raises."""
        async with self._opening:
            car = self._cars.get(vehicle) or await self._open(vehicle)
            taken = await car.tell(names, values)
        self._heard[vehicle] = monotonic()
        return taken

    async def _open(self, vehicle: str) -> MirroredCar:
        if len(self._cars) >= MOST_CARS:
            raise CarIsHere(f"{MOST_CARS} cars are told of already")
        link = await self._running.enter_async_context(self._link_for(vehicle))
        car = self._cars[vehicle] = MirroredCar(vehicle, link, self._home)
        refusing = asyncio.create_task(car.refuse(), name=f"mirrored {vehicle}")
        self._tasks.add(refusing)
        return car

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            for vehicle, heard in list(self._heard.items()):
                if monotonic() - heard > SILENT_S:
                    await _lost(self._cars[vehicle])
                    del self._heard[vehicle]


async def _lost(car: MirroredCar) -> None:
    try:
        await car.lost()
    except DevicesError as error:
        log.info("that a car is out of reach cannot be told: %s", error)
