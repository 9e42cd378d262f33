"""Whether what a device says is news: neither what it only remembers, nor an older word that a newer one overtook."""

from dataclasses import dataclass
from enum import Enum, auto

from devices.device import Value
from devices.proof import same

REMEMBERS_S = 3.0
"""Seconds after a device is back in which its first word about anything may be what it remembers from before."""
OVERTAKEN_S = 5.0
"""Seconds after a word in which the one before it may still arrive."""
REMEMBERED = 4
"""As many values before the newest one are known."""
UNRULY_S = 5.0
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
    went_back: float = float("-inf")
    """When an older value came in behind it last, or behind the words before it."""


class Credence:
    """Weighs reports. Moments are seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._back: dict[str, tuple[float, set[str]]] = {}
        """By device: since when it is back, and what it has spoken of since."""
        self._words: dict[str, dict[str, _Word]] = {}
        """By device and capability."""

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
        word = self._word(key)
        if word is not None and _steps_back(word, value):
            if at - word.at > OVERTAKEN_S:
                word.went_back = float("-inf")
            elif not expected or at - word.went_back <= UNRULY_S:
                word.went_back = at
                return Weight.STEP_BACK
        self._believe(key, value, at)
        return Weight.NEWS

    def hear_of(self, key: Key, value: Value, at: float) -> None:
        """A word by hearsay or from memory: its newest, unless its reports overtake each other and it may be older."""
        word = self._word(key)
        if word is None or not _steps_back(word, value) or at - word.went_back > UNRULY_S:
            self._believe(key, value, at)

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        self._back.pop(device_id, None)
        self._words.pop(device_id, None)

    def _believe(self, key: Key, value: Value, at: float) -> None:
        device_id, capability = key
        word = self._word(key)
        if word is None:
            self._words.setdefault(device_id, {})[capability] = _Word(value, at)
        elif same(value, word.value, 0.0):
            word.at = at
        else:
            before = tuple(old for old in word.before if not same(old, value, 0.0))
            word.before = (*before, word.value)[-REMEMBERED:]
            word.value, word.at = value, at

    def _word(self, key: Key) -> _Word | None:
        return self._words.get(key[0], {}).get(key[1])

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


def _steps_back(word: _Word, value: Value) -> bool:
    """Whether it said so before its newest word: of numbers, which pass through many, lately; of others just before."""
    passes = isinstance(value, int | float) and not isinstance(value, bool)
    before = word.before if passes else word.before[-1:]
    return not same(value, word.value, 0.0) and any(same(value, old, 0.0) for old in before)
