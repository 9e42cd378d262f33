"""A Mimosa that runs in a thread of its own, where the command line finds it."""

import asyncio
import contextlib
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from fastapi import FastAPI

Serve = Callable[[FastAPI], AbstractAsyncContextManager[int]]


@contextlib.contextmanager
def findable(
    made: Callable[[], Awaitable[FastAPI]], serve: Serve, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """`made` makes the front door in the thread's own loop; the settings in `folder` name its port."""
    started, ended = threading.Event(), threading.Event()
    port = 0

    async def run() -> None:
        nonlocal port
        async with serve(await made()) as port:
            started.set()
            await asyncio.to_thread(ended.wait)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert started.wait(20)
    for name in [n for n in os.environ if n.startswith("MIMOSA_")]:
        monkeypatch.delenv(name)
    (folder / "settings.toml").write_text(f"port = {port}\n")
    monkeypatch.setenv("MIMOSA_SETTINGS", str(folder / "settings.toml"))
    monkeypatch.setenv("MIMOSA_DATA_DIR", str(folder))
    monkeypatch.setenv("LANG", "C.UTF-8")
    with contextlib.ExitStack() as ending:
        ending.callback(thread.join)
        ending.callback(ended.set)
        yield
