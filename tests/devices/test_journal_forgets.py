"""The journal does not grow for ever, and forgets nothing that is still needed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from devices.command import Command, Outcome, OutcomeKind
from devices.errors import JournalUnavailable
from devices.journal import Ending, Journal
from server.database import Database
from server.keeping import FORGOTTEN_AT_MOST, FORGOTTEN_AT_ONCE, forget_old_commands

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


class Diary:
    """A journal into which commands are written at any time of the past."""

    def __init__(self, database: Database) -> None:
        self.at = NOON
        self.journal = Journal(database, now=lambda: self.at)

    async def note(self, at: datetime, device: str = "lamp", *, ended: bool = True, undoes: str = "") -> str:
        """A command of that moment; its id."""
        return (await self.note_all(at, 1, device, ended=ended, undoes=undoes))[0]

    async def note_all(
        self, at: datetime, count: int, device: str = "lamp", *, ended: bool = True, undoes: str = ""
    ) -> list[str]:
        self.at = at
        commands = [Command(device, "on", True, undoes=undoes) for _ in range(count)]
        endings = [Ending(Outcome(OutcomeKind.DONE, command)) for command in commands]
        await self.journal.accept([] if ended else commands, endings if ended else [])
        self.at = NOON
        return [command.id for command in commands]

    async def forget(self, keep_for: timedelta = YEAR) -> int:
        return await forget_old_commands(self.journal, keep_for, now=lambda: self.at, rest_s=0)

    async def kept(self) -> set[str]:
        return {entry.id for entry in await self.journal.latest(10_000)}


@pytest.fixture
def diary(database: Database) -> Diary:
    return Diary(database)


def days_ago(days: float) -> datetime:
    return NOON - timedelta(days=days)


async def test_commands_that_ended_long_ago_are_deleted_and_no_others(diary: Diary) -> None:
    old, young, last = [await diary.note(days_ago(days)) for days in (366, 364, 0)]
    assert await diary.forget() == 1
    assert await diary.kept() == {young, last}
    assert old not in await diary.kept()
    assert await diary.forget() == 0


async def test_what_is_open_stays_however_old_it_is(diary: Diary) -> None:
    still_open = await diary.note(days_ago(900), ended=False)
    await diary.note(days_ago(899))
    last = await diary.note(NOON)
    assert await diary.forget() == 1
    assert await diary.kept() == {still_open, last}


async def test_the_last_command_of_each_device_stays(diary: Diary) -> None:
    await diary.note(days_ago(800), "heater")
    last_of_heater = await diary.note(days_ago(799), "heater")
    last = await diary.note(NOON)
    assert await diary.forget() == 1
    assert await diary.kept() == {last_of_heater, last}


async def test_what_a_command_that_stays_has_taken_back_stays(diary: Diary) -> None:
    taken_back = await diary.note(days_ago(365.5))
    undoing = await diary.note(days_ago(364.9), undoes=taken_back)
    last = await diary.note(NOON)
    assert await diary.forget() == 0
    assert await diary.kept() == {taken_back, undoing, last}


async def test_a_clock_that_was_wrong_costs_nothing_of_now(diary: Diary) -> None:
    yesterday = await diary.note(days_ago(1))
    before_the_clock_was_set = await diary.note(datetime(1970, 1, 1, tzinfo=UTC))
    last = await diary.note(NOON)
    assert await diary.forget() == 0
    diary.at = NOON + 20 * YEAR
    assert await diary.forget() == 0
    assert await diary.kept() == {yesterday, before_the_clock_was_set, last}


async def test_much_is_deleted_in_small_portions(diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    await diary.note_all(days_ago(500), FORGOTTEN_AT_MOST + 50)
    await diary.note(NOON)
    storage, portions = diary.journal._storage, []
    write = storage.write

    async def counting(work: Callable[..., object]) -> object:
        portions.append(len(await diary.kept()))
        return await write(work)

    monkeypatch.setattr(storage, "write", counting)
    assert await diary.forget() == FORGOTTEN_AT_MOST
    assert len(portions) == FORGOTTEN_AT_MOST // FORGOTTEN_AT_ONCE
    assert await diary.forget() == 50
    assert len(await diary.kept()) == 1


async def test_a_journal_that_cannot_be_written_now_is_seen_to_at_the_next_look(
    diary: Diary, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await diary.note(days_ago(500))
    await diary.note(NOON)

    async def fail(limit: datetime, most: int) -> int:
        raise JournalUnavailable("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(diary.journal, "forget_before", fail)
        assert await diary.forget() == 0
    assert "disk full" in caplog.text
    assert await diary.forget() == 1
