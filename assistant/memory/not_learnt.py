"""What a person does not want to be learnt: neither written down nor guessed."""

from datetime import datetime

from sqlalchemy import Column, Connection, DateTime, String, Table, delete, insert, select

from assistant.memory.storage import metadata

not_learnt = Table(
    "not_learnt",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("device", String(128), primary_key=True),
    Column("action", String(128), primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
)


def all_not_learnt(connection: Connection) -> frozenset[tuple[str, str, str]]:
    """Person, device and action of each."""
    rows = connection.execute(select(not_learnt.c.person, not_learnt.c.device, not_learnt.c.action))
    return frozenset((row.person, row.device, row.action) for row in rows)


def learn_not(connection: Connection, person: str, device: str, action: str, since: datetime) -> None:
    """Write it down; once more makes no difference."""
    learn_again(connection, person, device, action)
    connection.execute(insert(not_learnt).values(person=person, device=device, action=action, since=since))


def learn_again(connection: Connection, person: str, device: str, action: str) -> bool:
    """Take it back; returns whether it was written down."""
    its = (not_learnt.c.person == person, not_learnt.c.device == device, not_learnt.c.action == action)
    return connection.execute(delete(not_learnt).where(*its)).rowcount > 0


def forget_person(connection: Connection, person: str) -> None:
    """Take back all of a person's."""
    connection.execute(delete(not_learnt).where(not_learnt.c.person == person))
