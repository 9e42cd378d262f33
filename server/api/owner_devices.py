"""What the owner says about a device: its names, where it is, whether it is seen, approved, and how risky it is."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from devices.device import Device
from devices.layout_model import DeviceLayout
from devices.layout_risk import NEVER_TIER, counted_tier, lowest_tier
from server.api.assembly import Assembly, Mimosa
from server.api.owned import Owner, check_room, owners_problems, tidied, write_errors
from server.api.owner_views import TIER, DeviceSettings, SeenHouse, device_settings
from server.api.pins import OWNER, Pin, require
from server.api.problems import Problem, documented

router = APIRouter(prefix="/api", tags=["the owner's house"])

PIN_TIER = 4
"""From this tier on a PIN is asked for; who lowers something below it shows theirs."""

Tier = Annotated[int, Field(ge=0, le=NEVER_TIER, strict=True)]


class DeviceWish(BaseModel):
    """What shall change about a device. What is left out stays; null takes back what was set on the page."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"names": ["Reading lamp", "台灯"], "room": "study"}]}
    )

    names: list[str] | None = Field(None, description="The first is its name, the others are aliases")
    room: str | None = Field(None, max_length=128, description='Room id; "" for no room at all')
    hidden: bool | None = Field(None, description="true: nobody is shown it or can ask for it")
    at_least: dict[str, Tier | None] | None = Field(
        None, description=f"Capability → tier it counts as at least. {TIER}"
    )
    at_most: dict[str, Tier | None] | None = Field(None, description="Capability → tier at most")
    pin: Pin | None = Field(None, description="The owner's PIN, where something shall not ask for it any more")


