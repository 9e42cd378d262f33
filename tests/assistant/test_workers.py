"""Engines in their own processes: asked, streamed, cancelled, killed and replaced."""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from assistant.errors import EngineFailed, EngineMissing
from assistant.worker_frames import Header
from assistant.workers import Worker
from tests.passing_time import let_pass

CHILD = str(Path(__file__).parent / "engine_child.py")
ROOT = str(Path(__file__).parents[2])


def worker_of(how: str = "well", **options: object) -> Worker:
    settings = {"name": "ears", "start_timeout_s": 60.0, "env": {"PYTHONPATH": ROOT}, **options}
    return Worker([sys.executable, CHILD, how], **settings)  # type: ignore[arg-type]


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = worker_of()
    yield worker
    await worker.close()


async def ask(
    worker: Worker, header: Header, body: bytes = b"", deadline_s: float = 60.0
) -> list[tuple[Header, bytes]]:
    return [answer async for answer in worker.request(header, body, deadline_s=deadline_s)]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


async def until_dead(pid: int) -> None:
    await until(lambda: not is_alive(pid))


class TestAsking:
    async def test_a_request_starts_the_child_and_carries_a_binary_body_both_ways(self, worker: Worker) -> None:
        assert worker.pid is None
        body = bytes(range(256)) * 8000
        [(header, echoed)] = await ask(worker, {"do": "echo", "say": "灯 on"}, body)
        assert (header["said"], echoed) == ("灯 on", body)
        assert worker.state == "ready"
        assert worker.ready == {"rate": 16000}

    async def test_answers_come_while_the_child_still_works(self, worker: Worker) -> None:
        answers = worker.request({"do": "sleep", "s": 60}, deadline_s=90)
        async with contextlib.aclosing(answers):
            header, _ = await anext(answers)
        assert header == {"asleep": True}

    async def test_requests_at_the_same_time_are_answered_one_after_another(self, worker: Worker) -> None:
        both = await asyncio.gather(*(ask(worker, {"do": "count", "to": 5, "pause_s": 0.01}) for _ in range(3)))
        assert both == [[({"number": n}, b"") for n in range(5)]] * 3

    async def test_a_caller_who_dawdles_holds_nobody_up(self, worker: Worker) -> None:
        slow = worker.request({"do": "count", "to": 3}, deadline_s=60)
        await anext(slow)
        assert await ask(worker, {"do": "echo"})
        assert [header["number"] async for header, _ in slow] == [1, 2]

    async def test_leaving_early_cancels_and_frees_the_child(self, worker: Worker) -> None:
        await worker.start()
        pid = worker.pid
        answers = worker.request({"do": "count until cancelled"}, deadline_s=60)
        async with contextlib.aclosing(answers):
            await anext(answers)
        [(header, _)] = await ask(worker, {"do": "echo"})
        assert header["pid"] == pid

    async def test_a_cancelled_task_cancels_the_request(self, worker: Worker) -> None:
        await worker.start()
        pid = worker.pid
        task = asyncio.create_task(ask(worker, {"do": "count until cancelled"}, deadline_s=60))
        await asyncio.sleep(0.1)
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        [(header, _)] = await ask(worker, {"do": "echo"})
        assert header["pid"] == pid

    async def test_what_libraries_print_goes_to_the_log(self, worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO):
            assert await ask(worker, {"do": "print"}) == [({"printed": True}, b"")]
            await worker.close()
            await until(lambda: "native code too" in caplog.text)


