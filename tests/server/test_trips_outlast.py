"""A restart on the way: the trip goes on, what waits for it still waits for whoever wished it, and is done once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.utterance import Speaker, Utterance
from devices.address import BrokerAddress
from devices.loopback import LoopbackBroker
from devices.roads.position import Position
from devices.roads.sample import HOME
from devices.simulators.car import CAR, DEVICE, SimulatedCar
from devices.simulators.car_paths import LATITUDE, LONGITUDE
from devices.simulators.clock import RunningClock
from devices.simulators.stage import Stage
from devices.simulators.truth import TruthLog
from server.app import create_app
from server.arriving import settle
from server.compose import Mimosa
from server.settings import Settings
from skills.arrivals import LONGEST, NotWritten, OnTheWay
from skills.surface import local_now

DRIVER = Speaker("owner", "owner", seat="driver")
WISH = "unlock the wombatlantern"
KNOWN = "Vehicle.Service.IsServiceDue"


@dataclass
class Car:
    """A broker that stays on, and a simulated car that lives beside Mimosa's lives."""

    broker: LoopbackBroker
    simulated: list[SimulatedCar] = field(default_factory=list)

    async def be_at(self, at: Position) -> None:
        for path, value in ((LATITUDE, at.latitude), (LONGITUDE, at.longitude)):
            await self.simulated[0]._happen(self.simulated[0].life.feel(path, value, "test"))


@dataclass
class Life:
    """One life of Mimosa."""

    mimosa: Mimosa
    http: httpx.AsyncClient
    done: list[Utterance] = field(default_factory=list)

    async def say(self, text: str, speaker: Speaker = DRIVER, language: str = "en") -> str:
        said = Utterance(text, language, speaker)  # type: ignore[arg-type]
        return (await self.mimosa.take_turn(said, "car", speak=False).finished()).reply

    async def look(self) -> None:
        """What is looked at every second."""
        arrivals, returning = self.mimosa.arrivals, self.mimosa._returning
        assert arrivals is not None
        assert returning is not None
        await returning.look()
        due = arrivals.due()
        await settle(arrivals)
        self.done += [wish.said for wish in due]

    async def goes_on(self) -> None:
        """Wait until the trip of before is planned anew."""
        await self.until_looking(lambda: self.mimosa.trips.planned(DEVICE) is not None)  # type: ignore[union-attr]

    async def until_looking(self, holds: Any) -> None:
        async with asyncio.timeout(30):
            while not holds():
                await self.look()
                await asyncio.sleep(0.01)

    def waiting(self) -> list[OnTheWay]:
        assert self.mimosa.arrivals is not None
        return list(self.mimosa.arrivals.waiting(DEVICE))


@pytest.fixture
async def car() -> AsyncIterator[Car]:
    broker = LoopbackBroker()
    found = Car(broker)
    log = TruthLog(None, listener=lambda line: None)

    async def live() -> None:
        async with asyncio.TaskGroup() as tasks:
            link = broker.link()
            found.simulated.append(SimulatedCar(("Car",), Stage(link, RunningClock(1.0), log, tasks), link))
            await found.simulated[0].run()

    living = asyncio.create_task(live(), name=CAR)
    yield found
    living.cancel()
    await asyncio.wait([living])


