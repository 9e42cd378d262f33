"""The double of the link: topics, filters, expiry and the switches that tests use."""

import asyncio

import pytest

from devices.connection import Connection
from devices.errors import LinkDown, PublishInDoubt, PublishRefused
from devices.inbox import Inbox
from devices.link import Message
from devices.loopback import LoopbackBroker, LoopbackLink
from devices.topics import is_filter, is_topic, matches


async def waiting(link: LoopbackLink) -> list[tuple[str, bytes, bool]]:
    """Everything that came in so far."""
    found = []
    while len(link.inbox):
        message = await link.inbox.get()
        found.append((message.topic, message.payload, message.retained))
    return found


@pytest.mark.parametrize(
    ("topic_filter", "topic", "taken"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/b/c", False),
        ("a/+", "a/b", True),
        ("a/+", "a", False),
        ("a/+", "a/", True),
        ("+/+", "/b", True),
        ("a/+/c", "a/b/c", True),
        ("a/#", "a", True),
        ("a/#", "a/b/c", True),
        ("#", "a/b", True),
        ("#", "$SYS/uptime", False),
        ("+/uptime", "$SYS/uptime", False),
        ("$SYS/#", "$SYS/uptime", True),
    ],
)
def test_filters_take_topics_as_mqtt_says(topic_filter: str, topic: str, taken: bool) -> None:
    assert matches(topic_filter, topic) is taken


def test_what_a_topic_and_what_a_filter_is() -> None:
    assert all(map(is_topic, ["a", "/", "a b/厨房", "$SYS/x"]))
    assert not any(map(is_topic, ["", "a/+", "#", "a\0", "x" * 70_000]))
    assert all(map(is_filter, ["a", "+", "#", "a/+/b/#"]))
    assert not any(map(is_filter, ["", "a+", "a/#/b", "a#", "a/b+/c"]))


async def test_a_kept_message_expires() -> None:
    moment = 0.0
    broker = LoopbackBroker(clock=lambda: moment)
    link = broker.link()
    await link.publish("a", b"1", retain=True, expiry_s=10)
    await link.publish("b", b"2", retain=True)
    moment = 10.0
    await link.subscribe("#")
    assert await waiting(link) == [("b", b"2", True)]


async def test_the_switches() -> None:
    broker = LoopbackBroker()
    link, other = broker.link(), broker.link()
    await other.subscribe("#")
    broker.dropped.add("lost/#")
    broker.refused.add("secret")
    await link.publish("lost/1", b"")
    with pytest.raises(PublishRefused, match="secret"):
        await link.publish("secret", b"")
    with pytest.raises(PublishRefused):
        await link.publish("a/+", b"")
    assert await waiting(other) == []
    broker.answers = False
    with pytest.raises(PublishInDoubt):
        await link.publish("a", b"1")
    assert await waiting(other) == [("a", b"1", False)]
    assert not link.connected
    with pytest.raises(LinkDown):
        await link.publish("a", b"2")


async def test_under_pressure_the_newest_of_each_topic_survives() -> None:
    inbox = Inbox(limit=10)
    for number in range(1000):
        inbox.put(Message(f"topic{number % 10}", str(number).encode(), False))
    assert (len(inbox), inbox.lost) == (10, 0)
    assert [int((await inbox.get()).payload) for _ in range(10)] == list(range(990, 1000))


async def test_more_topics_than_it_may_keep_are_lost_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox(limit=10)
    for number in range(15):
        inbox.put(Message(f"topic{number}", b"", False))
    assert (len(inbox), inbox.lost) == (10, 5)
    assert "lost" in caplog.text
    assert (await inbox.get()).topic == "topic5"


async def test_it_keeps_no_more_bytes_than_it_may() -> None:
    inbox = Inbox(most_bytes=100)
    for number in range(50):
        inbox.put(Message(f"topic{number % 10}", bytes(10), False))
    assert (len(inbox), inbox.lost) == (10, 0)
    inbox.put(Message("topic3", bytes(50), False))
    assert (len(inbox), inbox.lost) == (6, 4)
    inbox.put(Message("large", bytes(1_000), False))
    assert (len(inbox), (await inbox.get()).topic) == (1, "large")
    inbox.put(Message("topic1", bytes(100), False))
    inbox.put(Message("topic1", bytes(100), False))
    assert len(inbox) == 1


async def test_the_order_of_arrival_is_kept() -> None:
    inbox = Inbox()
    reading = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    for number in range(3):
        inbox.put(Message("t", str(number).encode(), False))
    assert [(await reading).payload, (await inbox.get()).payload, (await inbox.get()).payload] == [b"0", b"1", b"2"]


async def test_somebody_slow_learns_that_it_was_away() -> None:
    connection = Connection(up=True)
    watch = connection.watch()
    assert await anext(watch) is True
    connection.turn(False)
    connection.turn(True)
    connection.turn(True)
    assert [await anext(watch), await anext(watch)] == [False, True]
    connection.turn(False)
    assert await anext(watch) is False
