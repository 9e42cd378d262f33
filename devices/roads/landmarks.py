"""Landmarks: nodes at the rim of the region, and what it costs from and to each of them.

By the triangle inequality they bound from below how long a way can still be (Goldberg and Harrelson, "Computing the
shortest path: A* search meets graph theory", 2005). The bounds hold as long as a wish makes no edge cheaper.
"""

from heapq import heappop, heappush

import numpy as np

from devices.roads.graph import Ints, Small

MOST = 8
UNREACHED = -1
_NODES_EACH = 2_000
"""Nodes of a region for each landmark: in a small one the bounds cost more than they spare."""


def landmarks_of(first: Ints, out: Small, heads: Small, costs: Small) -> tuple[Small, Small]:
    """Costs from each of L landmarks to every node, and from every node to each: L × N each."""
    nodes = len(first) - 1
    count = min(MOST, nodes // _NODES_EACH)
    if not count:
        return np.empty((0, nodes), np.int32), np.empty((0, nodes), np.int32)
    tails = np.repeat(np.arange(nodes, dtype=np.int32), np.diff(first))
    order = np.argsort(heads[out], kind="stable")
    back_first = np.concatenate(([0], np.cumsum(np.bincount(heads[out], minlength=nodes))))
    ahead = first.tolist(), heads[out].tolist(), costs[out].tolist()
    behind = back_first.tolist(), tails[order].tolist(), costs[out[order]].tolist()
    chosen = [_farthest(_from(0, ahead))]
    near, far = [_from(chosen[0], ahead)], [_from(chosen[0], behind)]
    while len(chosen) < count:
        chosen.append(_farthest(np.min([np.where(d < 0, 0, d) for d in near], axis=0)))
        near.append(_from(chosen[-1], ahead))
        far.append(_from(chosen[-1], behind))
    return np.array(near, np.int32), np.array(far, np.int32)


def bounds_to(near: Small, far: Small, node: int) -> Small:
    """N. From below, the cost from every node to this one."""
    bound = np.zeros(near.shape[1], np.int32)
    for to_node, to_landmark in zip(near, far, strict=True):
        if to_node[node] >= 0:
            np.maximum(bound, np.where(to_node >= 0, to_node[node] - to_node, 0), out=bound)
        if to_landmark[node] >= 0:
            np.maximum(bound, np.where(to_landmark >= 0, to_landmark - to_landmark[node], 0), out=bound)
    return bound


def _farthest(distances: Small) -> int:
    return int(np.argmax(distances))


def _from(start: int, edges: tuple[list[int], list[int], list[int]]) -> Small:
    """What it costs from a node to every other."""
    first, to, costs = edges
    reached = [UNREACHED] * (len(first) - 1)
    heap = [(0, start)]
    while heap:
        cost, node = heappop(heap)
        if reached[node] != UNREACHED:
            continue
        reached[node] = cost
        for i in range(first[node], first[node + 1]):
            if reached[to[i]] == UNREACHED:
                heappush(heap, (cost + costs[i], to[i]))
    return np.array(reached, np.int32)
