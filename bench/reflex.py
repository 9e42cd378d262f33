"""Text to spoken sentence on the reflex path, 200 devices, through a real broker, beside hassil recognising the same.

The device side answers each command with a report at once; everything between the text and the words is the product's:
understanding, policy, journal on disk (synchronous=FULL), MQTT 5 at QoS 1, proof, wording.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import uuid4

from assistant.conversation import Conversation
from assistant.events import Finished
from assistant.turn import Faculties, turn
from assistant.understanding.names import Names, Room
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Utterance
from bench.table import Row, at_most, percentile
from bench.understanding import beside_hassil, practice, slowest
from devices.address import BrokerAddress
from devices.broker import start_broker
from devices.journal import Journal
from devices.mqtt import MqttLink
from devices.ownership import Ownership
from devices.ownership_records import OwnershipRecords
from server.database import Database
from server.home_of import make_home
from skills.loading import load
from skills.names import names_of
from skills.surface import Services

DEVICES = 200
MANY = 300
ROOMS = ("Kitchen", "Bedroom", "Bathroom", "Hall", "Office", "Nursery", "Garage", "Attic", "Cellar", "Library")
WORDS = (
    "Ceiling", "Wall", "Desk", "Floor", "Window", "Corner", "Shelf", "Mirror", "Door", "Stair",
    "Reading", "Picture", "Sofa", "Plant", "Table", "Cabinet", "Closet", "Counter", "Fireplace", "Piano",
)  # fmt: skip
ROUNDS = 300


def names() -> list[tuple[str, str]]:
    """(name, room) of every lamp."""
    return [(f"{room} {word} Lamp", room) for room in ROOMS for word in WORDS][:DEVICES]


def sentences() -> list[str]:
    """What is said, in an order that repeats in every run."""
    chance = random.Random(7)
    forms = ("turn on the {}", "turn off the {}", "switch on the {}", "please turn the {} off")
    return [chance.choice(forms).format(chance.choice(names())[0].lower()) for _ in range(ROUNDS)]


async def measure() -> list[Row]:
    """Both, sentence by sentence in turn, in one run."""
    said = sentences()
    hassil = _hassil()
    ours, theirs = [], []
    for text in said[:20]:
        hassil(text)
    async with _home() as able:
        conversation = Conversation("bench")
        for text in said[:20]:
            await _spoken(text, conversation, able)
        for text in said:
            began = perf_counter()
            outcome = await _spoken(text, conversation, able)
            ours.append((perf_counter() - began) * 1000)
            if outcome not in ("done", "already"):
                raise AssertionError(f"{text!r} ended in {outcome}")
            began = perf_counter()
            hassil(text)
            theirs.append((perf_counter() - began) * 1000)
        alone = _alone(able, said)
    return [
        Row("text to spoken sentence, 200 devices, p50", percentile(ours, 0.5), "ms"),
        Row("text to spoken sentence, 200 devices, p95", percentile(ours, 0.95), "ms"),
        Row("hassil recognising the same, p95", percentile(theirs, 0.95), "ms"),
        at_most("text to spoken sentence p95 ÷ hassil p95", percentile(ours, 0.95) / percentile(theirs, 0.95), 4),
        *alone,
    ]


def _alone(able: Faculties, said: list[str]) -> list[Row]:
    """What understanding alone takes, in this home and, where its files are there, over the practice cases."""
    known, many = able.names(), _larger(able.names(), MANY)
    plain = "plain orders, {} devices"
    rows = [
        *beside_hassil(f"{DEVICES} devices", known, able.toolbox, said),
        *slowest(plain.format(DEVICES), known, able.toolbox, said),
        *slowest(plain.format(MANY), many, able.toolbox, said),
    ]
    try:
        names, sentences = practice()
    except FileNotFoundError:
        return rows
    where = "practice sentences"
    return [
        *rows,
        *beside_hassil(where, names, able.toolbox, sentences),
        *slowest(where, names, able.toolbox, sentences),
    ]


def _larger(names: Names, devices: int) -> Names:
    """The same home with so many devices: those that come in addition stand in a second room of each name."""
    further = names.things[: devices - len(names.things)]
    things = tuple(
        replace(t, id=f"{t.id}_upper", names=(f"Upper {t.names[0]}",), room=f"{t.room}_upper" if t.room else "")
        for t in further
    )
    rooms = tuple(Room(f"{room.id}_upper", (f"Upper {room.names[0]}",), room.floor) for room in names.rooms)
    return Names((*names.things, *things), (*names.rooms, *rooms), names.floors, names.people, names.version + 1)


async def _spoken(text: str, conversation: Conversation, able: Faculties) -> str:
    said = Utterance(text)
    outcome = ""
    async for event in turn(said, conversation, able, turn_id=uuid4().hex, speak=False):
        if isinstance(event, Finished):
            outcome = event.outcome
    return outcome


@asynccontextmanager
async def _home() -> AsyncIterator[Faculties]:
    with TemporaryDirectory(prefix="mimosa-bench-") as folder:
        async with start_broker(Path(folder)) as address, MqttLink(address, client_id="bench-home") as link:
            database = Database(Path(folder) / "bench.db")
            home = make_home(link, Journal(database), Ownership(OwnershipRecords(database)))
            tasks = [asyncio.create_task(home.run()), asyncio.create_task(_lamps(address))]
            try:
                while len(home.devices) < DEVICES or not all(home.fact(d, "on") for d in home.devices):
                    await asyncio.sleep(0.05)
                toolbox = load(Services(home)).toolbox
                yield Faculties((ReflexMind(),), toolbox, names_of(home))
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)
                database.close()


async def _lamps(address: BrokerAddress) -> None:
    """All lamps as one client: announced as Home Assistant's producers do, each wish answered with a report."""
    async with MqttLink(address, client_id="bench-lamps", status_topic=None, greet_producers=False) as link:
        await link.until_connected(10)
        await link.subscribe("bench/+/set")
        for number, (name, room) in enumerate(names()):
            topic = f"bench/lamp{number}"
            config = {
                "name": name, "unique_id": f"bench_lamp{number}", "command_topic": f"{topic}/set",
                "state_topic": f"{topic}/state",
                "device": {"identifiers": [f"lamp{number}"], "name": name, "suggested_area": room},
            }  # fmt: skip
            await link.publish(f"homeassistant/light/lamp{number}/config", json.dumps(config).encode(), retain=True)
            await link.publish(f"{topic}/state", b"OFF", retain=True)
        async for message in link.messages():
            await link.publish(message.topic.removesuffix("/set") + "/state", message.payload, retain=True)


def _hassil() -> Callable[[str], object]:
    """hassil over Home Assistant's own English sentences and the same names and rooms."""
    from hassil import Intents, TextSlotList, recognize_best
    from home_assistant_intents import get_intents

    sentences_of_home_assistant: Any = get_intents("en")
    intents = Intents.from_dict(sentences_of_home_assistant)
    lists: dict[str, Any] = {
        "name": TextSlotList.from_tuples([(name, name, {"domain": "light"}) for name, _ in names()]),
        "area": TextSlotList.from_tuples([(room, room, {}) for room in ROOMS]),
        "floor": TextSlotList.from_tuples([]),
    }
    return lambda text: recognize_best(text, intents, slot_lists=lists)


if __name__ == "__main__":
    from bench.table import show

    show("reflex", asyncio.run(measure()))
