"""The engine's side of a worker: what runs in the child process.

    def main() -> None:
        with starting():
            engine = load(...)  # EngineMissing raised here reaches whoever started the worker, with its words
        serve(engine.answer, ready={"rate": 22050})

Standard output carries frames only: whatever a library prints there goes to standard error, and so into the log.
"""

import contextlib
import ctypes
import functools
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import BinaryIO, Literal, NoReturn

from assistant.errors import EngineFailed, EngineMissing
from assistant.worker_frames import Header, pack, read_frame_blocking

_PR_SET_PDEATHSIG = 1


class Cancelled:
    """Asks whether the caller still wants the answer. Cheap; an engine asks between two steps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        """The caller has gone."""
        self._event.set()


Answers = Iterator[tuple[Header, bytes]]
Handle = Callable[[Header, bytes, Cancelled], Answers]
"""Answers one request, piece by piece. EngineFailed fails this request alone; any other exception ends the process."""


@contextlib.contextmanager
def starting() -> Iterator[None]:
    """Around the loading of an engine: an EngineMissing or any other error is reported to the parent, and the
    process exits."""
    _answers_to()
    _mind_the_end()
    try:
        yield
    except EngineMissing as error:
        _refuse("missing", str(error))
    except EngineFailed as error:
        _refuse("failed", str(error))
    except Exception as error:
        _send({"kind": "failed", "reason": _where(error)})
        raise


def serve(handle: Handle, ready: Header) -> NoReturn:
    """Tell the parent what is `ready`, then answer its requests one after another until it closes the pipe.

    One request runs at a time, on this thread; cancel messages are seen meanwhile.
    """
    _answers_to()
    _mind_the_end()
    requests = _Inbox(sys.stdin.buffer)
    _send({"kind": "ready", "header": ready})
    while True:
        _answer(handle, *requests.next())


class _Inbox:
    """Reads the parent's messages on a thread of its own: requests wait in order, a cancel takes effect at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: queue.SimpleQueue[tuple[int, Header, bytes, Cancelled]] = queue.SimpleQueue()
        self._open: dict[int, Cancelled] = {}
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def next(self) -> tuple[int, Header, bytes, Cancelled]:
        return self._waiting.get()

    def _read(self) -> None:
        while (frame := read_frame_blocking(self._stream)) is not None:
            self._take(*frame)
        # The parent closed the pipe or died. Engines may be deep in native code: no orderly end is waited for.
        os._exit(0)

    def _take(self, envelope: Header, body: bytes) -> None:
        number = int(envelope["id"])
        if envelope["kind"] == "cancel":
            if number in self._open:
                self._open[number].set()
            return
        # One request is open at a time; the parent sends the next after the end of the last.
        self._open = {number: Cancelled()}
        self._waiting.put((number, envelope["header"], body, self._open[number]))


def _answer(handle: Handle, number: int, header: Header, body: bytes, cancelled: Cancelled) -> None:
    try:
        for piece, sound in handle(header, body, cancelled):
            if cancelled:
                break
            _send({"kind": "answer", "id": number, "header": piece}, sound)
    except EngineFailed as error:
        _send({"kind": "error", "id": number, "reason": str(error)})
    except Exception as error:
        _send({"kind": "crashed", "id": number, "reason": _where(error)})
        raise
    else:
        _send({"kind": "end", "id": number})


def _where(error: BaseException) -> str:
    """Kind and place of an error, without its words: they may repeat what was said."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def _exit_with_place(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    sys.stderr.write(f"{_where(error)}\n")
    sys.stderr.flush()
    os._exit(1)


def _refuse(kind: Literal["missing", "failed"], reason: str) -> NoReturn:
    _send({"kind": kind, "reason": reason})
    os._exit(1)


def _send(envelope: Header, body: bytes = b"") -> None:
    try:
        _answers_to().write(pack(envelope, body))
        _answers_to().flush()
    except BrokenPipeError:
        os._exit(0)


@functools.cache
def _answers_to() -> BinaryIO:
    """The pipe to the parent; from the first call on, print() and native code write to standard error instead."""
    sys.stdout.flush()
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


@functools.cache
def _mind_the_end() -> None:
    """An error ends the process at once and leaves no words in the log; on Linux the parent's death does so too, even
    if native code never comes back."""
    sys.excepthook = _exit_with_place
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
