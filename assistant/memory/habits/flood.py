"""More than anybody does on one day: it is written down, but no habit."""

from collections import Counter
from datetime import date

from assistant.memory.happenings import Happening

FLOOD = 60
"""Happenings of one person with one thing on one day of which habits are learnt …"""

FLOOD_OF_ALL = 600
"""… and of one person with everything."""


class Flood:
    """Counts what happens on the day that it is."""

    def __init__(self) -> None:
        self._day = date.min
        self._with_one: Counter[tuple[str, str, str]] = Counter()
        self._of_all: Counter[str] = Counter()

    def lets(self, happening: Happening) -> bool:
        """Count this one too; returns whether it is still of what somebody may do on one day."""
        if self._day != happening.at.date():
            self._day = happening.at.date()
            self._with_one.clear()
            self._of_all.clear()
        which = (happening.person, happening.device, happening.action)
        self._with_one[which] += 1
        if self._with_one[which] > FLOOD or self._of_all[happening.person] >= FLOOD_OF_ALL:
            return False
        self._of_all[happening.person] += 1
        return True
