"""Trips that go on after a restart: planned anew as soon as the car says where it is and that it still goes there."""

import asyncio
import logging
from dataclasses import replace

from assistant.memory.members import Members
from assistant.utterance import Speaker
from devices.roads.errors import NoWay, OffTheMap
from devices.roads.place import Place
from devices.roads.position import metres_between
from devices.rules.privacy import STRANGERS
from server.api.who import speaker_of
from server.trip_records import TripRecords
from skills.arrivals import Arrivals, NotWritten, OnTheWay
from skills.trips import THERE_M, Course, Trips

log = logging.getLogger(__name__)


class ReturningTrips:
    """Keeps where the cars are going, and takes it up again. `load` comes first."""

    def __init__(self, arrivals: Arrivals, records: TripRecords, members: Members) -> None:
        self._arrivals = arrivals
        self._trips: Trips = arrivals.trips
        self._records = records
        self._members = members
        self._before: dict[str, Course] = {}
        """By car: where it was going before the start, as long as that is not settled."""
        self._written: dict[str, Course] = {}
        self._erased: dict[str, Place] = {}
        """By car: a destination that is not to be written down again."""
        self._writing = asyncio.Lock()

    async def load(self) -> None:
        """Take back what waited. Raises SQLAlchemyError."""
        self._before = dict(await self._records.courses())
        self._written = dict(self._before)
        wishes = await self._records.wishes()
        self._arrivals.returning |= self._before.keys()
        self._arrivals.take_back(replace(w, said=replace(w.said, speaker=self._speaker(w))) for w in wishes)
        if wishes:
            log.info("%d wishes wait for trips as before the start: %s", len(wishes), ", ".join(w.id for w in wishes))

    async def look(self) -> None:
        """Take up the trips of the cars that can be asked by now, and write down what is under way."""
        for car, course in list(self._before.items()):
            if await self._is_settled(car, course):
                self._before.pop(car, None)
                self._arrivals.returning.discard(car)
        async with self._writing:
            await self._write()

    async def erase(self) -> None:
        """What is under way now is about to be erased: only another trip is written down, and no earlier one taken up.

        Comes before the rows are erased: nothing that is being written lands behind that.
        """
        async with self._writing:
            self._erased = {car: course.destination for car, course in self._under_way().items()}
            self._before, self._written = {}, {}
            self._arrivals.returning.clear()

    def _speaker(self, wish: OnTheWay) -> Speaker:
        """Who wished it, with the role that they have by now."""
        speaker = wish.said.speaker
        if speaker.role in STRANGERS:
            return speaker
        return replace(speaker, role=speaker_of(speaker.person, self._members).role)

    async def _is_settled(self, car: str, course: Course) -> bool:
        """Whether the trip of before goes on, or is known to be over; False while nobody can tell."""
        if self._trips.planned(car) is not None:
            return True
        at, goal = self._trips.position(car), self._trips.goal(car)
        if at is None or goal is None:
            return False
        there = course.destination.at
        if metres_between(goal, there) > THERE_M or metres_between(at, there) <= THERE_M:
            log.info("the trip of %s that was under way before the start is over", car)
            return True
        try:
            planned = await asyncio.to_thread(self._trips.plan, course, at, car)
        except (NoWay, OffTheMap) as error:
            log.info("the trip of %s cannot be planned anew: %s", car, error)
            return True
        if self._before.get(car) is course and self._trips.planned(car) is None:
            self._trips.begin(car, planned)
            log.info("the trip of %s goes on", car)
        return True

    def _under_way(self) -> dict[str, Course]:
        found = {car: self._trips.course_ahead(car) for car in self._trips.cars()}
        return {car: course for car, course in found.items() if course is not None}

    async def _write(self) -> None:
        now = self._under_way()
        new = {car: course for car, course in now.items() if self._erased.get(car) != course.destination}
        wanted = self._before | new
        for car in wanted.keys() | self._written.keys():
            if wanted.get(car) == self._written.get(car):
                continue
            try:
                await self._records.keep_course(car, wanted.get(car))
            except NotWritten as error:
                log.error("%s: %s", car, error)
                return
            if car in wanted:
                self._written[car] = wanted[car]
            else:
                del self._written[car]
