"""What somebody said last in one place goes on where they speak next: "it" means the same there.

Between house and car that is always so. Within the house it is so where whoever speaks asks for it (`goes_on`): whoever
says nothing of who they are counts as the owner there, and two of those need not be one. What waits for an answer stays
where it was asked.
"""

from collections.abc import Iterable
from datetime import datetime

from assistant.conversation import HISTORY_LENGTH, Conversation, Exchange, Parked
from assistant.utterance import Recording, Speaker, Utterance

_KNOWN = frozenset({"owner", "adult", "child"})
"""Roles of those of whom it is known that they are the same person elsewhere; of guests it is not."""


def history_with_what_goes_on(
    said: Utterance | Recording, here: Conversation, all_of_them: Iterable[Conversation], now: datetime
) -> list[Exchange]:
    """The history of `here` with what the person said last elsewhere, where that was later than what was said here."""
    speaker = said.speaker
    if not _may_go_on(speaker) or _asks(here, now):
        return here.history
    others = [there for there in all_of_them if there is not here and _last_of(there, speaker, said.goes_on, now)]
    other = max(others, key=lambda there: there.history[-1].utterance.at, default=None)
    last = max((e.utterance.at for e in here.recent(now)), default=None)
    if other is None or (last is not None and last >= other.history[-1].utterance.at):
        return here.history
    known = {id(exchange) for exchange in here.history}
    brought = [e for e in theirs(other, speaker, now) if id(e) not in known]
    return sorted([*here.history, *brought], key=lambda e: e.utterance.at)[-HISTORY_LENGTH:]


def question_for(speaker: Speaker, there: Conversation, now: datetime) -> Parked | None:
    """What waits in that dialogue for the PIN of this very person; in a car it waits for whoever sits in it."""
    asked = there.parked
    if asked is None or not (asked.needs_proof and asked.turn and asked.is_open(now)):
        return None
    whose = asked.utterance.speaker
    in_car = whose.seat or whose.grants is not None or asked.utterance.circumstances
    theirs_to_answer = _may_go_on(speaker) and whose.role in _KNOWN and speaker.is_same_as(whose)
    return asked if theirs_to_answer and not in_car else None


def theirs(there: Conversation, speaker: Speaker, now: datetime) -> list[Exchange]:
    """What that person said there lately; no question of somebody else that still waits for its answer there."""
    return [e for e in there.recent(now) if e.utterance.speaker.person == speaker.person and not e.asked_elsewhere]


def _may_go_on(speaker: Speaker) -> bool:
    """What was answered at home tells how it is there: a head unit that may not ask that is given none of it."""
    known = speaker.person != "unknown" and speaker.role in _KNOWN
    return known and (speaker.grants is None or "home.read" in speaker.grants)


def _asks(here: Conversation, now: datetime) -> bool:
    """Whether the next sentence may be an answer to what was asked here."""
    waits = here.parked is not None and here.parked.is_open(now)
    return waits or (here.asked is not None and here.asked.is_open(now))


def _last_of(there: Conversation, speaker: Speaker, within_the_house: bool, now: datetime) -> bool:
    """Whether the person was the last to speak in that dialogue, lately, and in a place from which it may go on."""
    if not theirs(there, speaker, now) or there.history[-1].utterance.speaker.person != speaker.person:
        return False
    last = there.history[-1].utterance.speaker
    crosses = bool(last.seat) is not bool(speaker.seat)
    return last.role in _KNOWN and (crosses or within_the_house)
