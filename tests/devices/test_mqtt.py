"""A link behaves the same on a broker in memory, on mosquitto and on iotcore."""

import asyncio
import contextlib
import getpass
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from devices.address import BrokerAddress
from devices.broker import free_port, start_broker
from devices.broker_programs import mosquitto_path
from devices.errors import BrokerFailed, LinkDown, PublishInDoubt, PublishRefused
from devices.link import Link, Message
from devices.loopback import LoopbackBroker
from devices.mqtt import PRODUCERS_TOPIC, STATUS_TOPIC, MqttLink
from devices.session import ANSWER_S, MAX_PACKET
from devices.simulators.car import STATE_TOPIC, STATE_WORDS
from devices.simulators.line import line_to
from tests.devices.conftest import until
from tests.passing_time import let_pass

needs_mosquitto = pytest.mark.skipif(mosquitto_path() is None, reason="mosquitto is not on this machine")
BROKERS = [
    "loopback",
    pytest.param("mosquitto", marks=[pytest.mark.broker, needs_mosquitto]),
    pytest.param("iotcore", marks=pytest.mark.broker),
]
START_S = 60.0


@dataclass
class Ground:
    """A broker that links can be made to."""

    new_link: Callable[[], Awaitable[Link]]


@pytest.fixture(params=BROKERS)
async def ground(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ground]:
    """Each kind of broker in turn."""
    async with AsyncExitStack() as stack:
        if request.param == "loopback":
            broker = LoopbackBroker()

            async def in_memory() -> Link:
                return broker.link()

            yield Ground(in_memory)
            return
        address = await stack.enter_async_context(start_broker(tmp_path, port=0, program=request.param))

        async def over_tcp() -> Link:
            link = await stack.enter_async_context(MqttLink(address, status_topic=None, greet_producers=False))
            await link.until_connected(START_S)
            return link

        yield Ground(over_tcp)


async def take(link: Link, count: int, timeout_s: float = 60.0) -> list[Message]:
    """The next messages of a link."""
    found: list[Message] = []
    async with asyncio.timeout(timeout_s):
        async for message in link.messages():
            found.append(message)
            if len(found) == count:
                break
    return found


async def test_what_is_published_comes_in_on_matching_filters_only(ground: Ground) -> None:
    one, other = await ground.new_link(), await ground.new_link()
    await one.subscribe("house/+/state", "car/#")
    for topic in ("house/lamp/set", "house/lamp/state", "house/lamp/state/more", "car/speed", "car/door/left"):
        await other.publish(topic, topic.encode())
    found = await take(one, 3)
    assert [m.topic for m in found] == ["house/lamp/state", "car/speed", "car/door/left"]
    assert [m.payload for m in found] == [m.topic.encode() for m in found]
    assert not any(m.retained for m in found)


async def test_what_is_kept_is_marked_and_what_is_live_is_not(ground: Ground) -> None:
    one, other = await ground.new_link(), await ground.new_link()
    await other.publish("lamp/state", b"old", retain=True)
    await one.subscribe("lamp/+")
    assert [(m.payload, m.retained) for m in await take(one, 1)] == [(b"old", True)]
    await other.publish("lamp/state", b"new", retain=True)
    assert [(m.payload, m.retained) for m in await take(one, 1)] == [(b"new", False)]


async def test_an_empty_message_ends_what_is_kept(ground: Ground) -> None:
    one, other = await ground.new_link(), await ground.new_link()
    await other.publish("lamp/state", b"old", retain=True)
    await other.publish("lamp/state", b"", retain=True)
    await one.subscribe("lamp/#")
    await other.publish("lamp/end", b"end")
    assert [m.topic for m in await take(one, 1)] == ["lamp/end"]


