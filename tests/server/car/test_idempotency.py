"""What is kept of an answer: the answer alone."""

import gc
import inspect
import time
import weakref

import pytest
from fastapi import Response

from server.api.problems import Problem
from server.car.idempotency import REPLAYED, GivenAnswers


class Sound:
    """Something large."""


async def test_a_kept_refusal_keeps_nothing_of_what_was_refused():
    answers = GivenAnswers()
    alive = []

    async def ask(response: Response) -> Problem:
        sound = Sound()
        alive.append(weakref.ref(sound))

        async def work() -> None:
            raise Problem("not-audio", f"{len(vars(sound))} bytes are no sound")

        with pytest.raises(Problem) as refused:
            await answers.once("key", ["same"], response, work)
        return refused.value.with_headers({})

    first, again = Response(), Response()
    assert (await ask(first)).kind == (await ask(again)).kind == "not-audio"
    assert (REPLAYED in first.headers, REPLAYED in again.headers) == (False, True)
    gc.collect()
    assert [sound() for sound in alive] == [None, None]
    assert len(answers) == 1
    assert answers.settle("key", 0) == ("never", None)


def test_what_is_certain_rests_on_a_clock_that_nobody_can_set():
    assert inspect.signature(GivenAnswers).parameters["clock"].default is time.monotonic


async def test_what_was_not_taken_may_be_asked_again():
    answers = GivenAnswers()
    problems = [Problem("slow-down"), Problem("not-ready")]

    async def work() -> str:
        if problems:
            raise problems.pop()
        return "done"

    for kind in ("not-ready", "slow-down"):
        with pytest.raises(Problem) as refused:
            await answers.once("key", [], Response(), work)
        assert refused.value.kind == kind
    assert await answers.once("key", [], Response(), work) == "done"
