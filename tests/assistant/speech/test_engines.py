"""The real ears and the real voice, on real sound."""

import asyncio
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.errors import EngineFailed, EngineMissing, SpeechTooLong
from assistant.hearing import SURE
from assistant.speech.audio import decode, wav
from assistant.speech.piper import PiperSynthesizer
from assistant.speech.whisper import WhisperTranscriber
from tests.assistant.speech.conftest import Speak, noise, quiet, tune

pytestmark = [pytest.mark.slow, pytest.mark.models, pytest.mark.asyncio(loop_scope="module")]

LONG = 8
"""So often a sentence is said in a row, so that whoever kills the ears meanwhile comes in the middle."""

HOME = (
    *("kitchen", "living room", "bedroom", "garage", "kitchen light", "floor lamp", "robot vacuum", "thermostat"),
    *("Turn on the kitchen light", "Start the vacuum in the kitchen", "Lock the front door", "Open the blinds"),
)
HOME_ZH = ("客厅", "卧室", "厨房的灯", "空调", "扫地机器人", "打开厨房的灯", "把空调调到二十六度")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ears(models_dir: Path) -> AsyncIterator[WhisperTranscriber]:
    ears = WhisperTranscriber(models_dir)
    yield ears
    await ears.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def voice(models_dir: Path) -> AsyncIterator[PiperSynthesizer]:
    voice = PiperSynthesizer(models_dir)
    yield voice
    await voice.close()


