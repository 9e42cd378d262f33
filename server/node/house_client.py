"""HTTP to the house in the name of this car: tokens shown, renewed and kept."""

import asyncio
import contextlib
import json
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

import httpx

from server.node.errors import HouseSaidNo, NotPaired, OutOfReach
from server.node.pairing_file import Pairing, PairingFile

log = logging.getLogger(__name__)

PREFIX = "/api/car/v1"
CONNECT_S = 3.0
ANSWER_S = 5.0
"""Seconds without a byte after which an answer counts as not coming."""
TOKEN_KINDS = frozenset({"expired-token", "wrong-token", "no-token"})
"""Problems that a fresh access token may help against."""
ENDED_ERRORS = frozenset({"invalid_grant", "invalid_client", "unauthorized_client"})
"""Answers to a refresh token that say that it will never be taken again."""

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def trust_of(pairing: Pairing) -> ssl.SSLContext | bool:
    """Trust exactly the certificate that was seen at pairing; its names do not matter then."""
    if not pairing.certificate:
        return True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=pairing.certificate)
    return context


def http_to(pairing: Pairing) -> httpx.AsyncClient:
    """The connections to the house of a pairing."""
    return httpx.AsyncClient(
        base_url=pairing.house,
        verify=trust_of(pairing),
        timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
        trust_env=False,
        follow_redirects=False,
    )


