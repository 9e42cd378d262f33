"""Every fault that can be ordered, as whoever listens to the device sees it, and as it really was."""

import json
from typing import Any

import pytest

from devices.simulators.misbehaving import some_of, spoilt
from devices.simulators.stage import FAULTS, Fault, fault_of

LAMP, STATE = "kitchen_light", "home/kitchen_light/state"
THERE = "home/kitchen_light/availability"


async def fault(still: Any, device: str, kind: str, seconds: float | None = None) -> None:
    told = {"kind": kind} | ({} if seconds is None else {"seconds": seconds})
    assert (await still.control(device, "fault", told))["ok"]
    still.broker.published.clear()


async def on(still: Any, is_on: bool = True) -> None:
    await still.tell("kitchen_light/set", {"state": "ON" if is_on else "OFF"})


def states(still: Any) -> list[str]:
    return [s["state"] for s in still.said(STATE)]


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_is_read_with_its_own_seconds(kind: str) -> None:
    assert fault_of(kind.encode()) == Fault(kind, FAULTS[kind])
    assert fault_of(json.dumps({"kind": kind, "seconds": 7}).encode()) == Fault(kind, 7)


@pytest.mark.parametrize(
    "told",
    [b"explode", b'{"kind": "slow", "seconds": -1}', b'{"kind": "slow", "seconds": true}', b'{"kind": []}', b"[", b""],
)
def test_what_is_no_fault_is_none(told: bytes) -> None:
    assert fault_of(told) is None


async def test_silent(still: Any) -> None:
    await fault(still, LAMP, "silent")
    await on(still)
    await still.pass_minutes(5)
    assert (states(still), still.became(LAMP, "on")) == ([], [])
    assert (await still.control(LAMP, "fault", {"kind": "none"}))["ok"]
    assert states(still) == ["OFF"]


async def test_slow(still: Any) -> None:
    await fault(still, LAMP, "slow", 5)
    await on(still)
    await still.clock.advance(4.9)
    assert states(still) == []
    await still.clock.advance(0.2)
    assert (states(still), still.became(LAMP, "on")) == (["ON"], [True])


async def test_contradicting(still: Any) -> None:
    await fault(still, LAMP, "contradicting")
    await on(still)
    assert (states(still), still.became(LAMP, "on")) == (["OFF"], [])


async def test_reverting(still: Any) -> None:
    await fault(still, LAMP, "reverting", 2)
    await on(still)
    assert states(still) == ["ON"]
    await still.clock.advance(2.1)
    assert (states(still), still.became(LAMP, "on")) == (["ON", "OFF"], [True, False])


async def test_reverting_cover_moves_back(still: Any) -> None:
    await fault(still, "garage_door", "reverting", 10)
    await still.tell("garage_door/set", "OPEN")
    await still.clock.advance(9)
    assert still.machine("garage_door").values["position"] == 100
    await still.clock.advance(10)
    assert still.machine("garage_door").values["position"] == 0


async def test_jammed_cover_stops_half_way(still: Any) -> None:
    await fault(still, "garage_door", "jammed")
    await still.tell("garage_door/set", "OPEN")
    await still.clock.advance(20)
    assert still.said("home/garage_door/state")[-1] == {"state": "open", "position": 50, "obstacle": "OFF"}


async def test_jammed_lock_says_so_and_is_not_locked(still: Any) -> None:
    await fault(still, "front_door", "jammed")
    await still.tell("front_door/set", "UNLOCK")
    await still.clock.advance(5)
    assert [s["state"] for s in still.said("home/front_door/state")] == ["UNLOCKING", "JAMMED"]
    assert still.machine("front_door").values["locked"] is True


async def test_jammed_vacuum_and_cooker_say_what_is_wrong(still: Any) -> None:
    await fault(still, "vacuum", "jammed")
    await fault(still, "rice_cooker", "jammed")
    await still.tell("vacuum/command", "start")
    await still.tell("rice_cooker/start")
    await still.clock.advance(10)
    assert still.says("vacuum", "error", "attributes")["name"] == "brush_jammed"
    assert still.says("rice_cooker", "fault") == "line"


async def test_jammed_lamp_gets_half_as_bright(still: Any) -> None:
    await on(still)
    await fault(still, LAMP, "jammed")
    await still.tell("kitchen_light/set", {"brightness": 51})
    assert still.machine(LAMP).values["brightness"] == 50


async def test_impossible(still: Any) -> None:
    await fault(still, "living_room_air", "impossible")
    for _ in range(4):
        await still.house.machines["living_room_air"].say_state()
    texts = [p.payload.decode() for p in still.broker.published if p.topic == "home/living_room_air/state"]
    assert {t.split('"temperature": ')[1].split(",")[0] for t in texts} == {"NaN", "1e+308", '"warm"', "-300"}
    assert spoilt({"state": "ON"}, -300) == {"state": "???"}
    assert spoilt("21.5", 1e308) == "1e+308"


async def test_duplicate(still: Any) -> None:
    await fault(still, LAMP, "duplicate")
    await on(still)
    assert (states(still), still.became(LAMP, "on")) == (["ON", "ON"], [True])


async def test_late_but_in_order(still: Any) -> None:
    await fault(still, LAMP, "late", 4)
    await on(still)
    await still.clock.advance(1)
    await on(still, False)
    assert (states(still), still.became(LAMP, "on")) == ([], [True, False])
    await still.clock.advance(3.1)
    assert states(still) == ["ON"]
    await still.clock.advance(1)
    assert states(still) == ["ON", "OFF"]


