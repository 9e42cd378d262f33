"""Talking to the car at a real broker, in it and from outside, parked and on its way."""

import asyncio

import pytest

from tests.skills.live_house import CAR, PIN, LiveHouse

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="module"),
]

TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
WINDOW = "Vehicle.Cabin.Door.{}.Window.Position"
CABLE = "Vehicle.Powertrain.TractionBattery.Charging.ChargingPort.AnyPosition.IsChargingCableConnected"
CHARGING = "Vehicle.Powertrain.TractionBattery.Charging."
SPEED = "Vehicle.Speed"


async def test_from_outside_what_lets_people_in_needs_the_pin(live: LiveHouse) -> None:
    assert (await live.say("unlock the car")).reply == "To unlock 4 car doors, say or type your PIN."
    assert (await live.say(PIN)).reply == "4 car doors are unlocked."
    assert (await live.say("open the trunk")).reply == "To open the trunk, say or type your PIN."
    assert (await live.say(PIN)).outcome in ("done", "started")
    await live.until(CAR, TRUNK, True)
    assert (await live.say("关闭后备箱")).outcome in ("done", "started")
    await live.until(CAR, TRUNK, False)
    assert (await live.say("lock the car")).reply == "4 car doors and the trunk are locked."


async def test_charging_without_a_cable_and_with_one(live: LiveHouse) -> None:
    assert (await live.say("set the charge limit to 90")).reply == "The charge limit is set to 90%."
    without = await live.say("start charging")
    if without.outcome == "ask":
        without = await live.say("yes")
    assert without.outcome == "failed"
    assert live.became(CAR, f"{CHARGING}IsCharging") == []
    await live.tell("car", "sense", **{CABLE: True})
    await live.until(CAR, CABLE, True)
    charging = await live.say("start charging")
    if charging.outcome == "ask":
        charging = await live.say("yes")
    assert charging.outcome in ("done", "started")
    assert live.became(CAR, f"{CHARGING}IsCharging") == [True]
    assert (await live.say("停止充电")).outcome == "done"
    await live.tell("car", "sense", **{CABLE: False})


async def test_warmth_from_outside_is_asked_about(live: LiveHouse) -> None:
    assert (await live.say("warm up the car")).outcome == "ask"
    assert (await live.say("yes")).outcome == "done"
    assert (await live.say("把车里调到二十三度")).outcome in ("ask", "already")
    await live.say("好的")
    assert live.became(CAR, "Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature")[-1] in (22, 23)
    assert (await live.say("how full is the car")).reply.startswith("The battery of the car is at ")


async def test_on_the_way_the_trunk_stays_closed(live: LiveHouse) -> None:
    await live.tell("car", "drive", legs=[{"kmh": 60, "s": 1500}])
    await live.until(CAR, "Vehicle.IsMoving", True)
    refused = "I won't open the trunk while we're driving. I can when you're parked."
    for seat in ("driver", "passenger"):
        said = await live.say("open the trunk", seat=seat)  # type: ignore[arg-type]
        assert (said.outcome, said.reply) == ("refused", refused)
    assert (await live.say("打开后备箱", seat="driver")).reply == "行车途中我不打开后备箱。停好车以后就可以。"
    assert live.became(CAR, TRUNK) == [True, False]


async def test_a_little_air_at_ones_own_window(live: LiveHouse) -> None:
    assert (await live.say("open the window a little", seat="driver")).outcome in ("done", "started")
    await live.until(CAR, WINDOW.format("Row1.DriverSide"), 20)
    assert live.became(CAR, WINDOW.format("Row1.PassengerSide")) == []
    assert (await live.say("close the window", seat="driver")).outcome in ("done", "started")
    await live.until(CAR, WINDOW.format("Row1.DriverSide"), 0)


async def test_glass_warmth_and_music_of_the_car(live: LiveHouse) -> None:
    assert (await live.say("defrost the windscreen", seat="driver")).reply == "The windscreen defroster is on."
    assert (await live.say("把空调调到二十三度", seat="driver")).outcome in ("done", "already")
    assert live.became("living_room_air_conditioner", "target_temperature") == []
    assert (await live.say("next song", seat="driver")).outcome == "done"
    assert live.became("living_room_speaker", "track") == []
    assert (await live.say("what song is this", seat="driver")).reply.startswith("The car is playing ")
    assert (await live.say("volume up", seat="driver")).reply.startswith("The car's sound is at ")
    assert (await live.say("turn on seat heating", seat="driver")).outcome == "done"
    assert live.became(CAR, "Vehicle.Cabin.Seat.Row1.DriverSide.HeatingCooling") == [50]


async def test_what_only_hands_do(live: LiveHouse) -> None:
    said = await live.say("honk the horn", seat="driver")
    assert said.outcome == "refused"
    assert live.became(CAR, "Vehicle.Body.Horn.IsActive") == []


async def test_why_tells_what_was_known(live: LiveHouse) -> None:
    why = await live.say("why is the windscreen defroster on", seat="driver")
    if not why.tools:
        why = await live.say("why did you do that", seat="driver")
    assert "I knew then that the car was being driven." in why.reply
    await asyncio.sleep(0)
