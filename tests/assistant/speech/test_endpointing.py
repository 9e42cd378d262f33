"""Where speech begins and ends, with a detector that follows a script and with the real one."""

import itertools
from collections.abc import Iterable

import pytest

from assistant.errors import NotAudio
from assistant.speech.endpointing import (
    Listener,
    Mode,
    SpeechBegan,
    SpeechEnded,
    SpeechEvent,
    SpeechOverlong,
)
from assistant.speech.scripted import ScriptedDetector
from assistant.speech.silero import SileroDetector
from assistant.speech.transcriber import FRAME_BYTES
from tests.assistant.speech.conftest import Speak, noise, quiet, tune

WINDOW_S = 0.032


def probabilities(*parts: tuple[float, float]) -> list[float]:
    """(probability, seconds) … as one probability a window."""
    return [chance for chance, seconds in parts for _ in range(round(seconds / WINDOW_S))]


def frames(pcm: bytes) -> Iterable[bytes]:
    return (pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES))


def numbered(seconds: float) -> bytes:
    """Sound whose every sample tells its place."""
    return b"".join((n % 30000).to_bytes(2, "little") for n in range(int(16000 * seconds)))


async def heard(listener: Listener, pcm: bytes) -> list[tuple[float, SpeechEvent]]:
    """(second, event) …"""
    events = []
    for number, frame in enumerate(frames(pcm), 1):
        events += [(round(number * 0.02, 2), event) for event in await listener.take(frame)]
    return events


def scripted(mode: Mode, *parts: tuple[float, float]) -> Listener:
    return Listener(mode, ScriptedDetector(probabilities(*parts)))


class TestHandsFree:
    async def test_speech_between_silences_is_one_utterance(self) -> None:
        listener = scripted("hands_free", (0.0, 1), (0.9, 1), (0.0, 2))
        events = await heard(listener, numbered(4))
        assert [type(event) for _, event in events] == [SpeechBegan, SpeechEnded]
        (began, _), (ended, last) = events
        assert 1.0 < began < 1.3
        assert 2.5 <= ended < 2.75
        assert isinstance(last, SpeechEnded)
        assert 1.4 < len(last.pcm) / 32000 < 1.8

    async def test_the_beginning_of_the_first_word_is_in_the_sound(self) -> None:
        listener = scripted("hands_free", (0.0, 1), (0.9, 1), (0.0, 2))
        [_, (_, ended)] = await heard(listener, sound := numbered(4))
        assert isinstance(ended, SpeechEnded)
        start = sound.index(ended.pcm) / 32000
        assert 0.5 < start < 0.8

    async def test_a_click_is_no_speech(self) -> None:
        listener = scripted("hands_free", (0.0, 1), (0.9, 0.07), (0.0, 1), (0.9, 0.07), (0.0, 1))
        assert await heard(listener, numbered(3)) == []

    async def test_a_pause_within_a_sentence_does_not_end_it(self) -> None:
        listener = scripted("hands_free", (0.9, 1), (0.0, 0.4), (0.9, 1), (0.0, 2))
        events = await heard(listener, numbered(4.4))
        assert [type(event) for _, event in events] == [SpeechBegan, SpeechEnded]

    async def test_fading_speech_goes_on_at_a_lower_probability(self) -> None:
        listener = scripted("hands_free", (0.9, 0.5), (0.4, 2), (0.0, 1))
        events = await heard(listener, numbered(3.5))
        assert events[-1][0] > 2.9

    async def test_two_utterances(self) -> None:
        listener = scripted("hands_free", (0.9, 1), (0.0, 1), (0.9, 1), (0.0, 1))
        events = await heard(listener, numbered(4))
        assert [type(event) for _, event in events] == [SpeechBegan, SpeechEnded] * 2

    async def test_ten_minutes_of_speech_are_told_once_and_not_kept(self) -> None:
        listener = Listener("hands_free", ScriptedDetector(itertools.repeat(0.9)))
        events = await heard(listener, bytes(32000 * 600))
        assert [type(event) for _, event in events] == [SpeechBegan, SpeechOverlong]
        assert 30 <= events[1][0] < 30.5

    async def test_after_too_long_a_speech_the_next_is_heard(self) -> None:
        listener = scripted("hands_free", (0.9, 40), (0.0, 1), (0.9, 1), (0.0, 1))
        events = await heard(listener, bytes(32000 * 43))
        assert [type(event) for _, event in events] == [SpeechBegan, SpeechOverlong, SpeechBegan, SpeechEnded]

    async def test_the_end_of_the_sound_ends_the_utterance(self) -> None:
        listener = scripted("hands_free", (0.9, 1))
        await heard(listener, numbered(1))
        [ended] = await listener.finish()
        assert isinstance(ended, SpeechEnded)
        assert len(ended.pcm) == 32000
        assert await listener.finish() == ()


