"""What moves on the car takes its time, gives way, gets stuck, and waits for what has to move first."""

from typing import Any

import pytest

from devices.simulators.car_body import MOVING
from devices.simulators.car_paths import (
    DOORS,
    FLAP,
    HOOD,
    IGNITION,
    MIRRORS,
    REAR_SHADE,
    ROOF_POSITION,
    ROOF_SHADE,
    ROOF_SWITCH,
    SEATS,
    SPEED,
    TRUNK,
    WINDOW_LOCK,
    WINDOWS,
    WIPER_MODE,
    WIPERS_BLOCKED,
)

WINDOW = WINDOWS[0]


def test_whole_way_of_a_window_takes_six_seconds(life: Any) -> None:
    assert life.obey(WINDOW, 100).goals == {WINDOW: 100}
    life.pass_time(3)
    assert life[WINDOW] == 50
    life.pass_time(2.5)
    assert life[WINDOW] < 100
    life.pass_time(0.5)
    assert life[WINDOW] == 100


def test_window_passes_what_lies_between(life: Any) -> None:
    life.obey(WINDOW, 50)
    seen = [b.value for h in life.pass_time(6) for b in h.became if b.path == WINDOW]
    assert seen == sorted(seen)
    assert len(seen) >= 6
    assert seen[-1] == 50


def test_arrival_is_told_once_with_the_command_it_belongs_to(life: Any) -> None:
    life.obey(WINDOW, 20, request="r1")
    arrivals = [a for h in life.pass_time(5) for a in h.arrivals]
    assert [(a.request, a.code) for a in arrivals] == [("r1", "")]


def test_new_wish_overtakes_the_journey_and_starts_from_where_it_is(life: Any) -> None:
    life.obey(WINDOW, 100, request="r1")
    life.pass_time(3)
    happened = life.obey(WINDOW, 0, request="r2")
    assert [(a.request, a.code) for a in happened.arrivals] == [("r1", "superseded")]
    life.pass_time(1.5)
    assert life[WINDOW] == 25


def test_closing_window_gives_way_to_what_is_in_it(life: Any) -> None:
    life.feel(Door__Row1__DriverSide__Window__Position=80)
    life.car.body.obstacles[WINDOW] = 40.0
    life.obey(WINDOW, 0, request="r1")
    arrivals = [a for h in life.pass_time(8) for a in h.arrivals]
    assert [(a.request, a.code) for a in arrivals] == [("r1", "jammed")]
    assert 50 <= life[WINDOW] <= 60


def test_obstacle_is_not_in_the_way_of_opening(life: Any) -> None:
    life.car.body.obstacles[WINDOW] = 40.0
    life.obey(WINDOW, 100)
    life.pass_time(7)
    assert life[WINDOW] == 100


def test_jammed_window_stops_half_way(life: Any) -> None:
    life.obey(WINDOW, 100, request="r1", jams=True)
    arrivals = [a for h in life.pass_time(8) for a in h.arrivals]
    assert [(a.request, a.code) for a in arrivals] == [("r1", "jammed")]
    assert 50 <= life[WINDOW] <= 60


def test_roof_opens_only_after_its_shade(life: Any) -> None:
    goals = life.obey(ROOF_SWITCH, "OPEN").goals
    assert goals == {ROOF_SHADE: 100, ROOF_POSITION: 100}
    life.pass_time(4)
    assert (life[ROOF_POSITION], 0 < life[ROOF_SHADE] < 100) == (0, True)
    life.pass_time(8)
    assert (life[ROOF_POSITION], life[ROOF_SHADE]) == (100, 100)


def test_roof_tilts_below_a_shut_shade_and_comes_down_again(life: Any) -> None:
    life.obey(ROOF_SWITCH, "TILT_UP")
    life.pass_time(7)
    assert (life[ROOF_POSITION], life[ROOF_SHADE]) == (-100, 0)
    life.obey(ROOF_SWITCH, "CLOSE")
    life.pass_time(7)
    assert life[ROOF_POSITION] == 0


def test_letting_the_roof_switch_go_stops_it(life: Any) -> None:
    life.obey(ROOF_SWITCH, "OPEN")
    life.pass_time(8)
    stopped = life[ROOF_POSITION]
    life.obey(ROOF_SWITCH, "INACTIVE")
    life.pass_time(10)
    assert life[ROOF_POSITION] == stopped > 0


def test_shade_stays_open_under_an_open_roof(life: Any) -> None:
    life.feel(Sunroof__Position=50)
    assert life.refusal(ROOF_SHADE, 0) == "roof_open"
    assert life.refusal(REAR_SHADE, 0) is None


