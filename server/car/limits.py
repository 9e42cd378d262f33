"""How much one head unit may ask for at a time: a pace for its requests, and bounds on what may be under way."""

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from server.api.problems import Problem

PER_SECOND = 200.0
"""Requests a second that a head unit may make for long …"""
AT_ONCE = 200.0
"""… and as many at a stroke."""

Work = Literal["turns", "sounds", "commands", "streams"]

MOST_UNDER_WAY: dict[Work, int] = {"turns": 4, "sounds": 4, "commands": 8, "streams": 8}
"""What may be under way for one head unit; nothing beyond it waits. `sounds`: sound files that are held in memory."""


def _monotonic() -> float:
    return asyncio.get_running_loop().time()


class Limits:
    """The bounds of one head unit."""

    def __init__(self, clock: Callable[[], float] = _monotonic) -> None:
        """`clock`: seconds, never going back."""
        self._clock = clock
        self._left = AT_ONCE
        self._counted: float | None = None
        self._under_way: Counter[Work] = Counter()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._under_way.total()

    def count(self) -> None:
        """One more request. Raises Problem ("slow-down") where they come too fast."""
        now = self._clock()
        before = now if self._counted is None else self._counted
        self._left = min(AT_ONCE, self._left + (now - before) * PER_SECOND)
        self._counted = now
        if self._left < 1:
            raise _slow_down((1 - self._left) / PER_SECOND, f"at most {PER_SECOND:g} requests a second are taken")
        self._left -= 1

    @contextmanager
    def one_of(self, work: Work) -> Iterator[None]:
        """Have one more of these under way. Raises Problem ("slow-down") where there are too many."""
        most = MOST_UNDER_WAY[work]
        if self._under_way[work] >= most:
            raise _slow_down(1.0, f"at most {most} {work} of a head unit are under way at a time")
        self._under_way[work] += 1
        try:
            yield
        finally:
            self._under_way[work] -= 1


def _slow_down(seconds: float, why: str) -> Problem:
    return Problem("slow-down", why, {"Retry-After": str(max(1, math.ceil(seconds)))})
