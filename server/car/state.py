"""How the car and the house are, how old each value is, and what can be set."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from devices.command import Command
from devices.device import Capability, Device
from devices.discovery.catalogue import SIGNALS
from devices.facts import Fact
from devices.home import Home
from devices.policy import Driving
from devices.rules.driving import GEAR, IS_MOVING, PARK_LOCK, SPEED
from devices.rules.granted import scopes_in_car
from server.api.devices import CapabilityView, HouseView, capability_view, house_view
from server.api.problems import documented
from server.api.wire import finite
from server.car.caller import Caller, Reading, ReadingHome
from server.car.head_unit import HeadUnit
from server.car.seats import Seat, seats_of

router = APIRouter(tags=["the car"])

Quality = Literal["live", "doubtful", "unknown"]

_ZONE = re.compile(r"\.(Row\d+)\.(\w+?)(?:Side)?(?:\.|$)")


class ValueView(BaseModel):
    """One signal as the car said it last."""

    capability: str = Field(examples=["Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"])
    value: Any = Field(description="null where nothing is known", examples=[21.5])
    unit: str = Field(examples=["°C"])
    quality: Quality = Field(
        description='"live": the car said so and has not been out of reach since; "doubtful": it said so once, and may '
        'have changed; "unknown": it never said'
    )
    at: datetime | None = Field(description="When it was heard; null where never")
    age_s: float | None = Field(description="Seconds since it was heard, by a clock that is never set")


class DrivingView(BaseModel):
    """What the car is doing, as the rules see it at this moment."""

    state: Driving = Field(
        description='"unknown": the signals are missing, older than two seconds, or contradict each other. It counts '
        "as moving"
    )
    age_s: float | None = Field(description="Seconds since the older of the signals it rests on; null where none")


class CarState(BaseModel):
    """The whole car."""

    vehicle: str = Field(examples=["car"])
    name: str = Field(description="Empty where the car has never been on the air")
    available: bool | None = Field(description="Whether the car is on the air; null where it has not said")
    at: datetime = Field(description="This server's clock")
    driving: DrivingView
    values: list[ValueView]


class HouseState(HouseView):
    """The house with its devices, without cars."""

    at: datetime = Field(description="This server's clock: the age of a fact is the difference")
    link: bool = Field(description="Whether the devices are reached right now; if not, everything is as last known")


class AbilityView(CapabilityView):
    """One thing the car can do or tell."""

    names: dict[str, str] = Field(description='What people call it, under "en" and "zh"; empty where it has no name')
    zone: str = Field(description="The row and side it belongs to; empty for the whole car", examples=["Row1.Driver"])
    scopes: list[str] = Field(description="What the head unit needs to set it; of some only to open or unlock it")


class Capabilities(BaseModel):
    """What this car can do."""

    vehicle: str
    seats: list[Seat]
    zones: list[str]
    capabilities: list[AbilityView]


@router.get("/state", operation_id="readCar", summary="How the car is", responses=documented())
async def read_car(
    caller: Reading,
    under: Annotated[
        str, Query(max_length=200, description="Only signals whose path begins so", examples=["Vehicle.Cabin"])
    ] = "",
) -> CarState:
    """Every signal with its age. The event `reset` brings the same, and `state` every change."""
    return car_state(caller.mimosa.home, caller.unit, under)


@router.get("/state/house", operation_id="readHouse", summary="How the house is", responses=documented())
async def read_house(caller: ReadingHome) -> HouseState:
    """The rooms and devices at home and what they said last; `live` is false for what may have changed since."""
    home = caller.mimosa.home
    seen = house_view(home)
    indoors = [device for device in seen.devices if device.kind != "car"]
    return HouseState(
        rooms=seen.rooms,
        floors=seen.floors,
        devices=indoors,
        waiting=[],
        at=datetime.now(UTC),
        link=home.connected,
    )


@router.get("/capabilities", operation_id="listCapabilities", summary="What can be set", responses=documented())
async def list_capabilities(
    caller: Reading,
    under: Annotated[str, Query(max_length=200, description="Only signals whose path begins so")] = "",
    writable: Annotated[bool, Query(description="Only what can be set")] = False,
) -> Capabilities:
    """Unit, limits, allowed values and zone of every signal of this car. Empty while the car is unknown."""
    car = caller.car
    found = [] if car is None else [c for c in car.capabilities.values() if c.name.startswith(under)]
    abilities = [_ability(c, caller) for c in found if c.writable or not writable]
    zones = sorted({ability.zone for ability in abilities if ability.zone})
    return Capabilities(vehicle=caller.unit.vehicle, seats=list(seats_of(car)), zones=zones, capabilities=abilities)


def car_state(home: Home, unit: HeadUnit, under: str = "") -> CarState:
    """The car as it is now; nothing but what it is called after where it was never heard of."""
    car = home.devices.get(unit.device)
    names = [] if car is None else [name for name in car.capabilities if name.startswith(under)]
    return CarState(
        vehicle=unit.vehicle,
        name="" if car is None else car.name,
        available=home.available(unit.device),
        at=datetime.now(UTC),
        driving=driving_view(home, unit.device),
        values=[] if car is None else value_views(home, car, names, home.facts(car.id)),
    )


def value_views(home: Home, car: Device, names: Iterable[str], facts: Mapping[str, Fact]) -> list[ValueView]:
    """Some signals of a car as they are in `facts`."""
    return [_value(home, car.capabilities[name], facts.get(name)) for name in names if name in car.capabilities]


def _value(home: Home, capability: Capability, fact: Fact | None) -> ValueView:
    known = fact is not None
    quality: Quality = "unknown" if fact is None else "live" if fact.live else "doubtful"
    return ValueView(
        capability=capability.name,
        value=finite(fact.value) if fact is not None else None,
        unit=capability.unit,
        quality=quality,
        at=fact.at if fact is not None else None,
        age_s=round(home.age_s(fact), 3) if known and fact is not None else None,
    )


def driving_view(home: Home, car: str) -> DrivingView:
    """What the car is doing and how old that is."""
    facts = home.facts(car)
    gear = facts.get(GEAR) or facts.get(PARK_LOCK)
    rests_on = [fact for fact in (facts.get(SPEED), facts.get(IS_MOVING), gear) if fact is not None]
    age = max((home.age_s(fact) for fact in rests_on), default=None)
    return DrivingView(state=home.driving(car), age_s=None if age is None else round(age, 3))


def _ability(capability: Capability, caller: Caller) -> AbilityView:
    signal = SIGNALS.get(capability.name)
    zone = _ZONE.search(capability.name)
    return AbilityView(
        **capability_view(capability).model_dump(),
        names=dict(signal.names) if signal is not None else {},
        zone=f"{zone[1]}.{zone[2]}" if zone else "",
        scopes=_scopes(capability, caller.unit) if capability.writable else [],
    )


def _scopes(capability: Capability, unit: HeadUnit) -> list[str]:
    """The most that any wish for it may need: to open takes more than to close."""
    ends = {True, False, capability.low, capability.high, *capability.choices}
    wishes = (Command(unit.device, capability.name, value) for value in ends if value is not None)
    return sorted({scope for wish in wishes for scope in scopes_in_car(wish)})
