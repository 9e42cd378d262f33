"""One spoken sentence, all the way: sound in, a real broker, the simulated house, and the reply heard again.

The person speaks with another voice (hibari) than the reply (piper). What really moved is read from the simulators' own
log, never from what Mimosa says.
"""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from devices.address import BrokerAddress
from devices.broker import start_broker
from devices.mqtt import MqttLink
from devices.simulators.control import answer_topic

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.models,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="module"),
]

MIMOSA = Path(sysconfig.get_path("scripts")) / "mimosa"


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class RunningMimosa:
    """A whole Mimosa with its simulated house, as `mimosa run --simulate` makes it."""

    def __init__(self, folder: Path, broker: BrokerAddress) -> None:
        self.folder = folder
        self.broker = broker
        self.port = free_port()
        # By its own clock it is noon: at night a vacuum is asked about first.
        noon = f"NOON{datetime.now(UTC).hour - 12:+d}"
        self.environment = os.environ | {
            "TZ": noon,
            "MIMOSA_DATA_DIR": str(folder),
            "MIMOSA_PORT": str(self.port),
            "MIMOSA_BROKER": f"{broker.host}:{broker.port}",
            "MIMOSA_BROKER_USERNAME": broker.username or "",
            "MIMOSA_BROKER_PASSWORD": broker.password or "",
            "MIMOSA_CORE": "off",
        }

    async def mimosa(self, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
        """Run a command of the command line; its exit status and JSON."""
        process = await asyncio.create_subprocess_exec(
            MIMOSA, *map(str, arguments), "--json", env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        out, errors = await process.communicate()
        assert out, errors.decode()
        return process.returncode or 0, json.loads(out)

    def truth(self) -> list[dict[str, Any]]:
        """What the devices really did, so far."""
        lines = (self.folder / "simulated.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def moved(self, device: str, capability: str) -> list[Any]:
        """The values this capability really took."""
        return [t["new"] for t in self.truth() if t["device"] == device and t.get("capability") == capability]

    @asynccontextmanager
    async def with_fault(self, device: str, fault: str) -> AsyncIterator[None]:
        """The device has a fault for as long as this lasts."""
        async with MqttLink(self.broker, client_id="test", status_topic=None, greet_producers=False) as link:
            await link.until_connected(60)
            await _direct(link, device, fault)
            yield
            await _direct(link, device, "none")

    async def until_ready(self) -> None:
        """Wait until ears, voice and devices are there."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}") as client:
            for _ in range(1200):
                try:
                    health = (await client.get("/api/health")).json()
                    devices = (await client.get("/api/devices")).json()["devices"]
                except httpx.TransportError:
                    pass
                else:
                    assert not any(str(s).startswith("missing: ears") for s in health["parts"].values()), health
                    if {health["parts"]["ears"], health["parts"]["voice"]} == {"ready"} and len(devices) >= 25:
                        return
                await asyncio.sleep(0.2)
        raise AssertionError("Mimosa was not ready in time")


async def _direct(link: MqttLink, device: str, fault: str) -> None:
    """Done when the simulation has answered."""
    request = f"{device}{fault}".replace("_", "")
    await link.subscribe(answer_topic(request))
    await link.publish(f"simulator/{device}/fault", json.dumps({"kind": fault, "request": request}).encode())
    async with asyncio.timeout(60):
        await anext(link.messages())


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="running")
async def running_mimosa(memory: Path) -> AsyncIterator[RunningMimosa]:
    folder = memory / "mimosa"
    folder.mkdir()
    async with start_broker(folder / "broker", port=0) as broker:
        running = RunningMimosa(folder / "data", broker)
        process = await asyncio.create_subprocess_exec(
            MIMOSA, "run", "--simulate", env=running.environment, stdout=sys.stderr, stderr=sys.stderr
        )
        try:
            await running.until_ready()
            yield running
        finally:
            # Whoever is impatient and asks twice gets the same clean end.
            for each in (signal.SIGTERM, signal.SIGINT):
                if process.returncode is None:
                    process.send_signal(each)
                    await asyncio.sleep(0.1)
            await asyncio.wait_for(process.wait(), 120)


@pytest.fixture(scope="module", name="recorded")
def recorded_sentence(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A sentence spoken by a voice that is not the reply's, as a WAV file at its own 24 kHz."""
    import numpy as np
    from hibari import SAMPLE_RATE, Hibari

    voice = Hibari()
    folder = tmp_path_factory.mktemp("spoken")

    def spoken(text: str) -> Path:
        file = folder / f"{abs(hash(text))}.wav"
        samples = (np.clip(voice(text, seed=7), -1, 1) * 32767).astype("<i2")
        quiet = np.zeros(SAMPLE_RATE // 2, "<i2")
        with wave.open(str(file), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(SAMPLE_RATE)
            sound.writeframes(np.concatenate([quiet, samples, quiet]).tobytes())
        return file

    return spoken


async def test_a_recorded_sentence_moves_the_right_device_and_the_reply_names_it(
    running: RunningMimosa, recorded: Callable[[str], Path], tmp_path: Path
) -> None:
    reply = tmp_path / "reply.wav"
    status, turn = await running.mimosa("hear", recorded("Start the vacuum in the kitchen."), "--out", reply)
    assert (status, turn["outcome"], turn["mind"]) == (0, "started", "reflex")
    assert running.moved("vacuum", "activity")[-1] == "cleaning"
    _, heard_again = await running.mimosa("hear", reply, "--conversation", "echo")
    assert "vacuum" in heard_again["heard"].lower()
    assert "kitchen" in heard_again["heard"].lower()


async def test_a_device_told_to_stay_silent_is_answered_honestly(
    running: RunningMimosa, recorded: Callable[[str], Path]
) -> None:
    before = running.moved("study_light", "on")
    async with running.with_fault("study_light", "silent"):
        _, turn = await running.mimosa("hear", recorded("Turn on the study light."))
    assert turn["outcome"] == "unknown"
    assert "not answered" in turn["reply"]
    assert running.moved("study_light", "on") == before


async def test_a_device_that_does_the_opposite_is_not_called_done(running: RunningMimosa) -> None:
    async with running.with_fault("garage_light", "contradicting"):
        _, turn = await running.mimosa("say", "turn on the garage light")
    assert turn["outcome"] in ("failed", "unknown")


async def test_an_unknown_room_is_never_widened_to_the_whole_house(running: RunningMimosa) -> None:
    before = running.truth()
    _, turn = await running.mimosa("say", "turn on the lights in the pantry")
    assert turn["outcome"] in ("ask", "refused", "not_understood", "answer")
    assert "pantry" in turn["reply"]
    assert [t for t in running.truth()[len(before) :] if t.get("capability") == "on"] == []


async def test_a_value_out_of_range_names_what_would_be_right(running: RunningMimosa) -> None:
    _, turn = await running.mimosa("say", "set the bedroom thermostat to 90 degrees")
    assert turn["outcome"] in ("failed", "refused")
    assert "30" in turn["reply"]


async def test_mandarin_moves_the_same_house_and_is_answered_in_mandarin(running: RunningMimosa) -> None:
    _, turn = await running.mimosa("say", "打开浴室的灯")
    assert turn["outcome"] in ("done", "already")
    assert "灯" in turn["reply"]
    assert running.moved("bathroom_light", "on")[-1] is True


async def test_noise_is_no_command(running: RunningMimosa, tmp_path: Path) -> None:
    import numpy as np

    file = tmp_path / "noise.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes((np.random.default_rng(1).normal(0, 3000, 48000)).astype("<i2").tobytes())
    _, turn = await running.mimosa("hear", file)
    assert turn["outcome"] == "not_understood"


async def test_what_is_remembered_of_a_person_is_used_and_forgotten(running: RunningMimosa) -> None:
    await running.mimosa("say", "remember that I like the bedroom at 21 degrees", "--person", "ada")
    _, other = await running.mimosa("say", "what do you know about me", "--person", "bob", "--conversation", "bob")
    assert "21" not in other["reply"]
    _, made = await running.mimosa("say", "make the bedroom the way I like it", "--person", "ada")
    assert made["outcome"] in ("done", "already", "started")
    assert running.moved("bedroom_thermostat", "target_temperature")[-1] == 21
    _, forgot = await running.mimosa("say", "forget that", "--person", "ada")
    assert forgot["outcome"] == "done"
    _, known = await running.mimosa("say", "what do you know about me", "--person", "ada")
    assert "21" not in known["reply"]


@pytest.mark.browser
async def test_a_sentence_spoken_into_the_browser_moves_the_device_and_is_answered_aloud(
    running: RunningMimosa, recorded: Callable[[str], Path]
) -> None:
    from playwright.async_api import async_playwright, expect

    chromium = shutil.which("chromium")
    assert chromium is not None, "there is no chromium on this machine"
    microphone = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={recorded('Turn on the coffee machine.')}%noloop",
        "--autoplay-policy=no-user-gesture-required",
        "--disable-background-networking",
        "--no-sandbox",
    ]
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=microphone)
        context = await browser.new_context(permissions=["microphone"], locale="en-GB")
        page = await context.new_page()
        await page.goto(f"http://127.0.0.1:{running.port}/")
        tile = page.locator("#tile-coffee_machine")
        expect.set_options(timeout=60_000)
        await expect(tile).to_have_attribute("data-on", "false")
        await page.keyboard.down("Space")
        await page.wait_for_timeout(6000)
        await page.keyboard.up("Space")
        await expect(page.locator(".turn-said")).to_contain_text("coffee machine is on")
        await expect(page.locator(".turn-heard p")).to_contain_text("coffee machine")
        await expect(tile).to_have_attribute("data-on", "true")
        await browser.close()
    assert running.moved("coffee_machine", "on")[-1] is True
