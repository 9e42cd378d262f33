"""Saying something through a head unit, in words and by a sound file."""

import asyncio
import contextlib
import io
import struct
import wave
from dataclasses import replace

from devices.policy import Driving
from server.car import commands as touches
from server.car.limits import MOST_UNDER_WAY
from server.car.turns import taken
from server.car.waiting import NothingWaits, WaitingUnavailable

TEMPERATURE = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"


def wav(pcm: bytes) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(pcm)
    return written.getvalue()


async def spoken(road, sound: bytes, kind: str = "audio/wav", **query):
    head = {**road.headers(), "Content-Type": kind}
    return await road.http.post("turns/audio", content=sound, headers=head, params={"seat": "driver", **query})


async def test_the_car_does_it_and_the_answer_is_whole(road):
    answer = await road.say("set the temperature to 25 degrees")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["outcome"] == "done"
    assert told["heard"] == "set the temperature to 25 degrees"
    assert told["display"] == told["reply"]
    assert told["results"][0]["commands"][0]["outcome"] == "done"
    assert told["asks"] is None
    assert road.became(TEMPERATURE)[-1] == 25
    assert (await road.say("关闭后备箱")).json()["language"] == "zh"


async def test_a_sound_file_is_heard(road):
    road.mimosa.ears.text = "set the temperature to 24 degrees"
    answer = await spoken(road, wav(b"\x10\x20" * 8000))
    assert answer.status_code == 200, answer.text
    assert answer.json()["heard"] == "set the temperature to 24 degrees"
    assert road.became(TEMPERATURE)[-1] == 24


