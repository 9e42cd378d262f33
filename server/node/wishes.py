"""Wishes for the house: kept while out of reach, asked about again, sent once at most, followed to their end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.conversation import CONFIRMATION_LIFETIME_IN_CAR
from assistant.tools import Claim
from assistant.utterance import Utterance
from server.car.waiting import Decision, Waiter
from server.node.errors import HouseLinkError, HouseSaidNo, NotPaired, OutOfReach
from server.node.house_link import TURN_S, HouseLink
from server.node.house_turn import HouseAnswer, HouseTurn, Settled
from server.node.wish_records import OPEN, State, Wish, WishesUnavailable, WishRecords
from server.node.wish_sending import ask_house, turn_of
from server.node.wish_terms import (
    KEPT,
    MOST,
    AskedAgain,
    News,
    TooManyWait,
    came_out,
    end_of,
    is_over,
    sent_ago_s,
    waiter_of,
    wish_of,
)
from server.node.words import both, say

log = logging.getLogger(__name__)

TICK_S = 2.0
"""Between two looks at what is over and what has to be asked of the house again."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class HouseWishes:
    """All of them. `load` comes first; `run` keeps them. Satisfies `server.car.waiting.Waiting`.

    `news`: takes what has to be told. `changed`: called after everything that changes what waits. `is_taken`: whether
    something else is asked in a dialogue at this moment; no wish is asked about there meanwhile.
    """

    records: WishRecords
    link: HouseLink
    news: Callable[[News], Awaitable[None]]
    changed: Callable[[], None] = lambda: None
    is_taken: Callable[[str], bool] = lambda conversation: False
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _open: dict[str, Wish] = field(default_factory=dict)
    _asked: dict[str, AskedAgain] = field(default_factory=dict)
    """By dialogue: the question that a yes answers there."""
    _told: set[str] = field(default_factory=set)
    """Ids of those that were asked about since the house was in reach."""
    _under_way: dict[str, "asyncio.Task[Any]"] = field(default_factory=dict)
    """By wish: what is being sent at this moment."""
    _turns: dict[str, str] = field(default_factory=dict)
    """By wish: the turn in which it was said; not known any more after a restart."""
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def load(self) -> None:
        """Read what waited when the car was switched off. Raises WishesUnavailable."""
        self._open = {wish.id: wish for wish in await self.records.open_ones()}
        await self.records.forget_ended(self.now() - KEPT)

    def wishes(self) -> Sequence[Waiter]:
        """What waits, oldest first."""
        return [self._waiter(wish, wish.state) for wish in self._open.values() if wish.state is State.WAITING]

    @property
    def uncertain(self) -> Sequence[Wish]:
        """What was sent and has not been answered for."""
        return [w for w in self._open.values() if w.state is State.SENT and w.id not in self._under_way]

    async def keep(self, said: Utterance, conversation: str, turn: str = "") -> Wish:
        """Keep a wish until the house is in reach. `turn`: in which it was said.

        Raises TooManyWait, WishesUnavailable.
        """
        async with self._one_at_a_time:
            if len(self.wishes()) >= MOST:
                raise TooManyWait
            wish = wish_of(said, conversation, self.now(), State.WAITING)
            await self.records.add(wish)
            self._open[wish.id] = wish
            self._turns = {w: t for w, t in self._turns.items() if w in self._open} | {wish.id: turn}
        self.changed()
        return wish

    def asking(self, said: Utterance) -> HouseTurn:
        """The turn for something that changes nothing, and is written down nowhere."""
        return turn_of(self.link, wish_of(said, "", self.now(), State.SENT))

    async def say_now(
        self, said: Utterance, conversation: str, patience_s: float = TURN_S, secret: str = ""
    ) -> HouseAnswer:
        """Say something to the house that may change something there; written down before it is sent.

        `secret`: what is sent in the place of the words, and written down nowhere.
        Raises OutOfReach; with `sent` it stays here until it is known what became of it. Raises NotPaired and
        HouseSaidNo (nothing was done), WishesUnavailable (nothing was sent).
        """
        wish = wish_of(said, conversation, self.now(), State.SENT)
        await self.records.add(wish)
        self._open[wish.id] = wish
        sending = asyncio.create_task(self._send_now(wish, patience_s, secret), name=f"wish {wish.id}")
        self._follow(wish, sending)
        # Whoever stops listening does not stop it: it may have been sent.
        return await asyncio.shield(sending)

    async def decide(self, wish: str, decision: Decision) -> Waiter | None:
        """Send it or drop it, once: how far it came. None where no such wish waits. Raises WishesUnavailable."""
        known = self._open.get(wish)
        if known is None or known.state is not State.WAITING:
            return None
        if decision == "no":
            reached = State.DECLINED if await self._end(known, State.DECLINED) else await self.reached(known)
        elif is_over(known, self.now()):
            reached = State.EXPIRED if await self._expire(known) else await self.reached(known)
        else:
            reached = State.SENT if await self._send_kept(known) else await self.reached(known)
        return self._waiter(known, reached)

    async def reached(self, wish: Wish) -> State | None:
        """How far it has come by now; None where it is not kept any more. Raises WishesUnavailable."""
        return await self.records.state_of(wish.id)

    async def send_aloud(self, wish: Wish) -> HouseAnswer | None:
        """Send it after a spoken yes; gives what the house answered. None: it was not sent by that, see `reached`.

        Raises OutOfReach where the link broke while it was sent, WishesUnavailable.
        """
        return await asyncio.shield(self._sending(wish, aloud=False))

    def asked_in(self, conversation: str) -> Wish | None:
        """The wish that a yes in this dialogue is about at this moment."""
        asked = self._asked.get(conversation)
        if asked is None or not timedelta(0) <= self.now() - asked.at <= CONFIRMATION_LIFETIME_IN_CAR:
            return None
        wish = self._open.get(asked.wish)
        return wish if wish is not None and wish.state is State.WAITING else None

    async def run(self) -> None:
        """Ask again, find out what became of what was sent, let go of what is too old. Until cancelled."""
        while True:
            try:
                await self.look()
            except WishesUnavailable as error:
                log.error("%s", error)
            await self.sleep(TICK_S)

    async def look(self) -> None:
        """Do what has to be done at this moment. Raises WishesUnavailable."""
        for wish in [w for w in self._open.values() if w.state is State.WAITING and is_over(w, self.now())]:
            await self._expire(wish)
        if not self.link.reachable:
            if self._told:
                self._told.clear()
                self.changed()
            return
        for wish in self.uncertain:
            await self._settle(wish)
        await self._ask_next()

    async def close(self) -> None:
        """Wait for what is under way."""
        if self._under_way:
            await asyncio.wait(set(self._under_way.values()))

    async def _ask_next(self) -> None:
        """Ask about each that waits, one after the other in a dialogue."""
        for wish in [w for w in self._open.values() if w.state is State.WAITING and w.id not in self._told]:
            if self.asked_in(wish.conversation) is not None or self.is_taken(wish.conversation):
                continue
            self._told.add(wish.id)
            self._asked[wish.conversation] = AskedAgain(wish.id, self.now())
            self.changed()
            await self.news(News(wish, both("ask_again", text=wish.said), Claim.ASK))

    async def _send_kept(self, wish: Wish) -> bool:
        """Send one that waited, after a yes by touch. False: it was not sent by that."""
        try:
            return await asyncio.shield(self._sending(wish, aloud=True)) is not None
        except OutOfReach as error:
            return error.sent

    def _sending(self, wish: Wish, *, aloud: bool) -> "asyncio.Task[HouseAnswer | None]":
        if wish.id not in self._under_way:
            task = asyncio.create_task(self._send_waiting(wish, aloud=aloud), name=f"wish {wish.id}")
            self._follow(wish, task)
        found: asyncio.Task[HouseAnswer | None] = self._under_way[wish.id]
        return found

    def _follow(self, wish: Wish, task: "asyncio.Task[Any]") -> None:
        """Know that it is under way until it is over, even where nobody waits for it any more."""

        def over(done: "asyncio.Task[Any]") -> None:
            self._under_way.pop(wish.id, None)
            if not done.cancelled() and done.exception() is not None:
                log.info("wish %s: %s", wish.id, done.exception())

        self._under_way[wish.id] = task
        task.add_done_callback(over)

    async def _send_waiting(self, wish: Wish, *, aloud: bool) -> HouseAnswer | None:
        """None: it was not sent and goes on waiting, or somebody else moved it. Raises OutOfReach if it was sent."""
        sent = await self.records.move(wish, State.SENT, sent=self.now())
        if sent is None:
            return None
        self._open[wish.id] = sent
        self.changed()
        try:
            answer = await ask_house(self.link, sent, TURN_S)
        except (OutOfReach, NotPaired) as error:
            if isinstance(error, NotPaired) or not error.sent:
                back = await self.records.move(sent, State.WAITING, sent=None)
                self._open[wish.id] = back or sent
                self._told.discard(wish.id)
                self._asked.pop(wish.conversation, None)
                self.changed()
                return None
            if aloud:
                await self.news(News(sent, both("broke_off"), Claim.UNKNOWN))
            raise
        except HouseSaidNo:
            answer = HouseAnswer("refused", say("house_said_no", wish.language))
        try:
            ended = await self._end(sent, State.ANSWERED, answer)
        except WishesUnavailable as error:
            # It stays as sent: the house is asked once more, and does nothing by that.
            log.error("%s", error)
            return answer
        if aloud and ended:
            await self.news(came_out(sent, answer))
        return answer

    async def _send_now(self, wish: Wish, patience_s: float, secret: str) -> HouseAnswer:
        try:
            answer = await ask_house(self.link, wish, patience_s, secret)
        except (OutOfReach, NotPaired, HouseSaidNo) as error:
            if not (isinstance(error, OutOfReach) and error.sent):
                await self._drop(wish)
            raise
        await self._drop(wish)
        return answer

    async def _settle(self, wish: Wish) -> None:
        """Find out what became of one that was sent. Raises WishesUnavailable."""
        try:
            settled, answer = await self.link.settle(wish.id, sent_ago_s(wish, self.now()))
        except HouseLinkError as error:
            log.info("what became of wish %s is not known yet: %s", wish.id, error)
            return
        if settled is not Settled.RUNNING:
            await self._end_with(*end_of(wish, settled, answer), answer)

    async def _expire(self, wish: Wish) -> bool:
        return await self._end_with(News(wish, both("expired", text=wish.said), Claim.REFUSED), State.EXPIRED)

    async def _end_with(self, news: News, state: State, answer: HouseAnswer | None = None) -> bool:
        """The same as `_end`, and told where it was this that ended it."""
        ended = await self._end(news.wish, state, answer)
        if ended:
            await self.news(news)
        return ended

    async def _end(self, wish: Wish, state: State, answer: HouseAnswer | None = None) -> bool:
        """Whether it was this that ended it: somebody else may have moved it before. Raises WishesUnavailable."""
        told = {"outcome": answer.outcome, "reply": answer.reply} if answer is not None else {}
        moved = await self.records.move(wish, state, **told) is not None
        if not moved and await self.records.state_of(wish.id) in OPEN:
            return False
        self._open.pop(wish.id, None)
        self.changed()
        return moved

    async def _drop(self, wish: Wish) -> None:
        """Its person was told how it ended in the turn itself."""
        self._open.pop(wish.id, None)
        try:
            await self.records.forget([wish.id])
        except WishesUnavailable as error:
            # It stays as sent: after a restart the house is asked once more, and does nothing by that.
            log.error("%s", error)

    def _waiter(self, wish: Wish, state: State | None) -> Waiter:
        asked = self.link.reachable and wish.id in self._told
        return waiter_of(wish, state, reachable=asked, turn=self._turns.get(wish.id, ""))
