"""The house notices when its car leaves and when it comes home: told, written down, answered, and erased."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from devices.address import BrokerAddress
from devices.crossings import CarCrossing
from devices.discovery.vss import signal_topic
from devices.geofence import HOLDS_S, Crossing
from devices.loopback import LoopbackBroker
from server.app import create_app
from server.compose import Mimosa
from server.settings import Settings
from skills.surface import local_now

CAR = "vss:car"
FROM_HOME = "Vehicle.X.Navigation.DistanceFromHome"
LATITUDE, LONGITUDE = "Vehicle.CurrentLocation.Latitude", "Vehicle.CurrentLocation.Longitude"
HOME_AT = (60.17655, 24.95085)
LOCK = "Vehicle.Cabin.Door.Row1.DriverSide.IsLocked"
FAR = (60.1900, 24.9500)


@dataclass
class Household:
    """The composed product, and a car that says what the test says."""

    mimosa: Mimosa
    broker: LoopbackBroker
    http: httpx.AsyncClient
    clock_s: float = 0.0

    async def says(self, path: str, value: Any) -> None:
        payload = json.dumps({"v": value, "q": "ok", "ts": local_now().isoformat()}).encode()
        await self.broker.link().publish(signal_topic("car", path), payload, retain=True)
        await self.until(lambda: (fact := self.mimosa.home.fact(CAR, path)) is not None and fact.value == value)

    async def is_at(self, place: tuple[float, float]) -> None:
        await self.says(LATITUDE, place[0])
        await self.says(LONGITUDE, place[1])

    async def state(self, state: str) -> None:
        await self.broker.link().publish("vss/car/$state", state.encode(), retain=True)
        await self.until(lambda: self.mimosa.home.available(CAR) is (state == "ready"))

    async def time_passes(self) -> list[str]:
        """So long that what is certain is noticed."""
        found = []
        for _ in range(int(HOLDS_S / 2) + 2):
            self.clock_s += 2
            for crossed in self.mimosa.coming_and_going.look():
                await self.mimosa.coming_and_going._take(crossed)
                found.append(crossed.crossing.what)
        return found

    async def until(self, holds: Any) -> None:
        async with asyncio.timeout(20):
            while not holds():
                await asyncio.sleep(0.005)

    async def ask(self, text: str, person: str = "") -> str:
        told = await self.http.post("/api/turns", json={"text": text, "person": person})
        return json.loads(told.text.splitlines()[-1])["reply"]


@asynccontextmanager
async def living(folder: Path, broker: LoopbackBroker, patch: pytest.MonkeyPatch) -> AsyncIterator[Household]:
    """One life of Mimosa, from its start to its end."""

    @asynccontextmanager
    async def link(*_: object, **__: object) -> AsyncIterator[Any]:
        yield broker.link()

    patch.setattr("server.compose.MqttLink", link)
    patch.setattr("server.coming_and_going.LOOK_S", 3600)
    settings = Settings(data_dir=folder, models_dir=folder, core="off", ears=False, voice=False)
    async with Mimosa(settings, BrokerAddress("127.0.0.1", 1), simulated=True) as mimosa:
        transport = httpx.ASGITransport(create_app(mimosa), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as http:
            house = Household(mimosa, broker, http)
            mimosa.coming_and_going._clock = lambda: house.clock_s
            await house.until(lambda: mimosa.home.available(CAR) is True)
            yield house


@pytest.fixture
async def on_air() -> LoopbackBroker:
    """A broker with a car at home."""
    broker = LoopbackBroker()
    described = {"name": "Car", "aliases": ["车"], "signals": [LATITUDE, LONGITUDE, FROM_HOME]}
    await broker.link().publish("vss/car/$description", json.dumps(described).encode(), retain=True)
    await broker.link().publish("vss/car/$state", b"ready", retain=True)
    return broker


@pytest.fixture
async def house(on_air: LoopbackBroker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Household]:
    async with living(tmp_path, on_air, monkeypatch) as household:
        yield household


async def drive_out_and_back(house: Household) -> None:
    await house.is_at(HOME_AT)
    assert await house.time_passes() == []
    await house.is_at(FAR)
    assert await house.time_passes() == ["left"]
    await house.is_at(HOME_AT)
    assert await house.time_passes() == ["arrived"]


async def test_leaving_and_coming_home_is_noticed_kept_and_answered_in_both_languages(house: Household) -> None:
    assert "not seen" in await house.ask("when did the car leave")
    await drive_out_and_back(house)
    now = local_now()
    assert (await house.ask("when did the car leave")).startswith("The car left home at ")
    assert (await house.ask("when did the car come home")).startswith("The car came home at ")
    assert "离开家" in await house.ask("车什么时候走的")
    assert "到家的" in await house.ask("车是什么时候回来的")
    listed = (await house.http.get("/api/crossings")).json()["crossings"]
    assert [each["what"] for each in listed] == ["arrived", "left"]
    assert all(each["car"] == CAR and each["seen"] for each in listed)
    assert listed[0]["at"][:13] in {(now - timedelta(minutes=m)).isoformat()[:13] for m in (0, 5)}


async def test_what_a_node_tells_of_the_distance_is_enough(house: Household) -> None:
    for metres, noticed in ((100, []), (2_300, ["left"]), (200, []), (0, ["arrived"])):
        await house.says(FROM_HOME, metres)
        assert await house.time_passes() == noticed


async def test_a_car_that_is_out_of_contact_neither_leaves_nor_comes(house: Household) -> None:
    await house.is_at(HOME_AT)
    await house.time_passes()
    await house.state("lost")
    await house.is_at(FAR)
    assert await house.time_passes() == []
    await house.state("ready")
    await house.is_at((FAR[0] + 0.001, FAR[1]))
    assert await house.time_passes() == ["left"]
    assert "or before: I had no contact" in await house.ask("when did the car leave")


async def test_a_start_of_mimosa_is_no_arrival(
    on_air: LoopbackBroker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with living(tmp_path, on_air, monkeypatch) as house:
        await house.is_at(HOME_AT)
        await house.time_passes()
        await house.is_at(FAR)
        assert await house.time_passes() == ["left"]
    async with living(tmp_path, on_air, monkeypatch) as house:
        assert await house.time_passes() == []
        await house.is_at((HOME_AT[0] + 0.0001, HOME_AT[1]))
        assert await house.time_passes() == []
        assert (await house.ask("when did the car leave")).startswith("The car left home at ")
        assert "not seen" in await house.ask("when did the car come home")


async def test_a_car_that_waits_for_the_owner_is_not_followed(house: Household) -> None:
    described = {"name": "Visitor", "signals": [FROM_HOME, LOCK]}
    await house.broker.link().publish("vss/visitor/$description", json.dumps(described).encode(), retain=True)
    await house.until(lambda: "vss:visitor" in house.mimosa.home.waiting)
    assert "vss:visitor" not in set(house.mimosa.coming_and_going._cars())


async def test_children_and_guests_are_not_told(house: Household) -> None:
    await drive_out_and_back(house)
    for name, role in (("Mia", "child"), ("Tom", "guest")):
        person = (await house.http.post("/api/members", json={"name": name, "role": role})).json()["id"]
        assert (await house.http.get("/api/crossings", params={"person": person})).json() == {"crossings": []}
        told = await house.ask("when did the car come home", person)
        assert told == "I won't tell you that about the car."


async def test_erasing_takes_it_away(house: Household) -> None:
    await drive_out_and_back(house)
    erased = await house.http.post("/api/memory/erase", json={"sure": True, "everybody": True})
    assert erased.json()["gone"]["crossings"] == 2
    assert (await house.http.get("/api/crossings")).json() == {"crossings": []}


async def test_pages_are_told_at_once(pocket: Any, serve: Any, tmp_path: Path) -> None:
    mimosa = pocket(Settings(data_dir=tmp_path))
    async with serve(create_app(mimosa)) as port, connect(f"ws://127.0.0.1:{port}/ws/events") as peer:
        assert json.loads(await peer.recv())["type"] == "snapshot"
        await mimosa.coming_and_going._take(CarCrossing("light.kitchen", Crossing("arrived", local_now(), seen=True)))
        while (told := json.loads(await peer.recv()))["type"] != "crossing":
            pass
        assert told == {"type": "crossing", "car": "light.kitchen"}
