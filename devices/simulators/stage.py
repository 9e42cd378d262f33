"""What every simulated thing plays on: the link, the clock, the truth that is written down, the faults there are."""

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from devices.errors import LinkDown, PublishInDoubt, PublishRefused
from devices.link import Link
from devices.simulators.clock import Clock
from devices.simulators.truth import TruthLog

log = logging.getLogger(__name__)

FAULTS: Mapping[str, float] = {
    "none": 0.0,
    "silent": 0.0,
    "slow": 3.0,
    "contradicting": 0.0,
    "reverting": 1.0,
    "jammed": 0.0,
    "impossible": 0.0,
    "duplicate": 0.0,
    "late": 3.0,
    "disordered": 0.2,
    "offline_then_stale": 10.0,
    "flapping": 2.0,
}
"""Kind of fault → its seconds where none are said; 0 where it knows none."""

MAX_FAULT_S = 3600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """How a device misbehaves. Seconds are those of whoever talks to the device, however fast the simulation runs.

    silent: it neither obeys nor says anything.
    slow: it obeys after `seconds`.
    contradicting: it does not obey, and says that everything is as it was.
    reverting: it obeys, says so, and takes it back after `seconds`.
    jammed: what moves stops half-way; a lock says so; what does not move stays as it is, and says so.
    impossible: it obeys, but reports -300, NaN, 1e308 or a text where a number belongs.
    duplicate: it says everything twice.
    late: it obeys at once, and its reports come `seconds` later, in order.
    disordered: after each report the one before it comes once more, `seconds` later.
    offline_then_stale: it is gone for `seconds`, comes back, and says an old state; then all is well.
    flapping: it is gone and back by turns, `seconds` each, and obeys only while it is there.
    """

    kind: str = "none"
    seconds: float = 3.0


NO_FAULT = Fault()


def fault_of(payload: bytes) -> Fault | None:
    """A fault from its control message: {"kind", "seconds"?} or the bare kind; None for anything else."""
    text = payload.decode("utf-8", "replace").strip()
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = {"kind": text}
    kind = told.get("kind") if isinstance(told, dict) else None
    if not isinstance(kind, str) or kind not in FAULTS:
        return None
    seconds = told.get("seconds")
    if seconds is None:
        return Fault(kind, FAULTS[kind])
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    return Fault(kind, float(seconds)) if is_number and 0 <= seconds <= MAX_FAULT_S else None


class Stage:
    """The link, clock and truth that the machines share."""

    def __init__(self, link: Link, clock: Clock, truth: TruthLog, tasks: asyncio.TaskGroup) -> None:
        self._link = link
        self._tasks = tasks
        self.clock = clock
        self.truth = truth

    async def say(self, topic: str, payload: str | bytes | Mapping[str, Any], *, retain: bool = True) -> None:
        """Publish; while the broker is away nothing is said, and everything is said again when it is back."""
        if isinstance(payload, Mapping):
            payload = json.dumps(payload, ensure_ascii=False)
        try:
            await self._link.publish(topic, payload.encode() if isinstance(payload, str) else payload, retain=retain)
        except (LinkDown, PublishInDoubt):
            log.debug("nobody hears %s now", topic)
        except PublishRefused as refusal:
            log.error("%s", refusal)

    def start(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Let something go on by itself; it ends with the simulation."""
        return self._tasks.create_task(work, name=name)
