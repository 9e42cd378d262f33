"""A light with topics of its own for everything: in which order it hears that it shall be on, and how bright."""

from typing import Any

import pytest

from devices.command import OutcomeKind
from devices.device import Capability, Device, Value
from tests.devices.conftest import Place

from .conftest import component, sent, told

LIGHT = {"cmd_t": "l/on/set", "stat_t": "l/on", "bri_cmd_t": "l/dim/set", "bri_stat_t": "l/dim", "bri_scl": 100}


def light(**more: Any) -> Device:
    return component("light", {**LIGHT, **more})


def messages(capability: Capability, wish: Value) -> list[tuple[str, str]]:
    writing = capability.writing
    assert writing is not None
    return [(m.topic, m.payload.decode()) for m in writing.messages(wish, writing.encode(wish))]


@pytest.mark.parametrize("order", [{}, {"on_cmd_type": "last"}, {"on_cmd_type": "sideways"}])
def test_last_is_the_rule(order: dict[str, str]) -> None:
    can = light(**order).capabilities
    assert messages(can["brightness"], 40) == [("l/dim/set", "40"), ("l/on/set", "ON")]
    assert messages(can["brightness"], 0) == [("l/dim/set", "0")]
    assert messages(can["on"], False) == [("l/on/set", "OFF")]


def test_first_is_on_and_then_how() -> None:
    can = light(on_cmd_type="first", pl_on="1", rgb_cmd_t="l/rgb/set", clr_temp_cmd_t="l/temp/set").capabilities
    assert messages(can["brightness"], 40) == [("l/on/set", "1"), ("l/dim/set", "40")]
    assert messages(can["color"], "#ff0000") == [("l/on/set", "1"), ("l/rgb/set", "255,0,0")]
    assert messages(can["color_temperature"], 4000) == [("l/on/set", "1"), ("l/temp/set", "250")]


def test_brightness_alone_switches_on_as_bright_as_it_was() -> None:
    can = light(on_cmd_type="brightness").capabilities
    assert messages(can["on"], True) == [("l/dim/set", "100")]
    assert told(can["brightness"], "35") == 35
    assert told(can["brightness"], "0") == 0
    assert messages(can["on"], True) == [("l/dim/set", "35")]
    assert messages(can["on"], False) == [("l/on/set", "OFF")]
    assert messages(can["brightness"], 60) == [("l/dim/set", "60")]


def test_one_object_says_it_all_at_once() -> None:
    can = component("light", {"schema": "json", "cmd_t": "l/set", "brightness": True}).capabilities
    assert messages(can["brightness"], 100) == [("l/set", '{"state": "ON", "brightness": 255}')]
    assert sent(can["on"], True)[0] == "l/set"


async def test_both_messages_leave_in_their_order(place: Place) -> None:
    await place.devices_link.subscribe("l/+/set")
    await place.add(light(on_cmd_type="first"))
    outcome = await place.home.execute(place.wish("thing", "brightness", 40))
    assert outcome.kind is OutcomeKind.DONE
    left = [(m.topic, m.payload) for m in place.broker.published if m.topic in ("l/on/set", "l/dim/set")]
    assert left == [("l/on/set", b"ON"), ("l/dim/set", b"40")]
