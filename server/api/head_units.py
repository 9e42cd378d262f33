"""The head units of cars: the owner lets one in by its code, says what it may do, and takes its access away."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from server.api.assembly import Assembly, Mimosa
from server.api.owned import Owner
from server.api.problems import Problem, documented
from server.car.announcing import Announcement
from server.car.head_unit import SCOPES, Scope
from server.car.head_unit_records import KeptRequest, KeptUnit
from server.car.pairing_routes import LONGEST_NAME, tidy_name

router = APIRouter(prefix="/api/head-units", tags=["head units"])

MOST_NEWS = 50
"""Of what happened to head units, newest first."""

Unit = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Id of the head unit")]
_WRITES = ("owner-only", "foreign-origin", "invalid", "not-ready")
_CODE_ENDS = ("no-such-code", "codes-locked", "expired-code", "code-settled", *_WRITES)


class EnteredCode(BaseModel):
    """The code that a head unit shows, as somebody typed it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "WDJB-MJHT"}]})

    code: str = Field(max_length=40, description="Upper or lower case and the dash make no difference")


class Admission(EnteredCode):
    """Let it in."""

    scopes: list[Scope] = Field(min_length=1, description="Of those it asks for")
    name: str = Field("", max_length=200, description="What it is called here; empty: as it calls itself")


class Change(BaseModel):
    """What shall be different about a head unit."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=200, description="Empty: as before")
    scopes: list[Scope] = Field([], description="All that it may do from now on; empty: as before")


class AskingView(BaseModel):
    """What asks to be let in."""

    name: str = Field(description="How it calls itself; nobody has checked it")
    client: str = Field(description="Which product it says it is")
    vehicle: str
    car: list[str] = Field(description="The names of its car here")
    driving: str = Field(description="What its car is doing; it can be let in while that is parked")
    scopes: list[str] = Field(description="What it wants to do")
    expires: datetime = Field(description="Until when it can be let in")
    state: str = Field(description='"waiting", "approved" or "denied"')


class HeadUnitView(BaseModel):
    """A head unit that was paired."""

    id: str
    name: str
    vehicle: str
    car: list[str] = Field(description="The names of its car here")
    client: str
    scopes: list[str] = Field(description="What it may do")
    asked: list[str] = Field(description="What it asked for")
    person: str = Field(description="Who let it in")
    paired: datetime
    renewed: datetime = Field(description="When it last got tokens; while it is used that is every ten minutes")
    revoked: datetime | None = Field(description="When its access ended")
    why: str = Field(description='Why it ended: "owner", "itself" or "reused" (somebody used an old token)')


class NewsView(BaseModel):
    """Something that happened to a head unit."""

    what: str
    id: str
    name: str
    at: datetime
    say: dict[str, str] = Field(description='A sentence under "en" and "zh"')


class HeadUnitsView(BaseModel):
    """All head units, and what happened to them."""

    head_units: list[HeadUnitView] = Field(description="Those that have access, newest first")
    scopes: list[str] = Field(description="Everything that a head unit can be allowed to do")
    news: list[NewsView] = Field(description="Newest first")


@router.get("", operation_id="listHeadUnits", summary="The paired head units", responses=documented("not-ready"))
async def list_head_units(mimosa: Mimosa) -> HeadUnitsView:
    """Those that have access, and beside them what happened to any."""
    units = [unit for unit in await mimosa.head_units.all() if unit.revoked is None]
    news = (await mimosa.head_units.news())[:MOST_NEWS]
    views = [_unit_view(unit, mimosa) for unit in units]
    return HeadUnitsView(head_units=views, scopes=list(SCOPES), news=[_news(each) for each in news])


@router.post(
    "/code",
    operation_id="lookUpPairingCode",
    summary="Look a code up",
    responses=documented(*_CODE_ENDS),
)
async def look_up(entered: EnteredCode, mimosa: Mimosa, by: Owner) -> AskingView:
    """Five wrong codes, and none is taken for ten minutes."""
    return _asking_view(await mimosa.head_units.pairing.look_up(entered.code), mimosa)


@router.post(
    "/approval",
    operation_id="approveHeadUnit",
    summary="Let a head unit in",
    responses=documented("no-such-vehicle", "not-parked", *_CODE_ENDS),
)
async def approve(admission: Admission, mimosa: Mimosa, by: Owner) -> AskingView:
    """It gets its tokens when it asks the next time, and is told what it was not granted."""
    name = _tidied(admission.name)
    pairing = mimosa.head_units.pairing
    return _asking_view(await pairing.approve(admission.code, by, frozenset(admission.scopes), name), mimosa)


@router.post("/denial", operation_id="denyHeadUnit", summary="Keep a head unit out", responses=documented(*_CODE_ENDS))
async def deny(entered: EnteredCode, mimosa: Mimosa, by: Owner) -> AskingView:
    """It is told so."""
    return _asking_view(await mimosa.head_units.pairing.deny(entered.code, by), mimosa)


@router.patch(
    "/{unit}",
    operation_id="changeHeadUnit",
    summary="Name a head unit, or change what it may do",
    responses=documented("no-such-head-unit", *_WRITES),
)
async def change(unit: Unit, wish: Change, mimosa: Mimosa, by: Owner) -> HeadUnitView:
    """Holds at once, for tokens that are out too."""
    changed = await mimosa.head_units.change(unit, _tidied(wish.name), frozenset(wish.scopes))
    return _unit_view(changed, mimosa)


@router.delete(
    "/{unit}",
    operation_id="revokeHeadUnit",
    summary="Take a head unit's access away",
    status_code=204,
    response_class=Response,
    responses=documented("no-such-head-unit", *_WRITES),
)
async def revoke(unit: Unit, mimosa: Mimosa, by: Owner) -> Response:
    """From the next request on. To come back it has to be paired again."""
    await mimosa.head_units.revoke(unit)
    return Response(status_code=204)


def _tidied(text: str) -> str:
    name = tidy_name(text)
    if len(name) > LONGEST_NAME:
        raise Problem("invalid", f"name: at most {LONGEST_NAME} characters")
    return name


def _car(vehicle: str, mimosa: Assembly) -> list[str]:
    device = mimosa.home.devices.get(f"vss:{vehicle}")
    return [] if device is None else [device.name, *device.aliases]


def _asking_view(asked: KeptRequest, mimosa: Assembly) -> AskingView:
    return AskingView(
        name=asked.name,
        client=asked.client,
        vehicle=asked.vehicle,
        car=_car(asked.vehicle, mimosa),
        driving=mimosa.home.driving(f"vss:{asked.vehicle}").value,
        scopes=_in_order(asked.granted or asked.asked),
        expires=asked.expires,
        state=asked.state,
    )


def _unit_view(unit: KeptUnit, mimosa: Assembly) -> HeadUnitView:
    shown: dict[str, Any] = {name: getattr(unit, name) for name in ("id", "name", "vehicle", "client", "person", "why")}
    moments = {name: getattr(unit, name) for name in ("paired", "renewed", "revoked")}
    scopes = {"scopes": _in_order(unit.scopes), "asked": _in_order(unit.asked)}
    return HeadUnitView(**shown, **moments, **scopes, car=_car(unit.vehicle, mimosa))


def _in_order(scopes: frozenset[str]) -> list[str]:
    return [scope for scope in SCOPES if scope in scopes]


def _news(told: Announcement) -> NewsView:
    return NewsView(what=told.what, id=told.unit.id, name=told.unit.name, at=told.at, say=told.say)
