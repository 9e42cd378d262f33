"""Every table of the database; each room declares its own."""

from sqlalchemy import MetaData

import devices.ownership_records  # noqa: F401  both declare their tables in the metadata of their rooms
from assistant.memory.preferences import preferences
from devices.journal import commands

TABLES: tuple[MetaData, ...] = (commands.metadata, preferences.metadata)
"""In the order in which they were added."""
