"""Time that passes as a test wants it: at once where it waits for a limit, and not at all while the machine stalls."""

import asyncio
import sys
import time
from collections.abc import Callable
from time import monotonic

import pytest

from devices.link import Message


def let_pass(seconds: float) -> None:
    """So much time passes for everything that waits in the running loop, and goes on from there."""
    loop = asyncio.get_running_loop()
    before = loop.time
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]


class UnhurriedClock:
    """The monotonic clock, but nothing grows old while the whole machine stands still: it goes on by steps."""

    LONGEST_STEP_S = 0.25

    def __init__(self) -> None:
        self._looked_at = self._shows = monotonic()

    def __call__(self) -> float:
        now = monotonic()
        self._shows += min(now - self._looked_at, self.LONGEST_STEP_S)
        self._looked_at = now
        return self._shows


def devices_read(clock: Callable[[], float], patch: pytest.MonkeyPatch) -> None:
    """Everything in the devices' room and its tests reads this clock, the broker in memory included."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("devices.", "tests.devices.")) and getattr(module, "monotonic", None) is time.monotonic:
            patch.setattr(module, "monotonic", clock)

    def message(topic: str, payload: bytes, retained: bool) -> Message:
        return Message(topic, payload, retained, clock())

    patch.setattr("devices.loopback.Message", message)
