"""What the house says of a key afterwards, and that it then begins nothing under it."""

import pytest
from fastapi import Response

from server.api.problems import Problem
from server.car.beginning import check_begins
from server.car.idempotency import GivenAnswers


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def answers(clock):
    made = GivenAnswers(clock)
    clock.now += 100
    return made


async def once(answers, key, work):
    return await answers.once(key, ["turn", key], Response(), work)


async def done():
    return "done"


async def test_a_key_that_was_asked_about_begins_nothing_when_it_still_comes(answers):
    assert answers.settle("late", 5) == ("never", None)
    with pytest.raises(Problem) as refused:
        await once(answers, "late", done)
    assert refused.value.kind == "key-settled"


async def test_what_was_done_is_told_again(answers):
    await once(answers, "k", done)
    assert answers.settle("k", 5) == ("answered", "done")


async def test_what_was_sent_before_this_server_began_cannot_be_told(answers):
    assert answers.settle("old", 101) == ("forgotten", None)


async def test_work_that_broke_in_the_middle_is_never_called_undone(answers, clock):
    async def breaks():
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        await once(answers, "k", breaks)
    assert answers.settle("k", 0)[0] == "forgotten"


async def test_what_was_refused_before_it_began_was_not_done(answers):
    async def late():
        check_begins("Sun, 06 Nov 1994 08:49:37 GMT")

    with pytest.raises(Problem) as refused:
        await once(answers, "k", late)
    assert refused.value.kind == "too-late"
    assert answers.settle("k", 1) == ("never", None)


def test_a_date_that_is_none_is_named():
    with pytest.raises(Problem) as refused:
        check_begins("tomorrow")
    assert "tomorrow" in refused.value.detail
