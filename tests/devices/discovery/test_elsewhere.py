"""A player with a topic of its own for each deed, through the whole home."""

import asyncio

from devices.command import Command, OutcomeKind
from devices.discovery.home_assistant import HomeAssistant
from devices.home import Home
from devices.journal import Journal
from devices.link import Message
from devices.loopback import LoopbackBroker
from tests.devices.conftest import until

from .conftest import announced

PLAYER = {
    "name": "Den",
    "state_state_topic": "den/state",
    "command_play_topic": "den/play",
    "command_pause_topic": "den/pause",
}


async def test_each_wish_goes_to_its_own_topic(journal: Journal) -> None:
    broker = LoopbackBroker()
    ours, theirs = broker.link(), broker.link()
    heard: list[Message] = []

    async def obey() -> None:
        await theirs.subscribe("den/play", "den/pause")
        async for message in theirs.messages():
            heard.append(message)
            state = {"den/play": b"playing", "den/pause": b"paused"}[message.topic]
            await theirs.publish("den/state", state)

    home = Home(ours, journal, [HomeAssistant()], [])
    tasks = [asyncio.create_task(home.run()), asyncio.create_task(obey())]
    config = announced("homeassistant/media_player/den/config", PLAYER)
    await theirs.publish(config.topic, config.payload, retain=True)
    await until(lambda: "media_player_den" in home.devices)
    kinds = [(await home.execute(Command("media_player_den", "playback", w))).kind for w in ("playing", "paused")]
    assert kinds == [OutcomeKind.DONE, OutcomeKind.DONE]
    assert [message.topic for message in heard] == ["den/play", "den/pause"]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
