"""A line between a client and its broker that can be cut, frozen and slowed down: the faults of a network."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from devices.address import BrokerAddress

PIECE = 65_536


@dataclass(slots=True)
class Line:
    """One line; whoever connects to `address` reaches the broker through it."""

    address: BrokerAddress
    delay_s: float = 0.0
    """Seconds every piece takes longer, in both directions; the order stays."""
    cuts: int = 0
    """How often it was cut."""
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _there: asyncio.Event = field(default_factory=asyncio.Event)
    """What goes to the broker gets through."""
    _back: asyncio.Event = field(default_factory=asyncio.Event)
    """What comes from the broker gets through."""
    _is_cut: bool = False

    def cut(self) -> None:
        """Break every connection; new ones are refused until `mend`."""
        self.cuts += 1
        self._is_cut = True
        for writer in tuple(self._open):
            writer.transport.abort()

    def break_once(self) -> None:
        """Break every connection; new ones are taken at once."""
        self.cut()
        self._is_cut = False

    def freeze(self) -> None:
        """Nothing comes through any more, and nobody is told: a half-open connection."""
        self._there.clear()
        self._back.clear()

    def deafen(self) -> None:
        """Nothing that the broker says comes through any more; what is told to the broker does."""
        self._back.clear()

    def mend(self) -> None:
        """All is well again; what was held back comes through."""
        self._is_cut = False
        self._there.set()
        self._back.set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to: BrokerAddress) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(to.host, to.port)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, far_writer}
        self._open |= ends
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._carry(reader, far_writer, self._there))
                both.create_task(self._carry(far_reader, writer, self._back))
        finally:
            self._open -= ends
            for end in ends:
                end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, moves: asyncio.Event) -> None:
        """Pieces in their order, each at its time, until one end is gone."""
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        sending = asyncio.create_task(self._send(pieces, writer, moves))
        with contextlib.suppress(OSError):
            while piece := await reader.read(PIECE):
                pieces.put_nowait((loop.time() + self.delay_s, piece))
        pieces.put_nowait((loop.time(), b""))
        await sending
        writer.transport.abort()

    async def _send(
        self, pieces: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter, moves: asyncio.Event
    ) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, piece = await pieces.get()
            if not piece:
                return
            await asyncio.sleep(max(0.0, due - loop.time()))
            await moves.wait()
            with contextlib.suppress(OSError):
                writer.write(piece)
                await writer.drain()


@contextlib.asynccontextmanager
async def line_to(broker: BrokerAddress) -> AsyncIterator[Line]:
    """A line to this broker, on a free port of this machine."""
    line: Line

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await line._connected(reader, writer, broker)

    server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=2**20)
    host, port = server.sockets[0].getsockname()[:2]
    line = Line(BrokerAddress(host, port, username=broker.username, password=broker.password))
    line.mend()
    try:
        yield line
    finally:
        line.cut()
        server.close()
