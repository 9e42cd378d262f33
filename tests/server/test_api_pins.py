"""PINs over HTTP: setting one, and doing with one what a yes is not enough for."""

import httpx
import pytest

from devices.policy import Allow, SecondFactor
from server.app import create_app
from server.settings import Settings

KITCHEN = "/api/devices/light.kitchen/commands"
TOOL = "/api/tools/set_brightness"


def glaring_needs_a_pin(command, device, situation):
    return SecondFactor() if command.capability == "brightness" and command.value > 80 else Allow()


@pytest.fixture
async def http(pocket, tmp_path):
    async with pocket(Settings(data_dir=tmp_path), [glaring_needs_a_pin]) as mimosa:
        transport = httpx.ASGITransport(create_app(mimosa))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as client:
            yield client


async def touch(http, **more) -> httpx.Response:
    return await http.post(KITCHEN, json={"capability": "brightness", "value": 90, **more})


async def test_a_touch_that_needs_a_pin(http):
    assert (await touch(http)).json()["reason"] == "needs_second_factor"
    assert (await touch(http, confirmed=True)).json()["outcome"] == "ask"
    assert (await touch(http, pin="4711")).json()["type"].endswith("no-pin")
    assert (await http.put("/api/pins/owner", json={"pin": "4711"})).status_code == 204
    assert (await touch(http, pin="4711")).json()["outcome"] == "done"


async def test_a_tool_that_needs_a_pin(http):
    await http.put("/api/pins/owner", json={"pin": "4711"})
    call = {"arguments": {"things": ["light.kitchen"], "percent": 90}}
    assert (await http.post(TOOL, json=call)).json()["claim"] == "ask"
    assert (await http.post(TOOL, json={**call, "confirmed": True})).json()["claim"] == "ask"
    assert (await http.post(TOOL, json={**call, "pin": "4711"})).json()["claim"] == "done"


async def test_guessing_ends(http):
    await http.put("/api/pins/owner", json={"pin": "4711"})
    statuses = [(await touch(http, pin=guess)).status_code for guess in ("1812", "1813", "1814", "4711")]
    assert statuses == [403, 403, 429, 429]


async def test_changing_and_removing_need_the_old_one(http):
    await http.put("/api/pins/owner", json={"pin": "4711"})
    assert (await http.put("/api/pins/owner", json={"pin": "8052"})).status_code == 403
    assert (await http.put("/api/pins/owner", json={"pin": "8052", "present": "4711"})).status_code == 204
    assert (await http.get("/api/pins/owner")).json() == {"person": "owner", "set": True}
    assert (await http.post("/api/pins/owner/removal", json={"present": "4711"})).status_code == 403
    assert (await http.post("/api/pins/owner/removal", json={"present": "8052"})).status_code == 204
    assert (await http.get("/api/pins/owner")).json()["set"] is False


async def test_nobody_proves_with_a_pin_that_the_owner_did_not_vouch_for(http):
    assert (await http.put("/api/pins/bob", json={"pin": "8052"})).status_code == 403
    await http.put("/api/pins/owner", json={"pin": "4711"})
    assert (await http.put("/api/pins/bob", json={"pin": "8052"})).status_code == 403
    assert (await http.put("/api/pins/bob", json={"pin": "8052", "present": "1812"})).status_code == 403
    assert (await touch(http, person="bob", pin="8052")).json()["type"].endswith("no-pin")
    assert (await http.put("/api/pins/bob", json={"pin": "8052", "present": "4711"})).status_code == 204
    assert (await touch(http, person="bob", pin="8052")).json()["outcome"] == "done"
    assert (await http.put("/api/pins/bob", json={"pin": "9153", "present": "4711"})).status_code == 403


@pytest.mark.parametrize("pin", ["77", "abcd", "1234", ""])
async def test_no_good_as_a_pin(http, pin):
    answer = await http.put("/api/pins/owner", json={"pin": pin})
    assert answer.status_code == 422
    assert pin == "" or pin not in answer.text
