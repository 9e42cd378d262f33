"""A front door of pairing alone: the routes of head units over a house with one car, and a clock that tests move."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from devices.policy import Driving
from server.api.problems import answer_with_problems
from server.car import head_unit_records, pairing_routes
from server.car.paired import PairedHeadUnits

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
CLIENT = "acme-cockpit"


class MemoryStorage:
    """Storage that lives as long as the test."""

    def __init__(self) -> None:
        self.engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        head_unit_records.metadata.create_all(self.engine)

    async def write(self, work: Any) -> Any:
        with self.engine.begin() as connection:
            return work(connection)

    async def read(self, work: Any) -> Any:
        with self.engine.connect() as connection:
            return work(connection)

    def text(self) -> str:
        """Everything that is kept, as one text."""
        with self.engine.connect() as connection:
            tables = head_unit_records.metadata.sorted_tables
            return repr([tuple(row) for table in tables for row in connection.execute(sa.select(table))])


@dataclass
class Clocks:
    """The clock on the wall and the one that only ever goes on."""

    wall: datetime = NOON
    passing: float = 0.0

    def sleep(self, seconds: float) -> None:
        """Both go on."""
        self.wall += timedelta(seconds=seconds)
        self.passing += seconds

    def set_wall(self, moment: datetime) -> None:
        """Somebody sets the clock on the wall."""
        self.wall = moment


@dataclass
class House:
    """The house and what a head unit and an owner do there."""

    storage: MemoryStorage = field(default_factory=MemoryStorage)
    clocks: Clocks = field(default_factory=Clocks)
    cars: dict[str, Driving] = field(default_factory=lambda: {"car": Driving.PARKED})
    units: PairedHeadUnits = field(init=False)
    http: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Mimosa starts over what is in its database."""
        clocks = self.clocks
        self.units = PairedHeadUnits(self.storage, self.cars.get, lambda: clocks.wall, lambda: clocks.passing)
        app = FastAPI()
        answer_with_problems(app)
        app.state.head_units = self.units
        app.include_router(pairing_routes.router)
        transport = httpx.ASGITransport(app)
        self.http = httpx.AsyncClient(transport=transport, base_url="https://house.local:8237")

    async def restart(self, *, wall: datetime | None = None) -> None:
        """It ends and starts again; the monotonic clock begins anew."""
        await self.units.note_time()
        self.clocks.passing = 0.0
        self.clocks.wall = wall or self.clocks.wall
        self.start()
        await self.units.load()

    async def begin(self, **form: str) -> httpx.Response:
        """A head unit asks to be paired."""
        return await self.http.post("/device_authorization", data={"client_id": CLIENT, "vehicle": "car", **form})

    async def poll(self, device_code: str, client: str = CLIENT) -> httpx.Response:
        """It asks for its tokens."""
        form = {"grant_type": DEVICE_GRANT, "device_code": device_code, "client_id": client}
        return await self.http.post("/token", data=form)

    async def renew(self, refresh_token: str, **form: str) -> httpx.Response:
        """It asks for new ones."""
        return await self.http.post(
            "/token", data={"grant_type": "refresh_token", "refresh_token": refresh_token, **form}
        )

    async def me(self, access_token: str) -> httpx.Response:
        """It asks who it is."""
        return await self.http.get("/me", headers={"Authorization": f"Bearer {access_token}"})

    async def pair(self, scope: str = "talk car.read car.act", granted: str = "", **form: str) -> dict[str, Any]:
        """All of it; the tokens."""
        begun = (await self.begin(scope=scope, **form)).json()
        await self.units.pairing.approve(begun["user_code"], "owner", (granted or scope).split())
        answer = await self.poll(begun["device_code"], form.get("client_id", CLIENT))
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens


def error_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and OAuth's error code."""
    return answer.status_code, answer.json()["error"]


def kind_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and kind of problem."""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.fixture
def house() -> House:
    """A house with one car, which is parked."""
    return House()
