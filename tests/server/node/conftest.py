"""The car's side of the link, against a house whose line is cut at a chosen step."""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.conversation import Conversation, Exchange
from assistant.tools import Claim
from assistant.understanding.mind import PassedOn, Question, Speech
from assistant.understanding.names import Names
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Speaker, Utterance
from devices.home import Home
from devices.journal import Journal
from devices.loopback import LoopbackBroker
from server.node.house_client import HouseClient
from server.node.house_link import HouseLink
from server.node.house_mind import HouseMind
from server.node.memory_storage import MemoryStorage
from server.node.pairing_file import Pairing, PairingFile
from server.node.remembered import RememberedHouse
from server.node.wish_records import WishRecords, metadata
from server.node.wish_terms import News
from server.node.wishes import HouseWishes
from skills.loading import load
from skills.surface import Services

sys.path.insert(0, str(Path(__file__).parent))
from scripted_house import HOUSE_STATE, ScriptedHouse

DRIVER = Speaker("anna", "adult", seat="driver")


@pytest.fixture(scope="session")
def toolbox():
    home = Home(LoopbackBroker().link(), Journal(MemoryStorage(metadata)), (), ())
    return load(Services(home), None).toolbox


@pytest.fixture(scope="session")
def reflex(toolbox):
    made = ReflexMind()
    made.prepare(toolbox)
    return made


@dataclass
class Car:
    """The car's link, wishes and mind."""

    scripted: ScriptedHouse
    storage: MemoryStorage
    file: PairingFile
    reflex: ReflexMind
    toolbox: Any
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    news: list[News] = field(default_factory=list)
    conversation: Conversation = field(default_factory=lambda: Conversation("cabin"))
    link: HouseLink = None
    wishes: HouseWishes = None
    mind: HouseMind = None

    async def start(self):
        """As after the car was switched on: nothing but the database and the file of the pairing is left."""
        self.http = httpx.AsyncClient(transport=self.scripted, base_url="http://house")
        self.link = HouseLink(HouseClient(self.http, self.file))
        self.house = RememberedHouse()
        await self.house.take(HOUSE_STATE, datetime.now(UTC) - timedelta(minutes=10))

        async def told(news):
            self.news.append(news)
            if news.claim is Claim.ASK:
                asked = Utterance(news.wish.said, news.wish.language, DRIVER)
                self.conversation.remember(Exchange(asked, (), (), news.say["en"], Claim.ASK))

        self.wishes = HouseWishes(WishRecords(self.storage), self.link, news=told, now=lambda: self.now)
        await self.wishes.load()
        self.mind = HouseMind(self.link, self.wishes, self.house, self.reflex)

    async def stop(self):
        await self.wishes.close()
        await self.house.__aexit__(None, None, None)
        await self.http.aclose()

    async def restart(self):
        await self.stop()
        self.conversation = Conversation("cabin")
        await self.start()

    async def say(self, text, speaker=DRIVER):
        """What the mind makes of it."""
        said = Utterance(text, "zh" if text[0] > "\u2000" else "en", speaker)
        steps = [s async for s in self.mind.reply(said, self.conversation, self.toolbox, Names())]
        assert len(steps) == 1
        step = steps[0]
        if isinstance(step, Speech | Question):
            claim = step.claim if isinstance(step, Speech) else Claim.ASK
            self.conversation.remember(Exchange(said, (), (), step.text, claim))
        else:
            assert isinstance(step, PassedOn)
        return step

    async def cut(self):
        self.scripted.up = False
        await self.link._reaches()

    async def mend(self):
        """The line is back, and the link has noticed."""
        self.scripted.up = True
        await self.link._reaches()
        await self.wishes.look()


@pytest.fixture
async def car(tmp_path, reflex, toolbox):
    file = PairingFile(tmp_path / "house.json")
    file.write(Pairing("http://house", "client", "car", "unit", "talk", "rt-0", "at-0"))
    made = Car(ScriptedHouse(), MemoryStorage(metadata), file, reflex, toolbox)
    await made.start()
    await made.link._reaches()
    yield made
    await made.stop()
