"""The members of the household over HTTP: who there is, their voices, and guests."""

import json

import pytest

from assistant.enrolling import CONSENT, NEEDED
from assistant.speech.audio import wav
from assistant.speech.voiceprint import VoiceTooShort

PATH = "/api/members"


async def add(http, name="Anna", role="adult", **more):
    return (await http.post(PATH, json={"name": name, "role": role, **more})).json()


def spoken(number, seconds=3):
    """Something said, another each time."""
    return bytes([number, 16]) * 16_000 * seconds


async def read_aloud(http, mimosa, member, voice, first=1):
    """One reads the sentences; returns the last answer."""
    address = f"{PATH}/{member}/voice"
    await http.post(address, json={"agree": True, "language": "en"})
    for number in range(first, first + NEEDED):
        mimosa.voiceprints.script[spoken(number)] = voice
        told = await sample(http, member, number)
    return told


async def sample(http, member, number, seconds=3):
    sound = wav(spoken(number, seconds), 16_000)
    return await http.post(f"{PATH}/{member}/voice/samples", content=sound, headers={"content-type": "audio/wav"})


async def turn(http, pcm, **query):
    told = await http.post("/api/turns", params=query, content=wav(pcm, 16_000), headers={"content-type": "audio/wav"})
    return [json.loads(line) for line in told.text.splitlines()]


def speaker_in(events):
    return next(e["utterance"]["speaker"] for e in events if e["event"] == "heard")


async def test_a_member_is_added_changed_and_removed(http, mimosa):
    anna = await add(http)
    assert (anna["name"], anna["role"], anna["has_voice"], anna["learns"]) == ("Anna", "adult", False, True)
    change = {"tone": {"length": "short", "manner": "warm"}, "language": "zh", "learns": False}
    changed = await http.put(f"{PATH}/{anna['id']}", json=change, params={"person": anna["id"]})
    assert changed.json() == anna | change
    listed = (await http.get(PATH)).json()
    assert [m["id"] for m in listed["members"]] == ["owner", anna["id"]]
    await mimosa.pins.set(anna["id"], "4711")
    assert (await http.delete(f"{PATH}/{anna['id']}")).status_code == 204
    assert not await mimosa.pins.is_set(anna["id"])
    assert (await http.delete(f"{PATH}/{anna['id']}")).json()["type"] == "/api/problems/no-such-member"


@pytest.fixture(autouse=True)
def words(mimosa):
    mimosa.ears.text = "turn on the kitchen lamp"


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        ({"name": "anna", "role": "child"}, "not-taken"),
        ({"name": " ", "role": "adult"}, "not-taken"),
        ({"name": "x" * 65, "role": "adult"}, "not-taken"),
        ({"name": "Owner", "role": "adult"}, "not-taken"),
        ({"name": "Ben", "role": "king"}, "invalid"),
        ({"name": "Ben"}, "invalid"),
        ({"name": "Ben", "role": "adult", "pin": "1"}, "invalid"),
    ],
)
async def test_what_a_member_cannot_be_is_told(http, wish, kind):
    await add(http)
    told = (await http.post(PATH, json=wish)).json()
    assert told["type"] == f"/api/problems/{kind}"
    assert set(told["say"]) == {"en", "zh"}


async def test_only_an_owner_adds_removes_and_gives_roles(http):
    anna, ben = await add(http), await add(http, "Ben", "child")
    as_anna = {"person": anna["id"]}
    told = [
        await http.post(PATH, json={"name": "Carl", "role": "adult"}, params=as_anna),
        await http.put(f"{PATH}/{anna['id']}", json={"role": "owner"}, params=as_anna),
        await http.put(f"{PATH}/{ben['id']}", json={"name": "Benno"}, params=as_anna),
        await http.delete(f"{PATH}/{ben['id']}", params=as_anna),
        await http.get(f"{PATH}/{ben['id']}/voice", params=as_anna),
        await http.put("/api/guest-mode", json={"on": True}, params=as_anna),
    ]
    assert {t.json()["type"] for t in told} == {"/api/problems/owner-only"}
    assert (await http.delete(f"{PATH}/owner")).json()["type"] == "/api/problems/not-taken"


async def test_a_voice_is_agreed_to_read_known_heard_and_erased(http, mimosa):
    anna = await add(http)
    address = f"{PATH}/{anna['id']}/voice"
    before = (await http.get(address)).json()
    assert (before["known"], before["taken"], before["consent_words"]) == (False, None, dict(CONSENT))
    assert (await sample(http, anna["id"], 1)).json()["detail"].startswith("not_begun")
    told = (await read_aloud(http, mimosa, anna["id"], "anna")).json()
    assert (told["known"], told["samples"], told["consent"]) == (True, NEEDED, CONSENT["en"])
    assert told["consented"]
    mimosa.voiceprints.script |= {mimosa.SPEECH: "anna", mimosa.SPEECH * 2: "somebody"}
    assert speaker_in(await turn(http, mimosa.SPEECH, by_voice=True)) | {"seat": ""} == {
        "person": anna["id"],
        "role": "adult",
        "may_confirm": True,
        "seat": "",
        "grants": None,
        "by": "voice",
    }
    stranger = speaker_in(await turn(http, mimosa.SPEECH * 2, by_voice=True))
    assert (stranger["person"], stranger["role"]) == ("unknown", "guest")
    assert speaker_in(await turn(http, mimosa.SPEECH))["person"] == "owner", "a microphone that was given to the owner"
    assert (await http.delete(address)).status_code == 204
    assert (await http.get(address)).json() == before
    assert mimosa.memory.cleaned == 1
    assert speaker_in(await turn(http, mimosa.SPEECH, by_voice=True))["person"] == "owner", "nobody is known by voice"


