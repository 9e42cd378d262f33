"""What somebody said and was asked in a room goes on at their phone; the PIN answers the very question and no other."""

from dataclasses import replace

import httpx
import pytest

from assistant.enrolling import NEEDED
from assistant.speech.audio import wav
from assistant.tools import ToolCall
from assistant.understanding.scripted import ScriptedMind
from devices.policy import Allow, SecondFactor
from server.app import create_app
from server.settings import Settings

GLARE = "make the kitchen glare"
SCRIPT = {
    GLARE: [ToolCall("set_brightness", {"things": ("light.kitchen",), "percent": 90})],
    "turn on the kitchen lamp": [ToolCall("turn_on", {"things": ("light.kitchen",)})],
}


def glaring_needs_a_pin(command, device, situation):
    return SecondFactor() if command.capability == "brightness" and command.value > 80 else Allow()


@pytest.fixture
async def house(pocket, tmp_path):
    class WithPins(pocket):
        def _faculties(self):
            return replace(super()._faculties(), minds=[ScriptedMind(SCRIPT, "reflex")], proof=self.pins)

    async with WithPins(Settings(data_dir=tmp_path), [glaring_needs_a_pin]) as mimosa:
        transport = httpx.ASGITransport(create_app(mimosa))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8237") as client:
            await client.put("/api/pins/owner", json={"pin": "4711"})
            yield mimosa, client


async def said(client, text, **more):
    return (await client.post("/api/turns", json={"text": text, **more})).text


async def elsewhere(client, conversation="phone", **query):
    return (await client.get(f"/api/conversations/{conversation}/elsewhere", params=query)).json()


def brightness(mimosa):
    known = mimosa.home.fact("light.kitchen", "brightness")
    return known and known.value


async def test_what_was_said_in_the_kitchen_goes_on_on_the_phone(house):
    mimosa, client = house
    await said(client, "turn on the kitchen lamp", conversation="wall", place="kitchen")
    (exchange,) = (await elsewhere(client))["exchanges"]
    assert (exchange["text"], exchange["place"]) == ("turn on the kitchen lamp", "kitchen")
    assert (await elsewhere(client, "wall"))["exchanges"] == []
    assert (await elsewhere(client, person="ben"))["exchanges"] == []
    await said(client, "and the attic", conversation="phone", goes_on=True)
    texts = [e.utterance.text for e in mimosa.conversation("phone").history]
    assert texts == ["turn on the kitchen lamp", "and the attic"]
    await said(client, "and the attic", conversation="program")
    assert len(mimosa.conversation("program").history) == 1


async def test_while_guests_are_here_nothing_goes_on(house):
    mimosa, client = house
    await said(client, "turn on the kitchen lamp", conversation="wall")
    await mimosa.members.set_guest_mode(True)
    assert (await elsewhere(client))["exchanges"] == []
    await said(client, "and the attic", conversation="phone", goes_on=True)
    assert len(mimosa.conversation("phone").history) == 1


async def test_a_pin_that_is_asked_for_in_the_kitchen_is_given_on_the_phone(house):
    mimosa, client = house
    await said(client, GLARE, conversation="wall", place="kitchen")
    (question,) = (await elsewhere(client))["questions"]
    assert (question["heard"], question["place"]) == (GLARE, "kitchen")
    assert 0 < question["seconds_left"] <= 30
    answer = {"conversation": question["conversation"], "answers": question["turn"]}
    assert "4711" not in await said(client, "4711", **answer)
    assert brightness(mimosa) == 90
    assert (await elsewhere(client))["questions"] == []


async def test_a_wrong_pin_leaves_the_question_open_and_guessing_ends(house):
    mimosa, client = house
    await said(client, GLARE, conversation="wall")
    (question,) = (await elsewhere(client))["questions"]
    answer = {"conversation": "wall", "answers": question["turn"]}
    await said(client, "1812", **answer)
    assert (await elsewhere(client))["questions"] != []
    for guess in ("1813", "1814", "4711"):
        await said(client, guess, **answer)
    assert brightness(mimosa) != 90


async def test_the_pin_of_somebody_else_or_for_another_question_does_nothing(house):
    mimosa, client = house
    ben = (await mimosa.members.add("Ben", "adult")).id
    await client.put(f"/api/pins/{ben}", json={"pin": "8052", "present": "4711"})
    await said(client, GLARE, conversation="wall")
    (question,) = (await elsewhere(client))["questions"]
    assert (await elsewhere(client, person=ben))["questions"] == []
    await said(client, "8052", conversation="wall", person=ben, answers=question["turn"])
    await said(client, GLARE, conversation="wall")
    await said(client, "4711", conversation="wall", answers=question["turn"])
    assert brightness(mimosa) != 90


async def test_what_a_car_asked_is_not_answered_from_outside(house):
    _, client = house
    body = {"text": "4711", "conversation": "car.unit.cabin", "answers": "t1"}
    refused = await client.post("/api/turns", json=body)
    assert refused.status_code == 422
    assert "answered in the car" in refused.json()["detail"]


async def test_who_is_known_by_voice_goes_on_as_soon_as_it_is_heard_who_it_is(house):
    mimosa, client = house
    anna = (await client.post("/api/members", json={"name": "Anna", "role": "adult"})).json()["id"]
    address = f"/api/members/{anna}/voice"
    sound = {"content-type": "audio/wav"}
    await client.post(address, json={"agree": True, "language": "en"})
    for number in range(1, NEEDED + 1):
        read = bytes([number, 16]) * 48_000
        mimosa.voiceprints.script[read] = "anna"
        await client.post(f"{address}/samples", content=wav(read, 16_000), headers=sound)
    mimosa.voiceprints.script |= {mimosa.SPEECH: "anna", mimosa.SPEECH * 2: "somebody"}
    mimosa.ears.text = "and the attic"
    await said(client, "turn on the kitchen lamp", conversation="wall", person=anna)
    for place, pcm in (("hall", mimosa.SPEECH), ("bath", mimosa.SPEECH * 2)):
        query = {"conversation": place, "by_voice": True, "goes_on": True}
        await client.post("/api/turns", params=query, content=wav(pcm, 16_000), headers=sound)
    assert len(mimosa.conversation("hall").history) == 2
    assert len(mimosa.conversation("bath").history) == 1, "of an unknown voice nothing goes on"
