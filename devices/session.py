"""One MQTT 5 connection to a broker, from CONNECT to its end."""

import asyncio
import contextlib
import logging
import math
import select
import socket
import ssl
from collections.abc import Collection, Coroutine, Iterator
from time import monotonic
from typing import Any, TypeVar

import aiomqtt
import paho.mqtt.client as paho
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from devices.address import BrokerAddress
from devices.errors import LinkDown, PublishInDoubt, PublishRefused
from devices.inbox import Inbox
from devices.link import Message
from devices.pace import LONGEST_STRETCH_S

log = logging.getLogger(__name__)

T = TypeVar("T")

FILTERS_PER_PACKET = 200
KEEPALIVE_S = 10
MAX_PACKET = 1_048_576
"""Bytes of a message that is taken in; the broker keeps larger ones to itself. Four times the largest announcement."""
ANSWER_S = 5.0
"""Seconds the broker may take to answer a connection or a subscription."""
NO_DELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Session(aiomqtt.Client):
    """One connection, from CONNECT to its end.

    aiomqtt drops the reason code of a PUBACK, waits out its time-out when a connection breaks under a publish, reads
    one packet in a turn of the loop, and makes a task for every message; so publishing and receiving are done here, on
    its connection. Each session begins clean and expires with its connection: nothing is ever sent again by itself.
    """

    def __init__(
        self, address: BrokerAddress, inbox: Inbox, client_id: str, will: aiomqtt.Will | None, no_delay: bool
    ) -> None:
        super().__init__(
            address.host,
            address.port,
            username=address.username,
            password=address.password,
            identifier=client_id or None,
            protocol=aiomqtt.ProtocolVersion.V5,
            clean_start=True,
            keepalive=KEEPALIVE_S,
            timeout=ANSWER_S,
            tls_context=_tls_context(address) if address.tls else None,
            will=will,
            socket_options=[NO_DELAY] if no_delay else [],
            properties=_limits(),
        )
        self.pending_calls_threshold = 1_000_000
        self.has_greeted = False
        self._qos = address.subscription_qos
        self._inbox = inbox
        self._listening: set[str] = set()
        self._heard_at = float("-inf")
        self._asking = asyncio.Lock()
        self._failed: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        self._answers: dict[int, asyncio.Future[tuple[ReasonCode, float]]] = {}

    async def send(self, topic: str, payload: bytes, *, expiry_s: int | None, retain: bool) -> float:
        """Publish at QoS 1 and wait for the broker's word; returns when it came in, on the monotonic clock.

        Raises LinkDown, PublishRefused or PublishInDoubt.
        """
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
        if expiry_s is not None:
            properties.MessageExpiryInterval = expiry_s
        info = self._client.publish(topic, payload, 1, retain, properties)
        if info.rc != paho.MQTT_ERR_SUCCESS:
            raise LinkDown(paho.error_string(info.rc))
        answer: asyncio.Future[tuple[ReasonCode, float]] = asyncio.get_running_loop().create_future()
        self._answers[info.mid] = answer
        try:
            await asyncio.wait((answer, self._disconnected), return_when=asyncio.FIRST_COMPLETED)
        finally:
            del self._answers[info.mid]
        if not answer.done():
            raise PublishInDoubt(f"the connection broke before the broker confirmed a message on {topic!r}")
        code, confirmed_at = answer.result()
        if code.is_failure:
            raise PublishRefused(f"the broker refuses messages on {topic!r}: {code}")
        return confirmed_at

    async def listen(self, filters: Collection[str]) -> None:
        """Listen to these and no others. Raises aiomqtt.MqttError when the broker does not answer in time."""
        async with self._asking:
            for gone in _packets(self._listening.difference(filters)):
                self._listening.difference_update(gone)
                await self._answered(self.unsubscribe(gone, timeout=math.inf))
            for new in _packets([f for f in filters if f not in self._listening]):
                asked = [(topic_filter, SubscribeOptions(qos=self._qos)) for topic_filter in new]
                codes = await self._answered(self.subscribe(asked, timeout=math.inf))
                self._listening.update(new)
                for topic_filter, code in zip(new, codes, strict=True):
                    if isinstance(code, ReasonCode) and code.is_failure:
                        log.warning("the broker refuses a subscription to %r: %s", topic_filter, code)

    async def _answered(self, asking: Coroutine[Any, Any, T]) -> T:
        """Wait for an answer. It stands in line behind every message the broker had sent before, so that only silence
        is none: raises aiomqtt.MqttError."""
        task = asyncio.create_task(asking, name="mqtt asks")
        try:
            while not (await asyncio.wait({task}, timeout=ANSWER_S))[0]:
                if monotonic() - self._heard_at > ANSWER_S:
                    raise aiomqtt.MqttError("Operation timed out")
            return task.result()
        finally:
            task.cancel()

    @contextlib.contextmanager
    def ended_by_failure(self) -> Iterator[None]:
        """What the broker leaves unanswered inside ends the connection; it is made again with every filter."""
        try:
            yield
        except (aiomqtt.MqttError, LinkDown, PublishInDoubt) as error:
            if not self._disconnected.done() and not self._failed.done():
                log.warning("the broker does not answer a subscription (%s); connecting again", error)
                self._failed.set_result(error)

    async def until_gone(self) -> None:
        """Wait for the end of the connection. Raises aiomqtt.MqttError with what ended it, where that is known."""
        await asyncio.wait((self._disconnected, self._failed), return_when=asyncio.FIRST_COMPLETED)
        error = self._disconnected.exception() if self._disconnected.done() else self._failed.result()
        if error is not None:
            raise aiomqtt.MqttError(str(error) or type(error).__name__) from error

    def _on_socket_open(self, client: paho.Client, userdata: Any, sock: Any) -> None:
        super()._on_socket_open(client, userdata, sock)
        self._loop.call_soon_threadsafe(self._read_in_stretches, sock)

    def _read_in_stretches(self, sock: Any) -> None:
        """Read many packets in one turn of the loop: with one in each, whoever works next to it would starve it."""
        incoming = select.poll()
        incoming.register(sock, select.POLLIN)

        def read() -> None:
            until = monotonic() + LONGEST_STRETCH_S
            try:
                while self._client.socket() is not None:
                    self._client.loop_read()
                    if monotonic() > until or not (_holds_back(sock) or incoming.poll(0)):
                        return
            except Exception as error:  # noqa: BLE001  whatever breaks under the reader is the end of the connection
                if not self._disconnected.done():
                    self._disconnected.set_exception(error)

        if sock.fileno() >= 0:
            self._loop.add_reader(sock.fileno(), read)

    def _on_message(self, client: paho.Client, userdata: Any, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            log.warning("a message came in on a topic that is no UTF-8")
            return
        self._heard_at = monotonic()
        self._inbox.put(Message(topic, bytes(message.payload), message.retain))

    def _on_publish(
        self, client: paho.Client, userdata: Any, mid: int, reason_code: ReasonCode, properties: Properties
    ) -> None:
        answer = self._answers.get(mid)
        if answer is not None and not answer.done():
            answer.set_result((reason_code, monotonic()))


def _limits() -> Properties:
    """What the broker is told of this connection when it is made."""
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    properties.MaximumPacketSize = MAX_PACKET
    return properties


def _holds_back(sock: Any) -> bool:
    """Whether TLS has decoded more than was read yet."""
    return isinstance(sock, ssl.SSLSocket) and sock.pending() > 0


def _packets(filters: Collection[str]) -> Iterator[list[str]]:
    """As many at a time as one packet takes."""
    listed = list(filters)
    for first in range(0, len(listed), FILTERS_PER_PACKET):
        yield listed[first : first + FILTERS_PER_PACKET]


def _tls_context(address: BrokerAddress) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(address.ca_file) if address.ca_file else None)
    if address.certificate_file is not None:
        context.load_cert_chain(address.certificate_file, address.key_file)
    return context
