"""What people do becomes what habits are learnt from; what guests, automations and loose contacts do does not."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from assistant.memory.happenings import happenings
from devices.changes import DeviceChanged
from devices.command import Command, Origin
from devices.facts import Fact
from server.learning import Learning
from skills.surface import local_now

LAMP = "desk_lamp"


@pytest.fixture
def later(house):
    """Learning that looks twenty seconds later than it is; the product's own would look in a minute."""
    shift = [timedelta()]
    memory = house.mimosa.memory
    learning = Learning(house.mimosa.home, memory.habits, memory.members, lambda: local_now() + shift[0])
    shift[0] = timedelta(seconds=20)
    return learning


async def rows(house):
    def read(connection):
        return connection.execute(sa.select(happenings).order_by(happenings.c.id)).all()

    return [(row.person, row.device, row.action, row.value, row.by) for row in await house.mimosa._database.read(read)]


async def command(house, person, role, value=True, device=LAMP, surface="rest", **more):
    return await house.mimosa.home.execute(
        Command(device, "on", value, turn="t", origin=Origin(person, role, surface), **more)
    )


def changed(device, value, at):
    return DeviceChanged(device, {"on": Fact(value, at, True, 1, since=at)})


async def test_what_is_said_and_touched_is_learnt_of_who_did_it_and_its_echo_is_not(house, later):
    anna = (await house.http.post("/api/members", json={"name": "Anna", "role": "adult"})).json()["id"]
    await command(house, anna, "adult")
    await house.turn("turn off the desk lamp")
    later.notice(changed(LAMP, False, local_now()))
    assert await later.look() == 2
    assert await rows(house) == [(anna, LAMP, "on", "true", "touch"), ("owner", LAMP, "on", "false", "voice")]
    assert await later.look() == 0


async def test_what_is_done_by_hand_is_the_households(house, later):
    later.notice(changed(LAMP, True, local_now()))
    assert await later.look() == 1
    assert await rows(house) == [("", LAMP, "on", "true", "hand")]


@pytest.mark.parametrize("case", ["guest", "stranger", "unknown voice", "no learning", "guests are here", "undone"])
async def test_nothing_is_learnt_of(house, later, case):
    members = house.mimosa.members
    anna = (await members.add("Anna", "guest" if case == "guest" else "adult")).id
    if case == "no learning":
        await members.change(anna, learns=False)
    await members.set_guest_mode(case == "guests are here")
    who = {"stranger": ("p-nobody", "adult"), "unknown voice": ("unknown", "guest")}.get(case, (anna, "adult"))
    await command(house, *who, undoes="another" if case == "undone" else "")
    later.notice(changed(LAMP, True, local_now()))
    assert await later.look() == 0
    assert await rows(house) == []


async def test_a_loose_contact_and_an_automation_are_no_habit(house, later):
    for number in range(6):
        later.notice(changed(LAMP, bool(number % 2), local_now() + timedelta(seconds=number)))
    assert await later.look() == 0
    for number in range(6):
        await house.announce(f"lamp_{number}", f"Lamp {number}")
    await house.until(lambda: "lamp_5" in house.mimosa.home.devices)
    at = local_now()
    for number in range(6):
        later.notice(changed(f"lamp_{number}", True, at))
    assert await later.look() == 0
    assert await rows(house) == []


async def test_locks_and_alarms_are_not_learnt_the_safe_way_neither(house, later):
    await house.announce("front_door", "Front door", "lock")
    await house.until(lambda: "front_door" in house.mimosa.home.devices)
    at = local_now()
    for value in (True, False):
        later.notice(DeviceChanged("front_door", {"locked": Fact(value, at, True, 1, since=at)}))
    assert await later.look() == 0


async def test_what_is_done_in_the_house_is_learnt_without_anybody_looking(house, monkeypatch):
    monkeypatch.setattr("server.learning.SETTLED_S", 0.01)
    await command(house, "owner", "owner")
    async with asyncio.timeout(20):
        while not await rows(house):
            await asyncio.sleep(0.02)
    assert (await rows(house))[0][:4] == ("owner", LAMP, "on", "true")


async def test_of_somebody_who_has_left_nothing_more_is_learnt(house, later):
    ben = (await house.http.post("/api/members", json={"name": "Ben", "role": "adult"})).json()["id"]
    await later.look()
    await command(house, ben, "adult")
    await house.http.delete(f"/api/members/{ben}")
    await later.look()
    assert await rows(house) == [], "what was still on its way neither"
    await command(house, ben, "adult", value=False)
    await later.look()
    assert await rows(house) == []
