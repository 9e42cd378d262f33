"""A car that is away is there to be asked about, and wishes for it are refused at once."""

import asyncio
import json

import pytest
import sqlalchemy as sa

from devices import journal as journal_room
from devices.discovery.vss import Vss
from devices.home import Home
from devices.journal import Journal
from devices.loopback import LoopbackBroker
from devices.mirrored_car import MAKER, CarIsHere, MirroredCar
from devices.policy import Driving

RANGE = "Vehicle.Powertrain.TractionBattery.Range"
SPEED = "Vehicle.Speed"
GEAR = "Vehicle.Powertrain.Transmission.SelectedGear"
HERE = b'{"name": "Here"}'
PARKED = {RANGE: (212_000, 40.0), SPEED: (0.0, 0.4), GEAR: (126, 0.4)}


class _Memory:
    def __init__(self):
        self._engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        journal_room.metadata.create_all(self._engine)

    async def write(self, work):
        with self._engine.begin() as connection:
            return work(connection)

    read = write


@pytest.fixture
async def away():
    broker = LoopbackBroker()
    home = Home(broker.link(), Journal(_Memory()), (Vss(),), ())
    car = MirroredCar("away", broker.link(), home)
    tasks = [asyncio.create_task(home.run()), asyncio.create_task(car.refuse())]
    await _until(lambda: len(broker._links[1].filters) > 0)
    yield broker, home, car
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _until(holds):
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0)


async def test_it_can_be_asked_about_by_its_name(away):
    _, home, car = away
    assert await car.tell(("Our car",), PARKED | {"Vehicle.NoSuchSignal": (1, 0.0)}) == 1
    await _until(lambda: home.fact("vss:away", RANGE) is not None and home.available("vss:away"))
    assert home.devices["vss:away"].name == "Our car"
    assert home.fact("vss:away", RANGE).value == 212_000


async def test_what_it_is_doing_is_never_told(away):
    broker, home, car = away
    await car.tell(("Our car",), PARKED)
    await _until(lambda: home.fact("vss:away", RANGE) is not None)
    assert not any(p.topic.endswith(("/Speed", "/SelectedGear")) for p in broker.published)
    assert home.driving("vss:away") is Driving.UNKNOWN


async def test_it_is_gone_when_nothing_comes_from_it(away):
    _, home, car = away
    await car.tell(("Our car",), PARKED)
    await _until(lambda: home.available("vss:away") is True)
    await car.lost()
    await _until(lambda: home.available("vss:away") is False)


async def test_every_wish_for_it_is_refused(away):
    broker, _, car = away
    await car.tell(("Our car",), PARKED)
    await broker.link().publish(
        "vss/away/Vehicle/Cabin/Door/Row1/DriverSide/IsLocked/set", b'{"v": false, "req": "r1"}'
    )
    await _until(lambda: any(p.topic == "vss/away/$ack/r1" for p in broker.published))
    answer = next(p.payload for p in broker.published if p.topic == "vss/away/$ack/r1")
    assert json.loads(answer) == {"status": "rejected", "code": "away"}


async def test_a_car_that_is_there_itself_is_not_spoken_for(away):
    broker, home, car = away
    await broker.link().publish("vss/away/$description", HERE, retain=True)
    await _until(lambda: "vss:away" in home.devices)
    with pytest.raises(CarIsHere):
        await car.tell(("Our car",), PARKED)


async def test_when_the_car_itself_comes_nothing_more_is_said_for_it(away):
    broker, home, car = away
    await car.tell(("Our car",), PARKED)
    other = broker.link()
    await other.publish("vss/away/$description", HERE, retain=True)
    await other.publish("vss/away/Vehicle/Cabin/Door/Row1/DriverSide/IsLocked/set", b'{"v": false, "req": "r1"}')
    await _until(lambda: car.is_here and home.announced["vss:away"].maker != MAKER)
    said = len(broker.published)
    with pytest.raises(CarIsHere):
        await car.tell(("Our car",), PARKED)
    await car.lost()
    assert len(broker.published) == said
    assert not any(p.topic.startswith("vss/away/$ack/") for p in broker.published)
