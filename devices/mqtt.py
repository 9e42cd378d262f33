"""The real Link: MQTT 5 at QoS 1 over aiomqtt, coming back by itself, failing fast while the broker is away."""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

import aiomqtt

from devices.address import BrokerAddress
from devices.connection import Connection
from devices.errors import LinkDown, PublishInDoubt, PublishRefused
from devices.inbox import Inbox
from devices.link import Message
from devices.session import Session
from devices.topics import is_filter, is_topic

log = logging.getLogger(__name__)

STATUS_TOPIC = "mimosa/status"
"""Where Mimosa says "online" and the broker says "offline" for it; retained."""

PRODUCERS_TOPIC = "homeassistant/status"
"""Devices announce themselves again when somebody says "online" here."""

END_S = 3.0
"""Seconds in which a connection is given up, its farewell included, before it is told to once more."""


class MqttLink:
    """A Link to a broker. Use it as an async context manager; it connects in the background.

    `client_id`: the broker's name for this connection; made up where empty. `status_topic`: where to be seen there and
    gone; None for nowhere. `status_words`: what is said there on coming and, by the broker too, on going.
    `greet_producers`: ask devices to announce themselves, once subscriptions are in place.
    `no_delay`: TCP_NODELAY, without which a round trip takes 44 ms longer.
    """

    def __init__(
        self,
        address: BrokerAddress,
        *,
        client_id: str = "",
        status_topic: str | None = STATUS_TOPIC,
        status_words: tuple[bytes, bytes] = (b"online", b"offline"),
        greet_producers: bool = True,
        no_delay: bool = True,
        inbox_limit: int = 50_000,
        shortest_wait_s: float = 0.2,
        longest_wait_s: float = 10.0,
    ) -> None:
        self._address = address
        self._client_id = client_id
        self._status_topic = status_topic
        self._there, self._gone = status_words
        self._greet_producers = greet_producers
        self._no_delay = no_delay
        self._waits_s = (shortest_wait_s, longest_wait_s)
        self._inbox = Inbox(inbox_limit)
        self._filters: dict[str, None] = {}
        self._state = Connection()
        self._session: Session | None = None
        self._task: asyncio.Task[None] | None = None
        self.problem = ""
        """Why it is not connected, in words; empty where it is, or where nothing was tried yet."""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._stay_connected(), name="mqtt link")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A cancel at the very moment in which a connection is made or refused is lost in asyncio's wait_for.
        while self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=END_S)

    @property
    def connected(self) -> bool:
        """Whether a publish has a chance right now."""
        return self._state.up

    def connections(self) -> AsyncIterator[bool]:
        """Whether it is connected: now, and then every change."""
        return self._state.watch()

    async def until_connected(self, timeout_s: float) -> None:
        """Wait for the connection. Raises LinkDown, with what is wrong, when there is none in time."""
        try:
            async with asyncio.timeout(timeout_s):
                async for up in self.connections():
                    if up:
                        return
        except TimeoutError:
            where = f"{self._address.host}:{self._address.port}"
            raise LinkDown(f"no connection to the broker at {where}: {self.problem or 'no answer'}") from None

    async def publish(self, topic: str, payload: bytes, *, expiry_s: int | None = None, retain: bool = False) -> float:
        """Send at QoS 1; returns when the broker has it, and since when."""
        if not is_topic(topic):
            raise PublishRefused(f"{topic!r} is no topic to publish on")
        if self._session is None:
            raise LinkDown(self.problem or "the broker is away")
        return await self._session.send(topic, payload, expiry_s=expiry_s, retain=retain)

    async def subscribe(self, *filters: str) -> None:
        """Add filters; those that are no filters cost a log line. Filters it has already are not asked for again."""
        for topic_filter in filters:
            if is_filter(topic_filter):
                self._filters[topic_filter] = None
            else:
                log.warning("%r is no topic filter", topic_filter)
        session = self._session
        if session is not None:
            with session.ended_by_failure():
                await session.listen(self._filters)
                await self._greet(session)

    async def unsubscribe(self, *filters: str) -> None:
        """Take filters away."""
        for topic_filter in filters:
            self._filters.pop(topic_filter, None)
        session = self._session
        if session is not None:
            with session.ended_by_failure():
                await session.listen(self._filters)

    async def messages(self) -> AsyncIterator[Message]:
        """Everything that comes in."""
        while True:
            yield await self._inbox.get()

    async def _stay_connected(self) -> None:
        shortest, longest = self._waits_s
        wait = shortest
        while True:
            try:
                await self._one_session()
                ended = "the broker closed the connection"
            except (aiomqtt.MqttError, OSError, ValueError, LinkDown, PublishInDoubt) as error:
                ended = str(error) or type(error).__name__
            wait = min(wait * 2, longest) if self.problem else shortest
            self._note(ended)
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))

    async def _one_session(self) -> None:
        """Connect, and return or raise when the connection is gone."""
        will = None
        if self._status_topic is not None:
            will = aiomqtt.Will(self._status_topic, self._gone, qos=1, retain=True)
        async with Session(self._address, self._inbox, self._client_id, will, self._no_delay) as session:
            await session.listen(self._filters)
            await self._say_hello(session)
            self._session = session
            try:
                # From here on who adds a filter asks the session; this asks for those added until now.
                await session.listen(self._filters)
                await self._greet(session)
                self.problem = ""
                log.info("connected to the broker at %s:%d", self._address.host, self._address.port)
                self._state.turn(True)
                await session.until_gone()
            except asyncio.CancelledError:
                await self._say_goodbye(session)
                raise
            finally:
                self._session = None
                self._state.turn(False)

    async def _say_hello(self, session: Session) -> None:
        if self._status_topic is not None:
            try:
                await session.send(self._status_topic, self._there, expiry_s=None, retain=True)
            except PublishRefused as refusal:
                log.warning("others cannot see whether Mimosa is online: %s", refusal)

    async def _greet(self, session: Session) -> None:
        if self._greet_producers and self._filters and not session.has_greeted:
            session.has_greeted = True
            try:
                await session.send(PRODUCERS_TOPIC, b"online", expiry_s=None, retain=False)
            except PublishRefused as refusal:
                log.warning("devices could not be asked to announce themselves: %s", refusal)

    async def _say_goodbye(self, session: Session) -> None:
        if self._status_topic is not None:
            with contextlib.suppress(LinkDown, PublishInDoubt, PublishRefused, TimeoutError):
                async with asyncio.timeout(1.0):
                    await session.send(self._status_topic, self._gone, expiry_s=None, retain=True)

    def _note(self, problem: str) -> None:
        if problem != self.problem:
            log.warning("no connection to the broker at %s:%d: %s", self._address.host, self._address.port, problem)
        self.problem = problem
