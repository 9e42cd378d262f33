"""What really happened in the simulation, written down for whoever checks what was said about it."""

import json
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from devices.device import Value

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Received:
    """One command as it came in."""

    number: int
    """Counts the commands of this log; what a command brings about carries it."""
    payload: str


_RECEIVED: ContextVar[Received | None] = ContextVar("received", default=None)
"""The command that the present task obeys; tasks it starts obey the same."""


class TruthLog:
    """One JSON object a line. Each has "at" (UTC), "mono" (seconds of the machine's monotonic clock) and "device".

    A change: "capability", "old", "new", "cause". Something done that is no change: "act", "cause". What a command
    brought about also has "command" (its number) and "payload". With `commands` every command that reaches a device,
    obeyed or not: "received" (its topic), "payload", "command".
    """

    def __init__(
        self, path: Path | None, *, commands: bool = False, listener: Callable[[Line], None] | None = None
    ) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1) if path else None
        self._commands = commands
        self._listener = listener
        self._numbers = count(1)

    def note(self, device: str, capability: str, old: Value, new: Value, cause: str) -> None:
        """Write one change; `cause` is the topic or the id of the command, or what else brought it about."""
        self._write(device, {"capability": capability, "old": old, "new": new, "cause": cause, **_command()})

    def act(self, device: str, act: str, cause: str) -> None:
        """Write that it did something which leaves its values as they were, or more than they tell."""
        self._write(device, {"act": act, "cause": cause, **_command()})

    def receive(self, device: str, topic: str, payload: str) -> None:
        """A command reached the device; whatever the present task and its children write now is brought about by it."""
        received = Received(next(self._numbers), payload[:2000])
        _RECEIVED.set(received)
        if self._commands:
            self._write(device, {"received": topic, **_command()})

    def close(self) -> None:
        """Nothing more is written."""
        if self._file is not None:
            self._file.close()

    def _write(self, device: str, told: Line) -> None:
        if self._file is None and self._listener is None:
            return
        line = {"at": datetime.now(UTC).isoformat(), "mono": round(monotonic(), 6), "device": device, **told}
        if self._file is not None:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        if self._listener is not None:
            self._listener(line)


def _command() -> dict[str, Any]:
    received = _RECEIVED.get()
    return {} if received is None else {"command": received.number, "payload": received.payload}
