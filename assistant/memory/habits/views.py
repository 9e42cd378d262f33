"""Ways to see the past: each says with what chance each kind of thing comes now, from the rows that are like now."""

import numpy as np
from numpy.typing import NDArray

from assistant.memory.habits.past import Floats, Moment, Past

HALF_LIFE = 600.0
"""After so many further things done, a row counts half."""

LATELY = 30.0
"""The same for the view of what is done lately."""

DAY = 1440.0

AGED = 600
"""Rows from which it is told how long after itself a thing is done again."""

VIEWS = 18
"""How many there are."""


def chances(past: Past, now: Moment) -> tuple[Floats, Floats]:
    """The chance of each kind of thing whenever it may be, (kinds,); and in each view, (VIEWS, kinds).

    The past must not be empty.
    """
    old = np.arange(past.size - 1, -1, -1.0)
    fade = np.exp2(-old / HALF_LIFE)
    kinds = len(past.acts)

    def counted(like: Floats) -> Floats:
        return np.bincount(past.kind, like, kinds).astype(np.float64)

    always = (counted(fade) + 0.3) / (fade.sum() + 0.3 * kinds)

    def seen(like: Floats, otherwise: Floats, doubt: float) -> Floats:
        weight = like * fade
        return np.asarray((counted(weight) + doubt * otherwise) / (weight.sum() + doubt))

    after = (past.before(1) == now.before[0]).astype(float)
    after_two = after * (past.before(2) == now.before[1])
    after_three = after_two * (past.before(3) == now.before[2])
    apart = np.abs(past.minute - now.minute)
    apart = np.minimum(apart, DAY - apart)
    near, nearer, far = _bell(apart / 60), _bell(apart / 20), _bell(apart / 120)
    paused = _bell((past.gap - now.gap) / 0.7)
    signed = (past.sign == now.sign).astype(float)
    signs = _alike(past, now)
    week = (past.weekend == now.weekend).astype(float)
    recently = np.exp2(-old / LATELY)
    first, hour = seen(after, always, 2.0), seen(near, always, 2.0)
    second, pause = seen(after_two, first, 2.0), seen(after * paused, first, 1.5)
    return always, np.stack(
        [
            (counted(recently) + always) / (recently.sum() + 1),
            first,
            second,
            seen(after_three, second, 2.0),
            seen(nearer, hour, 1.0),
            hour,
            seen(far, always, 2.0),
            seen(near * week, hour, 1.5),
            seen(after * near, first, 1.5),
            seen(after_two * far, second, 1.5),
            pause,
            seen(after * _bell(apart / 90) * paused, pause, 1.0),
            seen(signed, always, 2.0),
            seen(after * signed, first, 1.5),
            seen(signs, always, 2.0),
            seen(after * far * (0.15 + paused) * (0.2 + signs), first, 1.0),
            _due(past, past.ages(AGED), now.ages, always, 0.6),
            _due(past, past.counts(AGED), now.counts, always, 0.4),
        ]
    )


def placed(past: Past, now: Moment, always: Floats) -> Floats | None:
    """The chances where and while it is as now; None where nothing is known of that."""
    if not now.place and not now.around:
        return None
    like = np.fromiter((_agreement(moment, now) for _, _, moment in past.rows), float, past.size)
    weight = like * np.exp2(-np.arange(past.size - 1, -1, -1.0) / HALF_LIFE)
    return np.asarray((np.bincount(past.kind, weight, len(past.acts)) + 2.0 * always) / (weight.sum() + 2.0))


def _agreement(then: Moment, now: Moment) -> float:
    alike = [then.place == now.place] if now.place else []
    alike += [then.around.get(name) == value for name, value in now.around.items()]
    return (sum(alike) / len(alike)) ** 2


def _bell(apart: Floats) -> Floats:
    return np.exp(-0.5 * apart * apart)


def _alike(past: Past, now: Moment) -> Floats:
    """How much of the signs was the same, from 0 to 1."""
    both = past.signs @ now.signs.astype(np.float32)
    either = past.signs.sum(1) + now.signs.sum() - both
    return np.where(either > 0, both / np.maximum(either, 1), 1.0) ** 2


def _due(past: Past, then: NDArray[np.float32], now: Floats, always: Floats, width: float) -> Floats:
    """The chance of each by how long ago it was itself done: how often it came at that age, of all times it had it."""
    rows, kinds = then.shape
    done = past.kind[-rows:]
    like = np.exp(-0.5 * ((then - now[:kinds].astype(np.float32)) / width) ** 2)
    like *= np.exp2(-np.arange(rows - 1, -1, -1.0, dtype=np.float32) / HALF_LIFE)[:, None]
    came = np.bincount(done, like[np.arange(rows), done], kinds)
    due = (came + always) / (like.sum(0) + 1)
    return np.asarray(due / due.sum())
