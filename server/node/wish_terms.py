"""What is said of wishes for the house: how one begins, what is told about it unasked, and what a yes answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from assistant.conversation import Conversation, Exchange
from assistant.tools import Claim
from assistant.utterance import Language, Utterance
from server.car.head_unit import unit_of_conversation
from server.car.waiting import DECIDING, Reached, Waiter
from server.node.house_turn import HouseAnswer, Settled
from server.node.wish_records import State, Wish
from server.node.words import both

LIFETIME = timedelta(minutes=15)
"""How long a wish waits for the link."""
MOST = 10
"""Wishes that wait at a time."""
LONG_AGO_S = 1e9
"""Seconds; longer ago than any house has been running."""
KEPT = timedelta(days=1)
"""How long what has ended stays in the database."""


class TooManyWait(Exception):
    """MOST wishes wait already."""


@dataclass(frozen=True, slots=True)
class News:
    """Something about a wish that its person has to be told, unasked."""

    wish: Wish
    say: Mapping[Language, str]
    claim: Claim
    """ASK where it is a question: whether to pass it on now, or what the house asks back."""


@dataclass(slots=True)
class AskedAgain:
    """A wish was asked about once more, at that moment."""

    wish: str
    at: datetime


def wish_of(said: Utterance, conversation: str, now: datetime, state: State) -> Wish:
    """A new wish, with a key of its own."""
    return Wish(
        uuid4().hex,
        said.text,
        said.language,
        said.speaker.person,
        said.speaker.seat,
        conversation[:64],
        now,
        state,
        now if state is State.SENT else None,
        unit=unit_of_conversation(conversation),
        grants=said.speaker.grants,
    )


def is_over(wish: Wish, now: datetime) -> bool:
    """A clock that was set back makes no wish younger: from before it was made none is sent."""
    return not timedelta(0) <= now - wish.made <= LIFETIME


def sent_ago_s(wish: Wish, now: datetime) -> float:
    """Seconds since it was sent; LONG_AGO_S where the clock was set back, for then nobody can tell."""
    ago = (now - (wish.sent or wish.made)).total_seconds()
    return ago if ago >= 0 else LONG_AGO_S


def may_decide(wish: Wish, grants: frozenset[str] | None) -> bool:
    """Whether who speaks with these grants may say yes or no to it, and what it was said through could do it."""
    return all(held is None or not held.isdisjoint(DECIDING) for held in (wish.grants, grants))


def is_question_about(exchange: Exchange, wish: Wish) -> bool:
    """Whether it is the question if that wish is to be passed on now."""
    said = exchange.utterance
    asked = exchange.claim is Claim.ASK and exchange.reply in both("ask_again", text=wish.said).values()
    return asked and (said.text, said.speaker.person) == (wish.said, wish.person)


def asks_something_else(conversation: Conversation, now: datetime) -> bool:
    """Whether the last that was said there is a question, and not one about a wish that waits."""
    recent = conversation.recent(now)
    if not recent or recent[-1].claim is not Claim.ASK:
        return False
    return recent[-1].reply not in both("ask_again", text=recent[-1].utterance.text).values()


def came_out(wish: Wish, answer: HouseAnswer) -> News:
    """What the house made of it."""
    return News(wish, both("came_out", text=wish.said, said=answer.reply), answer.claim)


def end_of(wish: Wish, settled: Settled, answer: HouseAnswer | None) -> tuple[News, State]:
    """What is told of one that was sent, and how it ended, after the house was asked what became of it."""
    if settled is Settled.ANSWERED and answer is not None:
        return came_out(wish, answer), State.ANSWERED
    if settled is Settled.NEVER:
        return News(wish, both("never_arrived", text=wish.said), Claim.FAILED), State.NEVER
    return News(wish, both("never_known", text=wish.said), Claim.UNKNOWN), State.FORGOTTEN


def waiter_of(wish: Wish, state: State | None, *, reachable: bool, turn: str) -> Waiter:
    """As head units are told it."""
    until = wish.made + LIFETIME
    reached = _REACHED.get(state, "sent") if state is not None else "sent"
    return Waiter(wish.id, wish.said, wish.person, wish.seat, wish.made, until, reachable, turn, reached, wish.unit)


_REACHED: Mapping[State, Reached] = {
    State.WAITING: "waiting",
    State.DECLINED: "declined",
    State.EXPIRED: "expired",
}
"""Every other one was sent."""
