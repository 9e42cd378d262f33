"""The HTTP API as a stranger meets it."""

import io
import json
import wave
from functools import partial

import httpx
import pytest

from assistant.utterance import Utterance
from devices.command import Command
from server.app import create_app
from server.settings import Settings


def events_in(answer: httpx.Response) -> list[dict]:
    return [json.loads(line) for line in answer.text.splitlines()]


def named(events: list[dict], name: str) -> dict:
    return next(event for event in events if event["event"] == name)


def wav(pcm: bytes) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(pcm)
    return written.getvalue()


async def test_the_house_is_told_with_rooms_floors_devices_and_what_they_report(http):
    house = (await http.get("/api/devices")).json()
    assert house["rooms"][0] == {"id": "kitchen", "names": ["Kitchen", "厨房"], "floor": "ground"}
    assert house["floors"] == [{"id": "ground", "names": ["Ground floor", "一楼"]}]
    lamp = next(d for d in house["devices"] if d["id"] == "light.kitchen")
    assert lamp["room"] == "kitchen"
    assert lamp["available"] is True
    assert lamp["facts"]["on"]["value"] is False
    brightness = next(c for c in lamp["capabilities"] if c["name"] == "brightness")
    assert (brightness["shape"], brightness["unit"], brightness["high"]) == ("number", "%", 100)
    assert brightness["writable"]


async def test_a_touch_is_done_when_the_lamp_itself_says_so(http):
    answer = (await http.post("/api/devices/light.kitchen/commands", json={"capability": "on", "value": True})).json()
    assert answer["outcome"] == "done"
    assert answer["reported"] is True
    assert answer["say"]["en"]
    assert answer["say"]["zh"]
    device = (await http.get("/api/devices/light.kitchen")).json()
    assert device["facts"]["on"]["value"] is True


async def test_a_lamp_that_stays_silent_is_not_called_done(http, mimosa, monkeypatch):
    monkeypatch.setattr("server.api.devices.Command", partial(Command, deadline_s=0.2))
    mimosa.house.silent.add("kitchen")
    answer = (await http.post("/api/devices/light.kitchen/commands", json={"capability": "on", "value": True})).json()
    assert answer["outcome"] in ("unknown", "failed")
    assert answer["reason"] == "no_answer"


async def test_a_value_out_of_range_is_not_sent_and_the_range_is_told(http):
    wish = {"capability": "brightness", "value": 140}
    answer = (await http.post("/api/devices/light.kitchen/commands", json=wish)).json()
    assert (answer["outcome"], answer["reason"], answer["high"]) == ("failed", "out_of_range", 100)


async def test_while_the_broker_is_away_a_touch_fails_at_once_and_says_so(http, mimosa):
    mimosa.broker.go_down()
    answer = (await http.post("/api/devices/light.kitchen/commands", json={"capability": "on", "value": True})).json()
    assert (answer["outcome"], answer["reason"]) == ("failed", "link_down")


