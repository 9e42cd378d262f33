"""Who is told of what waits for the house, and who may decide it."""

from dataclasses import replace
from datetime import UTC, datetime

from server.car.waiting import Waiter


async def test_what_waits_is_told_and_decided_with_a_scope_for_the_home_alone(road):
    class OneWaits:
        def __init__(self):
            at = datetime.now(UTC)
            self.one = Waiter("w-1", "close the blinds", "anna", "driver", at, at)
            self.decided = []

        def wishes(self):
            return [self.one]

        async def decide(self, wish, decision):
            self.decided.append((wish, decision))
            return replace(self.one, state="sent")

    waits = OneWaits()
    road.app.state.car.state.waiting = waits
    talker = road.units.pair("talker", "talk", "car.act")
    assert (await road.get("waiting", talker)).json() == {"wishes": []}
    told = await road.http.post("waiting/w-1", json={"decision": "yes"}, headers=road.headers(talker))
    assert (told.status_code, waits.decided) == (403, [])
    actor = road.units.pair("actor", "talk", "home.act")
    assert [w["id"] for w in (await road.get("waiting", actor)).json()["wishes"]] == ["w-1"]
    told = await road.http.post("waiting/w-1", json={"decision": "yes"}, headers=road.headers(actor))
    assert (told.json()["state"], waits.decided) == ("sent", [("w-1", "yes")])