def bare(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", text.lower())


class TestEars:
    @pytest.mark.parametrize(
        "sentence",
        ["Start the vacuum in the kitchen.", "Turn on the light in the living room.", "Lock the front door."],
    )
    async def test_a_spoken_sentence_is_heard(self, ears: WhisperTranscriber, say: Speak, sentence: str) -> None:
        heard = await ears.transcribe(say(sentence), "en", HOME)
        assert bare(heard.text) == bare(sentence)
        assert 0.6 < heard.confidence <= 1
        assert heard.ms > 0
        assert heard.audio_s > 1.5

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("vocabulary", [True, False], ids=["hints", "no hints"])
    async def test_where_nothing_is_said_nothing_is_heard(
        self, ears: WhisperTranscriber, language: str, vocabulary: bool
    ) -> None:
        hints = (HOME if language == "en" else HOME_ZH) if vocabulary else ()
        silences = [b"", bytes(640), bytes(64000), quiet(3), tune(4)]
        noises = [
            noise(s, colour, loud) for s in (2, 6) for colour in ("white", "pink", "brown") for loud in (0.01, 0.2)
        ]
        for sound in silences + noises:
            heard = await ears.transcribe(sound, language, hints)  # type: ignore[arg-type]
            assert (heard.text, heard.confidence) == ("", 0.0)

    async def test_a_long_sentence_is_heard_to_its_end(self, ears: WhisperTranscriber, say: Speak) -> None:
        spoken = say(
            "Please turn on the light in the living room. Open the blinds in the bedroom half way, and set the heating"
            " there to twenty degrees. I would like some quiet music in the kitchen while I am cooking. When the rice"
            " is done, send the vacuum through the hallway, close the garage and lock the front door."
        )
        assert 12 < len(spoken) / 32000 < 30
        heard = await ears.transcribe(spoken, "en")
        assert "lock the front door" in bare(heard.text)

    @pytest.mark.parametrize("sentence", ["Turn on the kitchen light.", "Lights off.", "Stop the vacuum."])
    async def test_english_is_told_from_mandarin_by_its_sound(
        self, ears: WhisperTranscriber, say: Speak, sentence: str
    ) -> None:
        likely = await ears.languages_in(say(sentence))
        assert likely["en"] >= SURE > likely["zh"]

    async def test_silence_is_in_no_language(self, ears: WhisperTranscriber) -> None:
        assert await ears.languages_in(quiet(2)) == {}

    async def test_ten_minutes_are_refused_before_they_are_sent(self, ears: WhisperTranscriber) -> None:
        with pytest.raises(SpeechTooLong, match="600 s of speech; one turn carries at most 30 s"):
            await ears.transcribe(bytes(32000 * 600), "en")

    async def test_half_a_sample_fails_this_request_alone(self, ears: WhisperTranscriber) -> None:
        with pytest.raises(EngineFailed, match="no 16-bit samples"):
            await ears.transcribe(b"\0\0\0", "en")
        assert ears.state == "ready"

    async def test_many_long_hints_are_cut_to_what_fits(self, ears: WhisperTranscriber, say: Speak) -> None:
        hints = ("kitchen", *(f"the extraordinarily long name of lamp number {n}" for n in range(500)), "")
        heard = await ears.transcribe(say("Turn on the light in the kitchen."), "en", hints)
        assert "kitchen" in heard.text

    async def test_killed_in_the_middle_they_are_replaced(self, ears: WhisperTranscriber, say: Speak) -> None:
        spoken = say("Turn on the light in the kitchen.")
        await ears.start()
        assert ears.pid is not None
        killed = ears.pid
        listening = asyncio.create_task(ears.transcribe(spoken * LONG, "en"))
        await asyncio.sleep(0.05)
        os.kill(killed, signal.SIGKILL)
        with pytest.raises(EngineFailed, match="ears died"):
            await listening
        heard = await ears.transcribe(spoken, "en")
        assert "kitchen" in heard.text
        assert ears.pid != killed


class TestMissingModels:
    async def test_ears_without_a_model_say_what_to_fetch(self, tmp_path: Path) -> None:
        with pytest.raises(EngineMissing, match=r"model\.bin is not there; fetch it with: mimosa models fetch whisper"):
            await WhisperTranscriber(tmp_path).start()

    async def test_a_voice_without_a_model_says_what_to_fetch(self, tmp_path: Path) -> None:
        with pytest.raises(EngineMissing, match=r"\.onnx is not there; fetch it with: mimosa models fetch piper-joe"):
            await PiperSynthesizer(tmp_path).start()

    @pytest.mark.parametrize("file", ["model.bin", "tokenizer.json"])
    async def test_ears_whose_model_is_cut_short(self, models_dir: Path, tmp_path: Path, file: str) -> None:
        folder = tmp_path / "whisper-base"
        folder.mkdir()
        for source in (models_dir / "whisper-base").iterdir():
            (folder / source.name).symlink_to(source)
        _cut(models_dir / "whisper-base" / file, folder / file)
        with pytest.raises(EngineMissing, match=r"is damaged .*mimosa models fetch whisper-base"):
            await WhisperTranscriber(tmp_path).start()

    @pytest.mark.parametrize("file", ["en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json"])
    async def test_a_voice_whose_model_is_cut_short(self, models_dir: Path, tmp_path: Path, file: str) -> None:
        for name in ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json"):
            (tmp_path / name).symlink_to(models_dir / name)
        _cut(models_dir / file, tmp_path / file)
        with pytest.raises(EngineMissing, match=r"is damaged .*mimosa models fetch piper-joe"):
            await PiperSynthesizer(tmp_path).start()


def _cut(whole: Path, part: Path) -> None:
    part.unlink()
    shutil.copy(whole, part)
    with part.open("r+b") as file:
        file.truncate(whole.stat().st_size // 2)


class TestVoice:
    async def test_what_it_says_is_heard_again(self, voice: PiperSynthesizer, ears: WhisperTranscriber) -> None:
        sentence = "The kitchen light is on."
        sounds = [sound async for sound in voice.synthesize(sentence, "en")]
        spoken = await asyncio.to_thread(decode, wav(b"".join(s.pcm for s in sounds), sounds[0].rate))
        heard = await ears.transcribe(spoken, "en")
        assert bare(heard.text) == bare(sentence)

    async def test_the_first_sentence_comes_before_the_second_is_made(self, voice: PiperSynthesizer) -> None:
        reply = "The bedroom is at 21.5 degrees. The window in the living room has been open for two hours."
        sounds = [sound async for sound in voice.synthesize(reply, "en")]
        assert len(sounds) == 2
        assert all(sound.rate == 22050 and len(sound.pcm) > 22050 for sound in sounds)

    async def test_a_short_sentence_is_made_once(self, voice: PiperSynthesizer) -> None:
        first = [sound async for sound in voice.synthesize("All right.", "en")]
        assert voice.pid is not None
        os.kill(voice.pid, signal.SIGKILL)
        assert [sound async for sound in voice.synthesize("All right.", "en")] == first

    async def test_killed_it_is_replaced(self, voice: PiperSynthesizer) -> None:
        await voice.start()
        assert voice.pid is not None
        os.kill(voice.pid, signal.SIGKILL)
        while voice.state == "ready":
            await asyncio.sleep(0.01)
        assert [sound async for sound in voice.synthesize("I am here again after a while.", "en")]

    async def test_nothing_to_say_is_no_sound(self, voice: PiperSynthesizer) -> None:
        assert [sound async for sound in voice.synthesize(" … ", "en")] == []

    async def test_a_language_without_a_voice_is_refused(self, voice: PiperSynthesizer) -> None:
        assert voice.languages == {"en"}
        with pytest.raises(EngineFailed, match="no voice for 'zh'"):
            [sound async for sound in voice.synthesize("好的。", "zh")]

    async def test_words_the_voice_cannot_pronounce_do_no_harm(self, voice: PiperSynthesizer) -> None:
        for text in ("厨房的灯 is on.", "🙂 ok", "[[ not phonemes ]]", "a" * 300, "100%!"):
            _ = [sound async for sound in voice.synthesize(text, "en")]
        assert voice.state == "ready"
