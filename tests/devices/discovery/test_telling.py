"""What only tells: people, events, versions, dates; and what is refused, with its reason."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from devices.command import Command
from devices.device import Shape, Value
from devices.discovery.ha.telling import NOT_TAKEN
from devices.discovery.home_assistant import HomeAssistant
from devices.home import Home
from devices.journal import Journal
from devices.loopback import LoopbackBroker, LoopbackLink
from devices.policy import Allow, Decision, Situation
from devices.simulators.house import Life, house_layout
from devices.simulators.people import People
from devices.simulators.run import simulate
from tests.devices.conftest import until

from .conftest import announced, component, found_by, rejected, told

PHONE = {"stat_t": "p", "pl_home": "here", "pl_not_home": "gone", "pl_rst": "lost", "src_type": "router"}


def test_tracker_tells_where_somebody_is() -> None:
    phone = component("device_tracker", PHONE)
    assert phone.kind == "device_tracker"
    location = phone.capabilities["location"]
    assert (location.shape, location.writable) == (Shape.TEXT, False)
    places = ("here", "gone", "Work", "lost", "unavailable", "")
    assert [told(location, p) for p in places] == ["home", "not_home", "Work", "unknown", "unknown", None]


def test_tracker_beside_a_battery_is_still_somebody() -> None:
    device = {"ids": ["phone"], "name": "Phone"}
    found = found_by(
        announced("homeassistant/sensor/phone/config", {"stat_t": "b", "dev_cla": "battery", "dev": device}),
        announced("homeassistant/device_tracker/phone/config", {**PHONE, "uniq_id": "phone", "dev": device}),
    )
    last = found[-1].device  # type: ignore[union-attr]
    assert (last.kind, set(last.capabilities)) == ("device_tracker", {"location", "battery"})


def test_coordinates_are_not_looked_at() -> None:
    with_place = component("device_tracker", {**PHONE, "json_attr_t": "p/attributes"})
    assert told(with_place.capabilities["location"], "here") == "home"
    assert "coordinates" in rejected("homeassistant/device_tracker/x/config", {"json_attr_t": "p/attributes"})


def test_event_is_what_happened_last() -> None:
    bell = component("event", {"stat_t": "e", "evt_typ": ["press", "hold"], "dev_cla": "doorbell"})
    event = bell.capabilities["event"]
    assert (event.shape, event.writable, event.choices) == (Shape.TEXT, False, ("press", "hold"))
    assert told(event, {"event_type": "hold", "duration": 3}) == "hold"
    assert [told(event, t) for t in ("press", '{"event_type": "jump"}', "{}", '{"event_type": 3}')] == [
        "press",
        None,
        None,
        None,
    ]
    assert not any(c.proved_by for c in bell.capabilities.values())


def test_update_tells_versions_and_installs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "devices.discovery")
    can = component("update", {"stat_t": "u", "cmd_t": "u/install", "pl_inst": "GO"}).capabilities
    assert not any(c.writable for c in can.values())
    assert "installing" in caplog.text
    state = {"installed_version": "1.2", "latest_version": 13, "in_progress": False}
    assert [told(can[n], state) for n in ("installed_version", "latest_version")] == ["1.2", "13"]
    assert [told(can[n], "1.2") for n in ("installed_version", "latest_version")] == ["1.2", None]
    apart = component("update", {"stat_t": "u", "l_ver_t": "u/new"}).capabilities["latest_version"]
    assert apart.reading is not None
    assert (apart.reading.topic, told(apart, "2.0")) == ("u/new", "2.0")


@pytest.mark.parametrize(
    ("platform", "says"), [("date", "2026-01-02"), ("time", "07:30"), ("datetime", "2026-01-02 07:30")]
)
def test_moments_are_read_only(platform: str, says: str) -> None:
    (moment,) = component(platform, {"stat_t": "m", "cmd_t": "m/set"}).capabilities.values()
    assert (told(moment, says), moment.writable) == (says, False)


@pytest.mark.parametrize("platform", NOT_TAKEN)
def test_what_is_not_taken_says_why(platform: str) -> None:
    config = {"t": "x", "cmd_t": "x/set", "stat_t": "x", "uniq_id": "x"}
    assert platform.rsplit("_", maxsplit=1)[-1][:3] in rejected(f"homeassistant/{platform}/x/config", config)


def test_what_nobody_knows_is_not_taken_either() -> None:
    assert "'teleporter'" in rejected("homeassistant/teleporter/x/config", {"stat_t": "x"})


class Listener:
    """A rule that only remembers what it was told of the house."""

    def __init__(self) -> None:
        self.anybody_home: list[bool | None] = []

    def __call__(self, command: Command, device: object, situation: Situation) -> Decision:
        self.anybody_home.append(situation.anybody_home)
        return Allow()


@asynccontextmanager
async def lived_in(journal: Journal, rule: Listener) -> AsyncIterator[tuple[Home, LoopbackLink]]:
    """The simulated house with its quiet family, as a run with simulation has it."""
    broker, layout = LoopbackBroker(), house_layout()
    home = Home(broker.link(), journal, [HomeAssistant()], [rule], layout=layout)
    life = Life(People.QUIET, 1)
    work = [
        asyncio.create_task(home.run()),
        asyncio.create_task(simulate(lambda _: broker.link(), None, 1.0, life=life)),
    ]
    try:
        await until(lambda: len(_people(home)) == 3 and all(home.fact(p, "location") for p in _people(home)), 20)
        yield home, broker.link()
    finally:
        for task in work:
            task.cancel()
        await asyncio.wait(work)


def _people(home: Home) -> list[str]:
    return [d.id for d in home.devices.values() if d.kind == "device_tracker"]


async def test_policy_knows_whether_the_simulated_family_is_at_home(journal: Journal) -> None:
    rule = Listener()
    async with lived_in(journal, rule) as (home, link):

        async def asked() -> bool | None:
            await home.execute(Command("hall_light", "on", True, deadline_s=0.01))
            return rule.anybody_home[-1]

        def places() -> set[Value]:
            return {fact.value for p in _people(home) if (fact := home.fact(p, "location"))}

        for somebody, place in ((False, "not_home"), (True, "home")):
            for person in _people(home):
                sent = {"person": person.removeprefix("person_"), "home": somebody}
                await link.publish("simulator/house/people", json.dumps(sent).encode())
            await until(lambda place=place: places() == {place})  # type: ignore[misc]
            assert await asked() is somebody
