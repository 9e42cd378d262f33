"""Trips that are planned anew after a start, while somebody erases them or sends the car elsewhere."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from devices.roads.place import Place
from devices.roads.position import Position
from server.returning import ReturningTrips
from skills.arrivals import Arrivals
from skills.trips import Course, Planned

CAR = "car"
HERE, THERE = Position(60.0, 25.0), Position(60.1, 25.0)
BEFORE = Course((Place("p1", "Mill", (), THERE),))
ELSEWHERE = Course((Place("p2", "Lake", (), THERE),))


class SlowTrips:
    """Plans for as long as `free` is not set."""

    def __init__(self) -> None:
        self.free, self.begun = asyncio.Event(), dict[str, Planned]()
        self._loop = asyncio.get_running_loop()

    def position(self, car: str) -> Position:
        return HERE

    def goal(self, car: str) -> Position:
        return THERE

    def planned(self, car: str) -> Planned | None:
        return self.begun.get(car)

    def cars(self) -> tuple[str, ...]:
        return tuple(self.begun)

    def course_ahead(self, car: str) -> Course:
        return self.begun[car].course

    def plan(self, course: Course, at: Position, car: str) -> Planned:
        asyncio.run_coroutine_threadsafe(self.free.wait(), self._loop).result(10)
        return Planned(course, SimpleNamespace(), datetime.now(UTC))  # type: ignore[arg-type]

    def begin(self, car: str, planned: Planned) -> None:
        self.begun[car] = planned


class Records:
    """What is written down, each write as slow as `free` lets it."""

    def __init__(self) -> None:
        self.kept: dict[str, Course] = {CAR: BEFORE}
        self.free = asyncio.Event()
        self.free.set()

    async def courses(self) -> Mapping[str, Course]:
        return dict(self.kept)

    async def wishes(self) -> tuple[Any, ...]:
        return ()

    async def keep_course(self, car: str, course: Course | None) -> None:
        await self.free.wait()
        self.kept.pop(car, None)
        if course is not None:
            self.kept[car] = course


@pytest.fixture
async def started() -> tuple[ReturningTrips, SlowTrips, Records]:
    trips, records = SlowTrips(), Records()
    arrivals = Arrivals(trips, lambda: datetime.now(UTC), records)  # type: ignore[arg-type]
    returning = ReturningTrips(arrivals, records, None)  # type: ignore[arg-type]
    await returning.load()
    return returning, trips, records


async def test_a_trip_that_is_erased_while_it_is_planned_is_not_begun(started: Any) -> None:
    returning, trips, records = started
    looking = asyncio.create_task(returning.look())
    await asyncio.sleep(0.01)
    await returning.erase()
    records.kept.clear()
    trips.free.set()
    await looking
    await returning.look()
    assert trips.begun == {}
    assert records.kept == {}


async def test_a_destination_that_is_set_meanwhile_stays(started: Any) -> None:
    returning, trips, records = started
    looking = asyncio.create_task(returning.look())
    await asyncio.sleep(0.01)
    trips.begin(CAR, Planned(ELSEWHERE, SimpleNamespace(), datetime.now(UTC)))
    trips.free.set()
    await looking
    assert trips.begun[CAR].course == ELSEWHERE
    assert records.kept == {CAR: ELSEWHERE}


async def test_what_is_being_written_does_not_land_behind_the_erasing(started: Any) -> None:
    returning, trips, records = started
    trips.begin(CAR, Planned(ELSEWHERE, SimpleNamespace(), datetime.now(UTC)))
    records.free.clear()
    looking = asyncio.create_task(returning.look())
    await asyncio.sleep(0.01)
    erasing = asyncio.create_task(returning.erase())
    await asyncio.sleep(0.01)
    assert not erasing.done()
    records.free.set()
    await asyncio.gather(looking, erasing)
    records.kept.clear()
    await returning.look()
    assert records.kept == {}
