"""Before the car is let in at a house, it says itself whether it is parked."""

import asyncio
import contextlib
import json

import pytest
import typer

from devices.errors import LinkDown
from devices.loopback import LoopbackBroker
from devices.policy import Driving
from devices.rules.driving import GEAR, PARK, SPEED
from server.node.own_signals import broker_in_car, driving_now, driving_on
from server.settings import Settings

IN_DRIVE = 1


async def told(speed: float | None, gear: int, *, live: bool = True) -> Driving | None:
    """What is made of a car that says this."""
    broker = LoopbackBroker()
    car = broker.link()

    async def say(path: str, value: float) -> None:
        await car.publish(
            f"vss/car/{path.replace('.', '/')}", json.dumps({"v": value, "q": "ok"}).encode(), retain=True
        )

    async def tell() -> None:
        while True:
            if speed is not None:
                await say(SPEED, speed)
            await say(GEAR, gear)
            await asyncio.sleep(0.02)

    described = {"name": "Car", "vss_version": "6.0", "signals": [SPEED, GEAR]}
    await car.publish("vss/car/$description", json.dumps(described).encode(), retain=True)
    await car.publish("vss/car/$state", b"ready", retain=True)
    if speed is not None:
        await say(SPEED, speed)
    await say(GEAR, gear)
    telling = asyncio.create_task(tell()) if live else None
    try:
        return await driving_on(broker.link(), "car", 0.4)
    finally:
        if telling is not None:
            telling.cancel()


async def test_the_car_itself_says_whether_it_is_parked() -> None:
    assert await told(0.0, PARK) is Driving.PARKED
    assert await told(30.0, IN_DRIVE) is Driving.MOVING
    assert await told(0.0, IN_DRIVE) is Driving.STOPPED
    assert await told(None, PARK) is Driving.UNKNOWN
    assert await told(0.0, PARK, live=False) is Driving.UNKNOWN


async def test_without_a_broker_or_a_car_nobody_can_tell(tmp_path) -> None:
    assert await driving_on(LoopbackBroker().link(), "car", 0.05) is None
    assert await driving_now(Settings(data_dir=tmp_path), "car") is None
    with pytest.raises(LinkDown):
        await driving_now(Settings(data_dir=tmp_path, broker="mqtt://127.0.0.1:9"), "car")


def test_the_broker_that_the_node_has_started_is_found(tmp_path) -> None:
    (tmp_path / "broker").mkdir()
    (tmp_path / "broker" / "password").write_text("secret\n")
    found = broker_in_car(Settings(data_dir=tmp_path, broker_port=1999))
    assert found is not None
    assert (found.port, found.password) == (1999, "secret")


@pytest.mark.parametrize(
    ("doing", "ends"), [(Driving.MOVING, 1), (Driving.STOPPED, 1), (Driving.UNKNOWN, 1), (Driving.PARKED, 0), (None, 0)]
)
def test_the_command_refuses_a_car_that_is_not_parked(monkeypatch, tmp_path, capsys, doing, ends) -> None:
    from server.commands import car

    async def driving(settings: Settings, vehicle: str) -> Driving | None:
        return doing

    monkeypatch.setattr("server.node.own_signals.driving_now", driving)
    with pytest.raises(typer.Exit) if ends else contextlib.nullcontext():
        car._check_parked(Settings(data_dir=tmp_path), "car", as_json=False)
    assert ("pair it only while it is parked" in capsys.readouterr().err) is (doing is None)
