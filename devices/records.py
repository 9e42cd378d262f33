"""The rows of the journal: what is kept of a command, and how it becomes a row and comes back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Float,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    false,
    func,
    literal_column,
    select,
)

from devices.command import Command, Outcome, Reason
from devices.device import Value

ACCEPTED = "accepted"
"""The one state that is not an end: written down, perhaps sent, its end not known yet."""

metadata = MetaData()
"""The tables of this room; the server creates and migrates them."""

commands = Table(
    "commands",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("turn", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("role", String(32), nullable=False),
    Column("surface", String(32), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("device", String(128), nullable=False),
    Column("capability", String(128), nullable=False),
    Column("value", Text, nullable=False),
    Column("created", String(32), nullable=False),
    Column("deadline", String(32), nullable=False),
    Column("deadline_s", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("evidence", Text),
    Column("ended", String(32)),
    Column("before", Text),
    Column("known", Text),
    Column("undoes", String(64), nullable=False, server_default=""),
    Column("late", Boolean, nullable=False, server_default=false()),
    Column("note", Text),
    Index("commands_by_state", "state"),
    Index("commands_by_turn", "turn"),
    Index("commands_by_device", "device", "created"),
    Index("commands_by_person", "person", "created"),
)
"""Moments are ISO 8601 in UTC; value, evidence, before, known and note are JSON. `state` is "accepted" or an
OutcomeKind."""


@dataclass(frozen=True, slots=True)
class Background:
    """What stood behind a decision on a command."""

    before: Mapping[str, Value] = field(default_factory=dict)
    """What the device last reported of everything that the command may change, the newest report last."""
    known: Mapping[str, Any] = field(default_factory=dict)
    """What was known about the moment: whether the device is there, how old its last word is, the situation."""


NOTHING_KNOWN = Background()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended, and by what it is known."""

    outcome: Outcome
    attempts: int = 0
    evidence: Mapping[str, Any] | None = None
    note: Mapping[str, Any] = field(default_factory=dict)
    background: Background = NOTHING_KNOWN
    """For a command that ended without being sent; for any other it stands in the journal already."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command as it stands in the journal."""

    id: str
    turn: str
    person: str
    role: str
    surface: str
    sentence: str
    device: str
    capability: str
    value: Value
    created: datetime
    deadline: datetime
    attempts: int
    """How many times it was handed to the broker."""
    state: str
    """"accepted", or how it ended (an OutcomeKind)."""
    reason: Reason
    evidence: Mapping[str, Any] | None
    """The report that proved or disproved it: capability, value, at, order, live, stamp; with late_s the seconds after
    the deadline at which it came in."""
    ended: datetime | None
    before: Mapping[str, Value] = field(default_factory=dict)
    """What the device reported before, of everything that the command may change; the newest report last."""
    known: Mapping[str, Any] = field(default_factory=dict)
    """What it was decided on: available, fact (value, live, age_s), driving, presence and the like."""
    undoes: str = ""
    """Id of the command that this one took back."""
    late: bool = False
    """It was proved only after its deadline."""
    note: Mapping[str, Any] = field(default_factory=dict)
    """What came beside: superseded_by (a command's id), answer (the device's own code), reverted (a value)."""


def outdated(limit: datetime, most: int) -> Select[Any]:
    """Ids of commands, the oldest first, that ended before a moment and that nothing needs any more."""
    then = limit.astimezone(UTC).isoformat()
    old, later, young = commands.alias("old"), commands.alias("later"), commands.alias("young")
    oldest_young = select(_row_number("young")).where(young.c.created >= then).order_by(_row_number("young")).limit(1)
    last_of_its_device = ~(
        select(later.c.id)
        .where(later.c.device == old.c.device, later.c.created >= old.c.created)
        .where(_row_number("later") > _row_number("old"))
        .exists()
    )
    taken_back = select(commands.c.undoes).where(commands.c.undoes != "")
    return (
        select(old.c.id)
        .where(old.c.state != ACCEPTED, old.c.created < then, ~last_of_its_device, old.c.id.not_in(taken_back))
        .where(_row_number("old") < func.coalesce(oldest_young.scalar_subquery(), LAST_ROW))
        .order_by(_row_number("old"))
        .limit(most)
    )


LAST_ROW = 2**63 - 1


def _row_number(alias: str) -> ColumnElement[int]:
    """The order of writing, which no clock changes."""
    return literal_column(f"{alias}.rowid", Integer)


def row_of(command: Command, now: datetime, background: Background) -> dict[str, Any]:
    """The row of a command that is about to be sent."""
    return {
        "id": command.id,
        "turn": command.turn,
        "person": command.origin.person,
        "role": command.origin.role,
        "surface": command.origin.surface,
        "sentence": command.origin.sentence,
        "device": command.device,
        "capability": command.capability,
        "value": _json(command.value),
        "created": now.isoformat(),
        "deadline": (now + timedelta(seconds=command.deadline_s)).isoformat(),
        "deadline_s": command.deadline_s,
        "attempts": 0,
        "state": ACCEPTED,
        "reason": "",
        "evidence": None,
        "ended": None,
        "before": _json(background.before) if background.before else None,
        "known": _json(background.known) if background.known else None,
        "undoes": command.undoes,
        "late": False,
        "note": None,
    }


def ended_row_of(ending: Ending, now: datetime) -> dict[str, Any]:
    """The row of a command that ended without being sent."""
    return row_of(ending.outcome.command, now, ending.background) | end_of(ending, now)


def end_of(ending: Ending, now: datetime) -> dict[str, Any]:
    """The columns that an end fills in."""
    return {
        "state": ending.outcome.kind.value,
        "reason": ending.outcome.reason.value,
        "attempts": ending.attempts,
        "evidence": None if ending.evidence is None else _json(ending.evidence),
        "ended": now.isoformat(),
        "late": ending.outcome.late,
        "note": _json(ending.note) if ending.note else None,
    }


def entry_of(row: Row[Any]) -> Entry:
    """What stands in a row."""
    found = row._mapping
    return Entry(
        id=found["id"],
        turn=found["turn"],
        person=found["person"],
        role=found["role"],
        surface=found["surface"],
        sentence=found["sentence"],
        device=found["device"],
        capability=found["capability"],
        value=_value(json.loads(found["value"])),
        created=datetime.fromisoformat(found["created"]),
        deadline=datetime.fromisoformat(found["deadline"]),
        attempts=found["attempts"],
        state=found["state"],
        reason=Reason(found["reason"]),
        evidence=None if found["evidence"] is None else json.loads(found["evidence"]),
        ended=None if found["ended"] is None else datetime.fromisoformat(found["ended"]),
        before={name: _value(value) for name, value in json.loads(found["before"] or "{}").items()},
        known=json.loads(found["known"] or "{}"),
        undoes=found["undoes"],
        late=bool(found["late"]),
        note=json.loads(found["note"] or "{}"),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(loaded: Any) -> Value:
    return tuple(loaded) if isinstance(loaded, list) else loaded