class TestHold:
    async def test_the_button_decides_and_silence_is_trimmed(self) -> None:
        listener = scripted("hold", (0.0, 2), (0.9, 1), (0.0, 2))
        assert await heard(listener, sound := numbered(5)) == [(0.02, SpeechBegan())]
        [ended] = await listener.finish()
        assert isinstance(ended, SpeechEnded)
        assert 1.4 < len(ended.pcm) / 32000 < 1.8
        assert 1.5 < sound.index(ended.pcm) / 32000 < 1.75

    async def test_a_long_pause_does_not_end_it(self) -> None:
        listener = scripted("hold", (0.9, 1), (0.0, 3), (0.9, 1))
        await heard(listener, numbered(5))
        [ended] = await listener.finish()
        assert isinstance(ended, SpeechEnded)
        assert len(ended.pcm) > 32000 * 4.9

    async def test_nothing_said_is_an_empty_utterance(self) -> None:
        listener = scripted("hold")
        await heard(listener, numbered(2))
        assert await listener.finish() == (SpeechEnded(b""),)

    async def test_letting_go_without_a_frame_is_nothing(self) -> None:
        assert await scripted("hold").finish() == ()

    async def test_held_for_too_long(self) -> None:
        listener = Listener("hold", ScriptedDetector(itertools.repeat(0.9)))
        events = await heard(listener, bytes(32000 * 40))
        assert [type(event) for _, event in events] == [SpeechBegan, SpeechOverlong]
        assert await listener.finish() == ()

    async def test_the_next_press_begins_anew(self) -> None:
        listener = Listener("hold", ScriptedDetector(itertools.repeat(0.9)))
        for _ in range(2):
            assert await heard(listener, numbered(1)) == [(0.02, SpeechBegan())]
            [ended] = await listener.finish()
            assert ended == SpeechEnded(numbered(1))


@pytest.mark.parametrize("size", [0, 320, 639, 641, 1280])
async def test_a_frame_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(NotAudio, match=f"a frame of {size} bytes; each has 640"):
        await scripted("hands_free").take(bytes(size))


class TestRealDetector:
    @pytest.mark.parametrize(
        "sound",
        [bytes(32000 * 3), quiet(3), noise(3), noise(3, "pink"), noise(3, "brown", 0.3), tune(4)],
        ids=["zeros", "quiet", "white noise", "pink noise", "brown noise", "music"],
    )
    async def test_what_is_no_speech_wakes_nobody(self, sound: bytes) -> None:
        assert await heard(Listener("hands_free", SileroDetector()), sound) == []

    async def test_a_spoken_sentence_is_found_whole(self, say: Speak) -> None:
        spoken = say("Turn on the light in the kitchen.")
        events = await heard(Listener("hands_free", SileroDetector()), quiet(1) + spoken + quiet(2))
        assert [type(event) for _, event in events] == [SpeechBegan, SpeechEnded]
        ended = events[1][1]
        assert isinstance(ended, SpeechEnded)
        length = len(spoken) / 32000 - 1.0
        assert length - 0.4 < len(ended.pcm) / 32000 < length + 0.8

    async def test_a_sentence_over_car_noise_is_found(self, say: Speak) -> None:
        import numpy as np

        spoken = np.frombuffer(quiet(1) + say("Turn on the light in the kitchen.") + quiet(2), "<i2")
        road = np.frombuffer(noise(len(spoken) / 16000, "brown", 0.02), "<i2")
        mixed = (spoken.astype(int) + road).clip(-32768, 32767).astype("<i2").tobytes()
        events = await heard(Listener("hands_free", SileroDetector()), mixed)
        assert [type(event) for _, event in events] == [SpeechBegan, SpeechEnded]