class TestFailing:
    async def test_a_request_the_engine_refuses_leaves_the_child_alive(self, worker: Worker) -> None:
        await worker.start()
        pid = worker.pid
        with pytest.raises(EngineFailed, match="ears: this one cannot be done"):
            await ask(worker, {"do": "fail"})
        assert worker.pid == pid

    async def test_a_child_that_dies_is_noticed_at_once_and_replaced(self, worker: Worker) -> None:
        answers = worker.request({"do": "die"}, deadline_s=600)
        assert (await anext(answers))[0] == {"last": "words"}
        with pytest.raises(EngineFailed, match="ears died with status 7"):
            await anext(answers)
        assert await ask(worker, {"do": "echo"})

    async def test_a_bug_in_the_engine_names_its_place_and_keeps_what_was_said_out_of_the_log(
        self, worker: Worker, caplog: pytest.LogCaptureFixture
    ) -> None:
        with (
            caplog.at_level(logging.DEBUG),
            pytest.raises(EngineFailed, match=r"ValueError at engine_child\.py") as error,
        ):
            await ask(worker, {"do": "crash", "secret": "my door code"})
        assert "door code" not in str(error.value)
        assert await ask(worker, {"do": "echo"})
        assert "door code" not in caplog.text

    async def test_a_child_that_hangs_is_killed_at_its_deadline_and_replaced(self, worker: Worker) -> None:
        await worker.start()
        hung = worker.pid
        assert hung is not None
        with pytest.raises(EngineFailed, match=r"did not finish within 0\.3 s"):
            await ask(worker, {"do": "sleep", "s": 60}, deadline_s=0.3)
        await until_dead(hung)
        [(header, _)] = await ask(worker, {"do": "echo"})
        assert header["pid"] != hung

    async def test_a_stopped_child_is_killed_at_its_deadline_too(self, worker: Worker) -> None:
        await worker.start()
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(EngineFailed):
            await ask(worker, {"do": "echo"}, bytes(8_000_000), deadline_s=0.3)
        assert await ask(worker, {"do": "echo"})

    async def test_a_hang_takes_only_its_own_request_with_it(self, worker: Worker) -> None:
        await worker.start()
        hung, waiting = await asyncio.gather(
            ask(worker, {"do": "sleep", "s": 60}, deadline_s=0.3), ask(worker, {"do": "echo"}), return_exceptions=True
        )
        assert isinstance(hung, EngineFailed)
        assert isinstance(waiting, list)

    async def test_a_request_that_never_gets_its_turn_says_so(self, worker: Worker) -> None:
        running = asyncio.create_task(ask(worker, {"do": "sleep", "s": 1.0}))
        await asyncio.sleep(0.01)
        with pytest.raises(EngineFailed, match="busy with other requests"):
            await ask(worker, {"do": "echo"}, deadline_s=0.2)
        assert await running

    async def test_an_abandoned_hang_is_still_killed_at_its_deadline(self, worker: Worker) -> None:
        await worker.start()
        hung = worker.pid
        assert hung is not None
        answers = worker.request({"do": "sleep", "s": 60}, deadline_s=60)
        async with contextlib.aclosing(answers):
            await anext(answers)
        let_pass(60)
        await until_dead(hung)

    async def test_nonsense_from_the_child_is_a_failure(self, worker: Worker) -> None:
        with pytest.raises(EngineFailed, match="answered nonsense"):
            await ask(worker, {"do": "garbage"})
        assert await ask(worker, {"do": "echo"})

    async def test_a_killed_child_takes_its_own_children_with_it(self, worker: Worker) -> None:
        answers = worker.request({"do": "child"}, deadline_s=60)
        header, _ = await anext(answers)
        let_pass(60)
        with pytest.raises(EngineFailed):
            await anext(answers)
        await until_dead(header["pid"])

    async def test_a_child_killed_from_outside_while_idle_is_replaced_by_the_next_request(self, worker: Worker) -> None:
        await worker.start()
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        await until(lambda: worker.state == "stopped")
        assert await ask(worker, {"do": "echo"})


class TestStarting:
    async def test_a_missing_model_is_named_with_its_remedy(self) -> None:
        with pytest.raises(EngineMissing, match="ears is not here; fetch it with `mimosa models fetch ears`"):
            await worker_of("missing").start()

    async def test_a_bug_while_loading_is_a_failure_with_its_place(self) -> None:
        with pytest.raises(EngineFailed, match=r"KeyError at engine_child\.py"):
            await worker_of("broken").start()

    async def test_a_child_that_dies_while_loading(self) -> None:
        with pytest.raises(EngineFailed, match="died with status 3"):
            await worker_of("dead").start()

    async def test_a_child_that_never_gets_ready_is_ended(self) -> None:
        worker = worker_of("slow", start_timeout_s=0.5)
        with pytest.raises(EngineFailed, match=r"was not ready after 0\.5 s"):
            await worker.start()

    async def test_a_program_that_is_not_there(self) -> None:
        with pytest.raises(EngineFailed, match="could not be started"):
            await Worker(["/no/such/program"], name="ears", start_timeout_s=5).start()

    async def test_starting_twice_is_one_child(self, worker: Worker) -> None:
        await asyncio.gather(worker.start(), worker.start())
        pid = worker.pid
        await worker.start()
        assert worker.pid == pid

    async def test_limits_reach_the_child(self) -> None:
        worker = worker_of(threads=1, niceness=5)
        [(threads, _)] = await ask(worker, {"do": "environment", "name": "OMP_NUM_THREADS"})
        [(nice, _)] = await ask(worker, {"do": "niceness"})
        await worker.close()
        assert (threads["value"], nice["value"]) == ("1", os.nice(0) + 5)


class TestEnding:
    async def test_close_ends_the_child(self, worker: Worker) -> None:
        await worker.start()
        pid = worker.pid
        assert pid is not None
        await worker.close()
        assert not is_alive(pid)
        assert worker.state == "closed"
        with pytest.raises(EngineFailed, match="is closed"):
            await ask(worker, {"do": "echo"})

    async def test_close_fails_the_running_request(self, worker: Worker) -> None:
        running = asyncio.create_task(ask(worker, {"do": "sleep", "s": 60}, deadline_s=90))
        await until(lambda: worker.state == "ready")
        await worker.close()
        with pytest.raises(EngineFailed, match="was closed"):
            await running

    async def test_close_while_starting_leaves_nothing_behind(self) -> None:
        worker = worker_of("slow")
        starting = asyncio.create_task(worker.start())
        await until(lambda: worker.pid is not None)
        pid = worker.pid
        assert pid is not None
        await worker.close()
        with pytest.raises(EngineFailed):
            await starting
        assert not is_alive(pid)

    async def test_a_child_never_outlives_a_parent_that_is_killed(self) -> None:
        program = (
            "import asyncio, sys\nfrom assistant.workers import Worker\n"
            "async def main():\n"
            f"    worker = Worker([sys.executable, {CHILD!r}], name='ears', start_timeout_s=60)\n"
            "    async for header, _ in worker.request({'do': 'child'}, deadline_s=60):\n"
            "        print(worker.pid, flush=True)\n"
            "asyncio.run(main())\n"
        )
        parent = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": ROOT}
        )
        assert parent.stdout is not None
        child = int(await asyncio.to_thread(parent.stdout.readline))
        parent.kill()
        parent.wait()
        await until_dead(child)