async def test_what_is_late_comes_before_what_follows_the_mending(still: Any) -> None:
    await fault(still, LAMP, "late", 40)
    await on(still)
    await still.control(LAMP, "clear", {})
    await still.pass_minutes(2)
    assert states(still) == ["ON", "ON"]
    await on(still, False)
    assert states(still)[-1] == "OFF"


async def test_disordered(still: Any) -> None:
    await fault(still, LAMP, "disordered", 1)
    await on(still)
    await still.clock.advance(1.1)
    assert (states(still), still.machine(LAMP).values["on"]) == (["ON", "OFF"], True)


async def test_offline_then_stale(still: Any) -> None:
    await on(still)
    await fault(still, LAMP, "offline_then_stale", 30)
    assert still.house.machines[LAMP].behaviour.is_there is False
    await still.tell("kitchen_light/set", {"brightness": 51})
    await still.machine(LAMP).press(False)
    assert (states(still), still.became(LAMP, "brightness")) == ([], [])
    await still.clock.advance(31)
    assert still.said(THERE)[-1] == "online"
    assert [(s["state"], p.retain) for s, p in zip(still.said(STATE), still.broker.published[-1:], strict=True)] == [
        ("OFF", True)
    ]
    await on(still)
    assert states(still)[-1] == "ON"


async def test_flapping(still: Any) -> None:
    await fault(still, LAMP, "flapping", 3)
    await still.clock.advance(20)
    said = still.said(THERE)
    assert said[:4] == ["offline", "online", "offline", "online"] or said[:4] == [
        "online",
        "offline",
        "online",
        "offline",
    ]
    await still.control(LAMP, "fault", {"kind": "none"})
    told = len(still.said(THERE))
    await still.clock.advance(20)
    assert (still.said(THERE)[-1], len(still.said(THERE))) == ("online", told)


async def test_half_of_a_group_is_chosen_by_the_seed(still: Any) -> None:
    lights = [i for i, m in still.house.machines.items() if m.components().get("main", {}).get("p") == "light"]
    told = await still.control("house", "fault", {"kind": "silent", "group": "light", "share": 0.5, "seed": 3})
    assert told["devices"] == list(some_of(lights, 0.5, 3))
    assert len(told["devices"]) == round(len(lights) / 2)
    assert {i for i in lights if still.machine(i).behaviour.fault.kind == "silent"} == set(told["devices"])
    assert some_of(lights, 0.5, 3) != some_of(lights, 0.5, 4)
    await still.control("house", "clear", {})
    assert {m.behaviour.fault.kind for m in still.house.machines.values()} == {"none"}


@pytest.mark.parametrize("group", ["kitchen", "Kitchen", "dimmable_lamp", "light", "all"])
async def test_groups_are_rooms_machines_and_platforms(still: Any, group: str) -> None:
    told = await still.control("house", "fault", {"kind": "silent", "group": group})
    assert LAMP in told["devices"]


@pytest.mark.parametrize(
    ("whom", "verb", "told", "problem"),
    [
        ("house", "fault", {"kind": "silent", "group": "attic"}, "kitchen"),
        ("house", "fault", {"kind": "silent", "share": 2}, "share"),
        ("house", "explode", {}, "clear"),
        ("house", "people", {"person": "anna", "home": True}, "nobody lives here"),
        ("house", "people", {}, "person"),
        (LAMP, "fault", {"kind": "explode"}, "silent"),
        (LAMP, "sense", {"motion": True}, "it feels nothing"),
        ("hall_motion", "sense", {"smoke": True}, "motion"),
        ("hall_motion", "sense", {"illuminance": -1}, "0 to 100000"),
        ("vacuum", "sense", {"bin": "gone"}, "missing"),
        ("hall_motion", "press", {}, "press"),
        (LAMP, "dance", {}, "sense"),
    ],
)
async def test_wrong_direction_is_answered_with_what_would_be_right(
    still: Any, whom: str, verb: str, told: dict[str, Any], problem: str
) -> None:
    answer = await still.control(whom, verb, told)
    assert answer["ok"] is False
    assert problem in answer["problem"]


async def test_list_tells_what_there_is_and_what_is_wrong(still: Any) -> None:
    await still.control(LAMP, "fault", {"kind": "slow"})
    devices = {d["id"]: d for d in (await still.control("house", "list", {}))["devices"]}
    assert len(devices) == len(still.house.machines)
    assert devices[LAMP]["fault"] == "slow"
    assert devices["bedroom_window"]["feels"]["window"] == "true, false"


async def test_every_command_and_act_is_in_the_truth(still: Any) -> None:
    await on(still)
    await still.tell("vacuum/command", "locate")
    received = [t for t in still.truth if "received" in t]
    assert [(t["device"], t["received"]) for t in received] == [
        (LAMP, "home/kitchen_light/set"),
        ("vacuum", "home/vacuum/command"),
    ]
    became = next(t for t in still.truth if t.get("capability") == "on")
    assert (became["command"], json.loads(became["payload"])) == (received[0]["command"], {"state": "ON"})
    act = next(t for t in still.truth if t.get("act") == "locate")
    assert (act["command"], act["cause"]) == (received[1]["command"], "home/vacuum/command")
    assert became["mono"] <= act["mono"]