async def test_the_same_filter_twice_brings_what_is_kept_once(ground: Ground) -> None:
    one, other = await ground.new_link(), await ground.new_link()
    await other.publish("lamp/state", b"old", retain=True)
    await one.subscribe("lamp/state")
    await one.subscribe("lamp/state", "lamp/state")
    await other.publish("lamp/state", b"end")
    assert [m.payload for m in await take(one, 2)] == [b"old", b"end"]


async def test_kept_messages_expire(ground: Ground) -> None:
    one, other = await ground.new_link(), await ground.new_link()
    await other.publish("short", b"x", retain=True, expiry_s=1)
    await other.publish("long", b"y", retain=True, expiry_s=60)
    await asyncio.sleep(2.1)
    await one.subscribe("short")
    await one.subscribe("long")
    assert [m.topic for m in await take(one, 1)] == ["long"]


async def test_messages_of_one_sender_keep_their_order(ground: Ground) -> None:
    one, other = await ground.new_link(), await ground.new_link()
    await one.subscribe("count")
    await asyncio.gather(*(other.publish("count", str(number).encode()) for number in range(300)))
    assert [int(m.payload) for m in await take(one, 300)] == list(range(300))


@pytest.mark.parametrize("topic", ["", "a/+", "a/#", "nul\0"])
async def test_a_topic_that_is_none_is_refused(ground: Ground, topic: str) -> None:
    with pytest.raises(PublishRefused):
        await (await ground.new_link()).publish(topic, b"x")


@pytest.fixture
async def mosquitto(tmp_path: Path) -> AsyncIterator[BrokerAddress]:
    if mosquitto_path() is None:
        pytest.skip("mosquitto is not on this machine")
    async with start_broker(tmp_path, port=0, program="mosquitto") as address:
        yield address


def quick(address: BrokerAddress, **more: object) -> MqttLink:
    """A link that does not wait long before it tries again."""
    return MqttLink(address, shortest_wait_s=0.02, longest_wait_s=0.1, **more)  # type: ignore[arg-type]


async def test_while_the_broker_is_away_a_publish_fails_at_once() -> None:
    async with quick(BrokerAddress("127.0.0.1", free_port())) as link:
        await link.subscribe("a")
        with pytest.raises(LinkDown):
            await link.publish("a", b"x")
        await until(lambda: bool(link.problem), START_S)
        with pytest.raises(LinkDown, match="refused"):
            await link.until_connected(0.1)
        assert not link.connected


@pytest.mark.broker
async def test_a_wrong_password_is_named(mosquitto: BrokerAddress) -> None:
    async with quick(replace(mosquitto, password="wrong")) as link:
        await until(lambda: bool(link.problem), START_S)
        with pytest.raises(LinkDown, match=r"(?i)not authori[sz]ed"):
            await link.until_connected(0.1)


async def test_it_ends_also_when_it_is_refused_at_that_very_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = asyncio.Event()

    class LosesACancel:
        def __init__(self, *_: object) -> None:
            """Whatever it is told."""

        async def __aenter__(self) -> None:
            was_begun = begun.is_set()
            begun.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if was_begun:
                    raise
                raise LinkDown("not authorised") from None

        async def __aexit__(self, *_: object) -> None:
            """It never got that far."""

    monkeypatch.setattr("devices.mqtt.Session", LosesACancel)
    monkeypatch.setattr("devices.mqtt.END_S", 0.2)
    async with asyncio.timeout(START_S), quick(BrokerAddress("127.0.0.1", 1)):
        await begun.wait()


@pytest.mark.broker
async def test_it_comes_back_with_its_filters_and_what_was_kept(tmp_path: Path) -> None:
    port = free_port()
    pids = tmp_path / "broker"
    async with start_broker(tmp_path, port=port, program="mosquitto") as address, quick(address) as link:
        await link.subscribe("lamp/#")
        await link.until_connected(START_S)
        await link.publish("lamp/state", b"on", retain=True)
        assert [m.retained for m in await take(link, 1)] == [False]
        states = [up async for up in _first(link, 1)]
        watch = asyncio.create_task(_collect(link, states))
        os.kill(_pid_of(pids), signal.SIGTERM)
        await until(lambda: False in states)
        await until(lambda: states[-1], START_S)
        assert [(m.payload, m.retained) for m in await take(link, 1)] == [(b"on", True)]
        await link.publish("lamp/state", b"off")
        assert [(m.payload, m.retained) for m in await take(link, 1)] == [(b"off", False)]
        watch.cancel()


