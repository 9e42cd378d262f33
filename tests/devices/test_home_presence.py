"""Which devices are there, and what becomes of those that report nonsense."""

import asyncio
from dataclasses import replace

import pytest

from devices.command import OutcomeKind, Reason
from devices.device import Device, Shape, Value, Writing
from tests.devices.conftest import QUICK_S, Place, capability, device, encode, lamp, stay_silent

DONE, FAILED, UNKNOWN = OutcomeKind.DONE, OutcomeKind.FAILED, OutcomeKind.UNKNOWN


async def says(place: Place, *words: bytes, retain: bool = False) -> None:
    for word in words:
        await place.devices_link.publish("lamp/available", word, retain=retain)
    await place.settle()


async def test_the_will_of_a_connection_that_was_replaced_does_not_make_the_device_offline(place: Place) -> None:
    await place.add(lamp())
    await says(place, b"online", b"online", b"offline")
    assert place.home.available("lamp") is None
    assert (await place.home.execute(place.wish("lamp", "on", True))).kind is DONE
    assert place.home.available("lamp") is True


async def test_a_contested_offline_was_right_where_the_device_does_not_answer(place: Place) -> None:
    await place.add(lamp())
    await says(place, b"online", b"online", b"offline")
    place.behaviour["lamp"] = stay_silent
    assert (await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))).kind is UNKNOWN
    assert place.home.available("lamp") is False
    assert (await place.home.execute(place.wish("lamp", "on", True))).reason is Reason.OFFLINE


async def test_a_device_that_goes_is_offline(place: Place) -> None:
    await place.add(lamp())
    await says(place, b"online", b"offline")
    await place.report("lamp/on", True)
    assert place.home.available("lamp") is False


async def test_what_the_broker_kept_does_not_replace_what_the_device_said(place: Place) -> None:
    await place.add(lamp())
    await says(place, b"offline", retain=True)
    await says(place, b"online")
    await place.home_link.unsubscribe("lamp/available")
    await place.home_link.subscribe("lamp/available")
    await place.settle()
    assert place.home.available("lamp") is True


async def test_a_device_that_reports_after_an_offline_that_was_kept_is_there(place: Place) -> None:
    await says(place, b"offline", retain=True)
    await place.add(lamp())
    await place.settle()
    assert place.home.available("lamp") is False
    await place.report("lamp/on", False)
    assert place.home.available("lamp") is True


async def goes_and_is_back(place: Place, *devices: Device) -> None:
    """It said that it is on, went, and is there again."""
    await place.add(*(devices or (lamp(),)))
    await says(place, b"online")
    await place.report("lamp/on", True)
    await says(place, b"offline", b"online")


async def test_what_was_known_of_a_device_that_was_away_is_in_doubt(place: Place) -> None:
    await goes_and_is_back(place)
    assert live_fact(place) == (True, False)
    place.behaviour["lamp"] = stay_silent
    assert (await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))).kind is UNKNOWN


async def test_the_first_word_of_a_device_that_is_back_proves_nothing_and_the_second_does(place: Place) -> None:
    await goes_and_is_back(place)
    await place.report("lamp/on", False)
    assert live_fact(place) == (False, False)
    assert (await place.home.execute(place.wish("lamp", "on", False))).kind is DONE
    assert (live_fact(place), len(place.wishes)) == ((False, True), 1)


