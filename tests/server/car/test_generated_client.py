"""A client that a generator made out of the description drives a whole session over a real line."""

import asyncio
import importlib
import io
import json
import subprocess
import sys
import sysconfig
import wave
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest

from devices.policy import Driving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

TEMPERATURE = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
PACKAGE = "mimosa_in_the_car_client"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
SCOPES = ["talk", "car.read", "car.act", "car.open", "home.read", "home.act"]


def generated(description: dict, folder: Path):
    """The client's modules, by name."""
    (folder / "openapi.json").write_text(json.dumps(description))
    program = Path(sysconfig.get_path("scripts")) / "openapi-python-client"
    made = folder / "client"
    done = subprocess.run(
        [program, "generate", "--path", folder / "openapi.json", "--output-path", made, "--meta", "none"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Endpoint will not be generated" not in done.stdout, done.stdout
    made.rename(folder / PACKAGE)
    sys.path.insert(0, str(folder))
    try:
        root = importlib.import_module(PACKAGE)
        api = {
            name: importlib.import_module(f"{PACKAGE}.api.{group}.{name}")
            for group, name in (
                ("pairing", "begin_pairing"), ("pairing", "get_tokens"), ("pairing", "read_me"),
                ("talking", "take_turn"),
                ("talking", "take_spoken_turn"), ("acting", "send_command"), ("acting", "read_command"),
                ("the_car", "read_car"), ("the_car", "read_house"), ("the_car", "list_capabilities"),
                ("the_car", "seat_people"), ("the_car", "read_trip"), ("waiting", "list_waiting"),
            )
        }  # fmt: skip
        return SimpleNamespace(root=root, models=importlib.import_module(f"{PACKAGE}.models"), **api)
    finally:
        sys.path.remove(str(folder))


def key() -> str:
    return uuid4().hex


async def paired(c, base: str, house: httpx.AsyncClient):
    """From nothing to an access token: the owner approves the code that is shown."""
    client = c.root.Client(base_url=base, raise_on_unexpected_status=True)
    form = c.models.BeginPairingBody(client_id="maker-dash", vehicle="car", scope=" ".join(SCOPES), name="Dashboard")
    begun = await c.begin_pairing.asyncio(client=client, body=form)
    assert len(begun.user_code) == 9
    admitted = await house.post("/api/head-units/approval", json={"code": begun.user_code, "scopes": SCOPES})
    assert admitted.status_code < 300, admitted.text
    form = c.models.GetTokensBody(grant_type=DEVICE_CODE, device_code=begun.device_code, client_id="maker-dash")
    tokens = await c.get_tokens.asyncio(client=client, body=form)
    assert tokens.token_type == "Bearer"
    return c.root.AuthenticatedClient(base_url=base, token=tokens.access_token, raise_on_unexpected_status=True)


def sound() -> io.BytesIO:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\x10\x20" * 8000)
    return io.BytesIO(written.getvalue())


async def events_from(base: str, token: str, last_seen: str, wanted: str) -> tuple[list[str], str]:
    """The names of the events up to the wanted one, and its id."""
    head = {"Authorization": f"Bearer {token}"} | ({"Last-Event-ID": last_seen} if last_seen else {})
    names, last = [], ""
    async with (
        asyncio.timeout(60),
        httpx.AsyncClient(timeout=60) as http,
        http.stream("GET", f"{base}/events", headers=head) as answer,
    ):
        async for line in answer.aiter_lines():
            if line.startswith("id: "):
                last = line.removeprefix("id: ")
            if line.startswith("event: "):
                names.append(line.removeprefix("event: "))
            if line.startswith("data: ") and wanted in (names[-1], line):
                return names, last
    raise AssertionError(names)


async def test_a_generated_client_pairs_talks_acts_watches_and_recovers(living, serve, tmp_path):
    async with (
        serve(living.app) as port,
        living.car_on_air(),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as house,
    ):
        base = f"http://127.0.0.1:{port}/api/car/v1"
        description = (await house.get("/api/car/v1/openapi.json")).json()
        c = await asyncio.to_thread(generated, description, tmp_path)
        client = await paired(c, base, house)
        assert (await c.read_me.asyncio(client=client)).scopes == sorted(SCOPES)

        turn = c.models.CarTurn(text="set the temperature to 25 degrees", seat=c.models.CarTurnSeat.DRIVER)
        same = key()
        answer = await c.take_turn.asyncio(client=client, body=turn, idempotency_key=same)
        assert answer.outcome == "done", answer
        again = await c.take_turn.asyncio_detailed(client=client, body=turn, idempotency_key=same)
        assert (again.parsed.turn, again.headers["Idempotency-Replayed"]) == (answer.turn, "true")

        living.mimosa.ears.text = "turn on the kitchen lamp"
        types = importlib.import_module(f"{PACKAGE}.types")
        file = types.File(payload=sound())
        # The generator's asynchronous calls cannot send a file.
        heard = await asyncio.to_thread(c.take_spoken_turn.sync, client=client, body=file, idempotency_key=key())
        assert heard.heard == "turn on the kitchen lamp", heard
        assert heard.outcome == "done"

        state = await c.read_car.asyncio(client=client, under=TEMPERATURE)
        assert (state.driving.state.value, state.values[0].value) == ("parked", 25)
        able = await c.list_capabilities.asyncio(client=client, under=TEMPERATURE)
        assert able.capabilities[0].high == 30
        assert {device.id for device in (await c.read_house.asyncio(client=client)).devices} >= {"light.kitchen"}
        assert (await c.list_waiting.asyncio(client=client)).wishes == []
        assert (await c.read_trip.asyncio(client=client)).type_ == "/api/problems/no-trip"

        async def command(**wish):
            body = c.models.CarWish(seat=c.models.CarWishSeat.DRIVER, **wish)
            return await c.send_command.asyncio(client=client, body=body, idempotency_key=key())

        told = await command(capability=TEMPERATURE, value=99)
        assert (told.status, told.type_) == (422, "/api/problems/out-of-range")
        asked = await command(capability=TRUNK, value=True)
        opened = await command(capability=TRUNK, value=True, confirms=asked.asks.question)
        assert opened.outcome in ("done", "started")
        assert (await c.read_command.asyncio(client=client, command=opened.id)).id == opened.id
        assert (await command(capability=TRUNK, value=False)).outcome in ("done", "started", "ask")

        names, seen = await events_from(base, client.token, "", "reset")
        assert names == ["reset"]
        seats = c.models.Seating(seats=c.models.SeatingSeats.from_dict({"driver": "owner"}))
        await c.seat_people.asyncio(client=client, body=seats)
        names, _ = await events_from(base, client.token, seen, "occupants")
        assert "reset" not in names, "the tunnel is over, and only what was missed is told"

        await living.drive()
        assert living.home.driving("vss:car") is Driving.MOVING
        refused = await command(capability=TRUNK, value=True)
        assert (refused.outcome, refused.safe) == ("refused", "when_parked")
        assert len(refused.display["en"]) <= 40

        unit = (await house.get("/api/head-units")).json()["head_units"][0]["id"]
        assert (await house.delete(f"/api/head-units/{unit}")).status_code < 300
        gone = await c.read_car.asyncio(client=client)
        assert (gone.status, gone.type_) == (401, "/api/problems/revoked-token")
