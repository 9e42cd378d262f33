"""The simulated house and car in a process of their own, for `mimosa run --simulate` and `mimosa simulate`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from server.commands import simulate_drive, simulate_orders
from server.commands.ending import Status, fail
from server.commands.options import AsJson, settings_with
from server.commands.simulated_broker import url_of, written_down
from server.commands.words import words

if TYPE_CHECKING:
    from devices.address import BrokerAddress

log = logging.getLogger(__name__)

STOP_S = 3.0
"""Seconds the simulators may take to end."""

MODULE = "devices.simulators.run"


app = typer.Typer(
    help=words(
        "Run only the simulated house and car, at the broker of the settings; or direct those that run.",
        "仅运行模拟的房屋和汽车,连接设置中的代理;或操控正在运行的模拟。",
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the simulation shall be."""

    truth: Path | None = None
    people: str = "none"
    speed: float = 1.0
    seed: int = 1
    commands: bool = False


class HowManyPeople(StrEnum):
    """How much of the family lives in the house."""

    NONE = "none"
    QUIET = "quiet"
    FAMILY = "family"


@app.callback(invoke_without_command=True)
def simulate(
    context: typer.Context,
    truth: Annotated[
        Path | None,
        typer.Option(help=words("Write what the devices really did to this file.", "把设备的真实动作写入此文件。")),
    ] = None,
    commands: Annotated[
        bool, typer.Option("--commands", help=words("Write every command there, too.", "也写入收到的每条命令。"))
    ] = False,
    people: Annotated[
        HowManyPeople,
        typer.Option(
            help=words(
                "quiet: they move and breathe; family: they also press switches.",
                "quiet:走动和呼吸;family:还会按开关。",
            )
        ),
    ] = HowManyPeople.QUIET,
    speed: Annotated[
        float, typer.Option(min=0.01, max=10_000, help=words("Simulated seconds in a real one.", "每秒模拟的秒数。"))
    ] = 1.0,
    seed: Annotated[int, typer.Option(help=words("Of everything that happens by chance.", "随机种子。"))] = 1,
    as_json: AsJson = False,
) -> None:
    if context.invoked_subcommand is not None:
        return
    settings = settings_with(as_json=as_json)
    if not settings.broker:
        text = words(
            "Set `broker` to the address of a broker first, or use: mimosa run --simulate",
            "请先将 broker 设为代理地址,或使用:mimosa run --simulate",
        )
        fail(Status.USAGE, text, as_json=as_json)
    from devices.address import BrokerAddress

    broker = BrokerAddress.parse(settings.broker).as_user(settings.broker_username, settings.broker_password)
    wanted = Wanted(truth, people.value, speed, seed, commands)
    os.execve(sys.executable, _command(broker, wanted), _environment(broker))


app.command(help=words("Let a device misbehave.", "让设备出故障。"))(simulate_orders.fault)
app.command(help=words("End faults, and what devices were made to feel.", "清除故障和设定的感知。"))(
    simulate_orders.clear
)
app.command(help=words("Let a device feel something.", "让设备感知某事。"))(simulate_orders.sense)
app.command(help=words("Operate a device by hand.", "用手操作设备。"))(simulate_orders.press)
app.command(help=words("Tell it something else.", "其他指令。"))(simulate_orders.tell)
app.command(help=words("Somebody comes home.", "某人回家。"))(simulate_orders.comes)
app.command(help=words("Somebody leaves.", "某人离家。"))(simulate_orders.goes)
app.command(help=words("Let the car drive, with passengers who speak.", "让汽车行驶,乘客会说话。"))(
    simulate_drive.drive
)
app.command("list", help=words("What is there, what is wrong with it, what it feels.", "列出设备、故障和可感知内容。"))(
    simulate_orders.listed
)


@asynccontextmanager
async def simulated_home(broker: BrokerAddress, folder: Path, people: str = "quiet") -> AsyncIterator[None]:
    """The simulators as a child for as long as the context lasts. They end with this process, however it ends.

    What the devices really did goes to `folder`/simulated.jsonl, the child's log to `folder`/simulated.log. `people` is
    "none", "quiet" (they press nothing, so that whoever tries things out is alone at the switches) or "family".
    """
    import devices.child

    launcher = [sys.executable, "-I", "-S", devices.child.__file__, str(os.getpid())]
    with _log_in(folder) as child_log:
        process = await asyncio.create_subprocess_exec(
            *launcher,
            *_command(broker, Wanted(folder / "simulated.jsonl", people)),
            env=_environment(broker),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=child_log,
            stderr=child_log,
            start_new_session=True,
        )
    watch = asyncio.create_task(_report_end(process, folder / "simulated.log"))
    try:
        with written_down(folder, broker):
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


def _command(broker: BrokerAddress, wanted: Wanted) -> list[str]:
    command = [sys.executable, "-m", MODULE, "--broker", url_of(broker), "--people", wanted.people]
    command += ["--speed", f"{wanted.speed:g}", "--seed", str(wanted.seed)]
    command += ["--commands"] if wanted.commands else []
    return [*command, "--truth", str(wanted.truth)] if wanted.truth else command


def _environment(broker: BrokerAddress) -> dict[str, str]:
    """Credentials travel in the environment: a command line can be read by everybody on the machine."""
    credentials = {"SIMULATOR_USERNAME": broker.username or "", "SIMULATOR_PASSWORD": broker.password or ""}
    return {**os.environ, **credentials}
