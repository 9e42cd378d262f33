"""Whether something has left a place or come to it, out of distances that jitter and break off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

NEAR_M, FAR_M = 150.0, 300.0
"""Below the first it is there, above the second it is away; what lies between changes nothing."""
HOLDS_S = 10.0
"""So long it has to stay so: a position may jump for a moment."""

Crossed = Literal["left", "arrived"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """It left, or it arrived."""

    what: Crossed
    at: datetime
    """When that was first seen, with its time zone."""
    seen: bool
    """False where contact was lost meanwhile: it was at that moment or before."""


@dataclass(frozen=True, slots=True)
class _Turning:
    """It looks as if it had crossed, and that has to hold for a while."""

    at: datetime
    since_s: float
    seen: bool


class Geofence:
    """One place and one thing. The first distance says only where it is; it has neither left nor arrived by that."""

    def __init__(self) -> None:
        self.inside: bool | None = None
        """Whether it is there; None while nobody knows."""
        self._in_contact = True
        self._turning: _Turning | None = None

    def hear(self, metres: float, at: datetime, clock_s: float) -> Crossing | None:
        """Take a distance; returns the crossing that is certain by now. `clock_s`: monotonic, in seconds."""
        was_in_contact, self._in_contact = self._in_contact, True
        is_inside = True if metres < NEAR_M else False if metres > FAR_M else None
        if self.inside is None:
            self.inside = is_inside
            return None
        if is_inside is None or is_inside == self.inside:
            self._turning = None
            return None
        if self._turning is None:
            self._turning = _Turning(at, clock_s, was_in_contact)
        if clock_s - self._turning.since_s < HOLDS_S:
            return None
        turned, self._turning, self.inside = self._turning, None, is_inside
        return Crossing("arrived" if is_inside else "left", turned.at, turned.seen)

    def lose_contact(self) -> None:
        """Nothing is heard of it: it neither leaves nor arrives by that."""
        self._in_contact = False
        self._turning = None
