"""Run by alembic with the connection it was given; the caller holds the transaction."""

from alembic import context

from server.tables import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=list(TABLES),
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
