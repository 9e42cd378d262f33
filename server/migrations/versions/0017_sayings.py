"""When people said good night, or that they are home."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sayings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("saying", sa.String(32), nullable=False),
        sa.Column("turn", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sayings_person", "sayings", ["person"])
