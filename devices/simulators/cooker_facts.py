"""What is true of the rice cooker: its menus, its phases, and how warm it is at each moment of cooking."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Curve = Sequence[tuple[float, float]]
"""(share of the time, °C), in order; straight between."""

MEASURED_MINUTES = 55.0
_MEASURED: Curve = (
    (0, 22),
    (3, 47),
    (5, 61),
    (23, 63),
    (25, 92),
    (27, 85),
    (35, 93),
    (37, 100),
    (50, 100),
    (51, 90),
    (55, 81),
)
"""Minutes and °C of a real pot of rice."""
RICE: Curve = tuple((minute / MEASURED_MINUTES, warmth) for minute, warmth in _MEASURED)


def _held(warmth: float) -> Curve:
    """Warmed up in the first quarter, and held."""
    return ((0, 22), (0.25, warmth), (1, warmth))


PHASES: Sequence[tuple[str, float]] = (
    ("preheat", 3 / MEASURED_MINUTES),
    ("absorb", 23 / MEASURED_MINUTES),
    ("boil", 35 / MEASURED_MINUTES),
    ("gelatinize", 50 / MEASURED_MINUTES),
    ("braise", 1.0),
)
"""Phase, and the share of the time at which it ends, as in the measured pot."""


@dataclass(frozen=True, slots=True)
class Menu:
    """One programme."""

    minutes: int
    shortest: int
    longest: int
    curve: Curve = RICE
    has_taste: bool = False
    """Soft takes longer, hard is done sooner."""
    is_kept_warm: bool = True
    """Whether keeping it warm afterwards makes sense."""


MENUS: Mapping[str, Menu] = {
    "fine": Menu(60, 60, 60, has_taste=True),
    "quick": Menu(40, 30, 40, has_taste=True),
    "congee": Menu(90, 40, 240),
    "cake": Menu(50, 40, 60, _held(120), is_kept_warm=False),
    "yogurt": Menu(480, 360, 720, _held(40), is_kept_warm=False),
    "reheat": Menu(25, 25, 25, _held(90)),
    "steam": Menu(30, 10, 60, _held(100)),
    "sweet": Menu(70, 70, 70, has_taste=True),
    "keep_warm": Menu(1, 1, 1440),
}
TASTES: Mapping[str, float] = {"soft": 1.1, "fit": 1.0, "hard": 0.9}
"""Taste → how much longer it takes."""

LONGEST_COOK_MIN = 1440
LONGEST_DELAY_MIN = 1440
LONGEST_WARM_MIN = 1440
WARM_AT = 73.0
"""°C."""
TOO_HOT = 150.0
"""°C at which a pot without water is switched off."""
LID_PATIENCE_S = 120.0
"""Simulated seconds that it goes on with an open lid."""
FASTEST_K_S = 0.4
"""K in a second that its plate can warm the pot."""
COOLS_K_S = 0.2
"""K in a second that it loses at most, with the steam."""
DRY_K_S = 0.35
"""The same, with nothing in it that boils."""
COOLS_IN_S = 2400.0
"""In which the difference to the room falls to a third."""

STATUS_NUMBER: Mapping[str, int] = {"idle": 1, "cooking": 2, "paused": 2, "keep_warm": 3, "delayed": 4, "error": 1}
FAULTS: Mapping[str, str] = {"top_sensor": "9", "bottom_sensor": "10", "line": "11", "dry": "E_dry"}
"""What can be wrong with it → what its display shows."""


def warmth_at(curve: Curve, share: float) -> float:
    """°C at a share of the time, 0 to 1."""
    place = bisect_right([s for s, _ in curve], share)
    if place == 0:
        return curve[0][1]
    if place == len(curve):
        return curve[-1][1]
    (before, cold), (after, warm) = list(pairwise(curve))[place - 1]
    return cold + (warm - cold) * (share - before) / (after - before)


def phase_at(share: float) -> str:
    """The phase at a share of the time, 0 to 1."""
    return next((name for name, until in PHASES if share <= until + 1e-9), PHASES[-1][0])
