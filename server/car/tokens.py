"""Tokens: an access token for ten minutes, and a refresh token that is good for one more pair, and for nothing twice.

Who shows a refresh token a second time holds a copy: the head unit is revoked, whoever of the two it was. One case is
honest, and looks different: the answer was lost on its way, so nobody has used any of what was in it. Then, for
RETRY_FOR, the same refresh token gives another pair, and the lost one is void for good; whoever shows either of the
lost tokens after all proves that the answer did arrive, and the head unit is revoked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, update

from server.api.problems import Problem
from server.car.announcing import REVOKED_BY, Announcement, Announcements
from server.car.codes import ACCESS_TOKEN, REFRESH_TOKEN, digest, new_secret
from server.car.head_unit import HeadUnit
from server.car.head_unit_records import (
    KeptPair,
    KeptUnit,
    database_problems,
    head_units,
    pair_given_for,
    pair_of,
    revoke_unit,
    scope_text,
    token_pairs,
    unit_of,
)
from server.car.oauth import OAuthProblem, invalid_grant
from server.car.recent_tokens import Found, RecentTokens, pair_with_access
from server.car.steady_clock import SteadyClock

ACCESS_FOR = timedelta(minutes=10)
REFRESH_FOR = timedelta(days=30)

RETRY_FOR = timedelta(hours=12)
"""How long a client may ask again whose answer was lost, counted from the first time it asked: a tunnel, a garage."""


@dataclass(frozen=True, slots=True)
class Issued:
    """Tokens as they go to the head unit, in the clear; nobody else ever sees them."""

    access: str
    refresh: str
    unit: KeptUnit
    scopes: frozenset[str]
    """Of the access token."""

    @property
    def expires_in_s(self) -> int:
        """Seconds that the access token is good for."""
        return round(ACCESS_FOR.total_seconds())


@dataclass(frozen=True, slots=True)
class _Reused:
    """A token came back that only a copy can be."""

    unit: KeptUnit
    is_news: bool


class Tokens:
    """Gives tokens, renews them, takes them back, and knows head units by them."""

    def __init__(self, storage: RecentTokens, clock: SteadyClock, announcements: Announcements) -> None:
        self._storage = storage
        self._clock = clock
        self._announcements = announcements
        self._since = clock.now()

    def begin_run(self) -> None:
        """Access tokens of earlier runs are over: nobody can tell how long Mimosa was away, should its clock be wrong.

        Refresh tokens go on; a head unit gets a new access token for its own at once.
        """
        self._since = self._clock.now()

    async def of_token(self, token: str) -> HeadUnit:
        """The head unit that an access token proves.

        Raises Problem ("wrong-token", "expired-token", "revoked-token", "not-ready").
        """
        key = digest(token)
        with database_problems():
            found = await self._storage.with_access(key)
            await self._end_if_lost(found)
            now = self._clock.now()
            pair, unit = self._checked(found, now)
            if pair.access_used is None:
                # That it was shown proves that it arrived; this is on the disk before anything is answered.
                found = await self._storage.write(lambda connection: _used_first(connection, key, now))
                await self._end_if_lost(found)
                pair, unit = self._checked(found, now)
        scopes = unit.scopes if pair.narrowed is None else unit.scopes & pair.narrowed
        return HeadUnit(unit.id, unit.name, unit.vehicle, scopes, unit.person)

    async def _end_if_lost(self, found: Found | None) -> None:
        """Revoke the head unit where a token of a lost answer was shown: the honest one never got that."""
        if found is not None and found[0].lost and found[1].revoked is None:
            await self.revoke(found[1].id, "reused")

    def _checked(self, found: Found | None, now: datetime) -> tuple[KeptPair, KeptUnit]:
        """What an access token stands for. Raises Problem where it counts for nothing."""
        if found is None:
            raise Problem("wrong-token", "no head unit has that access token; pair again, or get a new one")
        pair, unit = found
        if unit.revoked is not None or pair.lost or pair.access_revoked:
            raise Problem("revoked-token", "this access token was revoked")
        if not self._since <= pair.issued <= now < pair.access_expires:
            raise Problem("expired-token", "this access token is over; get a new one with the refresh token")
        return found

    async def renew(self, refresh: str, client: str = "", scopes: Collection[str] = ()) -> Issued:
        """New tokens for a refresh token, which is spent with it. Raises OAuthProblem.

        `client`: who asks, where they say so. `scopes`: fewer than granted, for the new access token alone; empty: all.
        """
        fresh = new_secret(ACCESS_TOKEN), new_secret(REFRESH_TOKEN)
        renewal = _Renewal(digest(refresh), client, frozenset(scopes), digest(fresh[0]), digest(fresh[1]))
        with database_problems():
            now = self._clock.now()
            found = await self._storage.write(lambda connection: renewal.carry_out(connection, now))
        match found:
            case OAuthProblem():
                raise found
            case _Reused(unit=unit, is_news=is_news):
                if is_news:
                    self._announcements.tell(Announcement("reused", unit, now))
                raise invalid_grant("this refresh token was used already; the head unit has to be paired again")
        return Issued(*fresh, found, renewal.scopes or found.scopes)

    async def take_back(self, token: str, client: str = "") -> None:
        """Revoke what a token stands for: a refresh token its head unit, an access token itself (RFC 7009).

        A token that nobody knows is revoked already. Raises OAuthProblem for one of another client.
        """
        key = digest(token)
        now = self._clock.now()
        with database_problems():
            found = await self._storage.write(lambda connection: _take_back(connection, key, client, now))
        if isinstance(found, OAuthProblem):
            raise found
        if found is not None:
            self._announcements.tell(Announcement("left", found, now))

    async def revoke(self, unit: str, why: str = "owner") -> KeptUnit:
        """Take a head unit's access away, at once and for good. Raises Problem ("no-such-head-unit")."""
        now = self._clock.now()
        with database_problems():
            is_news = await self._storage.write(lambda connection: revoke_unit(connection, unit, why, now))
            kept = await self._storage.read(lambda connection: unit_of(connection, unit))
        if kept is None:
            raise Problem("no-such-head-unit", f"there is no head unit {unit[:40]!r}")
        if is_news:
            self._announcements.tell(Announcement(REVOKED_BY[why], kept, now))
        return kept