class HouseClient:
    """Requests in the name of this car. `http`: connections to the house, closed by whoever made them."""

    def __init__(self, http: httpx.AsyncClient, file: PairingFile) -> None:
        """Raises NoPairing."""
        self._http = http
        self._file = file
        self.pairing: Pairing = file.read()
        self._renewing = asyncio.Lock()
        self._ended = False
        self._house_clock: tuple[float, float] | None = None

    @property
    def ended(self) -> bool:
        """The house said that the pairing is over."""
        return self._ended

    def house_time(self, ahead_s: float) -> float | None:
        """What the clock of the house will show in so many seconds, as seconds since 1970; None: never heard."""
        if self._house_clock is None:
            return None
        told, at = self._house_clock
        return told + (monotonic() - at) + ahead_s

    async def alive(self, patience_s: float) -> None:
        """Ask for a sign of life. Raises OutOfReach."""
        try:
            async with asyncio.timeout(patience_s):
                self._note_clock(await self._http.get("/api/alive"))
        except (httpx.HTTPError, TimeoutError) as error:
            raise OutOfReach(f"no sign of life: {type(error).__name__}", sent=False) from error

    async def request(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        patience_s: float = ANSWER_S,
    ) -> Any:
        """The JSON of the answer, None where it has none. Raises OutOfReach, NotPaired, HouseSaidNo."""
        token = await self._token()
        answer = await self._send(method, path, token, body, headers, patience_s)
        if answer.status_code == 401:
            if _problem(answer).kind not in TOKEN_KINDS:
                self._end(f"the house says: {_problem(answer).kind}")
            token = await self._renewed(token)
            answer = await self._send(method, path, token, body, headers, patience_s)
        if answer.is_error:
            raise _problem(answer)
        try:
            return answer.json() if answer.content else None
        except ValueError as error:
            raise HouseSaidNo("", answer.status_code, "the answer is no JSON") from error

    @contextlib.asynccontextmanager
    async def lines(self, path: str, last_id: str, patience_s: float) -> AsyncIterator[AsyncIterator[str]]:
        """The lines of a stream of events. Raises OutOfReach (also while they are read), NotPaired, HouseSaidNo."""
        token = await self._token()
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if last_id:
            headers["Last-Event-ID"] = last_id
        timeout = httpx.Timeout(patience_s, connect=CONNECT_S)
        try:
            async with self._http.stream("GET", PREFIX + path, headers=headers, timeout=timeout) as answer:
                if answer.is_error:
                    await answer.aread()
                    problem = _problem(answer)
                    if answer.status_code == 401 and problem.kind in TOKEN_KINDS:
                        await self._renewed(token)
                    elif answer.status_code == 401:
                        self._end(f"the house says: {problem.kind}")
                    raise problem
                self._note_clock(answer)
                yield answer.aiter_lines()
        except httpx.HTTPError as error:
            raise OutOfReach(f"the events broke off: {type(error).__name__}", sent=False) from error

    async def _send(
        self,
        method: str,
        path: str,
        token: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
        patience_s: float,
    ) -> httpx.Response:
        shown = {"Authorization": f"Bearer {token}", **(headers or {})}
        try:
            async with asyncio.timeout(patience_s):
                answer = await self._http.request(method, PREFIX + path, json=body, headers=shown, timeout=patience_s)
        except _UNSENT as error:
            raise OutOfReach(f"no connection: {type(error).__name__}", sent=False) from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise OutOfReach(f"no answer: {type(error).__name__}", sent=True) from error
        self._note_clock(answer)
        return answer

    async def _token(self) -> str:
        if self._ended:
            raise NotPaired("the house has ended the pairing")
        return self.pairing.access_token or await self._renewed("")

    async def _renewed(self, old: str) -> str:
        """A new access token in place of `old`. Who stops waiting does not stop it: the old tokens may be over by then.

        Raises OutOfReach (nothing was asked of the house then), NotPaired, HouseSaidNo.
        """
        renewal = asyncio.create_task(self._renew(old), name="tokens of the house")
        renewal.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(renewal)

    async def _renew(self, old: str) -> str:
        """Fetched once, however many ask for it."""
        async with self._renewing:
            if self._ended:
                raise NotPaired("the house has ended the pairing")
            if self.pairing.access_token and self.pairing.access_token != old:
                return self.pairing.access_token
            form = {
                "grant_type": "refresh_token",
                "refresh_token": self.pairing.refresh_token,
                "client_id": self.pairing.client_id,
            }
            try:
                async with asyncio.timeout(ANSWER_S):
                    answer = await self._http.post(PREFIX + "/token", data=form)
            except (httpx.HTTPError, TimeoutError) as error:
                raise OutOfReach(f"no new token: {type(error).__name__}", sent=False) from error
            return await self._take_tokens(answer)

    async def _take_tokens(self, answer: httpx.Response) -> str:
        if answer.is_error:
            problem = _problem(answer)
            if _oauth_error(answer) in ENDED_ERRORS or answer.status_code == 401:
                self._end(f"the house takes the refresh token no more ({problem.kind})")
            raise problem
        try:
            told = answer.json()
            access, refresh = str(told["access_token"]), str(told.get("refresh_token") or self.pairing.refresh_token)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise HouseSaidNo("", answer.status_code, "the answer holds no tokens") from error
        self.pairing = replace(self.pairing, access_token=access, refresh_token=refresh)
        await asyncio.to_thread(self._file.write, self.pairing)
        return access

    def _end(self, why: str) -> None:
        log.error("the pairing with the house is over: %s; pair the car again: mimosa car pair", why)
        self._ended = True
        raise NotPaired(why)

    def _note_clock(self, answer: httpx.Response) -> None:
        told = answer.headers.get("date", "")
        with contextlib.suppress(ValueError, TypeError):
            self._house_clock = (parsedate_to_datetime(told).timestamp(), monotonic())


def _problem(answer: httpx.Response) -> HouseSaidNo:
    try:
        told = answer.json()
        kind = str(told.get("type", "")).rpartition("/")[2]
        return HouseSaidNo(kind, answer.status_code, str(told.get("detail", ""))[:400])
    except (ValueError, AttributeError):
        return HouseSaidNo("", answer.status_code, f"HTTP {answer.status_code}")


def _oauth_error(answer: httpx.Response) -> str:
    try:
        told = answer.json()
    except json.JSONDecodeError:
        return ""
    return str(told.get("error", "")) if isinstance(told, dict) else ""
