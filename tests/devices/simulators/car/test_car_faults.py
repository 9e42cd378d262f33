"""A car that misbehaves: what the home makes of it, and that it never takes it for done."""

import asyncio
from time import monotonic
from typing import Any

import pytest

from devices.command import OutcomeKind, Reason
from devices.policy import Driving
from devices.rules.driving import DRIVING_SIGNALS, Signal
from devices.rules.driving import driving as judged
from devices.simulators.car import DEVICE
from devices.simulators.car_paths import AIR_CONDITIONING, INSIDE, IS_MOVING, SPEED, TRUNK, WINDOWS

WINDOW = WINDOWS[0]
NOT_DONE = (OutcomeKind.FAILED, OutcomeKind.UNKNOWN, OutcomeKind.STARTED)


async def test_silent_car_is_unknown(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "silent"})
    outcome = await on_air.tell(AIR_CONDITIONING, True, deadline_s=0.3)
    assert (outcome.kind, outcome.reason) == (OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
    assert on_air.became(AIR_CONDITIONING) == []


async def test_wish_that_a_silent_car_never_heard_can_be_sent_again(on_air: Any) -> None:
    wish = {"v": True, "req": "r1", "src": {"seat": "driver"}}
    await on_air.control("fault", {"kind": "silent"})
    await on_air.wish(AIR_CONDITIONING, **wish)
    await on_air.control("clear", {})
    await on_air.wish(AIR_CONDITIONING, **wish)
    assert on_air.car.values[AIR_CONDITIONING] is True


@pytest.mark.usefixtures("real_time")
async def test_slow_car_does_not_do_what_has_expired(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "slow", "seconds": 0.6})
    outcome = await on_air.tell(AIR_CONDITIONING, True, deadline_s=0.3)
    assert outcome.kind is OutcomeKind.UNKNOWN
    await on_air.until(lambda: on_air.answers(outcome.command.id) == [{"status": "rejected", "code": "expired"}])
    assert on_air.became(AIR_CONDITIONING) == []


async def test_slow_car_in_time_is_done(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "slow", "seconds": 0.3})
    assert (await on_air.tell(AIR_CONDITIONING, True, deadline_s=3)).kind is OutcomeKind.DONE


async def test_second_delivery_to_a_slow_car_is_done_once(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "slow", "seconds": 0.2})
    for _ in range(3):
        await on_air.wish("Vehicle.Cabin.Infotainment.Media.Action", v="SKIP_FORWARD", req="r1")
    await on_air.until(lambda: on_air.answers("r1")[-1:] == [{"status": "done"}])
    await asyncio.sleep(0.3)
    assert len(on_air.became("Vehicle.Cabin.Infotainment.Media.Played.Track")) == 1


async def test_contradicting_car_is_not_done(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "contradicting"})
    outcome = await on_air.tell(AIR_CONDITIONING, True, deadline_s=0.5)
    assert outcome.kind in NOT_DONE
    assert on_air.car.values[AIR_CONDITIONING] is False


async def test_reverting_car_is_known_to_have_reverted(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "reverting", "seconds": 0.3})
    await on_air.tell(AIR_CONDITIONING, True)
    await on_air.until(lambda: on_air.says(AIR_CONDITIONING) is False)
    assert [line["new"] for line in on_air.became(AIR_CONDITIONING)] == [True, False]


async def test_reverting_window_goes_back_by_itself(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "reverting", "seconds": 0.5})
    await on_air.tell(WINDOW, 100, deadline_s=3)
    await on_air.until(lambda: on_air.says(WINDOW) == 0)


async def test_jammed_window_is_stuck_half_way_and_fails(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "jammed"})
    outcome = await on_air.tell(WINDOW, 100, deadline_s=5)
    assert (outcome.kind, outcome.reason) == (OutcomeKind.FAILED, Reason.JAMMED)
    assert on_air.answers(outcome.command.id) == [{"status": "accepted"}, {"status": "failed", "code": "jammed"}]
    await on_air.until(lambda: 45 < on_air.car.values[WINDOW] < 65 and on_air.says(WINDOW) == on_air.car.values[WINDOW])