@asynccontextmanager
async def life(folder: Path, car: Car, patch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    @asynccontextmanager
    async def link(*_: object, **__: object) -> AsyncIterator[Any]:
        yield car.broker.link()

    patch.setattr("server.compose.MqttLink", link)
    patch.setattr("server.arriving.TICK_S", 3600)
    settings = Settings(data_dir=folder, models_dir=folder, core="off", ears=False, voice=False)
    async with Mimosa(settings, BrokerAddress("127.0.0.1", 1), simulated=True) as mimosa:
        transport = httpx.ASGITransport(create_app(mimosa), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as http:
            async with asyncio.timeout(30):
                while mimosa.home.fact(DEVICE, KNOWN) is None:
                    await asyncio.sleep(0.01)
            assert mimosa.arrivals is not None
            mimosa.arrivals.understands = lambda said: True
            yield Life(mimosa, http)


async def set_out(life: Life, wish: str = WISH) -> None:
    assert "To home" in await life.say("take me home")
    assert "before home" in await life.say(f"{wish} when I'm two minutes away")
    await life.look()


@pytest.fixture
def lives(tmp_path: Path, car: Car, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`async with lives() as life`: one after the other on the same data."""
    return lambda: life(tmp_path / "data", car, monkeypatch)


def files_with(word: bytes, folder: Path) -> list[str]:
    """The files in which it can be read."""
    return [file.name for file in folder.rglob("*") if file.is_file() and word in file.read_bytes()]


async def test_the_trip_goes_on_and_what_waited_is_done_once(lives: Any, car: Car) -> None:
    async with lives() as before:
        await set_out(before)
        planned = before.mimosa.trips.planned(DEVICE)
        [kept] = before.waiting()

    async with lives() as after:
        assert after.waiting() == [replace(kept, said=after.waiting()[0].said, since=after.waiting()[0].since)]
        await after.goes_on()
        assert after.mimosa.trips.planned(DEVICE).course == planned.course
        [wish] = after.waiting()
        assert (wish.said.text, wish.said.language, wish.said.speaker) == (WISH, "en", DRIVER)
        await after.look()
        if not after.done:
            await car.be_at(Position(HOME.latitude + 0.0003, HOME.longitude))
            await after.until_looking(lambda: bool(after.done))
        assert [said.text for said in after.done] == [WISH]

    async with lives() as last:
        assert last.waiting() == []
        await last.look()
        assert last.done == []


async def test_a_trip_that_ended_meanwhile_takes_its_wishes_with_it_and_says_so_by_id(
    lives: Any, car: Car, caplog: pytest.LogCaptureFixture
) -> None:
    async with lives() as before:
        await set_out(before)
        [kept] = before.waiting()
    await car.be_at(HOME)
    caplog.set_level(logging.INFO)
    async with lives() as after:
        await after.until_looking(lambda: not after.waiting())
        assert after.done == []
        assert f"wish {kept.id} for the trip of {DEVICE} is let go: its trip is over" in caplog.text
        assert "wombatlantern" not in caplog.text
    async with lives() as last:
        assert last.waiting() == []


async def test_a_wish_that_is_too_old_is_let_go(
    lives: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lives() as before:
        await set_out(before)
        [kept] = before.waiting()
    caplog.set_level(logging.INFO)
    async with lives() as after:
        after.mimosa.arrivals._now = lambda: local_now() + LONGEST + timedelta(minutes=1)
        await after.look()
        assert after.waiting() == []
        assert f"wish {kept.id} for the trip of {DEVICE} is let go: it is too old" in caplog.text


async def test_while_the_car_says_nothing_its_wishes_wait(lives: Any, car: Car) -> None:
    async with lives() as before:
        await set_out(before)
    async with lives() as after:
        await car.broker.link().publish("vss/car/$state", b"lost", retain=True)
        async with asyncio.timeout(30):
            while after.mimosa.home.available(DEVICE) is not False:
                await asyncio.sleep(0.01)
        if after.mimosa.trips.planned(DEVICE) is None:
            for _ in range(5):
                await after.look()
            assert len(after.waiting()) == 1
            assert after.mimosa.trips.planned(DEVICE) is None
        await car.broker.link().publish("vss/car/$state", b"ready", retain=True)
        await after.goes_on()


async def test_what_cannot_be_written_down_is_not_promised(lives: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with lives() as now:
        await now.say("take me home")

        async def full(*_: object) -> None:
            raise NotWritten("the disk is full")

        monkeypatch.setattr("server.trip_records.TripRecords.keep", full)
        assert await now.say(f"{WISH} when I'm two minutes away") == "I could not write that down."
        assert now.waiting() == []


async def test_coming_home_does_what_waits_for_that_wherever_the_car_stops(lives: Any, car: Car) -> None:
    async with lives() as now:
        await now.say("take me home")
        await now.say(f"{WISH} when I get home")
        await car.be_at(Position(HOME.latitude + 0.0011, HOME.longitude))
        await now.look()
        assert now.done == []
        now.mimosa.arrivals.came_home(DEVICE)
        await now.look()
        assert [said.text for said in now.done] == [WISH]


async def test_forgetting_everything_erases_it_to_the_last_byte(lives: Any, tmp_path: Path) -> None:
    async with lives() as before:
        await set_out(before)
        await before.mimosa._database.back_up()
        assert files_with(b"wombatlantern", tmp_path)
        erased = await before.http.post("/api/memory/erase", json={"sure": True})
        assert erased.json()["gone"]["trip_wishes"] == 1
        assert before.waiting() == []
        await before.look()
        assert files_with(b"wombatlantern", tmp_path) == []
        assert not await before.mimosa._returning._records.courses()
    async with lives() as after:
        assert after.waiting() == []


async def test_forgetting_by_word_of_mouth_erases_what_waits(lives: Any) -> None:
    async with lives() as before:
        await set_out(before)
        at_home = Speaker()
        await before.say("forget everything you know about me", at_home)
        told = await before.say("yes", at_home)
        assert "1 wish for a trip" in told
        assert before.waiting() == []
    async with lives() as after:
        assert after.waiting() == []


async def paired(http: httpx.AsyncClient) -> str:
    """The refresh token of a head unit that the owner let in."""
    scopes = ["talk", "car.read", "car.act", "home.read", "home.act"]
    form = {"client_id": "dash", "vehicle": CAR, "name": "Dashboard", "scope": " ".join(scopes)}
    async with asyncio.timeout(30):
        while "user_code" not in (begun := (await http.post("/api/car/v1/device_authorization", data=form)).json()):
            await asyncio.sleep(0.1)  # until the car says that it is parked
    admitted = await http.post("/api/head-units/approval", json={"code": begun["user_code"], "scopes": scopes})
    assert admitted.status_code < 300, admitted.text
    grant = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "client_id": "dash"}
    tokens = await http.post("/api/car/v1/token", data={**grant, "device_code": begun["device_code"]})
    refresh: str = tokens.json()["refresh_token"]
    return refresh


async def head_of(http: httpx.AsyncClient, refresh: str) -> tuple[dict[str, str], str]:
    """The head of a head unit's requests, and its next refresh token."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": "dash"}
    tokens = (await http.post("/api/car/v1/token", data=form)).json()
    return {"Authorization": f"Bearer {tokens['access_token']}"}, tokens["refresh_token"]


async def test_a_head_unit_gets_its_trip_back_from_a_server_that_was_started_anew(
    serve: Any, car: Car, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def link(*_: object, **__: object) -> AsyncIterator[Any]:
        yield car.broker.link()

    monkeypatch.setattr("server.compose.MqttLink", link)
    monkeypatch.setattr("server.arriving.TICK_S", 0.05)
    settings = Settings(data_dir=tmp_path, models_dir=tmp_path, core="off", ears=False, voice=False)

    @asynccontextmanager
    async def server() -> AsyncIterator[httpx.AsyncClient]:
        app = create_app(Mimosa(settings, BrokerAddress("127.0.0.1", 1), simulated=True))
        async with serve(app) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            yield http

    async def trip(http: httpx.AsyncClient, head: dict[str, str]) -> dict[str, Any]:
        async with asyncio.timeout(30):
            while (told := await http.get("/api/car/v1/trip", headers=head)).status_code != 200:
                await asyncio.sleep(0.05)
        found: dict[str, Any] = told.json()
        return found

    async with server() as http:
        head, refresh = await head_of(http, await paired(http))
        turn = {"text": "take me home and close the windows when I'm two minutes away", "seat": "driver"}
        said = await http.post("/api/car/v1/turns", json=turn, headers={**head, "Idempotency-Key": "one"})
        assert said.json()["outcome"] == "pending", said.text
        before = await trip(http, head)
        await asyncio.sleep(0.5)

    async with server() as http:
        head, _ = await head_of(http, refresh)
        after = await trip(http, head)
        assert (after["destination"], after["stops"]) == (before["destination"], before["stops"])
        assert after["plan"] != before["plan"]
