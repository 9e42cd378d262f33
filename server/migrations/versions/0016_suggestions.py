"""What was suggested to people and how they answered, and what is done for them every time."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "suggestions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("device", sa.String(128), nullable=False),
        sa.Column("action", sa.String(128), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
    )
    op.create_index("ix_suggestions_person", "suggestions", ["person"])
    op.create_table(
        "small_routines",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("device", sa.String(128), nullable=False),
        sa.Column("action", sa.String(128), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran", sa.DateTime(timezone=True)),
        sa.Column("came", sa.String(16), nullable=False),
    )
    op.create_index("ix_small_routines_person", "small_routines", ["person"])
