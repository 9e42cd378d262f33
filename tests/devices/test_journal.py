"""The record of commands: written once, ended once, also when the disk fails in between."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from devices.command import Command, Origin, Outcome, OutcomeKind, Reason
from devices.errors import JournalUnavailable
from devices.journal import Background, Ending, Journal
from server.database import Database

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def ending(command: Command, kind: OutcomeKind = OutcomeKind.DONE, reason: Reason = Reason.NONE) -> Ending:
    return Ending(Outcome(kind, command, reason), attempts=1, evidence={"value": True})


async def test_a_command_is_kept_with_everything_that_explains_it(database: Database) -> None:
    journal = Journal(database, now=lambda: NOON)
    origin = Origin("mia", "adult", "voice", "make it warm", confirmed=True)
    command = Command("heater", "target_temperature", 21.5, turn="t1", origin=origin, deadline_s=5)
    await journal.accept([command])
    entry = await journal.entry(command.id)
    assert entry is not None
    assert (entry.turn, entry.person, entry.role, entry.surface) == ("t1", "mia", "adult", "voice")
    assert (entry.sentence, entry.device, entry.capability, entry.value) == (
        "make it warm",
        "heater",
        "target_temperature",
        21.5,
    )
    assert (entry.created, (entry.deadline - entry.created).total_seconds()) == (NOON, 5)
    assert (entry.state, entry.reason, entry.attempts, entry.evidence, entry.ended) == ("accepted", "", 0, None, None)


@pytest.mark.parametrize("value", [True, False, 0, 21.5, "cool", "厨房", ("kitchen", "hall"), (), None])
async def test_every_kind_of_value_comes_back_as_it_was(journal: Journal, value: Any) -> None:
    command = Command("d", "c", value)
    await journal.accept([command])
    entry = await journal.entry(command.id)
    assert entry is not None
    assert entry.value == value
    assert type(entry.value) is type(value)


async def test_only_the_first_end_counts(journal: Journal) -> None:
    command = Command("lamp", "on", True)
    await journal.accept([command])
    await journal.close(ending(command))
    await journal.close(ending(command, OutcomeKind.FAILED, Reason.CONTRADICTED))
    entry = await journal.entry(command.id)
    assert entry is not None
    assert (entry.state, entry.reason, entry.attempts, entry.evidence) == ("done", Reason.NONE, 1, {"value": True})


async def test_a_group_is_written_whole_or_not_at_all(journal: Journal) -> None:
    known = Command("lamp", "on", True)
    await journal.accept([known])
    await journal.close(ending(known))
    with pytest.raises(JournalUnavailable):
        await journal.accept([Command("lamp", "on", False), known])
    assert len(await journal.latest()) == 1


async def test_a_question_stays_in_the_journal_as_it_was_asked(journal: Journal) -> None:
    asked = Command("door", "locked", False)
    await journal.accept([], [ending(asked, OutcomeKind.ASK, Reason.NEEDS_CONFIRMATION)])
    with pytest.raises(JournalUnavailable):
        await journal.accept([asked])
    assert [(entry.state, entry.reason) for entry in await journal.latest()] == [("ask", Reason.NEEDS_CONFIRMATION)]


async def test_an_end_that_could_not_be_written_is_written_with_the_next(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Command("lamp", "on", True), Command("lamp", "on", False)
    await journal.accept([first, second])

    async def fail(work: object) -> None:
        raise OperationalError("", None, Exception("database or disk is full"))

    with monkeypatch.context() as full:
        full.setattr(journal._storage, "write", fail)
        with pytest.raises(JournalUnavailable, match="disk is full"):
            await journal.close(ending(first))
    await journal.close(ending(second))
    assert {entry.state for entry in await journal.latest()} == {"done"}


async def test_what_was_accepted_too_late_to_be_waited_for_is_ended_with_the_next(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, next_one = Command("lamp", "on", True), Command("lamp", "on", False)
    storage = journal._storage
    write = storage.write

    async def slow(work: Any) -> Any:
        await write(work)
        await asyncio.sleep(60)

    with monkeypatch.context() as slowed:
        slowed.setattr(storage, "write", slow)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(journal.accept([late]), 0.3)
    await journal.accept([next_one])
    await journal.close(ending(next_one))
    entry = await journal.entry(late.id)
    assert entry is not None
    assert (entry.state, entry.reason) == ("failed", Reason.JOURNAL_UNAVAILABLE)


async def test_only_what_an_earlier_run_left_open_is_ended_at_start(database: Database) -> None:
    earlier = Command("lamp", "on", True)
    await Journal(database).accept([earlier])
    journal = Journal(database)
    mine = Command("lamp", "on", False)
    await journal.accept([mine])
    assert await journal.close_forgotten() == 1
    states = {entry.id: (entry.state, entry.reason) for entry in await journal.latest()}
    assert states == {earlier.id: ("unknown", Reason.NO_ANSWER), mine.id: ("accepted", Reason.NONE)}


async def test_the_newest_come_first_and_can_be_asked_for_by_turn_and_device(database: Database) -> None:
    moments = iter(datetime(2026, 5, 1, 12, minute, tzinfo=UTC) for minute in range(60))
    journal = Journal(database, now=lambda: next(moments))
    for number in range(5):
        await journal.accept([Command(f"lamp{number % 2}", "on", True, turn=f"t{number}")])
    assert [entry.turn for entry in await journal.latest(2)] == ["t4", "t3"]
    assert [entry.turn for entry in await journal.latest(turn="t1")] == ["t1"]
    assert [entry.turn for entry in await journal.latest(device="lamp1")] == ["t3", "t1"]
    assert await journal.entry("nothing") is None


async def test_what_was_before_and_what_was_known_come_back_as_they_were(journal: Journal) -> None:
    command = Command("lamp", "on", True, undoes="earlier")
    background = Background({"brightness": 40, "scene": ("a", "b")}, {"driving": "parked", "fact": {"age_s": 1.5}})
    await journal.accept([command], backgrounds={command.id: background})
    entry = await journal.entry(command.id)
    assert entry is not None
    assert (entry.before, entry.known) == (background.before, background.known)
    assert list(entry.before) == ["brightness", "scene"]
    assert (entry.undoes, entry.late, entry.note) == ("earlier", False, {})


async def test_an_end_that_nobody_knew_can_be_known_later_once(journal: Journal) -> None:
    command = Command("lamp", "on", True)
    await journal.accept([command])
    await journal.close(ending(command, OutcomeKind.UNKNOWN, Reason.NO_ANSWER))
    late = Ending(Outcome(OutcomeKind.DONE, command, late=True), attempts=1, evidence={"value": True, "late_s": 1.2})
    assert await journal.amend(late)
    assert not await journal.amend(late)
    entry = await journal.entry(command.id)
    assert entry is not None
    assert (entry.state, entry.reason, entry.late, entry.evidence) == ("done", "", True, {"value": True, "late_s": 1.2})


@pytest.mark.parametrize("kind", [OutcomeKind.FAILED, OutcomeKind.DONE, OutcomeKind.UNKNOWN])
async def test_an_end_that_was_known_stays(journal: Journal, kind: OutcomeKind) -> None:
    command = Command("lamp", "on", True)
    await journal.accept([command])
    await journal.close(ending(command, kind, Reason.SUPERSEDED))
    assert not await journal.amend(ending(command))
    entry = await journal.entry(command.id)
    assert entry is not None
    assert (entry.state, entry.reason) == (kind, Reason.SUPERSEDED)


async def test_what_was_taken_back_before_it_was_told_ends_as_that(journal: Journal) -> None:
    done, failed = Command("lamp", "on", True), Command("lamp", "on", False)
    await journal.accept([done, failed])
    await journal.close(ending(done, OutcomeKind.DONE))
    await journal.close(ending(failed, OutcomeKind.FAILED, Reason.CONTRADICTED))
    for command in (done, failed):
        await journal.revoke(Ending(Outcome(OutcomeKind.FAILED, command, Reason.REVERTED), note={"reverted": False}))
    ends = {entry.id: (entry.state, entry.reason) for entry in await journal.latest()}
    assert ends == {done.id: ("failed", Reason.REVERTED), failed.id: ("failed", Reason.CONTRADICTED)}


async def test_remarks_are_added_beside_the_end(journal: Journal) -> None:
    command = Command("lamp", "on", True)
    await journal.accept([command])
    await journal.close(Ending(Outcome(OutcomeKind.DONE, command), note={"answer": "ok"}))
    await journal.remark(command.id, {"reverted": False})
    entry = await journal.entry(command.id)
    assert entry is not None
    assert (entry.state, entry.note) == ("done", {"answer": "ok", "reverted": False})


async def test_ends_of_the_same_moment_are_written_together(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    several = [Command("lamp", "on", True) for _ in range(100)]
    await journal.accept(several)
    write, writes = journal._storage.write, []

    async def count(work: Any) -> Any:
        writes.append(work)
        return await write(work)

    monkeypatch.setattr(journal._storage, "write", count)
    await asyncio.gather(*(journal.close(ending(command)) for command in several))
    assert len(writes) == 1
    assert {entry.state for entry in await journal.latest(200)} == {"done"}


async def test_the_newest_come_first_also_when_the_clock_on_the_wall_was_set_back(database: Database) -> None:
    moments = iter([NOON, NOON - timedelta(hours=2)])
    journal = Journal(database, now=lambda: next(moments))
    for turn in ("before", "after"):
        await journal.accept([Command("lamp", "on", True, turn=turn)])
    assert [entry.turn for entry in await journal.latest()] == ["after", "before"]


async def test_history_can_be_asked_for_by_person_and_time(database: Database) -> None:
    moments = iter([NOON + timedelta(minutes=minute) for minute in range(4)])
    journal = Journal(database, now=lambda: next(moments))
    for number in range(4):
        person = Origin("mia" if number % 2 else "ben")
        await journal.accept([Command("lamp", "on", True, turn=f"t{number}", origin=person)])
    shanghai = timezone(timedelta(hours=8))
    since, until = (NOON + timedelta(minutes=1)).astimezone(shanghai), NOON + timedelta(minutes=3)
    assert [entry.turn for entry in await journal.latest(person="mia")] == ["t3", "t1"]
    assert [entry.turn for entry in await journal.latest(since=since, until=until)] == ["t2", "t1"]


async def test_a_closed_database_is_said_to_be_unavailable(database: Database) -> None:
    journal = Journal(database)
    database.close()
    with pytest.raises(JournalUnavailable, match="closed"):
        await journal.accept([Command("lamp", "on", True)])
    with pytest.raises(JournalUnavailable, match="closed"):
        await journal.latest()
