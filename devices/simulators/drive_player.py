"""Plays a drive against a car: what the car feels, and who says what, at their moments."""

from collections.abc import Awaitable, Callable, Mapping

from devices.device import Value
from devices.simulators.clock import Clock
from devices.simulators.drive import Moment, Recording, Saying

Feel = Callable[[Mapping[str, Value]], Awaitable[None]]
"""Takes what becomes different, by path."""
Say = Callable[[Saying], Awaitable[None]]


async def play(drive: Recording, clock: Clock, feel: Feel, say: Say | None = None) -> None:
    """Let the drive happen in the time of `clock`, from its present moment on; done when it is over.

    Only what changed is felt. What is said is waited for: the drive goes on when it is answered.
    """
    began = clock.now()
    felt: dict[str, Value] = {}
    for line in drive.lines:
        await clock.sleep(max(0.0, began + line.t - clock.now()))
        match line:
            case Moment():
                changed = {path: v for path, v in line.signals().items() if path not in felt or felt[path] != v}
                felt |= changed
                if changed:
                    await feel(changed)
            case Saying() if say is not None:
                await say(line)
