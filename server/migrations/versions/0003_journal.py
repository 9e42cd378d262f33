"""What was so before a command, what was known when it was given, and what came after its end."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; commands from before have nothing in them."""
    op.add_column("commands", sa.Column("before", sa.Text))
    op.add_column("commands", sa.Column("known", sa.Text))
    op.add_column("commands", sa.Column("undoes", sa.String(64), nullable=False, server_default=""))
    op.add_column("commands", sa.Column("late", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("commands", sa.Column("note", sa.Text))
    op.create_index("commands_by_person", "commands", ["person", "created"])
