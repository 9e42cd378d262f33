"""Brings a database to the form this version of Mimosa knows."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).with_name("migrations")
"""Its steps are files named by their version: `versions/0001_commands.py`."""


class DatabaseTooNew(Exception):
    """A newer Mimosa has changed the database; the text names the remedy."""


def migrate(connection: Connection, before_change: Callable[[], None] = lambda: None) -> None:
    """Run every step that is missing, all in one transaction. Raises DatabaseTooNew, and SQLAlchemyError.

    `before_change` is called before a database that holds something already is changed; what it raises ends it.
    """
    known = versions()
    with connection.begin():
        present = _present(connection)
    _require_known(present, known)
    if present == known[-1:]:
        return
    if present:
        before_change()
    log.info("the database is brought from version %s to %s", present or "none", known[-1])
    _upgrade(connection)


def versions() -> list[str]:
    """The versions this Mimosa knows, oldest first."""
    return sorted(step.name.partition("_")[0] for step in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _present(connection: Connection) -> list[str]:
    if not sa.inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.scalars(sa.text("SELECT version_num FROM alembic_version")))


def _require_known(present: Sequence[str], known: Sequence[str]) -> None:
    for revision in present:
        if revision not in known:
            raise DatabaseTooNew(
                f"the database is at version {revision}, which this Mimosa does not know (it knows up to "
                f"{known[-1]}); start the newer Mimosa, or put back the backup from before it"
            )


def _upgrade(connection: Connection) -> None:
    # Loading it costs a third of a second and 15 MiB; most starts find everything done.
    from alembic import command
    from alembic.config import Config

    configuration = Config(attributes={"connection": connection})
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with connection.begin():
        command.upgrade(configuration, "head")
