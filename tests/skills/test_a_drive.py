"""A drive across the map in fast time: spoken to, followed by the simulated car, with a stop to charge."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.conversation import Conversation
from assistant.tools import ToolCall, ToolContext, call
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Speaker, Utterance
from devices.command import Role
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal
from devices.loopback import LoopbackBroker
from devices.roads.own_places import OwnPlaces
from devices.roads.position import Position
from devices.roads.roads import roads_of
from devices.roads.sample import HOME, sample_region
from devices.simulators.car import DEVICE, SimulatedCar
from devices.simulators.car_paths import CHARGE, IS_CHARGING, RANGE, SPEED
from devices.simulators.clock import RunningClock
from devices.simulators.stage import Stage
from devices.simulators.truth import TruthLog
from server.database import Database
from skills.arrivals import Arrivals, OnTheWay
from skills.loading import load
from skills.names import names_of
from skills.surface import Services
from skills.trips import LATITUDE, LONGITUDE, Trips

FAST = 120.0
"""Simulated seconds in a real one."""
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DRIVER = Speaker("owner", "owner", seat="driver")
AT_HOME = Speaker("owner", "owner")
MIND = ReflexMind()


@dataclass
class Drive:
    """A car on the road, and Mimosa in it."""

    home: Home
    car: SimulatedCar
    trips: Trips
    arrivals: Arrivals
    clock: RunningClock
    services: Services
    seen: list[float] = field(default_factory=list)
    """Seconds to the arrival, as they were told."""
    done: list[tuple[OnTheWay, float]] = field(default_factory=list)
    """What was due, and how many seconds before the arrival that was."""

    async def say(self, text: str, speaker: Speaker = DRIVER) -> str:
        """Say one sentence; what is answered."""
        toolbox = load(self.services).toolbox
        said = Utterance(text, "en", speaker, at=self.clock.today())
        steps = MIND.steps(said, Conversation("car"), toolbox, names_of(self.home)())
        calls = [step for step in steps if isinstance(step, ToolCall)]
        assert calls, steps
        return " ".join([(await call(toolbox, each, ToolContext(said, "turn"))).say for each in calls])

    async def until(self, holds: Callable[[], bool], within_s: float = 60.0) -> None:
        """Wait, and note what is told on the way."""
        async with asyncio.timeout(within_s):
            while not holds():
                await asyncio.sleep(0.02)
                progress = self.trips.progress(DEVICE) if self._is_where_it_is_thought() else None
                if progress is not None:
                    self.seen.append(progress.seconds)
                    self.done += [(wish, progress.seconds) for wish in self.arrivals.due()]

    def _is_where_it_is_thought(self) -> bool:
        """Whether the house has heard both halves of where the car is: in fast time half a step is far off the road."""
        return self.trips.position(DEVICE) == Position(
            float(self.car.values[LATITUDE]), float(self.car.values[LONGITUDE])
        )

    async def feel(self, path: str, value: float) -> None:
        """The world makes a signal so."""
        await self.car._happen(self.car.life.feel(path, value, "test"))

    def is_at_home(self) -> bool:
        return self.trips.has_arrived(DEVICE) and self.car.values[SPEED] == 0.0


@pytest.fixture
async def drive(tmp_path: Path) -> AsyncIterator[Drive]:
    """The simulated car at its place in the city, with the sample map."""
    broker, clock = LoopbackBroker(), RunningClock(FAST, NOON)
    log = TruthLog(None, listener=lambda line: None)
    with Database(tmp_path / "mimosa.db") as database:
        home, link = Home(broker.link(), Journal(database), (Vss(),), ()), broker.link()
        trips = Trips(home, roads_of(sample_region()), OwnPlaces(None, {"home": HOME}), clock.today)
        arrivals = Arrivals(trips, clock.today)
        services = Services(home, clock=clock.today, trips=trips, arrivals=arrivals)
        cars: list[SimulatedCar] = []

        async def live() -> None:
            async with asyncio.TaskGroup() as tasks:
                cars.append(SimulatedCar(("Car",), Stage(link, clock, log, tasks), link))
                await cars[0].run()

        living = [asyncio.create_task(home.run()), asyncio.create_task(live())]
        try:
            async with asyncio.timeout(60):
                while not home.available(DEVICE) or home.fact(DEVICE, "Vehicle.Service.IsServiceDue") is None:
                    await asyncio.sleep(0.01)
            yield Drive(home, cars[0], trips, arrivals, clock, services)
        finally:
            for task in living:
                task.cancel()
            await asyncio.wait(living)


async def _follow(drive: Drive, kmh: float) -> None:
    happened = drive.car.life.follow(kmh)
    assert happened is not None
    await drive.car._happen(happened)


async def test_the_spoken_route_is_driven_to_its_end(drive: Drive) -> None:
    told = await drive.say("take me home")
    assert "To home" in told

    await _follow(drive, 25)
    await drive.until(drive.is_at_home)

    assert drive.seen[0] > 200
    assert drive.seen[-1] < 60
    at_most_a_bend = 30
    assert [pair for pair in pairwise(drive.seen) if pair[1] > pair[0] + at_most_a_bend] == []


async def test_with_little_charge_it_stops_at_a_charger_and_the_house_is_ready_ten_minutes_before(drive: Drive) -> None:
    await drive.feel(CHARGE, 3.3)
    await drive.until(lambda: (fact := drive.home.fact(DEVICE, CHARGE)) is not None and fact.value == 3.3)
    await drive.until(
        lambda: (fact := drive.home.fact(DEVICE, RANGE)) is not None and 0 < float(str(fact.value)) < 20_000
    )

    told = await drive.say("take me home and turn on the hall light when I'm ten minutes away")
    assert "charge there for" in told
    assert "10 minutes before home" in told
    assert drive.trips.planned(DEVICE).trip.charging  # type: ignore[union-attr]

    await _follow(drive, 20)
    await drive.until(lambda: drive.car.values[IS_CHARGING] is True)
    left = await drive.say("how much longer")
    assert "with the charging" in left
    await drive.until(drive.is_at_home)

    assert [wish.said.text for wish, _ in drive.done] == ["turn on the hall light"]
    assert 480 <= drive.done[0][1] <= 600
    assert drive.car.values[CHARGE] >= 2.5


async def test_a_way_that_was_left_is_found_anew_from_where_the_car_is(drive: Drive) -> None:
    await drive.say("take me home")
    before = drive.trips.planned(DEVICE)
    await drive.feel("Vehicle.CurrentLocation.Latitude", 60.1665)
    await drive.feel("Vehicle.CurrentLocation.Longitude", 24.9480)
    await drive.until(lambda: (p := drive.trips.progress(DEVICE)) is not None and p.off_way)

    await drive.say("when do we arrive")

    after = drive.trips.planned(DEVICE)
    assert after is not None
    assert before is not None
    assert after.trip.route.shape[0] != before.trip.route.shape[0]
    assert not drive.trips.progress(DEVICE).off_way  # type: ignore[union-attr]


async def test_a_destination_that_was_set_at_the_car_itself_counts(drive: Drive) -> None:
    await drive.say("take me home")
    assert drive.trips.planned(DEVICE) is not None

    await drive.feel("Vehicle.Cabin.Infotainment.Navigation.DestinationSet.Latitude", 60.9)
    await drive.until(lambda: drive.trips.planned(DEVICE) is None)

    assert (await drive.say("when do we arrive")) == "No destination is set."


async def test_a_car_that_is_out_of_reach_is_sent_nowhere(drive: Drive) -> None:
    await drive.car._stage.say("vss/car/$state", "lost")
    await drive.until(lambda: drive.home.available(DEVICE) is False)

    assert (await drive.say("take me home")) == "The car does not say where it is."
    assert drive.trips.planned(DEVICE) is None


async def test_on_the_way_the_link_is_lost_and_found_and_the_house_says_so(drive: Drive) -> None:
    await drive.say("take me home")
    await _follow(drive, 25)
    await drive.until(lambda: bool(drive.seen))

    await drive.car._stage.say("vss/car/$state", "lost")
    await drive.until(lambda: drive.home.available(DEVICE) is False)
    assert (await drive.say("how far away is the car", AT_HOME)).startswith("I have lost contact with the car.")
    assert drive.trips.progress(DEVICE) is None

    await drive.car._stage.say("vss/car/$state", "ready")
    await drive.until(lambda: drive.home.available(DEVICE) is True)
    assert "lost contact" not in await drive.say("how far away is the car", AT_HOME)
    await drive.until(drive.is_at_home)


@pytest.mark.parametrize("role", ["owner", "child"])
async def test_the_household_hears_how_far_the_car_is(drive: Drive, role: Role) -> None:
    assert "from home" in await drive.say("how far away is the car", Speaker("somebody", role))


@pytest.mark.parametrize("role", ["guest", "unknown_voice", "untrusted_text"])
async def test_guests_and_strangers_hear_nothing_of_how_far_the_car_is(drive: Drive, role: Role) -> None:
    assert await drive.say("how far away is the car", Speaker("", role)) == "I won't tell you that about the car."
