"""The robot vacuum's life: it cleans what it was told, says no with a reason, gets stuck, goes home, and goes on."""

import json
from typing import Any

import pytest

from devices.simulators.vacuum_facts import MISHAPS, TROUBLES
from tests.devices.simulators.stepping import stepped

VACUUM = "vacuum"


async def send(still: Any, command: str) -> None:
    await still.tell("vacuum/command", command)


async def clean(still: Any, *ids: str) -> None:
    await still.tell("vacuum/segments/clean", json.dumps(ids))


def status(still: Any) -> str:
    return str(still.says(VACUUM, "status", "attributes"))


def state(still: Any) -> str:
    return str(still.says(VACUUM, "state"))


async def test_one_room_at_a_square_metre_a_minute_then_home_and_emptied(still: Any) -> None:
    await clean(still, "2")
    assert (state(still), still.says(VACUUM, "flag", "attributes")) == ("cleaning", "segment")
    assert still.says(VACUUM, "progress", "attributes") == {"Kitchen": "Operating"}
    await still.pass_minutes(8.9)
    assert state(still) == "cleaning"
    await still.pass_minutes(0.2)
    assert state(still) == "returning"
    assert still.says(VACUUM, "progress", "attributes") == {"Kitchen": "Completed"}
    assert still.says(VACUUM, "area", "attributes") == 9
    assert still.says(VACUUM, "battery", "attributes") == round(96 - 9 * 0.8)
    await still.pass_minutes(0.5)
    assert (state(still), still.says(VACUUM, "dock", "attributes")) == ("docked", "emptying")
    await still.pass_minutes(1)
    assert still.says(VACUUM, "dock", "attributes") == "idle"


async def test_rooms_are_cleaned_one_after_the_other(still: Any) -> None:
    await clean(still, "3", "6")
    assert still.says(VACUUM, "progress", "attributes") == {"Hall": "Operating", "Bathroom": "Pending"}
    await still.pass_minutes(7.5)
    assert still.says(VACUUM, "progress", "attributes") == {"Hall": "Completed", "Bathroom": "Operating"}
    assert still.says(VACUUM, "room", "attributes") == "Bathroom"
    await send(still, "stop")
    assert state(still) == "idle"
    assert still.says(VACUUM, "progress", "attributes") == {"Hall": "Completed", "Bathroom": "Skipped"}


async def test_mopping_takes_longer_needs_water_and_is_washed_out(still: Any) -> None:
    await still.tell("vacuum/cleaning_mode/set", "mop")
    await clean(still, "6")
    await still.pass_minutes(8.2)
    assert state(still) == "cleaning"
    await still.pass_minutes(0.8)
    assert state(still) in ("returning", "docked")
    await still.pass_minutes(1)
    assert still.says(VACUUM, "dock", "attributes") in ("cleaning", "drying")
    await still.pass_minutes(125)
    assert still.says(VACUUM, "dock", "attributes") == "idle"


async def test_passes_and_iterations_clean_twice(still: Any) -> None:
    await still.tell("vacuum/passes/set", "2")
    assert still.says(VACUUM, "passes", "attributes") == 2
    await clean(still, "6")
    await still.pass_minutes(9.9)
    assert state(still) == "cleaning"
    await still.pass_minutes(1)
    assert state(still) != "cleaning"
    await still.pass_minutes(2)
    await still.tell("vacuum/segments/clean", {"segment_ids": ["6"], "iterations": 3})
    await still.pass_minutes(14.9)
    assert state(still) == "cleaning"


async def test_a_zone_has_a_name_and_is_told_while_it_is_cleaned(still: Any) -> None:
    await still.tell("vacuum/clean_zone/set", "Under the table")
    assert still.says(VACUUM, "clean_zone", "attributes") == "Under the table"
    assert (state(still), still.says(VACUUM, "flag", "attributes")) == ("cleaning", "zone")
    await still.pass_minutes(4.1)
    assert still.says(VACUUM, "clean_zone", "attributes") == "none"
    assert still.says(VACUUM, "area", "attributes") == 4


