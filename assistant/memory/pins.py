"""The PINs of the household: hashed, with an end to guessing."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, Connection, DateTime, Integer, LargeBinary, String, Table, delete, insert, select, update

from assistant.errors import BadPin
from assistant.memory.storage import Storage, metadata
from assistant.second_factor import Proof
from assistant.understanding.pins import LONGEST, SHORTEST

ATTEMPTS = 3
"""Wrong PINs in a row before nothing is taken any more for a while."""

LOCKED_FOR = timedelta(minutes=10)

pins = Table(
    "pins",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", DateTime(timezone=True)),
)
"""`wrong`: wrong attempts in a row since the last right one or lock."""


@dataclass(frozen=True, slots=True)
class _Kept:
    salt: bytes
    hash: bytes
    locked_until: datetime | None


def _now() -> datetime:
    return datetime.now(UTC)


class Pins:
    """The PINs of everybody. Attempts count across restarts. `now` gives the present moment with its time zone."""

    def __init__(self, storage: Storage, now: Callable[[], datetime] = _now) -> None:
        self._storage = storage
        self._now = now
        self._one_at_a_time = asyncio.Lock()
        """Guesses made at once must not all be checked before the first is counted."""

    async def is_set(self, person: str) -> bool:
        """Whether the person has a PIN."""
        return await self._kept(person) is not None

    async def locked_until(self, person: str) -> datetime | None:
        """Until when even the right PIN counts for nothing, in UTC; None where it does count, or there is none."""
        kept = await self._kept(person)
        until = None if kept is None else kept.locked_until
        return until if until is not None and self._now() < until else None

    async def set(self, person: str, pin: str) -> None:
        """Give the person this PIN in place of any other. Raises BadPin, which says what would be right."""
        if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
            raise BadPin(f"a PIN is {SHORTEST} to {LONGEST} digits")
        if len(set(pin)) == 1 or pin in "01234567890123" or pin in "32109876543210":
            raise BadPin("a PIN is not one digit over and over, and not digits in a row")
        salt = secrets.token_bytes(16)
        hashed = await asyncio.to_thread(_hash, pin, salt)
        row = {"person": person, "salt": salt, "hash": hashed, "since": self._now(), "wrong": 0, "locked_until": None}
        await self._storage.write(lambda connection: _replace(connection, row))

    async def remove(self, person: str) -> bool:
        """Take the person's PIN away; returns whether there was one."""
        gone = delete(pins).where(pins.c.person == person)
        return await self._storage.write(lambda connection: connection.execute(gone).rowcount > 0)

    async def prove(self, person: str, pin: str) -> Proof:
        """Check a PIN. The third wrong one in a row locks it for ten minutes, also over a restart."""
        async with self._one_at_a_time:
            kept = await self._kept(person)
            if kept is None:
                return Proof.NOT_SET
            if kept.locked_until is not None and self._now() < kept.locked_until:
                return Proof.LOCKED
            right = secrets.compare_digest(await asyncio.to_thread(_hash, pin, kept.salt), kept.hash)
            locked = await self._storage.write(lambda connection: _count(connection, person, right, self._now()))
        return Proof.RIGHT if right else Proof.LOCKED if locked else Proof.WRONG

    async def _kept(self, person: str) -> _Kept | None:
        wanted = select(pins.c.salt, pins.c.hash, pins.c.locked_until).where(pins.c.person == person)
        row = await self._storage.read(lambda connection: connection.execute(wanted).one_or_none())
        if row is None:
            return None
        # SQLite gives moments back without their zone; they were written in UTC.
        locked_until = row.locked_until.replace(tzinfo=UTC) if row.locked_until else None
        return _Kept(row.salt, row.hash, locked_until)


def _hash(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1)


def _replace(connection: Connection, row: dict[str, object]) -> None:
    connection.execute(delete(pins).where(pins.c.person == row["person"]))
    connection.execute(insert(pins).values(row))


def _count(connection: Connection, person: str, right: bool, now: datetime) -> bool:
    """Note an attempt; returns whether it was one too many."""
    wrong = 0 if right else connection.execute(select(pins.c.wrong).where(pins.c.person == person)).scalar_one() + 1
    locked = wrong >= ATTEMPTS
    until = (now + LOCKED_FOR).astimezone(UTC) if locked else None
    noted = update(pins).where(pins.c.person == person)
    connection.execute(noted.values(wrong=0 if locked else wrong, locked_until=until))
    return locked
