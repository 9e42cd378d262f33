"""A family of four lets its voices be known, with the real encoder: forty sentences, each by the right person."""

import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import platformdirs
import pytest
import pytest_asyncio
import sqlalchemy as sa

from assistant.enrolling import NEEDED, SENTENCES, Enrolment, SampleRefused
from assistant.memory.members import Members
from assistant.memory.storage import metadata
from assistant.recognising import STRANGER, Recogniser
from assistant.speech.piper import PiperSynthesizer
from assistant.speech.resemblyzer import FILE, ResemblyzerVoiceprints
from bench.people import Person, in_noise, of_hibari, of_joe
from bench.speech import COMMANDS

pytestmark = [pytest.mark.slow, pytest.mark.models, pytest.mark.asyncio(loop_scope="module")]

SAID = [command for command, _ in COMMANDS[:10]]


class Shelf:
    """Storage in memory."""

    def __init__(self) -> None:
        self.engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        metadata.create_all(self.engine)

    async def write(self, work):  # type: ignore[no-untyped-def]
        with self.engine.begin() as connection:
            return work(connection)

    read = write


class Family:
    """Two women and two men who live here, and a boy and a man who do not."""

    def __init__(self, models_dir: Path) -> None:
        self.joe = PiperSynthesizer(models_dir)
        self.voiceprints = ResemblyzerVoiceprints(models_dir)
        self.members = Members(Shelf())
        self.enrolment = Enrolment(self.members, self.voiceprints)
        self.people = [of_hibari(), of_hibari(0.84), of_joe(self.joe), of_joe(self.joe, 0.87)]
        self.strangers = [of_joe(self.joe, 1.17), of_hibari(1.32)]
        self.ids: dict[str, str] = {}

    async def move_in(self) -> None:
        for person in self.people:
            member = await self.members.add(person.name, "adult")
            self.ids[person.name] = member.id
            self.enrolment.begin(member, "en")
            for number, text in enumerate(SENTENCES["en"], 1):
                assert await self.enrolment.take(member, await person.say(text)) == number

    async def known_by(self, person: Person, text: str, decibels: float = 0) -> str:
        pcm = await person.say(text)
        heard = in_noise(pcm, decibels, "car", 5) if decibels else pcm
        speaker = await Recogniser(self.members, self.voiceprints).who(heard)
        assert speaker is not None
        return speaker.person


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def family() -> AsyncIterator[Family]:
    folder = Path(os.environ.get("MIMOSA_MODELS_DIR") or Path(platformdirs.user_data_path("mimosa")) / "models")
    missing = [name for name in (FILE, "en_US-joe-medium.onnx") if not (folder / name).is_file()]
    if missing:
        told = f"{', '.join(missing)} missing in {folder}; fetch them with: mimosa models fetch resemblyzer piper-joe"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    family = Family(folder)
    await family.move_in()
    yield family
    await family.joe.close()


async def test_forty_sentences_are_told_by_voice(family: Family) -> None:
    found = Counter[str]()
    for person in family.people:
        for text in SAID:
            told = await family.known_by(person, text)
            found["right" if told == family.ids[person.name] else "unknown" if told == "unknown" else "wrong"] += 1
    print(dict(found), file=sys.stderr)
    assert found["right"] >= 36, "whoever is not surely known is a guest: that a stranger is known is worse"
    assert found["wrong"] == 0


async def test_who_does_not_live_here_is_a_guest(family: Family) -> None:
    told = [await family.known_by(person, text) for person in family.strangers for text in SAID]
    assert told.count(STRANGER.person) >= 19


async def test_in_a_car_hardly_anybody_is_taken_for_another(family: Family) -> None:
    told = [
        (await family.known_by(person, text, 10), family.ids[person.name]) for person in family.people for text in SAID
    ]
    assert sum(who == right for who, right in told) >= 30
    assert sum(who not in (right, "unknown") for who, right in told) <= 2


async def test_another_voice_among_the_samples_is_refused(family: Family) -> None:
    guest = await family.members.add("Gerda", "guest")
    woman, man = family.strangers[1], family.strangers[0]
    family.enrolment.begin(guest, "en")
    await family.enrolment.take(guest, await woman.say(SENTENCES["en"][0]))
    with pytest.raises(SampleRefused) as refused:
        await family.enrolment.take(guest, await man.say(SENTENCES["en"][1]))
    assert refused.value.reason == "another_voice"
    family.enrolment.begin(guest, "en")
    with pytest.raises(SampleRefused) as refused:
        await family.enrolment.take(guest, await family.people[2].say(SENTENCES["en"][0]))
    assert refused.value.reason == "known_voice"
    for sound, reason in (
        (bytes(64_000), "silent"),
        ((await woman.say("Good morning.")), "too_short"),
        (in_noise(await woman.say(SENTENCES["en"][0]), 3, "room", 1), "noisy"),
    ):
        with pytest.raises(SampleRefused) as refused:
            await family.enrolment.take(guest, sound)
        assert refused.value.reason == reason
    assert family.enrolment.taken(guest.id) == 0
    assert len(family.members.voices()) == NEEDED