def test_trunk_is_open_when_ajar_and_shut_only_at_the_end(life: Any) -> None:
    trunk = f"{TRUNK}.IsOpen"
    life.obey(trunk, True)
    life.pass_time(0.5)
    assert (life[trunk], life[f"{TRUNK}.IsLocked"]) == (True, False)
    assert 0 < life[f"{TRUNK}.Position"] < 100
    life.pass_time(5)
    assert life[f"{TRUNK}.Position"] == 100
    assert life.obey(trunk, False).goals == {trunk: False, f"{TRUNK}.Position": 0}
    life.pass_time(3.5)
    assert life[trunk] is True
    life.pass_time(1)
    assert (life[trunk], life[f"{TRUNK}.Position"]) == (False, 0)


def test_locked_door_does_not_open_and_an_open_door_does_not_lock(life: Any) -> None:
    door = DOORS[0]
    assert life.refusal(f"{door}.IsOpen", True) == "locked"
    life.obey(f"{door}.IsLocked", False)
    assert life.refusal(f"{door}.IsOpen", True) is None
    life.obey(f"{door}.IsOpen", True)
    life.pass_time(3)
    assert life[f"{door}.IsOpen"] is True
    assert life.refusal(f"{door}.IsLocked", True) == "still_open"


def test_mirror_is_folded_at_the_end_of_its_way(life: Any) -> None:
    folded = f"{MIRRORS[0]}.IsFolded"
    life.obey(folded, True)
    life.pass_time(1.5)
    assert life[folded] is False
    life.pass_time(1)
    assert life[folded] is True


def test_seat_moves_in_millimetres(life: Any) -> None:
    seat = f"{SEATS[0]}.Position"
    life.obey(seat, 200)
    life.pass_time(1)
    assert 150 < life[seat] < 200
    life.pass_time(2)
    assert life[seat] == 200


def test_what_the_mechanics_do_not_give(life: Any) -> None:
    life.feel(ChargingPort__AnyPosition__IsChargingCableConnected=True)
    assert life[FLAP] is True
    assert life.refusal(FLAP, False) == "cable_connected"
    life.feel(Hood__IsOpen=True)
    assert life.refusal(HOOD, False) == "only_by_hand"
    life.car.feel(WIPERS_BLOCKED, True, "test")
    assert life.refusal(WIPER_MODE, "FAST") == "jammed"
    assert life.refusal(WIPER_MODE, "OFF") is None


def test_door_opened_by_hand_unlocks_itself(life: Any) -> None:
    happened = [life.car.by_hand(f"{DOORS[0]}.IsOpen", True), *life.pass_time(3)]
    assert (life[f"{DOORS[0]}.IsOpen"], life[f"{DOORS[0]}.IsLocked"]) == (True, False)
    told = [b for h in happened for b in h.became if b.path.startswith(DOORS[0])]
    assert [(b.path.rpartition(".")[2], b.value, b.cause) for b in told] == [
        ("IsLocked", False, "hand"),
        ("IsOpen", True, "hand"),
    ]


def test_child_lock_and_a_moving_car_hold_a_door(life: Any) -> None:
    life.feel(Door__Row2__DriverSide__IsChildLockActive=True)
    assert life.car.by_hand(f"{DOORS[2]}.IsOpen", True) is None
    assert life.car.by_hand(f"{DOORS[3]}.IsOpen", True) is not None
    life.car.feel(SPEED, 30.0, "test")
    assert life.car.by_hand(f"{DOORS[0]}.IsOpen", True) is None


def test_window_lock_holds_the_rear_switches_only(life: Any) -> None:
    life.obey(WINDOW_LOCK, True)
    assert [life.car.by_hand(w, 100) is not None for w in WINDOWS] == [True, True, False, False]


def test_hand_on_the_switch_takes_a_window_away_from_a_command(life: Any) -> None:
    life.obey(WINDOW, 100, request="r1")
    life.pass_time(2)
    happened = life.car.by_hand(WINDOW, 0)
    assert [(a.request, a.code) for a in happened.arrivals] == [("r1", "changed_by_hand")]
    life.pass_time(6)
    assert life[WINDOW] == 0


def test_hand_turns_what_does_not_move_at_once(life: Any) -> None:
    life.car.by_hand(IGNITION, "OFF")
    assert life[IGNITION] == "OFF"


@pytest.mark.parametrize("path", sorted(MOVING.keys() - {ROOF_POSITION}))
def test_everything_that_moves_gets_where_it_is_wanted(life: Any, path: str) -> None:
    moving = MOVING[path]
    goal = True if path == moving.flag else moving.high
    life.obey(path, goal)
    life.pass_time(20)
    assert life[path] == goal
    life.obey(path, False if path == moving.flag else moving.low)
    life.pass_time(20)
    assert life[path] == (False if path == moving.flag else moving.low)
