"""Before the car is let in at a house, it says itself whether it is parked."""

import asyncio
import contextlib
import json
import socket
import stat
from contextlib import AsyncExitStack

import pytest
import typer

from devices.address import BrokerAddress
from devices.broker import start_broker
from devices.errors import BrokerFailed, LinkDown
from devices.loopback import LoopbackBroker
from devices.policy import Driving
from devices.rules.driving import GEAR, PARK, SPEED
from server.commands import car
from server.node.own_signals import FILE, broker_in_car, broker_told, driving_now, driving_on
from server.node.running import RunningNode
from server.settings import Settings

IN_DRIVE = 1


async def told(speed: float | None, gear: int, *, live: bool = True) -> Driving:
    """What is made of a car that says this."""
    broker = LoopbackBroker()
    vehicle = broker.link()

    async def say(path: str, value: float) -> None:
        await vehicle.publish(
            f"vss/car/{path.replace('.', '/')}", json.dumps({"v": value, "q": "ok"}).encode(), retain=True
        )

    async def tell() -> None:
        while True:
            if speed is not None:
                await say(SPEED, speed)
            await say(GEAR, gear)
            await asyncio.sleep(0.02)

    described = {"name": "Car", "vss_version": "6.0", "signals": [SPEED, GEAR]}
    await vehicle.publish("vss/car/$description", json.dumps(described).encode(), retain=True)
    await vehicle.publish("vss/car/$state", b"ready", retain=True)
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


async def test_without_a_broker_or_a_car_it_is_not_known_to_be_parked(tmp_path) -> None:
    assert await driving_on(LoopbackBroker().link(), "car", 0.05) is Driving.UNKNOWN
    with pytest.raises(BrokerFailed, match="mimosa car run"):
        await driving_now(Settings(data_dir=tmp_path), "car")
    with pytest.raises(LinkDown):
        await driving_now(Settings(data_dir=tmp_path, broker="mqtt://127.0.0.1:9"), "car")


async def test_what_ends_the_listening_is_told(monkeypatch) -> None:
    async def falls(self) -> None:
        raise LinkDown("the broker threw us out")

    monkeypatch.setattr("server.node.own_signals.Home.run", falls)
    with pytest.raises(LinkDown, match="threw us out"):
        await driving_on(LoopbackBroker().link(), "car", 5.0)


def test_the_broker_of_the_running_node_is_found_on_whatever_port(tmp_path) -> None:
    broker = BrokerAddress("127.0.0.1", 40_123, "mimosa", "secret")
    with broker_told(tmp_path, broker):
        assert broker_in_car(Settings(data_dir=tmp_path)) == broker
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    with pytest.raises(BrokerFailed):
        broker_in_car(Settings(data_dir=tmp_path))


@pytest.mark.parametrize("text", ["nonsense", "{}", "[]", '{"broker": "::", "username": "", "password": ""}'])
def test_a_file_that_tells_no_broker_is_named(tmp_path, text) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(BrokerFailed, match=FILE):
        broker_in_car(Settings(data_dir=tmp_path))


@pytest.mark.parametrize(
    ("doing", "ends"), [(Driving.MOVING, 1), (Driving.STOPPED, 1), (Driving.UNKNOWN, 1), (Driving.PARKED, 0)]
)
def test_the_command_refuses_a_car_that_is_not_parked(monkeypatch, tmp_path, doing, ends) -> None:
    async def driving(settings: Settings, vehicle: str) -> Driving:
        return doing

    monkeypatch.setattr("server.node.own_signals.driving_now", driving)
    with pytest.raises(typer.Exit) if ends else contextlib.nullcontext():
        car._check_parked(Settings(data_dir=tmp_path), "car", as_json=False)


def test_the_command_refuses_a_car_of_which_nothing_is_in_reach(tmp_path, capsys) -> None:
    with pytest.raises(typer.Exit):
        car._check_parked(Settings(data_dir=tmp_path), "car", as_json=False)
    assert "Nothing was done" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.broker
async def test_a_running_node_with_a_simulated_car_can_be_paired_beside(tmp_path) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    settings = Settings(data_dir=tmp_path, models_dir=tmp_path, core="off", ears=False, voice=False)
    node = RunningNode(settings, listening, None, vehicle="car", simulate=True, as_json=True)
    with listening:
        async with AsyncExitStack() as children:
            broker = await children.enter_async_context(start_broker(tmp_path, port=0))
            await node._app(broker, children)
            assert await driving_now(settings, "car") is Driving.PARKED