async def test_an_unknown_device_is_a_problem_that_names_it(http):
    answer = await http.post("/api/devices/light.cellar/commands", json={"capability": "on", "value": True})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "light.cellar" in answer.json()["detail"]
    assert (await http.get("/api/devices/light.cellar")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b"",
        b"\xff\xfe",
        b'{"capability": "on", "value": {"a": 1}}',
        b'{"capability": "on", "value": NaN}',
        b'{"capability": "on", "value": true, "colour": 1}',
        b'{"capability": 5}',
        b'{"capability": ""}',
        b'{"value": true}',
    ],
)
async def test_a_body_that_is_no_wish_is_a_problem_never_a_crash(http, body):
    headers = {"Content-Type": "application/json"}
    answer = await http.post("/api/devices/light.kitchen/commands", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert set(answer.json()) >= {"type", "title", "status", "detail", "say"}


async def test_every_tool_is_listed_with_a_schema_and_its_phrases(http):
    tools = {tool["name"]: tool for tool in (await http.get("/api/tools")).json()}
    schema = tools["set_brightness"]["parameters"]
    assert schema["required"] == ["things", "percent"]
    assert schema["properties"]["percent"] == {"type": "number", "minimum": 0, "maximum": 100, "description": "%"}
    assert tools["set_brightness"]["phrases"]["zh"] == ["把{things}调到{percent}"]
    assert tools["wait"]["reads_only"]


async def test_a_tool_can_be_called_without_words(http):
    wish = {"arguments": {"things": ["light.attic"], "percent": 30}, "language": "zh"}
    answer = (await http.post("/api/tools/set_brightness", json=wish)).json()
    assert answer["claim"] == "done"
    assert answer["facts"]["commands"][0]["value"] == 30
    assert any("\u4e00" <= c <= "\u9fff" for c in answer["say"])


@pytest.mark.parametrize(
    ("tool", "arguments", "status", "named_in_detail"),
    [
        ("dance", {}, 404, "dance"),
        ("turn_on", {}, 422, "things"),
        ("turn_on", {"things": "light.attic"}, 422, "things"),
        ("turn_on", {"things": [5]}, 422, "things"),
        ("turn_on", {"things": 5}, 422, "things"),
        ("turn_on", {"things": ["light.attic"], "how": 1}, 422, "how"),
        ("set_brightness", {"things": ["light.attic"], "percent": "much"}, 422, "percent"),
    ],
)
async def test_a_wrong_call_is_a_problem_naming_what_is_wrong(http, tool, arguments, status, named_in_detail):
    answer = await http.post(f"/api/tools/{tool}", json={"arguments": arguments})
    assert answer.status_code == status
    assert named_in_detail in answer.json()["detail"]


async def test_a_typed_sentence_streams_its_turn_and_moves_the_lamp(http, mimosa):
    answer = await http.post("/api/turns", json={"text": "turn on the kitchen lamp", "place": "厨房"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    events = events_in(answer)
    assert [e["event"] for e in events] == ["heard", "understood", "called", "returned", "said", "finished"]
    assert named(events, "heard")["utterance"]["place"] == "kitchen"
    assert named(events, "finished")["outcome"] == "done"
    assert named(events, "said")["sound"] is None
    assert mimosa.home.fact("light.kitchen", "on").value is True


async def test_the_language_of_a_text_follows_its_script(http):
    events = events_in(await http.post("/api/turns", json={"text": "打开厨房灯"}))
    assert named(events, "heard")["utterance"]["language"] == "zh"
    assert any("\u4e00" <= c <= "\u9fff" for c in named(events, "finished")["reply"])


async def test_a_reply_can_come_as_sound_too(http):
    events = events_in(await http.post("/api/turns", json={"text": "turn on the attic lamp", "speak": True}))
    sound = named(events, "said")["sound"]
    assert sound["rate"] == 22_050
    assert sound["pcm"]


async def test_a_turn_can_come_as_server_sent_events(http):
    headers = {"Accept": "text/event-stream"}
    answer = await http.post("/api/turns", json={"text": "turn on the attic lamp"}, headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = answer.text.strip().split("\n\n")
    assert blocks[0].startswith("event: heard\ndata: {")
    assert blocks[-1].startswith("event: finished\n")
    assert json.loads(blocks[-1].partition("data: ")[2])["outcome"] == "done"


async def test_a_sound_file_is_heard(http, mimosa):
    pcm = b"\x01\x10" * 16_000
    mimosa.ears.text = "turn on the kitchen lamp"
    query = {"place": "kitchen", "language": "en", "conversation": "radio"}
    answer = await http.post("/api/turns", content=wav(pcm), headers={"Content-Type": "audio/wav"}, params=query)
    events = events_in(answer)
    assert named(events, "heard")["utterance"]["text"] == "turn on the kitchen lamp"
    assert named(events, "finished")["outcome"] == "done"


@pytest.mark.parametrize(
    ("content", "kind", "status", "problem"),
    [
        (b"this is no sound at all", "audio/wav", 415, "not-audio"),
        (b"", "audio/wav", 415, "not-audio"),
        (b"<html>", "text/html", 415, "unsupported-type"),
        (b"x", "", 415, "unsupported-type"),
        (b'{"text": "hello"}', "text/plain", 415, "unsupported-type"),
    ],
)
async def test_what_is_neither_words_nor_sound_is_a_problem(http, content, kind, status, problem):
    answer = await http.post("/api/turns", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["type"].endswith(problem)
    assert answer.json()["say"]["zh"]


@pytest.mark.slow
async def test_ten_minutes_of_speech_are_too_long(http):
    sound = wav(b"\x01\x10" * 16_000 * 600)
    answer = await http.post("/api/turns", content=sound, headers={"Content-Type": "audio/wav"})
    assert answer.status_code == 413
    assert answer.json()["type"].endswith("speech-too-long")


@pytest.mark.parametrize(
    ("turn", "named_in_detail"),
    [
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({}, "text"),
        ({"text": "hello", "place": "cellar"}, "kitchen, attic"),
        ({"text": "hello", "language": "fr"}, "language"),
        ({"text": "hello", "conversation": "../../etc"}, "conversation"),
        ({"text": "hello", "person": "a b"}, "person"),
        ({"text": "hello", "mood": "good"}, "mood"),
    ],
)
async def test_a_wrong_turn_is_a_problem_naming_what_is_wrong(http, turn, named_in_detail):
    answer = await http.post("/api/turns", json=turn)
    assert answer.status_code == 422
    assert named_in_detail in answer.json()["detail"]


async def test_with_json_nothing_may_stand_in_the_query(http):
    answer = await http.post("/api/turns", json={"text": "hello"}, params={"place": "kitchen"})
    assert answer.status_code == 422


async def test_a_conversation_can_be_read_again(http):
    await http.post("/api/turns", json={"text": "turn on the kitchen lamp", "conversation": "wall"})
    kept = (await http.get("/api/conversations/wall")).json()
    assert kept["waiting"] is None
    (exchange,) = kept["exchanges"]
    assert exchange["text"] == "turn on the kitchen lamp"
    assert exchange["calls"][0]["claim"] == "done"
    assert (await http.get("/api/conversations/nobody")).json()["exchanges"] == []
    assert (await http.get("/api/conversations/a b")).status_code == 422


async def test_a_turn_can_be_stopped_by_its_id(http, mimosa):
    handle = mimosa.take_turn(Utterance("wait for ever"), "wall", False)
    answer = await http.post(f"/api/turns/{handle.id}/stop")
    assert answer.json() == {"turn": handle.id, "stopped": True}
    assert (await handle.finished()).outcome == "interrupted"
    assert (await http.post(f"/api/turns/{handle.id}/stop")).json()["stopped"] is False
    assert (await http.post("/api/turns/none/stop")).status_code == 404


async def test_health_and_aliveness(http):
    assert (await http.get("/api/health")).json()["parts"]["ears"] == "ready"
    assert (await http.get("/api/alive")).status_code == 204


async def test_the_type_of_a_problem_is_an_address_that_explains_it(http):
    problem = (await http.get("/api/devices/none")).json()
    explained = (await http.get(problem["type"])).json()
    assert explained["status"] == 404
    assert (await http.get("/api/problems/none")).status_code == 404


async def test_unknown_addresses_and_methods_are_problems_too(http):
    assert (await http.get("/api/nothing")).json()["type"].endswith("not-found")
    assert (await http.delete("/api/devices")).json()["type"].endswith("not-allowed")


async def test_a_fault_inside_tells_nothing_of_itself(http, mimosa, monkeypatch):
    monkeypatch.setattr(mimosa, "health", lambda: 1 / 0)
    answer = await http.get("/api/health")
    assert answer.status_code == 500
    assert "division" not in answer.text


async def test_the_lifespan_enters_and_leaves_mimosa(pocket, serve, tmp_path):
    mimosa = pocket(Settings(data_dir=tmp_path))
    async with serve(create_app(mimosa)) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        assert mimosa.entered == 1
        assert len((await http.get("/api/devices")).json()["devices"]) == 2
    assert mimosa.entered == 0
