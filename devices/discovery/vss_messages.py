"""What is in a message to or from a car: values, targets, wishes, answers. Nothing here raises on foreign bytes."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from devices.command import new_id
from devices.device import Envelope, Value, Writing
from devices.discovery.catalogue import MOVING, Signal
from devices.numbers import is_finite

MAX_PAYLOAD = 65_536
"""Bytes of a description."""
MAX_REPORT = 4_096
"""Bytes of a value, a target or an answer."""
EXPIRES_AFTER = timedelta(seconds=5)
"""A car must not obey a wish that is older than that, where nothing else was said."""
LONGEST_WAY_S = 120.0
"""Seconds after which a target that was not reached is one that was given up."""
MAX_CODE = 64


@dataclass(frozen=True, slots=True)
class Target:
    """Where a signal is to go, and since when in seconds of the car's clock (None: it did not say)."""

    value: Value
    since: float | None


def parsed(payload: bytes) -> dict[str, Any] | None:
    """A JSON object; None for anything else."""
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


@lru_cache(maxsize=256)
def _told(payload: bytes) -> dict[str, Any] | None:
    """What a report says; to be read only, as the next reader gets the same."""
    return parsed(payload) if len(payload) <= MAX_REPORT else None


def stamp(payload: bytes) -> float | None:
    """When the car says it was so: seconds since 1970 on the car's clock; None where it does not say."""
    told = _told(payload)
    return None if told is None else _seconds(told.get("ts"))


def decoded(signal: Signal, payload: bytes, target: Target | None) -> Value:
    """The value that a report gives, MOVING on the way to its target, None where nothing is known."""
    told = _told(payload)
    if told is None or told.get("q", "ok") != "ok":
        return None
    value = signal.fit(told.get("v"))
    if value is None or not signal.can_be_on_its_way:
        return value
    goal = signal.fit(told["target"]) if "target" in told else _still_wanted(target, _seconds(told.get("ts")))
    return value if goal is None or _is_there(value, goal, signal.tolerance) else MOVING


def doubts(payload: bytes) -> bool:
    """Whether the car says that it does not know the value at present: of another quality than "ok", or no value."""
    told = _told(payload)
    return told is not None and (told.get("q", "ok") != "ok" or told.get("v") is None)


def target_in(signal: Signal, payload: bytes) -> Target | None:
    """The target that a message on `$target` gives; None where there is none."""
    told = _told(payload)
    value = None if told is None else signal.fit(told.get("v"))
    return None if told is None or value is None else Target(value, _seconds(told.get("ts")))


def refusal(payload: bytes) -> str | None:
    """The code with which the car says that it does not, or could not, do it; None where it does."""
    told = _told(payload)
    if told is None or told.get("status") not in ("rejected", "failed"):
        return None
    code = told.get("code")
    return code[:MAX_CODE] if isinstance(code, str) and code else str(told["status"])


def writing(topic: str) -> Writing:
    """Wishes for a signal."""
    return Writing(topic, _encode, _enclose)


def _enclose(value: Value, envelope: Envelope) -> bytes:
    source = {"seat": envelope.seat, "user": envelope.person, "auth": envelope.auth}
    wish: dict[str, Any] = {"v": value, "req": envelope.id, "src": source, "exp": envelope.expires.isoformat()}
    if envelope.driving:
        wish["driving"] = {"state": envelope.driving, "age_s": envelope.driving_age_s}
    return json.dumps(wish, ensure_ascii=False).encode()


def _encode(value: Value) -> bytes:
    return _enclose(value, Envelope(new_id(), datetime.now(UTC) + EXPIRES_AFTER, "mimosa", ""))


def _seconds(moment: object) -> float | None:
    """An ISO 8601 time with its zone as seconds since 1970."""
    if not isinstance(moment, str):
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return at.timestamp() if at.tzinfo is not None and is_finite(at.timestamp()) else None


def _still_wanted(target: Target | None, now: float | None) -> Value:
    """Its value, unless it was given up long ago."""
    if target is None:
        return None
    if target.since is None or now is None:
        return target.value
    return target.value if now - target.since <= LONGEST_WAY_S else None


def _is_there(value: Value, goal: Value, tolerance: float) -> bool:
    if isinstance(value, bool) or isinstance(goal, bool):
        return value is goal
    if isinstance(value, int | float) and isinstance(goal, int | float):
        return abs(value - goal) <= tolerance
    return value == goal
