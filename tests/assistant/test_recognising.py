"""Who speaks, told by the voice: members, strangers, a yes too short to tell, noise, and guests."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from assistant.errors import EngineFailed
from assistant.memory.member_tables import voices
from assistant.memory.members import OWNER, Members
from assistant.memory.storage import metadata
from assistant.recognising import STRANGER, Recogniser, Sureness
from assistant.speech.scripted_voiceprints import ScriptedVoiceprints
from assistant.speech.voiceprint import SIZE, Heard, Voiceprint, VoiceTooShort

LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC)


class Shelf:
    """Storage in memory."""

    def __init__(self):
        self.engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        metadata.create_all(self.engine)

    async def write(self, work):
        with self.engine.begin() as connection:
            return work(connection)

    read = write


class Mixed:
    """Hears a voice that lies between a member's and a stranger's: `share` of it is the member's."""

    def __init__(self, of, share, above_noise_db=40.0):
        rest = Voiceprint.of([1.0 if at == SIZE - 1 else 0.0 for at in range(SIZE)])
        values = [share * a + (1 - share**2) ** 0.5 * b for a, b in zip(of.values, rest.values, strict=True)]
        self._heard = Heard(Voiceprint.of(values), 2.0, -20.0, above_noise_db, 0.0)

    async def heard(self, pcm):
        return self._heard


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
async def members(shelf):
    known = Members(shelf)
    await known.load()
    return known


@pytest.fixture
def prints():
    return ScriptedVoiceprints({b"anna": "anna", b"ben": "ben", b"carl": "carl"})


async def enrol(members, prints, name, role="adult"):
    member = await members.add(name, role)
    await members.keep_voice(member.id, prints.voice_of(name.casefold()).to_bytes(), 4, "yes", LONG_AGO)
    return member


async def test_each_member_is_told_by_voice_and_anybody_else_is_a_stranger(members, prints):
    recogniser = Recogniser(members, prints)
    assert await recogniser.who(b"anna") is None, "nobody gave a voice yet"
    anna, ben = await enrol(members, prints, "Anna"), await enrol(members, prints, "Ben", "child")
    found = [await recogniser.who(sound) for sound in (b"anna", b"ben", b"carl", b"silence")]
    assert [(s.person, s.role, s.by) for s in found] == [
        (anna.id, "adult", "voice"),
        (ben.id, "child", "voice"),
        ("unknown", "guest", "voice"),
        ("unknown", "guest", "voice"),
    ]


@pytest.mark.parametrize(
    ("share", "above_noise_db", "expected", "known"),
    [
        (0.80, 40, False, True),
        (0.72, 40, False, False),
        (0.72, 40, True, True),
        (0.75, 40, False, False),
        (0.75, 14, False, True),
        (0.60, 14, False, False),
        (0.60, 40, True, False),
    ],
)
async def test_how_alike_it_has_to_be(members, prints, share, above_noise_db, expected, known):
    anna = await enrol(members, prints, "Anna")
    recogniser = Recogniser(members, Mixed(prints.voice_of("anna"), share, above_noise_db))
    speaker = await recogniser.who(b"", anna.id if expected else "")
    assert speaker.person == (anna.id if known else "unknown")


class InTurn:
    """Hears one voice after another."""

    def __init__(self, *heard):
        self.left = list(heard)

    async def heard(self, pcm):
        return Heard(self.left.pop(0), 2.0, -20.0, 40.0, 0.0)


def near(prints, name, likeness, number):
    """A voice that has this likeness to somebody's, and is as it is in a way of its own."""
    own = [likeness * value for value in prints.voice_of(name).values]
    own[200 + number] += (1 - likeness**2) ** 0.5
    return Voiceprint.of(own)


async def test_who_is_not_sure_from_one_sentence_is_from_two_of_one_talk(members, prints):
    anna = await enrol(members, prints, "Anna")
    now = [LONG_AGO]
    first, second = near(prints, "anna", 0.75, 1), near(prints, "anna", 0.75, 2)
    alike = Sureness(same=0.5)

    def recogniser():
        return Recogniser(members, InTurn(first, second), alike, lambda: now[0])

    one = recogniser()
    assert (await one.who(b"", talk="kitchen")).person == "unknown"
    assert (await one.who(b"", talk="kitchen")).person == anna.id
    elsewhere = recogniser()
    assert (await elsewhere.who(b"", talk="kitchen")).person == "unknown"
    assert (await elsewhere.who(b"", talk="study")).person == "unknown", "another conversation"
    later = recogniser()
    assert (await later.who(b"", talk="kitchen")).person == "unknown"
    now[0] += timedelta(minutes=3)
    assert (await later.who(b"", talk="kitchen")).person == "unknown", "long after"


async def test_a_stranger_after_a_member_is_not_taken_for_the_member(members, prints):
    anna = await enrol(members, prints, "Anna")
    recogniser = Recogniser(members, InTurn(prints.voice_of("anna"), near(prints, "anna", 0.7, 1)))
    assert (await recogniser.who(b"", talk="kitchen")).person == anna.id
    assert await recogniser.who(b"", talk="kitchen") == STRANGER


async def test_two_who_sound_alike_are_not_mixed_up(members, prints):
    for name in ("Anna", "Berta"):
        member = await members.add(name, "adult")
        await members.keep_voice(member.id, prints.voice_of("anna").to_bytes(), 4, "yes", LONG_AGO)
    assert await Recogniser(members, prints).who(b"anna") == STRANGER
    assert await Recogniser(members, prints, Sureness(apart=0.0)).who(b"anna") != STRANGER


async def test_a_yes_too_short_to_tell_is_that_of_whom_was_asked(members, prints):
    anna = await enrol(members, prints, "Anna")
    prints.script[b"yes"] = VoiceTooShort("0.3 s")
    recogniser = Recogniser(members, prints)
    assert (await recogniser.who(b"yes", anna.id)).person == anna.id
    assert await recogniser.who(b"yes") == STRANGER
    assert await recogniser.who(b"ben", anna.id) == STRANGER, "it is long enough to tell that it is somebody else"


async def test_an_engine_that_fails_knows_nobody(members, prints, caplog):
    await enrol(members, prints, "Anna")
    prints.script[b"x"] = EngineFailed("broken")
    assert await Recogniser(members, prints).who(b"x") == STRANGER
    assert "broken" in caplog.text


async def test_while_guests_are_here_no_voice_is_anybodys(members, prints):
    await enrol(members, prints, "Anna")
    await members.set_guest_mode(True)
    assert await Recogniser(members, prints).who(b"anna") == STRANGER


async def test_members_outlast_a_restart_and_leave_no_voice_behind(members, shelf, prints):
    anna = await enrol(members, prints, "Anna")
    await members.change(OWNER, name="Olga", language="zh")
    await members.set_guest_mode(True)
    again = Members(shelf)
    await again.load()
    assert again.all() == members.all()
    assert [m.name for m in again.all()] == ["Olga", "Anna"]
    assert (again.guest_mode, again.of(anna.id).has_voice) == (True, True)
    assert again.voices() == members.voices()
    assert await again.remove(anna.id)
    assert not await again.remove(anna.id)
    with shelf.engine.connect() as connection:
        assert connection.execute(sa.select(voices)).all() == []
