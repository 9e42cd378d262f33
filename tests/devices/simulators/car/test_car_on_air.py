"""The car on its topics, discovered and commanded by the real Home that has no rules of its own."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from devices.command import OutcomeKind, Reason
from devices.simulators.car import CAR, DEVICE, STATE_TOPIC
from devices.simulators.car_paths import (
    AIR_CONDITIONING,
    CABLE,
    CHARGE_SWITCH,
    DOORS,
    IGNITION,
    IS_MOVING,
    PLAYBACK,
    ROOF_POSITION,
    ROOF_SHADE,
    ROOF_SWITCH,
    SPEED,
    TRACK,
    TRUNK,
    WINDOW_LOCK,
    WINDOWS,
)

WINDOW, REAR_WINDOW = WINDOWS[0], WINDOWS[2]
LID = f"{TRUNK}.IsOpen"
HAZARDS = "Vehicle.Body.Lights.Hazard.IsSignaling"

MISTAKES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("sense", {"Vehicle.Nonsense": 1}, "no signal"),
    ("sense", {SPEED: "fast"}, "cannot be"),
    ("sense", {WINDOW: 500}, "cannot be"),
    ("sense", {}, "path"),
    ("press", {f"{DOORS[2]}.IsOpen": True}, "does not give way"),
    ("drive", {"legs": []}, "legs"),
    ("obstacle", {SPEED: 5}, "closes on nothing"),
    ("obstacle", {WINDOW: 500}, "0 to 100"),
    ("fault", {"kind": "sulking"}, "a fault is one of"),
    ("dance", {}, "the car takes"),
)
"""What is told to the simulation and cannot be meant, and a word of the answer."""


def now(seconds: float = 0.0) -> str:
    """A moment so many seconds from now."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


async def test_window_is_done_when_it_is_there(on_air: Any) -> None:
    outcome = await on_air.tell(WINDOW, 50)
    assert outcome.kind is OutcomeKind.DONE
    assert abs(outcome.reported - 50) <= 2
    moved = [line["new"] for line in on_air.became(WINDOW)]
    assert len(moved) > 3
    assert moved == sorted(moved)
    assert {line["cause"] for line in on_air.became(WINDOW)} == {outcome.command.id}
    assert {line["command"] for line in on_air.became(WINDOW)} == {1}


async def test_window_that_takes_long_has_started_and_gets_there(on_air: Any) -> None:
    on_air.car._stage.clock.speed = 2.0
    outcome = await on_air.tell(WINDOW, 100, deadline_s=5)
    assert outcome.kind is OutcomeKind.STARTED
    assert on_air.says(WINDOW) == "moving"
    on_air.car._stage.clock.speed = 20.0
    await on_air.until(lambda: on_air.says(WINDOW) == 100)
    await on_air.until(lambda: on_air.answers(outcome.command.id)[-1] == {"status": "done"})


async def test_target_is_told_before_the_way(on_air: Any) -> None:
    await on_air.tell(WINDOW, 30)
    assert [t["v"] for t in on_air.said(WINDOW, "/$target") if t] == [30]
    assert set(on_air.said(WINDOW)[-1]) == {"v", "ts", "q"}


async def test_wish_carries_who_from_where_until_when(on_air: Any) -> None:
    await on_air.tell(AIR_CONDITIONING, True, seat="driver", person="mia", id="c1", deadline_s=2)
    (wish,) = on_air.said(AIR_CONDITIONING, "/set")
    assert (wish["v"], wish["req"]) == (True, "c1")
    assert {k: wish["src"][k] for k in ("seat", "user")} == {"seat": "driver", "user": "mia"}
    assert datetime.now(UTC) < datetime.fromisoformat(wish["exp"]) < datetime.now(UTC) + timedelta(seconds=2)
    assert on_air.answers("c1") == [{"status": "accepted"}, {"status": "done"}]


async def test_trunk_of_a_moving_car_is_refused_by_the_car_itself_at_once(on_air: Any) -> None:
    await on_air.control("sense", {SPEED: 60})
    began = asyncio.get_running_loop().time()
    outcome = await on_air.tell(LID, True, deadline_s=30, confirmed=True, second_factor=True)
    assert (outcome.kind, outcome.reason) == (OutcomeKind.FAILED, Reason.NOT_WHILE_DRIVING)
    assert asyncio.get_running_loop().time() - began < 20
    assert on_air.became(LID) == []


