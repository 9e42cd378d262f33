"""What stands on the road and holds a driver up: lights, signs and gates, from the tags of OpenStreetMap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from devices.roads.profile import access_of

Facing = Literal[-1, 0, 1]
"""Whom something at a node holds up: 1 who drives as the way is drawn, -1 who drives against it, 0 both."""

_GATES = frozenset(("gate", "lift_gate"))
GATE_S = 60.0
"""It has to be opened."""
_SIGN_S: Mapping[str, float] = {"traffic_signals": 2.0, "stop": 2.0, "give_way": 1.0}
"""On the whole: most are green, or nobody comes."""
_FACING: Mapping[str, Facing] = {"forward": 1, "backward": -1}


@dataclass(frozen=True, slots=True)
class Delay:
    """What a node costs whoever drives over it."""

    seconds: float
    facing: Facing = 0


def delay(tags: Mapping[str, str]) -> Delay | None:
    """What a node with these tags costs; None where it costs nothing."""
    if tags.get("barrier") in _GATES and access_of(tags) is None:
        return Delay(GATE_S)
    sign = tags.get("highway", "")
    if sign not in _SIGN_S:
        return None
    told = tags.get("traffic_signals:direction") if sign == "traffic_signals" else None
    facing = _FACING.get(told or tags.get("direction", ""), 0)
    return Delay(_SIGN_S[sign], facing)
