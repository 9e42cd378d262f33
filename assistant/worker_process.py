"""One life of an engine's process: started, spoken to, and dead at the end."""

import asyncio
import contextlib
import itertools
import logging
import os
import signal
from collections.abc import Mapping, Sequence
from typing import Self

from assistant.errors import EngineFailed, EngineMissing
from assistant.worker_frames import BadFrame, Header, pack, read_frame

logger = logging.getLogger(__name__)

_CLOSE_GRACE_S = 2.0
_MAX_LOG_LINE = 2_000

Answer = tuple[Header, bytes]


class Exchange:
    """One request and its answers, ended by the child's end frame, its error frame or its death."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.over = asyncio.Event()
        self.deadline: asyncio.TimerHandle | None = None
        self._pieces: asyncio.Queue[Answer | EngineFailed | None] = asyncio.Queue()

    def add(self, answer: Answer) -> None:
        """A piece of the answer came."""
        self._pieces.put_nowait(answer)

    def end(self, failure: EngineFailed | None = None) -> None:
        """No more pieces come; the second end of an exchange says nothing."""
        if not self.over.is_set():
            self._pieces.put_nowait(failure)
            self.over.set()
        if self.deadline is not None:
            self.deadline.cancel()

    async def next(self) -> Answer | None:
        """The next piece, None after the last. Raises EngineFailed."""
        piece = await self._pieces.get()
        if isinstance(piece, EngineFailed):
            raise piece
        return piece


class WorkerProcess:
    """A running child. Make one with `spawn`."""

    def __init__(self, process: asyncio.subprocess.Process, name: str) -> None:
        self._process = process
        self._name = name
        self._numbers = itertools.count(1)
        self._exchange: Exchange | None = None
        self._ready: asyncio.Future[Header] = asyncio.get_running_loop().create_future()
        self._ready.add_done_callback(_retrieved)
        self._why_killed = ""
        self.dead = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())
        self._watching = [asyncio.create_task(self._bury()), asyncio.create_task(self._log())]

    @classmethod
    async def spawn(cls, argv: Sequence[str], *, name: str, env: Mapping[str, str], niceness: int) -> Self:
        """Start `argv` in a process group of its own. Raises EngineFailed where the program cannot be started."""
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *argv, stdin=pipe, stdout=pipe, stderr=pipe, env=dict(env), start_new_session=True
            )
        except OSError as error:
            raise EngineFailed(f"{name} could not be started: {error}") from error
        if niceness:
            with contextlib.suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, process.pid, niceness)
        return cls(process, name)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def ready(self, timeout_s: float) -> Header:
        """What the child says it is, once it is loaded. Raises EngineMissing, EngineFailed."""
        try:
            async with asyncio.timeout(timeout_s):
                return await asyncio.shield(self._ready)
        except TimeoutError as error:
            self.kill(f"was not ready after {timeout_s:g} s")
            raise EngineFailed(f"{self._name} was not ready after {timeout_s:g} s and was ended") from error

    async def begin(self, header: Header, body: bytes, deadline_s: float) -> Exchange:
        """Send a request; after `deadline_s` without its end the process is killed."""
        exchange = Exchange(next(self._numbers))
        if self.dead.is_set():
            exchange.end(self._failure())
            return exchange
        self._exchange = exchange
        exchange.deadline = asyncio.get_running_loop().call_later(deadline_s, self._overdue, deadline_s)
        await self._write(pack({"kind": "request", "id": exchange.number, "header": header}, body))
        return exchange

    def cancel(self, exchange: Exchange) -> None:
        """Tell the child that nobody waits for this any more; its end still comes, or its deadline."""
        if not exchange.over.is_set() and not self.dead.is_set() and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.write(pack({"kind": "cancel", "id": exchange.number}))

    def kill(self, why: str) -> None:
        """SIGKILL to the whole process group."""
        self._why_killed = self._why_killed or why
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    async def close(self) -> None:
        """Close the pipe, which ends the child; kill it if it does not end soon."""
        self._why_killed = self._why_killed or "was closed"
        if not self._ready.done():
            self.kill("was closed")
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(_CLOSE_GRACE_S):
                await self.dead.wait()
        except TimeoutError:
            self.kill("did not end when asked to")
            await self.dead.wait()

    def _overdue(self, deadline_s: float) -> None:
        logger.warning("%s (pid %d) passed its deadline of %.1f s and is killed", self._name, self.pid, deadline_s)
        self.kill(f"did not finish within {deadline_s:.1f} s and was ended")

    async def _write(self, frame: bytes) -> None:
        if self._process.stdin is None:
            return
        # A broken pipe means that the child is dying; the exchange ends with the reason when it is buried.
        with contextlib.suppress(OSError):
            self._process.stdin.write(frame)
            await self._process.stdin.drain()

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            while (frame := await read_frame(self._process.stdout)) is not None:
                self._take(*frame)
        except (BadFrame, KeyError) as error:
            self.kill(f"answered nonsense ({error})")

    def _take(self, envelope: Header, body: bytes) -> None:
        kind = envelope["kind"]
        if kind in ("ready", "missing", "failed"):
            self._take_start(kind, envelope)
            return
        exchange = self._exchange
        if exchange is None or envelope["id"] != exchange.number:
            raise BadFrame(f"an answer to request {envelope['id']}, which nobody made")
        if kind == "answer":
            exchange.add((envelope["header"], body))
        elif kind == "end":
            exchange.end()
        elif kind == "error":
            exchange.end(EngineFailed(f"{self._name}: {envelope['reason']}"))
        elif kind == "crashed":
            # The exchange ends with the process, so that no other request begins on a child that is dying.
            self.kill(f"crashed ({envelope['reason']})")
        else:
            raise BadFrame(f"a frame of kind {kind!r}")

    def _take_start(self, kind: str, envelope: Header) -> None:
        if self._ready.done():
            raise BadFrame(f"{kind!r} said twice")
        if kind == "ready":
            self._ready.set_result(envelope["header"])
            return
        error = EngineMissing if kind == "missing" else EngineFailed
        self._ready.set_exception(error(f"{self._name}: {envelope['reason']}"))

    async def _bury(self) -> None:
        """Notice the death at once, take what the child still wrote, end what waits for it."""
        code = await self._process.wait()
        self.kill("")
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._listening
        if not self._why_killed:
            logger.warning("%s (pid %d) ended by itself with status %d", self._name, self.pid, code)
            self._why_killed = f"died with status {code}"
        if not self._ready.done():
            self._ready.set_exception(self._failure())
        self.dead.set()
        if self._exchange is not None:
            self._exchange.end(self._failure())

    def _failure(self) -> EngineFailed:
        return EngineFailed(f"{self._name} {self._why_killed}")

    async def _log(self) -> None:
        assert self._process.stderr is not None
        rest = b""
        while chunk := await self._process.stderr.read(4096):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                logger.info("%s: %s", self._name, line[:_MAX_LOG_LINE].decode(errors="replace").rstrip())
            rest = rest[-_MAX_LOG_LINE:]
        if rest:
            logger.info("%s: %s", self._name, rest.decode(errors="replace").rstrip())


def _retrieved(ready: asyncio.Future[Header]) -> None:
    """A start that failed is told by `ready`, or by nobody when the worker is closed meanwhile."""
    if not ready.cancelled():
        ready.exception()
