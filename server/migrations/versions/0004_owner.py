"""How the owner names, hides and approves devices."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "owner_floors",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("names", sa.Text, nullable=False),
    )
    op.create_table(
        "owner_rooms",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("floor", sa.String(128), nullable=False),
    )
    op.create_table(
        "owner_devices",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("room", sa.String(128)),
        sa.Column("hidden", sa.Boolean),
        sa.Column("at_least", sa.Text, nullable=False),
        sa.Column("at_most", sa.Text, nullable=False),
    )
    op.create_table(
        "owner_approvals",
        sa.Column("device", sa.String(128), primary_key=True),
        sa.Column("capability", sa.String(128), primary_key=True),
        sa.Column("tier", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
    )
