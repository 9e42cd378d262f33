"""Streamed sound over a real WebSocket."""

import asyncio
import json

from websockets.asyncio.client import connect

from server.api.problems import Problem

TEMPERATURE = "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
HELLO = {"type": "hello", "token": "token-of-unit-1", "seat": "driver", "language": "en"}


async def until(socket, kind: str) -> dict:
    async with asyncio.timeout(60):
        while True:
            message = await socket.recv()
            if isinstance(message, str) and (told := json.loads(message))["type"] == kind:
                return told


async def speak(socket, road, frames: int = 20) -> None:
    for _ in range(frames):
        await socket.send(road.mimosa.SPEECH)


def address(port: int) -> str:
    return f"ws://127.0.0.1:{port}/api/car/v1/turns/stream"


async def test_frames_become_a_turn_and_its_answer_is_heard_and_told(road, serve):
    road.mimosa.ears.text = "set the temperature to 25 degrees"
    async with serve(road.app, lifespan="off") as port, connect(address(port)) as socket:
        await socket.send(json.dumps(HELLO))
        assert (await until(socket, "welcome"))["head_unit"] == "unit-1"
        await speak(socket, road)
        await socket.send(json.dumps({"type": "end"}))
        sound = b""
        async with asyncio.timeout(60):
            while True:
                message = await socket.recv()
                if isinstance(message, bytes):
                    sound += message
                elif (told := json.loads(message))["type"] == "answer":
                    break
        assert told["answer"]["outcome"] == "done"
        assert told["answer"]["display"]
        assert len(sound) > 1000
        assert road.became(TEMPERATURE)[-1] == 25


async def test_sound_that_breaks_off_moves_nothing(road, serve):
    road.mimosa.ears.text = "open the trunk"
    async with serve(road.app, lifespan="off") as port:
        async with connect(address(port)) as socket:
            await socket.send(json.dumps(HELLO))
            await until(socket, "welcome")
            await speak(socket, road)
            assert road.desk.is_talked_to
        await road.until(lambda: road.desk.limits.idle)
        assert not road.desk.is_talked_to
    assert not road.desk.turns


async def test_who_may_not_talk_is_told_why_and_closed(road, serve):
    reader = road.units.pair("reader", "car.read")
    wrong = [
        ({"type": "start"}, "bad-request", 1003),
        ({**HELLO, "token": "made-up"}, "wrong-token", 4401),
        ({**HELLO, "token": reader}, "scope-too-small", 4401),
        ({**HELLO, "seat": "roof"}, "bad-request", 1003),
    ]
    async with serve(road.app, lifespan="off") as port:
        for hello, kind, code in wrong:
            async with connect(address(port)) as socket:
                await socket.send(json.dumps(hello))
                assert (await until(socket, "problem"))["problem"]["type"] == f"/api/problems/{kind}"
                await socket.wait_closed()
                assert socket.close_code == code


async def test_a_token_that_ends_between_two_turns_takes_no_more(road, serve):
    road.mimosa.ears.text = "set the temperature to 26 degrees"
    async with serve(road.app, lifespan="off") as port, connect(address(port)) as socket:
        await socket.send(json.dumps(HELLO))
        await until(socket, "welcome")
        road.units.units["token-of-unit-1"] = Problem("expired-token")
        await speak(socket, road)
        await socket.send(json.dumps({"type": "end"}))
        assert (await until(socket, "problem"))["problem"]["type"] == "/api/problems/expired-token"
        await socket.wait_closed()
    assert road.became(TEMPERATURE) == []
