"""Long work on the event loop, in stretches short enough for everybody else."""

import asyncio
import gc
from time import monotonic

LONGEST_STRETCH_S = 0.002
"""How long work goes on without letting anybody else have the event loop."""

NEWCOMERS = 25
"""As many devices at least come between two rounds in which they are counted among those that stay."""


class Pace:
    """Lets others have the event loop now and then during long work."""

    def __init__(self) -> None:
        self._began = monotonic()

    async def rest(self) -> None:
        """Step aside where the stretch was long enough."""
        if monotonic() - self._began > LONGEST_STRETCH_S:
            await asyncio.sleep(0)
            self._began = monotonic()


class Residents:
    """Keeps what stays out of the rounds of the garbage collector.

    A round looks at every object there is; with 10,000 devices it would hold the event loop for most of a second, again
    and again. What was taken in is there to stay, so that there is nothing to find.
    """

    def __init__(self) -> None:
        self._newcomers = 0

    def came(self) -> None:
        """One more device was taken in."""
        self._newcomers += 1
        if self._newcomers >= NEWCOMERS:
            self._newcomers = 0
            gc.collect(1)
            gc.freeze()
