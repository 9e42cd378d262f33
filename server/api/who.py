"""Who says something, where and in which conversation, as a request states it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.memory.members import OWNER, Members
from assistant.recognising import STRANGER
from assistant.understanding.names import Names
from assistant.utterance import Language, Speaker
from server.api.problems import Problem

LanguageOrAuto = Literal["en", "zh", "auto"]

DEFAULT_CONVERSATION = "http"

GUEST = "guest"
"""The person of whom only this is told."""

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
"""A conversation's key."""

GoesOn = Annotated[
    bool,
    Field(
        description="It is surely known who speaks (their own phone, or a voice): what they said elsewhere in "
        "the last three minutes goes on here",
    ),
]

PersonId = Annotated[str, Field(pattern=r"^[\w.-]{0,64}$")]
"""A household member's id; empty: the owner."""


class Circumstances(BaseModel):
    """What is known about an utterance beside its words."""

    model_config = ConfigDict(extra="forbid")

    language: LanguageOrAuto = Field("auto", description='"auto": by the script of a text; of sound as it is heard')
    place: str = Field("", max_length=100, description="Room where it is said: its id or one of its names")
    conversation: Key = Field(DEFAULT_CONVERSATION, description="Turns with the same key are one dialogue")
    person: PersonId = Field("", description="Who says it; empty: the owner")
    by_voice: bool = Field(
        False,
        description="Of sound: it is heard who says it, where members gave their voice; `person` counts otherwise",
    )
    goes_on: GoesOn = False
    speak: bool = Field(False, description="True: the reply comes as sound too, PCM16 mono in base64")


def speaker_of(person: str, members: Members) -> Speaker:
    """The speaker of that id, as the caller states it: whoever gets in is believed.

    An id that is no member's is a guest's; as long as there is no member but the owner, an adult's (but for GUEST).
    While the household has guests everybody but the owner is one.
    """
    if person in ("", OWNER):
        return Speaker()
    member = members.of(person)
    if members.guest_mode or (member is None and (person == GUEST or not members.alone)):
        return Speaker(person, "guest")
    return Speaker(person, member.role if member else "adult")


def whoever_speaks(person: str, by_voice: bool, members: Members) -> Speaker:
    """Who counts as the speaker of sound until it is heard who it is: nobody known, where voices tell that."""
    return STRANGER if by_voice and members.voices() else speaker_of(person, members)


def room_of(place: str, names: Names) -> str:
    """The id of the room; empty stays empty. Raises Problem naming the rooms there are."""
    if not place:
        return ""
    wanted = place.casefold()
    for room in names.rooms:
        if wanted == room.id.casefold() or wanted in (name.casefold() for name in room.names):
            return room.id
    known = ", ".join(room.id for room in names.rooms) or "none yet"
    raise Problem("invalid", f"place: there is no room {place!r}; rooms: {known}")


def language_of(text: str, wanted: LanguageOrAuto, fallback: Language) -> Language:
    """The language of a text: as wanted, else Mandarin where it holds Han characters, else English."""
    if wanted != "auto":
        return wanted
    if any("\u4e00" <= character <= "\u9fff" for character in text):
        return "zh"
    return "en" if any(character.isalpha() for character in text) else fallback


def stated(wanted: LanguageOrAuto, fallback: Language) -> tuple[Language, bool]:
    """The language of sound, and whether it is still to be heard which one it is."""
    return (fallback, True) if wanted == "auto" else (wanted, False)
