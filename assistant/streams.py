"""The concurrency of this project in one small file: streams that several may listen to."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")


class Replay(Generic[T]):
    """A stream that ends. Every listener sees all of it from the start, whenever it comes."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._ended = False
        self._changed = asyncio.Condition()

    async def put(self, item: T) -> None:
        """Add an item."""
        async with self._changed:
            self._items.append(item)
            self._changed.notify_all()

    async def end(self) -> None:
        """No more items come."""
        async with self._changed:
            self._ended = True
            self._changed.notify_all()

    async def listen(self) -> AsyncIterator[T]:
        """All items, past ones at once."""
        seen = 0
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._ended or len(self._items) > seen)  # noqa: B023
                fresh = self._items[seen:]
            if not fresh:
                return
            for item in fresh:
                yield item
            seen += len(fresh)


class Broadcast(Generic[T]):
    """A stream without end. Every listener sees what comes after it joined; a slow one loses the oldest."""

    def __init__(self, backlog: int = 1000) -> None:
        self._backlog = backlog
        self._queues: WeakSet[asyncio.Queue[T]] = WeakSet()

    def put(self, item: T) -> None:
        """Give an item to everybody who listens now; never blocks."""
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(item)

    def listen(self) -> AsyncIterator[T]:
        """What comes from this call on, until the listener goes away."""
        queue: asyncio.Queue[T] = asyncio.Queue(self._backlog)
        self._queues.add(queue)
        return self._of(queue)

    async def _of(self, queue: asyncio.Queue[T]) -> AsyncIterator[T]:
        try:
            while True:
                yield await queue.get()
        finally:
            self._queues.discard(queue)


async def noticing_delay(stream: AsyncGenerator[T, None], seconds: float) -> AsyncIterator[T | None]:
    """The items of a stream, and once None as soon as it has taken `seconds` without coming to its end."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    noticed = False
    coming: asyncio.Task[T] | None = None
    try:
        while True:
            coming = coming or asyncio.create_task(_next(stream))
            if not noticed:
                await asyncio.wait([coming], timeout=max(0.0, until - loop.time()))
                if not coming.done():
                    noticed = True
                    yield None
            try:
                item = await coming
            except StopAsyncIteration:
                return
            coming = None
            yield item
    finally:
        if coming is not None and not coming.done():
            coming.cancel()
            await asyncio.wait([coming])
        await stream.aclose()


async def _next(stream: AsyncGenerator[T, None]) -> T:
    return await anext(stream)
