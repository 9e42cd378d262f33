"""What is in the house and the car, how it is, and changing it by touch."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from devices.command import Command, Origin, OutcomeKind
from devices.device import Capability, Device, Value
from devices.facts import Fact
from devices.home import Home
from server.api.asked import Questions
from server.api.assembly import Mimosa
from server.api.pins import Pin, proved
from server.api.problems import Problem, documented
from server.api.who import PersonId, speaker_of
from server.api.wire import finite
from skills.outcomes import words_for

router = APIRouter(prefix="/api/devices", tags=["the house"])


class PlaceView(BaseModel):
    """A floor."""

    id: str
    names: list[str] = Field(description="As people say them, in any language", examples=[["Ground floor", "一楼"]])


class RoomView(PlaceView):
    """A room or an outside area."""

    floor: str = Field(description="Floor id; empty where unknown")


class CapabilityView(BaseModel):
    """One thing a device can do or tell."""

    name: str = Field(examples=["brightness"])
    label: str = Field("", description="What the device calls it, where its name is an id of its own; else empty")
    shape: str = Field(description='"flag", "number", "choice", "color", "text" or "act" (happens once)')
    unit: str = Field(examples=["%"])
    low: float | None
    high: float | None
    step: float | None
    choices: list[str]
    writable: bool


class FactView(BaseModel):
    """The last thing the device said about a capability."""

    value: Any = Field(examples=[40])
    at: datetime
    live: bool = Field(description="False: last known, no longer sure")


class DeviceView(BaseModel):
    """One thing in the house or car."""

    id: str = Field(examples=["light.kitchen"])
    name: str = Field(examples=["Kitchen light"])
    aliases: list[str]
    kind: str = Field(examples=["light"])
    flavour: str = Field(description="Finer than the kind, like curtain or motion")
    room: str = Field(description="Room id; empty where unknown")
    available: bool | None = Field(description="null: it has no way to say, or has not said")
    capabilities: list[CapabilityView]
    facts: dict[str, FactView] = Field(description="By the capability's name")


class HouseView(BaseModel):
    """Everything in the house and the car."""

    rooms: list[RoomView]
    floors: list[PlaceView]
    devices: list[DeviceView]
    waiting: list[str] = Field(description="Ids of the devices that wait for the owner's approval")


class Touch(BaseModel):
    """A wish for one capability."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"capability": "on", "value": True}]})

    capability: str = Field(min_length=1, max_length=200)
    value: (
        StrictBool | StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)] | StrictStr | list[StrictStr] | None
    ) = Field(None, description="Of the capability's shape and within its range; null for an act that takes nothing")
    confirmed: bool = Field(
        False,
        description="The person said yes. Holds once, if this very wish was answered with ask at most 30 s ago",
    )
    pin: Pin | None = Field(None, description="The person's PIN, where the answer was needs_second_factor")
    person: PersonId = Field("", description="Who wishes it; empty: the owner")


class OutcomeView(BaseModel):
    """How it ended. Only what the device itself reported counts as done."""

    outcome: str = Field(
        description="done, already, started, pending, failed, unknown, refused or ask", examples=["done"]
    )
    reason: str = Field(description="Why it is not simply done; empty where it is", examples=[""])
    reported: Any = Field(description="What the device itself says now", examples=[True])
    low: float | None = Field(description="With out_of_range: the smallest value it takes")
    high: float | None
    choices: list[str]
    command: str = Field(description="Id in the journal")
    say: dict[str, str] = Field(description='The sentence for it under "en" and "zh"')


@router.get("", operation_id="listDevices", summary="The house and how it is", responses=documented("no-token"))
async def list_devices(mimosa: Mimosa) -> HouseView:
    """The same object comes first on `/ws/events`, which then tells every change."""
    return house_view(mimosa.home)


@router.get(
    "/{device}", operation_id="readDevice", summary="One device and how it is", responses=documented("no-such-device")
)
async def read_device(device: str, mimosa: Mimosa) -> DeviceView:
    """Its capabilities are data: shape, unit, range and choices of each."""
    return device_view(mimosa.home, _known(mimosa.home, device))


@router.post(
    "/{device}/commands",
    operation_id="commandDevice",
    summary="Change something by touch",
    responses=documented(
        "no-such-device", "invalid", "too-large", "too-deep", "foreign-origin", "wrong-pin", "pin-locked", "no-pin"
    ),
)
async def command_device(device: str, touch: Touch, mimosa: Mimosa, questions: Questions) -> OutcomeView:
    """Waits until the device itself has reported, at most some seconds. A refusal is an answer, not an error."""
    known = _known(mimosa.home, device)
    speaker = speaker_of(touch.person, mimosa.members)
    value: Value = tuple(touch.value) if isinstance(touch.value, list) else touch.value
    question = ("touch", known.id, touch.capability, value, speaker.person)
    by_pin = await proved(mimosa.pins, speaker.person, touch.pin)
    confirmed = by_pin or (touch.confirmed and questions.take_yes(*question))
    origin = Origin(speaker.person, speaker.role, "touch", confirmed=confirmed, second_factor=by_pin)
    outcome = await mimosa.home.execute(Command(known.id, touch.capability, value, origin=origin))
    if outcome.kind is OutcomeKind.ASK:
        questions.ask(*question)
    return OutcomeView(
        outcome=outcome.kind.value,
        reason=outcome.reason.value,
        reported=finite(outcome.reported),
        low=outcome.low,
        high=outcome.high,
        choices=list(outcome.choices),
        command=outcome.command.id,
        say={"en": words_for(outcome, mimosa.home, "en"), "zh": words_for(outcome, mimosa.home, "zh")},
    )


def _known(home: Home, device: str) -> Device:
    found = home.devices.get(device)
    if found is None:
        raise Problem("no-such-device", f"device: there is no {device[:130]!r}; GET /api/devices lists those there are")
    return found


def house_view(home: Home) -> HouseView:
    """The whole house as it is now."""
    return HouseView(
        rooms=room_views(home),
        floors=floor_views(home),
        devices=[device_view(home, device) for device in home.devices.values()],
        waiting=list(home.waiting),
    )


def room_views(home: Home) -> list[RoomView]:
    """Every room as it is now."""
    return [RoomView(id=r.id, names=list(r.names), floor=r.floor) for r in home.rooms.values()]


def floor_views(home: Home) -> list[PlaceView]:
    """Every floor as it is now."""
    return [PlaceView(id=f.id, names=list(f.names)) for f in home.floors.values()]


def device_view(home: Home, device: Device) -> DeviceView:
    """One device as it is now."""
    return DeviceView(
        id=device.id,
        name=device.name,
        aliases=list(device.aliases),
        kind=device.kind,
        flavour=device.flavour,
        room=device.room,
        available=home.available(device.id),
        capabilities=[capability_view(c) for c in device.capabilities.values()],
        facts=_facts(home.facts(device.id)),
    )


def _facts(known: Mapping[str, Fact]) -> dict[str, FactView]:
    return {name: FactView(value=finite(fact.value), at=fact.at, live=fact.live) for name, fact in known.items()}


def capability_view(capability: Capability) -> CapabilityView:
    """A capability as data."""
    return CapabilityView(
        name=capability.name,
        label=capability.label,
        shape=capability.shape.value,
        unit=capability.unit,
        low=capability.low,
        high=capability.high,
        step=capability.step,
        choices=list(capability.choices),
        writable=capability.writable,
    )