async def test_hand_in_the_closing_trunk_is_no_closed_trunk(on_air: Any) -> None:
    await on_air.tell(f"{TRUNK}.IsOpen", True, confirmed=True)
    await on_air.until(lambda: on_air.says(f"{TRUNK}.Position") == 100)
    await on_air.control("obstacle", {f"{TRUNK}.Position": 40})
    outcome = await on_air.tell(f"{TRUNK}.IsOpen", False, deadline_s=5)
    assert (outcome.kind, outcome.reason) == (OutcomeKind.FAILED, Reason.JAMMED)
    await on_air.until(lambda: on_air.says(f"{TRUNK}.IsOpen") is True)


async def test_impossible_values_are_never_believed(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "impossible"})
    await on_air.control("sense", {INSIDE: 25.0})
    for _ in range(8):
        await on_air.control("sense", {INSIDE: 24.0})
        await on_air.control("sense", {INSIDE: 25.0})
    assert -40 < on_air.says(INSIDE) < 80
    outcome = await on_air.tell("Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature", 23.0, deadline_s=0.5)
    assert outcome.kind in NOT_DONE


async def test_everything_said_twice_changes_nothing(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "duplicate"})
    assert (await on_air.tell(WINDOW, 50)).kind is OutcomeKind.DONE
    assert len(on_air.became(WINDOW)) == len({line["new"] for line in on_air.became(WINDOW)})


async def test_late_reports_come_in_order_and_late(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "late", "seconds": 0.5})
    assert (await on_air.tell(AIR_CONDITIONING, True, deadline_s=0.2)).kind is OutcomeKind.UNKNOWN
    assert on_air.car.values[AIR_CONDITIONING] is True
    await on_air.until(lambda: on_air.says(AIR_CONDITIONING) is True)


async def test_older_reports_after_newer_ones_are_left_out(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "disordered", "seconds": 0.05})
    outcome = await on_air.tell(WINDOW, 60, deadline_s=3)
    assert outcome.kind is OutcomeKind.DONE
    await asyncio.sleep(0.3)
    assert on_air.says(WINDOW) == on_air.car.values[WINDOW] == 60


async def test_car_that_is_gone_is_offline_and_comes_back(on_air: Any) -> None:
    await on_air.control("fault", {"kind": "offline_then_stale", "seconds": 0.5})
    assert on_air.said(WINDOW)[-1]["q"] == "stale"
    assert on_air.home.available(DEVICE) is False
    outcome = await on_air.tell(AIR_CONDITIONING, True)
    assert (outcome.kind, outcome.reason) == (OutcomeKind.FAILED, Reason.OFFLINE)
    await on_air.until(lambda: on_air.home.available(DEVICE) is True)
    assert (await on_air.tell(AIR_CONDITIONING, True)).kind is OutcomeKind.DONE


async def test_stale_car_is_taken_to_be_moving(on_air: Any) -> None:
    await on_air.until(lambda: driving(on_air) is Driving.PARKED)
    await on_air.control("fault", {"kind": "silent"})
    heard = on_air.home.fact(DEVICE, SPEED)
    for path in DRIVING_SIGNALS:
        topic = f"vss/car/{path.replace('.', '/')}"
        await on_air.broker.link().publish(topic, b'{"v": 0, "ts": "2030-01-01T00:00:00Z", "q": "stale"}', retain=True)
    await settle_down()
    said = on_air.home.fact(DEVICE, SPEED)
    assert (said.value, said.at, said.live) == (heard.value, heard.at, False), "what it said before is in doubt"
    assert driving(on_air) is Driving.UNKNOWN
    assert driving(on_air, later_s=2.5) is Driving.UNKNOWN


async def test_speed_zero_and_moving_at_once_is_unknown(on_air: Any) -> None:
    await on_air.control("sense", {IS_MOVING: True})
    await on_air.until(lambda: on_air.says(IS_MOVING) is True)
    assert on_air.says(SPEED) == 0
    assert driving(on_air) in (Driving.UNKNOWN, Driving.MOVING)
    outcome = await on_air.tell(f"{TRUNK}.IsOpen", True, confirmed=True)
    assert (outcome.kind, outcome.reason) == (OutcomeKind.FAILED, Reason.NOT_WHILE_DRIVING)


def driving(on_air: Any, later_s: float = 0.0) -> Driving:
    """What the home takes the car to be doing, now or so much later."""
    facts = {name: on_air.home.fact(DEVICE, name) for name in DRIVING_SIGNALS}
    known = {name: Signal(fact.value, fact.received) for name, fact in facts.items() if fact and fact.live}
    return judged(known, monotonic() + later_s)


async def settle_down() -> None:
    """Let what was published arrive."""
    for _ in range(100):
        await asyncio.sleep(0)
