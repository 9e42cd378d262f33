"""What every route shares on which the owner changes the house."""

from typing import Annotated

from fastapi import Depends, Query

from devices.layout_names import tidy_names
from devices.ownership import NoSuchPlace, RoomExists, SetElsewhere
from devices.ownership_records import OwnersWordUnavailable
from server.api.assembly import Assembly, Mimosa
from server.api.problems import Problem
from server.api.who import PersonId, speaker_of


async def owner(
    mimosa: Mimosa, person: Annotated[PersonId, Query(description="Who changes it; empty: the owner")] = ""
) -> str:
    """The person who changes it. Raises Problem for anybody but an owner."""
    speaker = speaker_of(person, mimosa.members)
    if speaker.role != "owner":
        raise Problem("owner-only", f"{person!r} is no owner of this house")
    return speaker.person


Owner = Annotated[str, Depends(owner)]


def write_errors(*more: str) -> tuple[str, ...]:
    """The problems that any change of the owner's can end in, and these."""
    return ("owner-only", "foreign-origin", "set-elsewhere", "invalid", "too-large", "not-ready", *more)


class owners_problems:
    """Turns what the owner's word cannot take into the problem it is for the caller."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        match error:
            case SetElsewhere():
                raise Problem("set-elsewhere", str(error)) from None
            case RoomExists():
                raise Problem("room-exists", str(error), say=_exists(error.name)) from None
            case NoSuchPlace():
                raise Problem(f"no-such-{error.what}", str(error)) from None
            case OwnersWordUnavailable():
                raise Problem("not-ready", str(error)) from None


def _exists(name: str) -> dict[str, str]:
    return {
        "en": f"There is a room called {name} already. Choose another name.",
        "zh": f"已经有叫“{name}”的房间了，请换个名字。",
    }


def tidied(names: list[str]) -> tuple[str, ...]:
    """The names as they are kept. Raises Problem naming the wrong one."""
    try:
        return tidy_names(names)
    except ValueError as error:
        raise Problem("invalid", f"names: {error}") from None


def check_room(room: str, mimosa: Assembly) -> None:
    """Raises Problem where there is no such room."""
    if room not in mimosa.home.rooms:
        raise Problem("no-such-room", str(NoSuchPlace("room", room, mimosa.home.rooms)))