async def _first(link: MqttLink, count: int) -> AsyncIterator[bool]:
    watch = link.connections()
    for _ in range(count):
        yield await anext(watch)


async def _collect(link: Link, states: list[bool]) -> None:
    async for up in link.connections():
        states.append(up)


def _pid_of(folder: Path) -> int:
    """The mosquitto that uses the folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().decode()
        except OSError:
            continue
        if str(folder / "mosquitto.conf") in line and "mosquitto" in line.split("\0")[0]:
            return int(process.name)
    raise AssertionError("no mosquitto uses the folder")


@pytest.mark.broker
async def test_a_broker_that_freezes_leaves_a_publish_in_doubt(tmp_path: Path) -> None:
    if mosquitto_path() is None:
        pytest.skip("mosquitto is not on this machine")
    async with start_broker(tmp_path, port=0, program="mosquitto") as address, quick(address) as link:
        await link.until_connected(START_S)
        pid = _pid_of(tmp_path / "broker")
        os.kill(pid, signal.SIGSTOP)
        sending = asyncio.create_task(link.publish("a", b"x"))
        await asyncio.sleep(0.1)
        assert not sending.done()
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(PublishInDoubt):
            await asyncio.wait_for(sending, START_S)


@pytest.mark.broker
@pytest.mark.parametrize("retain", [False, True])
async def test_a_message_larger_than_the_link_takes_does_not_end_it(mosquitto: BrokerAddress, retain: bool) -> None:
    async with quick(mosquitto) as link, quick(mosquitto, status_topic=None) as other:
        await link.until_connected(START_S)
        await other.until_connected(START_S)
        ups: list[bool] = []
        watching = asyncio.create_task(_collect(link, ups))
        await link.subscribe("lamp/#")
        for _ in range(30):
            # More of them than a broker keeps on their way to somebody at a time.
            await other.publish("lamp/picture", b"x" * (MAX_PACKET + 1), retain=retain)
        await other.publish("lamp/state", b"on")
        assert [m.topic for m in await take(link, 1)] == ["lamp/state"]
        await link.publish("lamp/set", b"off")
        assert ups == [True], "it has stood all the time"
        watching.cancel()


@pytest.mark.broker
async def test_who_is_online_is_seen_and_producers_are_greeted(mosquitto: BrokerAddress) -> None:
    async with quick(mosquitto, status_topic=None, greet_producers=False) as other:
        await other.until_connected(START_S)
        await other.subscribe(STATUS_TOPIC, PRODUCERS_TOPIC)
        async with quick(mosquitto) as link:
            await link.until_connected(START_S)
            assert [(m.topic, m.payload) for m in await take(other, 1)] == [(STATUS_TOPIC, b"online")]
            await link.subscribe("homeassistant/#")
            await link.subscribe("lamp/#")
            assert [(m.topic, m.payload, m.retained) for m in await take(other, 1)] == [
                (PRODUCERS_TOPIC, b"online", False)
            ]
        assert [(m.topic, m.payload) for m in await take(other, 1)] == [(STATUS_TOPIC, b"offline")]


@pytest.mark.broker
async def test_who_speaks_in_words_of_its_own_is_seen_in_them_also_when_it_is_cut_off(mosquitto: BrokerAddress) -> None:
    async with quick(mosquitto, status_topic=None, greet_producers=False) as other:
        await other.until_connected(START_S)
        await other.subscribe(STATE_TOPIC)
        words = {"status_topic": STATE_TOPIC, "status_words": STATE_WORDS, "greet_producers": False}
        async with line_to(mosquitto) as line, quick(line.address, **words) as link:
            await link.until_connected(START_S)
            assert [(m.topic, m.payload) for m in await take(other, 1)] == [(STATE_TOPIC, b"init")]
            line.cut()
            assert [(m.topic, m.payload) for m in await take(other, 1)] == [(STATE_TOPIC, b"lost")]


@pytest.mark.broker
async def test_a_topic_that_is_forbidden_is_refused_and_named(tmp_path: Path) -> None:
    if mosquitto_path() is None:
        pytest.skip("mosquitto is not on this machine")
    port = free_port()
    rules, configuration = tmp_path / "acl", tmp_path / "conf"
    rules.write_text("topic read #\ntopic write allowed/#\n")
    configuration.write_text(
        f"listener {port} 127.0.0.1\nuser {getpass.getuser()}\nallow_anonymous true\nacl_file {rules}\n"
    )
    process = await asyncio.create_subprocess_exec(mosquitto_path() or "", "-c", str(configuration))
    try:
        async with quick(BrokerAddress("127.0.0.1", port)) as link:
            await link.until_connected(START_S)
            await link.publish("allowed/lamp", b"x")
            with pytest.raises(PublishRefused, match="forbidden/lamp"):
                await link.publish("forbidden/lamp", b"x")
    finally:
        process.terminate()
        await process.wait()


SUBSCRIBE = 8


@dataclass
class Swallowing:
    """Stands between a link and its broker; loses the next SUBSCRIBE to a topic, or all that the broker says."""

    broker: BrokerAddress
    topic: bytes = b""
    deaf: bool = False
    connections: int = 0
    open: list[asyncio.StreamWriter] = field(default_factory=list)

    def hang_up(self) -> None:
        """Break every connection."""
        for writer in self.open:
            writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open.append(writer)
        from_broker, to_broker = await asyncio.open_connection(self.broker.host, self.broker.port)
        try:
            await asyncio.gather(self._upwards(reader, to_broker), self._downwards(from_broker, writer))
        finally:
            writer.close()
            to_broker.close()

    async def _upwards(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                kind, packet = await _packet(reader)
                if kind == SUBSCRIBE and self.topic and self.topic in packet:
                    self.topic = b""
                    continue
                writer.write(packet)
        writer.close()

    async def _downwards(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(4096):
                if not self.deaf:
                    writer.write(data)
        writer.close()


async def _packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The kind of the next MQTT packet, and all of it."""
    head = await reader.readexactly(2)
    length = head[-1] & 127
    while head[-1] & 128:
        head += await reader.readexactly(1)
        length += (head[-1] & 127) << 7 * (len(head) - 2)
    return head[0] >> 4, head + await reader.readexactly(length)


