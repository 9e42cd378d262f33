"""The in-car node put together: the product with the car alone for its home, and the house behind a link."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime

from assistant.conversation import Exchange
from assistant.speech.synthesizer import Synthesizer
from assistant.streams import Broadcast
from assistant.tools import Claim
from assistant.understanding.mind import Mind
from assistant.utterance import Speaker, Utterance
from devices.address import BrokerAddress
from devices.device import Value
from devices.layout_model import DeviceLayout, Layout
from server.compose import Mimosa
from server.engines import READY
from server.home_of import simulated_layout
from server.node.car_mind import CarMind, LastWord
from server.node.house_client import HouseClient, http_to
from server.node.house_link import HouseLink
from server.node.house_memory import HouseMemory
from server.node.house_mind import HouseMind
from server.node.mirror import Mirror
from server.node.pairing_file import PairingFile
from server.node.remembered import RememberedHouse
from server.node.wish_records import WishRecords
from server.node.wish_terms import News, asks_something_else
from server.node.wishes import HouseWishes
from server.settings import Settings
from skills.under_way import under_way

log = logging.getLogger(__name__)


class CarNode(Mimosa):
    """Everything put together in the car; an async context manager.

    `pairing`: where the pairing with the house lies; without one there is no house, and everything else works.
    """

    def __init__(
        self,
        settings: Settings,
        broker: BrokerAddress,
        pairing: PairingFile | None,
        *,
        vehicle: str,
        simulated: bool = False,
    ) -> None:
        super().__init__(settings, broker, simulated=simulated)
        self._pairing = pairing
        self.vehicle = vehicle
        self.link: HouseLink | None = None
        self.wishes: HouseWishes | None = None
        self._house_mind: HouseMind | None = None
        self._news: Broadcast[News] = Broadcast(100)
        self._changes: Broadcast[None] = Broadcast(10)

    @property
    def car(self) -> str:
        """Id of the car among the devices."""
        return f"vss:{self.vehicle}"

    @property
    def voice(self) -> Synthesizer | None:
        """The voice, once it is ready."""
        return self._engines.voice if self._engines.states["voice"] == READY else None

    def news(self) -> AsyncIterator[News]:
        """What people in the car have to be told unasked, from now on."""
        return self._news.listen()

    def changes_of_waiting(self) -> AsyncIterator[None]:
        """Every time that what waits for the house changes, from now on."""
        return self._changes.listen()

    def health(self) -> dict[str, object]:
        """How every part is, and how the link to the house is."""
        told = dict(super().health())
        if self.link is None:
            state = "off"
        elif not self.link.paired:
            state = "missing: the house has ended the pairing; pair the car again: mimosa car pair"
        else:
            state = "ready" if self.link.reachable else "out of reach"
        return {**told, "house": state}

    async def _start(self, running: AsyncExitStack) -> None:
        await super()._start(running)
        if self._pairing is not None:
            await self._connect(self._pairing, running)

    async def _connect(self, file: PairingFile, running: AsyncExitStack) -> None:
        """Begin to reach for the house. Raises NoPairing, WishesUnavailable."""
        pairing = file.read()
        http = await running.enter_async_context(http_to(pairing))
        house = await running.enter_async_context(RememberedHouse())
        link = HouseLink(HouseClient(http, file), told=self._hear_of_house)
        self._memory = HouseMemory(self._database, link, house)
        await self._memory.load()
        self.wishes = HouseWishes(
            WishRecords(self._database),
            link,
            news=self._tell,
            changed=lambda: self._changes.put(None),
            is_taken=lambda place: asks_something_else(self.conversation(place), datetime.now(UTC)),
        )
        await self.wishes.load()
        running.push_async_callback(self.wishes.close)
        self.link = link
        self._house_mind = HouseMind(link, self.wishes, house, self._reflex)
        tells = self.settings.car_tells_position
        mirror = Mirror(self.home, self.car, link, under_way=self._under_way, tells_position=tells)
        works = {"link": link.run(), "memory": self._memory.run(), "wishes": self.wishes.run(), "mirror": mirror.run()}
        for name, work in works.items():
            task = asyncio.create_task(work, name=f"house {name}")
            task.add_done_callback(_complain)
            running.push_async_callback(_ended, task)
        # Turns end before what they are taken with.
        running.push_async_callback(self._conversations.close)

    def _under_way(self) -> Mapping[str, Value]:
        """How far the trip of the car is, as the house may know it."""
        return under_way(self.trips, self.car) if self.trips is not None else {}

    async def _hear_of_house(self, event: str, told: object) -> None:
        if event in ("reset", "turn", "command"):
            self._memory.poke()

    async def _tell(self, news: News) -> None:
        """Put a question into the dialogue it belongs to, and tell everybody who listens."""
        if news.claim is Claim.ASK:
            wish = news.wish
            asked = Utterance(wish.said, wish.language, Speaker(wish.person, seat=wish.seat))
            exchange = Exchange(asked, (), (), news.say[wish.language], Claim.ASK)
            self.conversation(wish.conversation).remember(exchange)
        self._news.put(news)

    def _minds(self) -> Sequence[Mind]:
        core = self._engines.core
        own: tuple[Mind, ...] = (core,) if core else ()
        if self._house_mind is None or self.link is None:
            return (self._reflex, *own)
        link = self.link
        first = CarMind(self._reflex, self._house_mind.spoke_last, self._house_mind)
        last = LastWord(self._reflex, lambda: link.reachable, thinks_on=core is not None)
        return (first, self._house_mind, last, *own)

    def _beneath(self) -> Layout:
        """The car of this node is its own: nobody has to approve it."""
        own = Layout(devices={self.car: DeviceLayout(approved=True)})
        if not self._simulated:
            return own
        known = simulated_layout().devices.get("vss:car", DeviceLayout())
        return own.on_top_of(Layout(devices={self.car: known}))


def _complain(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception() is not None:
        log.critical("%s ended", task.get_name(), exc_info=task.exception())


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
