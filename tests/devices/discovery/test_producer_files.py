"""Some 330 announcements as real producers make them: each of the right kind, or refused with a reason."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.discovery.convention import Appeared
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.payloads import read_components, read_payload
from devices.link import Message

FOLDER = Path(__file__).parent / "producers"
HELD_OUT = ("held_out", "held_out_again")
"""Collected after everything else, each time from producers that nothing was made for."""


def rows(*stems: str) -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.jsonl")):
        if not stems or file.stem in stems:
            yield from map(json.loads, file.read_text("utf-8").splitlines())


def is_right(row: dict[str, Any]) -> bool:
    read = read_components(row["topic"], row["payload"].encode())
    taken = Counter(device.kind for device in read.devices) == Counter(row["kinds"])
    return taken and bool(row["kinds"] or read.refused)


KNOWN = [row for row in rows() if not row["id"].startswith(HELD_OUT)]


@pytest.mark.parametrize("row", KNOWN, ids=[row["id"] for row in KNOWN])
def test_announcement_is_of_its_kind(row: dict[str, Any]) -> None:
    assert is_right(row), read_components(row["topic"], row["payload"].encode()).refused


@pytest.mark.parametrize("stem", HELD_OUT)
def test_announcements_of_unknown_producers_are_of_their_kinds(stem: str) -> None:
    held_out = [row for row in rows(stem) if row["kinds"]]
    right = [row["id"] for row in held_out if is_right(row)]
    assert len(right) >= 0.95 * len(held_out), sorted({row["id"] for row in held_out} - set(right))


def test_every_kind_is_among_them() -> None:
    kinds = Counter(kind for row in rows() for kind in row["kinds"])
    listed = """light switch fan cover lock climate humidifier vacuum valve media_player number select button sensor
        binary_sensor siren lawn_mower water_heater alarm_control_panel"""
    assert all(kinds[kind] >= 3 for kind in listed.split()), kinds


def test_all_of_them_live_in_one_home() -> None:
    convention = HomeAssistant()
    devices = {}
    for row in rows():
        for found in convention.read(Message(row["topic"], row["payload"].encode(), retained=True)):
            if isinstance(found, Appeared):
                devices[found.device.id] = found.device
    for device in devices.values():
        for capability in device.capabilities.values():
            if capability.reading is not None:
                for payload in (b"ON", b"{}", b"[]", b"21.5", b"", b"\xff", b'{"state": "ON", "value": 1}'):
                    capability.reading.decode(payload)
    assert len(devices) > 150


def test_one_payload_by_itself_is_the_same_device_as_in_the_home() -> None:
    for row in rows("players", "robots"):
        alone = read_payload(row["topic"], row["payload"].encode())
        assert alone.devices, row["id"]


def test_any_prefix_will_do_for_trying_out() -> None:
    read = read_components("house/ha/light/x/config", b'{"cmd_t": "a/b"}')
    assert [device.kind for device in read.devices] == ["light"]
