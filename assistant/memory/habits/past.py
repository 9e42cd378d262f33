"""The last things that one person did, in columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from assistant.memory.happenings import Value

WINDOW = 2000
"""Rows that are kept at least, if there are so many; half as much again at most."""

KINDS = 160
"""Different things that are told apart."""

SIGNS = 64
"""Different signs that are told apart; more share their columns."""

NEVER = 12.0
"""The age of what has never been."""

Act = tuple[str, str, Value]
"""Device, action and value."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Moment:
    """How it is when somebody is about to do something."""

    minute: float
    """Of the day, by the clock on the wall."""
    weekend: bool
    second: float
    """Since 1970, in UTC."""
    gap: float
    """Since the last thing done, as `span` gives it."""
    ages: Floats
    """Since each kind of thing was last done, as `span` gives it."""
    counts: Floats
    """How many things were done since, as a logarithm of base 2."""
    before: tuple[int, int, int]
    """The kinds of the last three things, the newest first; -1 where there is none."""
    sign: int
    """The last sign; -1 where there was none."""
    signs: Floats
    """1 for each that was seen since the last thing done."""
    place: str
    around: Mapping[str, str]


def span(seconds: float) -> float:
    """A logarithm of the minutes, from -0.7 for none to NEVER."""
    return min(float(np.log(max(seconds, 0.0) / 60 + 0.5)), 10.0)


class Past:
    """Columns of equal length; the oldest rows go when there are too many."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.kinds: dict[Act, int] = {}
        self.acts: list[Act] = []
        self.size = 0
        room = WINDOW + WINDOW // 2
        self._kind = np.zeros(room, np.int64)
        self._before = np.zeros((3, room), np.int64)
        self._minute = np.zeros(room)
        self._weekend = np.zeros(room, bool)
        self._gap = np.zeros(room)
        self._ages = np.zeros((room, KINDS), np.float32)
        self._counts = np.zeros((room, KINDS), np.float32)
        self._sign = np.zeros(room, np.int64)
        self._signs = np.zeros((room, SIGNS), np.float32)
        self.rows: list[tuple[Act, datetime, Moment]] = []
        self._last_second: float | None = None
        self._seconds = np.full(KINDS, -np.inf)
        self._turns = np.full(KINDS, -(10**9))
        self._turn = 0
        self._signs_now = np.zeros(SIGNS)
        self._sign_numbers: dict[Act, int] = {}
        self._sign_now = -1

    def see(self, sign: Act) -> None:
        """Something that is nobody's doing but tells what may come: a sensor."""
        number = self._sign_numbers.setdefault(sign, len(self._sign_numbers)) % SIGNS
        self._sign_now = number
        self._signs_now[number] = 1.0

    def moment(self, at: datetime, place: str = "", around: Mapping[str, str] | None = None) -> Moment:
        """How it is at that time, after all that was added."""
        second = at.timestamp()
        since = np.maximum(second - self._seconds, 0.0)
        known = np.isfinite(since)
        ages = np.where(known, np.minimum(np.log(np.where(known, since, 0.0) / 60 + 0.5), 10.0), NEVER)
        recent = [int(self._kind[self.size - back]) if self.size >= back else -1 for back in (1, 2, 3)]
        return Moment(
            at.hour * 60 + at.minute + at.second / 60,
            at.weekday() >= 5,
            second,
            0.0 if self._last_second is None else span(second - self._last_second),
            ages,
            np.minimum(np.log2(np.maximum(self._turn - self._turns, 1)), 8.0),
            (recent[0], recent[1], recent[2]),
            self._sign_now,
            self._signs_now.copy(),
            place,
            around or {},
        )

    def add(self, act: Act, at: datetime, moment: Moment) -> None:
        """One more thing done, at a moment that `moment` gave."""
        if act not in self.kinds and len(self.kinds) == KINDS:
            self._begin_anew(self.rows[-(self.size // 2) :])
            moment = self.moment(at, moment.place, moment.around)
        if self.size == len(self._kind):
            self._drop_oldest()
        kind = self.kinds.setdefault(act, len(self.kinds))
        if kind == len(self.acts):
            self.acts.append(act)
        row = self.size
        self._kind[row] = kind
        self._before[:, row] = moment.before
        self._minute[row], self._weekend[row], self._gap[row] = moment.minute, moment.weekend, moment.gap
        self._ages[row], self._counts[row] = moment.ages, moment.counts
        self._sign[row], self._signs[row] = moment.sign, moment.signs
        self.rows.append((act, at, moment))
        self.size += 1
        self._last_second = moment.second
        self._seconds[kind], self._turns[kind] = moment.second, self._turn
        self._turn += 1
        self._signs_now = np.zeros(SIGNS)

    def _drop_oldest(self) -> None:
        self.rows = self.rows[-WINDOW:]
        for column in (self._kind, self._minute, self._weekend, self._gap, self._sign):
            column[:WINDOW] = column[-WINDOW:].copy()
        for table in (self._ages, self._counts, self._signs):
            table[:WINDOW] = table[-WINDOW:].copy()
        self._before[:, :WINDOW] = self._before[:, -WINDOW:].copy()
        self.size = WINDOW

    def _begin_anew(self, rows: list[tuple[Act, datetime, Moment]]) -> None:
        """With these rows alone: there are more kinds of things than are told apart."""
        numbers, signs, sign = self._sign_numbers, self._signs_now, self._sign_now
        self._clear()
        for act, at, moment in rows:
            self._sign_now, self._signs_now = moment.sign, moment.signs
            self.add(act, at, self.moment(at, moment.place, moment.around))
        self._sign_numbers, self._signs_now, self._sign_now = numbers, signs, sign

    @property
    def kind(self) -> Numbers:
        """Which thing."""
        return self._kind[: self.size]

    def before(self, back: int) -> Numbers:
        """The kind of the thing so many before, 1 to 3."""
        return self._before[back - 1, : self.size]

    @property
    def minute(self) -> Floats:
        """Of the day."""
        return self._minute[: self.size]

    @property
    def weekend(self) -> NDArray[np.bool_]:
        """Whether it was one."""
        return self._weekend[: self.size]

    @property
    def gap(self) -> Floats:
        """Since the thing before, as `span` gives it."""
        return self._gap[: self.size]

    def ages(self, last: int) -> NDArray[np.float32]:
        """Of every kind, for the last rows."""
        return self._ages[max(0, self.size - last) : self.size, : len(self.acts)]

    def counts(self, last: int) -> NDArray[np.float32]:
        """Of every kind, for the last rows."""
        return self._counts[max(0, self.size - last) : self.size, : len(self.acts)]

    @property
    def sign(self) -> Numbers:
        """The last one before."""
        return self._sign[: self.size]

    @property
    def signs(self) -> NDArray[np.float32]:
        """1 for each that was seen since the thing before; (rows, SIGNS)."""
        return self._signs[: self.size]
