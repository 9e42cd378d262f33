"""Names that the household gave to things and rooms beside their own. They are everybody's, whoever gave them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Column, Connection, DateTime, Row, String, Table, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import MemoryUnavailable
from assistant.memory.storage import Storage, metadata
from assistant.utterance import Language

MAX_NICKNAMES = 200
"""Names of one household."""

MAX_LENGTH = 40
"""Characters of one name."""

nicknames = Table(
    "nicknames",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False, index=True),
    Column("about", String(128), nullable=False),
    Column("said", String(MAX_LENGTH), nullable=False),
    Column("key", String(MAX_LENGTH * 2), nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Nickname:
    """One name."""

    id: str
    person: str
    """Id of who gave it."""
    about: str
    """Id of the thing or room that is called so."""
    said: str
    """As it was said, without an article."""
    key: str
    """Its words as they are compared: lower case, one blank between them."""
    language: Language
    since: datetime


class TooManyNicknames(Exception):
    """There are MAX_NICKNAMES already."""


class Nicknames:
    """All names the household gave. `load` comes first; from then on they are at hand without waiting."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._by_key: dict[str, Nickname] = {}
        self._version = 0
        self._one_at_a_time = asyncio.Lock()
        """Names given at once must not all be counted before the first is kept."""

    @property
    def version(self) -> int:
        """Grows with every change, so that whoever derives something from them sees it."""
        return self._version

    async def load(self) -> None:
        """Read what was given. Raises MemoryUnavailable."""
        query = select(nicknames).order_by(nicknames.c.since)
        try:
            rows = await self._storage.read(lambda connection: tuple(map(_nickname, connection.execute(query))))
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"the names that were given cannot be read: {error}") from error
        self._known({name.key: name for name in rows})

    def all(self) -> tuple[Nickname, ...]:
        """Every name, oldest first."""
        return tuple(sorted(self._by_key.values(), key=lambda name: name.since))

    def by_about(self) -> Mapping[str, Sequence[Nickname]]:
        """Id of a thing or room → its names, oldest first."""
        found: dict[str, list[Nickname]] = {}
        for name in self.all():
            found.setdefault(name.about, []).append(name)
        return found

    def find(self, key: str) -> Nickname | None:
        """The name with that key; None where none was given."""
        return self._by_key.get(key)

    async def keep(self, person: str, about: str, said: str, key: str, language: Language) -> Nickname:
        """Keep a name in place of any with the same key. Raises TooManyNicknames or MemoryUnavailable."""
        kept = Nickname(uuid4().hex, person, about, said, key, language, datetime.now(UTC))
        async with self._one_at_a_time:
            if key not in self._by_key and len(self._by_key) >= MAX_NICKNAMES:
                raise TooManyNicknames
            try:
                await self._storage.write(lambda connection: _replace(connection, kept))
            except (SQLAlchemyError, OSError) as error:
                raise MemoryUnavailable(f"the name cannot be written down: {error}") from error
            self._known(self._by_key | {key: kept})
        return kept

    async def forget(self, nickname_id: str) -> bool:
        """Erase the name of that id; returns whether there was one. Raises MemoryUnavailable."""
        query = delete(nicknames).where(nicknames.c.id == nickname_id)
        async with self._one_at_a_time:
            try:
                gone = await self._storage.write(lambda connection: connection.execute(query).rowcount > 0)
            except (SQLAlchemyError, OSError) as error:
                raise MemoryUnavailable(f"the name cannot be erased: {error}") from error
            self._known({key: name for key, name in self._by_key.items() if name.id != nickname_id})
        return gone

    def _known(self, names: dict[str, Nickname]) -> None:
        self._by_key = names
        self._version += 1


def _replace(connection: Connection, kept: Nickname) -> None:
    connection.execute(delete(nicknames).where(nicknames.c.key == kept.key))
    connection.execute(
        insert(nicknames).values(
            id=kept.id,
            person=kept.person,
            about=kept.about,
            said=kept.said,
            key=kept.key,
            language=kept.language,
            since=kept.since,
        )
    )


def _nickname(row: Row[tuple[object, ...]]) -> Nickname:
    fields = row._mapping
    return Nickname(
        fields["id"],
        fields["person"],
        fields["about"],
        fields["said"],
        fields["key"],
        fields["language"],
        # SQLite gives moments back without their zone; they were written in UTC.
        fields["since"].replace(tzinfo=UTC),
    )
