"""Every fault of the catalogue has a test of its own, named after it."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[2]
BROKER_AND_TRANSPORT = range(1, 13)
DEVICE = range(13, 23)
CLOCK = range(23, 24)
STORAGE = range(27, 34)


def numbered() -> dict[int, set[str]]:
    """Number of a fault → its tests."""
    found: dict[int, set[str]] = {}
    for file in TESTS.rglob("test_*.py"):
        for number, name in re.findall(r"def test_fault_(\d\d)_(\w+)\(", file.read_text("utf-8")):
            found.setdefault(int(number), set()).add(name)
    return found


def test_every_fault_of_transport_devices_and_clock_has_a_test() -> None:
    assert {*BROKER_AND_TRANSPORT, *DEVICE, *CLOCK} <= set(numbered())


def test_every_fault_of_storage_has_a_test() -> None:
    assert set(STORAGE) <= set(numbered())
