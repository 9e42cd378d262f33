"""What the car in which the node runs says of itself, before it is let in at a house: its signals, nobody's word."""

import asyncio
import contextlib

from devices.address import PLAIN_PORT, BrokerAddress
from devices.broker_programs import LOOPBACK, USERNAME
from devices.discovery.vss import Vss
from devices.errors import LinkDown
from devices.home import Home
from devices.journal import Journal
from devices.journal import metadata as journal_tables
from devices.link import Link
from devices.mqtt import MqttLink
from devices.policy import Driving
from server.commands.simulated_broker import broker_of
from server.node.memory_storage import MemoryStorage
from server.settings import Settings

LISTENED_S = 5.0
"""Seconds in which a car that is there has told its speed and gear at least once."""
CONNECT_S = 3.0
LOOK_S = 0.05


async def driving_now(settings: Settings, vehicle: str) -> Driving | None:
    """What the car is doing by its own fresh signals; None where no broker with this car is in reach.

    `settings`: of the node. Raises LinkDown where the settings name a broker and nobody answers there.
    """
    broker = broker_in_car(settings)
    if broker is None:
        return None
    try:
        async with MqttLink(broker, status_topic=None, greet_producers=False) as link:
            await link.until_connected(CONNECT_S)
            return await driving_on(link, vehicle)
    except LinkDown:
        if settings.broker:
            raise
        return None


def broker_in_car(settings: Settings) -> BrokerAddress | None:
    """The broker of the settings, or the one that a node with these settings has started; None where neither is.

    Raises DevicesError where the address in the settings is none.
    """
    known = broker_of(settings)
    password = settings.data_dir / "broker" / "password"
    if known is not None or not password.is_file():
        return known
    secret = password.read_text("ascii").strip()
    return BrokerAddress(LOOPBACK, settings.broker_port or PLAIN_PORT, USERNAME, secret)


async def driving_on(link: Link, vehicle: str, listened_s: float = LISTENED_S) -> Driving | None:
    """What the car says on this link that it is doing; None where nothing of it is there.

    Told at once when it says so clearly; a car that tells nothing of itself for `listened_s` is UNKNOWN.
    """
    home = Home(link, Journal(MemoryStorage(journal_tables)), (Vss(),), ())
    car = f"vss:{vehicle}"
    listening = asyncio.create_task(home.run(), name="the car is listened to")

    async def until_clear() -> None:
        while not (car in home.devices and home.driving(car) in (Driving.PARKED, Driving.MOVING)):
            await asyncio.sleep(LOOK_S)

    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(listened_s):
                await until_clear()
        return home.driving(car) if car in home.devices else None
    finally:
        listening.cancel()
        await asyncio.wait([listening])
