"""The cars that are away and told of by their nodes, each over a connection of its own to the broker of the house."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Any, Self

from devices.errors import DevicesError
from devices.home import Home
from devices.link import Link
from devices.mirrored_car import SILENT_S, CarIsHere, MirroredCar, check_is_away

log = logging.getLogger(__name__)

MOST_CARS = 10
TICK_S = 2.0

LinkFor = Callable[[str], AbstractAsyncContextManager[Link]]
"""A connection to the broker for a vehicle."""


@dataclass(frozen=True, slots=True)
class _Mirror:
    """A car that is told of, and what runs for it."""

    car: MirroredCar
    running: AsyncExitStack


class MirroredCars:
    """All of them. A context manager; connections are made when the first word of a car comes."""

    def __init__(self, home: Home, link_for: LinkFor) -> None:
        self._home = home
        self._link_for = link_for
        self._mirrors: dict[str, _Mirror] = {}
        self._heard: dict[str, float] = {}
        self._watching: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._watch(), name="mirrored cars")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watching is not None:
            await _cancel(self._watching)
        for vehicle, mirror in list(self._mirrors.items()):
            await _lost(mirror.car)
            await self._drop(vehicle)

    async def tell(self, vehicle: str, names: tuple[str, ...], values: Mapping[str, tuple[Any, float]]) -> int:
        """Tell how a car is; returns how many signals were taken. Raises CarIsHere and what a link raises.

        For a car that is here itself no connection is made, and the one it has is closed.
        """
        async with self._opening:
            try:
                check_is_away(self._home, vehicle)
                mirror = self._mirrors.get(vehicle) or await self._open(vehicle)
                taken = await mirror.car.tell(names, values)
            except CarIsHere:
                await self._drop(vehicle)
                raise
            self._heard[vehicle] = monotonic()
        return taken

    async def _open(self, vehicle: str) -> _Mirror:
        if len(self._mirrors) >= MOST_CARS:
            raise CarIsHere(f"{MOST_CARS} cars are told of already")
        running = AsyncExitStack()
        car = MirroredCar(vehicle, await running.enter_async_context(self._link_for(vehicle)), self._home)
        running.push_async_callback(_cancel, asyncio.create_task(car.refuse(), name=f"mirrored {vehicle}"))
        mirror = self._mirrors[vehicle] = _Mirror(car, running)
        return mirror

    async def _drop(self, vehicle: str) -> None:
        """Tell no more of it, and close its connection without a word."""
        self._heard.pop(vehicle, None)
        mirror = self._mirrors.pop(vehicle, None)
        if mirror is not None:
            await mirror.running.aclose()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            async with self._opening:
                await self.look()

    async def look(self) -> None:
        """Drop the cars that are here themselves, and say which are out of reach."""
        for vehicle, mirror in list(self._mirrors.items()):
            if mirror.car.is_here:
                log.info("the car %s is here itself; nothing more is told for it", vehicle)
                await self._drop(vehicle)
            elif monotonic() - self._heard.get(vehicle, monotonic()) > SILENT_S:
                await _lost(mirror.car)
                del self._heard[vehicle]


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})


async def _lost(car: MirroredCar) -> None:
    try:
        await car.lost()
    except (DevicesError, CarIsHere) as error:
        log.info("that a car is out of reach cannot be told: %s", error)
