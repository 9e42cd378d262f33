"""A literal home on a broker in memory: it shows what it is, answers wishes, and forgets them for the next case."""

import asyncio
import json

from devices.discovery.inventory import read_inventory
from devices.loopback import LoopbackBroker
from devices.simulators.literal import LiteralHome

INVENTORY = {
    "entities": [
        {"id": "light.a", "name": "A", "state": "off", "attributes": {"brightness": 10}},
        {"id": "lock.b", "name": "B", "state": "locked"},
    ]
}


async def test_wish_is_answered_live_on_the_state_topic() -> None:
    broker, literal = LoopbackBroker(), LiteralHome(read_inventory(INVENTORY))
    work = asyncio.create_task(literal.run(broker.link()))
    listener = broker.link()
    await listener.subscribe("home/light.a/state")
    messages = listener.messages()
    first = await anext(messages)
    assert json.loads(first.payload)["state"] == "off"
    await listener.publish("home/light.a/set", b'{"state": "on"}')
    answer = await anext(messages)
    assert not answer.retained
    assert json.loads(answer.payload)["state"] == "on"
    assert literal.changes() == {"light.a": {"state": "on"}}
    await listener.publish("home/light.a/set", b"nonsense")
    await listener.publish("home/light.z/set", b'{"state": "on"}')
    await asyncio.sleep(0.01)
    assert not work.done()
    work.cancel()


async def test_only_what_became_different_is_shown_for_the_next_case() -> None:
    broker, literal = LoopbackBroker(), LiteralHome(read_inventory(INVENTORY))
    link = broker.link()
    await literal.show(link)
    assert len(broker.published) == 2
    literal.apply({"lock.b": {"state": "unlocked"}, "light.unknown": {"state": "on"}})
    await literal.show(link)
    assert [p.topic for p in broker.published[2:]] == ["home/lock.b/state"]
    assert literal.changes() == {}
    literal.reset()
    assert literal.states["lock.b"].state == "locked"
    await literal.show(link)
    assert [json.loads(p.payload)["state"] for p in broker.published[3:]] == ["locked"]
    await literal.show(link, again=True)
    assert len(broker.published) == 6
