"""Pairing over HTTP, for head units: RFC 8628 (device grant), RFC 6749 (tokens), RFC 7009 (giving them back)."""

import io
import re
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import HTTPConnection

from server.api.problems import Problem, documented
from server.car.codes import shown, typed
from server.car.head_unit import SCOPES, CurrentHeadUnit
from server.car.head_unit_records import scope_text
from server.car.oauth import (
    DEVICE_CODE_GRANT,
    REFRESH_GRANT,
    Form,
    FormBody,
    OAuthProblem,
    OAuthRoute,
    form_schema,
    invalid_request,
)
from server.car.paired import PairedHeadUnits
from server.car.tokens import Issued

LONGEST_NAME = 60
DEFAULT_SCOPES = frozenset({"talk", "car.read", "car.act"})
"""What a head unit asks for that does not say."""

_CLIENT = re.compile(r"[A-Za-z0-9._~-]{1,64}")
_VEHICLE = re.compile(r"[A-Za-z0-9_-]{1,64}")

router = APIRouter(tags=["pairing"], route_class=OAuthRoute)


async def paired_head_units(connection: HTTPConnection) -> PairedHeadUnits:
    """All there are; the application holds them."""
    found: PairedHeadUnits = connection.app.state.head_units
    return found


Paired = Annotated[PairedHeadUnits, Depends(paired_head_units)]


class DeviceAuthorization(BaseModel):
    """What to show, and with what to ask for the tokens (RFC 8628, section 3.2)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "device_code": "mimosa-dc-GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS8Q",
                    "user_code": "WDJB-MJHT",
                    "verification_uri": "https://house.local:8237/pair",
                    "verification_uri_complete": "https://house.local:8237/pair?user_code=WDJB-MJHT",
                    "expires_in": 600,
                    "interval": 5,
                }
            ]
        }
    )
    device_code: str = Field(description="Secret; only for POST /token")
    user_code: str = Field(description="Show it; upper or lower case and the dash make no difference")
    verification_uri: str = Field(description="Where a person enters the code")
    verification_uri_complete: str = Field(description="The same with the code in it, for a QR code")
    expires_in: int = Field(description="Seconds both codes are good for")
    interval: int = Field(description="Seconds to wait between two requests for the tokens")


class TokenAnswer(BaseModel):
    """Tokens (RFC 6749, section 5.1)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "access_token": "mimosa-at-8kQ2…",
                    "token_type": "Bearer",
                    "expires_in": 600,
                    "refresh_token": "mimosa-rt-Zt0p…",
                    "scope": "car.act car.read talk",
                    "not_granted": "home.risky",
                    "head_unit": "5f0c7e1ab2c94d3e8f6a1b2c3d4e5f60",
                }
            ]
        }
    )
    access_token: str = Field(description="For Authorization: Bearer …")
    token_type: str = "Bearer"
    expires_in: int = Field(description="Seconds the access token is good for")
    refresh_token: str = Field(description="Good for one more pair; keep it before the old one is forgotten")
    scope: str = Field(description="What was granted, with spaces between; it may be less than was asked for")
    not_granted: str = Field("", description="What was asked for and not granted, with spaces between")
    head_unit: str = Field(description="The head unit's id here")


class Me(BaseModel):
    """Who the caller is here."""

    id: str
    name: str
    vehicle: str
    device: str = Field(description="Id of its car among the devices")
    scopes: list[str]
    person: str = Field(description="Who approved it")


_BEGIN_FORM = form_schema(
    ("client_id", "vehicle"),
    client_id="Which product asks: 1 to 64 of A-Z a-z 0-9 . _ ~ -",
    vehicle="Id of the car on the topics of its signals",
    scope=f"What it wants to do, with spaces between: {' '.join(SCOPES)}. Left out: {scope_text(DEFAULT_SCOPES)}",
    driving='"parked", from a car with a node of its own: counts where it puts no signals on the broker itself',
    name=f"How it calls itself to the person who approves it, at most {LONGEST_NAME} characters",
)
_TOKEN_FORM = form_schema(
    ("grant_type",),
    grant_type=f"{DEVICE_CODE_GRANT} or {REFRESH_GRANT}",
    device_code="With the first: from POST /device_authorization",
    refresh_token="With the second: the last one that was given",
    client_id="The same as at the beginning; needed with a device code",
    scope="With the second: fewer scopes for the new access token; left out: all",
)
_REVOKE_FORM = form_schema(
    ("token",),
    token="A refresh token ends the pairing; an access token only itself",
    token_type_hint="access_token or refresh_token; makes no difference",
    client_id="The same as at the beginning",
)


@router.post(
    "/device_authorization",
    operation_id="beginPairing",
    summary="Ask to be paired",
    responses=documented(
        "invalid-request", "invalid-scope", "no-such-vehicle", "not-parked", "too-many-pairings", "not-ready"
    ),
    openapi_extra=_BEGIN_FORM,
)
async def begin_pairing(request: Request, form: FormBody, paired: Paired) -> DeviceAuthorization:
    """Show the code and the QR code, then ask for the tokens. Only while the car is parked."""
    client = _matching(form, "client_id", _CLIENT, "1 to 64 of A-Z a-z 0-9 . _ ~ -")
    vehicle = _matching(form, "vehicle", _VEHICLE, "1 to 64 of A-Z a-z 0-9 _ -").lower()
    begun = await paired.pairing.begin(
        client,
        vehicle,
        _name_in(form),
        _scopes_in(form) or DEFAULT_SCOPES,
        says_parked=form.get("driving") == "parked",
    )
    return DeviceAuthorization(
        device_code=begun.device_code,
        user_code=shown(begun.user_code),
        verification_uri=_pairing_page(request),
        verification_uri_complete=_with_code(request, begun.user_code),
        expires_in=begun.expires_in_s,
        interval=begun.interval_s,
    )