@pytest.mark.broker
async def test_a_subscription_that_is_not_answered_is_made_on_a_new_connection(
    mosquitto: BrokerAddress, caplog: pytest.LogCaptureFixture
) -> None:
    between = Swallowing(mosquitto)
    server = await asyncio.start_server(between.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        async with quick(mosquitto) as other, quick(replace(mosquitto, port=port), status_topic=None) as link:
            await link.subscribe("car/#")
            await asyncio.gather(link.until_connected(START_S), other.until_connected(START_S))
            await other.publish("lamp/state", b"on", retain=True)
            between.topic = b"lamp/#"
            asking = asyncio.create_task(link.subscribe("lamp/#"))
            await until(lambda: not between.topic, START_S)
            await asyncio.sleep(0)
            let_pass(ANSWER_S)
            await asking
            assert "connecting again" in caplog.text
            assert [(m.topic, m.retained) for m in await take(link, 1)] == [("lamp/state", True)]
            await other.publish("car/speed", b"1")
            assert [m.topic for m in await take(link, 1)] == ["car/speed"]
            assert between.connections == 2
    finally:
        server.close()


async def test_a_filter_taken_away_and_added_again_brings_what_is_kept_again(ground: Ground) -> None:
    one, other = await ground.new_link(), await ground.new_link()
    await other.publish("lamp/state", b"old", retain=True)
    await one.subscribe("lamp/state", "end")
    assert [m.payload for m in await take(one, 1)] == [b"old"]
    await one.unsubscribe("lamp/state", "nothing")
    await other.publish("lamp/state", b"new", retain=True)
    await other.publish("end", b"end")
    assert [m.payload for m in await take(one, 1)] == [b"end"]
    await one.subscribe("lamp/state")
    assert [(m.payload, m.retained) for m in await take(one, 1)] == [(b"new", True)]


@pytest.mark.parametrize(
    ("written", "host", "port", "tls"),
    [
        ("broker.lan", "broker.lan", 1883, False),
        ("10.0.0.2:1884", "10.0.0.2", 1884, False),
        ("mqtt://broker:1885/", "broker", 1885, False),
        ("mqtts://broker", "broker", 8883, True),
        ("[::1]:1883", "::1", 1883, False),
    ],
)
def test_addresses_as_people_write_them(written: str, host: str, port: int, tls: bool) -> None:
    address = BrokerAddress.parse(written)
    assert (address.host, address.port, address.tls) == (host, port, tls)
    assert "secret" not in repr(address.as_user("mia", "secret"))


@pytest.mark.parametrize("written", ["", "http://broker", "a b", "broker:0", "broker:70000", "user@broker"])
def test_what_is_no_address_is_named(written: str) -> None:
    with pytest.raises(BrokerFailed, match="mqtt://host:port"):
        BrokerAddress.parse(written)


@pytest.mark.slow
@pytest.mark.broker
async def test_a_broker_that_flaps_brings_nothing_twice_and_no_filter_is_lost(tmp_path: Path) -> None:
    if mosquitto_path() is None:
        pytest.skip("mosquitto is not on this machine")
    port = free_port()
    async with start_broker(tmp_path, port=port, program="mosquitto") as address, quick(address) as link:
        await link.subscribe("lamp/#")
        async with quick(address, status_topic=None, greet_producers=False) as other:
            for number in range(8):
                await link.until_connected(START_S)
                await other.until_connected(START_S)
                await other.publish("lamp/state", b"%d" % number)
                found = [m.payload for m in await take(link, 1)]
                assert found == [b"%d" % number]
                if number < 7:
                    os.kill(_pid_of(tmp_path / "broker"), signal.SIGKILL)
                    await until(lambda: not link.connected and not other.connected, START_S)
            assert len(link._inbox) == 0


@pytest.mark.slow
@pytest.mark.broker
async def test_a_publish_in_doubt_is_not_sent_again_by_anybody(tmp_path: Path) -> None:
    if mosquitto_path() is None:
        pytest.skip("mosquitto is not on this machine")
    async with start_broker(tmp_path, port=0, program="mosquitto") as address, quick(address) as device:
        await device.subscribe("lamp/set")
        await device.until_connected(START_S)
        between = Swallowing(address)
        server = await asyncio.start_server(between.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with quick(replace(address, port=port), status_topic=None) as link:
            await link.until_connected(START_S)
            between.deaf = True
            sending = asyncio.create_task(link.publish("lamp/set", b"on", expiry_s=30))
            assert [m.payload for m in await take(device, 1)] == [b"on"]
            between.hang_up()
            with pytest.raises(PublishInDoubt):
                await asyncio.wait_for(sending, START_S)
            between.deaf = False
            await until(lambda: between.connections > 1 and link.connected, START_S)
            await link.publish("lamp/set", b"off")
            assert [m.payload for m in await take(device, 1)] == [b"off"]
        server.close()
