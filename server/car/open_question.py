"""The question of a dialogue that a yes or a PIN on the display answers: the car's own, or the house's behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.conversation import CONFIRMATION_LIFETIME, CONFIRMATION_LIFETIME_IN_CAR, Conversation
from assistant.utterance import Language, Utterance


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What was asked, and what answers it."""

    turn: str
    """Id of the turn that asked, by which it is answered."""
    kind: Literal["confirm", "pin"]
    text: str
    """Empty where the reply of the turn is the question."""
    asked: Utterance
    """What was said when it was asked."""
    since: datetime
    until: datetime

    @property
    def language(self) -> Language:
        """In which it was asked."""
        return self.asked.language

    def is_open(self, now: datetime, circumstances: str) -> bool:
        """Whether an answer is still in time, and what the car does is what it did then."""
        return self.since <= now <= self.until and circumstances == self.asked.circumstances


def open_question(kept: Conversation, turn: str) -> OpenQuestion | None:
    """The question that this turn ended with; None where words answer it, or it asked nothing."""
    last = kept.history[-1] if kept.history else None
    if kept.parked is not None:
        if turn not in (kept.parked.turn, last.turn if last else ""):
            return None
        parked, both = kept.parked, last is not None and last.asked_elsewhere is not None
        kind: Literal["confirm", "pin"] = "pin" if parked.needs_proof else "confirm"
        text = "" if both or turn != parked.turn else parked.question
        return OpenQuestion(parked.turn, kind, text, parked.utterance, parked.asked_at, parked.until)
    there = last.asked_elsewhere if last is not None and last.turn == turn else None
    if last is None or there is None:
        return None
    match there.takes:
        case "pin":
            return OpenQuestion(turn, "pin", "", last.utterance, there.at, there.at + CONFIRMATION_LIFETIME)
        case "yes":
            return OpenQuestion(turn, "confirm", "", last.utterance, there.at, there.at + CONFIRMATION_LIFETIME_IN_CAR)
        case _:
            return None
