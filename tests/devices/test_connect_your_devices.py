"""What docs/connect-your-devices.md tells an owner to write is taken as it stands there."""

import json
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from devices.discovery.convention import Appeared
from devices.discovery.home_assistant import HomeAssistant
from devices.layout import parse_layout
from devices.link import Message

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "connect-your-devices.md").read_text("utf-8")


def block(first_line: str) -> str:
    """The indented block that begins with this line."""
    lines = PAGE[PAGE.index(f"    {first_line}\n") :].splitlines()
    kept = []
    for line in lines:
        if line.strip() and not line.startswith("    "):
            break
        kept.append(line[4:])
    return "\n".join(kept).strip() + "\n"


def test_the_file_is_taken() -> None:
    layout = parse_layout(block("[floors.ground]"), "docs")
    (said,) = layout.devices.values()
    assert (said.names, said.room, said.approved, said.at_least) == (
        ("Kitchen light", "厨房灯"),
        "kitchen",
        True,
        {"on": 3},
    )


def test_a_device_announced_by_hand_is_taken() -> None:
    found = re.search(r"-t (homeassistant/\S+/config) -m '(\{.*?\})'", PAGE, re.DOTALL)
    assert found is not None
    payload = json.dumps(json.loads(found[2])).encode()
    (appeared,) = HomeAssistant().read(Message(found[1], payload, retained=True))
    assert isinstance(appeared, Appeared)
    device = appeared.device
    assert (device.name, device.kind, device.room) == ("Coffee machine", "switch", "kitchen")
    assert device.capabilities["on"].writing is not None
    assert device.capabilities["on"].writing.topic == "cmnd/coffee/POWER"
    assert device.availability[0].online == b"Online"


@pytest.mark.slow
@pytest.mark.broker
def test_mosquitto_takes_its_settings_and_keeps_the_bulb_from_the_door(tmp_path: Path) -> None:
    mosquitto = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    if mosquitto is None or not shutil.which("mosquitto_passwd") or not shutil.which("mosquitto_pub"):
        pytest.skip("mosquitto and its clients are not on this machine")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for number, user in enumerate(("mimosa", "zigbee", "esphome")):
        command = ["mosquitto_passwd", "-b", *(["-c"] if number == 0 else []), str(tmp_path / "passwd"), user, "secret"]
        subprocess.run(command, check=True, capture_output=True)
    (tmp_path / "acl").write_text(block("user mimosa"))
    settings = block("listener 1883").replace("listener 1883", f"listener {port} 127.0.0.1\nuser root")
    (tmp_path / "house.conf").write_text(settings.replace("/etc/mosquitto/", f"{tmp_path}/"))
    broker = subprocess.Popen([mosquitto, "-c", str(tmp_path / "house.conf")], stderr=subprocess.DEVNULL)
    try:
        _until_it_listens(port)
        assert _heard(port, "zigbee2mqtt/door/set", by="esphome") == ""
        assert _heard(port, "esphome/lamp/state", by="esphome") == "said"
        assert _heard(port, "zigbee2mqtt/door/set", by="zigbee") == "said"
    finally:
        broker.terminate()
        broker.wait(10)


def _until_it_listens(port: int) -> None:
    for _ in range(200):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("mosquitto does not listen")


def _heard(port: int, topic: str, *, by: str) -> str:
    """What Mimosa hears when that user says "said" on the topic, kept by the broker."""
    at = ["-h", "127.0.0.1", "-p", str(port), "-P", "secret", "-t", topic]
    subprocess.run(["mosquitto_pub", *at, "-u", by, "-r", "-q", "1", "-m", "said"], capture_output=True, check=False)
    listening = ["mosquitto_sub", *at, "-u", "mimosa", "-C", "1", "-W", "2"]
    return subprocess.run(listening, capture_output=True, text=True, check=False).stdout.strip()
