"""The one of two lamps that is meant by whoever said so before: learnt, taken, and put right by a word."""

from datetime import timedelta

from assistant.memory.happenings import Happening
from skills.surface import local_now


async def _twice(house):
    """A second lamp in the study, and six evenings on which the first was asked for by its name."""
    await house.announce("floor_lamp", "Floor lamp")
    await house.say("zigbee2mqtt/floor_lamp", "OFF")
    lamp = next(d for d in house.mimosa.home.devices if "desk_lamp" in d)
    room = house.mimosa.home.devices[lamp].room
    for days in range(6, 0, -1):
        at = local_now() - timedelta(days=days)
        await house.mimosa.memory.habits.learn(
            Happening(at, "owner", room, lamp, "on", True, "voice", turn=f"before {days}")
        )
    await house.until(lambda: sum("lamp" in d for d in house.mimosa.home.devices) == 2)
    return lamp, room


async def test_the_lamp_that_was_meant_is_taken_and_no_more_after_it_was_put_right(house):
    lamp, room = await _twice(house)
    taken = (await house.turn("turn on the lamp", "owner", place=room))[-1]
    assert "as usual" in taken["reply"]
    assert {entry.device for entry in await house.mimosa.home.history()} == {lamp}
    await house.turn("no, the other one", "owner", place=room)
    await house.mimosa.memory.learning.look()
    turns = [happening.turn for happening in house.mimosa.memory.habits.lately("owner") if happening.device == lamp]
    assert turns == [f"before {days}" for days in range(6, 0, -1)]
    again = (await house.turn("turn on the lamp", "owner", place=room))[-1]
    assert "as usual" not in again["reply"]
