"""Whether what a device says is news: neither what it only remembers, nor an older word that a newer one overtook."""

from dataclasses import dataclass
from enum import Enum, auto

from devices.device import Value
from devices.proof import same

REMEMBERS_S = 3.0
"""Seconds after a device is back in which its first word about anything may be what it remembers from before."""
OVERTAKEN_S = 5.0
"""Seconds after a word in which the one before it may still arrive."""

Key = tuple[str, str]
"""A device and one of its capabilities."""


class Weight(Enum):
    """What a live report is worth."""

    NEWS = auto()
    """It is so now, as far as the device knows."""
    MEMORY = auto()
    """The first word after it was away: perhaps how it was before."""
    STEP_BACK = auto()
    """What it said before its newest word, and nobody commanded it: an older report that was overtaken, or it went back
    by itself."""


@dataclass(slots=True)
class _Word:
    value: Value
    at: float
    before: Value = None
    has_before: bool = False


class Credence:
    """Weighs reports. Moments are seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._back: dict[str, tuple[float, set[str]]] = {}
        """By device: since when it is back, and what it has spoken of since."""
        self._words: dict[Key, _Word] = {}

    def came_back(self, device_id: str, at: float) -> None:
        """The device was away, and is there again."""
        self._back[device_id] = at, set()

    def weigh(self, key: Key, value: Value, at: float, *, stamped: bool, expected: bool) -> Weight:
        """What a live report is worth.

        `stamped`: the device put on it that it is newer than everything it said before, so it is. `expected`: a command
        is on its way that may have brought it about, so it may be what was before.
        """
        remembered = self._is_first_since_back(key, at)
        if stamped:
            return Weight.NEWS
        if remembered:
            self.hear_of(key, value, at)
            return Weight.MEMORY
        if not expected and self._steps_back(key, value, at):
            return Weight.STEP_BACK
        self._believe(key, value, at)
        return Weight.NEWS

    def hear_of(self, key: Key, value: Value, at: float) -> None:
        """How it was, by hearsay or memory: where the next word is another, this was before it."""
        self._words[key] = _Word(value, at)

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        self._back.pop(device_id, None)
        for key in [key for key in self._words if key[0] == device_id]:
            del self._words[key]

    def _is_first_since_back(self, key: Key, at: float) -> bool:
        device_id, capability = key
        if device_id not in self._back:
            return False
        since, spoken_of = self._back[device_id]
        if at - since > REMEMBERS_S:
            del self._back[device_id]
            return False
        first = capability not in spoken_of
        spoken_of.add(capability)
        return first

    def _steps_back(self, key: Key, value: Value, at: float) -> bool:
        word = self._words.get(key)
        if word is None or not word.has_before or at - word.at > OVERTAKEN_S:
            return False
        return not same(value, word.value, 0.0) and same(value, word.before, 0.0)

    def _believe(self, key: Key, value: Value, at: float) -> None:
        word = self._words.get(key)
        if word is None:
            self._words[key] = _Word(value, at)
        elif same(value, word.value, 0.0):
            word.at = at
        else:
            self._words[key] = _Word(value, at, word.value, has_before=True)
