"""The threads that read, beside the writer; they can be made to wait while the database is exchanged."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server.connections import Trouble, reading_engine, trouble_of

T = TypeVar("T")

READERS = 4


class Readers:
    """Reads from the database in `file`. `suspect` is called when SQLite finds a damaged page."""

    def __init__(self, file: Path, suspect: Callable[[], None]) -> None:
        self._file = file
        self._suspect = suspect
        self._engine = reading_engine(file, READERS)
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="database reader")
        self._nobody = threading.Condition()
        self._reading = 0

    def submit(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Have it run on a connection that cannot change anything."""
        return self._threads.submit(self._read, work)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Wait until nobody reads; while this lasts nobody does, and no connection is open."""
        with self._nobody:
            self._nobody.wait_for(lambda: self._reading == 0)
            self._engine.dispose()
            yield

    def close(self) -> None:
        """Wait for those that read, then end."""
        self._threads.shutdown()
        self._engine.dispose()

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._nobody:
            self._reading += 1
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            if trouble_of(error, self._file) is Trouble.DAMAGED:
                self._suspect()
            raise
        finally:
            with self._nobody:
                self._reading -= 1
                self._nobody.notify_all()
