"""What the car in which the node runs says of itself, before it is let in at a house: its signals, nobody's word."""

import asyncio
from contextlib import AbstractContextManager
from pathlib import Path

from devices.address import BrokerAddress
from devices.discovery.vss import Vss
from devices.errors import BrokerFailed, DevicesError
from devices.home import Home
from devices.journal import Journal
from devices.journal import metadata as journal_tables
from devices.link import Link
from devices.mqtt import MqttLink
from devices.policy import Driving
from server.commands.simulated_broker import address_in, written_down
from server.node.memory_storage import MemoryStorage
from server.settings import Settings

FILE = "car.broker.json"
"""In the node's folder, readable by its owner only, for as long as the node runs: where its broker is."""

LISTENED_S = 5.0
"""Seconds in which a car that is there has told its speed and gear at least once."""
CONNECT_S = 3.0
LOOK_S = 0.05


def broker_told(folder: Path, broker: BrokerAddress) -> AbstractContextManager[None]:
    """Have the broker of a running node found by `broker_in_car`, as long as the context lasts."""
    return written_down(folder, broker, FILE)


async def driving_now(settings: Settings, vehicle: str) -> Driving:
    """What the car is doing by its own fresh signals; UNKNOWN where this car tells nothing.

    `settings`: of the node. Raises DevicesError where no broker of this car is known, or nobody answers there.
    """
    async with MqttLink(broker_in_car(settings), status_topic=None, greet_producers=False) as link:
        await link.until_connected(CONNECT_S)
        return await driving_on(link, vehicle)


def broker_in_car(settings: Settings) -> BrokerAddress:
    """The broker of the settings, or that of the node that runs with these settings.

    Raises BrokerFailed where neither is, or where the address is none.
    """
    if settings.broker:
        return BrokerAddress.parse(settings.broker).as_user(settings.broker_username, settings.broker_password)
    file = settings.data_dir / FILE
    try:
        return address_in(file)
    except FileNotFoundError:
        raise BrokerFailed("no node runs here and no broker of the car is set; start it: mimosa car run") from None
    except (OSError, ValueError, KeyError, TypeError, DevicesError) as error:
        raise BrokerFailed(f"{file} cannot be read ({error}); start the node anew: mimosa car run") from error


async def driving_on(link: Link, vehicle: str, listened_s: float = LISTENED_S) -> Driving:
    """What the car says on this link that it is doing; a car that says nothing of itself for `listened_s` is UNKNOWN.

    Told at once when it says so clearly. Raises whatever ends the listening.
    """
    home = Home(link, Journal(MemoryStorage(journal_tables)), (Vss(),), ())
    car = f"vss:{vehicle}"

    async def until_clear() -> None:
        while not (car in home.devices and home.driving(car) in (Driving.PARKED, Driving.MOVING)):
            await asyncio.sleep(LOOK_S)

    listening = asyncio.create_task(home.run(), name="the car is listened to")
    clear = asyncio.create_task(until_clear(), name="the car says what it is doing")
    try:
        await asyncio.wait([listening, clear], timeout=listened_s, return_when=asyncio.FIRST_COMPLETED)
        if listening.done():
            listening.result()
        return home.driving(car) if car in home.devices else Driving.UNKNOWN
    finally:
        for task in (listening, clear):
            task.cancel()
        await asyncio.wait([listening, clear])
