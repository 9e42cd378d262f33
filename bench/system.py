"""The whole system: from a second `make run` to the first answered sentence, and the memory it all takes.

Also end of speech to first sound on the reflex path, stage by stage, over 24 recorded sentences through the running
system. Another voice (hibari) speaks than the one that answers.
"""

import asyncio
import io
import json
import os
import signal
import socket
import subprocess
import sysconfig
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import httpx
import numpy as np

from bench.table import Row, percentile

MIMOSA = Path(sysconfig.get_path("scripts")) / "mimosa"
SENTENCES = (
    "Turn on the kitchen light.", "Turn off the kitchen light.", "Start the vacuum in the kitchen.",
    "Send the vacuum back to the dock.", "Open the living room blinds.", "Close the living room blinds.",
    "Set the bedroom thermostat to twenty one degrees.", "How warm is it in the bedroom?", "Is the front door locked?",
    "Turn on the bedroom fan.", "Turn off the bedroom fan.", "Turn on the study light.", "Turn off the study light.",
    "Set the living room light to forty percent.", "Make the living room light red.", "Open the bedroom curtains.",
    "Close the bedroom curtains.", "Turn on the bathroom light.", "Turn off the bathroom light.",
    "Turn on the coffee machine.", "Turn off the coffee machine.", "What time is it?", "Is the garage door open?",
    "Turn off all the lights in the living room.",
)  # fmt: skip


async def measure() -> list[Row]:
    """Two starts in the same folder; figures of the second."""
    with TemporaryDirectory(prefix="mimosa-bench-") as folder:
        async with _running(Path(folder), core="off") as client:
            await _answered(client)
        began = perf_counter()
        async with _running(Path(folder), core="off") as client:
            await _answered(client)
            first = perf_counter() - began
            stages = await _spoken(client)
        async with _running(Path(folder), core="") as client:
            await _everything_ready(client)
            memory = _memory_mib()
    return [
        Row("second start to the first answered sentence", first, "s"),
        Row("memory of the running system, all processes, with the stand-in model", memory, "MiB"),
        *_stage_rows(stages),
    ]


def _stage_rows(stages: list[dict[str, float]]) -> list[Row]:
    rows = []
    for stage in ("hear", "understand", "act", "first sound"):
        values = [s[stage] for s in stages]
        rows += [Row(f"{stage}, p{share:.0%}"[:-1], percentile(values, share), "ms") for share in (0.5, 0.95)]
    totals = [s["hear"] + s["understand"] + s["act"] + s["first sound"] for s in stages]
    models = sum(s["hear"] + s["first sound"] for s in stages) / sum(totals)
    understood = sum(s["understood"] for s in stages)
    return [
        *rows,
        Row("end of speech to first sound, p50", percentile(totals, 0.5), "ms"),
        Row("end of speech to first sound, p95", percentile(totals, 0.95), "ms"),
        Row("share of the models in it", 100 * models, "%"),
        Row(f"recorded sentences answered by an act or a fact, of {len(SENTENCES)}", understood),
    ]


@asynccontextmanager
async def _running(folder: Path, core: str) -> AsyncIterator[httpx.AsyncClient]:
    port = _free_port()
    environment = os.environ | {"MIMOSA_DATA_DIR": str(folder), "MIMOSA_PORT": str(port)}
    environment |= {"MIMOSA_CORE": core} if core else {}
    # The second start finds the compiled modules of the first, whatever this shell says.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen([MIMOSA, "run", "--simulate"], env=environment, stdout=subprocess.DEVNULL)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            while True:
                try:
                    await client.get("/api/alive")
                    break
                except httpx.TransportError:
                    if process.poll() is not None:
                        raise
                    await asyncio.sleep(0.02)
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


async def _answered(client: httpx.AsyncClient) -> None:
    """Say a sentence until a device has really done it: the devices come in moments after the server."""
    for state in ("on", "off") * 200:
        events = await _turn(client, json={"text": f"turn {state} the kitchen light"})
        if events[-1]["outcome"] in ("done", "already"):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("no sentence was answered")


async def _everything_ready(client: httpx.AsyncClient) -> None:
    for _ in range(600):
        parts = (await client.get("/api/health")).json()["parts"]
        if set(parts.values()) == {"ready"}:
            await _turn(client, json={"text": "what should I wear"})
            return
        await asyncio.sleep(0.5)
    raise AssertionError(f"not everything became ready: {parts}")


async def _spoken(client: httpx.AsyncClient) -> list[dict[str, float]]:
    while (await client.get("/api/health")).json()["parts"]["voice"] == "loading":
        await asyncio.sleep(0.2)
    stages = []
    for sound in _recordings():
        events = await _turn(client, content=sound, headers={"Content-Type": "audio/wav"}, params={"speak": "true"})
        said = next((e for e in events if e["event"] == "said"), None)
        took = events[-1]["stages_ms"]
        stages.append(
            {
                "hear": took.get("hear", 0.0), "understand": took.get("understand", 0.0), "act": took.get("act", 0.0),
                "first sound": said["ms"] if said else 0.0,
                "understood": float(events[-1]["outcome"] in ("done", "already", "started", "answer")),
            }
        )  # fmt: skip
    return stages


async def _turn(client: httpx.AsyncClient, **request: Any) -> list[dict[str, Any]]:
    answer = await client.post("/api/turns", **request)
    answer.raise_for_status()
    return [json.loads(line) for line in answer.text.splitlines() if line]


def _recordings() -> list[bytes]:
    from hibari import SAMPLE_RATE, Hibari

    voice = Hibari()
    quiet = np.zeros(SAMPLE_RATE // 2)
    return [_wav(np.concatenate([quiet, voice(text, seed=7), quiet]), SAMPLE_RATE) for text in SENTENCES]


def _wav(samples: Any, rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def _memory_mib() -> float:
    """Proportional set size of this process's descendants, so that shared pages count once."""
    return sum(_pss_kib(pid) for pid in _descendants(os.getpid())) / 1024


def _descendants(pid: int) -> list[int]:
    children = [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*children, *(d for child in children for d in _descendants(child))]


def _pss_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    from bench.table import show

    show("system", asyncio.run(measure()))
