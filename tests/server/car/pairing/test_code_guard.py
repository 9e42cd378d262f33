"""Codes that are entered by guessing: after five, nothing is taken for ten minutes, whatever happens meanwhile."""

import asyncio
from datetime import timedelta

import pytest

from server.api.problems import Problem
from tests.server.car.pairing.conftest import NOON, House

WRONG = ("BCDF-GHJK", "BCDF-GHJL", "BCDF-GHJM", "BCDF-GHJN", "BCDF-GHJP", "BCDF-GHJQ")


async def tried(house: House, code: str) -> str:
    """What a code comes to."""
    try:
        await house.units.pairing.look_up(code)
    except Problem as problem:
        return problem.kind
    return "found"


async def guessed(house: House, times: int = 5) -> list[str]:
    return [await tried(house, code) for code in WRONG[:times]]


async def test_the_fifth_wrong_code_locks_even_the_right_one(house: House) -> None:
    right = (await house.begin()).json()["user_code"]
    assert await guessed(house) == ["no-such-code"] * 4 + ["codes-locked"]
    assert await tried(house, right) == "codes-locked"
    house.clocks.sleep(599)
    assert await tried(house, right) == "codes-locked"
    house.clocks.sleep(1)
    assert await tried(house, right) == "expired-code"
    assert await tried(house, (await house.begin()).json()["user_code"]) == "found"


async def test_it_says_how_many_are_left_and_for_how_long(house: House) -> None:
    with pytest.raises(Problem, match="4 more tries"):
        await house.units.pairing.look_up(WRONG[0])
    await guessed(house, 4)
    house.clocks.sleep(60)
    with pytest.raises(Problem) as locked:
        await house.units.pairing.look_up(WRONG[0])
    assert locked.value.status_code == 429
    assert locked.value.headers == {"Retry-After": "540"}


async def test_it_stays_locked_over_a_restart_and_a_clock_that_is_set(house: House) -> None:
    right = (await house.begin()).json()["user_code"]
    await guessed(house)
    await house.restart()
    assert await tried(house, right) == "codes-locked"
    await house.restart(wall=NOON - timedelta(days=1))
    assert await tried(house, right) == "codes-locked"
    house.clocks.sleep(600)
    assert await tried(house, right) == "expired-code"


async def test_tries_count_over_a_restart(house: House) -> None:
    await guessed(house, 4)
    await house.restart()
    assert await tried(house, WRONG[4]) == "codes-locked"


async def test_guesses_at_once_are_counted_one_by_one(house: House) -> None:
    kinds = await asyncio.gather(*(tried(house, code) for code in WRONG * 20))
    assert sorted(kinds) == ["codes-locked"] * 116 + ["no-such-code"] * 4


async def test_ones_own_right_code_between_guesses_helps_nobody(house: House) -> None:
    own = (await house.begin()).json()["user_code"]
    kinds = [kind for wrong in WRONG[:5] for kind in (await tried(house, wrong), await tried(house, own))]
    assert kinds == ["no-such-code", "found"] * 4 + ["codes-locked"] * 2


async def test_a_slip_now_and_then_locks_nobody_out(house: House) -> None:
    for wrong in WRONG:
        assert await tried(house, wrong) == "no-such-code"
        house.clocks.sleep(601)


async def test_what_cannot_be_a_code_is_no_guess(house: House) -> None:
    assert [await tried(house, text) for text in ("", "ABCD", "AEIO-UAEI", "BCDFGHJK9", "1234-5678") * 2] == [
        "invalid"
    ] * 10


async def test_a_code_that_was_decided_on_is_no_guess_either(house: House) -> None:
    code = (await house.begin()).json()["user_code"]
    await house.units.pairing.deny(code, "owner")
    assert [await tried(house, code) for _ in range(7)] == ["code-settled"] * 7


async def test_two_people_decide_at_once(house: House) -> None:
    code = (await house.begin()).json()["user_code"]
    pairing = house.units.pairing
    ends = await asyncio.gather(
        pairing.approve(code, "owner", {"talk"}), pairing.deny(code, "owner"), return_exceptions=True
    )
    assert sum(isinstance(end, Problem) and end.kind == "code-settled" for end in ends) == 1
