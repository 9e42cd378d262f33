"""Where the members of the household are kept, the voices they gave, and what holds for the whole household."""

from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, String, Table

from assistant.memory.storage import metadata

members = Table(
    "members",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("language", String(8)),
    Column("length", String(16), nullable=False),
    Column("manner", String(16), nullable=False),
    Column("learns", Boolean, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)

voices = Table(
    "voices",
    metadata,
    Column("member", String(64), primary_key=True),
    Column("print", LargeBinary, nullable=False),
    Column("samples", Integer, nullable=False),
    Column("consent", String(500), nullable=False),
    Column("consented", DateTime(timezone=True), nullable=False),
)
"""`print`: the mean of the samples' voiceprints, float32 little-endian. `consent`: the words that were agreed to."""

household = Table(
    "household",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("guest_mode", Boolean, nullable=False),
)
"""One row, of id 1; none as long as nothing was set."""
