"""Every sentence about an outcome claims the same in every tone, and names the same things and numbers."""

import re
from collections.abc import Iterator
from itertools import product
from typing import get_args

import pytest

from assistant.memory.members import Length, Manner, Tone
from assistant.tone import toned
from assistant.tools import Claim
from assistant.understanding.mimo.claims import claims_an_act
from assistant.utterance import LANGUAGES, Language
from devices.command import Outcome
from skills.names import names_of
from skills.outcomes import told
from tests.skills.outcome_examples import AT_HALF_PAST_TWO, HOME, KINDS, REASONS, SAFE

TONES = [Tone(length, manner) for length, manner in product(get_args(Length), get_args(Manner))]
NAMES = tuple(name for thing in names_of(HOME)().things for name in thing.names)
NEGATIONS = {"en": re.compile(r"\bnot\b|n't\b|cannot|\bno\b|\bnobody\b"), "zh": re.compile(r"[没不未无]")}


def examples() -> Iterator[Outcome]:
    yield from KINDS.values()
    yield from REASONS.values()
    yield from SAFE.values()


def named(text: str) -> list[str]:
    return [name for name in NAMES if name.lower() in text.lower()]


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


@pytest.mark.parametrize("tone", TONES, ids=lambda tone: f"{tone.length}-{tone.manner}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_claims_the_same_in_every_tone(language: Language, tone: Tone) -> None:
    for outcome in examples():
        result = told([outcome], HOME, language, AT_HALF_PAST_TWO)
        said = toned(result.say, result.claim, [result], tone, language, NAMES)
        assert claims_an_act(said, language) is claims_an_act(result.say, language), said
        assert named(said) == named(result.say), said
        assert numbers(said) == numbers(result.say), said
        if result.claim not in (Claim.DONE, Claim.ALREADY):
            count = NEGATIONS[language].findall
            assert len(count(said)) == len(count(result.say)), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_usual_and_plain_is_said_as_it_stands(language: Language) -> None:
    for outcome in examples():
        result = told([outcome], HOME, language, AT_HALF_PAST_TWO)
        assert toned(result.say, result.claim, [result], Tone(), language, NAMES) == result.say


def test_what_was_not_done_is_never_made_pleasant() -> None:
    for outcome in examples():
        result = told([outcome], HOME, "en", AT_HALF_PAST_TWO)
        if result.claim not in (Claim.DONE, Claim.ALREADY, Claim.STARTED):
            assert toned(result.say, result.claim, [result], Tone("chatty", "warm"), "en", NAMES) == result.say
