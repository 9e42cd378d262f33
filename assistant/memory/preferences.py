"""Preferences that people told us: about what, which value, since when, in which words."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeVar
from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Row,
    String,
    Table,
    Text,
    delete,
    false,
    insert,
    select,
    update,
)

from assistant.memory.conditions import ALWAYS, Condition, condition_in
from assistant.memory.storage import Storage, metadata
from assistant.utterance import Language

T = TypeVar("T")

PreferredValue = bool | int | float | str | None

Sort = Literal["likes", "never", "state"]
"""What somebody likes, what is not to be done unasked, and a state of the household that is on at present."""

HOUSEHOLD = "household"
"""Whose the preferences are that all share."""

STATE_LASTS = timedelta(hours=12)
"""After this long a state ends by itself; nobody said that it was over."""

MAX_WORDS = 500
"""Characters of one preference; longer ones are refused before they come here."""

preferences = Table(
    "preferences",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False, index=True),
    Column("about", String(128), nullable=False),
    Column("capability", String(128), nullable=False),
    Column("value", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("sort", String(16), nullable=False, server_default="likes"),
    Column("condition", Text, nullable=False, server_default="{}"),
    Column("questioned", Boolean, nullable=False, server_default=false()),
)


@dataclass(frozen=True, slots=True)
class Preference:
    """One thing somebody likes."""

    id: str
    person: str
    about: str
    """Id of a room or a thing; empty where it is about neither ("my coffee strong")."""
    capability: str
    """The capability it sets (target_temperature in °C, brightness in %, color, …); empty for plain words."""
    value: PreferredValue
    words: str
    """What the person said."""
    language: Language
    since: datetime
    sort: Sort = "likes"
    when: Condition = ALWAYS
    questioned: bool = False
    """Whether it was asked once if something else is to take its place; that is not asked again."""


class Preferences:
    """The preferences of everybody, each person apart.

    What was read is kept at hand, since each wish asks for it, until something is written here. Who writes them
    elsewhere calls `reread`.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._at_hand: dict[str, tuple[Preference, ...]] = {}
        self._written = 0
        """Grows with each writing, before and after it: what was read meanwhile may be of before."""

    def reread(self) -> None:
        """Let go of what is at hand."""
        self._written += 1
        self._at_hand.clear()

    async def remember(
        self,
        person: str,
        words: str,
        language: Language,
        about: str = "",
        capability: str = "",
        value: PreferredValue = None,
        *,
        sort: Sort = "likes",
        when: Condition = ALWAYS,
        questioned: bool = False,
    ) -> Preference:
        """Keep it; what the same person told of the same thing, capability and condition before is replaced."""
        since = datetime.now(UTC)
        kept = Preference(uuid4().hex, person, about, capability, value, words, language, since, sort, when, questioned)
        await self._write(lambda connection: _replace(connection, kept))
        return kept

    async def of(self, person: str, about: Sequence[str] | None = None) -> tuple[Preference, ...]:
        """What this person told us, oldest first; with `about` only for these rooms and things."""
        known = self._at_hand.get(person)
        if known is None:
            known = await self._read(person)
        return known if about is None else tuple(kept for kept in known if kept.about in about)

    async def kept(self, id: str) -> Preference | None:
        """The one of that id, whoever told it; None where it is forgotten."""
        query = select(preferences).where(preferences.c.id == id)
        found = await self._storage.read(lambda connection: connection.execute(query).first())
        return None if found is None else _preference(found)

    async def questioned(self, ids: Sequence[str]) -> None:
        """It was asked if something else is to take the place of these."""
        marked = update(preferences).where(preferences.c.id.in_(list(ids))).values(questioned=True)
        await self._write(lambda connection: connection.execute(marked))

    async def forget(self, person: str, ids: Sequence[str]) -> int:
        """Erase these of this person's; returns how many there were."""
        query = delete(preferences).where(preferences.c.person == person, preferences.c.id.in_(list(ids)))
        return await self._write(lambda connection: connection.execute(query).rowcount)

    async def _read(self, person: str) -> tuple[Preference, ...]:
        before = self._written
        query = select(preferences).where(preferences.c.person == person).order_by(preferences.c.since)
        known = await self._storage.read(lambda connection: tuple(map(_preference, connection.execute(query))))
        if self._written == before:
            self._at_hand[person] = known
        return known

    async def _write(self, work: Callable[[Connection], T]) -> T:
        self.reread()
        try:
            return await self._storage.write(work)
        finally:
            self.reread()


def states_on(known: Iterable[Preference], now: datetime) -> set[str]:
    """The states of these that are on: told, and not longer ago than STATE_LASTS. `now` with its zone."""
    told = {kept.about for kept in known if kept.sort == "state" and now - kept.since < STATE_LASTS}
    return told | {"baby_sleeps"} if "kids_sleep" in told else told  # the baby is one of the children


def _replace(connection: Connection, kept: Preference) -> None:
    if kept.capability:
        connection.execute(
            delete(preferences).where(
                preferences.c.person == kept.person,
                preferences.c.about == kept.about,
                preferences.c.capability == kept.capability,
                preferences.c.sort == kept.sort,
                preferences.c.condition == kept.when.as_json(),
            )
        )
    connection.execute(
        insert(preferences).values(
            id=kept.id,
            person=kept.person,
            about=kept.about,
            capability=kept.capability,
            value=json.dumps(kept.value),
            words=kept.words,
            language=kept.language,
            since=kept.since,
            sort=kept.sort,
            condition=kept.when.as_json(),
            questioned=kept.questioned,
        )
    )


def _preference(row: Row[tuple[object, ...]]) -> Preference:
    fields = row._mapping
    return Preference(
        fields["id"],
        fields["person"],
        fields["about"],
        fields["capability"],
        json.loads(fields["value"]),
        fields["words"],
        fields["language"],
        fields["since"].replace(tzinfo=UTC),
        fields["sort"],
        condition_in(fields["condition"]),
        bool(fields["questioned"]),
    )
