"""Idempotency keys: whoever asks the same thing twice gets the first answer again, and it is done once."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Header, Response

from server.api.problems import Problem

KEPT = 1_000
"""Answers that are kept for one head unit …"""
KEPT_S = 24 * 3600.0
"""… and for how many seconds."""
FINISH_S = 35.0
"""Seconds that work under way has when everything ends: a little more than any device is waited for."""

REPLAYED = "Idempotency-Replayed"
"""Header of an answer that had been given before."""

State = Literal["answered", "running", "never", "forgotten"]
"""What is known of a key."""

A = TypeVar("A")

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,200}$",
        description="Of your choosing, another for every wish. Send the same again with the same body after a "
        "connection broke: it is done once, and the answer is the first one",
        examples=["6f1c1a52-7e0b-4f0f-9f57-0d6a5c1b7a11"],
    ),
]
"""The parameter of every route that may be asked twice."""


@dataclass(slots=True)
class _Given:
    wish: bytes
    work: "asyncio.Task[Any]"
    """Its result is the answer, or the Problem: never raised there, so that it keeps nothing of the work alive."""
    at: float


class GivenAnswers:
    """The answers to one head unit by key: at most KEPT, none older than KEPT_S, what is under way beside."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """`clock`: seconds, never going back."""
        self._clock = clock
        self._given: OrderedDict[str, _Given] = OrderedDict()
        self._closed: OrderedDict[str, None] = OrderedDict()
        """Keys that were asked about and had begun nothing: they never will."""
        self._complete_since = clock()
        """Every key that came later is known here."""

    def __len__(self) -> int:
        return len(self._given)

    async def once(self, key: str, wish: Any, response: Response, work: Callable[[], Awaitable[A]]) -> A:
        """What `work` answers to this wish (values of JSON), or what it answered to it before; marks `response` then.

        The work goes on when whoever asked goes away. A wish that was not taken (429, 5xx) may be asked again. Raises
        what the work raises, and Problem ("key-reused") for another wish.
        """
        self._forget_old()
        if key in self._closed:
            raise Problem("key-settled", f"Idempotency-Key {key[:60]!r} was asked about before it came; take a new one")
        digest = hashlib.sha256(json.dumps(wish, sort_keys=True).encode()).digest()
        given = self._given.get(key)
        if given is None:
            task = asyncio.ensure_future(_outcome(work))
            given = self._given[key] = _Given(digest, task, self._clock())
            task.add_done_callback(lambda done: self._forget_untaken(key, done))
        elif given.wish != digest:
            raise Problem("key-reused", f"Idempotency-Key {key[:60]!r} came with another wish before; take a new one")
        else:
            response.headers[REPLAYED] = "true"
        outcome: A | Problem = await asyncio.shield(given.work)
        if isinstance(outcome, Problem):
            raise outcome.with_headers({REPLAYED: "true"} if REPLAYED in response.headers else {})
        return outcome

    def settle(self, key: str, sent_ago_s: float) -> tuple[State, Any]:
        """What became of a wish that was sent so many seconds ago, with its answer; the key begins nothing from now on.

        "never" only where that is certain: who asks afterwards may tell a person that nothing was done.
        """
        given = self._given.get(key)
        if given is None:
            self._closed[key] = None
            while len(self._closed) > KEPT:
                self._closed.popitem(last=False)
            known = self._clock() - sent_ago_s > self._complete_since
            return ("never" if known else "forgotten"), None
        if not given.work.done():
            return "running", None
        if given.work.cancelled():
            return "forgotten", None
        if given.work.exception() is not None or isinstance(given.work.result(), Problem):
            return "never", None  # Only what was refused before it began is kept.
        return "answered", given.work.result()

    async def finish(self) -> None:
        """Wait for what is under way, but not for ever."""
        running = [given.work for given in self._given.values() if not given.work.done()]
        if running:
            await asyncio.wait(running, timeout=FINISH_S)

    def _forget_untaken(self, key: str, done: "asyncio.Task[Any]") -> None:
        failed = None if done.cancelled() else done.exception() or done.result()
        for_good = isinstance(failed, Problem) and failed.status_code < 500 and failed.status_code != 429
        if done.cancelled() or (isinstance(failed, BaseException) and not for_good):
            given = self._given.pop(key, None)
            if given is not None and not (isinstance(failed, Problem) and failed.status_code == 429):
                self._complete_since = max(self._complete_since, given.at)

    def _forget_old(self) -> None:
        now = self._clock()
        for key, given in list(self._given.items()):
            too_many = len(self._given) >= KEPT
            if not too_many and now - given.at <= KEPT_S:
                return
            if given.work.done():
                self._complete_since = max(self._complete_since, given.at)
                del self._given[key]


async def _outcome(work: Callable[[], Awaitable[A]]) -> A | Problem:
    """What it answers, or the problem that it ends with, without the frames it came through and what they hold."""
    try:
        return await work()
    except Problem as problem:
        return problem.with_headers({})
