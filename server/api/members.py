"""The members of the household: who there is, how they want to be spoken to, and whether guests are here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import MemoryUnavailable
from assistant.memory.members import MAX_MEMBERS, MAX_NAME, Length, Manner, Member, NotTaken, Role, Tone
from assistant.utterance import Language, Speaker
from server.api.assembly import Mimosa
from server.api.memory import memory_problems
from server.api.owned import Owner
from server.api.problems import Problem, documented
from server.api.who import PersonId, speaker_of
from server.erasing import Whose

router = APIRouter(prefix="/api", tags=["members"])

_WRITES = ("owner-only", "foreign-origin", "invalid", "not-taken", "not-ready")

MemberId = Annotated[str, Path(pattern=r"^[\w.-]{1,64}$", description="A member's id; the owner is owner")]


class ToneView(BaseModel):
    """How somebody wants to be spoken to."""

    model_config = ConfigDict(extra="forbid")

    length: Length = "usual"
    manner: Manner = "plain"


class MemberWish(BaseModel):
    """A new member."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Anna", "role": "adult"}]})

    name: str = Field(max_length=4 * MAX_NAME, description=f"At most {MAX_NAME} characters; no other member's")
    role: Role = Field(
        description="What the house allows: an owner everything, a child and a guest the harmless things"
    )
    language: Language | None = Field(None, description="To be answered in where none is spoken; null: the household's")


class MemberChange(BaseModel):
    """What shall be different about a member; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"tone": {"length": "short"}}]})

    name: str = Field("", max_length=4 * MAX_NAME)
    role: Role = Field("adult", description="Only an owner may change it")
    language: Language | None = None
    tone: ToneView = ToneView()
    learns: bool = Field(True, description="Whether habits are learned from what this person does")


class MemberView(BaseModel):
    """Somebody who belongs to the household."""

    id: str
    name: str = Field(description="Empty for an owner who told none")
    role: Role
    language: Language | None
    tone: ToneView
    learns: bool
    since: datetime
    has_voice: bool = Field(description="Whether this person can be known by voice")


class MembersView(BaseModel):
    """Everybody, the owner first."""

    members: list[MemberView]
    limit: int = Field(description="How many there may be")
    guest_mode: bool


class GuestMode(BaseModel):
    """Whether the household has guests."""

    model_config = ConfigDict(extra="forbid")

    on: bool


@router.get("/members", operation_id="listMembers", summary="Who belongs to the household", responses=documented())
async def list_members(mimosa: Mimosa) -> MembersView:
    """As long as it is the owner alone, whoever gets in is believed to be who they say."""
    members = mimosa.members
    views = [view_of(member) for member in members.all()]
    return MembersView(members=views, limit=MAX_MEMBERS, guest_mode=members.guest_mode)


@router.post(
    "/members",
    operation_id="addMember",
    summary="Add a member",
    status_code=201,
    responses=documented("too-large", *_WRITES),
)
async def add_member(wish: MemberWish, mimosa: Mimosa, by: Owner) -> MemberView:
    """From then on ids that are no member's count as guests'."""
    with members_problems():
        return view_of(await mimosa.members.add(wish.name, wish.role, wish.language))


@dataclass(frozen=True, slots=True)
class Asking:
    """A member, and who asks about it."""

    member: Member
    speaker: Speaker


async def themselves(
    member: MemberId,
    mimosa: Mimosa,
    person: Annotated[PersonId, Query(description="Who asks; empty: the owner")] = "",
) -> Asking:
    """Whoever asks about a member: that member, or an owner. Raises Problem for anybody else, and for no member."""
    known = mimosa.members.of(member)
    if known is None:
        raise Problem("no-such-member", f"member: there is no {member!r}; GET /api/members lists those there are")
    speaker = speaker_of(person, mimosa.members)
    if speaker.role != "owner" and speaker.person != member:
        raise Problem("owner-only", f"{person!r} is neither an owner nor {member!r}")
    return Asking(known, speaker)


Themselves = Annotated[Asking, Depends(themselves)]


@router.put(
    "/members/{member}",
    operation_id="changeMember",
    summary="Change a member",
    responses=documented("no-such-member", "too-large", *_WRITES),
)
async def change_member(asking: Themselves, change: MemberChange, mimosa: Mimosa) -> MemberView:
    """Each changes their own, but for the role; an owner everybody's."""
    fields: dict[str, Any] = {name: getattr(change, name) for name in change.model_fields_set}
    if "role" in fields and asking.speaker.role != "owner":
        raise Problem("owner-only", "role: only an owner may change it")
    if "tone" in fields:
        fields["tone"] = Tone(change.tone.length, change.tone.manner)
    with members_problems():
        return view_of(await mimosa.members.change(asking.member.id, **fields))


@router.delete(
    "/members/{member}",
    operation_id="removeMember",
    summary="Remove a member",
    status_code=204,
    response_class=Response,
    responses=documented("no-such-member", *_WRITES),
)
async def remove_member(asking: Themselves, mimosa: Mimosa, by: Owner) -> Response:
    """Voice, PIN and everything that is kept of the person go with the member, without a trace."""
    with members_problems():
        mimosa.members.check_removable(asking.member.id)
    mimosa.enrolment.end(asking.member.id)
    with memory_problems():
        await mimosa.memory.erasing.erase(Whose(asking.member.id, with_member=True))
    return Response(status_code=204)


@router.get("/guest-mode", operation_id="readGuestMode", summary="Whether guests are here", responses=documented())
async def read_guest_mode(mimosa: Mimosa) -> GuestMode:
    """Off unless somebody said so."""
    return GuestMode(on=mimosa.members.guest_mode)


@router.put(
    "/guest-mode",
    operation_id="setGuestMode",
    summary="Guests are here, or have gone",
    responses=documented(*_WRITES),
)
async def set_guest_mode(wish: GuestMode, mimosa: Mimosa, by: Owner) -> GuestMode:
    """While it is on nothing is learned, and everybody is a guest but the owner at a page or with the PIN."""
    with members_problems():
        await mimosa.members.set_guest_mode(wish.on)
    return GuestMode(on=mimosa.members.guest_mode)


class members_problems:
    """Turns what the members cannot take into the problem it is for the caller."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        match error:
            case NotTaken():
                raise Problem("not-taken", f"{error.reason}: {error}", say=error.say) from None
            case KeyError():
                raise Problem("no-such-member", "the member was removed meanwhile") from None
            case MemoryUnavailable():
                raise Problem("not-ready", str(error)) from None


def view_of(member: Member) -> MemberView:
    """A member as the API shows one."""
    return MemberView(
        id=member.id,
        name=member.name,
        role=member.role,
        language=member.language,
        tone=ToneView(length=member.tone.length, manner=member.tone.manner),
        learns=member.learns,
        since=member.since,
        has_voice=member.has_voice,
    )
