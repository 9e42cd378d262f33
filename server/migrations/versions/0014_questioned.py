"""A liking of which it was asked once whether another is to take its place."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing has been asked of those that are there."""
    op.add_column("preferences", sa.Column("questioned", sa.Boolean, nullable=False, server_default=sa.false()))
