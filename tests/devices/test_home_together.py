"""Several wishes at once, questions, a journal that fails, and callers that stop waiting."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from devices.command import Origin, OutcomeKind, Reason
from devices.journal import Journal
from devices.rules import RULES
from tests.devices.conftest import QUICK_S, Place, lamp, lock, running, stay_silent, until

DONE = OutcomeKind.DONE
ALREADY = OutcomeKind.ALREADY
FAILED = OutcomeKind.FAILED
UNKNOWN = OutcomeKind.UNKNOWN


async def test_two_opposite_commands_are_both_told_the_truth(place: Place) -> None:
    await place.add(lamp())
    waiting = asyncio.Event()

    async def slowly(link: object, topic: str, wish: bytes) -> None:
        if wish == b"false":
            waiting.set()
            await place.devices_link.publish(topic, b"false")

    place.behaviour["lamp"] = slowly
    first = asyncio.create_task(place.home.execute(place.wish("lamp", "on", True, deadline_s=5)))
    await until(lambda: bool(place.wishes))
    second = await place.home.execute(place.wish("lamp", "on", False, deadline_s=5))
    overtaken = await first
    assert (overtaken.kind, overtaken.reason) == (UNKNOWN, Reason.SUPERSEDED)
    entry = await place.journal.entry(overtaken.command.id)
    assert entry is not None
    assert entry.note == {"superseded_by": second.command.id}
    assert (second.kind, second.reported) == (DONE, False)
    assert [payload for _, payload in place.wishes] == [b"true", b"false"]


async def test_the_same_wish_twice_at_once_is_done_for_both(place: Place) -> None:
    await place.add(lamp())
    wishes = [place.wish("lamp", "on", True, deadline_s=5) for _ in range(2)]
    outcomes = await asyncio.gather(*(place.home.execute(wish) for wish in wishes))
    assert {o.kind for o in outcomes} <= {DONE, ALREADY}


async def test_a_group_of_five_with_one_silent(place: Place) -> None:
    names = ["a", "b", "c", "d", "e"]
    await place.add(*(lamp(name) for name in names))
    place.behaviour["c"] = stay_silent
    deadlines = {name: 0.5 if name == "c" else 30.0 for name in names}
    outcomes = await place.home.execute_all([place.wish(n, "on", True, deadline_s=deadlines[n]) for n in names])
    assert [o.kind for o in outcomes] == [DONE, DONE, UNKNOWN, DONE, DONE]
    entries = {entry.device: entry for entry in await place.journal.latest()}
    assert {name: entry.state for name, entry in entries.items()} == {**dict.fromkeys(names, "done"), "c": "unknown"}
    assert len({entry.created for entry in entries.values()}) == 1
    others = [entry.ended for name, entry in entries.items() if name != "c"]
    silent = entries["c"].ended
    assert silent is not None
    assert all(moment is not None and moment < silent for moment in others)


async def test_of_two_wishes_for_one_thing_in_a_group_the_last_is_sent(place: Place) -> None:
    await place.add(lamp())
    outcomes = await place.home.execute_all([place.wish("lamp", "on", False), place.wish("lamp", "on", True)])
    assert [(o.kind, o.reason) for o in outcomes] == [(FAILED, Reason.SUPERSEDED), (DONE, Reason.NONE)]
    assert place.wishes == [("lamp/on/set", b"true")]


async def test_a_question_and_the_command_after_the_yes_both_stand_in_the_journal(journal: Journal) -> None:
    async with running(journal, RULES) as place:
        await place.add(lock())
        wish = place.wish("door", "locked", False, origin=Origin(sentence="unlock the door"))
        asked = await place.home.execute(wish)
        assert (asked.kind, asked.reason, place.wishes) == (OutcomeKind.ASK, Reason.NEEDS_SECOND_FACTOR, [])
        assert await place.states() == ["ask"]
        yes = place.wish("door", "locked", False, origin=Origin(confirmed=True, second_factor=True))
        assert (await place.home.execute(yes)).kind is DONE
        assert await place.states() == ["done", "ask"]


async def test_the_same_command_is_never_sent_twice(place: Place) -> None:
    await place.add(lamp())
    place.behaviour["lamp"] = stay_silent
    wish = place.wish("lamp", "on", True, deadline_s=QUICK_S)
    first, again = await asyncio.gather(place.home.execute(wish), place.home.execute(wish))
    later = await place.home.execute(wish)
    assert (first.kind, again.kind, later.kind) == (UNKNOWN, FAILED, FAILED)
    assert len(place.wishes) == 1


async def test_without_a_journal_nothing_is_sent(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await place.add(lamp())
    await place.report("lamp/on", True)

    async def fail(work: object) -> None:
        raise OperationalError("", None, Exception("database or disk is full"))

    monkeypatch.setattr(place.journal._storage, "write", fail)
    outcomes = await place.home.execute_all([place.wish("lamp", "brightness", 5), place.wish("lamp", "on", True)])
    assert [(o.kind, o.reason) for o in outcomes] == [(FAILED, Reason.JOURNAL_UNAVAILABLE)] * 2
    assert place.wishes == []
    monkeypatch.undo()
    assert (await place.home.execute(place.wish("lamp", "brightness", 5))).kind is DONE


async def test_what_cannot_be_written_down_is_not_claimed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await place.add(lamp())
    storage = place.journal._storage
    working = storage.write

    async def fail(work: object) -> None:
        raise OperationalError("", None, Exception("database or disk is full"))

    async def break_the_journal(link: object, topic: str, wish: bytes) -> None:
        monkeypatch.setattr(storage, "write", fail)
        await place.devices_link.publish(topic, wish)

    place.behaviour["lamp"] = break_the_journal
    outcome = await place.home.execute(place.wish("lamp", "on", True))
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.JOURNAL_UNAVAILABLE)
    monkeypatch.setattr(storage, "write", working)
    del place.behaviour["lamp"]
    await place.home.execute(place.wish("lamp", "on", False))
    assert {entry.state for entry in await place.journal.latest()} == {"done"}


async def test_who_stops_waiting_gets_no_half_ended_command(place: Place) -> None:
    await place.add(lamp())
    go_on = asyncio.Event()

    async def wait(link: object, topic: str, wish: bytes) -> None:
        await go_on.wait()
        await place.devices_link.publish(topic, wish)

    place.behaviour["lamp"] = wait
    task = asyncio.create_task(place.home.execute(place.wish("lamp", "on", True, deadline_s=5)))
    await until(lambda: bool(place.wishes))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()

    async def is_done() -> bool:
        return await place.states() == ["done"]

    await until(is_done)


async def test_who_stops_waiting_in_time_has_nothing_sent(place: Place) -> None:
    await place.add(lamp())
    task = asyncio.create_task(place.home.execute(place.wish("lamp", "on", True)))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    async def is_withdrawn() -> bool:
        return await place.states() == ["failed"]

    await until(is_withdrawn)
    assert [(e.reason, e.attempts) for e in await place.journal.latest()] == [(Reason.SUPERSEDED, 0)]
    assert place.wishes == []


async def test_a_home_that_stops_leaves_no_command_open(journal: Journal) -> None:
    async with running(journal) as place:
        await place.add(lamp())
        place.behaviour["lamp"] = stay_silent
        task = asyncio.create_task(place.home.execute(place.wish("lamp", "on", True, deadline_s=60)))
        await until(lambda: bool(place.wishes))
    assert (await task).kind is UNKNOWN
    assert [entry.state for entry in await journal.latest()] == ["unknown"]


async def test_what_is_not_there_leaves_nothing_behind(place: Place) -> None:
    await place.add(lamp())
    async with asyncio.timeout(30):
        await asyncio.gather(*(place.home.execute(place.wish(f"nothing{n}", "on", True)) for n in range(50)))
        await asyncio.gather(*(place.home.execute(place.wish("lamp", "on", n % 2 == 0)) for n in range(4)))
    assert len(place.home._door._locks) == 0
