"""Paired head units, their tokens, and what asks to be paired."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "head_units",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("vehicle", sa.String(64), nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("paired", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked", sa.DateTime(timezone=True)),
        sa.Column("why", sa.String(16), nullable=False, server_default=""),
    )
    op.create_table(
        "pairing_requests",
        sa.Column("device_code", sa.LargeBinary(32), primary_key=True),
        sa.Column("user_code", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("vehicle", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interval_s", sa.Integer, nullable=False),
        sa.Column("polled", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("person", sa.String(64), nullable=False, server_default=""),
        sa.Column("granted", sa.Text, nullable=False, server_default=""),
    )
    op.create_table(
        "head_unit_tokens",
        sa.Column("refresh", sa.LargeBinary(32), primary_key=True),
        sa.Column("access", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("unit", sa.String(32), nullable=False, index=True),
        sa.Column("parent", sa.LargeBinary(32), index=True),
        sa.Column("narrowed", sa.Text),
        sa.Column("issued", sa.DateTime(timezone=True), nullable=False),
        sa.Column("access_expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refresh_expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("access_used", sa.DateTime(timezone=True)),
        sa.Column("access_revoked", sa.Boolean, nullable=False),
        sa.Column("spent", sa.DateTime(timezone=True)),
        sa.Column("lost", sa.Boolean, nullable=False),
    )
    op.create_table(
        "code_entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("last_wrong", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "head_unit_clock",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
