"""What a person does next.

Many views of the past each give a chance to every thing; their logarithms are added with weights, which follow, for
each person, how well each view would have told what was done.
"""

from collections.abc import Mapping
from collections.abc import Sequence as Listed
from datetime import datetime

import numpy as np

from assistant.memory.habits.nouns import Guess
from assistant.memory.habits.past import Act, Floats, Moment, Past
from assistant.memory.habits.views import VIEWS, chances, placed
from assistant.memory.happenings import Value

PACE = 0.004
"""How far the weights follow one thing done."""

PLACED = 0.7
"""The weight of where and while: it does not follow, since often neither is told."""

LEAST = 1e-4
"""Added to every chance: no view rules anything out."""

AT_FIRST = (*[1.3 / VIEWS] * VIEWS, 1.0)
"""The weights of the views, and of how often a thing is done at all, when nothing is known yet."""


class Sequence:
    """The last things that one person did, in the order in which they were done."""

    def __init__(self, weights: Listed[float] = AT_FIRST) -> None:
        self._past = Past()
        self._weights = np.array(weights, float)

    @property
    def weights(self) -> tuple[float, ...]:
        """VIEWS + 1 of them."""
        return tuple(float(weight) for weight in self._weights)

    def see(self, device: str, action: str, value: Value) -> None:
        """A sign that is nobody's doing but tells what may come."""
        self._past.see((device, action, repr(value)))

    def add(
        self, act: Act, at: datetime, place: str = "", around: Mapping[str, str] | None = None, *, follow: bool = True
    ) -> None:
        """One more thing done. `follow`: the weights follow it."""
        now = self._past.moment(at, place, around)
        kind = self._past.kinds.get(act)
        if follow and kind is not None and len(self._past.acts) > 1:
            self._follow(now, kind)
        self._past.add(act, at, now)

    def guesses(
        self, now: datetime, place: str = "", count: int = 3, around: Mapping[str, str] | None = None
    ) -> tuple[Guess, ...]:
        """The most probable things, best first; empty where nothing was done yet."""
        if not self._past.size:
            return ()
        moment = self._past.moment(now, place, around)
        always, seen = chances(self._past, moment)
        told = self._weights @ _told(always, seen)
        where = placed(self._past, moment, always)
        if where is not None:
            told = told + PLACED * (np.log(where + LEAST) - np.log(always + LEAST))
        probable = _probabilities(told)
        best = np.argsort(-probable, kind="stable")[:count]
        return tuple(_guess(self._past.acts[kind], float(probable[kind])) for kind in best)

    def _follow(self, now: Moment, kind: int) -> None:
        told = _told(*chances(self._past, now))
        probable = _probabilities(self._weights @ told)
        self._weights += PACE * (told[:, kind] - told @ probable)


def _guess(act: Act, probability: float) -> Guess:
    device, action, value = act
    return Guess(device, action, value, probability)


def _told(always: Floats, seen: Floats) -> Floats:
    """What each view says beyond how often a thing is done at all, and that; (VIEWS + 1, kinds)."""
    base = np.log(always + LEAST)
    return np.vstack([np.log(seen + LEAST) - base, base])


def _probabilities(told: Floats) -> Floats:
    raised = np.exp(told - told.max())
    return np.asarray(raised / raised.sum())
