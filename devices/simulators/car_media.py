"""What plays in the simulated car."""

from devices.device import Value
from devices.simulators.car_parts import Became, Values
from devices.simulators.car_paths import PLAYBACK, TRACK
from devices.simulators.car_signals import SONGS

SKIPS = {"SKIP_FORWARD": 1, "SKIP_BACKWARD": -1}
SHOWN_S = 1.0
"""Simulated seconds for which a skip is shown before it plays on."""


class Player:
    """Plays a handful of songs."""

    def __init__(self) -> None:
        self._skipped_s = 0.0

    def advance(self, values: Values, seconds: float) -> list[Became]:
        """Play on after a skip."""
        if values[PLAYBACK] not in SKIPS:
            self._skipped_s = 0.0
            return []
        self._skipped_s += seconds
        return [Became(PLAYBACK, "PLAY", "player")] if self._skipped_s >= SHOWN_S else []


def playback_set(path: str, value: Value, values: Values) -> dict[str, Value]:
    """Another song where it is skipped."""
    if path != PLAYBACK or value not in SKIPS:
        return {}
    now = SONGS.index(str(values[TRACK])) if values[TRACK] in SONGS else 0
    return {TRACK: SONGS[(now + SKIPS[str(value)]) % len(SONGS)]}