async def test_a_sample_that_is_no_good_is_refused_with_the_reason(http, mimosa):
    anna, ben = await add(http), await add(http, "Ben")
    await read_aloud(http, mimosa, anna["id"], "anna")
    await http.post(f"{PATH}/{ben['id']}/voice", json={"agree": True, "language": "zh"})
    script = mimosa.voiceprints.script
    script |= {spoken(20): VoiceTooShort("short"), spoken(21): "anna", spoken(22): "ben", spoken(23): "carl"}
    script[spoken(24, 1)] = "ben"
    answers = [(await sample(http, ben["id"], number)).json() for number in (19, 20, 21, 22, 23)]
    reasons = [answer.get("detail", "taken").partition(":")[0] for answer in answers]
    assert reasons == ["silent", "too_short", "known_voice", "taken", "another_voice"]
    assert (await sample(http, ben["id"], 24, seconds=1)).json()["detail"].startswith("too_short")
    mimosa.voiceprints.above_noise_db = 6.0
    noisy = (await sample(http, ben["id"], 22)).json()
    assert noisy["detail"].startswith("noisy")
    assert set(noisy["say"]) == {"en", "zh"}
    told = (await http.get(f"{PATH}/{ben['id']}/voice")).json()
    assert (told["taken"], told["known"]) == (1, False)


async def test_a_consent_is_a_yes(http):
    anna = await add(http)
    address = f"{PATH}/{anna['id']}/voice"
    for body in ({"agree": False, "language": "en"}, {"language": "en"}, {"agree": True, "language": "fr"}, {}):
        assert (await http.post(address, json=body)).status_code == 422
    assert (await http.get(address)).json()["taken"] is None


async def test_who_is_no_member_is_a_guest_from_the_first_member_on(http, mimosa):
    assert speaker_in(await turn(http, mimosa.SPEECH, person="carl"))["role"] == "adult"
    ben = await add(http, "Ben", "child")
    assert speaker_in(await turn(http, mimosa.SPEECH, person="carl"))["role"] == "guest"
    assert speaker_in(await turn(http, mimosa.SPEECH, person=ben["id"]))["role"] == "child"


async def test_while_there_are_guests_only_the_owner_at_a_page_is_the_owner(http, mimosa):
    anna = await add(http)
    await read_aloud(http, mimosa, "owner", "owner")
    mimosa.voiceprints.script[mimosa.SPEECH] = "owner"
    assert speaker_in(await turn(http, mimosa.SPEECH, by_voice=True))["role"] == "owner"
    assert (await http.put("/api/guest-mode", json={"on": True})).json() == {"on": True}
    assert (await http.get(PATH)).json()["guest_mode"] is True
    assert speaker_in(await turn(http, mimosa.SPEECH, by_voice=True))["role"] == "guest"
    assert speaker_in(await turn(http, mimosa.SPEECH, person=anna["id"]))["role"] == "guest"
    assert speaker_in(await turn(http, mimosa.SPEECH))["role"] == "owner"


async def test_a_model_that_is_missing_is_named(http, mimosa, tmp_path):
    from assistant.enrolling import Enrolment
    from assistant.speech.resemblyzer import ResemblyzerVoiceprints

    mimosa.enrolment = Enrolment(mimosa.members, ResemblyzerVoiceprints(tmp_path))
    await http.post(f"{PATH}/owner/voice", json={"agree": True, "language": "en"})
    told = await sample(http, "owner", 1)
    assert (told.status_code, "mimosa models fetch resemblyzer" in told.json()["detail"]) == (503, True)


async def test_who_was_mistaken_for_another_is_put_right(http, mimosa):
    anna, ben = await add(http), await add(http, "Ben", "child")
    await read_aloud(http, mimosa, anna["id"], "anna")
    mimosa.voiceprints.script[mimosa.SPEECH] = "anna"
    events = await turn(http, mimosa.SPEECH, by_voice=True)
    address = f"/api/turns/{events[-1]['turn']}/speaker"
    told = await http.post(address, json={"person": ben["id"]})
    assert told.json()["speaker"] == {"person": ben["id"], "role": "child", "by": "voice"}
    assert mimosa.conversation("http").history[-1].utterance.speaker.person == ben["id"]
    assert (await http.post(address, json={"person": "carl"})).json()["type"] == "/api/problems/no-such-member"
    other = await http.post("/api/turns/0/speaker", json={"person": ben["id"]})
    assert other.json()["type"] == "/api/problems/no-such-turn"
