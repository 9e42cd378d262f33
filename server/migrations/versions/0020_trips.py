"""Where cars are going, and the wishes that wait for that."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "trip_wishes",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("car", sa.String(128), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("seat", sa.String(16), nullable=False),
        sa.Column("heard_by", sa.String(8), nullable=False),
        sa.Column("grants", sa.JSON),
        sa.Column("place", sa.String(128), nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("destination", sa.String(200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_trip_wishes_person", "trip_wishes", ["person"])
    op.create_table(
        "trips_under_way",
        sa.Column("car", sa.String(128), primary_key=True),
        sa.Column("course", sa.JSON, nullable=False),
    )
