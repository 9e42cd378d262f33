"""A month with a family of four in fast time: the habits of each are learnt apart, and shown with their days."""

import json
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from assistant.memory.happenings import Happening, happenings
from bench.households import values
from skills.surface import local_now

DAYS = 40
LEARNT_BY = 14
"""Days after which it is counted what is filled in."""

pytestmark = pytest.mark.slow


def month(seed):
    """What they take, up to yesterday: the person's number, and the row."""
    rows = values(seed, days=DAYS, people=4)
    ends = datetime.fromisoformat(rows[-1]["ts"])
    shift = (local_now().replace(tzinfo=None) - ends).days
    for row in rows:
        # By whole weeks, so that a Monday stays one.
        at = datetime.fromisoformat(row["ts"]) + timedelta(days=shift // 7 * 7)
        yield row["resident"].rpartition("_")[2], at.astimezone(), row


async def live(house, seed):
    """They live a month; returns (filled in rightly, filled in, asked) after the first weeks."""
    habits, members = house.mimosa.memory.habits, house.mimosa.members
    people = {str(n): (await members.add(name, "adult")).id for n, name in enumerate(("Anna", "Ben", "Cleo", "小雨"))}
    right = filled = asked = 0
    first = None
    for number, at, row in month(seed):
        first = first or at
        person, around = people[number], row["around"]
        settled = row["changed"] is None or row["changed"] > 4
        if at - first > timedelta(days=LEARNT_BY) and settled and around["guests"] == "no":
            usual = habits.usual(person, row["device"], row["action"], at, row["place"], around)
            asked += 1
            filled += usual is not None
            right += usual is not None and usual.value == row["habit"]
        taken = Happening(at, person, row["place"], row["device"], row["action"], row["value"], "voice", around)
        await habits.learn(taken)
    return people, right, filled, asked


async def test_a_month_with_a_family_of_four(house, record_property):
    people, right, filled, asked = await live(house, 7)
    record_property("right when filled in, %", round(100 * right / filled, 1))
    record_property("filled in, %", round(100 * filled / asked, 1))
    print(f"right {right} of {filled} filled in, of {asked} asked")
    assert right >= 0.95 * filled
    assert filled >= 0.6 * asked
    seen = {}
    for person in people.values():
        shown = (await house.http.get("/api/memory", params={"person": person})).json()
        assert shown["habits"], person
        for habit in shown["habits"]:
            assert habit["times"] == sum(day["times"] for day in habit["days"])
            assert habit["times"] <= await in_the_database(house, person, habit)
            seen.setdefault((habit["device"], habit["action"]), {}).setdefault(person, habit["value"])
    differing = [each for each in seen.values() if len(set(each.values())) > 1]
    assert differing, "two who differ are both treated as they like"


async def in_the_database(house, person, habit):
    """How often that person took that value, as it is written down."""
    its = (
        happenings.c.person == person,
        happenings.c.device == habit["device"],
        happenings.c.action == habit["action"],
        happenings.c.value == json.dumps(habit["value"], ensure_ascii=False),
    )
    query = sa.select(sa.func.count()).where(*its)
    return await house.mimosa._database.read(lambda connection: connection.execute(query).scalar())
