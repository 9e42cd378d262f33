"""Brings a database to the form this version of Mimosa knows."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

log = logging.getLogger(__name__)


class DatabaseTooNew(Exception):
    """A newer Mimosa has changed the database; the text names the remedy."""


def migrate(connection: Connection) -> None:
    """Run every step that is missing, all in one transaction. Raises DatabaseTooNew, and SQLAlchemyError."""
    configuration = Config(attributes={"connection": connection})
    configuration.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(configuration)
    known = {script.revision for script in scripts.walk_revisions()}
    with connection.begin():
        present = MigrationContext.configure(connection).get_current_heads()
        for revision in present:
            if revision not in known:
                raise DatabaseTooNew(
                    f"the database is at version {revision}, which this Mimosa does not know (it knows up to "
                    f"{scripts.get_current_head()}); start the newer Mimosa, or put back the backup from before it"
                )
        if set(present) != set(scripts.get_heads()):
            log.info("the database is brought from version %s to %s", present or "none", scripts.get_current_head())
            command.upgrade(configuration, "head")
