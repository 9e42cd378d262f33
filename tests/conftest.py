"""Where the tests keep their files, how long they may take, and what the collector of garbage need not walk over."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
MEMORY_LEAST_BYTES = 2 * 1024**3
SLOW_S = 600.0
"""Seconds that a slow test is given at least: only what hangs takes so long, however slow the machine is."""


def has_room() -> bool:
    """Whether files may lie in memory."""
    return MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_LEAST_BYTES


def keep_what_was_compiled() -> None:
    """Rewriting the assertions of all tests takes longer than collecting them: it is done once for each change.

    So is compiling the product, for every program that a test starts.
    """
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_configure(config: pytest.Config) -> None:
    """Quick tests write to memory where there is enough: a disk that others keep busy is not their subject.

    The slow ones stay on the disk: what survives a kill and a power loss is a question about disks.
    """
    keep_what_was_compiled()
    quick = "not slow" in str(config.option.markexpr)
    if quick and has_room():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever is slow is given its time."""
    for item in items:
        given = item.get_closest_marker("timeout")
        if item.get_closest_marker("slow") is not None and (given is None or given.args[0] < SLOW_S):
            item.add_marker(pytest.mark.timeout(SLOW_S), append=False)


def pytest_collection_finish() -> None:
    """Thousands of collected tests and their modules stay to the end: no collection need look at them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is room, for slow tests whose subject is not the disk."""
    if not has_room():
        yield tmp_path_factory.mktemp("memory")
        return
    with tempfile.TemporaryDirectory(prefix="mimosa-tests-", dir=MEMORY) as made:
        yield Path(made)


@pytest.fixture
def in_memory(memory: Path) -> Path:
    """A folder of the test's own there."""
    return Path(tempfile.mkdtemp(dir=memory))