def give_pair(
    connection: Connection,
    unit: str,
    access: bytes,
    refresh: bytes,
    now: datetime,
    parent: bytes | None = None,
    narrowed: Collection[str] = (),
) -> None:
    """Write a fresh pair down, and forget those that are over for good."""
    row: dict[str, object] = {"unit": unit, "access": access, "refresh": refresh, "parent": parent, "issued": now}
    row |= {"access_expires": now + ACCESS_FOR, "refresh_expires": now + REFRESH_FOR}
    row |= {"narrowed": scope_text(narrowed) if narrowed else None, "access_revoked": False, "lost": False}
    connection.execute(insert(token_pairs).values(row))
    connection.execute(update(head_units).where(head_units.c.id == unit).values(renewed=now))
    connection.execute(delete(token_pairs).where(token_pairs.c.refresh_expires < now - REFRESH_FOR))


@dataclass(frozen=True, slots=True)
class _Renewal:
    """A refresh token that was shown, and what is to be given for it."""

    shown: bytes
    client: str
    scopes: frozenset[str]
    access: bytes
    refresh: bytes

    def carry_out(self, connection: Connection, now: datetime) -> KeptUnit | OAuthProblem | _Reused:
        """In one transaction: check it, spend it, and write the new pair down."""
        pair = pair_of(connection, refresh=self.shown)
        unit = None if pair is None else unit_of(connection, pair.unit)
        if pair is None or unit is None:
            return invalid_grant("nobody was given that refresh token")
        refused = self._refused(pair, unit, now)
        if refused is not None:
            return refused
        if pair.lost or (pair.spent is not None and not self._was_lost(connection, pair, now)):
            return _Reused(unit, revoke_unit(connection, unit.id, "reused", now))
        if pair.spent is None:
            spent = update(token_pairs).where(token_pairs.c.refresh == self.shown).values(spent=now)
            connection.execute(spent)
        give_pair(connection, unit.id, self.access, self.refresh, now, self.shown, self.scopes)
        return unit

    def _refused(self, pair: KeptPair, unit: KeptUnit, now: datetime) -> OAuthProblem | None:
        """Why it counts for nothing, used or not; None where it may count."""
        if self.client and self.client != unit.client:
            return invalid_grant("that refresh token was given to another client")
        if unit.revoked is not None:
            return invalid_grant("the head unit was revoked; it has to be paired again")
        if not pair.issued <= now < pair.refresh_expires:
            return invalid_grant("that refresh token is over; the head unit has to be paired again")
        beyond = self.scopes - unit.scopes
        if beyond:
            return OAuthProblem("invalid_scope", "invalid-scope", f"not granted: {scope_text(beyond)}")
        return None

    def _was_lost(self, connection: Connection, pair: KeptPair, now: datetime) -> bool:
        """Whether the answer to the first time it was shown got lost; then what was in it is void."""
        assert pair.spent is not None
        given = pair_given_for(connection, pair.refresh)
        if now - pair.spent > RETRY_FOR or given is None or given.is_used:
            return False
        connection.execute(update(token_pairs).where(token_pairs.c.refresh == given.refresh).values(lost=True))
        return True


def _used_first(connection: Connection, access: bytes, now: datetime) -> Found | None:
    """Note that an access token was shown; how it is then, which may be other than a moment ago."""
    shown = token_pairs.c.access == access, token_pairs.c.access_used.is_(None), token_pairs.c.lost.is_(False)
    connection.execute(update(token_pairs).where(*shown).values(access_used=now))
    return pair_with_access(connection, access)


def _take_back(connection: Connection, token: bytes, client: str, now: datetime) -> KeptUnit | OAuthProblem | None:
    """The head unit that has no access any more with it; None where there is no such news."""
    pair = pair_of(connection, refresh=token) or pair_of(connection, access=token)
    unit = None if pair is None else unit_of(connection, pair.unit)
    if pair is None or unit is None:
        return None
    if client and client != unit.client:
        return invalid_grant("that token was given to another client")
    if pair.refresh == token:
        return unit if revoke_unit(connection, unit.id, "itself", now) else None
    connection.execute(update(token_pairs).where(token_pairs.c.access == token).values(access_revoked=True))
    return None
