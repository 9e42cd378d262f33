"""Everybody sees, corrects, exports and erases their own; an owner the household's; a guest nothing."""

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from assistant.memory.happenings import Happening
from assistant.memory.sayings import Sayings
from devices.command import Command, Origin
from server.household_memory import forgetting_old

PATH = "/api/memory"
EVENING = datetime(2026, 5, 4, 19, 0, tzinfo=UTC)


async def live(house, person="owner", days=14, value=True):
    """The lamp goes on every evening."""
    start = datetime.now(UTC) - timedelta(days=days + 1)
    for day in range(days):
        at = start + timedelta(days=day)
        await house.mimosa.memory.habits.learn(Happening(at, person, "study", "desk_lamp", "on", value, "voice"))


async def added(house, name, role="adult"):
    return (await house.http.post("/api/members", json={"name": name, "role": role})).json()["id"]


async def shown(house, **query):
    return (await house.http.get(PATH, params=query)).json()


async def test_a_habit_is_told_with_numbers_that_are_in_the_database(house):
    await live(house)
    [habit] = (await shown(house))["habits"]
    evidence = await house.mimosa.memory.habits.evidence(habit["id"])
    assert (habit["name"], habit["action"], habit["value"]) == ("Desk lamp", "on", True)
    assert habit["times"] == len(evidence) == sum(day["times"] for day in habit["days"])
    assert [day["day"] for day in habit["days"]] == [happening.at.date().isoformat() for happening in evidence]
    told = [(each["time"], each["value"], each["by"]) for day in habit["days"] for each in day["happened"]]
    assert told == [(happening.at.strftime("%H:%M"), happening.value, happening.by) for happening in evidence]


async def test_each_is_shown_their_own_and_an_owner_everybodys(house):
    anna, ben = await added(house, "Anna"), await added(house, "Ben", "child")
    guest = await added(house, "Gast", "guest")
    await house.turn("remember that I like jazz", anna)
    assert [kept["person"] for kept in (await shown(house, person=anna), await shown(house, of=anna))] == [anna, anna]
    assert len((await shown(house, of=anna))["preferences"]) == 1
    for query in ({"person": ben, "of": anna}, {"person": guest}, {"person": guest, "of": anna}, {"person": "nobody"}):
        assert (await shown(house, **query))["type"] == "/api/problems/owner-only", query
    assert (await shown(house, person=ben))["preferences"] == []


async def test_a_preference_is_corrected_and_forgotten(house):
    await house.turn("remember that I like jazz")
    [kept] = (await shown(house))["preferences"]
    await house.http.put(f"{PATH}/preferences/{kept['id']}", json={"words": "I like blues"})
    [right] = (await shown(house))["preferences"]
    assert right["words"] == "I like blues"
    assert (await house.http.delete(f"{PATH}/preferences/{right['id']}")).status_code == 204
    again = await house.http.delete(f"{PATH}/preferences/{right['id']}")
    assert again.json()["type"] == "/api/problems/no-such-memory"


async def test_what_is_not_to_be_learnt_is_erased_and_not_learnt_again(house):
    await live(house)
    pair = {"device": "desk_lamp", "action": "on"}
    assert (await house.http.post(f"{PATH}/not-learnt", json=pair)).status_code == 204
    await live(house)
    told = await shown(house)
    assert (told["habits"], told["not_learnt"]) == ([], [pair])
    assert (await house.http.request("DELETE", f"{PATH}/not-learnt", json=pair)).status_code == 204
    await live(house)
    assert len((await shown(house))["habits"]) == 1


async def test_what_is_exported_erased_and_taken_in_is_the_same(house):
    await live(house)
    await house.turn("remember that I like jazz")
    await house.http.post("/api/phrases", json={"said": "desk time", "means": "turn on the desk lamp"})
    before, habits = (await house.http.get(f"{PATH}/export")).json(), (await shown(house))["habits"]
    await house.http.post(f"{PATH}/erase", json={"sure": True})
    assert (await shown(house))["habits"] == (await shown(house))["preferences"] == []
    taken = await house.http.post(f"{PATH}/import", json=before)
    # A suggestion is among it where the hour is one to suggest something in.
    assert taken.json()["new"] == sum(len(part) for part in before.values() if isinstance(part, list)) >= 16
    assert (await house.http.get(f"{PATH}/export")).json() == before
    assert (await shown(house))["habits"] == habits
    assert (await house.http.post(f"{PATH}/import", json=before)).json()["new"] == 0


