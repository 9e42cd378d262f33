"""When food is to be ready: from a time of day, an hour or a duration to a moment."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

SOONEST = timedelta(minutes=20)
"""An hour of the day that is nearer than this is the next one: nothing is cooked so fast."""

LAST_MINUTE = 3 * 24 * 60 - 1
"""The last minute after midnight that can be said: of the day after tomorrow."""

STANDS_AT_MOST = 12 * 60
"""Minutes that rice and water may stand before they cook."""

_A_DAY = 24 * 60

_PART_OF_DAY = re.compile(
    r"\b([ap]\.?m\b|morning|noon|afternoon|evening|tonight|night|tomorrow|breakfast|lunch|dinner|supper|0\d:)"
    r"|[早晚夜明]|[上中下]午|凌晨|傍晚",
    re.IGNORECASE,
)
"""Words that say which seven o'clock is meant."""


@dataclass(frozen=True, slots=True)
class Ready:
    """When it is to be ready, as it was said; None: not said so."""

    clock: float | None = None
    """Minutes after midnight; a day and more: of a later day."""
    hour: float | None = None
    """Of the day; up to twelve it may be before or after noon."""
    within: float | None = None
    """Minutes from now."""

    @property
    def is_said(self) -> bool:
        """Whether anything of it was said."""
        return any(said is not None for said in (self.clock, self.hour, self.within))


def as_said(ready: Ready, text: str) -> Ready:
    """The same, where a time of day up to twelve may be before or after noon as nothing in the text says which."""
    if ready.clock is None or not 60 <= ready.clock <= 12 * 60 or _PART_OF_DAY.search(text):
        return ready
    return Ready(hour=ready.clock / 60)


def moment_of(ready: Ready, now: datetime) -> datetime:
    """The moment that is meant, in the zone of `now`; the next one for a time of day."""
    if ready.within is not None:
        return _to_the_minute(now + timedelta(minutes=ready.within))
    if ready.clock is not None:
        return _next(now, [ready.clock]) if ready.clock < _A_DAY else _midnight(now) + timedelta(minutes=ready.clock)
    hour = ready.hour or 0.0
    return _next(now, [hour * 60, (hour + 12) * 60] if 0 < hour <= 12 else [hour * 60])


def delay_until(moment: datetime, now: datetime, minutes: float) -> int:
    """Minutes to wait before something that cooks so long begins, to be ready at the moment; 0 where it is too late."""
    return max(0, round((moment - now).total_seconds() / 60 - minutes))


def _next(now: datetime, minutes_of_day: list[float]) -> datetime:
    midnight = _midnight(now)
    moments = [midnight + timedelta(days=day, minutes=m) for day in (0, 1) for m in minutes_of_day]
    return min(m for m in moments if m - now >= SOONEST)


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