@router.post(
    "/token",
    operation_id="getTokens",
    summary="Get tokens, or new ones",
    responses=documented(
        "invalid-request",
        "unsupported-grant-type",
        "authorization-pending",
        "polling-too-fast",
        "access-denied",
        "expired-code",
        "invalid-grant",
        "invalid-scope",
        "not-ready",
    ),
    openapi_extra=_TOKEN_FORM,
)
async def get_tokens(form: FormBody, paired: Paired) -> TokenAnswer:
    """`error` says what to do: wait (authorization_pending), wait 5 s longer each time (slow_down), or begin again.

    One renewal at a time. When its answer gets lost, ask again with the same refresh token within twelve hours: you get
    another pair, and the lost one is void. A token of the lost pair that is shown after all ends the pairing, and so
    does any other refresh token that is used again.
    """
    match form.need("grant_type"):
        case "urn:ietf:params:oauth:grant-type:device_code":
            return _told(await paired.pairing.exchange(form.need("device_code"), form.need("client_id")))
        case "refresh_token":
            refresh = form.need("refresh_token")
            return _told(await paired.tokens.renew(refresh, form.get("client_id"), _scopes_in(form)))
        case other:
            detail = f"grant_type: {other[:80]!r}; known are {DEVICE_CODE_GRANT} and {REFRESH_GRANT}"
            raise OAuthProblem("unsupported_grant_type", "unsupported-grant-type", detail)


@router.post(
    "/revoke",
    operation_id="revokeToken",
    summary="Give a token back",
    response_class=Response,
    responses=documented("invalid-request", "invalid-grant", "not-ready"),
    openapi_extra=_REVOKE_FORM,
)
async def revoke_token(form: FormBody, paired: Paired) -> Response:
    """Answers the same for a token that nobody knows: it is worth nothing already."""
    await paired.tokens.take_back(form.need("token"), form.get("client_id"))
    return Response(status_code=200)


@router.get(
    "/me",
    operation_id="readMe",
    summary="Who the caller is",
    responses=documented("no-token", "wrong-token", "expired-token", "revoked-token", "not-ready"),
)
async def read_me(unit: CurrentHeadUnit) -> Me:
    """Its name and its scopes are as the owner set them last."""
    return Me(
        id=unit.id,
        name=unit.name,
        vehicle=unit.vehicle,
        device=unit.device,
        scopes=sorted(unit.scopes),
        person=unit.person,
    )


@router.get(
    "/pairing/qr.svg",
    operation_id="drawPairingCode",
    summary="The QR code of a pairing",
    response_class=Response,
    responses={**documented("invalid"), 200: {"content": {"image/svg+xml": {}}}},
)
def draw_code(
    request: Request, user_code: Annotated[str, Query(max_length=20, description="As it is shown: WDJB-MJHT")]
) -> Response:
    """Leads a phone to the page with the code entered. Drawn for any code, so that it tells nobody which there are."""
    try:
        address = _with_code(request, typed(user_code))
    except ValueError as error:
        raise Problem("invalid", f"user_code: {error}") from None
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=8, border=4, light="#fff", xmldecl=False)
    return Response(drawn.getvalue(), media_type="image/svg+xml")


def _told(issued: Issued) -> TokenAnswer:
    return TokenAnswer(
        access_token=issued.access,
        expires_in=issued.expires_in_s,
        refresh_token=issued.refresh,
        scope=scope_text(issued.scopes),
        not_granted=scope_text(issued.unit.asked - issued.unit.scopes),
        head_unit=issued.unit.id,
    )


def _matching(form: Form, name: str, pattern: re.Pattern[str], right: str) -> str:
    value = form.need(name)
    if pattern.fullmatch(value) is None:
        raise invalid_request(f"{name}: has to be {right}")
    return value


def _name_in(form: Form) -> str:
    name = tidy_name(form.get("name"))
    if len(name) > LONGEST_NAME:
        raise invalid_request(f"name: at most {LONGEST_NAME} characters")
    return name or form.get("client_id")


def tidy_name(text: str) -> str:
    """A name on one line, without anything that is not seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _scopes_in(form: Form) -> frozenset[str]:
    """The scopes in the form. Raises OAuthProblem naming those that do not exist."""
    wanted = frozenset(form.get("scope").split())
    unknown = wanted - frozenset(SCOPES)
    if unknown:
        named = " ".join(sorted(unknown))[:100]
        raise OAuthProblem("invalid_scope", "invalid-scope", f"no such scope: {named}; there are {' '.join(SCOPES)}")
    return wanted


def _pairing_page(request: Request) -> str:
    """Where a person enters the code: this very server, as the head unit reaches it."""
    mimosa: Any = getattr(request.app.state, "mimosa", None)
    behind_proxy = mimosa is not None and mimosa.settings.behind_proxy
    return f"{'https' if behind_proxy else request.url.scheme}://{request.url.netloc}/pair"


def _with_code(request: Request, user_code: str) -> str:
    return f"{_pairing_page(request)}?user_code={shown(user_code)}"
