"""The double of the Link seam: a broker in memory that keeps, matches and forgets like a real one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from time import monotonic

from devices.connection import Connection
from devices.errors import LinkDown, PublishInDoubt, PublishRefused
from devices.inbox import Inbox
from devices.link import Message
from devices.topics import is_filter, is_topic, is_wild, matches


@dataclass(frozen=True, slots=True)
class Published:
    """One message that a link gave to the broker."""

    topic: str
    payload: bytes
    expiry_s: int | None
    retain: bool


@dataclass(frozen=True, slots=True)
class _Kept:
    payload: bytes
    until: float


class LoopbackBroker:
    """A broker in memory, with switches for what goes wrong."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._links: list[LoopbackLink] = []
        self.published: list[Published] = []
        """Everything it took, in order."""
        self.up = True
        self.dropped: set[str] = set()
        """Topic filters whose messages it takes and never passes on."""
        self.refused: set[str] = set()
        """Topic filters on which nobody may publish."""
        self.answers = True
        """False: it takes a message and breaks the connection before it has said so."""

    def link(self) -> "LoopbackLink":
        """A new connection to it."""
        made = LoopbackLink(self)
        self._links.append(made)
        return made

    def go_down(self) -> None:
        """Break every connection; what is kept stays kept."""
        self.up = False
        for link in self._links:
            link.state.turn(False)

    def come_back(self) -> None:
        """Take every link up again; each gets what is kept on its filters."""
        self.up = True
        for link in self._links:
            link.state.turn(True)
            self.send_kept(link, link.filters)

    def take(self, message: Published) -> None:
        """Keep and pass on one message."""
        self.published.append(message)
        if any(matches(f, message.topic) for f in self.dropped):
            return
        if message.retain:
            self._keep(message)
        if message.expiry_s != 0:
            for link in self._links:
                if link.listens_to(message.topic):
                    link.inbox.put(Message(message.topic, message.payload, retained=False))

    def send_kept(self, link: "LoopbackLink", filters: tuple[str, ...]) -> None:
        """Give a link what is kept on the filters, once for each topic."""
        now = self._clock()
        self._kept = {topic: kept for topic, kept in self._kept.items() if kept.until > now}
        for topic, kept in self._kept.items():
            if any(matches(f, topic) for f in filters):
                link.inbox.put(Message(topic, kept.payload, retained=True))

    def _keep(self, message: Published) -> None:
        if message.payload:
            until = float("inf") if message.expiry_s is None else self._clock() + message.expiry_s
            self._kept[message.topic] = _Kept(message.payload, until)
        else:
            self._kept.pop(message.topic, None)


class LoopbackLink:
    """A Link to a LoopbackBroker."""

    def __init__(self, broker: LoopbackBroker) -> None:
        self._broker = broker
        self._exact: set[str] = set()
        self._wild: set[str] = set()
        self.inbox = Inbox()
        self.state = Connection(broker.up)

    @property
    def connected(self) -> bool:
        """Whether the broker is up."""
        return self.state.up

    @property
    def filters(self) -> tuple[str, ...]:
        """What it has subscribed to."""
        return (*self._exact, *self._wild)

    async def publish(self, topic: str, payload: bytes, *, expiry_s: int | None = None, retain: bool = False) -> float:
        """Give it to the broker."""
        if not self.connected:
            raise LinkDown("the broker is away")
        if not is_topic(topic) or any(matches(f, topic) for f in self._broker.refused):
            raise PublishRefused(f"the broker refuses messages on {topic!r}")
        taken_at = monotonic()
        self._broker.take(Published(topic, bytes(payload), expiry_s, retain))
        await asyncio.sleep(0)
        if not self._broker.answers:
            self._broker.go_down()
            raise PublishInDoubt(f"the connection broke before the broker confirmed a message on {topic!r}")
        return taken_at

    async def subscribe(self, *filters: str) -> None:
        """Add filters; what is kept on new ones comes in."""
        new = tuple(f for f in dict.fromkeys(filters) if is_filter(f) and f not in self._exact and f not in self._wild)
        for topic_filter in new:
            (self._wild if is_wild(topic_filter) else self._exact).add(topic_filter)
        await asyncio.sleep(0)
        if self.connected and new:
            self._broker.send_kept(self, new)

    async def unsubscribe(self, *filters: str) -> None:
        """Take filters away."""
        self._exact.difference_update(filters)
        self._wild.difference_update(filters)
        await asyncio.sleep(0)

    def listens_to(self, topic: str) -> bool:
        """Whether any filter takes the topic."""
        return self.connected and (topic in self._exact or any(matches(f, topic) for f in self._wild))

    async def messages(self) -> AsyncIterator[Message]:
        """Everything that came in."""
        while True:
            yield await self.inbox.get()

    def connections(self) -> AsyncIterator[bool]:
        """Up or down, and every change."""
        return self.state.watch()
