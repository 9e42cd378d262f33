"""Pairing as RFC 8628 has it: the head unit shows a code, a person enters it at home, the head unit asks until it may.

A wish to be paired goes from "waiting" to "approved" or "denied", and from "approved" to "used" with the tokens. Its
device code is only the client's that began; it works once. The car has to be parked when it begins and when it is
approved: nobody is to read a code off a display while driving.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.memory.storage import Storage
from devices.policy import Driving
from server.api.problems import Problem
from server.car.announcing import Announcement, Announcements
from server.car.code_guard import CodeGuard
from server.car.codes import ACCESS_TOKEN, DEVICE_CODE, REFRESH_TOKEN, digest, new_secret, new_user_code, typed
from server.car.head_unit_records import (
    KeptRequest,
    KeptUnit,
    database_problems,
    head_units,
    pairing_requests,
    request_of,
    scope_text,
    unit_of,
)
from server.car.oauth import OAuthProblem, invalid_grant
from server.car.steady_clock import SteadyClock
from server.car.tokens import Issued, give_pair

CODE_FOR = timedelta(minutes=10)
INTERVAL_S = 5
"""Seconds between two requests for the tokens, to begin with."""
SLOWER_BY_S = 5
"""Seconds that are added each time somebody asks too early."""
JITTER_S = 0.5
"""Seconds that two requests may come closer than they were sent."""

REMEMBERED_FOR = timedelta(days=1)
"""How long a code is known to be over; then it is as if it had never been."""

MOST_WAITING = 20
"""Wishes to be paired at a time: anybody in reach can begin one."""

DrivingOf = Callable[[str], Driving | None]
"""What the car of a vehicle id is doing by its own fresh signals; None where none ever came here of them."""

_NO_SUCH_VEHICLE = (
    "the house knows no car {vehicle!r}; first put its signals on the house's broker, on vss/{vehicle}/… "
    "(see docs/car-signals.md)"
)


@dataclass(frozen=True, slots=True)
class Begun:
    """A wish to be paired, as its client gets it."""

    device_code: str
    user_code: str
    expires_in_s: int
    interval_s: int


class Pairing:
    """Takes wishes to be paired, lets people decide on them, and gives tokens for those that were approved."""

    def __init__(
        self, storage: Storage, clock: SteadyClock, driving_of: DrivingOf, announcements: Announcements
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._driving_of = driving_of
        self._announcements = announcements
        self._guard = CodeGuard(storage, clock)

    async def begin(
        self, client: str, vehicle: str, name: str, scopes: Collection[str], *, says_parked: bool = False
    ) -> Begun:
        """Take a wish to be paired. Raises OAuthProblem where the car is unknown or not parked, or too many wait.

        `says_parked`: a car whose signals never came here says of itself that it is; of one that is here itself
        only its signals count.
        """
        if not (says_parked and self._driving_of(vehicle) is None):
            self._check_parked(vehicle)
        device_code, user_code = new_secret(DEVICE_CODE), new_user_code()
        now = self._clock.now()
        row = {"device_code": digest(device_code), "user_code": digest(user_code), "client": client}
        row |= {"vehicle": vehicle, "name": name, "asked": scope_text(scopes), "state": "waiting"}
        times = {"begun": now, "expires": now + CODE_FOR, "interval_s": INTERVAL_S}
        with database_problems():
            taken = await self._storage.write(lambda connection: _take(connection, {**row, **times}, now))
        if not taken:
            wait = {"Retry-After": str(round(CODE_FOR.total_seconds()))}
            detail = f"at most {MOST_WAITING} wait at a time"
            raise OAuthProblem("temporarily_unavailable", "too-many-pairings", detail, wait)
        return Begun(device_code, user_code, round(CODE_FOR.total_seconds()), INTERVAL_S)

    async def look_up(self, code: str) -> KeptRequest:
        """What asks to be paired with the code that a person entered.

        Raises Problem ("invalid", "no-such-code", "codes-locked", "expired-code", "code-settled", "not-ready").
        """
        return self._decidable(await self._entered(code))

    async def approve(self, code: str, person: str, scopes: Collection[str], name: str = "") -> KeptRequest:
        """Let it in, with these of the scopes it asked for, under this name or its own.

        Raises Problem as `look_up` does, "invalid" for a scope it did not ask for, "not-parked" while its car drives.
        """
        asked = self._decidable(await self._entered(code))
        beyond = frozenset(scopes) - asked.asked
        if beyond or not scopes:
            given = f"not asked for: {scope_text(beyond)}" if beyond else "at least one"
            raise Problem("invalid", f"scopes: {given}; asked for: {scope_text(asked.asked)}")
        if self._driving_of(asked.vehicle) is not None:
            self._check_parked(asked.vehicle)
        named = name or asked.name
        await self._decide(asked, state="approved", person=person, granted=scope_text(scopes), name=named)
        return replace(asked, state="approved", person=person, granted=frozenset(scopes), name=named)

    async def deny(self, code: str, person: str) -> KeptRequest:
        """Keep it out. Raises Problem as `look_up` does."""
        asked = self._decidable(await self._entered(code))
        await self._decide(asked, state="denied", person=person)
        return replace(asked, state="denied", person=person)

    async def exchange(self, device_code: str, client: str) -> Issued:
        """The tokens of a wish that was approved; they are given once.

        Raises OAuthProblem ("authorization_pending", "slow_down", "access_denied", "expired_token", "invalid_grant").
        """
        key, unit = digest(device_code), secrets.token_hex(16)
        access, refresh = new_secret(ACCESS_TOKEN), new_secret(REFRESH_TOKEN)
        now = self._clock.now()

        def work(connection: Connection) -> KeptUnit | OAuthProblem:
            refused = _refused(connection, key, client, now)
            return refused or _let_in(connection, key, unit, digest(access), digest(refresh), now)

        with database_problems():
            found = await self._storage.write(work)
        if isinstance(found, OAuthProblem):
            raise found
        self._announcements.tell(Announcement("paired", found, now))
        return Issued(access, refresh, found, found.scopes)

    async def _entered(self, code: str) -> KeptRequest:
        try:
            key = digest(typed(code))
        except ValueError as error:
            raise Problem("invalid", f"code: {error}") from None

        async def look_up() -> KeptRequest | None:
            with database_problems():
                return await self._storage.read(lambda connection: request_of(connection, user_code=key))

        return await self._guard.enter(look_up)

    def _decidable(self, asked: KeptRequest) -> KeptRequest:
        if asked.state != "waiting":
            raise Problem("code-settled", f"this code was {asked.state} already; begin again for another")
        if not asked.begun <= self._clock.now() < asked.expires:
            raise Problem("expired-code", "this code is over; have the head unit show a new one")
        return asked

    async def _decide(self, asked: KeptRequest, **decision: str) -> None:
        waits = pairing_requests.c.device_code == asked.device_code, pairing_requests.c.state == "waiting"
        decided = update(pairing_requests).where(*waits).values(**decision)
        with database_problems():
            changed = await self._storage.write(lambda connection: connection.execute(decided).rowcount)
        if not changed:
            raise Problem("code-settled", "somebody else decided on this code at the same moment")

    def _check_parked(self, vehicle: str) -> None:
        """Unknown is not parked."""
        match self._driving_of(vehicle):
            case None:
                detail = _NO_SUCH_VEHICLE.format(vehicle=vehicle)
                raise OAuthProblem("invalid_request", "no-such-vehicle", detail)
            case Driving.PARKED:
                return
            case Driving.UNKNOWN:
                detail = f"nobody can tell whether the car {vehicle!r} is parked: its speed and gear have to be fresh"
            case doing:
                detail = f"the car {vehicle!r} is {doing.value}; put it in park"
        raise OAuthProblem("temporarily_unavailable", "not-parked", detail)


def _take(connection: Connection, row: dict[str, object], now: datetime) -> bool:
    """Write the wish down; returns False where too many wait."""
    connection.execute(delete(pairing_requests).where(pairing_requests.c.expires < now - REMEMBERED_FOR))
    waits = pairing_requests.c.state == "waiting", pairing_requests.c.expires > now
    waiting = connection.execute(select(func.count()).select_from(pairing_requests).where(*waits)).scalar_one()
    if waiting >= MOST_WAITING:
        return False
    connection.execute(insert(pairing_requests).values(row))
    return True


def _refused(connection: Connection, key: bytes, client: str, now: datetime) -> OAuthProblem | None:
    """Why no tokens are given now; None where they are."""
    asked = request_of(connection, device_code=key)
    if asked is None or asked.client != client:
        return invalid_grant("this client was given no such device code")
    if asked.state == "used":
        return invalid_grant("this device code was used already; it works once")
    if not asked.begun <= now < asked.expires:
        return OAuthProblem("expired_token", "expired-code", "this device code is over; begin again")
    too_early = asked.polled is not None and now - asked.polled < timedelta(seconds=asked.interval_s - JITTER_S)
    interval_s = asked.interval_s + SLOWER_BY_S if too_early else asked.interval_s
    polled = update(pairing_requests).where(pairing_requests.c.device_code == key)
    connection.execute(polled.values(polled=now, interval_s=interval_s))
    if too_early:
        detail = f"from now on wait {interval_s} s between two requests"
        return OAuthProblem("slow_down", "polling-too-fast", detail, {"Retry-After": str(interval_s)})
    match asked.state:
        case "denied":
            return OAuthProblem("access_denied", "access-denied", "somebody at home denied it")
        case "waiting":
            return OAuthProblem("authorization_pending", "authorization-pending", "nobody has entered the code yet")
    return None


def _let_in(
    connection: Connection, key: bytes, unit: str, access: bytes, refresh: bytes, now: datetime
) -> KeptUnit | OAuthProblem:
    """Make it a head unit of the house, and use its code up."""
    asked = request_of(connection, device_code=key)
    assert asked is not None
    row: dict[str, object] = {"id": unit, "name": asked.name, "vehicle": asked.vehicle, "client": asked.client}
    row |= {"person": asked.person, "asked": scope_text(asked.asked), "scopes": scope_text(asked.granted)}
    connection.execute(insert(head_units).values({**row, "paired": now, "renewed": now, "why": ""}))
    give_pair(connection, unit, access, refresh, now)
    used = update(pairing_requests).where(pairing_requests.c.device_code == key)
    connection.execute(used.values(state="used"))
    kept = unit_of(connection, unit)
    assert kept is not None
    return kept
