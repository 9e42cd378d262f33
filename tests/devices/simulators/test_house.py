"""The simulated house as the real Home sees it: discovered, commanded, and caught when it misbehaves."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from devices.command import Outcome, OutcomeKind, Reason
from devices.discovery.vocabulary import VOCABULARY
from devices.errors import DevicesError
from devices.simulators.house import HouseMistake, house_layout, house_specs
from devices.simulators.sensors import AirSensor, MotionSensor, SmokeSensor, WindowSensor
from devices.simulators.stage import FAULTS

SENSED = {n for s in (AirSensor, MotionSensor, SmokeSensor, WindowSensor) for n in (*s.measures, *s.notices)}


OWN_NAMES = {
    *("power", "obstacle", "refusal"),
    *("cleaning_room", "cleaned_area", "cleaning_time", "cleaning_mode", "water_level", "passes", "clean_zone"),
    *("flag", "dock", "error", "clear_error"),
    *("main_brush_left", "side_brush_left", "filter_left", "mop_pad_left"),
    *(
        "taste",
        "cook_minutes",
        "delay_minutes",
        "finish_at",
        "time_to_start",
        "keep_warm_minutes",
        "lid",
        "fault",
        "alert",
    ),
}
"""What the machines call what the vocabulary has no name for."""


def ended(outcome: Outcome) -> tuple[OutcomeKind, Reason]:
    return outcome.kind, outcome.reason


DONE = (OutcomeKind.DONE, Reason.NONE)
STARTED = (OutcomeKind.STARTED, Reason.NONE)


def test_house_is_large_enough_to_live_in() -> None:
    specs, layout = house_specs(), house_layout()
    assert len(specs) >= 20
    assert len({s.room for s in specs}) >= 6
    assert len(layout.floors) == 2
    assert {s.kind for s in specs} >= {
        "color_lamp",
        "dimmable_lamp",
        "vacuum",
        "rice_cooker",
        "lock",
        "air_conditioner",
    }


def test_every_device_and_room_has_a_mandarin_name() -> None:
    layout = house_layout()
    for named in (*layout.rooms.values(), *layout.floors.values(), *layout.devices.values()):
        assert any("一" <= c <= "鿿" for name in named.names for c in name), named


async def test_home_discovers_every_device_with_its_kind_and_room(living: Any) -> None:
    home = living.home
    kinds = {d.id: d.kind for d in home.devices.values()}
    assert kinds["kitchen_light"] == "light"
    assert kinds["rice_cooker"] == "cooker"
    assert kinds["living_room_speaker"] == "media_player"
    assert kinds["vacuum"] == "vacuum"
    assert kinds["vss:car"] == "car"
    assert home.devices["kitchen_light"].room == "kitchen"
    assert "厨房灯" in home.devices["kitchen_light"].aliases
    assert home.devices["bedroom_curtains"].flavour == "curtain"
    assert all(home.available(d) for d in home.devices)


async def test_capabilities_have_the_names_of_the_vocabulary(living: Any) -> None:
    house = [d for d in living.home.devices.values() if d.kind != "car"]
    named = {name for d in house for name in d.capabilities}
    assert named - VOCABULARY.keys() - SENSED == OWN_NAMES - VOCABULARY.keys()


async def test_light_is_switched_dimmed_and_coloured(living: Any) -> None:
    assert ended(await living.tell("living_room_light", "on", True)) == DONE
    assert ended(await living.tell("living_room_light", "brightness", 33)) == DONE
    assert ended(await living.tell("living_room_light", "color", "#ff8000")) == DONE
    assert ended(await living.tell("living_room_light", "color_temperature", 4000)) == DONE
    assert living.truth("living_room_light", "color") == "#ff8000"
    assert (await living.tell("living_room_light", "on", True)).kind is OutcomeKind.ALREADY


async def test_blinds_are_done_only_when_they_are_closed(living: Any) -> None:
    outcome = await living.tell("living_room_blinds", "open", False)
    assert ended(outcome) == DONE
    assert living.truth("living_room_blinds", "position") == 0
    assert ended(await living.tell("living_room_blinds", "position", 40)) == DONE
    assert "opening" in [t["new"] for t in living.truths() if t["device"] == "living_room_blinds"]


async def test_lock_turns(living: Any) -> None:
    assert ended(await living.tell("front_door", "locked", False)) == DONE
    assert living.truth("front_door", "locked") is False


async def test_climate_is_set_and_the_air_follows(living: Any) -> None:
    assert ended(await living.tell("living_room_air_conditioner", "mode", "cool")) == DONE
    assert ended(await living.tell("living_room_air_conditioner", "target_temperature", 21.5)) == DONE
    await living.until_it_says("living_room_air_conditioner", "action", "cooling")
    await living.until_it_says("living_room_air_conditioner", "temperature", 23.4)
    assert ended(await living.tell("living_room_air_conditioner", "on", False)) == DONE


async def test_fan_humidifier_and_plug_obey(living: Any) -> None:
    assert ended(await living.tell("bedroom_fan", "speed", 70)) == DONE
    assert ended(await living.tell("bedroom_fan", "oscillating", True)) == DONE
    assert ended(await living.tell("study_humidifier", "target_humidity", 55)) == DONE
    assert ended(await living.tell("coffee_machine", "on", True)) == DONE
    await living.until_it_says("coffee_machine", "power", 900)


async def test_speaker_plays_skips_and_is_muted(living: Any) -> None:
    assert ended(await living.tell("living_room_speaker", "playback", "playing")) == DONE
    assert ended(await living.tell("living_room_speaker", "next", True)) == DONE
    assert living.truth("living_room_speaker", "track") == 2
    assert ended(await living.tell("living_room_speaker", "volume", 15)) == DONE
    assert ended(await living.tell("living_room_speaker", "muted", True)) == DONE
    assert ended(await living.tell("living_room_speaker", "on", False)) == DONE


async def test_vacuum_cleans_one_room_and_goes_home(living: Any) -> None:
    outcome = await living.tell("vacuum", "clean_rooms", ("Bathroom",))
    assert ended(outcome) == STARTED
    assert living.truth("vacuum", "cleaning_room") == "Bathroom"
    await living.until_it_says("vacuum", "activity", "docked")
    assert living.truth("vacuum", "dock") == "emptying"
    assert ended(await living.tell("vacuum", "activity", "cleaning")) == STARTED
    assert ended(await living.tell("vacuum", "activity", "paused")) == DONE
    assert (await living.tell("vacuum", "activity", "returning")).kind in (OutcomeKind.DONE, OutcomeKind.STARTED)


async def test_vacuum_is_not_sent_to_a_room_it_does_not_know(living: Any) -> None:
    outcome = await living.tell("vacuum", "clean_rooms", ("Attic",))
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.choices == () or "Kitchen" in outcome.choices
    assert living.truth("vacuum", "activity") is None


async def test_cooker_cooks_the_chosen_menu_and_keeps_warm(living: Any) -> None:
    assert ended(await living.tell("rice_cooker", "menu", "reheat")) == DONE
    assert ended(await living.tell("rice_cooker", "start", True)) == STARTED
    assert living.truth("rice_cooker", "time_left") == 25
    assert ended(await living.tell("rice_cooker", "cancel", True)) == DONE
    await living.tell("rice_cooker", "start", True)
    await living.until_it_says("rice_cooker", "phase", "absorb")


async def test_sensors_tell_what_there_is_to_sense(living: Any) -> None:
    await living.control("hall_motion", "sense", {"motion": True})
    await living.until_it_says("hall_motion", "motion", True)
    await living.control("living_room_air", "sense", {"temperature": 30.5})
    await living.until_it_says("living_room_air", "temperature", 30.5)


async def test_silent_device_is_never_said_to_have_obeyed(living: Any) -> None:
    await living.control("kitchen_light", "fault", {"kind": "silent"})
    outcome = await living.tell("kitchen_light", "on", True, deadline_s=0.3)
    assert ended(outcome) == (OutcomeKind.UNKNOWN, Reason.NO_ANSWER)
    assert living.truth("kitchen_light", "on") is None


async def test_contradicting_device_is_believed_not_the_wish(living: Any) -> None:
    await living.control("kitchen_light", "fault", {"kind": "contradicting"})
    outcome = await living.tell("kitchen_light", "on", True, deadline_s=0.3)
    assert outcome.kind in (OutcomeKind.FAILED, OutcomeKind.UNKNOWN)
    assert outcome.reported is False
    await living.control("kitchen_light", "fault", {"kind": "none"})
    assert ended(await living.tell("kitchen_light", "on", True)) == DONE


async def test_slow_device_obeys_late(living: Any) -> None:
    await living.control("kitchen_light", "fault", {"kind": "slow", "seconds": 0.5})
    assert (await living.tell("kitchen_light", "on", True, deadline_s=0.2)).kind is OutcomeKind.UNKNOWN
    await living.until_it_says("kitchen_light", "on", True)


async def test_devices_announce_themselves_again_when_asked(living: Any) -> None:
    living.broker.published.clear()
    await living.broker.link().publish("homeassistant/status", b"online")
    await asyncio.sleep(0.2)
    topics = {p.topic for p in living.broker.published}
    assert {"homeassistant/device/kitchen_light/config", "homeassistant/device/car/config"} <= topics


async def test_house_says_everything_again_after_the_broker_was_away(living: Any) -> None:
    living.broker.go_down()
    await asyncio.sleep(0.02)
    living.broker.published.clear()
    living.broker.come_back()
    await asyncio.sleep(0.2)
    assert "homeassistant/device/kitchen_light/config" in {p.topic for p in living.broker.published}
    assert ended(await living.tell("kitchen_light", "on", True)) == DONE


async def test_kept_and_foreign_commands_do_nothing(living: Any) -> None:
    link = living.broker.link()
    for payload in (b"\xff\xfe", b"[" * 5000, b"NaN", b'{"brightness": 1e999}', b'{"color": {"r": {}}}'):
        for topic in ("kitchen_light/set", "vacuum/segments/clean", "bedroom_fan/speed/set", "vacuum/command"):
            await link.publish(f"home/{topic}", payload)
    await link.publish("simulator/kitchen_light/fault", b"explode")
    await asyncio.sleep(0.05)
    assert [t for t in living.truths() if t["device"] in ("kitchen_light", "bedroom_fan")] == []
    assert ended(await living.tell("kitchen_light", "on", True)) == DONE


def test_unknown_machine_is_named_with_those_there_are() -> None:
    with pytest.raises(HouseMistake, match=r"toaster.*"):
        house_specs('[devices.t]\nnames = ["T"]\nsimulated = { machine = "toaster" }')
    with pytest.raises(DevicesError):
        house_specs("devices = 3")


async def test_vacuums_own_settings_are_proved(living: Any) -> None:
    for capability, value in (("cleaning_mode", "mop"), ("water_level", "high"), ("passes", 2), ("fan_speed", "max")):
        assert ended(await living.tell("vacuum", capability, value)) == DONE, capability
    assert ended(await living.tell("vacuum", "clean_zone", "Under the table")) == STARTED
    await living.until_it_says("vacuum", "flag", "zone")
    await living.control("vacuum", "sense", {"mishap": "stuck"})
    await living.until_it_says("vacuum", "error", "stuck")
    await living.until_it_says("vacuum", "activity", "error")


async def test_empty_vacuum_is_not_said_to_have_begun(living: Any) -> None:
    await living.control("vacuum", "sense", {"battery": 5})
    outcome = await living.tell("vacuum", "clean_rooms", ("Kitchen",), deadline_s=0.5)
    assert outcome.kind in (OutcomeKind.FAILED, OutcomeKind.UNKNOWN)
    await living.until_it_says("vacuum", "refusal", "battery_low")


async def test_cookers_own_settings_are_proved_and_it_waits_for_its_time(living: Any) -> None:
    for capability, value in (
        ("menu", "congee"),
        ("cook_minutes", 120),
        ("keep_warm_minutes", 60),
        ("delay_minutes", 45),
        ("keep_warm", False),
    ):
        assert ended(await living.tell("rice_cooker", capability, value)) == DONE, capability
    assert ended(await living.tell("rice_cooker", "start", True)) == STARTED
    assert living.truth("rice_cooker", "status") == "delayed"
    await living.until_it_says("rice_cooker", "time_to_start", 45)


async def test_jammed_lock_is_not_said_to_be_locked(living: Any) -> None:
    await living.control("front_door", "fault", {"kind": "jammed"})
    outcome = await living.tell("front_door", "locked", False, deadline_s=0.5)
    assert outcome.kind is not OutcomeKind.DONE
    assert living.truth("front_door", "locked") is None


async def test_bulb_without_mains_is_not_there(living: Any) -> None:
    await living.control("floor_lamp", "press", {"to": False})
    async with asyncio.timeout(5):
        while living.home.available("floor_lamp"):
            await asyncio.sleep(0.005)
    assert (await living.tell("floor_lamp", "on", True, deadline_s=0.3)).kind is not OutcomeKind.DONE


def test_page_about_the_simulators_tells_every_fault_and_what_there_is() -> None:
    page = (Path(__file__).parents[3] / "docs" / "simulators.md").read_text("utf-8")
    assert [kind for kind in FAULTS if f"| `{kind}` |" not in page] == []
    assert f"{len(house_specs())} devices" in page
