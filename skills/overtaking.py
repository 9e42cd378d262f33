"""Who or what changed a thing while a command for it was on its way."""

import logging
from collections.abc import Mapping, Sequence

from assistant.utterance import Language, Speaker
from devices.command import Outcome, Reason
from devices.errors import JournalUnavailable
from devices.home import Home
from devices.records import Entry
from skills.words import say

log = logging.getLogger(__name__)

LOOKED_AT = 20
"""Newest commands for the same device that are looked at."""


async def overtaken(home: Home, outcomes: Sequence[Outcome], language: Language) -> Mapping[str, str]:
    """Command id → "Ada", "the page", … for each command that another one replaced, as far as the record tells."""
    found: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.reason is Reason.SUPERSEDED:
            other = await _newer(home, outcome)
            if other is not None:
                found[outcome.command.id] = who(other, language)
    return found


def who(entry: Entry, language: Language, names: Mapping[str, str] | None = None) -> str:
    """Who wished it, in words: a person's name, somebody at the page, a routine. `names`: by the ids of people."""
    if entry.surface == "routine" or entry.role == "routine":
        return say("by_routine", language)
    if entry.role == "unknown_voice":
        return say("by_unknown", language)
    key = "by_page" if entry.surface in ("touch", "rest") else "by_person"
    named = (names or {}).get(entry.person)
    return say(key, language, name=named or person_in_words(entry.person, language))


def person_in_words(person: str, language: Language) -> str:
    """What somebody is called: who speaks where nobody was told apart is the owner."""
    return say("by_owner", language) if person == Speaker().person else person


async def _newer(home: Home, outcome: Outcome) -> Entry | None:
    command = outcome.command
    try:
        entries = await home.history(LOOKED_AT, device=command.device)
    except JournalUnavailable as error:
        log.warning("who overtook command %s is not known: %s", command.id, error)
        return None
    own = next((e for e in entries if e.id == command.id), None)
    by = own.note.get("superseded_by") if own else None
    if by is not None:
        return next((e for e in entries if e.id == by), None)
    # Two wishes of one turn: the later is meant, and nobody else changed anything.
    same = [e for e in entries if e.capability == command.capability and e.id != command.id and e.turn != command.turn]
    return next((e for e in same if own is None or e.created >= own.created), None)
