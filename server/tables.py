"""Every table of the database; each room declares its own."""

from sqlalchemy import MetaData

import assistant.memory.pins  # noqa: F401  declares its table in the metadata of its room
from assistant.memory.preferences import preferences
from devices.journal import commands

TABLES: tuple[MetaData, ...] = (commands.metadata, preferences.metadata)
"""In the order in which they were added."""
