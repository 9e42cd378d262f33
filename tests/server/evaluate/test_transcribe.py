"""`mimosa eval transcribe` over recordings on disk."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.speech.audio import wav
from assistant.speech.transcriber import Transcript
from assistant.utterance import Language
from server.evaluate.cases import CannotRead
from server.evaluate.transcribe import transcribe_cases

HOMES = {
    "flat": {
        "floors": [{"id": "ground", "name": "Ground Floor"}],
        "areas": [{"id": "kitchen", "name": "Kitchen"}],
        "devices": [{"id": "d1", "name": "Hue Bulb"}],
        "entities": [{"id": "light.kitchen", "name": "Kitchen Light"}, {"id": "light.x", "name": None}],
    },
    "hut": {"areas": [{"id": "room", "name": "Room"}]},
}


class AttentiveEars:
    """Hears its own hints, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, Language, tuple[str, ...]]] = []

    async def transcribe(self, pcm: bytes, language: Language, vocabulary: tuple[str, ...] = ()) -> Transcript:
        self.asked.append((len(pcm), language, vocabulary))
        text = " ".join(vocabulary)
        return Transcript(text, 0.9 if text else 0.0, 12.5, len(pcm) / 32000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sound").mkdir()
    (tmp_path / "sound" / "a.wav").write_bytes(wav(bytes(32000), 16000))
    (tmp_path / "sound" / "b.wav").write_bytes(wav(bytes(44100 * 2), 44100))
    (tmp_path / "text.wav").write_text("turn on the light")
    (tmp_path / "long.wav").write_bytes(wav(bytes(32000 * 40), 16000))
    (tmp_path / "homes.json").write_text(json.dumps(HOMES))
    return tmp_path


def manifest(folder: Path, *lines: dict[str, Any] | str) -> Path:
    path = folder / "audio.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    return path


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


A = {"id": "a", "audio": "sound/a.wav", "lang": "en"}
B = {"id": "b", "audio": "sound/b.wav", "lang": "zh-cn", "words": ["厨房", "灯"]}


async def test_one_line_a_recording_in_their_order(folder: Path) -> None:
    ears = AttentiveEars()
    summary = await transcribe_cases(manifest(folder, A, B), folder / "out.jsonl", None, None, ears)
    assert written(folder) == [
        {"id": "a", "text": "", "confidence": 0.0, "ms": 12.5, "audio_s": 1.0},
        {"id": "b", "text": "厨房 灯", "confidence": 0.9, "ms": 12.5, "audio_s": pytest.approx(1.0, abs=0.01)},
    ]
    assert [(language, hints) for _, language, hints in ears.asked] == [("en", ()), ("zh", ("厨房", "灯"))]
    assert (summary.clips, summary.empty, summary.ms) == (2, 1, (12.5, 12.5))


async def test_the_words_of_the_line_come_before_the_names_of_the_home(folder: Path) -> None:
    ears = AttentiveEars()
    line = A | {"words": ["espresso", "Kitchen"]}
    await transcribe_cases(manifest(folder, line), folder / "out.jsonl", folder / "homes.json", "flat", ears)
    assert ears.asked[0][2] == ("espresso", "Kitchen", "Ground Floor", "Kitchen Light", "Hue Bulb")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[]", "an object is needed"),
        ({"id": "x", "lang": "en"}, "the text 'audio' is missing"),
        (A | {"lang": "fr"}, "no ears for the language 'fr'; there are ears for en, zh"),
        (A | {"words": "espresso"}, '"words" has to be a list of texts'),
        (A | {"audio": "sound/none.wav"}, "cannot be opened"),
        (A | {"audio": "sound"}, "cannot be opened"),
        (A | {"audio": "text.wav"}, "no sound in it"),
        (A | {"audio": "long.wav"}, "more than 30 s"),
    ],
)
async def test_a_line_that_cannot_be_read_stops_with_its_number(
    folder: Path, line: dict[str, Any] | str, reason: str
) -> None:
    lines = manifest(folder, A, "", line, B)
    with pytest.raises(CannotRead, match=r"audio\.jsonl, line 3: .*" + reason):
        await transcribe_cases(lines, folder / "out.jsonl", None, None, AttentiveEars())
    assert [row["id"] for row in written(folder)] == ["a"]


@pytest.mark.parametrize(
    ("homes", "home", "reason"),
    [
        ("homes.json", "castle", "no home 'castle'; --home is one of: flat, hut"),
        ("homes.json", None, "no home None"),
        (None, "flat", "needs --homes"),
        ("none.json", "flat", "holds no homes"),
    ],
)
async def test_a_home_that_is_not_there(folder: Path, homes: str | None, home: str | None, reason: str) -> None:
    path = folder / homes if homes else None
    with pytest.raises(CannotRead, match=reason):
        await transcribe_cases(manifest(folder, A), folder / "out.jsonl", path, home, AttentiveEars())
