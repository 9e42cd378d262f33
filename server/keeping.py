"""Looking after the database while the server runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from devices.errors import JournalUnavailable
from devices.journal import Journal
from server.backups import BackupFailed
from server.database import Database

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
LOOK_EVERY_S = 600.0
"""Seconds between looks at whether a backup is due, and after one that failed."""

FORGOTTEN_AT_ONCE = 200
"""Commands that are deleted in one transaction: a few milliseconds of the writer's time."""
FORGOTTEN_AT_MOST = 1_000
"""Commands that are deleted at one look."""
REST_S = 1.0
"""Seconds between two such transactions, in which commands are written down as ever."""


def _now() -> datetime:
    return datetime.now(UTC)


async def keep_backups(
    database: Database,
    *,
    every: timedelta = EVERY,
    look_every_s: float = LOOK_EVERY_S,
    now: Callable[[], datetime] = _now,
    beside: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Check the database where that was left for later, then back it up whenever a backup is due; until cancelled.

    `beside`: what else is seen to at each look.
    """
    await database.check()
    while True:
        try:
            if _is_due(database, every, now()):
                made = await database.back_up()
                log.info("backup %s was made", made.file.name)
        except (BackupFailed, OSError) as error:
            log.error("the database could not be backed up: %s", error)
        if beside is not None:
            await beside()
        await asyncio.sleep(look_every_s)


async def forget_old_commands(
    journal: Journal, keep_for: timedelta, *, now: Callable[[], datetime] = _now, rest_s: float = REST_S
) -> int:
    """Delete commands that ended longer ago than that, in small portions; returns how many. Goes on at the next look.

    Counted back from the newest command where that is older than now: a clock that jumps ahead empties no journal.
    """
    forgotten = 0
    try:
        newest = await journal.newest()
        while newest is not None and forgotten < FORGOTTEN_AT_MOST:
            some = await journal.forget_before(min(newest, now()) - keep_for, FORGOTTEN_AT_ONCE)
            forgotten += some
            if some < FORGOTTEN_AT_ONCE:
                break
            await asyncio.sleep(rest_s)
    except JournalUnavailable as error:
        log.error("old commands could not be deleted: %s", error)
    if forgotten:
        log.info("%d commands older than %d days were deleted", forgotten, keep_for.days)
    return forgotten


def _is_due(database: Database, every: timedelta, now: datetime) -> bool:
    """Whether there is none, the newest is old, or it is from the future: then a clock was wrong."""
    newest = next(iter(database.backups.all()), None)
    return newest is None or not timedelta() <= now - newest.at + timedelta(minutes=1) < every
