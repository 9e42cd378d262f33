"""Whether a device can mean what it reports, and what becomes of one that keeps reporting nonsense."""

from enum import Enum, auto

from devices.device import Capability, Shape, Value
from devices.numbers import is_finite

ABSOLUTE_ZERO_C = -273.15
HOTTEST_C = 3_000.0
LARGEST = 1e15
"""No meter of a house counts further."""
SHARES = frozenset({"humidity", "battery"})
"""Capabilities that are a share of a whole, 0 to 100, also where nobody says so."""
OFFENCES = 5
"""As many impossible reports in a row set a capability aside."""
AMENDS = 3
"""As many possible ones in a row take it up again."""

Key = tuple[str, str]
"""A device and one of its capabilities."""


class Standing(Enum):
    """What becomes of a report."""

    TAKEN = auto()
    REJECTED = auto()
    SET_ASIDE = auto()
    """Rejected, and from now on its capability is not believed until it makes amends."""


class Quarantine:
    """Counts impossible reports, and remembers what is not believed at present."""

    def __init__(self) -> None:
        self._offences: dict[Key, int] = {}
        self._amends: dict[Key, int] = {}
        self._rejected: dict[Key, int] = {}

    def weigh(self, key: Key, plausible: bool) -> Standing:
        """What becomes of a report of this capability."""
        if key in self._amends:
            self._amends[key] = self._amends[key] + 1 if plausible else 0
            if self._amends[key] >= AMENDS:
                del self._amends[key]
                return Standing.TAKEN
        elif plausible:
            self._offences.pop(key, None)
            return Standing.TAKEN
        else:
            self._offences[key] = self._offences.get(key, 0) + 1
        self._rejected[key] = self._rejected.get(key, 0) + 1
        if self._offences.get(key, 0) < OFFENCES:
            return Standing.REJECTED
        del self._offences[key]
        self._amends[key] = 0
        return Standing.SET_ASIDE

    def holds(self, key: Key) -> bool:
        """Whether the capability is not believed at present."""
        return key in self._amends

    def rejected(self, key: Key) -> int:
        """How many of its reports were not taken."""
        return self._rejected.get(key, 0)

    def forget(self, device_id: str) -> None:
        """The device was taken away."""
        for counts in (self._offences, self._amends, self._rejected):
            for key in [key for key in counts if key[0] == device_id]:
                del counts[key]


def is_plausible(capability: Capability, value: Value) -> bool:
    """Whether a device can mean it: numbers are finite and not far out of their range, and what is counted is a number
    or a word for a transition."""
    match value:
        case bool():
            return capability.shape is not Shape.NUMBER
        case int() | float():
            return is_finite(value) and _is_possible(capability, value)
        case str():
            return capability.shape is not Shape.NUMBER or value in capability.under_way
        case tuple():
            return capability.shape is not Shape.NUMBER and all(isinstance(part, str) for part in value)
    return False


def _is_possible(capability: Capability, value: float) -> bool:
    """Out of range by more than the whole range is wide is no rounding and no other unit: it is nonsense."""
    if abs(value) > LARGEST:
        return False
    if capability.unit == "°C" and not ABSOLUTE_ZERO_C <= value <= HOTTEST_C:
        return False
    low, high = capability.low, capability.high
    if capability.name in SHARES and capability.unit in ("", "%"):
        low, high = 0.0, 100.0
    if low is None or high is None or capability.shape is not Shape.NUMBER:
        return True
    width = high - low
    return low - width <= value <= high + width
