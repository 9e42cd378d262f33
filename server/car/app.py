"""The head-unit API: an application of its own under /api/car/v1, with its own description."""

from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI

from server.api.assembly import Assembly
from server.api.openapi import Security, describe
from server.api.problems import answer_with_problems
from server.car import (
    audio,
    commands,
    events,
    mirror,
    news,
    occupants,
    pairing_routes,
    settling,
    state,
    trip,
    turns,
    waiting,
)
from server.car.announcing import Announcements
from server.car.desk import Desks
from server.car.head_unit import HeadUnits
from server.car.news import SpokenNews
from server.car.waiting import NothingWaits, Waiting

MOUNTED_AT = "/api/car/v1"

DESCRIPTION = """
What a head unit needs to talk to the house and its own car, and to show what is so.

* **Getting in**: `POST /device_authorization` shows a code that the owner approves (RFC 8628); `POST /token` gives an
  access token for ten minutes and a refresh token.
* **Talking**: `POST /turns` takes words, `POST /turns/audio` a sound file, the WebSocket `/turns/stream` a microphone.
* **Acting without words**: `POST /commands`. What cannot be done in time is not done.
* **Watching**: `GET /events` (server-sent events; `Last-Event-ID` brings what was missed) and `GET /state`.

Nothing is called done that the car or the device itself has not reported. What is refused while driving stays
refused, whoever asks; a car of which nothing is known counts as moving. Errors are problem documents (RFC 9457) with a
sentence in English and Mandarin. docs/head-units.md leads from nothing to a first answered turn.
"""

_OPEN = ("/device_authorization", "/token", "/revoke", "/pairing/qr.svg", "/openapi.json")
"""Addresses that are asked without an access token."""

SECURITY = Security(
    "head_unit",
    {
        "type": "http",
        "scheme": "bearer",
        "description": "The access token from POST /token (OAuth 2.0 device grant, RFC 8628); good for ten minutes. "
        "Scopes: talk, car.read, car.act, car.open, home.read, home.act, home.risky",
    },
    always=True,
    open_paths=_OPEN,
    refusals=("no-token", "wrong-token", "expired-token", "revoked-token"),
    everywhere=("scope-too-small", "slow-down"),
)


def car_app(
    mimosa: Assembly,
    version: str,
    head_units: HeadUnits | None = None,
    *,
    waiting_wishes: Waiting | None = None,
    announcements: Announcements | None = None,
) -> FastAPI:
    """The application. It has to be open (`running`) while it is asked; `admit` says who the head units are."""
    app = FastAPI(
        title="Mimosa in the car",
        version=version,
        description=DESCRIPTION,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0"},
    )
    app.state.mimosa = mimosa
    app.state.waiting = waiting_wishes or NothingWaits()
    app.state.news = SpokenNews()
    app.state.desks = Desks(mimosa)
    if head_units is not None:
        admit(app, head_units, announcements)
    answer_with_problems(app)
    # Their routes as they are: those of an included router are built a second time, in the first request.
    seen = (mirror, events, state, trip, occupants)
    for router in (pairing_routes, settling, turns, audio, commands, *seen, waiting, news):
        app.router.routes.extend(router.router.routes)
    describe(app, SECURITY)
    return app


def admit(app: FastAPI, head_units: HeadUnits, announcements: Announcements | None = None) -> None:
    """From now on these are the head units; what happens to them is told to the others."""
    app.state.head_units = head_units
    app.state.desks.listen_to(announcements)


def running(app: FastAPI) -> AbstractAsyncContextManager[None]:
    """The context in which it may be asked; at its end every line to a head unit is closed."""
    desks: Desks = app.state.desks
    return desks.open()
