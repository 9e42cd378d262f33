"""Whether what a device says is news: neither what it only remembers, nor an older word that a newer one overtook."""

from dataclasses import dataclass
from enum import Enum, auto

from devices.device import Value
from devices.proof import same

REMEMBERS_S = 3.0
"""Seconds after a device is back in which its first word about anything may be what it remembers from before."""
OVERTAKEN_S = 10.0
"""Seconds after a word in which the one before it may still arrive."""
REMEMBERED = 4
"""As many values before the newest one are known."""
UNRULY_S = 60.0
"""Seconds after a device went back in which it is not believed to do so because of a command either."""

Key = tuple[str, str]
"""A device and one of its capabilities."""


class Weight(Enum):
    """What a live report is worth."""

    NEWS = auto()
    """It is so now, as far as the device knows."""
    MEMORY = auto()
    """The first word after it was away: perhaps how it was before."""
    STEP_BACK = auto()
    """What it said lately before its newest word, and nobody commanded it: an older report that was overtaken, or it
    went back by itself."""


@dataclass(slots=True)
class _Word:
    value: Value
    at: float
    before: tuple[Value, ...] = ()
    """Other values it had, the newest last."""


class Credence:
    """Weighs reports. Moments are seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._back: dict[str, tuple[float, set[str]]] = {}
        """By device: since when it is back, and what it has spoken of since."""
        self._words: dict[Key, _Word] = {}
        self._went_back: dict[Key, float] = {}

    def came_back(self, device_id: str, at: float) -> None:
        """The device was away, and is there again."""
        self._back[device_id] = at, set()

    def weigh(self, key: Key, value: Value, at: float, *, stamped: bool, expected: bool) -> Weight:
        """What a live report is worth.

        `stamped`: the device put on it that it is newer than everything it said before, so it is. `expected`: a command
        is on its way that may have brought it about, so it may be what was before; unless the device went back without
        one lately, as one whose reports overtake each other does.
        """
        remembered = self._is_first_since_back(key, at)
        if stamped:
            return Weight.NEWS
        if remembered:
            self.hear_of(key, value, at)
            return Weight.MEMORY
        if self._steps_back(key, value):
            if at - self._words[key].at > OVERTAKEN_S:
                self._went_back.pop(key, None)
            elif not expected or self._is_unruly(key, at):
                self._went_back[key] = at
                return Weight.STEP_BACK
        self.hear_of(key, value, at)
        return Weight.NEWS

    def hear_of(self, key: Key, value: Value, at: float) -> None:
        """Its newest word, heard now, by hearsay or from memory."""
        word = self._words.get(key)
        if word is None:
            self._words[key] = _Word(value, at)
        elif same(value, word.value, 0.0):
            word.at = at
        else:
            before = tuple(old for old in word.before if not same(old, value, 0.0))
            self._words[key] = _Word(value, at, (*before, word.value)[-REMEMBERED:])

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        self._back.pop(device_id, None)
        for key in [key for key in self._words if key[0] == device_id]:
            del self._words[key]
            self._went_back.pop(key, None)

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

    def _steps_back(self, key: Key, value: Value) -> bool:
        word = self._words.get(key)
        if word is None or same(value, word.value, 0.0):
            return False
        return any(same(value, old, 0.0) for old in word.before)

    def _is_unruly(self, key: Key, at: float) -> bool:
        return at - self._went_back.get(key, float("-inf")) <= UNRULY_S