async def test_sound_that_breaks_off_moves_nothing(road):
    road.mimosa.ears.text = "open the trunk"
    whole = wav(b"\x10\x20" * 8000)
    cut = await spoken(road, whole[: len(whole) // 2])
    assert (cut.status_code, cut.json()["type"]) == (422, "/api/problems/broken-off")
    assert "16000 bytes" in cut.json()["detail"]
    assert road.became(TRUNK) == []


async def test_a_file_whose_writer_did_not_know_its_length_is_taken(road):
    road.mimosa.ears.text = "set the temperature to 23 degrees"
    whole = wav(b"\x10\x20" * 8000)
    at = whole.index(b"data") + 4
    for size in (0x7FFFFFFF, 0xFFFFFFFF):
        answer = await spoken(road, whole[:at] + struct.pack("<I", size) + whole[at + 4 :])
        assert answer.status_code == 200, answer.text


async def test_a_file_in_a_million_empty_parts_is_refused(road):
    answer = await spoken(road, b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * 1_000_000)
    assert (answer.status_code, answer.json()["type"]) == (415, "/api/problems/not-audio")
    assert "a usual one has three" in answer.json()["detail"]


async def test_a_sound_that_is_too_many_is_refused_before_it_is_read(road):
    async def never():
        raise AssertionError("the body was read")
        yield b""

    with contextlib.ExitStack() as busy:
        for _ in range(MOST_UNDER_WAY["sounds"]):
            busy.enter_context(road.desk.limits.one_of("sounds"))
        answer = await spoken(road, never())
    assert answer.json()["type"] == "/api/problems/slow-down"
    assert (await spoken(road, wav(b""))).json()["type"] == "/api/problems/silence"


async def test_a_turn_that_begins_too_late_by_a_date_beyond_all_dates_is_refused(road):
    head = {**road.headers(), "Begin-Before": "Fri, 31 Dec 9999 23:59:59 -1200"}
    answer = await road.http.post("turns", json={"text": "hello", "seat": "driver"}, headers=head)
    assert answer.json()["type"] == "/api/problems/invalid"


async def test_what_is_no_sound_is_a_problem(road):
    wrong = {
        "not-audio": (b"no sound", "audio/wav"),
        "silence": (wav(b""), "audio/wav"),
        "unsupported-type": (b"{}", "video/mp4"),
    }
    for problem, (sound, kind) in wrong.items():
        assert (await spoken(road, sound, kind)).json()["type"] == f"/api/problems/{problem}"


async def test_a_body_that_is_not_what_is_described_is_a_problem_that_names_the_field(road):
    wrong = {
        "text": {"text": " "},
        "seat": {"text": "hello", "seat": "roof"},
        "language": {"text": "hello", "language": "fr"},
        "colour": {"text": "hello", "colour": "red"},
        "conversation": {"text": "hello", "conversation": "a b"},
    }
    for field, body in wrong.items():
        first, again = [await road.http.post("turns", json=body, headers=road.headers()) for _ in range(2)]
        assert (first.status_code, first.json()["type"]) == (422, "/api/problems/invalid")
        assert field in first.json()["detail"]
        assert first.json() == again.json()
    no_key = await road.http.post("turns", json={"text": "hello"}, headers={"Authorization": "Bearer token-of-unit-1"})
    assert "Idempotency-Key" in no_key.json()["detail"]


async def test_a_question_is_answered_by_a_turn(road):
    asked = (await road.say("open the trunk")).json()
    assert asked["outcome"] == "ask"
    assert asked["asks"]["question"] == asked["turn"]
    assert asked["asks"]["kind"] == "confirm"
    assert asked["asks"]["text"]["en"] == asked["reply"]
    assert road.became(TRUNK) == []
    assert (await road.say("yes")).json()["outcome"] in ("done", "started")


async def test_a_question_is_answered_on_the_display(road):
    asked = (await road.say("open the trunk")).json()
    wish = {"confirms": asked["asks"]["question"], "seat": "driver"}
    told = (await road.http.post("commands", json=wish, headers=road.headers())).json()
    assert told["outcome"] in ("done", "started"), told
    assert told["capability"] == TRUNK
    assert told["say"]["en"]
    again = await road.http.post("commands", json=wish, headers=road.headers())
    assert (again.status_code, again.json()["type"]) == (409, "/api/problems/question-over")


async def test_a_yes_on_the_display_answers_no_question_that_was_asked_since(road, monkeypatch):
    asked = (await road.say("open the trunk")).json()
    kept = road.mimosa.conversation("car.unit-1.cabin")

    async def after_another_question(*turn):
        kept.parked = replace(kept.parked, turn="another")
        return await taken(*turn)

    monkeypatch.setattr(touches, "taken", after_another_question)
    wish = {"confirms": asked["asks"]["question"], "seat": "driver"}
    told = (await road.http.post("commands", json=wish, headers=road.headers())).json()
    assert (told["outcome"], told["say"]["en"]) == ("answer", "That question is too old. Please say it again.")
    assert road.became(TRUNK) == []
    assert kept.parked.turn == "another"


async def test_a_pin_where_none_is_needed_is_shown_nowhere(road):
    asked = (await road.say("open the trunk")).json()
    wish = {"confirms": asked["asks"]["question"], "seat": "driver", "pin": "471147"}
    told = await road.http.post("commands", json=wish, headers=road.headers())
    assert told.json()["outcome"] in ("done", "started"), told.text
    said = [e.utterance.text for e in road.mimosa.conversation("car.unit-1.cabin").history]
    assert said == ["open the trunk", "yes"]


async def test_the_owner_is_the_owner_in_the_drivers_seat_alone(road):
    await road.say("hello", seat="rear_left", person="owner")
    await road.say("hello", seat="driver", person="owner")
    exchanges = road.mimosa.conversation("car.unit-1.cabin").history
    assert [e.utterance.speaker.role for e in exchanges] == ["adult", "owner"]


async def test_who_sits_there_is_told_for_one_head_unit_alone(road):
    talker = road.units.pair("talker", "talk")
    await road.http.put("occupants", json={"seats": {"passenger": "lily"}}, headers=road.headers(talker))
    assert (await road.get("occupants")).json() == {"seats": {}}


async def test_somebody_elses_yes_answers_nothing(road):
    asked = (await road.say("open the trunk")).json()
    wish = {"confirms": asked["asks"]["question"], "seat": "rear_left"}
    told = (await road.http.post("commands", json=wish, headers=road.headers())).json()
    assert told["outcome"] == "answer"
    assert road.became(TRUNK) == []


async def test_a_question_is_over_when_the_car_does_something_else(road):
    asked = (await road.say("open the trunk")).json()
    await road.control("press", **{"Vehicle.Powertrain.Transmission.SelectedGear": 1})
    await road.until(lambda: road.home.driving("vss:car") is not Driving.PARKED)
    told = await road.http.post(
        "commands", json={"confirms": asked["asks"]["question"], "seat": "driver"}, headers=road.headers()
    )
    assert told.json()["type"] == "/api/problems/question-over"
    assert (await road.say("yes")).json()["reply"] == "That question is too old. Please say it again."
    assert road.became(TRUNK) == []


async def test_while_moving_the_display_gets_a_phrase_and_the_ears_the_whole(road):
    await road.drive()
    told = (await road.say("open the trunk")).json()
    assert told["outcome"] == "refused"
    assert len(told["reply"]) > 40 >= len(told["display"])
    assert road.became(TRUNK) == []


async def test_a_turn_is_stopped_by_its_own_head_unit_alone(road):
    talking = asyncio.create_task(road.say("turn on the kitchen lamp"))
    await road.until(lambda: bool(road.desk.turns))
    turn = next(iter(road.desk.turns))
    other = road.units.pair("other", "talk")
    foreign = await road.http.post(f"turns/{turn}/stop", headers=road.headers(other))
    assert foreign.json()["type"] == "/api/problems/no-such-turn"
    assert (await talking).status_code == 200
    own = await road.http.post(f"turns/{turn}/stop", headers=road.headers())
    assert own.json() == {"turn": turn, "stopped": False}


async def test_a_turn_does_no_more_than_the_scopes_allow(road):
    talker = road.units.pair("talker", "talk", "car.read")
    told = (await road.say("set the temperature to 26 degrees", token=talker)).json()
    assert told["outcome"] == "refused"
    assert told["results"][0]["commands"][0]["reason"] == "not_granted"
    assert (await road.say("turn on the kitchen lamp", token=talker)).json()["outcome"] == "refused"
    assert road.became(TEMPERATURE) == []


async def test_a_turn_looks_up_and_learns_no_more_than_the_scopes_allow(road):
    talker = road.units.pair("talker", "talk")
    elsewhere = road.units.pair("elsewhere", "talk", "car.read", "home.read", vehicle="roadster")
    reader = road.units.pair("reader", "talk", "car.read", "home.read")
    refused = [
        (talker, "is the kitchen lamp on"),
        (talker, "is the car locked"),
        (reader, "when I say movie time I mean turn off the kitchen lamp"),
        (reader, "remember that I like tea"),
        (elsewhere, "is the car locked"),
    ]
    for token, text in refused:
        told = (await road.say(text, token=token)).json()
        assert (told["outcome"], told["reply"]) == ("refused", "From this car I may neither look that up nor learn it.")
    for token, text in [(talker, "what time is it"), (reader, "is the kitchen lamp on"), (reader, "is the car locked")]:
        assert (await road.say(text, token=token)).json()["outcome"] == "answer", text
    assert {"Memory", "Phrases"} <= {tool.skill for tool in road.mimosa.toolbox}
    assert {"time", "date", "weekday"} <= {tool.name for tool in road.mimosa.toolbox}


async def test_who_sits_there_is_who_speaks(road):
    seats = {"seats": {"passenger": "lily"}}
    assert (await road.http.put("occupants", json=seats, headers=road.headers())).json() == seats
    await road.say("turn on the kitchen lamp", seat="passenger")
    await road.say("turn off the kitchen lamp", seat="rear_left")
    exchanges = road.mimosa.conversation("car.unit-1.cabin").history
    assert [e.utterance.speaker.person for e in exchanges] == ["lily", "unknown"]
    assert [e.utterance.speaker.role for e in exchanges] == ["adult", "guest"]
    wrong = await road.http.put("occupants", json={"seats": {"roof": "lily"}}, headers=road.headers())
    assert wrong.json()["type"] == "/api/problems/invalid"


async def test_nothing_waits_at_home(road):
    assert (await road.get("waiting")).json() == {"wishes": []}
    told = await road.http.post("waiting/w-1", json={"decision": "yes"}, headers=road.headers())
    assert (told.status_code, told.json()["type"]) == (404, "/api/problems/no-such-wish")


async def test_what_waits_and_cannot_be_written_down_is_a_problem(road):
    class Unwritable(NothingWaits):
        async def decide(self, wish, decision):
            raise WaitingUnavailable("the disk is full")

    road.app.state.car.state.waiting = Unwritable()
    told = await road.http.post("waiting/w-1", json={"decision": "yes"}, headers=road.headers())
    assert (told.status_code, told.json()["type"]) == (503, "/api/problems/not-ready")
