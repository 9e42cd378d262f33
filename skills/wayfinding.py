"""Finding a way for somebody who speaks: whose car, from where, and what is said where there is none."""

import asyncio
import logging
from collections.abc import Sequence

from assistant.tools import Claim, ToolContext, ToolResult
from devices.home import Home
from devices.roads.battery import OutOfReach
from devices.roads.errors import NoWay, OffTheMap
from devices.roads.place import Place
from devices.roads.position import Position
from skills.offered_places import Again
from skills.places_said import Meant, meant
from skills.road_answers import answer, out_of_reach_in_words, unknown, unmet
from skills.road_words import MOST_TOLD
from skills.surface import Services
from skills.trips import Course, Planned, Trips

log = logging.getLogger(__name__)


class Wayfinder:
    """Finds ways on the roads that are known."""

    def __init__(self, services: Services) -> None:
        assert services.trips is not None
        self.home: Home = services.home
        self.trips: Trips = services.trips

    def car(self, ctx: ToolContext) -> str:
        """The car somebody sits in; empty for everybody else, and where it may be one of several."""
        cars = [d.id for d in self.home.devices.values() if d.kind == "car"]
        return cars[0] if ctx.utterance.speaker.seat and len(cars) == 1 else ""

    def origin(self, ctx: ToolContext) -> Position | None:
        """From where one would go: where the car is for those in it, home for everybody else."""
        car, home = self.car(ctx), self.trips.own.home
        at = self.trips.position(car) if car else None
        return at or (home.at if home else None)

    def meant(self, ctx: ToolContext, said: str, near: Position | None, shape: Sequence[Position] = ()) -> Meant:
        """The place these words mean to whoever speaks: one of those told last, or what they name.

        Behind a yes to "do you mean Gateau?" the one that was asked about.
        """
        pointed_at = self.trips.offered.meant(ctx.utterance, said)
        if pointed_at is not None:
            return Meant((pointed_at,), name=said)
        found = meant(said, self.trips, near, shape)
        alike = self._alike(found, near) if ctx.confirmed else []
        return Meant((alike[0],), name=found.name) if alike else found

    def unmet(
        self, ctx: ToolContext, found: Meant, near: Position | None, again: Again, *, on_way: bool = False
    ) -> ToolResult:
        """Why words for a place do not come to one; where that asks which is meant, the answer goes on with `again`."""
        if found.is_unknown:
            alike = self._alike(found, near)
            self.trips.offered.ask(ctx.utterance, alike, again)
            return unknown(found, alike, self.trips, ctx.language)
        if not found.kind:
            self.trips.offered.ask(ctx.utterance, found.places[:MOST_TOLD], again)
        return unmet(found, self.trips, near, ctx.language, on_way=on_way)

    def _alike(self, found: Meant, near: Position | None) -> list[Place]:
        """What an unknown name may stand for."""
        return self.trips.roads.index.worth_asking(found.name, near) if found.is_unknown else []

    async def plan(
        self, ctx: ToolContext, course: Course, begin: Position, car: str = "", *, asked: bool = False
    ) -> Planned | ToolResult:
        """The way for a course, or in words why there is none.

        `car`: whose battery has to last. `asked`: somebody only wants to know; nothing was to be set.
        """
        claim = Claim.ANSWER if asked else Claim.REFUSED
        try:
            return await asyncio.to_thread(self.trips.plan, course, begin, car)
        except OutOfReach:
            key = "no_charger_question" if asked else "no_charger"
            words = await asyncio.to_thread(out_of_reach_in_words, key, self.trips, course, car, ctx.language)
            return ToolResult(claim, words, {"commands": []})
        except OffTheMap as error:
            log.info("turn %s: %s", ctx.turn, error)
            key = "off_map" if self.trips.roads.holds(begin) else "car_off_map"
            return answer(key, ctx.language, claim, region=self.trips.roads.about.name)
        except NoWay as error:
            log.info("turn %s: %s", ctx.turn, error)
            return answer("no_way", ctx.language, claim)
