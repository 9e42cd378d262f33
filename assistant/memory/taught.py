"""Phrases that were taught: what is said, and what it means. They are the household's, whoever taught them."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Column, Connection, DateTime, Row, String, Table, Text, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from assistant.memory.storage import Storage, metadata
from assistant.utterance import Language

MAX_PHRASES = 500
"""Phrases of one household."""

taught_phrases = Table(
    "taught_phrases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("language", String(8), nullable=False),
    Column("said", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("means", Text, nullable=False),
    Column("person", String(64), nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True, slots=True)
class TaughtPhrase:
    """One phrase of this household."""

    id: str
    language: Language
    """The language of what is said."""
    said: str
    """As it was said when it was taught."""
    key: str
    """The form in which it is found again."""
    means: str
    """The sentence that is understood in its place."""
    person: str
    """Id of who taught it."""
    created: datetime


class TooManyPhrases(Exception):
    """There are MAX_PHRASES already."""


class TaughtPhrases:
    """All phrases of the household. `load` comes first; from then on they are at hand without waiting."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._by_key: dict[str, TaughtPhrase] = {}
        self._one_at_a_time = asyncio.Lock()
        """Phrases taught at once must not all be counted before the first is kept."""

    async def load(self) -> None:
        """Read what was taught. Raises MemoryUnavailable."""
        query = select(taught_phrases).order_by(taught_phrases.c.created)
        try:
            rows = await self._storage.read(lambda connection: tuple(map(_phrase, connection.execute(query))))
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"the taught phrases cannot be read: {error}") from error
        self._by_key = {phrase.key: phrase for phrase in rows}

    def all(self) -> tuple[TaughtPhrase, ...]:
        """Every phrase, oldest first."""
        return tuple(sorted(self._by_key.values(), key=lambda phrase: phrase.created))

    def of(self, key: str) -> TaughtPhrase | None:
        """The phrase with that key; None where none was taught."""
        return self._by_key.get(key)

    async def keep(self, language: Language, said: str, key: str, means: str, person: str) -> TaughtPhrase:
        """Keep a phrase in place of any with the same key. Raises TooManyPhrases or MemoryUnavailable."""
        kept = TaughtPhrase(uuid4().hex, language, said, key, means, person, datetime.now(UTC))
        async with self._one_at_a_time:
            if key not in self._by_key and len(self._by_key) >= MAX_PHRASES:
                raise TooManyPhrases
            try:
                await self._storage.write(lambda connection: _replace(connection, kept))
            except (SQLAlchemyError, OSError) as error:
                raise MemoryUnavailable(f"the phrase cannot be written down: {error}") from error
            self._by_key[key] = kept
        return kept

    async def forget(self, phrase_id: str) -> bool:
        """Erase the phrase of that id; returns whether there was one. Raises MemoryUnavailable."""
        query = delete(taught_phrases).where(taught_phrases.c.id == phrase_id)
        async with self._one_at_a_time:
            try:
                gone = await self._storage.write(lambda connection: connection.execute(query).rowcount > 0)
            except (SQLAlchemyError, OSError) as error:
                raise MemoryUnavailable(f"the phrase cannot be erased: {error}") from error
            self._by_key = {key: phrase for key, phrase in self._by_key.items() if phrase.id != phrase_id}
        return gone


def _replace(connection: Connection, kept: TaughtPhrase) -> None:
    connection.execute(delete(taught_phrases).where(taught_phrases.c.key == kept.key))
    connection.execute(
        insert(taught_phrases).values(
            id=kept.id,
            language=kept.language,
            said=kept.said,
            key=kept.key,
            means=kept.means,
            person=kept.person,
            created=kept.created,
        )
    )


def _phrase(row: Row[tuple[object, ...]]) -> TaughtPhrase:
    fields = row._mapping
    return TaughtPhrase(
        fields["id"],
        fields["language"],
        fields["said"],
        fields["key"],
        fields["means"],
        fields["person"],
        # SQLite gives moments back without their zone; they were written in UTC.
        fields["created"].replace(tzinfo=UTC),
    )
