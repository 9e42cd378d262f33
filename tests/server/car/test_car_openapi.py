"""The head-unit API's own description, and the gate before it."""

import json
import re

import httpx

from server.app import create_app
from server.settings import Settings


async def described(road) -> dict:
    return (await road.http.get("openapi.json")).json()


async def test_every_operation_has_an_id_words_examples_and_its_own_errors(road):
    schema = await described(road)
    ids = []
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            ids.append(operation["operationId"])
            assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", operation["operationId"]), path
            assert operation["summary"], path
            assert operation["description"], path
            assert operation["tags"], path
            for status, response in operation["responses"].items():
                assert response["description"], (path, status)
                if status >= "400":
                    content = response["content"]["application/problem+json"]
                    for example in content["examples"].values():
                        assert example["value"]["status"] == int(status), path
            asked = operation.get("security") != []
            assert ("401" in operation["responses"]) == asked or path in (
                "/device_authorization",
                "/token",
                "/revoke",
            ), path
    assert len(ids) == len(set(ids))
    assert set(ids) >= {
        "takeTurn", "takeSpokenTurn", "stopTurn", "watch", "readCar", "readHouse", "listCapabilities", "sendCommand",
        "readCommand", "seatPeople", "listPeople", "listWaiting", "decideWaiting", "readMe", "beginPairing",
        "getTokens",
    }  # fmt: skip


async def test_every_reference_leads_somewhere_and_every_model_says_what_it_is(road):
    schema = await described(road)
    parts = schema["components"]["schemas"]
    for name in re.findall(r'#/components/schemas/([^"]+)"', json.dumps(schema)):
        assert name in parts, name
    assert "HTTPValidationError" not in parts
    for name, model in parts.items():
        assert model.get("description") or "enum" in model, name
    assert schema["components"]["securitySchemes"]["head_unit"]["scheme"] == "bearer"
    assert schema["security"] == [{"head_unit": []}]
    assert schema["servers"] == [{"url": "/api/car/v1"}]


async def test_the_house_token_is_neither_needed_nor_enough(pocket, tmp_path):
    app = create_app(pocket(Settings(data_dir=tmp_path, token="house-token-of-this-test", behind_proxy=True)))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    house = {"Authorization": "Bearer house-token-of-this-test"}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as http:
        assert (await http.get("/api/car/v1/openapi.json")).status_code == 200
        assert (await http.get("/api/devices")).status_code == 401
        assert (await http.get("/api/car/v1")).status_code == 401
        assert (await http.get("/api/car/v1/nothing", headers=house)).status_code == 404
        foreign = await http.post("/api/car/v1/turns", headers={"Origin": "https://elsewhere.example"})
        assert foreign.json()["type"] == "/api/problems/foreign-origin"
        host = await http.get("/api/car/v1/openapi.json", headers={"Host": "elsewhere.example"})
        assert host.status_code == 421
        large = {"Content-Length": "9999999", "Content-Type": "application/json"}
        assert (await http.post("/api/car/v1/turns", headers=large, content=b"{}")).status_code == 413
        answer = await http.get("/api/car/v1/openapi.json")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
