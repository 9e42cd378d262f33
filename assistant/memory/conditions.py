"""When something that was told holds: at a time of day, on which days, in a season, while something is so, for whom."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

Part = Literal["", "morning", "noon", "afternoon", "evening", "night"]
Days = Literal["", "weekdays", "weekend", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Season = Literal["", "spring", "summer", "autumn", "winter"]
Whom = Literal["", "children"]

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
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Condition:
    """Under what something holds; what is empty makes no difference."""

    part: Part = ""
    days: Days = ""
    season: Season = ""
    state: str = ""
    """Name of a state that the household switches ("baby_sleeps"), or of who is there ("nobody_home", "out:ada")."""
    hours: tuple[float, float] | None = None
    """From the first hour up to, without, the second; (22, 6) goes over midnight, 22.5 is half past ten."""
    whom: Whom = ""
    """For whom alone it holds; empty: for everybody."""

    @property
    def terms(self) -> int:
        """How many things have to be so: what says more counts more."""
        return sum(map(bool, (self.part, self.days, self.season, self.state, self.hours, self.whom)))

    def holds(self, now: datetime, states: Collection[str] = (), role: str = "") -> bool:
        """Whether it is so. `now` with the zone of the house; `states`: those that are on; `role`: of who asks."""
        spans = [span for span in (HOURS_OF.get(self.part), self.hours) if span is not None]
        return (
            all(_within(now.hour + now.minute / 60, *span) for span in spans)
            and _on(self.days, now.weekday())
            and (not self.whom or role == "child")
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
    return Condition(**fields, hours=(hours[0] + 0, hours[1] + 0) if hours else None)


def _on(days: Days, weekday: int) -> bool:
    if days in ("weekdays", "weekend"):
        return (weekday >= _SATURDAY) == (days == "weekend")
    return not days or _WEEK[weekday] == days


def _within(hour: float, first: float, end: float) -> bool:
    return first <= hour < end if first < end else hour >= first or hour < end
