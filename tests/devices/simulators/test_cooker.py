"""The rice cooker's life: a menu, a time, five phases, the warmth of a real pot, and what goes wrong."""

from datetime import timedelta
from typing import Any

import pytest

from devices.simulators.cooker_facts import MENUS, RICE, warmth_at

COOKER = "rice_cooker"


async def send(still: Any, what: str, payload: str = "") -> None:
    await still.tell(f"rice_cooker/{what}", payload)


def says(still: Any, *names: str) -> Any:
    told = still.said("home/rice_cooker/state")[-1]
    return told[names[0]] if len(names) == 1 else tuple(told[n] for n in names)


def refusal(still: Any) -> str:
    return str(still.said("home/rice_cooker/refusal")[-1]["reason"])


def test_curve_is_the_measured_one() -> None:
    at = {minute: warmth_at(RICE, minute / 55) for minute in (0, 3, 14, 23, 30, 45, 55)}
    assert (at[0], at[3], at[23]) == (22, 47, 63)
    assert 60 <= at[14] <= 63
    assert 84 <= at[30] <= 93
    assert at[45] == 100
    assert at[55] == 81


async def test_menu_taste_and_time_heat_nothing(still: Any) -> None:
    await send(still, "menu/set", "congee")
    await send(still, "taste/set", "soft")
    await send(still, "cook_minutes/set", "120")
    await send(still, "delay_minutes/set", "60")
    await still.pass_minutes(180)
    assert says(still, "status", "menu", "taste", "cook_minutes") == ("idle", "congee", "soft", 120)
    assert says(still, "temperature") <= 22
    assert still.acts(COOKER, "start") == 0


async def test_fine_rice_goes_through_its_phases_as_warm_as_the_real_pot(still: Any) -> None:
    await send(still, "start")
    assert says(still, "status", "status_number", "phase", "time_left") == ("cooking", 2, "preheat", 60)
    seen: dict[str, list[float]] = {}
    for _ in range(59):
        await still.pass_minutes(1)
        seen.setdefault(says(still, "phase"), []).append(says(still, "temperature"))
    assert list(seen) == ["preheat", "absorb", "boil", "gelatinize", "braise"]
    assert all(60 <= t <= 63 for t in seen["absorb"][3:])
    assert all(84 <= t <= 93 for t in seen["boil"][4:])
    assert seen["gelatinize"].count(100) >= 12
    assert seen["braise"][-1] < 86
    await still.pass_minutes(1.1)
    assert says(still, "status", "phase", "time_left") == ("keep_warm", "keep_warm", 0)
    assert still.said("home/rice_cooker/event") == [{"event_type": "cooking_finished", "menu": "fine"}]
    await still.pass_minutes(60)
    assert 72 <= says(still, "temperature") <= 74
    await still.pass_minutes(661)
    assert says(still, "status") == "idle"
    await still.pass_minutes(600)
    assert says(still, "temperature") < 25


@pytest.mark.parametrize(("menu", "warmth"), [("yogurt", 40), ("steam", 100), ("reheat", 90), ("cake", 120)])
async def test_other_menus_get_as_warm_as_they_should(still: Any, menu: str, warmth: int) -> None:
    await send(still, "menu/set", menu)
    await send(still, "start")
    await still.pass_minutes(MENUS[menu].minutes - 1)
    assert says(still, "temperature") == warmth
    await still.pass_minutes(2)
    assert says(still, "status") == ("keep_warm" if MENUS[menu].is_kept_warm else "idle")


@pytest.mark.parametrize(("taste", "minutes"), [("soft", 66), ("fit", 60), ("hard", 54)])
async def test_taste_changes_the_time(still: Any, taste: str, minutes: int) -> None:
    await send(still, "taste/set", taste)
    await send(still, "start")
    assert says(still, "time_left") == minutes


async def test_delayed_it_waits_then_cooks(still: Any) -> None:
    await send(still, "menu/set", "quick")
    await send(still, "delay_minutes/set", "90")
    await send(still, "start")
    assert says(still, "status", "status_number", "time_to_start", "time_left") == ("delayed", 4, 90, 130)
    await still.pass_minutes(45)
    assert says(still, "time_to_start") == 45
    await still.pass_minutes(45.1)
    assert says(still, "status", "time_left") == ("cooking", 40)
    await still.pass_minutes(41)
    assert says(still, "status") == "keep_warm"


@pytest.mark.parametrize("form", ["iso", "clock"])
async def test_it_is_done_at_the_wished_time(still: Any, form: str) -> None:
    end = still.clock.today() + timedelta(hours=3)
    told = end.isoformat() if form == "iso" else end.strftime("%H:%M")
    await send(still, "finish_at/set", told)
    assert says(still, "finish_at") == told
    await send(still, "start")
    assert says(still, "status", "time_to_start") == ("delayed", 120)
    await still.pass_minutes(179)
    assert says(still, "status") == "cooking"
    await still.pass_minutes(1.2)
    assert says(still, "status") == "keep_warm"


