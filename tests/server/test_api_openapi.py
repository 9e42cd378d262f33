"""The OpenAPI description: complete enough for a stranger."""

import re


async def described(http) -> dict:
    return (await http.get("/api/openapi.json")).json()


def operations(schema: dict):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


async def test_every_operation_has_an_id_words_and_its_own_errors(http):
    schema = await described(http)
    ids = []
    for path, method, operation in operations(schema):
        ids.append(operation["operationId"])
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", operation["operationId"]), operation["operationId"]
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        if path != "/api/alive":
            assert "421" in operation["responses"], path
        for status, response in operation["responses"].items():
            assert response["description"], (path, status)
            if status >= "400":
                assert "application/problem+json" in response["content"], (path, method, status)
    assert len(ids) == len(set(ids))


async def test_every_reference_leads_somewhere(http):
    schema = await described(http)
    parts = schema["components"]["schemas"]
    for name in re.findall(r'#/components/schemas/([^"]+)"', (await http.get("/api/openapi.json")).text):
        assert name in parts, name
    assert "HTTPValidationError" not in parts


async def test_every_model_and_every_field_that_is_not_plain_says_what_it_is(http):
    schema = await described(http)
    for name, model in schema["components"]["schemas"].items():
        assert model.get("description"), name


async def test_what_is_documented_is_what_is_there(http):
    schema = await described(http)
    assert set(schema["paths"]) == {
        "/api/turns",
        "/api/trips/{car}",
        "/api/crossings",
        "/api/turns/{turn}/stop",
        "/api/conversations/{conversation}",
        "/api/conversations/{conversation}/elsewhere",
        "/api/devices",
        "/api/devices/{device}",
        "/api/devices/{device}/commands",
        "/api/devices/{device}/settings",
        "/api/devices/{device}/approval",
        "/api/house",
        "/api/memory",
        "/api/memory/preferences/{preference}",
        "/api/memory/habits/{habit}",
        "/api/memory/not-learnt",
        "/api/memory/nicknames/{nickname}",
        "/api/memory/export",
        "/api/memory/import",
        "/api/memory/erase",
        "/api/house/floors",
        "/api/house/floors/{floor}",
        "/api/house/rooms",
        "/api/house/rooms/{room}",
        "/api/house/approval",
        "/api/tools",
        "/api/tools/{name}",
        "/api/phrases",
        "/api/phrases/{phrase}",
        "/api/head-units",
        "/api/head-units/code",
        "/api/head-units/approval",
        "/api/head-units/denial",
        "/api/head-units/{unit}",
        "/api/turns/{turn}/speaker",
        "/api/members",
        "/api/members/{member}",
        "/api/members/{member}/voice",
        "/api/members/{member}/voice/samples",
        "/api/guest-mode",
        "/api/pins/{person}",
        "/api/pins/{person}/removal",
        "/api/suggestions",
        "/api/suggestions/{suggestion}/answer",
        "/api/suggestions/routines/{routine}",
        "/api/health",
        "/api/alive",
        "/api/problems/{kind}",
    }
    assert set(schema["paths"]["/api/turns"]["post"]["requestBody"]["content"]) >= {"application/json", "audio/wav"}
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
