"""Every table of the database; each room declares its own."""

from sqlalchemy import MetaData

import assistant.memory.pins  # noqa: F401  it and the next ones declare their tables in the metadata of their rooms
import assistant.memory.taught  # noqa: F401
import devices.ownership_records  # noqa: F401
from assistant.memory.preferences import preferences
from devices.journal import commands

TABLES: tuple[MetaData, ...] = (commands.metadata, preferences.metadata)
"""In the order in which they were added."""
