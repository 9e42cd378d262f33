"""Covers that tell on one topic whether they move and on another where they are: what both say together."""

from collections.abc import Callable
from time import monotonic

from devices.device import Reading, Value

MOVING = frozenset({"opening", "closing"})
STOPPED = "stopped"
"""It stands still and does not say where."""
AT_AN_END = 2.0
"""Percent that count as wholly open or closed."""
LONGEST_TRAVEL_S = 300.0
"""After which a cover that never said that it stopped counts as standing."""


class Travel:
    """One cover's way from one position to another.

    While it moves, a position is only a place that it passes; it counts once the cover stands still or has come to the
    end it moves to.
    """

    def __init__(self, motion: Reading, position: Reading, clock: Callable[[], float] = monotonic) -> None:
        self._motion = motion
        self._position = position
        self._clock = clock
        self._moves: Value = None
        """"opening", "closing", or None where it stands still."""
        self._since = 0.0
        self._passed: Value = None
        """The last position told on this way."""

    def reading(self) -> Reading:
        """Where it is, or "opening" or "closing" while it moves: from both topics."""
        beside = Reading(self._motion.topic, self._hear_motion)
        position = self._position
        return Reading(position.topic, self._hear_position, expires_after_s=position.expires_after_s, beside=beside)

    def _hear_motion(self, payload: bytes) -> Value:
        told = self._motion.decode(payload)
        if told in MOVING:
            if self._moves != told:
                self._moves, self._passed = told, None
            self._since = self._clock()
            return told
        if told is None:
            return None
        passed, self._moves, self._passed = self._passed, None, None
        return 0 if told is False else passed

    def _hear_position(self, payload: bytes) -> Value:
        told = self._position.decode(payload)
        if self._moves is None or told is None:
            return told
        self._passed = told
        return told if self._has_arrived(told) or self._is_forgotten() else self._moves

    def _has_arrived(self, told: Value) -> bool:
        if not isinstance(told, int | float):
            return False
        return told >= 100 - AT_AN_END if self._moves == "opening" else told <= AT_AN_END

    def _is_forgotten(self) -> bool:
        return self._clock() - self._since > LONGEST_TRAVEL_S
