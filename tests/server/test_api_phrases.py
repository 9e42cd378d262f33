"""The phrases of the household over HTTP."""

import json

import pytest
import sqlalchemy as sa

PATH = "/api/phrases"
LAMP = "turn on the kitchen lamp"


async def teach(http, said="cooking time", means=LAMP, **more):
    return await http.post(PATH, json={"said": said, "means": means, **more})


async def say(http, text):
    lines = (await http.post("/api/turns", json={"text": text})).text.splitlines()
    return [json.loads(line) for line in lines]


async def test_a_phrase_is_taught_listed_said_and_forgotten(http):
    taught = await teach(http)
    assert taught.status_code == 201
    assert taught.json() | {"id": "", "created": ""} == {
        "id": "",
        "language": "en",
        "said": "cooking time",
        "means": LAMP,
        "person": "owner",
        "created": "",
    }
    assert (await http.get(PATH)).json() == {"phrases": [taught.json()], "limit": 500}
    events = await say(http, "Cooking time!")
    understood = next(e for e in events if e["event"] == "understood")
    assert (understood["meant"], events[-1]["outcome"]) == (LAMP, "done")
    assert (await http.delete(f"{PATH}/{taught.json()['id']}")).status_code == 204
    assert (await http.get(PATH)).json()["phrases"] == []
    assert (await say(http, "cooking time"))[-1]["outcome"] == "not_understood"


async def test_the_language_is_that_of_what_is_said(http):
    assert (await teach(http, "做饭啦", place="厨房")).json()["language"] == "zh"


async def test_what_is_not_understood_is_said_in_both_languages(http):
    told = await teach(http, means="sing")
    assert (told.status_code, told.json()["type"]) == (422, "/api/problems/not-taught")
    assert "I do not understand “sing”" in told.json()["detail"]
    assert "听不懂“sing”" in told.json()["say"]["zh"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"said": "x"},
        {"said": 1, "means": LAMP},
        {"said": "x" * 3000, "means": LAMP},
        {"said": "x", "means": LAMP, "more": 1},
        {"said": "x", "means": LAMP, "language": "fr"},
        {"said": "x", "means": LAMP, "place": "cellar"},
    ],
)
async def test_a_wrong_body_is_told_what_is_wrong(http, body):
    told = await http.post(PATH, json=body)
    assert (told.status_code, told.json()["type"]) == (422, "/api/problems/invalid")
    assert (await http.get(PATH)).json()["phrases"] == []


async def test_an_unknown_phrase_cannot_be_forgotten(http):
    told = await http.delete(f"{PATH}/nothing")
    assert (told.status_code, told.json()["type"]) == (404, "/api/problems/no-such-phrase")


async def test_only_grown_ups_teach(http, monkeypatch):
    from assistant.utterance import Speaker

    monkeypatch.setattr("server.api.phrases.speaker_of", lambda person, members: Speaker(person, "child"))
    told = await http.post(f"{PATH}?person=tim", json={"said": "x", "means": LAMP})
    assert (told.status_code, told.json()["type"]) == (403, "/api/problems/grown-ups-only")
    assert (await http.delete(f"{PATH}/nothing?person=tim")).status_code == 403


async def test_a_disk_that_takes_nothing_is_no_success(http, mimosa, monkeypatch):
    async def full(work):
        raise sa.exc.OperationalError("insert", {}, OSError("disk full"))

    monkeypatch.setattr(mimosa.teaching._phrases._storage, "write", full)
    told = await teach(http)
    assert (told.status_code, told.json()["type"]) == (503, "/api/problems/not-ready")
    assert (await http.get(PATH)).json()["phrases"] == []
