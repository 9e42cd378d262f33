"""The HTTP and WebSocket application around everything that was put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI

from server import voice
from server.api import (
    conversations,
    crossings,
    devices,
    events,
    head_units,
    health,
    member_voices,
    members,
    memory,
    owner,
    owner_devices,
    page,
    phrases,
    pins,
    shell,
    suggestions,
    tools,
    trips,
    turns,
)
from server.api.asked import OpenQuestions
from server.api.assembly import Assembly
from server.api.guard import Guarded
from server.api.openapi import describe
from server.api.problems import answer_with_problems
from server.car import app as car
from server.security import Gate, token_of

DESCRIPTION = """
A voice assistant for the house and the car that thinks on the owner's own machine and proves what it did.

* **Talking**: `POST /api/turns` takes words or sound and streams the events of the turn.
* **Doing without words**: `POST /api/tools/{name}` and `POST /api/devices/{id}/commands`.
* **Watching**: the WebSocket `/ws/events`; **speaking**: the WebSocket `/ws/voice` (both in docs/http.md).

Nothing is ever called done that the device itself has not reported. Errors are problem documents (RFC 9457) with a
sentence in English and Mandarin. Beyond the machine itself every request needs `Authorization: Bearer TOKEN`.
"""


def product_version() -> str:
    """The version of this installation."""
    try:
        return version("mimosa")
    except PackageNotFoundError:
        return "0"


def create_app(mimosa: Assembly) -> FastAPI:
    """The application. Its lifespan enters and leaves `mimosa`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            await mimosa.__aenter__()
        except Exception as error:
            app.state.start_failure = error
            raise
        try:
            async with car.running(head_unit_api):
                car.admit(head_unit_api, mimosa.head_units, mimosa.head_units.announcements)
                yield
        finally:
            await mimosa.__aexit__(None, None, None)

    app = FastAPI(
        title="Mimosa",
        version=product_version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0"},
    )
    app.state.mimosa = mimosa
    app.state.start_failure = None
    app.state.questions = OpenQuestions()
    app.state.token = token_of(mimosa.settings)
    answer_with_problems(app)
    head_unit_api = car.car_app(mimosa, product_version())
    app.state.car = head_unit_api
    app.mount(car.MOUNTED_AT, head_unit_api)
    spoken, seen, kept = (
        (turns, conversations, tools),
        (devices, trips, crossings, owner, owner_devices),
        (phrases, pins, head_units),
    )
    # Their routes as they are: those of an included router are built a second time, in the first request.
    for router in (*spoken, *seen, *kept, members, member_voices, memory, suggestions, health, events):
        app.router.routes.extend(router.router.routes)
    app.router.routes.extend(voice.router.routes)
    app.router.routes.extend(page.page_router().routes)
    app.router.routes.extend(shell.shell_router().routes)
    describe(app)
    app.add_middleware(Guarded, gate=Gate(mimosa.settings, app.state.token))
    return app