async def test_a_spot_is_cleaned_where_it_stands(still: Any) -> None:
    await send(still, "clean_spot")
    assert (state(still), still.says(VACUUM, "flag", "attributes")) == ("cleaning", "spot")
    await still.pass_minutes(2.5)
    assert state(still) == "returning"


async def test_paused_it_goes_on_where_it_was(still: Any) -> None:
    await clean(still, "2")
    await still.pass_minutes(4)
    await send(still, "pause")
    assert state(still) == "paused"
    await still.pass_minutes(60)
    assert still.says(VACUUM, "area", "attributes") == 4
    await send(still, "start")
    await still.pass_minutes(5.1)
    assert state(still) != "cleaning"
    assert still.acts(VACUUM, "clean") == 1


@pytest.mark.parametrize(
    ("felt", "mode", "reason", "code"),
    [
        ({"battery": 14}, "vacuum", "battery_low", 0x48),
        ({"bin": "missing"}, "vacuum", "bin_missing", 0x42),
        ({"bin": "full"}, "vacuum", "bin_full", 0x43),
        ({"water_tank": "missing"}, "mop", "water_tank_missing", 0x45),
        ({"water_tank": "empty"}, "vacuum_and_mop", "water_tank_empty", 0x44),
        ({"mop_pad": "missing"}, "mop", "mop_pad_missing", 0x47),
    ],
)
async def test_it_does_not_begin_without_what_it_needs(
    still: Any, felt: dict[str, Any], mode: str, reason: str, code: int
) -> None:
    await still.tell("vacuum/cleaning_mode/set", mode)
    assert (await still.control(VACUUM, "sense", felt))["ok"]
    told = len(still.said("home/vacuum/state"))
    await clean(still, "2")
    refusal = still.said("home/vacuum/refusal")[-1]
    assert (refusal["reason"], refusal["code"]) == (reason, code)
    assert still.acts(VACUUM, "clean") == 0
    assert [s["state"] for s in still.said("home/vacuum/state")[told:]] == ["docked"]


async def test_vacuuming_needs_no_water(still: Any) -> None:
    await still.control(VACUUM, "sense", {"water_tank": "missing"})
    await clean(still, "2")
    assert state(still) == "cleaning"


async def test_unknown_room_is_refused(still: Any) -> None:
    await clean(still, "2", "99")
    assert still.said("home/vacuum/refusal")[-1]["reason"] == "unsupported_area"
    assert state(still) == "docked"


async def test_another_order_while_it_cleans_is_refused_and_nothing_looks_like_a_yes(still: Any) -> None:
    await clean(still, "2")
    told = len(still.said("home/vacuum/state"))
    await clean(still, "3")
    assert still.said("home/vacuum/refusal")[-1]["reason"] == "cleaning_in_progress"
    await still.pass_minutes(1)
    assert len(still.said("home/vacuum/state")) == told
    assert still.acts(VACUUM, "clean") == 1


async def test_empty_it_charges_to_eighty_and_goes_on_by_itself(still: Any) -> None:
    await still.control(VACUUM, "sense", {"battery": 22})
    await clean(still, "1")
    await still.pass_minutes(2.9)
    assert (state(still), still.says(VACUUM, "flag", "attributes")) == ("returning", "resumable")
    await still.pass_minutes(2)
    assert (state(still), still.says(VACUUM, "battery_flag", "attributes")) == ("docked", "charging")
    await still.pass_minutes(80)
    assert state(still) == "docked"
    await still.pass_minutes(10)
    assert state(still) == "cleaning"
    await still.pass_minutes(40)
    assert still.says(VACUUM, "progress", "attributes") == {"Living room": "Completed"}
    assert still.says(VACUUM, "area", "attributes") == 26
    assert still.acts(VACUUM, "clean") == 1


