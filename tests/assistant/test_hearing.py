"""Sound that nobody stated the language of."""

from collections.abc import Mapping

import pytest

from assistant.conversation import Conversation
from assistant.events import Failed, Finished, Heard, TurnEvent
from assistant.speech.transcriber import SAMPLE_RATE, Transcript
from assistant.tools import Toolbox
from assistant.turn import Faculties, Recording, turn
from assistant.understanding.names import Names
from assistant.utterance import Language


class Ears:
    """Hear the same words in every language, and are as sure of the language as they are told to be."""

    def __init__(self, likely: Mapping[Language, float]) -> None:
        self._likely = likely
        self.asked: list[tuple[Language, tuple[str, ...]]] = []

    async def languages_in(self, pcm: bytes) -> Mapping[Language, float]:
        return self._likely

    async def transcribe(self, pcm: bytes, language: Language, vocabulary: tuple[str, ...] = ()) -> Transcript:
        self.asked.append((language, vocabulary))
        return Transcript("请打开厨房灯" if language == "zh" else "ching da kai", 0.9, 1.0, len(pcm) / 2 / SAMPLE_RATE)


async def take(ears: Ears, *, any_language: bool, language: Language = "en") -> list[TurnEvent]:
    able = Faculties([], Toolbox([]), Names, ears, vocabulary=lambda language: (f"names in {language}",))
    said = Recording(b"\1\0" * 800, language, any_language=any_language)
    return [event async for event in turn(said, Conversation("here"), able, turn_id="t1")]


@pytest.mark.parametrize(("likely", "language"), [({"en": 0.02, "zh": 0.95}, "zh"), ({"en": 0.8, "zh": 0.01}, "en")])
async def test_it_is_heard_in_the_language_it_was_spoken_in(likely: Mapping[Language, float], language: str) -> None:
    ears = Ears(likely)
    events = await take(ears, any_language=True)
    assert ears.asked == [(language, (f"names in {language}",))]
    assert next(event for event in events if isinstance(event, Heard)).utterance.language == language


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_where_it_is_surely_neither_nothing_is_heard_and_nothing_done(language: Language) -> None:
    ears = Ears({"en": 0.6, "zh": 0.3})
    events = await take(ears, any_language=True, language=language)
    assert ears.asked == []
    assert next(event for event in events if isinstance(event, Failed)).reason == "which_language"
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.outcome == "not_understood"
    assert ("Mandarin" if language == "en" else "普通话") in finished.reply


async def test_silence_is_in_no_language() -> None:
    events = await take(Ears({}), any_language=True)
    assert next(event for event in events if isinstance(event, Failed)).reason == "not_heard"


async def test_a_stated_language_counts() -> None:
    ears = Ears({"en": 0.0, "zh": 1.0})
    await take(ears, any_language=False)
    assert [language for language, _ in ears.asked] == ["en"]


@pytest.mark.parametrize(("starting", "told"), [(True, "still starting"), (False, "cannot think it over right now")])
async def test_what_needs_a_model_that_is_still_loading_is_told_so(starting: bool, told: str) -> None:
    able = Faculties([], Toolbox([]), Names, Ears({"en": 1.0}), starting=starting)
    events = [e async for e in turn(Recording(b"\1\0"), Conversation("here"), able, turn_id="t1")]
    assert isinstance(events[-1], Finished)
    assert told in events[-1].reply
