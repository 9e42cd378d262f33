"""A file that only one process at a time can hold, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockTaken(Exception):
    """Another process holds the lock."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner
        """Its process id, as it wrote it."""


@contextmanager
def hold_lock(file: Path) -> Iterator[None]:
    """Hold the lock for as long as the context lasts, or until the process ends, however it does. Raises LockTaken."""
    with open(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii", errors="replace") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockTaken(opened.read(20).strip() or "unknown") from None
        opened.truncate(0)
        opened.write(str(os.getpid()))
        opened.flush()
        yield
