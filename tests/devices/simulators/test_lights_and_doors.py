"""Lights fade and lose their mains; covers, garage doors and locks take their time."""

from typing import Any


async def test_light_fades_with_reports_on_the_way(still: Any) -> None:
    await still.tell("kitchen_light/set", {"state": "ON", "brightness": 255, "transition": 10})
    await still.clock.advance(5)
    half = still.says("kitchen_light", "brightness")
    assert 100 <= half <= 160
    await still.clock.advance(5.1)
    levels = [s["brightness"] for s in still.said("home/kitchen_light/state")][1:]
    assert levels == sorted(levels)
    assert len(levels) == 10
    assert levels[-1] == 255


async def test_light_that_fades_to_off_remembers_how_bright_it_was(still: Any) -> None:
    await still.tell("kitchen_light/set", {"state": "ON", "brightness": 128})
    await still.tell("kitchen_light/set", {"state": "OFF", "transition": 4})
    await still.clock.advance(2)
    assert still.says("kitchen_light", "state") == "ON"
    await still.clock.advance(2.1)
    assert (still.says("kitchen_light", "state"), still.machine("kitchen_light").values["brightness"]) == ("OFF", 50)
    await still.tell("kitchen_light/set", {"state": "ON"})
    assert still.says("kitchen_light", "brightness") == 128


async def test_newer_wish_ends_a_fade(still: Any) -> None:
    await still.tell("kitchen_light/set", {"state": "ON", "brightness": 255, "transition": 100})
    await still.clock.advance(20)
    await still.tell("kitchen_light/set", {"state": "OFF"})
    await still.clock.advance(100)
    assert still.machine("kitchen_light").values["on"] is False


async def test_light_tells_what_it_draws(still: Any) -> None:
    await still.tell("living_room_light/set", {"state": "ON", "brightness": 255})
    assert still.says("living_room_light", "power") == 12
    await still.tell("living_room_light/set", {"brightness": 128})
    assert still.says("living_room_light", "power") == 6
    await still.tell("living_room_light/set", {"state": "OFF"})
    assert still.says("living_room_light", "power") == 0.3


async def test_switch_on_the_wall_takes_the_bulb_off_the_network(still: Any) -> None:
    await still.tell("floor_lamp/set", {"state": "ON"})
    assert (await still.control("floor_lamp", "press", {}))["ok"]
    assert still.said("home/floor_lamp/availability")[-1] == "offline"
    told = len(still.said("home/floor_lamp/state"))
    await still.tell("floor_lamp/set", {"state": "ON"})
    assert len(still.said("home/floor_lamp/state")) == told
    await still.control("floor_lamp", "press", {})
    await still.clock.advance(2)
    assert still.said("home/floor_lamp/availability")[-1] == "online"
    assert still.says("floor_lamp", "state") == "ON"
    assert [t["cause"] for t in still.truth if t.get("capability") == "on"] == ["home/floor_lamp/set", "hand", "hand"]


async def test_button_of_a_light_is_seen_by_everybody(still: Any) -> None:
    await still.control("kitchen_light", "press", {})
    assert still.says("kitchen_light", "state") == "ON"
    await still.control("kitchen_light", "press", {"to": False})
    assert still.says("kitchen_light", "state") == "OFF"


async def test_garage_door_opens_again_where_something_is_in_the_way(still: Any) -> None:
    await still.tell("garage_door/set", "OPEN")
    await still.clock.advance(4)
    assert still.says("garage_door", "state") == "opening"
    await still.clock.advance(5)
    await still.tell("garage_door/set", "CLOSE")
    await still.clock.advance(4)
    await still.control("garage_door", "sense", {"obstacle": True})
    await still.clock.advance(10)
    assert (still.says("garage_door", "state"), still.says("garage_door", "position")) == ("open", 100)
    assert still.says("garage_door", "obstacle") == "ON"
    assert 0 not in still.became("garage_door", "position")


async def test_hand_stops_a_cover_that_moves(still: Any) -> None:
    await still.tell("garage_door/set", "OPEN")
    await still.clock.advance(4.1)
    await still.control("garage_door", "press", {})
    await still.clock.advance(10)
    assert 30 <= still.says("garage_door", "position") <= 60


async def test_lock_turns_in_a_second_and_by_hand(still: Any) -> None:
    await still.tell("front_door/set", "UNLOCK")
    assert still.says("front_door", "state") == "UNLOCKING"
    await still.clock.advance(1.1)
    assert still.says("front_door", "state") == "UNLOCKED"
    await still.control("front_door", "press", {"to": True})
    assert still.says("front_door", "state") == "LOCKED"
