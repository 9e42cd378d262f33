"""`mimosa eval discovery`: announcements in, one line each out."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from server.commands.evaluate import app
from server.evaluate.cases import CannotRead
from server.evaluate.discovery import discover_payloads


def line(case: str, topic: str, payload: object) -> dict[str, str]:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return {"id": case, "topic": f"homeassistant/{topic}/config", "payload": text}


LAMP = line("lamp", "light/lamp", {"name": "Lamp", "uniq_id": "lamp", "cmd_t": "l/set", "bri_cmd_t": "l/b"})
HUB = line(
    "hub",
    "device/hub",
    {
        "dev": {"ids": ["hub"], "name": "Hub"},
        "o": {"name": "hub"},
        "cmps": {
            "s": {"p": "switch", "cmd_t": "s", "uniq_id": "s"},
            "t": {"p": "sensor", "stat_t": "t", "uniq_id": "t"},
            "c": {"p": "camera", "t": "c", "uniq_id": "c"},
        },
    },
)
LOOP = line("loop", "sensor/x", {"stat_t": "a", "val_tpl": "{% for a in range(999) %}{{ a }}{% endfor %}"})
DEEP = line("deep", "light/x", "[" * 100_000)
TAG = line("tag", "tag/x", {"t": "a"})


def written(tmp_path: Path, *lines: dict[str, Any] | str) -> list[dict[str, Any]]:
    payloads, out = tmp_path / "payloads.jsonl", tmp_path / "out.jsonl"
    payloads.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines))
    discover_payloads(payloads, out)
    return [json.loads(one) for one in out.read_text().splitlines()]


def test_what_mosquitto_sub_writes_goes_by_its_topic(tmp_path: Path) -> None:
    heard = {"tst": "2026-11-22T05:31:18Z", "topic": LAMP["topic"], "retain": 1, "payload": LAMP["payload"]}
    assert [one["id"] for one in written(tmp_path, heard)] == [LAMP["topic"]]


def test_one_line_for_each_announcement(tmp_path: Path) -> None:
    lamp, hub, loop, deep, tag = written(tmp_path, LAMP, HUB, LOOP, DEEP, TAG)
    assert lamp == {
        "id": "lamp",
        "devices": [{"id": "lamp", "name": "Lamp", "kind": "light", "capabilities": ["brightness", "on"]}],
        "refused": None,
    }
    assert sorted(device["kind"] for device in hub["devices"]) == ["sensor", "switch"]
    assert "camera" in hub["refused"]
    assert [one["devices"] for one in (loop, deep, tag)] == [[], [], []]
    assert "loop over a range" in loop["refused"]
    assert "deep" in deep["refused"]
    assert "tag" in tag["refused"]


def test_each_component_goes_by_its_own_id_and_name(tmp_path: Path) -> None:
    box = {"ids": ["box"], "name": "Box"}
    parts = {
        "t": {"p": "sensor", "stat_t": "t", "uniq_id": "Box_T", "name": "Temperature"},
        "h": {"p": "sensor", "stat_t": "h", "uniq_id": "box_h", "name": None},
        "r": {"p": "switch", "cmd_t": "r", "uniq_id": "box_r", "name": "Relay"},
    }
    several, nameless, single = written(
        tmp_path,
        line("several", "device/box", {"dev": box, "o": {"name": "x"}, "cmps": parts}),
        line("nameless", "light/lonely", {"cmd_t": "x"}),
        line("single", "switch/box", {"name": None, "cmd_t": "r", "uniq_id": "box_r", "dev": box}),
    )
    shown = [(device["id"], device["name"], device["kind"]) for device in several["devices"]]
    assert shown == [("box_t", "Temperature", "sensor"), ("box_h", "Box", "sensor"), ("box_r", "Relay", "switch")]
    assert [(device["id"], device["name"]) for device in nameless["devices"]] == [("light_lonely", "lonely")]
    assert [(device["id"], device["name"]) for device in single["devices"]] == [("box_r", "Box")]
    assert all(isinstance(name, str) for device in several["devices"] for name in device["capabilities"])
    assert (several["refused"], set(several)) == (None, {"id", "devices", "refused"})


@pytest.mark.parametrize(
    "bad", ["no JSON", "[]", '{"id": "x", "topic": "t"}', '{"id": "x", "topic": "t", "payload": {}}']
)
def test_line_that_cannot_be_read_ends_it_with_its_number(tmp_path: Path, bad: str) -> None:
    with pytest.raises(CannotRead, match="line 2"):
        written(tmp_path, LAMP, bad, TAG)
    out = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [json.loads(one)["id"] for one in out] == ["lamp"]


def test_command_says_what_was_taken(tmp_path: Path) -> None:
    payloads, out = tmp_path / "payloads.jsonl", tmp_path / "out.jsonl"
    payloads.write_text(json.dumps(LAMP) + "\n" + json.dumps(TAG) + "\n")
    ran = CliRunner().invoke(app, ["discovery", "--payloads", str(payloads), "--out", str(out), "--json"])
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout) == {"payloads": 2, "refused": 1, "kinds": {"light": 1}}
    missing = CliRunner().invoke(app, ["discovery", "--payloads", str(tmp_path / "none"), "--out", str(out)])
    assert missing.exit_code != 0