async def test_dock_out_of_reach_is_an_error_after_ten_minutes(still: Any) -> None:
    await still.control(VACUUM, "sense", {"can_reach_dock": False})
    await clean(still, "6")
    await still.pass_minutes(6)
    await send(still, "return_to_base")
    await still.pass_minutes(9.5)
    assert state(still) == "returning"
    await still.pass_minutes(1)
    error = still.says(VACUUM, "error", "attributes")
    assert (state(still), error["name"], error["code"]) == ("error", "dock_not_found", 0x40)


@pytest.mark.parametrize("mishap", MISHAPS)
async def test_mishap_has_code_text_and_severity(still: Any, mishap: str) -> None:
    await clean(still, "2")
    await still.control(VACUUM, "sense", {"mishap": mishap})
    error = still.says(VACUUM, "error", "attributes")
    assert (state(still), error["name"], error["code"]) == ("error", mishap, TROUBLES[mishap].code)
    assert error["text"]
    assert error["severity"] in ("warning", "error", "catastrophic")
    await clean(still, "3")
    assert still.said("home/vacuum/refusal")[-1]["reason"] == "invalid_in_state"


async def test_cleared_error_lets_it_go_on(still: Any) -> None:
    await clean(still, "2")
    await still.pass_minutes(3)
    await still.control(VACUUM, "sense", {"mishap": "stuck"})
    await send(still, "clear_error")
    assert (state(still), still.says(VACUUM, "error", "attributes")["name"]) == ("idle", "none")
    await send(still, "start")
    await still.pass_minutes(6.1)
    assert still.says(VACUUM, "progress", "attributes") == {"Kitchen": "Completed"}


async def test_broken_lidar_is_cleared_at_the_robot_only(still: Any) -> None:
    await still.control(VACUUM, "sense", {"mishap": "lidar_blocked"})
    await send(still, "clear_error")
    assert state(still) == "error"
    assert (await still.control(VACUUM, "press", {}))["ok"]
    assert state(still) == "docked"


async def test_bad_luck_is_the_same_for_the_same_seed() -> None:
    befell = []
    for _ in range(2):
        async with stepped() as house:
            house.machine(VACUUM).spec.options["mishaps"] = 20  # type: ignore[index]
            await send(house, "start")
            await house.pass_minutes(70)
            befell.append((house.became(VACUUM, "error"), house.says(VACUUM, "area", "attributes")))
    assert befell[0][0]
    assert befell[0] == befell[1]


async def test_locate_is_done_in_every_state_and_once(still: Any) -> None:
    for told in ("start", "pause", "return_to_base"):
        await send(still, told)
        await send(still, "locate")
    await still.control(VACUUM, "sense", {"mishap": "stuck"})
    await send(still, "locate")
    assert still.acts(VACUUM, "locate") == 4


async def test_it_drives_to_a_room_and_is_steered_by_hand(still: Any) -> None:
    await still.tell("vacuum/send_command", {"command": "go_to", "target": "Study"})
    assert (status(still), still.says(VACUUM, "flag", "attributes")) == ("moving", "target")
    assert state(still) == "cleaning"
    await still.pass_minutes(1)
    assert (status(still), state(still)) == ("idle", "idle")
    await still.control(VACUUM, "sense", {"steered": True})
    assert status(still) == "manual_control"
    await still.tell("vacuum/send_command", {"command": "go_to", "target": "Attic"})
    assert still.said("home/vacuum/refusal")[-1]["reason"] == "unsupported_area"


async def test_its_parts_wear(still: Any) -> None:
    await send(still, "start")
    await still.pass_minutes(65)
    worn = still.says(VACUUM, "consumables", "attributes")
    assert worn["filter"] == 99
    assert worn["mop_pad"] == 100


async def test_button_begins_pauses_and_goes_on(still: Any) -> None:
    for expected in ("cleaning", "paused", "cleaning"):
        await still.control(VACUUM, "press", {})
        assert state(still) == expected
    assert {t["cause"] for t in still.truth if t.get("capability") == "activity"} == {"hand"}
    assert not (await still.control(VACUUM, "press", {"to": "the moon"}))["ok"]
