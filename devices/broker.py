"""The broker to use: one somebody runs already, or a child of ours."""

import asyncio
import contextlib
import errno
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from devices.address import PLAIN_PORT, BrokerAddress
from devices.broker_programs import LOOPBACK, PROGRAMS, USERNAME, BrokerName, BrokerProgram, best_program, credentials
from devices.errors import BrokerFailed

log = logging.getLogger(__name__)

START_S = 15.0
"""Seconds a broker may take until it listens."""

STOP_S = 5.0
"""Seconds it may take to save and end."""

LONGEST_PAUSE_S = 30.0
"""Between two attempts to start it again."""


@contextlib.asynccontextmanager
async def start_broker(
    data_dir: Path,
    *,
    address: BrokerAddress | None = None,
    port: int = PLAIN_PORT,
    program: BrokerName | None = None,
    no_delay: bool = True,
) -> AsyncIterator[BrokerAddress]:
    """The address of a broker for as long as the context lasts.

    `address`: one that runs already; it is used as it is, reachable or not. Otherwise a broker is started as a child,
    listening on this machine only, its files in `data_dir`/broker: `program`, or mosquitto where it is installed, or
    iotcore. `port` 0 takes a free one. A child that dies is started again; it never outlives this process.

    Raises BrokerFailed, naming the remedy.
    """
    if address is not None:
        yield address
        return
    child = _Child(PROGRAMS[program] if program else best_program(), data_dir / "broker", port or free_port(), no_delay)
    await child.start()
    watch = asyncio.create_task(child.keep_alive(), name=f"broker {child.program.name}")
    try:
        yield child.address
    finally:
        watch.cancel()
        await asyncio.wait({watch})
        await child.stop()


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


class _Child:
    """One broker as a child process."""

    def __init__(self, program: BrokerProgram, folder: Path, port: int, no_delay: bool) -> None:
        self.program = program
        self._folder = folder
        self._port = port
        self._no_delay = no_delay
        self._password = ""
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> BrokerAddress:
        """How to reach it."""
        return BrokerAddress(
            LOOPBACK, self._port, USERNAME, self._password, subscription_qos=self.program.subscription_qos
        )

    async def start(self) -> None:
        """Start it and wait until it listens. Raises BrokerFailed."""
        _refuse_taken(self._port)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._password = credentials(self._folder)
            command = self.program.prepare(self._folder, self._port, self._password, self._no_delay)
        except OSError as error:
            raise BrokerFailed(f"the broker's folder {self._folder} cannot be written: {error.strerror}") from error
        self._process = await self._spawn(command)
        try:
            await self._until_it_listens(self._process)
        except BaseException:
            await self.stop()
            raise
        log.info("%s listens on %s:%d", self.program.name, LOOPBACK, self._port)

    async def stop(self) -> None:
        """End it: politely, then for certain."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            log.warning("%s did not end in %g s and was killed", self.program.name, STOP_S)
            process.kill()
            await process.wait()

    async def keep_alive(self) -> None:
        """Start it again whenever it dies."""
        while True:
            assert self._process is not None
            code = await self._process.wait()
            log.error("%s ended by itself (%d); its log is in %s", self.program.name, code, self._folder)
            await self._start_again()

    async def _start_again(self) -> None:
        pause = 0.2
        while True:
            await asyncio.sleep(pause)
            try:
                return await self.start()
            except BrokerFailed as failure:
                pause = min(pause * 2, LONGEST_PAUSE_S)
                log.error("%s cannot be started again: %s", self.program.name, failure)

    async def _spawn(self, command: list[str]) -> asyncio.subprocess.Process:
        """Its error output goes to a file of its own, emptied at every start."""
        launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("child.py")), str(os.getpid())]
        errors = os.open(self._errors_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            return await asyncio.create_subprocess_exec(
                *launcher, *command, stdin=asyncio.subprocess.PIPE, stdout=errors, stderr=errors, start_new_session=True
            )
        finally:
            os.close(errors)

    @property
    def _errors_file(self) -> Path:
        return self._folder / f"{self.program.name}.errors"

    async def _until_it_listens(self, process: asyncio.subprocess.Process) -> None:
        try:
            async with asyncio.timeout(START_S):
                while not await _listens(self._port):
                    if process.returncode is not None:
                        raise BrokerFailed(f"{self.program.name} ended at its start: {self._last_words()}")
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise BrokerFailed(f"{self.program.name} did not listen on port {self._port} in {START_S:g} s") from None

    def _last_words(self) -> str:
        for file in (self._errors_file, self._folder / f"{self.program.name}.log"):
            with contextlib.suppress(FileNotFoundError):
                lines = file.read_text("utf-8", "replace").split("\n")
                words = [line for line in lines if line.strip()]
                if words:
                    return "; ".join(words[-2:])
        return f"its log is in {self._folder}"


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                remedy = (
                    "end the program that listens there, give its address as the broker to use, or choose another port"
                )
                raise BrokerFailed(f"port {port} is in use, so no broker can be started there; {remedy}") from error
            raise BrokerFailed(f"no broker can be started on port {port}: {error.strerror}") from error
