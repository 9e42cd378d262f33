"""The house as its owner sees it, and its floors and rooms."""

import asyncio

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from devices.device import Room
from server.api.assembly import Assembly, Mimosa
from server.api.owned import Owner, check_room, owners_problems, tidied, write_errors
from server.api.owner_views import (
    FloorSettings,
    HouseSettings,
    RoomSettings,
    SeenHouse,
    floor_settings,
    house_settings,
    room_settings,
)
from server.api.problems import documented

router = APIRouter(prefix="/api", tags=["the owner's house"])


class FloorWish(BaseModel):
    """A floor as it shall be."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"names": ["Ground floor", "一楼"]}]})

    names: list[str] = Field(min_length=1, description="In any language; the first is its name")


class RoomWish(FloorWish):
    """A room as it shall be."""

    floor: str = Field("", max_length=128, description="Floor id; empty for none")


@router.get(
    "/house",
    operation_id="readHouseSettings",
    summary="The house as its owner sees it",
    response_model=HouseSettings,
    responses=documented(),
)
async def read_house(mimosa: Mimosa) -> Response:
    """Hidden devices too, and those of which only the settings are left. What waits for approval has `waits`."""
    seen = _seen(mimosa)
    # Thousands of devices take a moment to write down; meanwhile the house goes on.
    written = await asyncio.to_thread(lambda: house_settings(seen).model_dump_json())
    return Response(written, media_type="application/json")


@router.post(
    "/house/floors",
    operation_id="addFloor",
    summary="Add a floor",
    status_code=201,
    responses=documented(*write_errors()),
)
async def add_floor(wish: FloorWish, mimosa: Mimosa, by: Owner) -> FloorSettings:
    """Its id is made from its first name."""
    names = tidied(wish.names)
    with owners_problems():
        floor = await mimosa.ownership.add_floor(names)
    return floor_settings(floor.id, _seen(mimosa))


@router.put(
    "/house/floors/{floor}",
    operation_id="setFloor",
    summary="Name a floor",
    responses=documented(*write_errors("no-such-floor")),
)
async def set_floor(floor: str, wish: FloorWish, mimosa: Mimosa, by: Owner) -> FloorSettings:
    """Takes effect at once, in what is understood too."""
    names = tidied(wish.names)
    with owners_problems():
        await mimosa.ownership.set_floor(floor, names)
    return floor_settings(floor, _seen(mimosa))


@router.delete(
    "/house/floors/{floor}",
    operation_id="removeFloor",
    summary="Remove a floor",
    status_code=204,
    response_class=Response,
    responses=documented(*write_errors("no-such-floor")),
)
async def remove_floor(floor: str, mimosa: Mimosa, by: Owner) -> Response:
    """Its rooms stay, and are on no floor."""
    with owners_problems():
        await mimosa.ownership.remove_floor(floor)
    return Response(status_code=204)


@router.post(
    "/house/rooms",
    operation_id="addRoom",
    summary="Add a room",
    status_code=201,
    responses=documented(*write_errors("no-such-floor", "room-exists")),
)
async def add_room(wish: RoomWish, mimosa: Mimosa, by: Owner) -> RoomSettings:
    """Its id is made from its first name."""
    names = tidied(wish.names)
    with owners_problems():
        room = await mimosa.ownership.add_room(names, wish.floor, mimosa.home.rooms)
    return _room_settings(room.id, mimosa)


@router.put(
    "/house/rooms/{room}",
    operation_id="setRoom",
    summary="Name a room and put it on a floor",
    responses=documented(*write_errors("no-such-room", "no-such-floor", "room-exists")),
)
async def set_room(room: str, wish: RoomWish, mimosa: Mimosa, by: Owner) -> RoomSettings:
    """A room that only devices suggested becomes the owner's with it."""
    check_room(room, mimosa)
    names = tidied(wish.names)
    with owners_problems():
        await mimosa.ownership.set_room(Room(room, names, wish.floor), mimosa.home.rooms)
    return _room_settings(room, mimosa)


@router.delete(
    "/house/rooms/{room}",
    operation_id="removeRoom",
    summary="Remove a room",
    status_code=204,
    response_class=Response,
    responses=documented(*write_errors("no-such-room")),
)
async def remove_room(room: str, mimosa: Mimosa, by: Owner) -> Response:
    """Its devices stay, and are in no room."""
    check_room(room, mimosa)
    with owners_problems():
        await mimosa.ownership.remove_room(room, _seen(mimosa).dwellers(room))
    return Response(status_code=204)


def _seen(mimosa: Assembly) -> SeenHouse:
    return SeenHouse.of(mimosa.home, mimosa.ownership)


def _room_settings(room: str, mimosa: Assembly) -> RoomSettings:
    seen = _seen(mimosa)
    return room_settings(room, seen, len(seen.dwellers(room)))
