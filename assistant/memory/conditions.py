"""When something that was told holds: at a time of day, on which days, in a season, while something is so."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

Part = Literal["", "morning", "noon", "afternoon", "evening", "night"]
Days = Literal["", "weekdays", "weekend"]
Season = Literal["", "spring", "summer", "autumn", "winter"]

HOURS_OF: dict[str, tuple[int, int]] = {
    "morning": (5, 11),
    "noon": (11, 14),
    "afternoon": (13, 18),
    "evening": (17, 23),
    "night": (22, 6),
}
"""From the first hour up to, without, the second, on the clock of the house."""

_SEASONS = ("winter", "spring", "summer", "autumn")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Condition:
    """Under what something holds; what is empty makes no difference."""

    part: Part = ""
    days: Days = ""
    season: Season = ""
    state: str = ""
    """Name of a state that the household switches ("baby_sleeps")."""
    hours: tuple[int, int] | None = None
    """From the first hour up to, without, the second; (22, 6) goes over midnight."""

    @property
    def terms(self) -> int:
        """How many things have to be so: what says more counts more."""
        return sum(map(bool, (self.part, self.days, self.season, self.state, self.hours)))

    def holds(self, now: datetime, states: Collection[str] = ()) -> bool:
        """Whether it is so. `now` with the zone of the house; `states`: those that are on."""
        spans = [span for span in (HOURS_OF.get(self.part), self.hours) if span is not None]
        weekend = now.weekday() >= _SATURDAY
        return (
            all(_within(now.hour, *span) for span in spans)
            and (not self.days or weekend == (self.days == "weekend"))
            and (not self.season or _SEASONS[now.month % 12 // 3] == self.season)
            and (not self.state or self.state in states)
        )

    def as_json(self) -> str:
        """As it is kept; only what makes a difference."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, sort_keys=True)


ALWAYS = Condition()


def condition_in(kept: str) -> Condition:
    """The condition out of `as_json`. Raises ValueError, TypeError for anything else."""
    fields = json.loads(kept or "{}")
    hours = fields.pop("hours", None)
    return Condition(**fields, hours=(int(hours[0]), int(hours[1])) if hours else None)


def _within(hour: int, first: int, end: int) -> bool:
    return first <= hour < end if first < end else hour >= first or hour < end
