"""The voice socket, over a real server: holding the button, hands-free, speaking over the reply, and bad clients."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from server.app import create_app
from server.settings import Settings


class Microphone:
    """A voice client that keeps everything it was sent."""

    def __init__(self, socket) -> None:
        self._socket = socket
        self.sound = b""
        self.seen = []

    async def start(self, **how) -> None:
        await self.say(type="start", **{"mode": "hold", "language": "en", "conversation": "wall", **how})

    async def say(self, **message) -> None:
        await self._socket.send(json.dumps(message))

    async def frames(self, frame: bytes, count: int) -> None:
        for _ in range(count):
            await self._socket.send(frame)

    async def until(self, wanted: str) -> dict:
        """Listen until a message of that type, or a turn event of that name; returns it."""
        while True:
            message = await asyncio.wait_for(self._socket.recv(), 60)
            if isinstance(message, bytes):
                self.sound += message
                continue
            told = json.loads(message)
            name = told["event"]["event"] if told["type"] == "turn" else told["type"]
            self.seen.append(name)
            if name == wanted:
                return told["event"] if told["type"] == "turn" else told

    async def until_closed(self) -> int:
        try:
            while True:
                message = await asyncio.wait_for(self._socket.recv(), 60)
                self.seen.append(message if isinstance(message, bytes) else json.loads(message))
        except ConnectionClosed:
            return self._socket.close_code


@pytest.fixture
async def mimosa(pocket, serve, tmp_path):
    made = pocket(Settings(data_dir=tmp_path))
    async with serve(create_app(made)) as port:
        made.port = port
        yield made


@pytest.fixture
async def microphone(mimosa):
    async with connect(f"ws://127.0.0.1:{mimosa.port}/ws/voice") as socket:
        yield Microphone(socket)


async def test_holding_the_button_takes_a_turn_and_the_reply_is_heard(microphone, mimosa):
    mimosa.ears.text = "turn on the kitchen lamp"
    await microphone.start(place="kitchen")
    await microphone.until("listening")
    await microphone.frames(mimosa.SPEECH, 20)
    assert (await microphone.until("speech"))["state"] == "began"
    await microphone.say(type="end")
    assert (await microphone.until("speech"))["state"] == "ended"
    assert (await microphone.until("heard"))["utterance"]["place"] == "kitchen"
    said = await microphone.until("said")
    assert said["claim"] == "done"
    await microphone.until("listening")
    assert len(microphone.sound) == said["sound"]["bytes"] > 0
    assert said["sound"]["rate"] == 22_050
    assert mimosa.home.fact("light.kitchen", "on").value is True


async def test_hands_free_the_pause_ends_the_sentence(microphone, mimosa):
    mimosa.ears.text = "turn on the attic lamp"
    await microphone.start(mode="hands_free")
    for _ in range(2):
        await microphone.frames(mimosa.SILENCE, 20)
        await microphone.frames(mimosa.SPEECH, 20)
        await microphone.frames(mimosa.SILENCE, 40)
        assert (await microphone.until("finished"))["outcome"] in ("done", "already")


async def test_speaking_over_the_reply_stops_it_and_empties_the_player(microphone, mimosa):
    mimosa.ears.text = "wait for ever"
    await microphone.start(mode="hands_free")
    await microphone.frames(mimosa.SPEECH, 20)
    await microphone.frames(mimosa.SILENCE, 40)
    await microphone.until("called")
    await microphone.frames(mimosa.SPEECH, 20)
    await microphone.until("clear")
    await microphone.until("interrupted")
    assert (await microphone.until("finished"))["outcome"] == "interrupted"


async def test_the_stop_button_interrupts_a_long_reply_in_the_middle_of_its_sound(microphone, mimosa):
    mimosa.voice.seconds = 120.0
    mimosa.ears.text = "turn on the kitchen lamp"
    await microphone.start()
    await microphone.frames(mimosa.SPEECH, 10)
    await microphone.say(type="end")
    said = await microphone.until("said")
    await microphone.say(type="stop")
    await microphone.until("clear")
    heard_until_clear = len(microphone.sound)
    await microphone.until("listening")
    assert len(microphone.sound) == heard_until_clear <= said["sound"]["bytes"]


async def test_a_stop_when_nothing_runs_is_answered(microphone):
    await microphone.start()
    await microphone.until("listening")
    await microphone.say(type="stop")
    await microphone.until("listening")
    assert "clear" not in microphone.seen


async def test_a_button_touched_by_mistake_takes_no_turn(microphone, mimosa):
    await microphone.start(language="zh")
    for count in (0, 2):
        await microphone.frames(mimosa.SPEECH, count)
        await microphone.say(type="end")
        error = await microphone.until("error")
        assert error["code"] == "too_short"
        assert error["say"] == "说话时请按住按钮。"
    assert "heard" not in microphone.seen


async def test_half_a_minute_is_the_longest_and_more_takes_no_turn(microphone, mimosa):
    await microphone.start()
    await microphone.frames(mimosa.SPEECH, 1520)
    assert (await microphone.until("error"))["code"] == "too_long"
    await microphone.say(type="end")
    mimosa.ears.text = "turn on the kitchen lamp"
    await microphone.frames(mimosa.SPEECH, 10)
    await microphone.say(type="end")
    assert (await microphone.until("finished"))["outcome"] == "done"


async def test_what_was_not_understood_is_said_honestly(microphone, mimosa):
    await microphone.start()
    await microphone.frames(mimosa.SILENCE, 30)
    await microphone.say(type="end")
    assert (await microphone.until("failed"))["reason"] == "not_heard"
    assert (await microphone.until("finished"))["outcome"] == "not_understood"


@pytest.mark.parametrize("size", [0, 1, 639, 641, 1280])
async def test_a_frame_of_the_wrong_size_ends_the_session(microphone, mimosa, size):
    await microphone.start()
    await microphone.frames(b"\x00" * size, 1)
    assert (await microphone.until("error"))["code"] == "bad_frame"
    assert await microphone.until_closed() == 1003


@pytest.mark.parametrize("message", ["", "{", "[]", '"end"', '{"type": 5}', '{"type": "dance"}'])
async def test_text_that_is_no_message_is_named_and_the_session_goes_on(microphone, mimosa, message):
    await microphone.start()
    await microphone.until("listening")
    await microphone._socket.send(message)
    assert (await microphone.until("error"))["code"] == "bad_message"
    await microphone.say(type="stop")
    await microphone.until("listening")


@pytest.mark.parametrize(
    "first",
    [
        b"\x00" * 640,
        "{",
        '{"type": "end"}',
        '{"type": "start"}',
        '{"type": "start", "mode": "shout"}',
        '{"type": "start", "mode": "hold", "language": "fr"}',
        '{"type": "start", "mode": "hold", "conversation": "a b"}',
        '{"type": "start", "mode": "hold", "place": "cellar"}',
    ],
)
async def test_a_session_that_does_not_begin_with_a_good_start_is_closed(microphone, first):
    await microphone._socket.send(first)
    error = await microphone.until("error")
    assert error["code"] == "bad_start"
    assert await microphone.until_closed() == 1003


async def test_a_client_that_vanishes_in_the_middle_of_a_turn_does_not_stop_it(mimosa):
    mimosa.ears.text = "turn on the kitchen lamp"
    async with connect(f"ws://127.0.0.1:{mimosa.port}/ws/voice") as socket:
        microphone = Microphone(socket)
        await microphone.start()
        await microphone.frames(mimosa.SPEECH, 10)
        await microphone.say(type="end")
        await microphone.until("heard")
        socket.transport.abort()
    async with asyncio.timeout(60):
        while mimosa.home.fact("light.kitchen", "on").value is not True:
            await asyncio.sleep(0.01)


async def test_a_fault_in_a_session_is_logged_and_closes_it(mimosa, monkeypatch, caplog):
    monkeypatch.setattr(mimosa, "new_endpointer", _broken)
    async with connect(f"ws://127.0.0.1:{mimosa.port}/ws/voice") as socket:
        microphone = Microphone(socket)
        await microphone.start()
        assert await microphone.until_closed() == 1011
    assert _logged(caplog, "server.") == [RuntimeError]


async def test_a_fault_while_a_turn_is_told_is_logged_and_closes_the_session(mimosa, monkeypatch, caplog):
    monkeypatch.setattr("server.voice.event_json", _broken)
    async with connect(f"ws://127.0.0.1:{mimosa.port}/ws/voice") as socket:
        microphone = Microphone(socket)
        await microphone.start()
        await microphone.frames(mimosa.SPEECH, 30)
        await microphone.say(type="end")
        assert await microphone.until_closed() == 1011
    assert _logged(caplog, "server.") == [RuntimeError]


def _broken(*_):
    raise RuntimeError("broken on purpose")


def _logged(caplog, logger: str) -> list[type]:
    """The kinds of the exceptions in that logger's errors."""
    errors = [record for record in caplog.records if record.levelname == "ERROR" and record.name.startswith(logger)]
    return [record.exc_info[0] for record in errors]


async def test_a_client_can_say_goodbye(microphone):
    await microphone.start()
    await microphone.say(type="close")
    assert await microphone.until_closed() == 1000


async def test_a_client_that_never_starts_is_closed(mimosa, monkeypatch):
    monkeypatch.setattr("server.voice.HELLO_PATIENCE_S", 0.1)
    async with connect(f"ws://127.0.0.1:{mimosa.port}/ws/voice") as socket:
        assert await Microphone(socket).until_closed() == 1003
