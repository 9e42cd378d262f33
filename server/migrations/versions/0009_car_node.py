"""In the car: wishes that wait for the house, and the house as it was when it was heard of last."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "waiting_wishes",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("seat", sa.String(16), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(32), nullable=False, server_default=""),
        sa.Column("reply", sa.Text, nullable=False, server_default=""),
        sa.Column("unit", sa.String(64), nullable=False, server_default=""),
        sa.Column("grants", sa.JSON(none_as_null=True)),
    )
    op.create_table(
        "house_memory",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
