"""Which edges belong together: from each of them every other can be reached, and reached back."""

import numpy as np
import numpy.typing as npt

from devices.roads.graph import Flags, Ints, Small

_TRIES = 5
_ENOUGH = 0.4
"""Of all edges; what has them is the network of the region, not a court or an island in it."""


def whole_network(first: Ints, out: Small, heads: Small) -> Flags:
    """1 for each edge of the network. Shapes as in RoadGraph; `heads`: the node at which each edge ends."""
    nodes = len(first) - 1
    tails = np.repeat(np.arange(nodes, dtype=np.int32), np.diff(first))
    back_order = np.argsort(heads[out], kind="stable")
    back_first = np.concatenate(([0], np.cumsum(np.bincount(heads[out], minlength=nodes))))
    ahead, behind = _lists(first, heads[out]), _lists(back_first, tails[back_order])
    best = np.zeros(nodes, bool)
    for seed in _seeds(first):
        if best[seed]:
            continue
        found = _reached(seed, ahead) & _reached(seed, behind)
        if found.sum() > best.sum():
            best = found
        if best.sum() >= _ENOUGH * nodes:
            break
    whole = np.zeros(len(heads), np.uint8)
    whole[out] = best[tails] & best[heads[out]]
    return whole


def _seeds(first: Ints) -> list[int]:
    """Nodes from which many roads leave, spread over the region."""
    busy = np.flatnonzero(np.diff(first) == np.diff(first).max())
    return [int(busy[i]) for i in np.linspace(0, len(busy) - 1, min(_TRIES, len(busy))).astype(int)]


def _lists(first: Ints, to: Small) -> tuple[list[int], list[int]]:
    return first.tolist(), to.tolist()


def _reached(seed: int, neighbours: tuple[list[int], list[int]]) -> npt.NDArray[np.bool_]:
    first, to = neighbours
    seen = bytearray(len(first) - 1)
    seen[seed] = 1
    waiting = [seed]
    while waiting:
        node = waiting.pop()
        for neighbour in to[first[node] : first[node + 1]]:
            if not seen[neighbour]:
                seen[neighbour] = 1
                waiting.append(neighbour)
    return np.frombuffer(bytes(seen), np.uint8).astype(bool)
