"""What is said of wishes for the house: how one begins, what is told about it unasked, and what a yes answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from assistant.tools import Claim
from assistant.utterance import Language, Utterance
from server.node.wish_records import State, Wish

LIFETIME = timedelta(minutes=15)
"""How long a wish waits for the link."""
MOST = 10
"""Wishes that wait at a time."""
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
    )
