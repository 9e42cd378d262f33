"""What happened in the house, and what of it is not to be learned."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "happenings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offset", sa.Integer, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("place", sa.String(128), nullable=False),
        sa.Column("device", sa.String(128), nullable=False),
        sa.Column("action", sa.String(128), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("around", sa.Text, nullable=False),
        sa.Column("turn", sa.String(64), nullable=False),
        sa.Column("counts", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("happenings_of_slot", "happenings", ["person", "device", "action", "counts", "id"])
    op.create_index("happenings_of_person", "happenings", ["person", "counts", "id"])
    op.create_index("happenings_at", "happenings", ["at"])
    op.create_table(
        "not_learnt",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("device", sa.String(128), primary_key=True),
        sa.Column("action", sa.String(128), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
