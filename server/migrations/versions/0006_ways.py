"""Where the wishes of an approved capability went when it was approved."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was approved before holds as it did."""
    op.add_column("owner_approvals", sa.Column("way", sa.String(32), nullable=False, server_default=""))