@pytest.mark.parametrize(("auth", "is_on"), [({}, True), ({"confirmed": True}, False)])
async def test_a_car_that_moves_off_while_a_wish_is_on_its_way(on_air: Any, auth: dict[str, bool], is_on: bool) -> None:
    assert (await on_air.tell(HAZARDS, True)).kind is OutcomeKind.DONE
    await on_air.until(lambda: on_air.home.driving(DEVICE) == "parked")
    on_air.car.life.feel(SPEED, 30, "test")  # The car knows; nobody else has heard it yet.
    outcome = await on_air.tell(HAZARDS, False, seat="", **auth)
    assert on_air.car.values[HAZARDS] is is_on
    if is_on:
        assert outcome.kind is OutcomeKind.FAILED
        assert on_air.answers(outcome.command.id) == [{"status": "rejected", "code": "state_changed"}]


async def test_trunk_of_a_parked_car_opens_with_a_yes_only(on_air: Any) -> None:
    outcome = await on_air.tell(LID, True)
    assert outcome.kind is OutcomeKind.FAILED
    assert on_air.answers(outcome.command.id) == [{"status": "rejected", "code": "needs_confirmation"}]
    assert (await on_air.tell(LID, True, confirmed=True)).kind is OutcomeKind.DONE


async def test_closing_trunk_is_not_closed_before_it_is(on_air: Any) -> None:
    await on_air.tell(LID, True, confirmed=True)
    await on_air.until(lambda: on_air.says(f"{TRUNK}.Position") == 100)
    closing = asyncio.create_task(on_air.tell(LID, False, deadline_s=5))
    await on_air.until(lambda: on_air.says(LID) == "moving")
    assert on_air.car.values[LID] is True
    assert (await closing).kind is OutcomeKind.DONE
    assert on_air.car.values[LID] is False


async def test_car_insists_on_ranges_and_forms(on_air: Any) -> None:
    for number, value in enumerate((101, -1, "open", True, None, [5], float("nan"), 10**400)):
        await on_air.wish(WINDOW, v=value, req=f"r{number}", src={"seat": "driver"}, exp=now(5))
        assert on_air.answers(f"r{number}") == [{"status": "rejected", "code": "out_of_range"}], value
    assert on_air.became(WINDOW) == []


async def test_late_wish_is_not_obeyed(on_air: Any) -> None:
    for number, expires in enumerate((now(-1), "soon", "2099-01-01T00:00:00", 5)):
        await on_air.wish(AIR_CONDITIONING, v=True, req=f"r{number}", src={"seat": "driver"}, exp=expires)
        assert on_air.answers(f"r{number}") == [{"status": "rejected", "code": "expired"}], expires
    assert on_air.became(AIR_CONDITIONING) == []


async def test_same_request_is_done_once_and_answered_again(on_air: Any) -> None:
    wish = {"v": "SKIP_FORWARD", "req": "r1", "src": {"seat": "driver"}, "exp": now(5)}
    await on_air.wish(PLAYBACK, **wish)
    await on_air.until(lambda: on_air.car.values[PLAYBACK] == "PLAY")
    for _ in range(3):
        await on_air.wish(PLAYBACK, **wish)
    assert len(on_air.became(TRACK)) == 1
    assert on_air.answers("r1") == [{"status": "accepted"}, *[{"status": "done"}] * 4]


async def test_refused_request_stays_refused(on_air: Any) -> None:
    wish = {"v": True, "req": "r1", "src": {"seat": "driver", "auth": "confirmed"}, "exp": now(5)}
    await on_air.control("sense", {SPEED: 60})
    await on_air.wish(LID, **wish)
    await on_air.control("sense", {SPEED: 0})
    await asyncio.sleep(0.2)
    await on_air.wish(LID, **wish)
    assert on_air.answers("r1") == [{"status": "rejected", "code": "not_while_driving"}] * 2
    assert on_air.became(LID) == []


async def test_wish_whose_id_cannot_be_answered_to_is_done_without_an_answer(on_air: Any) -> None:
    value = False
    for request_id in ("", "a/b", "a+", "#", "x" * 65, 5, None):
        value = not value
        await on_air.wish(AIR_CONDITIONING, v=value, req=request_id)
        assert on_air.car.values[AIR_CONDITIONING] is value, request_id
    assert not [p for p in on_air.broker.published if "$ack" in p.topic]


async def test_retained_wish_is_no_wish(on_air: Any) -> None:
    link = on_air.broker.link()
    await link.publish(f"vss/{CAR}/{AIR_CONDITIONING.replace('.', '/')}/set", b'{"v": true}', retain=True)
    on_air.broker.go_down()
    on_air.broker.come_back()
    await asyncio.sleep(0.05)
    assert len(on_air.became(AIR_CONDITIONING)) == 1


