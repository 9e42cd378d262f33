"""Wishes that reach the simulated car: read, checked against their range and their time, answered once each."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from devices.device import Shape, Value
from devices.discovery.catalogue import Signal
from devices.simulators.car_charging import moment
from devices.simulators.car_checks import Asked
from devices.simulators.car_driving import Standing
from devices.simulators.car_paths import TIMER_TIME

REMEMBERED = 1_000
MAX_TEXT = 1_000
FRESH_S = 2.0
"""Seconds after which what was heard of the driving says nothing."""
_REQUEST = re.compile(r"[^+#/\0]{1,64}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_SEATS = ("", "driver", "passenger", "rear_left", "rear_middle", "rear_right")
_AUTHS = ("", "none", "confirmed", "second_factor")

Answer = Mapping[str, str]
"""{"status": "accepted" | "rejected" | "done" | "failed", "code"?}."""


@dataclass(frozen=True, slots=True)
class Request:
    """A wish as it came in."""

    id: str
    """Empty where it had none that can be answered to."""
    signal: Signal
    raw: object
    seat: str
    auth: str
    expires: object
    decided: Standing | None = None
    """What the sender took the car to be doing when it decided; None where it does not say."""

    @property
    def value(self) -> Value:
        """What is wished, in the signal's form; None where it is not of that form or out of range."""
        value = self.signal.fit(self.raw)
        return value if value is not None and is_in_range(self.signal, value) else None

    @property
    def is_late(self) -> bool:
        """Whether it is not to be obeyed any more. A time that cannot be read, or has no zone, is no permission."""
        if self.expires is None:
            return False
        at = moment(self.expires) if isinstance(self.expires, str) else None
        return at is None or at < datetime.now(UTC)

    @property
    def asked(self) -> Asked:
        """What the table of the car decides on."""
        return Asked(self.signal.path, self.value, self.seat, self.auth, self.decided)


def request_of(signal: Signal, wish: Mapping[str, Any]) -> Request:
    """The request in a message on a signal's set topic. Who sits nobody knows where has a passenger's rights."""
    source = wish.get("src")
    source = source if isinstance(source, Mapping) else {}
    asked_as, seat, auth = wish.get("req"), source.get("seat", ""), source.get("auth", "")
    return Request(
        id=asked_as if isinstance(asked_as, str) and _REQUEST.fullmatch(asked_as) else "",
        signal=signal,
        raw=wish.get("v"),
        seat=seat if isinstance(seat, str) and seat in _SEATS else "unknown",
        auth=auth if isinstance(auth, str) and auth in _AUTHS else "none",
        expires=wish.get("exp"),
        decided=_decided(wish["driving"]) if "driving" in wish else None,
    )


def _decided(told: object) -> Standing:
    """The state a wish was decided in. What cannot be read, or was old already, vouches for nothing: parked."""
    told = told if isinstance(told, Mapping) else {}
    state, age_s = told.get("state"), told.get("age_s")
    if state in ("moving", "unknown"):
        return "moving"
    is_fresh = isinstance(age_s, int | float) and not isinstance(age_s, bool) and 0 <= age_s <= FRESH_S
    return "stopped" if state == "stopped" and is_fresh else "parked"


class Answers:
    """The last answer to each of the last requests."""

    def __init__(self) -> None:
        self._given: OrderedDict[str, Answer] = OrderedDict()

    def given(self, request: str) -> Answer | None:
        """What was answered to the request; None where it was never heard, or long ago."""
        return self._given.get(request)

    def keep(self, request: str, answer: Answer) -> None:
        """This is the answer now."""
        self._given[request] = answer
        self._given.move_to_end(request)
        while len(self._given) > REMEMBERED:
            self._given.popitem(last=False)


def is_in_range(signal: Signal, value: Value) -> bool:
    """Whether a signal can be so: its limits, its choices, the form of its texts."""
    if signal.choices:
        return value in signal.choices
    if isinstance(value, str):
        return _is_text(signal, value)
    if isinstance(value, bool):
        return True
    if isinstance(value, int | float):
        return (signal.low is None or value >= signal.low) and (signal.high is None or value <= signal.high)
    return False


def _is_text(signal: Signal, value: str) -> bool:
    if signal.shape is Shape.COLOR:
        return _COLOR.fullmatch(value) is not None
    if signal.path == TIMER_TIME:
        return moment(value) is not None
    return len(value) <= MAX_TEXT
