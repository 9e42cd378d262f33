"""A large house: 2,000 entities before the whole server, 10,000 before the home alone, and a flood of reports.

Needs mosquitto. The devices are a process of their own (bench/producers.py). Figures of Home Assistant 2025.4.4 on such
a machine, for comparison: 3.5 to 5.3 s to discover 2,000 entities, 6 to 7 s from a restart until all states are right,
225 to 256 MiB, 15 to 26 ms p95 from text to command.
"""

import asyncio
import sys

from bench.large_home import flood, home_alone
from bench.table import Row, show
from bench.whole_server import whole_server
from devices.broker_programs import mosquitto_path

ENTITIES = 2_000
MANY = 10_000


async def measure() -> list[Row]:
    """All figures. Raises FileNotFoundError where mosquitto is not on the machine."""
    if mosquitto_path() is None:
        raise FileNotFoundError("mosquitto is not on this machine")
    return [*await whole_server(ENTITIES), *await home_alone(MANY), *await flood(ENTITIES)]


if __name__ == "__main__":
    try:
        show("Scale", asyncio.run(measure()))
    except FileNotFoundError as error:
        sys.exit(f"left out: {error}")
