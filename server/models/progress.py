"""How far a fetch is: the seam, a silent double, and the bars a terminal shows."""

from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)


class FetchProgress(Protocol):
    """Told how far each file is; bytes."""

    def reached(self, file: str, done: int, total: int) -> None:
        """`done` of `total` bytes of the file are there."""
        ...


class NoProgress:
    """Shows nothing."""

    def reached(self, file: str, done: int, total: int) -> None:
        """Nothing."""


class ProgressBars:
    """A bar per file. Use as a context manager."""

    def __init__(self, console: Console | None = None) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=console or Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "ProgressBars":
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bars.stop()

    def reached(self, file: str, done: int, total: int) -> None:
        """Move the bar of that file, making it first where there is none."""
        if file not in self._tasks:
            self._tasks[file] = self._bars.add_task(file, total=total)
        self._bars.update(self._tasks[file], completed=done, total=total)
