"""Which of like things somebody means: by which of them they named and used lately."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from assistant.errors import MemoryUnavailable
from assistant.utterance import Utterance
from devices.errors import JournalUnavailable
from skills.usuals import Usuals

log = logging.getLogger(__name__)

LEAST = 5
"""Times that are needed …"""
NEARLY_ALWAYS = 0.8
"""… the share of them at which it was the same one …"""
LATELY = 12
"""… of the last so many …"""
SINCE = timedelta(days=56)
"""… that are no older than this."""

FORGETTING = 50
"""Turns of which it is kept that the wrong one was taken."""


class MeantByHabit:
    """Goes by what is written down of each person: turns in which they had something of the candidates done."""

    def __init__(
        self, usuals: Usuals, clock: Callable[[], datetime], forget_turn: Callable[[str], Awaitable[object]]
    ) -> None:
        """`forget_turn`: nothing that was done in that turn counts as wished for any more."""
        self._usuals = usuals
        self._clock = clock
        self._forget_turn = forget_turn
        self._wrong: dict[str, None] = {}
        self._put_right: dict[str, datetime] = {}
        """Person → when they last said that another one was meant."""

    def one_of(self, utterance: Utterance, candidates: Sequence[str]) -> str | None:
        """See UsuallyMeant. One that was put right last time is not taken until it was named again."""
        done = self._usuals.done(utterance.speaker) or ()
        since = self._clock() - SINCE
        turns: dict[str, set[str]] = {}
        latest = since
        for happening in done:
            spoken = happening.by == "voice" and happening.turn and happening.at >= since
            if spoken and happening.device in candidates and happening.turn not in self._wrong:
                turns.setdefault(happening.turn, set()).add(happening.device)
                latest = happening.at
        lately = list(turns.values())[-LATELY:]
        if len(lately) < LEAST or len(lately[-1]) != 1:
            return None
        if latest <= self._put_right.get(utterance.speaker.person, latest - SINCE):
            return None
        (last,) = lately[-1]
        agreeing = sum(meant == {last} for meant in lately)
        return last if agreeing >= NEARLY_ALWAYS * len(lately) else None

    async def not_meant(self, utterance: Utterance, turn: str) -> None:
        """See UsuallyMeant."""
        self._put_right[utterance.speaker.person] = self._clock()
        self._wrong[turn] = None
        while len(self._wrong) > FORGETTING:
            del self._wrong[next(iter(self._wrong))]
        try:
            await self._forget_turn(turn)
        except (MemoryUnavailable, JournalUnavailable) as error:
            log.error("turn %s: that the wrong thing was taken could not be written down: %s", turn, error)
