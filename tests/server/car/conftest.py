"""A head unit in the simulated car: real home, rules, skills and reflex on a broker in memory; a double for tokens."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from assistant.memory.preferences import Preferences
from assistant.turn import Faculties
from assistant.understanding.reflex.mind import ReflexMind
from devices.discovery.vss import Vss, signal_topic
from devices.home import Home
from devices.journal import Journal
from devices.layout_model import DeviceLayout, Layout
from devices.policy import Driving
from devices.rules import RULES
from devices.simulators.car import CAR, SimulatedCar
from devices.simulators.clock import RunningClock
from devices.simulators.control import answer_topic
from devices.simulators.stage import Stage
from devices.simulators.truth import Line, TruthLog
from server.api.problems import Problem
from server.app import create_app
from server.car import app as car_api
from server.car.announcing import Announcements
from server.car.granted_calls import granted_calls
from server.car.head_unit import SCOPES, HeadUnit
from server.car.paired import PairedHeadUnits, driving_in
from server.settings import Settings
from skills.loading import load
from skills.names import names_of
from skills.surface import Services
from tests.passing_time import UnhurriedClock, devices_read

SPEED = 20.0
DRIVING_S = 0.1
"""Seconds between two tellings of how it drives; a car tells it once in a second, and a test need not wait for that."""
UNIT = HeadUnit("unit-1", "Dashboard", CAR, frozenset(SCOPES))
TOKEN = "token-of-unit-1"
MIND = ReflexMind()


class KnownTokens:
    """The double of the HeadUnits seam: a table of tokens."""

    def __init__(self) -> None:
        self.units: dict[str, HeadUnit | Problem] = {TOKEN: UNIT}
        self.announcements = Announcements()

    async def of_token(self, token: str) -> HeadUnit:
        found = self.units.get(token)
        if found is None:
            raise Problem("wrong-token")
        if isinstance(found, Problem):
            raise found
        return found

    def pair(self, name: str, *scopes: str, vehicle: str = CAR) -> str:
        """Returns the access token."""
        self.units[f"token-of-{name}"] = HeadUnit(name, name, vehicle, frozenset(scopes))
        return f"token-of-{name}"


@dataclass
class Road:
    """The whole rig."""

    mimosa: Any
    app: Any
    truth: list[Line] = field(default_factory=list)
    http: httpx.AsyncClient = field(init=False)
    _keys: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def units(self) -> KnownTokens:
        """The double of the seam."""
        return self.mimosa.head_units

    def car_on_air(self) -> AbstractAsyncContextManager[None]:
        """In this context the car lives."""
        return car_on_air(self)

    @property
    def home(self) -> Home:
        return self.mimosa.home

    @property
    def desk(self) -> Any:
        """Of the first head unit."""
        return self.app.state.car.state.desks.of(UNIT)

    def became(self, path: str) -> list[Any]:
        """What the signal really became, in order."""
        return [line["new"] for line in self.truth if line.get("capability") == path]

    async def say(self, text: str, *, token: str = TOKEN, key: str = "", **more: Any) -> httpx.Response:
        wish = {"text": text, "seat": "driver", **more}
        return await self.http.post("turns", json=wish, headers=self.headers(token, key))

    async def command(
        self,
        capability: str,
        value: Any = None,
        *,
        token: str = TOKEN,
        key: str = "",
        head: Mapping[str, str] = {},
        **more: Any,
    ) -> httpx.Response:
        wish = {"capability": capability, "value": value, "seat": "driver", **more}
        return await self.http.post("commands", json=wish, headers={**self.headers(token, key), **head})

    def headers(self, token: str = TOKEN, key: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": key or f"key-{next(self._keys)}"}

    async def get(self, path: str, token: str = TOKEN) -> httpx.Response:
        return await self.http.get(path, headers={"Authorization": f"Bearer {token}"})

    async def control(self, what: str, **told: Any) -> None:
        """A message to the simulation; returns when it was answered."""
        request = f"q{next(self._keys)}"
        payload = json.dumps({**told, "request": request}).encode()
        await self.mimosa.broker.link().publish(f"simulator/{CAR}/{what}", payload)
        await self.until(lambda: any(p.topic == answer_topic(request) for p in self.mimosa.broker.published))

    async def drive(self, kmh: float = 50.0) -> None:
        """From now on it drives, for a long time."""
        await self.control("drive", legs=[{"kmh": kmh, "s": 36_000}])
        await self.until(lambda: self.home.driving(UNIT.device) is Driving.MOVING)

    async def until(self, holds: Callable[[], bool], within_s: float = 60.0) -> None:
        async with asyncio.timeout(within_s):
            while not holds():
                await asyncio.sleep(0.005)

    async def car_says(self, path: str, value: Any, quality: str = "ok") -> None:
        """A report as if of the car."""
        payload = json.dumps({"v": value, "q": quality}).encode()
        await self.mimosa.broker.link().publish(signal_topic(CAR, path), payload, retain=True)


def car_in(pocket: Any) -> Any:
    """The small Mimosa with the rules, the skills, the reflex and the car's signals."""

    class RoadMimosa(pocket):  # type: ignore[misc]
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            car = Layout(devices={f"vss:{CAR}": DeviceLayout(names=("Car", "车"), approved=True)})
            layout = self.ownership.layout.on_top_of(car).approving_all()
            conventions = (*self.conventions, Vss())
            self.home = Home(self.broker.link(), Journal(self.storage), conventions, RULES, layout=layout)
            self.head_units = KnownTokens()
            services = Services(self.home, Preferences(self.storage), teaching=self.teaching)
            self.toolbox = load(services).toolbox
            self.names_now = names_of(self.home)

        def _faculties(self) -> Faculties:
            may = granted_calls(self.toolbox, self.home)
            return Faculties([MIND], self.toolbox, self.names, self.ears, self.voice, proof=self.pins, may=may)

    return RoadMimosa


