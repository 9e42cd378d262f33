"""What is said to the house in a turn from the car, and what the house answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from assistant.tools import Claim
from assistant.utterance import Language


@dataclass(frozen=True, slots=True)
class HouseTurn:
    """One sentence for the house. The same key twice is the same wish, done once."""

    key: str
    """Idempotency key, 8 to 64 letters and digits."""
    text: str
    language: Language
    seat: str
    """Where in the car the person sits; "unknown" where nobody knows."""
    person: str
    conversation: str

    def body(self) -> dict[str, Any]:
        """As the house takes it."""
        return {
            "text": self.text,
            "language": self.language,
            "seat": self.seat or "unknown",
            "person": self.person,
            "conversation": self.conversation,
        }


@dataclass(frozen=True, slots=True)
class HouseAnswer:
    """How the house says the turn ended."""

    outcome: str
    """A claim's value, or "not_understood"."""
    reply: str
    takes: Literal["words", "yes", "pin"] = "words"
    """With "ask": what answers it."""

    @property
    def needs_proof(self) -> bool:
        """Whether a PIN is asked for."""
        return self.takes == "pin"

    @property
    def understood(self) -> bool:
        """Whether the house made anything of it."""
        return self.outcome != "not_understood"

    @property
    def claim(self) -> Claim:
        """The claim; one that nobody knows here claims nothing."""
        try:
            return Claim(self.outcome)
        except ValueError:
            return Claim.UNKNOWN


class Settled(StrEnum):
    """What the house knows of a key that is asked about afterwards. Whatever it is, the key begins nothing any more."""

    ANSWERED = "answered"
    RUNNING = "running"
    NEVER = "never"
    """The house never got it, and will not do it if it should still come."""
    FORGOTTEN = "forgotten"
    """The house has been started anew since, and cannot tell."""


def answer_in(told: Any) -> HouseAnswer:
    """The answer in the house's JSON. Raises ValueError naming what is missing."""
    if not isinstance(told, Mapping) or not isinstance(told.get("outcome"), str):
        raise ValueError("the house's answer has no outcome")
    asks = told.get("asks")
    kind = asks.get("kind") if isinstance(asks, Mapping) else None
    return HouseAnswer(told["outcome"], str(told.get("reply") or ""), _TAKES.get(str(kind), "words"))


_TAKES: Mapping[str, Literal["yes", "pin"]] = {"confirm": "yes", "pin": "pin"}
"""Kind of question in the house's JSON → what answers it."""
