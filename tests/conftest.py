"""Where the tests keep their files, and what the collector of garbage need not walk over."""

import gc
import os
import shutil
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
MEMORY_LEAST_BYTES = 2 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    """Quick tests write to memory where there is enough: a disk that others keep busy is not their subject.

    The slow ones stay on the disk: what survives a kill and a power loss is a question about disks.
    """
    quick = "not slow" in str(config.option.markexpr)
    if quick and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_LEAST_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """Thousands of collected tests and their modules stay to the end: no collection need look at them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
