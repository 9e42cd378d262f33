"""What driving each edge costs under a wish: never less than without one, so that bounds hold."""

import math

import numpy as np
import numpy.typing as npt

from devices.roads.graph import TOLL, UNPAVED, RoadGraph, Small
from devices.roads.profile import BUSY, CLASSES, FERRY, MOTORWAYS, SLOWEST_KMH
from devices.roads.route import Avoidable, RouteWish

AVOIDED = 200.0
"""What is avoided counts so many times as long: it is gone over where there is no other way, and that is said."""
ENTERING_MS = 1_800_000
"""Cost of coming into roads that are only there for those who live or buy at them: nobody goes through."""
BUSY_FACTOR = 2.5
"""A quiet way may take so many times as long as one over busy roads."""
MS_PER_M = 3_600 / SLOWEST_KMH
"""Cost of a metre where the shortest way is wanted."""

_TURN_MS, _STEEPNESS = 7_500.0, 13.0
"""A turn costs so much at its sharpest, and little while it is a bend."""
_BIAS = 1.075
"""By so much a turn across the road is dearer at an angle at which the other is still a bend."""
_ONCOMING_MS, _ONCOMING_MIDDLE = 2_000.0, 3.25
"""Waiting for a gap in the traffic that comes the other way."""
U_TURN_MS = 27_500


def weights_of(graph: RoadGraph, wish: RouteWish) -> Small:
    """2 S. What each edge counts in milliseconds; 0 where it must not be driven."""
    factor = np.ones(graph.segments)
    if wish.best == "quiet":
        factor = np.where(_of(graph, BUSY), factor * BUSY_FACTOR, factor)
    for avoided in wish.avoid:
        factor = np.where(going_over(graph, avoided), factor * AVOIDED, factor)
    if wish.best == "shortest":
        base = np.repeat(graph.lengths * MS_PER_M, 2)
        base = np.where(graph.millis > 0, np.maximum(base, 1.0), 0.0)
    else:
        base = graph.costs.astype(float)
    most = np.iinfo(np.int32).max // 4
    weights: Small = np.minimum(np.ceil(base * np.repeat(factor, 2)), most).astype(np.int32)
    return weights


def going_over(graph: RoadGraph, avoided: Avoidable) -> npt.NDArray[np.bool_]:
    """S. Which segments are of that kind."""
    if avoided == "motorway":
        return _of(graph, MOTORWAYS)
    if avoided == "ferry":
        return _of(graph, frozenset((FERRY,)))
    found: npt.NDArray[np.bool_] = (graph.flags & (TOLL if avoided == "toll" else UNPAVED)) > 0
    return found


def turn_costs() -> list[int]:
    """Milliseconds by the angle of a turn, whole degrees clockwise from straight on, 0 to 359."""
    return [_turn_ms(angle if angle <= 180 else angle - 360) for angle in range(360)]


def _turn_ms(angle: float) -> int:
    """Where traffic keeps to the right: a turn to the left, below 0, crosses what comes the other way."""
    half = _STEEPNESS * abs(angle) / 180
    if angle >= 0:
        return round(_TURN_MS * _sigmoid(half / _BIAS - _STEEPNESS / 2 * _BIAS))
    turn = _TURN_MS * _sigmoid(half * _BIAS - _STEEPNESS / 2 / _BIAS)
    return round(turn + _ONCOMING_MS * _sigmoid(half - _ONCOMING_MIDDLE))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _of(graph: RoadGraph, classes: frozenset[str]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = np.isin(graph.roads, [CLASSES.index(c) for c in classes])
    return found
