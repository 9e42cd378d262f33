"""Teaching: a sentence of this household that means another one, kept, used, refused where it would do harm."""

import itertools
from pathlib import Path

import pytest

from assistant.conversation import Conversation
from assistant.errors import NotTaught
from assistant.events import Finished, Heard, TurnEvent, Understood
from assistant.memory.taught import MAX_PHRASES, TaughtPhrases
from assistant.tools import Claim, Toolbox, ToolCall, ToolContext, ToolResult, tool, tools_of
from assistant.turn import Faculties, turn
from assistant.understanding.mind import PassedOn, Speech, Step
from assistant.understanding.names import Names
from assistant.understanding.scripted import ScriptedMind
from assistant.understanding.taught import key_of
from assistant.understanding.teaching import Teaching
from assistant.utterance import Speaker, Utterance
from server.database import Database

LATER = Speech("I cannot wait yet.", Claim.REFUSED)
KNOWN: dict[str, tuple[Step, ...]] = {
    "ring the bell": (ToolCall("ring"),),
    "open the door": (ToolCall("unlock"),),
    "ring in ten minutes": (LATER,),
    "ring and fly": (ToolCall("ring"), LATER),
}


class Door:
    """A bell and a lock; notes which words led to it."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.unlocked: list[str] = []

    @tool()
    async def ring(self, ctx: ToolContext) -> ToolResult:
        """Ring the bell."""
        self.rung.append(ctx.utterance.text)
        return ToolResult(Claim.DONE, "The bell has rung.")

    @tool()
    async def unlock(self, ctx: ToolContext) -> ToolResult:
        """Unlock the door."""
        if not ctx.confirmed:
            return ToolResult(Claim.ASK, "Unlock the door?")
        self.unlocked.append(ctx.utterance.text)
        return ToolResult(Claim.DONE, "The door is unlocked.")


class Household:
    """A door, the people before it, and a memory on disk."""

    def __init__(self, database: Database) -> None:
        self.door = Door()
        self.phrases = TaughtPhrases(database)
        self.teaching = Teaching(self.phrases, self._would_do)
        minds = [ScriptedMind(KNOWN, "reflex")]
        self._able = Faculties(minds, Toolbox(tools_of(self.door)), Names, taught=self.teaching)
        self._conversation = Conversation("hall")

    @staticmethod
    def _would_do(said: Utterance) -> tuple[Step, ...]:
        return KNOWN.get(said.text, (PassedOn("nearest is ring; not explained: " + said.text),))

    async def teach(self, said: str, means: str, speaker: Speaker = Speaker()) -> str:  # noqa: B008
        return (await self.teaching.teach(said, Utterance(means, speaker=speaker))).id

    async def says(self, text: str) -> list[TurnEvent]:
        return [e async for e in turn(Utterance(text), self._conversation, self._able, turn_id="t", speak=False)]


@pytest.fixture(name="file")
def database_file(tmp_path: Path) -> Path:
    return tmp_path / "mimosa.db"


@pytest.fixture
def household(file: Path):  # type: ignore[no-untyped-def]
    with Database(file) as database:
        yield Household(database)


def understood(events: list[TurnEvent]) -> Understood:
    return next(e for e in events if isinstance(e, Understood))


def ended(events: list[TurnEvent]) -> Finished:
    assert isinstance(events[-1], Finished)
    return events[-1]


async def test_a_taught_sentence_is_understood_as_what_it_means(household: Household) -> None:
    assert ended(await household.says("Knock knock!")).outcome == "not_understood"
    await household.teach("knock knock", "ring the bell")
    events = await household.says("Please, knock... knock, Mimosa!")
    assert ended(events).reply == "The bell has rung."
    assert understood(events).meant == "ring the bell"
    assert understood(events).mind == "reflex"


async def test_what_was_really_said_is_what_is_heard_told_and_written_down(household: Household) -> None:
    await household.teach("knock knock", "ring the bell")
    events = await household.says("Knock knock!")
    assert next(e for e in events if isinstance(e, Heard)).utterance.text == "Knock knock!"
    assert "taught: “Knock knock!” means “ring the bell”" in understood(events).why
    assert household.door.rung == ["Knock knock!"]


async def test_a_phrase_inside_a_longer_sentence_is_none(household: Household) -> None:
    await household.teach("knock knock", "ring the bell")
    assert ended(await household.says("knock knock and open the door")).outcome == "not_understood"


async def test_what_needs_a_yes_is_asked_about_as_ever(household: Household) -> None:
    await household.teach("open sesame", "open the door")
    assert ended(await household.says("open sesame")).outcome == "ask"
    assert household.door.unlocked == []
    await household.says("yes")
    assert household.door.unlocked == ["open sesame"]


async def test_teaching_again_takes_the_place_of_the_old_meaning(household: Household) -> None:
    await household.teach("knock knock", "open the door")
    await household.teach("Knock, knock.", "ring the bell")
    assert [(p.said, p.means) for p in household.teaching.all()] == [("Knock, knock.", "ring the bell")]


@pytest.mark.parametrize(
    ("said", "means", "reason"),
    [
        ("", "ring the bell", "nothing_said"),
        ("  …  🙂", "ring the bell", "nothing_said"),
        ("please", "ring the bell", "nothing_said"),
        ("yes", "ring the bell", "answer"),
        ("No, thanks!", "ring the bell", "answer"),
        ("算了", "ring the bell", "answer"),
        ("stop it now", "ring the bell", "answer"),
        ("stop everything", "ring the bell", "answer"),
        ("cancel that please", "ring the bell", "answer"),
        ("停下来", "ring the bell", "answer"),
        ("4711", "ring the bell", "code"),
        ("four seven one one", "ring the bell", "code"),
        ("12", "ring the bell", "code"),
        ("x" * 201, "ring the bell", "too_long"),
        ("knock", "ring " * 50, "too_long"),
        ("knock", " ", "nothing_meant"),
        ("Ring the bell!", "ring the bell", "itself"),
        ("knock", "fly to the moon", "unexplained"),
        ("knock", "ring in ten minutes", "unclear"),
        ("knock", "ring and fly", "unclear"),
    ],
)
async def test_what_is_never_taught(household: Household, said: str, means: str, reason: str) -> None:
    with pytest.raises(NotTaught) as refused:
        await household.teach(said, means)
    assert refused.value.reason == reason
    assert set(refused.value.say) == {"en", "zh"}
    assert household.teaching.all() == ()


async def test_an_error_says_what_is_not_understood(household: Household) -> None:
    with pytest.raises(NotTaught, match="I do not know what to make of: fly"):
        await household.teach("knock", "fly")


async def test_phrases_make_no_circles(household: Household) -> None:
    await household.teach("knock knock", "ring the bell")
    with pytest.raises(NotTaught) as circle:
        await household.teach("boom", "Knock knock")
    assert circle.value.reason == "circle"
    with pytest.raises(NotTaught) as other:
        await household.teach("Ring the bell!", "open the door")
    assert other.value.reason == "meant_by_another"


@pytest.mark.parametrize("role", ["child", "guest", "unknown_voice", "routine", "untrusted_text"])
async def test_only_grown_ups_teach_and_remove(household: Household, role: str) -> None:
    somebody = Speaker("x", role)  # type: ignore[arg-type]
    with pytest.raises(NotTaught):
        await household.teach("knock", "ring the bell", somebody)
    kept = await household.teach("knock", "ring the bell", Speaker("ada", "adult"))
    with pytest.raises(NotTaught):
        await household.teaching.forget(kept, somebody)
    assert len(household.teaching.all()) == 1


async def test_there_is_an_end_to_it(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.memory.taught.MAX_PHRASES", 3)
    for number in range(3):
        await household.teach(f"knock {number}", "ring the bell")
    with pytest.raises(NotTaught) as full:
        await household.teach("one more", "ring the bell")
    assert full.value.reason == "too_many"
    assert str(MAX_PHRASES) in full.value.say["zh"]
    await household.teach("knock 0", "open the door")


async def test_what_was_taught_is_known_after_a_restart_and_what_was_forgotten_is_not(file: Path) -> None:
    with Database(file) as database:
        before = Household(database)
        await before.teach("knock knock", "ring the bell")
        gone = await before.teach("an unmistakable phrase", "ring the bell")
        assert await before.teaching.forget(gone, Speaker())
        assert not await before.teaching.forget(gone, Speaker())
    with Database(file) as database:
        after = Household(database)
        await after.phrases.load()
        assert [p.said for p in after.teaching.all()] == ["knock knock"]
        assert ended(await after.says("knock knock")).outcome == "done"
        assert ended(await after.says("an unmistakable phrase")).outcome == "not_understood"


async def test_what_was_forgotten_lives_on_nowhere(file: Path) -> None:
    with Database(file) as database:
        household = Household(database)
        gone = await household.teach("an unmistakable phrase", "ring the bell")
        await database.back_up()
        await household.teaching.forget(gone, Speaker())
        await database.renew_backups()
    kept = itertools.chain([file], file.parent.rglob("*"))
    assert not any(b"unmistakable" in each.read_bytes() for each in kept if each.is_file())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Movie time!", "movie  time"),
        ("hey Mimosa, movie time please", "MOVIE TIME"),
        ("It's late.", "it is late"),
        ("开饭啦！", "請，開飯啦"),
    ],
)
def test_a_phrase_is_found_however_it_is_spelt(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_a_greeting_may_be_a_phrase() -> None:
    assert key_of("hello") == "hello"
    assert key_of("hello there") != key_of("there")
