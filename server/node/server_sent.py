"""Server-sent events out of the lines of a response."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

LONGEST = 1_048_576
"""Characters of one event; a longer one is no event of a house."""


@dataclass(frozen=True, slots=True)
class ServerSent:
    """One event, or a sign of life without one (then `event` is empty)."""

    event: str
    data: str
    id: str = ""
    """The last id that was told; empty: none yet."""


class EventTooLong(Exception):
    """More characters in one event than LONGEST."""


async def events_in(lines: AsyncIterator[str]) -> AsyncIterator[ServerSent]:
    """The events in a stream of lines; comments come as signs of life. Raises EventTooLong."""
    kind, last_id, size = "", "", 0
    data: list[str] = []
    async for line in lines:
        if line.startswith(":"):
            yield ServerSent("", "", last_id)
            continue
        if not line:
            if data:
                yield ServerSent(kind or "message", "\n".join(data), last_id)
            kind, size = "", 0
            data.clear()
            continue
        size += len(line)
        if size > LONGEST:
            raise EventTooLong(f"an event of more than {LONGEST} characters")
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                kind = value
            case "data":
                data.append(value)
            case "id" if "\0" not in value:
                last_id = value
