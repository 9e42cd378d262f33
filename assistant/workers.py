"""Engines that may crash or hang run in a process of their own: asked over a pipe, killed and replaced when needed.

    worker = Worker([sys.executable, "-m", "assistant.speech.piper_worker", voice], name="piper", start_timeout_s=30)
    async with contextlib.aclosing(worker.request({"text": "Hello."}, deadline_s=10)) as answers:
        async for header, sound in answers:
            ...

The child's side is in `assistant.workers_child`.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
from typing import Literal

from assistant.errors import EngineFailed
from assistant.worker_frames import Header
from assistant.worker_process import Exchange, WorkerProcess

State = Literal["stopped", "starting", "ready", "closed"]


class Worker:
    """One engine in a child process. One request runs at a time; others wait for their turn in order.

    Belongs to the event loop it is first used on.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        name: str,
        start_timeout_s: float,
        env: Mapping[str, str] | None = None,
        threads: int | None = None,
        niceness: int = 0,
    ) -> None:
        """`argv`: the child's program and arguments; it calls `workers_child.serve`. `name`: for logs and errors.

        `start_timeout_s`: seconds until it must be ready. `env`: variables over this process's own.
        `threads`: limit for the numeric libraries of the child that obey an environment variable (an engine with a
        setting of its own gets it in argv). `niceness`: 0 to 19; higher yields more to others.
        """
        self._argv = tuple(argv)
        self._name = name
        self._start_timeout_s = start_timeout_s
        self._env = {**os.environ, **_thread_limits(threads), **(env or {})}
        self._niceness = niceness
        self._process: WorkerProcess | None = None
        self._starting = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._closed = False
        self._ready: Header = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def state(self) -> State:
        """ "stopped" also after a death: the next request starts a new child."""
        if self._closed:
            return "closed"
        if self._starting.locked():
            return "starting"
        return "ready" if self._living() is not None else "stopped"

    @property
    def ready(self) -> Header:
        """What the child said of itself when it was last ready; empty before."""
        return self._ready

    @property
    def pid(self) -> int | None:
        """Process id of the living child."""
        living = self._living()
        return living.pid if living else None

    async def start(self) -> None:
        """Start the child and wait until it is ready; nothing to do where it is. Raises EngineMissing, EngineFailed."""
        await self._started()

    async def request(
        self, header: Header, body: bytes = b"", *, deadline_s: float
    ) -> AsyncGenerator[tuple[Header, bytes], None]:
        """Ask the child and stream its answers until its end. Starts a child where none lives.

        Closing the iterator early (use `contextlib.aclosing`) sends a cancel. `deadline_s` counts from the call,
        waiting for others included and starting the child not: then a running request's child is killed and replaced.
        Raises EngineFailed when the child died, hung or said it failed, EngineMissing when it cannot start.
        """
        asked = asyncio.get_running_loop().time()
        await self._wait_for_turn(deadline_s)
        waited = asyncio.get_running_loop().time() - asked
        try:
            process = await self._started()
            exchange = await process.begin(header, body, max(deadline_s - waited, 0.001))
        except BaseException:
            self._turn.release()
            raise
        self._in_background(self._end_turn(process, exchange))
        try:
            while (answer := await exchange.next()) is not None:
                yield answer
        finally:
            process.cancel(exchange)

    async def close(self) -> None:
        """End the child; a request that runs gets EngineFailed. A closed worker stays closed."""
        self._closed = True
        if self._process is not None:
            await self._process.close()
        async with self._starting:
            # Whoever was starting a child has seen by now that the worker is closed, and has killed it.
            if self._process is not None:
                await self._process.dead.wait()
        await asyncio.gather(*self._tasks)

    async def _wait_for_turn(self, deadline_s: float) -> None:
        try:
            async with asyncio.timeout(deadline_s):
                await self._turn.acquire()
        except TimeoutError as error:
            raise EngineFailed(f"{self._name} was busy with other requests for {deadline_s:g} s") from error

    async def _end_turn(self, process: WorkerProcess, exchange: Exchange) -> None:
        """The turn lasts until the child is done with the request, also where the caller has gone before."""
        await exchange.over.wait()
        self._turn.release()
        if process.dead.is_set() and not self._closed:
            await self._replaced()

    async def _replaced(self) -> None:
        """A child that died at work is replaced at once, so that the next request finds one ready."""
        try:
            await self._started()
        except EngineFailed:
            # The next request tries again and tells its caller.
            return

    async def _started(self) -> WorkerProcess:
        async with self._starting:
            if self._closed:
                raise EngineFailed(f"{self._name} is closed")
            living = self._living()
            if living is not None:
                return living
            process = await WorkerProcess.spawn(self._argv, name=self._name, env=self._env, niceness=self._niceness)
            self._process = process
            try:
                if self._closed:
                    raise EngineFailed(f"{self._name} is closed")
                self._ready = await process.ready(self._start_timeout_s)
            except BaseException:
                process.kill("was stopped while starting")
                await process.dead.wait()
                raise
            return process

    def _living(self) -> WorkerProcess | None:
        return None if self._process is None or self._process.dead.is_set() else self._process

    def _in_background(self, step: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(step)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _thread_limits(threads: int | None) -> dict[str, str]:
    if threads is None:
        return {}
    return dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
