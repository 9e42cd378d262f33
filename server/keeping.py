"""Looking after the database while the server runs."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from server.backups import BackupFailed
from server.database import Database

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
LOOK_EVERY_S = 600.0
"""Seconds between looks at whether a backup is due, and after one that failed."""


def _now() -> datetime:
    return datetime.now(UTC)


async def keep_backups(
    database: Database,
    *,
    every: timedelta = EVERY,
    look_every_s: float = LOOK_EVERY_S,
    now: Callable[[], datetime] = _now,
) -> None:
    """Check the database where that was left for later, then back it up whenever a backup is due; until cancelled."""
    await database.check()
    while True:
        try:
            if _is_due(database, every, now()):
                made = await database.back_up()
                log.info("backup %s was made", made.file.name)
        except (BackupFailed, OSError) as error:
            log.error("the database could not be backed up: %s", error)
        await asyncio.sleep(look_every_s)


def _is_due(database: Database, every: timedelta, now: datetime) -> bool:
    """Whether there is none, the newest is old, or it is from the future: then a clock was wrong."""
    newest = next(iter(database.backups.all()), None)
    return newest is None or not timedelta() <= now - newest.at + timedelta(minutes=1) < every
