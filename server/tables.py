"""Every table of the database; each room declares its own."""

from sqlalchemy import MetaData

import assistant.memory.happenings
import assistant.memory.member_tables
import assistant.memory.nicknames
import assistant.memory.not_learnt
import assistant.memory.pins
import assistant.memory.sayings
import assistant.memory.suggestions
import assistant.memory.taught  # noqa: F401  the modules declare their tables in the metadata of their rooms
import devices.crossings
import devices.ownership_records
import devices.roads.own_places  # noqa: F401
from assistant.memory.preferences import preferences
from devices.journal import commands
from server.car.head_unit_records import head_units
from server.node.house_memory import house_memory
from server.trip_records import trip_wishes

TABLES: tuple[MetaData, ...] = (
    commands.metadata,
    preferences.metadata,
    head_units.metadata,
    house_memory.metadata,
    trip_wishes.metadata,
)
"""In the order in which they were added."""