async def test_a_command_on_its_way_is_not_proved_by_what_a_device_remembers(place: Place) -> None:
    await place.add(lamp())
    await says(place, b"online")

    async def restart(link: object, topic: str, wish: bytes) -> None:
        await says(place, b"offline", b"online")
        await place.devices_link.publish("lamp/on", b"true")

    place.behaviour["lamp"] = restart
    outcome = await place.home.execute(place.wish("lamp", "on", True, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)


async def test_a_device_that_is_back_is_asked_about_a_command_on_its_way(place: Place) -> None:
    await place.add(replace(lamp(), asking=Writing("lamp/get/set", lambda value: b"?")))
    await says(place, b"online")

    async def restart(link: object, topic: str, wish: bytes) -> None:
        if topic == "lamp/on":
            await says(place, b"offline", b"online")
        await place.devices_link.publish("lamp/on", b"true")

    place.behaviour["lamp"] = restart
    assert (await place.home.execute(place.wish("lamp", "on", True, deadline_s=60))).kind is DONE
    assert [topic for topic, _ in place.wishes] == ["lamp/on/set", "lamp/get/set"]


async def test_what_a_device_says_long_after_it_is_back_is_news(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.credence.REMEMBERS_S", 0.0)
    await goes_and_is_back(place)
    await place.report("lamp/on", False)
    assert live_fact(place) == (False, True)


async def test_a_word_that_goes_back_without_a_command_is_in_doubt(place: Place) -> None:
    await place.add(lamp())
    for value in (False, True, False):
        await place.report("lamp/on", value)
    assert live_fact(place) == (False, False)
    await place.report("lamp/on", True)
    assert live_fact(place) == (True, True)
    # While its reports overtake each other, an answer that goes back may be an older report as well.
    assert (await place.home.execute(place.wish("lamp", "on", False, deadline_s=QUICK_S))).kind is UNKNOWN
    assert len(place.wishes) == 1


async def test_a_word_that_goes_back_because_of_a_command_proves_it(place: Place) -> None:
    await place.add(lamp())
    for value in (False, True):
        await place.report("lamp/on", value)
    for kind in (DONE, OutcomeKind.ALREADY):
        assert (await place.home.execute(place.wish("lamp", "on", False))).kind is kind


async def test_a_word_that_goes_back_later_is_news(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.credence.OVERTAKEN_S", 0.0)
    await place.add(lamp())
    for value in (False, True, False):
        await place.report("lamp/on", value)
    assert live_fact(place) == (False, True)


def live_fact(place: Place) -> tuple[Value, bool]:
    """Whether the lamp is on, and whether that is live."""
    fact = place.home.fact("lamp", "on")
    assert fact is not None
    return fact.value, fact.live


def thermometer() -> Device:
    degrees = capability("t", "temperature", Shape.NUMBER, unit="°C", writing=None)
    damp = capability("t", "humidity", Shape.NUMBER, unit="%", writing=None)
    speed = capability("t", "speed", Shape.NUMBER, low=0, high=100, writing=None)
    return device("t", degrees, damp, speed, kind="sensor")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", -300),
        ("temperature", 1e308),
        ("temperature", "warm"),
        ("humidity", 5000),
        ("speed", -4000),
        ("speed", True),
    ],
)
async def test_what_cannot_be_is_no_fact_and_is_counted(place: Place, name: str, value: float) -> None:
    await place.add(thermometer())
    await place.report(f"t/{name}", value)
    assert place.home.fact("t", name) is None
    assert place.home.rejected("t", name) == 1


@pytest.mark.parametrize(("name", "value"), [("temperature", -40), ("humidity", 101), ("speed", 120), ("speed", 0)])
async def test_what_is_only_a_little_out_of_range_is_believed(place: Place, name: str, value: float) -> None:
    await place.add(thermometer())
    await place.report(f"t/{name}", value)
    fact = place.home.fact("t", name)
    assert fact is not None
    assert fact.value == value


async def test_a_sensor_that_keeps_reporting_nonsense_is_not_believed_until_it_makes_amends(place: Place) -> None:
    await place.add(thermometer())
    await place.report("t/temperature", 21)
    for _ in range(5):
        await place.report("t/temperature", -300)
    fact = place.home.fact("t", "temperature")
    assert fact is not None
    assert (fact.value, fact.live, place.home.distrusts("t", "temperature")) == (21, False, True)
    for degrees in (22, -300, 23, 24):
        await place.report("t/temperature", degrees)
        fact = place.home.fact("t", "temperature")
        assert fact is not None
        assert fact.live is False
    await place.report("t/temperature", 25)
    fact = place.home.fact("t", "temperature")
    assert fact is not None
    assert (fact.value, fact.live, place.home.distrusts("t", "temperature")) == (25, True, False)


async def test_whoever_watches_is_told_that_a_sensor_is_not_believed_any_more(place: Place) -> None:
    await place.add(thermometer())
    await place.report("t/temperature", 21)
    changes = place.home.changes()
    for _ in range(5):
        await place.devices_link.publish("t/temperature", encode(-300))
    async with asyncio.timeout(10):
        change = await anext(changes)
    assert change.facts["temperature"].live is False  # type: ignore[union-attr]


async def test_nonsense_is_no_proof(place: Place) -> None:
    await place.add(lamp())

    async def babble(link: object, topic: str, wish: bytes) -> None:
        await place.devices_link.publish("lamp/brightness", b"1e300")

    place.behaviour["lamp"] = babble
    outcome = await place.home.execute(place.wish("lamp", "brightness", 50, deadline_s=QUICK_S))
    assert (outcome.kind, outcome.reason) == (UNKNOWN, Reason.NO_ANSWER)


async def test_a_fact_is_as_old_as_it_is_also_when_the_clock_on_the_wall_is_set(place: Place) -> None:
    await place.add(lamp())
    await place.report("lamp/on", False)
    await asyncio.sleep(0.2)
    await place.home.execute(place.wish("lamp", "on", True))
    [entry] = await place.home.history()
    assert 0.1 < entry.known["fact"]["age_s"] < 60
