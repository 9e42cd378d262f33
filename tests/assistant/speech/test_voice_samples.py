"""What a recording is worth for telling voices apart, and a model file that can do no harm."""

import os
import pickle
import struct
from collections import OrderedDict

import numpy as np
import pytest

from assistant.errors import EngineMissing
from assistant.speech.scripted import ScriptedDetector
from assistant.speech.speaker_encoder import SpeakerEncoder
from assistant.speech.tensor_file import MAGIC, VERSION, NotTensors, read_tensors
from assistant.speech.voice_sample import speech_in
from assistant.speech.voiceprint import SIZE, Voiceprint, VoiceSilent, VoiceTooShort, mean_of
from tests.assistant.speech.conftest import noise, quiet

WINDOWS_A_SECOND = 16_000 // 512


class Heard(ScriptedDetector):
    """Hears speech in these seconds; starting anew changes nothing."""

    def __init__(self, *spans):
        def at(window):
            return float(any(begin <= window / WINDOWS_A_SECOND < end for begin, end in spans))

        super().__init__(at(window) for window in range(10_000))


def test_pauses_are_cut_away_and_the_rest_is_measured():
    sound = quiet(1.0) + noise(2.0, loudness=0.1) + quiet(1.0)
    sample = speech_in(sound, Heard((1.0, 3.0)))
    assert sample.speech_s == pytest.approx(2.0, abs=0.05)
    assert len(sample.speech) / 16_000 == pytest.approx(2.0, abs=0.2)
    assert sample.level_db == pytest.approx(-20, abs=0.5)
    assert sample.above_noise_db > 50
    assert sample.clipped == 0.0


def test_noise_under_the_speech_is_seen():
    loud, soft = noise(4.0, loudness=0.1), noise(1.0, loudness=0.05)
    sample = speech_in(soft + loud + soft, Heard((1.0, 5.0)))
    assert sample.above_noise_db == pytest.approx(6, abs=1)


@pytest.mark.parametrize(
    ("sound", "spans", "error"),
    [
        (quiet(2.0), (), VoiceSilent),
        (b"", (), VoiceSilent),
        (b"\x01" * 100, ((0, 1),), VoiceSilent),
        (quiet(2.0), ((0.0, 2.0),), VoiceSilent),
        (noise(2.0), ((0.5, 0.8),), VoiceTooShort),
    ],
)
def test_what_is_no_sample(sound, spans, error):
    with pytest.raises(error):
        speech_in(sound, Heard(*spans))


def test_a_voiceprint_is_kept_as_float32_of_unit_length():
    first, second = (Voiceprint.of(np.random.default_rng(seed).random(SIZE).tolist()) for seed in (1, 2))
    assert first.likeness(first) == pytest.approx(1.0)
    assert Voiceprint.from_bytes(first.to_bytes()).likeness(first) == pytest.approx(1.0, abs=1e-6)
    both = mean_of([first, second])
    assert both.likeness(first) == pytest.approx(both.likeness(second), abs=1e-6)
    for wrong in (b"", b"x" * 1000, struct.pack("<256f", *[0.0] * 256), struct.pack("<256f", *[float("nan")] * 256)):
        with pytest.raises(ValueError, match="voiceprint"):
            Voiceprint.from_bytes(wrong)


class Harmful:
    """A pickle that wants to call something."""

    def __init__(self, what):
        self._what = what

    def __reduce__(self):
        return self._what


def saved(tmp_path, tree, keys=()):
    path = tmp_path / "weights.pt"
    parts = [MAGIC, VERSION, {"little_endian": True}, tree, list(keys)]
    path.write_bytes(b"".join(pickle.dumps(part, protocol=2) for part in parts))
    return path


@pytest.mark.parametrize("what", [(os.system, ("true",)), (eval, ("1",)), (getattr, ("", "join")), (open, ("x", "w"))])
def test_a_model_file_that_calls_anything_is_not_read(tmp_path, what):
    path = saved(tmp_path, {"model_state": OrderedDict(a=Harmful(what))})
    with pytest.raises(NotTensors, match="which is no tensor"):
        read_tensors(path, "model_state")
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_model_file_is_named_with_what_helps(tmp_path):
    good = saved(tmp_path, {"model_state": OrderedDict()})
    assert read_tensors(good, "model_state") == {}
    whole = good.read_bytes()
    with pytest.raises(NotTensors):
        read_tensors(saved(tmp_path, {"other": 1}), "model_state")
    for wrong in (b"", b"PK\x03\x04", whole[:40], whole[:-3], b"\x80" + whole):
        good.write_bytes(wrong)
        with pytest.raises(EngineMissing, match="mimosa models fetch resemblyzer"):
            SpeakerEncoder(good)
    with pytest.raises(EngineMissing, match="is not there"):
        SpeakerEncoder(tmp_path / "absent.pt")


def test_what_is_too_loud_is_cut_off():
    sample = speech_in(b"\xff\x7f" * 16_000 + quiet(1.0), Heard((0.0, 1.0)))
    assert sample.clipped > 0.9
