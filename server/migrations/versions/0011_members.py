"""The members of the household, the voices they gave, and whether there are guests."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "members",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8)),
        sa.Column("length", sa.String(16), nullable=False),
        sa.Column("manner", sa.String(16), nullable=False),
        sa.Column("learns", sa.Boolean, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "voices",
        sa.Column("member", sa.String(64), primary_key=True),
        sa.Column("print", sa.LargeBinary, nullable=False),
        sa.Column("samples", sa.Integer, nullable=False),
        sa.Column("consent", sa.String(500), nullable=False),
        sa.Column("consented", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "household",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("guest_mode", sa.Boolean, nullable=False),
    )
