"""What was said, by whom, where and when."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

Language = Literal["en", "zh"]
"""The languages everything a user sees exists in."""

LANGUAGES: tuple[Language, ...] = ("en", "zh")


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


Seat = Literal["", "unknown", "driver", "passenger", "rear_left", "rear_middle", "rear_right"]
"""Where in the car somebody sits; empty: not in the car."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as is known."""

    person: str = "owner"
    """Id of the household member; "unknown" for an unknown voice."""
    role: Literal["owner", "adult", "child", "guest", "unknown_voice", "routine", "untrusted_text"] = "owner"
    may_confirm: bool = True
    """False where nobody is there to answer a question back (an evaluation, a routine)."""
    seat: Seat = ""
    grants: frozenset[str] | None = None
    """What the head unit they speak through was granted; None: they speak through none, so there is no such limit."""
    by: Literal["device", "voice"] = "device"
    """How it is known who speaks: by what they speak through, or by their voice."""

    def is_same_as(self, other: "Speaker") -> bool:
        """Whether it is the same person, as far as is known; of those nobody knows, the one in the same seat."""
        if self.person != other.person:
            return False
        nobody_knows = self.person == "unknown" or {self.role, other.role} & {"guest", "unknown_voice"}
        return not nobody_knows or self.seat == other.seat


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing that was said."""

    text: str
    language: Language = "en"
    speaker: Speaker = field(default_factory=Speaker)
    place: str = ""
    """Room id where it was said; empty where that is unknown."""
    confidence: float = 1.0
    """0 to 1: how sure the transcriber is. Typed text is 1."""
    at: datetime = field(default_factory=_now)
    """When it ended, with its time zone."""
    audio_s: float = 0.0
    """Seconds of sound it came from; 0 for typed text."""
    circumstances: str = ""
    """What a yes depends on beside the words, where anything does (how the car was driving): a question that was asked
    in others is over."""
    answers: str = ""
    """Id of the turn whose question it answers and nothing else; empty: whatever waits by then."""
    goes_on: bool = False
    """What the same person said last in another place of the house goes on with it."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Something that was said and is not words yet."""

    pcm: bytes
    """16 kHz mono signed 16-bit little-endian."""
    language: Language = "en"
    speaker: Speaker = field(default_factory=Speaker)
    place: str = ""
    circumstances: str = ""
    """As in an Utterance."""
    any_language: bool = False
    """It is heard in which language it was said, and `language` is that of whoever could not be understood."""
    goes_on: bool = False
    """As in an Utterance."""
    any_speaker: bool = False
    """It is heard who speaks where anybody is known by voice, and `speaker` is whoever counts elsewhere."""
