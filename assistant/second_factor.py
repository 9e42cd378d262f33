"""The seam for proving who one is: a PIN, beside what is said."""

from datetime import datetime
from enum import Enum, auto
from typing import Protocol


class Proof(Enum):
    """What came of an attempt."""

    RIGHT = auto()
    WRONG = auto()
    LOCKED = auto()
    """Too many wrong ones lately: even the right one counts for nothing now."""
    NOT_SET = auto()
    """This person has no PIN."""


class SecondFactor(Protocol):
    """Checks PINs."""

    async def is_set(self, person: str) -> bool:
        """Whether the person has a PIN."""
        ...

    async def locked_until(self, person: str) -> datetime | None:
        """Until when no PIN of the person counts, with its time zone; None where one does."""
        ...

    async def prove(self, person: str, pin: str) -> Proof:
        """Check a PIN, digits only. A wrong one counts against the person."""
        ...


class ScriptedSecondFactor:
    """The double: one PIN for everybody, and no end of attempts."""

    def __init__(self, pin: str) -> None:
        self._pin = pin

    async def is_set(self, person: str) -> bool:
        """Everybody has it."""
        return True

    async def locked_until(self, person: str) -> datetime | None:
        """Never."""
        return None

    async def prove(self, person: str, pin: str) -> Proof:
        """Whether it is that one."""
        return Proof.RIGHT if pin == self._pin else Proof.WRONG
