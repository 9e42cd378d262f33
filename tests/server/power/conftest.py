"""A home on the real database, and disks that can be full."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

sys.path.append(str(Path(__file__).parent))

from house import LAMPS, House, Teller

from server.database import Database

DISK_MIB = 16


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MiB; left out where the test may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


class Quiet(Teller):
    """Keeps the lines to itself."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def tell(self, *words: object) -> None:
        self.lines.append(" ".join(map(str, words)))


@asynccontextmanager
async def furnished(database: Database) -> AsyncIterator[House]:
    """A running home with its lamps; `house.teller.lines` holds what was sent."""
    house = House(database, Quiet(), 1, Random(1))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(house.home.run())
        obeying = tasks.create_task(house.obey())
        await house.furnish()
        assert set(house.home.devices) == set(LAMPS)
        try:
            yield house
        finally:
            running.cancel()
            obeying.cancel()


@pytest.fixture
def furnish() -> object:
    """See furnished."""
    return furnished
