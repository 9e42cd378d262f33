"""What asks for a PIN cannot be made to ask less without it."""

import httpx
import pytest

from devices.command import Command, OutcomeKind
from devices.rules import RULES
from server.app import create_app
from server.settings import Settings

SETTINGS = "/api/devices/light.kitchen/settings"


@pytest.fixture
async def http(pocket, tmp_path):
    async with pocket(Settings(data_dir=tmp_path), RULES) as mimosa:
        transport = httpx.ASGITransport(create_app(mimosa))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as client:
            await client.patch(SETTINGS, json={"at_least": {"on": 4}})
            await client.put("/api/pins/owner", json={"pin": "4711"})
            yield client, mimosa


async def test_taking_the_pin_away_needs_the_pin(http):
    client, mimosa = http
    for less in ({"at_least": {"on": None}}, {"at_least": {"on": 3}}, {"at_least": None} | {"at_least": {"on": 1}}):
        assert (await client.patch(SETTINGS, json=less)).status_code == 403
        assert (await client.patch(SETTINGS, json={**less, "pin": "1812"})).status_code in (403, 429)
    outcome = await mimosa.home.execute(Command("light.kitchen", "on", True))
    assert outcome.kind is OutcomeKind.ASK


async def test_with_the_pin_it_is_changed(http):
    client, mimosa = http
    assert (await client.patch(SETTINGS, json={"at_least": {"on": None}, "pin": "4711"})).status_code == 200
    assert (await mimosa.home.execute(Command("light.kitchen", "on", True))).kind is OutcomeKind.DONE


async def test_stricter_and_names_need_none(http):
    client, _ = http
    assert (await client.patch(SETTINGS, json={"at_least": {"on": 5}})).status_code == 200
    assert (await client.patch(SETTINGS, json={"names": ["Lamp of mine"]})).status_code == 200
