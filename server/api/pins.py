"""Second factors: setting a PIN, and proving with one."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from assistant.errors import BadPin
from assistant.memory.pins import Pins
from assistant.second_factor import Proof
from assistant.utterance import Speaker
from server.api.assembly import Mimosa
from server.api.problems import Problem, documented

router = APIRouter(prefix="/api/pins", tags=["who may do what"])

Person = Annotated[str, Path(pattern=r"^[\w.-]{1,64}$", description="A household member's id; the owner is owner")]

OWNER = Speaker().person

Pin = Annotated[SecretStr, Field(min_length=1, max_length=40)]


class PinView(BaseModel):
    """Whether somebody has a PIN."""

    person: str
    set: bool


class NewPin(BaseModel):
    """A PIN to be set."""

    model_config = ConfigDict(extra="forbid")

    pin: Pin = Field(description="4 to 12 digits", examples=["4711"])
    present: Pin | None = Field(
        None, description="The PIN until now; the owner's, where the person is another and has none yet"
    )


class PresentPin(BaseModel):
    """Proof that it is the person themselves."""

    model_config = ConfigDict(extra="forbid")

    present: Pin = Field(description="The PIN until now")


@router.get("/{person}", operation_id="readPin", summary="Whether a person has a PIN", responses=documented("no-token"))
async def read_pin(person: Person, mimosa: Mimosa) -> PinView:
    """Unlocking, opening the car from outside and the like need one."""
    return PinView(person=person, set=await mimosa.pins.is_set(person))


@router.put(
    "/{person}",
    operation_id="setPin",
    summary="Set or change a PIN",
    status_code=204,
    response_class=Response,
    responses=documented("invalid", "wrong-pin", "pin-locked", "no-pin", "foreign-origin"),
)
async def set_pin(person: Person, new: NewPin, mimosa: Mimosa) -> Response:
    """Who has one already shows it. For anybody else's first one the owner shows theirs: it lets people in."""
    if await mimosa.pins.is_set(person):
        await require(mimosa.pins, person, new.present)
    elif person != OWNER:
        await require(mimosa.pins, OWNER, new.present)
    try:
        await mimosa.pins.set(person, new.pin.get_secret_value())
    except BadPin as error:
        raise Problem("invalid", f"pin: {error}") from None
    return Response(status_code=204)


@router.post(
    "/{person}/removal",
    operation_id="removePin",
    summary="Remove a PIN",
    status_code=204,
    response_class=Response,
    responses=documented("invalid", "wrong-pin", "pin-locked", "no-pin", "foreign-origin"),
)
async def remove_pin(person: Person, shown: PresentPin, mimosa: Mimosa) -> Response:
    """From then on nothing that needs one can be done by this person."""
    await require(mimosa.pins, person, shown.present)
    await mimosa.pins.remove(person)
    return Response(status_code=204)


async def require(pins: Pins, person: str, pin: SecretStr | None) -> None:
    """Go on only with the right PIN. Raises Problem for any other, and for none."""
    if pin is None:
        raise Problem("wrong-pin", "the PIN is missing")
    match await pins.prove(person, pin.get_secret_value()):
        case Proof.WRONG:
            raise Problem("wrong-pin")
        case Proof.LOCKED:
            raise Problem("pin-locked")
        case Proof.NOT_SET:
            raise Problem("no-pin")


async def proved(pins: Pins, person: str, pin: SecretStr | None) -> bool:
    """Whether a PIN came along and is right. Raises Problem where it is not."""
    if pin is not None:
        await require(pins, person, pin)
    return pin is not None