class ApprovalWish(BaseModel):
    """Which devices shall be approved."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"devices": ["front_door"]}, {}]})

    devices: list[str] | None = Field(None, max_length=20_000, description="Ids; left out: all that wait")


class Approved(BaseModel):
    """Which devices were approved."""

    devices: list[str]


@router.post(
    "/house/approval",
    operation_id="approveDevices",
    summary="Approve devices, or all that wait",
    responses=documented(*write_errors("no-such-device")),
)
async def approve_devices(wish: ApprovalWish, mimosa: Mimosa, by: Owner) -> Approved:
    """Everything they can do now is approved; what a device learns to do later, above tier 1, waits again."""
    ids = mimosa.home.waiting if wish.devices is None else tuple(dict.fromkeys(wish.devices))
    devices = [_announced(i, mimosa) for i in ids]
    with owners_problems():
        await mimosa.ownership.approve(devices, by)
    return Approved(devices=[device.id for device in devices])


@router.get(
    "/devices/{device}/settings",
    operation_id="readDeviceSettings",
    summary="A device as the owner sees it",
    responses=documented("no-such-device"),
)
async def read_device_settings(device: str, mimosa: Mimosa) -> DeviceSettings:
    """A hidden one too."""
    return await _settings(device, mimosa)


@router.patch(
    "/devices/{device}/settings",
    operation_id="changeDeviceSettings",
    summary="Name a device, move it, hide it, make it more or less risky",
    responses=documented(*write_errors("no-such-device", "no-such-room", "wrong-pin", "pin-locked")),
)
async def change_device_settings(device: str, wish: DeviceWish, mimosa: Mimosa, by: Owner) -> DeviceSettings:
    """Takes effect at once. Names that may be mistaken for others are taken, with a warning."""
    _require(device, mimosa)
    if wish.room:
        check_room(wish.room, mimosa)
    announced, room = mimosa.home.announced.get(device), mimosa.home.rooms.get(wish.room or "")
    if _frees_from_pin(wish, mimosa.home.devices.get(device, announced)) and await mimosa.pins.is_set(OWNER):
        await require(mimosa.pins, OWNER, wish.pin)
    with owners_problems():
        await mimosa.ownership.set_device(device, lambda said: _changed(said, wish, announced), room)
    return await _settings(device, mimosa)


@router.put(
    "/devices/{device}/approval",
    operation_id="approveDevice",
    summary="Approve a device",
    responses=documented(*write_errors("no-such-device")),
)
async def approve_device(device: str, mimosa: Mimosa, by: Owner) -> DeviceSettings:
    """Everything it can do now is approved."""
    with owners_problems():
        await mimosa.ownership.approve([_announced(device, mimosa)], by)
    return await _settings(device, mimosa)


@router.delete(
    "/devices/{device}/approval",
    operation_id="withdrawApproval",
    summary="Take a device's approval back",
    responses=documented(*write_errors("no-such-device")),
)
async def withdraw_approval(device: str, mimosa: Mimosa, by: Owner) -> DeviceSettings:
    """It waits as a new one does."""
    _require(device, mimosa)
    with owners_problems():
        await mimosa.ownership.withdraw(device)
    return await _settings(device, mimosa)


async def _settings(device: str, mimosa: Assembly) -> DeviceSettings:
    _require(device, mimosa)
    seen = SeenHouse.of(mimosa.home, mimosa.ownership)
    # Comparing the names of thousands of devices takes a moment; meanwhile the house goes on.
    return await asyncio.to_thread(lambda: device_settings(device, seen, seen.clashes()))


def _require(device: str, mimosa: Assembly) -> None:
    """Raises Problem where there is no such device, and nothing is said about one either."""
    if device not in mimosa.home.announced and device not in mimosa.ownership.layout.devices:
        raise Problem("no-such-device", f"device: there is no {device[:130]!r}; GET /api/house lists those there are")


def _announced(device: str, mimosa: Assembly) -> Device:
    found = mimosa.home.announced.get(device)
    if found is None:
        raise Problem("no-such-device", f"device: {device[:130]!r} is not announced now; GET /api/house lists those")
    return found


def _frees_from_pin(wish: DeviceWish, device: Device | None) -> bool:
    """Whether something that asks for a PIN now would not any more."""
    capabilities = device.capabilities if device else {}
    for name in {*(wish.at_least or {}), *(wish.at_most or {})} & set(capabilities):
        now = capabilities[name]
        least = (wish.at_least or {}).get(name, now.at_least) or 0
        most = (wish.at_most or {}).get(name, now.at_most)
        if counted_tier(now) >= PIN_TIER > counted_tier(replace(now, at_least=least, at_most=most)):
            return True
    return False


def _changed(said: DeviceLayout, wish: DeviceWish, device: Device | None) -> DeviceLayout:
    """What the page says about a device with the wish in it. Raises Problem."""
    given = wish.model_fields_set
    if "names" in given:
        said = replace(said, names=tidied(wish.names) if wish.names else ())
    if "room" in given:
        said = replace(said, room=wish.room)
    if "hidden" in given:
        said = replace(said, hidden=wish.hidden)
    if "at_least" in given:
        said = replace(said, at_least=_tiers(said.at_least, wish.at_least, device))
    if "at_most" in given:
        said = replace(said, at_most=_tiers(said.at_most, wish.at_most, device, looser=True))
    return said


def _tiers(
    before: Mapping[str, int], wished: Mapping[str, int | None] | None, device: Device | None, looser: bool = False
) -> Mapping[str, int]:
    if wished is None:
        return {}
    for name, tier in wished.items():
        if tier is not None:
            _check_tier(name, tier, device, looser)
    return {name: tier for name, tier in {**before, **wished}.items() if tier is not None}


def _check_tier(name: str, tier: int, device: Device | None, looser: bool) -> None:
    changeable = [c.name for c in device.capabilities.values() if c.writable] if device else []
    if device is None or name not in changeable:
        raise Problem(
            "invalid", f"{name[:80]!r} cannot be changed on it; that can: {', '.join(changeable) or 'nothing'}"
        )
    lowest = lowest_tier(device, device.capabilities[name])
    if looser and tier < lowest:
        raise Problem("invalid", f"at_most: {name} counts as {lowest} at least; {tier} is too low")
