"""Told preferences hold at times, and may be prohibitions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what sort each is and under what it holds: until now all were likes that hold always."""
    op.add_column("preferences", sa.Column("sort", sa.String(16), nullable=False, server_default="likes"))
    op.add_column("preferences", sa.Column("condition", sa.Text, nullable=False, server_default="{}"))
