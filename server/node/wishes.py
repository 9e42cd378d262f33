"""Wishes for the house: kept while out of reach, asked about again, sent once at most, followed to their end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.conversation import CONFIRMATION_LIFETIME
from assistant.tools import Claim
from assistant.utterance import Utterance
from server.car.waiting import Decision, Waiter
from server.node.errors import HouseLinkError, HouseSaidNo, NotPaired, OutOfReach
from server.node.house_link import TURN_S, HouseLink
from server.node.house_turn import HouseAnswer, HouseTurn, Settled
from server.node.wish_records import State, Wish, WishesUnavailable, WishRecords
from server.node.wish_terms import KEPT, LIFETIME, MOST, AskedAgain, News, TooManyWait, wish_of
from server.node.words import both, say

log = logging.getLogger(__name__)

TICK_S = 2.0
"""Between two looks at what is over and what has to be asked of the house again."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class HouseWishes:
    """All of them. `load` comes first; `run` keeps them. Satisfies `server.car.waiting.Waiting`.

    `news`: takes what has to be told. `changed`: called after everything that changes what waits.
    """

    records: WishRecords
    link: HouseLink
    news: Callable[[News], Awaitable[None]]
    changed: Callable[[], None] = lambda: None
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
        return [self._waiter(wish) for wish in self._open.values() if wish.state is State.WAITING]

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
        return self._turn_of(wish_of(said, "", self.now(), State.SENT))

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
        """Send it or drop it, once; None where no such wish waits. Raises WishesUnavailable."""
        known = self._open.get(wish)
        if known is None or known.state is not State.WAITING:
            return None
        if decision == "no":
            await self._end(known, State.DECLINED)
        elif self._is_over(known):
            await self._expire(known)
        elif not await self._send_kept(known):
            return self._waiter(known) if known.id in self._open else None
        return self._waiter(known)

    async def decide_aloud(self, wish: Wish, decision: Decision) -> HouseAnswer | None:
        """The same for a spoken answer; gives what the house answered to a yes. None: nothing came, or it was a no.

        Raises OutOfReach where the link broke while it was sent, WishesUnavailable.
        """
        if decision == "no":
            await self._end(wish, State.DECLINED)
            return None
        sending = self._sending(wish, aloud=False)
        return await asyncio.shield(sending)

    def asked_in(self, conversation: str) -> Wish | None:
        """The wish that a yes in this dialogue is about at this moment."""
        asked = self._asked.get(conversation)
        if asked is None or not timedelta(0) <= self.now() - asked.at <= CONFIRMATION_LIFETIME:
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
        for wish in [w for w in self._open.values() if w.state is State.WAITING and self._is_over(w)]:
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
            if self.asked_in(wish.conversation) is not None:
                continue
            self._told.add(wish.id)
            self._asked[wish.conversation] = AskedAgain(wish.id, self.now())
            self.changed()
            await self.news(News(wish, both("ask_again", text=wish.said), Claim.ASK))

    async def _send_kept(self, wish: Wish) -> bool:
        """Send one that waited, after a yes by touch. False: the house is out of reach, and it goes on waiting."""
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
            answer = await self._ask_house(sent, TURN_S)
        except (OutOfReach, NotPaired) as error:
            if isinstance(error, NotPaired) or not error.sent:
                back = await self.records.move(sent, State.WAITING, sent=None)
                self._open[wish.id] = back or sent
                self.changed()
                return None
            if aloud:
                await self.news(News(sent, both("broke_off"), Claim.UNKNOWN))
            raise
        except HouseSaidNo:
            answer = HouseAnswer("refused", say("house_said_no", wish.language))
        await self._end(sent, State.ANSWERED, answer)
        if aloud:
            await self._tell_answer(sent, answer)
        return answer

    async def _send_now(self, wish: Wish, patience_s: float, secret: str) -> HouseAnswer:
        try:
            answer = await self._ask_house(wish, patience_s, secret)
        except (OutOfReach, NotPaired, HouseSaidNo) as error:
            if not (isinstance(error, OutOfReach) and error.sent):
                await self._drop(wish)
            raise
        await self._drop(wish)
        return answer

    async def _ask_house(self, wish: Wish, patience_s: float, secret: str = "") -> HouseAnswer:
        """Raises OutOfReach, NotPaired, and HouseSaidNo where certainly nothing was done."""
        try:
            return await self.link.take_turn(self._turn_of(wish, secret), patience_s)
        except HouseSaidNo as error:
            if 400 <= error.status < 500:
                raise
            raise OutOfReach(f"the house stumbled: {error}", sent=True) from error

    def _turn_of(self, wish: Wish, secret: str = "") -> HouseTurn:
        return HouseTurn(wish.id, secret or wish.said, wish.language, wish.seat, wish.person, self.link.conversation)

    async def _settle(self, wish: Wish) -> None:
        """Find out what became of one that was sent. Raises WishesUnavailable."""
        sent_ago = (self.now() - (wish.sent or wish.made)).total_seconds()
        try:
            settled, answer = await self.link.settle(wish.id, sent_ago)
        except HouseLinkError as error:
            log.info("what became of wish %s is not known yet: %s", wish.id, error)
            return
        match settled:
            case Settled.RUNNING:
                return
            case Settled.ANSWERED if answer is not None:
                await self._end(wish, State.ANSWERED, answer)
                await self._tell_answer(wish, answer)
            case Settled.NEVER:
                await self._end(wish, State.NEVER)
                await self.news(News(wish, both("never_arrived", text=wish.said), Claim.FAILED))
            case _:
                await self._end(wish, State.FORGOTTEN)
                await self.news(News(wish, both("never_known", text=wish.said), Claim.UNKNOWN))

    async def _tell_answer(self, wish: Wish, answer: HouseAnswer) -> None:
        await self.news(News(wish, both("came_out", text=wish.said, said=answer.reply), answer.claim))

    async def _expire(self, wish: Wish) -> None:
        await self._end(wish, State.EXPIRED)
        await self.news(News(wish, both("expired", text=wish.said), Claim.REFUSED))

    async def _end(self, wish: Wish, state: State, answer: HouseAnswer | None = None) -> None:
        told = {"outcome": answer.outcome, "reply": answer.reply} if answer is not None else {}
        await self.records.move(wish, state, **told)
        self._open.pop(wish.id, None)
        self.changed()

    async def _drop(self, wish: Wish) -> None:
        """Its person was told how it ended in the turn itself."""
        self._open.pop(wish.id, None)
        try:
            await self.records.forget([wish.id])
        except WishesUnavailable as error:
            # It stays as sent: after a restart the house is asked once more, and does nothing by that.
            log.error("%s", error)

    def _is_over(self, wish: Wish) -> bool:
        """A clock that was set back makes no wish younger: from before it was made none is sent."""
        return not timedelta(0) <= self.now() - wish.made <= LIFETIME

    def _waiter(self, wish: Wish) -> Waiter:
        asked = self.link.reachable and wish.id in self._told
        return Waiter(
            wish.id,
            wish.said,
            wish.person,
            wish.seat,
            wish.made,
            wish.made + LIFETIME,
            asked,
            self._turns.get(wish.id, ""),
        )
