"""What every simulated thing plays on: the link, a clock that can run fast, the truth that is written down, faults."""

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devices.device import Value
from devices.errors import LinkDown, PublishInDoubt, PublishRefused
from devices.link import Link

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time in the simulation; `speed` seconds of it pass in one real second."""

    speed: float = 1.0

    async def sleep(self, seconds: float) -> None:
        """Wait so many simulated seconds."""
        await asyncio.sleep(seconds / self.speed)


class TruthLog:
    """What really happened, one JSON object a line: {"at", "device", "capability", "old", "new", "cause"}."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1) if path else None

    def note(self, device: str, capability: str, old: Value, new: Value, cause: str) -> None:
        """Write one change; `cause` is the topic or the id of the command, or what else brought it about."""
        if self._file is not None:
            at = datetime.now(UTC).isoformat()
            line = {"at": at, "device": device, "capability": capability, "old": old, "new": new, "cause": cause}
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Nothing more is written."""
        if self._file is not None:
            self._file.close()


FAULTS = ("none", "silent", "slow", "contradicting")


@dataclass(frozen=True, slots=True)
class Fault:
    """How a device misbehaves.

    silent: it neither obeys nor says anything. slow: it obeys after `seconds`. contradicting: it does not obey, and
    says that everything is as it was.
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
    if not isinstance(told, dict) or told.get("kind") not in FAULTS:
        return None
    seconds = told.get("seconds", NO_FAULT.seconds)
    return Fault(told["kind"], float(seconds)) if isinstance(seconds, int | float) and 0 <= seconds <= 600 else None


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
