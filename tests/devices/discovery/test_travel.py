"""Covers that tell on one topic whether they move and on another where they are: nothing half-way counts as done."""

import asyncio

import pytest

from devices import flight
from devices.command import Outcome, OutcomeKind
from devices.device import Device, Reading, Value
from devices.discovery.ha.travel import LONGEST_TRAVEL_S, Travel
from tests.devices.conftest import Place, stay_silent, until

from .conftest import component, told

A_MOMENT_S = 0.1
"""More than a proof takes to become an outcome, and less than a cover may take to arrive."""
IN_TIME_S = 4.0
"""Less than its deadline."""
BLIND = {"stat_t": "b/state", "cmd_t": "b/open/set", "pos_t": "b/position", "set_pos_t": "b/position/set"}


def blind() -> Device:
    return component("cover", BLIND)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wished waits for the end, however slow the machine is that the tests run on."""
    monkeypatch.setattr(flight, "PATIENCE_S", 60.0)


def way() -> tuple[Reading, Reading]:
    """Where its position comes from: the topic of the position, and that of the state."""
    reading = blind().capabilities["position"].reading
    assert reading is not None
    assert reading.beside is not None
    return reading, reading.beside


def test_it_moves_until_it_says_that_it_stands() -> None:
    position, state = way()
    assert (position.topic, state.topic) == ("b/position", "b/state")
    assert [position.decode(b"0"), state.decode(b"opening"), position.decode(b"40")] == [0, "opening", "opening"]
    assert state.decode(b"open") == 40
    assert position.decode(b"41") == 41


@pytest.mark.parametrize(("moves", "end"), [("opening", 100), ("closing", 0), ("closing", 1)])
def test_it_has_arrived_at_the_end_it_moves_to(moves: str, end: int) -> None:
    position, state = way()
    state.decode(moves.encode())
    assert position.decode(b"50") == moves
    assert position.decode(str(end).encode()) == end


def test_what_it_passed_on_an_earlier_way_says_nothing_about_this_one() -> None:
    position, state = way()
    position.decode(b"70")
    state.decode(b"closing")
    assert state.decode(b"stopped") is None, "it did not say where it was since it began to move"
    assert state.decode(b"open") is None
    assert state.decode(b"closed") == 0


def test_one_that_never_says_that_it_stands_is_believed_again_in_time() -> None:
    now = 0.0
    state = Reading("s", lambda payload: payload.decode())
    position = Reading("p", int)
    reading = Travel(state, position, lambda: now).reading()
    assert reading.beside is not None
    reading.beside.decode(b"opening")
    assert reading.decode(b"50") == "opening"
    now = LONGEST_TRAVEL_S + 1
    assert reading.decode(b"60") == 60


def test_state_itself_is_told_as_before() -> None:
    can = blind().capabilities
    states = ("open", "closed", "opening", "stopped", "?")
    assert [told(can["open"], s) for s in states] == [True, False, "opening", "stopped", None]
    assert (can["open"].proved_by, can["open"].accepts) == ("position", {True: {100}, False: {0}})


async def moved(place: Place, wish: tuple[str, Value], *reports: tuple[str, str], ends: bool = True) -> list[bool]:
    """Whether the wish had ended after each report; with `ends` the last one is to end it."""
    place.behaviour["b"] = stay_silent
    await place.add(blind())
    await place.devices_link.publish("b/state", b"closed" if wish[1] else b"open")
    await place.devices_link.publish("b/position", b"0" if wish[1] else b"100")
    await place.settle()
    going = asyncio.create_task(place.home.execute(place.wish("thing", *wish)))
    await until(lambda: bool(place.wishes))
    over = []
    for number, (topic, payload) in enumerate(reports, 1):
        await place.devices_link.publish(f"b/{topic}", payload.encode())
        await asyncio.wait([going], timeout=IN_TIME_S if ends and number == len(reports) else A_MOMENT_S)
        over.append(going.done())
    place.outcome = await going if going.done() else None  # type: ignore[attr-defined]
    going.cancel()
    return over


def outcome_of(place: Place) -> Outcome | None:
    found: Outcome | None = place.outcome  # type: ignore[attr-defined]
    return found


async def test_position_that_is_passed_proves_nothing(place: Place) -> None:
    over = await moved(
        place, ("position", 40), ("state", "opening"), ("position", "20"), ("position", "40"), ("state", "open")
    )
    assert over == [False, False, False, True]
    outcome = outcome_of(place)
    assert outcome is not None
    assert (outcome.kind, outcome.reported) == (OutcomeKind.DONE, 40)


async def test_half_open_is_not_open(place: Place) -> None:
    over = await moved(place, ("open", True), ("state", "opening"), ("position", "55"), ("state", "open"), ends=False)
    assert over == [False, False, False]
    await place.devices_link.publish("b/position", b"100")


@pytest.mark.parametrize(
    "reports",
    [
        [("state", "opening"), ("position", "60"), ("position", "100"), ("state", "open")],
        [("position", "30"), ("state", "opening"), ("position", "100")],
        [("state", "opening"), ("state", "open"), ("position", "100")],
        [("state", "open"), ("position", "100")],
    ],
)
async def test_whatever_it_says_first_it_is_open_at_the_end(place: Place, reports: list[tuple[str, str]]) -> None:
    over = await moved(place, ("open", True), *reports)
    assert over[-1]
    assert not any(over[: [p for _, p in reports].index("100")])
    outcome = outcome_of(place)
    assert outcome is not None
    assert outcome.kind is OutcomeKind.DONE


async def test_closed_is_closed_without_a_number(place: Place) -> None:
    assert await moved(place, ("open", False), ("state", "closing"), ("state", "closed")) == [False, True]
    assert place.home.fact("thing", "position").value == 0  # type: ignore[union-attr]