async def test_rear_seat_does_not_open_a_locked_window(on_air: Any) -> None:
    await on_air.control("press", {WINDOW_LOCK: True})
    outcome = await on_air.tell(REAR_WINDOW, 20, seat="rear_left")
    assert (outcome.kind, outcome.reason) == (OutcomeKind.FAILED, Reason.CHILD_LOCK)
    assert (await on_air.tell(REAR_WINDOW, 20, seat="driver")).kind is OutcomeKind.DONE


async def test_body_obeys_nobody_about_gear_and_horn(on_air: Any) -> None:
    for path, value in (("Vehicle.Powertrain.Transmission.SelectedGear", 127), ("Vehicle.Body.Horn.IsActive", True)):
        outcome = await on_air.tell(path, value, seat="driver", confirmed=True, second_factor=True)
        assert outcome.kind is OutcomeKind.FAILED
        assert on_air.answers(outcome.command.id) == [{"status": "rejected", "code": "only_by_hand"}]
        assert on_air.became(path) == []


async def test_roof_is_opened_by_its_switch_and_proved_by_its_position(on_air: Any) -> None:
    assert (await on_air.tell(ROOF_SWITCH, "OPEN", deadline_s=5)).kind is OutcomeKind.DONE
    assert (on_air.car.values[ROOF_POSITION], on_air.car.values[ROOF_SHADE]) == (100, 100)


async def test_charging_starts_only_with_a_cable(on_air: Any) -> None:
    outcome = await on_air.tell(CHARGE_SWITCH, "START")
    assert outcome.kind is OutcomeKind.FAILED
    assert on_air.answers(outcome.command.id) == [{"status": "rejected", "code": "no_cable"}]
    await on_air.control("sense", {CABLE: True})
    assert (await on_air.tell(CHARGE_SWITCH, "START")).kind is OutcomeKind.DONE


async def test_drive_over_the_air_locks_the_doors_and_ends_in_park(on_air: Any) -> None:
    await on_air.tell(f"{DOORS[0]}.IsLocked", False, seat="driver", confirmed=True)
    await on_air.control("drive", {"legs": [{"kmh": 50, "s": 5}]})
    await on_air.until(lambda: on_air.says(IS_MOVING) is True)
    await on_air.until(lambda: on_air.says(f"{DOORS[0]}.IsLocked") is True)
    await on_air.until(lambda: on_air.says(SPEED) == 0 and on_air.says(IS_MOVING) is False)
    await on_air.until(lambda: on_air.car.life.standing == "parked")


async def test_hand_on_the_switch_is_told_and_written_down(on_air: Any) -> None:
    await on_air.control("press", {WINDOW: 40})
    await on_air.until(lambda: on_air.says(WINDOW) == 40)
    assert {line["cause"] for line in on_air.became(WINDOW)} == {"hand"}
    await on_air.control("sense", {WINDOW: 10})
    await on_air.until(lambda: on_air.says(WINDOW) == 10)


async def test_sleeping_car_says_so_and_is_there(on_air: Any) -> None:
    await on_air.control("press", {IGNITION: "OFF"})
    states = [p.payload for p in on_air.broker.published if p.topic == STATE_TOPIC]
    assert states[0] == b"init"
    assert states[-1] == b"sleeping"
    assert on_air.home.available(DEVICE) is True


async def test_driving_state_is_told_again_and_again(on_air: Any) -> None:
    first = on_air.home.fact(DEVICE, SPEED).order
    await asyncio.sleep(1.3)
    assert on_air.home.fact(DEVICE, SPEED).order > first


async def test_stamps_of_a_signal_only_grow(on_air: Any) -> None:
    await on_air.tell(WINDOW, 50)
    stamps = [datetime.fromisoformat(s["ts"]) for s in on_air.said(WINDOW)]
    assert stamps == sorted(set(stamps))


async def test_car_whose_broker_came_back_says_everything_again(on_air: Any) -> None:
    before = len(on_air.said(WINDOW))
    on_air.broker.go_down()
    on_air.broker.come_back()
    await on_air.until(lambda: len(on_air.said(WINDOW)) > before)


async def test_what_cannot_be_meant_is_answered_with_what_would_be_right(on_air: Any) -> None:
    await on_air.control("sense", {f"{DOORS[2]}.IsChildLockActive": True})
    for number, (verb, asked, problem) in enumerate(MISTAKES):
        await on_air.control(verb, {**asked, "request": f"q{number}"})
        topic = f"simulator/answers/q{number}"
        (answer,) = [p.payload.decode() for p in on_air.broker.published if p.topic == topic]
        assert problem in answer, verb
        assert '"ok": false' in answer, verb
