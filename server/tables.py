"""Every table of the database; each room declares its own."""

from sqlalchemy import MetaData

import assistant.memory.pins
import assistant.memory.taught  # noqa: F401  the modules declare their tables in the metadata of their rooms
import devices.ownership_records  # noqa: F401
from assistant.memory.preferences import preferences
from devices.journal import commands

TABLES: tuple[MetaData, ...] = (commands.metadata, preferences.metadata)
"""In the order in which they were added."""