@pytest.mark.parametrize("cut", ["half of the text", "a list is missing", "a field is missing", "a wrong moment"])
async def test_an_import_that_is_cut_short_changes_nothing(house, cut):
    await live(house)
    await house.turn("remember that I like jazz")
    before = (await house.http.get(f"{PATH}/export")).json()
    broken = json.loads(json.dumps(before))
    broken["preferences"][0] |= {"words": "something else"}
    if cut == "a list is missing":
        del broken["not_learnt"]
    elif cut == "a field is missing":
        del broken["happenings"][-1]["value"]
    else:
        broken["happenings"][-1]["at"] = "yesterday"
    text = json.dumps(broken)
    sent = text[: len(text) // 2] if cut == "half of the text" else text
    answer = await house.http.post(f"{PATH}/import", content=sent, headers={"content-type": "application/json"})
    assert answer.json()["type"] == "/api/problems/invalid"
    assert (await house.http.get(f"{PATH}/export")).json() == before


async def test_what_happened_goes_when_its_time_is_over(house):
    await live(house, days=14)
    habits, storage = house.mimosa.memory.habits, house.mimosa._database
    assert await forgetting_old(storage, habits, timedelta(days=400))() == 0
    assert await forgetting_old(storage, habits, timedelta(days=7))() > 0
    jumped = forgetting_old(storage, habits, timedelta(days=30), lambda: datetime(2090, 1, 1, tzinfo=UTC))
    assert await jumped() == 0


async def test_a_clock_that_is_ahead_for_an_hour_erases_nothing(house):
    await live(house, days=14)
    habits, storage, ahead = (
        house.mimosa.memory.habits,
        house.mimosa._database,
        datetime.now(UTC) + timedelta(days=4000),
    )
    for minute in range(30):
        await habits.learn(Happening(ahead + timedelta(minutes=minute), "owner", "study", "desk_lamp", "on", True))
    jumped = forgetting_old(storage, habits, timedelta(days=30), lambda: ahead)
    assert await jumped() == 0


async def test_nothing_of_it_leaves_the_machine(house, monkeypatch):
    asked = []
    looked_up, connected = socket.getaddrinfo, socket.socket.connect

    def look_up(host, *more, **also):
        asked.append(host)
        return looked_up(host, *more, **also)

    def connect(each, address):
        asked.append(address[0] if isinstance(address, tuple) else address)
        return connected(each, address)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket.socket, "connect", connect)
    anna = await added(house, "Anna")
    await house.turn("remember that I like jazz", anna)
    await house.turn("turn on the desk lamp", anna)
    await house.mimosa.home.execute(Command("desk_lamp", "on", False, origin=Origin(anna, "adult", "rest")))
    await house.http.post(f"/api/members/{anna}/voice", json={"agree": True, "language": "en"})
    await house.mimosa.memory.learning.look()
    await house.http.get(f"{PATH}/export", params={"of": anna})
    await house.http.post(f"{PATH}/erase", params={"of": anna}, json={"sure": True})
    assert [host for host in asked if host not in ("127.0.0.1", "::1", "localhost")] == []


async def test_names_are_listed_taken_back_exported_and_taken_in(house):
    ben = (await house.http.post("/api/members", json={"name": "Ben", "role": "child"})).json()["id"]
    assert (await house.turn("call the desk lamp the moon", ben))[-1]["outcome"] == "done"
    assert (await house.turn("turn on the moon"))[-1]["outcome"] == "done"
    [name] = (await house.http.get(PATH, params={"of": ben})).json()["nicknames"]
    assert (name["said"], name["about"], name["name"]) == ("moon", "desk_lamp", "Desk lamp")
    told = (await house.http.get(f"{PATH}/export", params={"of": ben})).json()
    gone = await house.http.delete(f"{PATH}/nicknames/{name['id']}", params={"of": ben})
    assert gone.status_code == 204
    assert (await house.turn("turn off the moon"))[-1]["outcome"] == "not_understood"
    assert (await house.http.delete(f"{PATH}/nicknames/{name['id']}", params={"of": ben})).status_code == 404
    assert (await house.http.post(f"{PATH}/import", params={"of": ben}, json=told)).json()["new"] == 1
    assert (await house.turn("turn off the moon"))[-1]["outcome"] == "done"


@pytest.mark.parametrize("who", ["owner", ""])
async def test_what_is_done_after_good_night_is_shown_with_each_time_and_ends_by_not_learning_it(house, who):
    start = datetime.now(UTC) - timedelta(days=7)
    sayings = Sayings(house.mimosa._database)
    for day in range(6):
        at = start + timedelta(days=day)
        await sayings.note("owner", "good_night", at, f"night {day}")
        off = Happening(at + timedelta(minutes=2), who, "study", "desk_lamp", "on", False, "hand")
        await house.mimosa.memory.habits.learn(off)
    [after] = (await shown(house))["after_sayings"]
    assert (after["saying"], after["name"], after["action"], after["value"]) == ("good_night", "Desk lamp", "on", False)
    assert (after["times"], after["of"], len(after["days"])) == (6, 6, 6)
    assert {each["by"] for day in after["days"] for each in day["happened"]} == {"hand"}
    await house.http.post(f"{PATH}/not-learnt", json={"device": "desk_lamp", "action": "on"})
    assert (await shown(house))["after_sayings"] == []


async def test_what_was_told_for_all_is_shown_with_the_household_and_erased_there(house):
    await house.turn("don't vacuum at night")
    assert (await shown(house))["preferences"] == []
    [rule] = (await shown(house, of="household"))["preferences"]
    assert rule["words"] == "don't vacuum at night"
    told = (await house.http.get(f"{PATH}/export", params={"of": "household"})).json()
    assert len(told["preferences"]) == 1
    gone = await house.http.delete(f"{PATH}/preferences/{rule['id']}", params={"of": "household"})
    assert gone.status_code == 204
    assert (await house.http.post(f"{PATH}/import", params={"of": "household"}, json=told)).json()["new"] == 1
    assert [each["words"] for each in (await shown(house, of="household"))["preferences"]] == [rule["words"]]
    erased = await house.http.post(f"{PATH}/erase", params={"of": "household"}, json={"sure": True})
    assert erased.json()["gone"]["preferences"] == 1
    assert (await shown(house, of="household"))["preferences"] == []
