"""How long a command takes to the device and back, with and without TCP_NODELAY."""

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.table import Row, at_most, show
from devices.broker import start_broker
from devices.broker_programs import mosquitto_path
from devices.link import Link
from devices.mqtt import MqttLink

PAIRS = 40
COMMAND, REPORT = "bench/lamp/on/set", "bench/lamp/on"
TARGET = 1 / 50


async def measure(pairs: int = PAIRS) -> list[Row]:
    """QoS 1 round trips, as shipped and with TCP_NODELAY off at both ends, in turn; each through its own mosquitto.

    Raises FileNotFoundError where mosquitto is not on the machine.
    """
    if mosquitto_path() is None:
        raise FileNotFoundError("mosquitto is not on this machine")
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shipped = await _ends(stack, folder / "shipped", no_delay=True)
        delayed = await _ends(stack, folder / "delayed", no_delay=False)
        for end in (shipped, delayed):
            await _round_trip(end)
        times = [(await _round_trip(shipped), await _round_trip(delayed)) for _ in range(pairs)]
    return [
        Row("command to report, as shipped, p50", median(ours for ours, _ in times) * 1000, "ms"),
        Row("command to report, TCP_NODELAY off, p50", median(other for _, other in times) * 1000, "ms"),
        at_most("command to report, as shipped ÷ TCP_NODELAY off", median(a / b for a, b in times), TARGET),
    ]


async def _ends(stack: AsyncExitStack, folder: Path, *, no_delay: bool) -> Link:
    """A broker, a device that reports every command it gets, and the link that commands it."""
    address = await stack.enter_async_context(start_broker(folder, port=0, program="mosquitto", no_delay=no_delay))
    home, device = [
        await stack.enter_async_context(MqttLink(address, status_topic=None, greet_producers=False, no_delay=no_delay))
        for _ in range(2)
    ]
    for link, topic in ((home, REPORT), (device, COMMAND)):
        await link.subscribe(topic)
        await link.until_connected(20)
    obeying = asyncio.create_task(_obey(device))
    stack.callback(obeying.cancel)
    return home


async def _obey(device: Link) -> None:
    async for message in device.messages():
        await device.publish(REPORT, message.payload)


async def _round_trip(home: Link) -> float:
    """Seconds from the publish to the report."""
    began = perf_counter()
    sending = asyncio.create_task(home.publish(COMMAND, b"true"))
    await anext(home.messages())
    took = perf_counter() - began
    await sending
    return took


if __name__ == "__main__":
    try:
        show("Link", asyncio.run(measure()))
    except FileNotFoundError as error:
        sys.exit(f"left out: {error}")
