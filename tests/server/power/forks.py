"""Work in a fork of this process that ends on the spot: killed, or cut off from its power."""

import ctypes
import os
import signal
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random

from platter import POWER_LOST, Platter, read_log

STUCK_S = 300.0


def lose_power(folder: Path, operations: int, work: Callable[[int], None], lot: Random) -> list[str]:
    """Do the work in a fork whose power fails after so many operations on files; the lines that it wrote before.

    The folder then holds what a disk may hold; where the work was over before, all of what it wrote is on the disk.
    """
    log = folder.with_name(folder.name + ".log")
    platter = Platter(folder)
    begin = ctypes.CDLL(None).platter_begin
    begin.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_long)

    def watched(pipe: int) -> None:
        begin(os.fsencode(folder), os.fsencode(log), operations)
        work(pipe)

    lines = in_a_fork(watched, ends_with=POWER_LOST)
    for operation in read_log(log):
        platter.take(operation)
    platter.lose_power(lot)
    return lines


def in_a_fork(
    work: Callable[[int], None],
    *,
    kill_after_s: float | None = None,
    once_it_tells: bool = False,
    ends_with: int = 0,
) -> list[str]:
    """Run it in a fork that ends as it has to; the whole lines that it wrote into its pipe.

    `kill_after_s`: counts from the start, or from the first line where `once_it_tells`.
    """
    reading, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be(work, writing_end)
    os.close(writing_end)
    kill = (os.kill, (child, signal.SIGKILL))
    timer = threading.Timer(STUCK_S if kill_after_s is None or once_it_tells else kill_after_s, *kill)
    timer.start()
    written = os.read(reading, 1 << 16)
    if once_it_tells and kill_after_s is not None:
        timer.cancel()
        timer = threading.Timer(kill_after_s, *kill)
        timer.start()
    written += b"".join(iter(lambda: os.read(reading, 1 << 16), b""))
    os.close(reading)
    _, status = os.waitpid(child, 0)
    timer.cancel()
    code = os.waitstatus_to_exitcode(status)
    if code != (-signal.SIGKILL if kill_after_s is not None else ends_with):
        raise RuntimeError(f"a life ended with status {code}")
    return (
        [line.decode() for line in written.splitlines(keepends=False)]
        if written.endswith(b"\n")
        else [line.decode() for line in written.splitlines()[:-1]]
    )


def _be(work: Callable[[int], None], pipe: int) -> None:
    try:
        work(pipe)
    except BaseException:  # noqa: BLE001 (nothing may return into the parent's stack)
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