@pytest.mark.parametrize(
    ("what", "payload"),
    [("cook_minutes", "1500"), ("cook_minutes", "10"), ("finish_at", "noonish"), ("finish_at", "25:99")],
)
async def test_impossible_times_are_refused(still: Any, what: str, payload: str) -> None:
    before = says(still, what)
    await send(still, f"{what}/set", payload)
    assert refusal(still) == "out_of_range"
    assert says(still, what) == before


async def test_finishing_time_too_near_or_too_far_does_not_start(still: Any) -> None:
    for hours in (0.5, 30):
        await send(still, "finish_at/set", (still.clock.today() + timedelta(hours=hours)).isoformat())
        await send(still, "start")
        assert (refusal(still), says(still, "status")) == ("out_of_range", "idle")


async def test_busy_it_takes_no_other_order_and_says_nothing_that_looks_like_a_yes(still: Any) -> None:
    await send(still, "start")
    told = len(still.said("home/rice_cooker/state"))
    await send(still, "start")
    assert (refusal(still), len(still.said("home/rice_cooker/state"))) == ("busy", told)
    for what, payload in (("menu/set", "cake"), ("taste/set", "hard"), ("delay_minutes/set", "5")):
        await send(still, what, payload)
        assert refusal(still) == "busy"
    assert says(still, "menu") == "fine"
    assert still.acts(COOKER, "start") == 1


async def test_cancel_ends_it_from_everywhere(still: Any) -> None:
    await send(still, "delay_minutes/set", "30")
    await send(still, "start")
    await send(still, "cancel")
    assert says(still, "status", "time_to_start") == ("idle", 0)
    await still.pass_minutes(60)
    assert says(still, "status") == "idle"
    await send(still, "delay_minutes/set", "0")
    await send(still, "start")
    await still.pass_minutes(70)
    assert says(still, "status") == "keep_warm"
    await send(still, "cancel")
    assert says(still, "status") == "idle"


async def test_keep_warm_is_chosen_before_ended_while_it_does_and_begun_by_its_own_menu(still: Any) -> None:
    await send(still, "keep_warm/set", "OFF")
    await send(still, "menu/set", "reheat")
    await send(still, "start")
    await still.pass_minutes(26)
    assert says(still, "status", "phase") == ("idle", "finished")
    await send(still, "menu/set", "keep_warm")
    await send(still, "keep_warm_minutes/set", "120")
    await send(still, "keep_warm/set", "ON")
    await send(still, "start")
    assert says(still, "status") == "keep_warm"
    await send(still, "keep_warm/set", "OFF")
    assert says(still, "status") == "idle"


async def test_open_lid_alarms_then_pauses_and_closed_it_goes_on(still: Any) -> None:
    await send(still, "start")
    await still.pass_minutes(10)
    await still.control(COOKER, "sense", {"lid": "open"})
    await still.pass_minutes(1)
    assert says(still, "status", "alert", "lid") == ("cooking", "lid_open", "ON")
    await still.pass_minutes(3)
    assert says(still, "status") == "paused"
    left = says(still, "time_left")
    await still.pass_minutes(10)
    assert says(still, "time_left") == left
    await still.control(COOKER, "sense", {"lid": "closed"})
    await still.pass_minutes(1)
    assert says(still, "status", "alert") == ("cooking", "none")


async def test_it_does_not_start_open_or_without_a_pot(still: Any) -> None:
    for felt, reason in (({"lid": "open"}, "lid_open"), ({"lid": "closed", "pot": "missing"}, "pot_missing")):
        await still.control(COOKER, "sense", felt)
        await send(still, "start")
        assert (refusal(still), says(still, "status")) == (reason, "idle")


async def test_pot_without_water_is_switched_off(still: Any) -> None:
    await still.control(COOKER, "sense", {"pot": "empty"})
    await send(still, "start")
    await still.pass_minutes(10)
    assert says(still, "status", "fault", "code") == ("error", "dry", "E_dry")
    await still.pass_minutes(60)
    assert says(still, "temperature") < 100


@pytest.mark.parametrize(("fault", "code"), [("top_sensor", "9"), ("bottom_sensor", "10"), ("line", "11")])
async def test_broken_part_stops_it_until_it_is_mended(still: Any, fault: str, code: str) -> None:
    await send(still, "start")
    await still.control(COOKER, "sense", {"fault": fault})
    assert says(still, "status", "fault", "code") == ("error", fault, code)
    await send(still, "cancel")
    assert says(still, "status") == "error"
    await send(still, "start")
    assert refusal(still) == "faulty"
    await still.control(COOKER, "sense", {"fault": "none"})
    await send(still, "cancel")
    await send(still, "start")
    assert says(still, "status", "fault") == ("cooking", "none")


async def test_somebody_cooks_by_hand(still: Any) -> None:
    assert (await still.control(COOKER, "press", {"to": "steam"}))["ok"]
    assert (await still.control(COOKER, "press", {"to": "start"}))["ok"]
    assert says(still, "status", "menu") == ("cooking", "steam")
    assert [t["cause"] for t in still.truth if t.get("act") == "start"] == ["hand"]
