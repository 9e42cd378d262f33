"""Who sits where: whose preferences count for what is said from a seat."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from server.api.problems import documented
from server.api.who import PersonId
from server.car.caller import AllDesks, Anybody, Talking
from server.car.seats import Seat, check_seat

router = APIRouter(tags=["the car"])

Seated = dict[Seat, PersonId]


class Occupants:
    """The people in a car, as one of its head units told last, for that one alone; forgotten when the server ends."""

    def __init__(self) -> None:
        self._seated: Seated = {}

    @property
    def seated(self) -> Mapping[Seat, str]:
        """Seat → person; seats of which nothing is known are left out."""
        return self._seated

    def seat(self, seated: Mapping[Seat, str]) -> bool:
        """From now on they sit so; returns whether that is another way than before."""
        new = {seat: person for seat, person in seated.items() if person}
        changed, self._seated = new != self._seated, new
        return changed

    def in_seat(self, seat: Seat) -> str:
        """The id of the person in that seat; empty where nobody is known to be."""
        return self._seated.get(seat, "")


class Seating(BaseModel):
    """Who sits where."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"seats": {"driver": "owner", "rear_left": "xiaoyu"}}]}
    )

    seats: Annotated[
        Seated,
        Field(description="Seat → id of a member of the household. A seat that is left out, or whose person is empty, "
              "holds somebody unknown"),
    ]  # fmt: skip


class PersonView(BaseModel):
    """Somebody who can sit in the car."""

    id: str
    name: str = Field(description="Empty for an owner who told none")


class PeopleView(BaseModel):
    """The members of the household, the owner first."""

    people: list[PersonView]


@router.get("/people", operation_id="listMembers", summary="Who can sit in the car", responses=documented())
async def list_members(caller: Talking) -> PeopleView:
    """By name; whoever is none of them is a guest."""
    return PeopleView(people=[PersonView(id=each.id, name=each.name) for each in caller.mimosa.members.all()])


@router.put(
    "/occupants",
    operation_id="seatPeople",
    summary="Tell who sits where",
    responses=documented("invalid", "no-such-seat"),
)
async def seat_people(seating: Seating, caller: Talking, desks: AllDesks) -> Seating:
    """A turn from a seat is from then on the turn of whoever sits there, unless it names somebody else.

    The whole seating is told each time. It holds for this head unit alone: another one, which may have been granted
    more or less, is told for itself. All clients of this head unit hear of it by the event `occupants`.
    """
    for seat in seating.seats:
        check_seat(seat, caller.car)
    told = caller.desk.occupants
    if told.seat(seating.seats):
        desks.tell("occupants", {"seats": dict(told.seated)}, lambda desk: desk.unit_id == caller.unit.id)
    return Seating(seats=dict(told.seated))


@router.get("/occupants", operation_id="listPeople", summary="Who sits where", responses=documented())
async def list_people(caller: Anybody) -> Seating:
    """As it was told last."""
    return Seating(seats=dict(caller.desk.occupants.seated))
