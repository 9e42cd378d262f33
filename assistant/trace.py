"""Turn events as JSON values, for the API, the page and recorded traces."""

import base64
import dataclasses
from datetime import datetime
from enum import Enum
from typing import Any

from assistant.events import Sound, TurnEvent


def event_json(event: TurnEvent, *, with_sound: bool = False) -> dict[str, Any]:
    """The event's fields with its name under "event". Sound is {"rate", "bytes"}, with `with_sound` also base64 PCM."""
    fields = {f.name: _plain(getattr(event, f.name), with_sound) for f in dataclasses.fields(event)}
    return {"event": type(event).__name__.lower(), **fields}


_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
"""Types of JSON by themselves; most values are of one, and a subclass may be an Enum."""


def _plain(value: Any, with_sound: bool) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    match value:
        case Sound(pcm=pcm, rate=rate):
            described: dict[str, Any] = {"rate": rate, "bytes": len(pcm)}
            return described | {"pcm": base64.b64encode(pcm).decode()} if with_sound else described
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case dict():
            return {str(k): _plain(v, with_sound) for k, v in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(v, with_sound) for v in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: _plain(getattr(value, f.name), with_sound) for f in dataclasses.fields(value)}
        case _:
            return value
