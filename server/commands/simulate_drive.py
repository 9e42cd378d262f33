"""`mimosa simulate drive`: a recorded or generated drive plays against the simulated car, with passengers who speak."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from server.commands.ending import Status, fail
from server.commands.options import settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from devices.address import BrokerAddress
    from devices.simulators.drive import Recording, Saying

CONNECT_S = 5.0
ANSWER_S = 60.0
TOKEN = "MIMOSA_CAR_TOKEN"
"""As `server.settings.CAR_TOKEN_VARIABLE` has it; that module costs every command its start."""


def drive(
    file: Annotated[
        Path | None,
        typer.Argument(help=words("A recorded drive, JSON lines; made up without it.", "行程记录文件;省略则生成。")),
    ] = None,
    seed: Annotated[int, typer.Option(help=words("Of a drive that is made up.", "生成行程的随机种子。"))] = 1,
    speed: Annotated[
        float, typer.Option(min=0.1, max=1000, help=words("Seconds of the drive in a real one.", "每秒播放的秒数。"))
    ] = 1.0,
    save: Annotated[
        Path | None, typer.Option(help=words("Only write the drive to this file.", "只把行程写入此文件。"))
    ] = None,
    server: Annotated[
        str,
        typer.Option(
            help=words(
                f"Let the passengers speak to this Mimosa, as the head unit whose access token is in {TOKEN}.",
                f"让乘客对这台 Mimosa 说话,车机访问令牌取自 {TOKEN}。",
            )
        ),
    ] = "",
) -> None:
    from devices.errors import DevicesError
    from devices.simulators.drive import read_drive, text_of
    from devices.simulators.drive_generator import generated

    try:
        way = read_drive(file) if file is not None else generated(seed)
        if save is not None:
            save.write_text(text_of(way), "utf-8")
            return
        asyncio.run(_play(_broker(), way, speed, _listener(server)))
    except (DevicesError, OSError) as error:
        fail(Status.FAILED, str(error), as_json=False)


def _broker() -> BrokerAddress:
    from server.commands.simulated_broker import broker_of

    broker = broker_of(settings_with(as_json=False))
    if broker is None:
        text = words(
            "No simulation runs here. Start one: mimosa run --simulate",
            "没有正在运行的模拟。请先:mimosa run --simulate",
        )
        fail(Status.NO_SERVER, text, as_json=False)
    return broker


def _listener(server: str) -> Callable[[Saying], Awaitable[None]]:
    """Who hears what is said: Mimosa, where there is a head unit's token; whoever looks on in any case."""
    token = os.environ.get(TOKEN, "")
    if server and not token:
        text = words(f"{TOKEN} is not set: pair a head unit, and take its token", f"未设置 {TOKEN}:请先配对车机")
        fail(Status.USAGE, text, as_json=False)

    async def heard(saying: Saying) -> None:
        print(f"[{saying.seat}, {saying.person}] {saying.says}", flush=True)
        if server:
            print(f"    {await asyncio.to_thread(_answer, server, token, saying)}", flush=True)

    return heard


def _answer(server: str, token: str, saying: Saying) -> str:
    """What Mimosa answers through the head unit's API; what is wrong where it does not."""
    import httpx

    told: dict[str, Any] = {"text": saying.says, "language": saying.language, "seat": saying.seat}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
    try:
        answer = httpx.post(f"{server.rstrip('/')}/api/car/v1/turns", json=told, headers=headers, timeout=ANSWER_S)
        body = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return str(body.get("reply") or body.get("detail") or body.get("title") or answer.status_code)


async def _play(
    broker: BrokerAddress, way: Recording, speed: float, heard: Callable[[Saying], Awaitable[None]]
) -> None:
    from devices.mqtt import MqttLink
    from devices.simulators.clock import RunningClock
    from devices.simulators.drive_player import play

    async with MqttLink(broker, status_topic=None, greet_producers=False) as link:
        await link.until_connected(CONNECT_S)

        async def feel(changed: Any) -> None:
            await link.publish("simulator/car/sense", json.dumps(changed).encode(), expiry_s=5)

        await play(way, RunningClock(speed), feel, heard)
