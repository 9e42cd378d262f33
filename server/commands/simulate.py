"""The simulated house and car: in a process of their own, for `mimosa run --simulate` and `mimosa simulate`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from server.commands.ending import Status, fail
from server.commands.options import AsJson, settings_with
from server.commands.words import words

if TYPE_CHECKING:
    from devices.address import BrokerAddress

log = logging.getLogger(__name__)

STOP_S = 3.0
"""Seconds the simulators may take to end."""

MODULE = "devices.simulators.run"


def simulate(
    truth: Annotated[
        Path | None,
        typer.Option(help=words("Write what the devices really did to this file.", "把设备的真实动作写入此文件。")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    settings = settings_with(as_json=as_json)
    if not settings.broker:
        text = words(
            "Set `broker` to the address of a broker first, or use: mimosa run --simulate",
            "请先将 broker 设为代理地址,或使用:mimosa run --simulate",
        )
        fail(Status.USAGE, text, as_json=as_json)
    from devices.address import BrokerAddress

    broker = BrokerAddress.parse(settings.broker).as_user(settings.broker_username, settings.broker_password)
    os.execve(sys.executable, _command(broker, truth), _environment(broker))


@asynccontextmanager
async def simulated_home(broker: BrokerAddress, folder: Path) -> AsyncIterator[None]:
    """The simulators as a child for as long as the context lasts. They end with this process, however it ends.

    What the devices really did goes to `folder`/simulated.jsonl, the child's log to `folder`/simulated.log.
    """
    import devices.child

    launcher = [sys.executable, "-I", "-S", devices.child.__file__, str(os.getpid())]
    with _log_in(folder) as child_log:
        process = await asyncio.create_subprocess_exec(
            *launcher,
            *_command(broker, folder / "simulated.jsonl"),
            env=_environment(broker),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=child_log,
            stderr=child_log,
            start_new_session=True,
        )
    watch = asyncio.create_task(_report_end(process, folder / "simulated.log"))
    try:
        yield
    finally:
        watch.cancel()
        await _end(process)


def _log_in(folder: Path) -> BinaryIO:
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / "simulated.log").open("wb")


async def _report_end(process: asyncio.subprocess.Process, child_log: Path) -> None:
    code = await process.wait()
    log.error("the simulated house ended by itself (%d) and answers no more; its log is %s", code, child_log)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(STOP_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _command(broker: BrokerAddress, truth: Path | None) -> list[str]:
    scheme = "mqtts" if broker.tls else "mqtt"
    host = f"[{broker.host}]" if ":" in broker.host else broker.host
    command = [sys.executable, "-m", MODULE, "--broker", f"{scheme}://{host}:{broker.port}"]
    return [*command, "--truth", str(truth)] if truth else command


def _environment(broker: BrokerAddress) -> dict[str, str]:
    """Credentials travel in the environment: a command line can be read by everybody on the machine."""
    credentials = {"SIMULATOR_USERNAME": broker.username or "", "SIMULATOR_PASSWORD": broker.password or ""}
    return {**os.environ, **credentials}
