"""A car whose data contradicts itself counts as moving: nothing moves that should not, and nobody pairs with it."""

import asyncio

TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"


async def test_parked_and_moving_at_once_is_unknown_and_the_trunk_stays_shut(road):
    assert (await road.get("state")).json()["driving"]["state"] == "parked"

    async def says_both():
        while True:
            await road.car_says("Vehicle.IsMoving", True)
            await asyncio.sleep(0.005)

    saying = asyncio.create_task(says_both())
    try:
        await road.until(lambda: road.home.driving(road.desk.car).value == "unknown")
        answer = (await road.command(TRUNK, True)).json()
        assert answer["outcome"] == "refused", answer
        assert len(answer["display"]["en"]) <= 40
        told = (await road.say("open the trunk")).json()
        assert told["outcome"] == "refused", told
    finally:
        saying.cancel()
    assert road.became(TRUNK) == []
