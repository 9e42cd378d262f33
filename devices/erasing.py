"""Who wished what, taken out of the journal: that something was done stays, who said what for it does not."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, select, true, update

from devices.records import ACCEPTED, commands

SOMEBODY = "erased"
"""Whose it was is no longer known."""


def erase_who(
    connection: Connection,
    holds_words: Callable[[str, str], bool],
    person: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """Take the person and the sentence from their commands (None: everybody's), and any words that were sent.

    `holds_words`: whether a capability (device, name) takes words rather than a state; what was sent to it goes too.
    A command that is on its way loses its sentence only. `since` is included, `until` is not. Returns how many.
    """
    wanted: list[ColumnElement[bool]] = [true()]
    if person is not None:
        wanted.append(commands.c.person == person)
    if since is not None:
        wanted.append(commands.c.created >= since.astimezone(UTC).isoformat())
    if until is not None:
        wanted.append(commands.c.created < until.astimezone(UTC).isoformat())
    which = and_(*wanted)
    found = connection.execute(select(commands.c.id, commands.c.device, commands.c.capability).where(which)).all()
    wordy = [row.id for row in found if holds_words(row.device, row.capability)]
    for some in range(0, len(wordy), 500):
        its = commands.c.id.in_(wordy[some : some + 500]) & (commands.c.state != ACCEPTED)
        bare = {"value": "null", "evidence": None, "before": None, "known": None, "note": None}
        connection.execute(update(commands).where(its).values(**bare))
    connection.execute(update(commands).where(which, commands.c.state == ACCEPTED).values(sentence=""))
    connection.execute(
        update(commands).where(which, commands.c.state != ACCEPTED).values(person=SOMEBODY, sentence="", turn="")
    )
    return len(found)