@asynccontextmanager
async def car_on_air(road: Road) -> AsyncIterator[None]:
    """The simulated car lives on the broker of the rig."""
    link = road.mimosa.broker.link()
    log = TruthLog(None, listener=road.truth.append)

    async def live() -> None:
        async with asyncio.TaskGroup() as tasks:
            await SimulatedCar(("Car", "车"), Stage(link, RunningClock(SPEED), log, tasks), link).run()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("devices.simulators.car.DRIVING_S", DRIVING_S)
        living = asyncio.create_task(live())
        try:
            await known(road)
            yield
        finally:
            living.cancel()
            await asyncio.wait([living])


async def known(road: Road) -> None:
    """Wait until everything is known of the car, and the mind is prepared for it."""
    await road.until(lambda: road.home.driving(UNIT.device) is Driving.PARKED)
    await road.until(lambda: road.home.fact(UNIT.device, "Vehicle.Service.IsServiceDue") is not None)
    # A mind that compiles in its first sentence holds the loop until the car's speed is too old to count.
    MIND.prepare(road.mimosa.toolbox)
    MIND.get_to_know(names_of(road.home)())
    await road.until(lambda: road.home.driving(UNIT.device) is Driving.PARKED)


@pytest.fixture
async def road(pocket, tmp_path, monkeypatch) -> AsyncIterator[Road]:
    """Entered, parked, a head unit with all scopes, two lamps at home."""
    devices_read(UnhurriedClock(), monkeypatch)
    mimosa = car_in(pocket)(Settings(data_dir=tmp_path))
    app = create_app(mimosa)
    car_api.admit(app.state.car, mimosa.head_units, mimosa.head_units.announcements)
    made = Road(mimosa, app)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    base = "http://127.0.0.1:8237/api/car/v1/"
    made.http = httpx.AsyncClient(transport=transport, base_url=base)
    async with mimosa, car_on_air(made), car_api.running(app.state.car), made.http:
        yield made


@pytest.fixture
def living(pocket, tmp_path, monkeypatch) -> Road:
    """The same with real pairing, to be served; `car_on_air` is for when it is."""
    devices_read(UnhurriedClock(), monkeypatch)
    mimosa = car_in(pocket)(Settings(data_dir=tmp_path))
    mimosa.head_units = PairedHeadUnits(mimosa.storage, driving_in(mimosa.home))
    return Road(mimosa, create_app(mimosa))
