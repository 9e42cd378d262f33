"""The places that were told to somebody last: what "there" and "the second one" mean to them."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.conversation import MEMORY_LIFETIME
from assistant.tools import ToolContext, ToolResult
from assistant.utterance import Utterance
from devices.roads.place import Place
from devices.roads.search import plain
from devices.roads.sounding import SoundIndex

Again = Callable[[ToolContext, Place], Awaitable[ToolResult]]
"""What was wished, with the place that was meant."""

_ORDINALS: tuple[tuple[str, int], ...] = (
    (r"(?:the )?(?:first|1st|nearest|closest)(?: one)?|第一[个家间处]?|最近的?(?:那[个家])?|前一[个家]", 0),
    (r"(?:the )?(?:second|2nd|other)(?: one)?|第二[个家间处]?|另一[个家]|后一[个家]", 1),
    (r"(?:the )?(?:third|3rd)(?: one)?|第三[个家间处]?", 2),
    (r"(?:the )?last(?: one)?|最后(?:一|那)?[个家]", -1),
)
_POINTING = re.compile(
    r"(?:over |right )?(?:there|that one|that place|this one|it|that)|那里|那儿|那边|那[个家]|这[个家]|它|过去",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"(?:the )?one (?:in|on|at|near|by) (?:the )?(?P<en>.+)|(?P<zh>.+?)(?:街|路)?(?:上|那里|那边)?的?(?:那[个家])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Places that were told, in the order of telling."""

    places: tuple[Place, ...]
    at: datetime
    again: Again | None = None
    """What was wished; it is done again with another place where that was meant."""
    is_asked: bool = False
    """It was asked which of them is meant."""


class OfferedPlaces:
    """The last offer to each person, where they sit or stand."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._offers: dict[tuple[str, str, str], Offer] = {}

    def tell(self, utterance: Utterance, places: Sequence[Place]) -> None:
        """These places were told."""
        self._keep(utterance, Offer(tuple(places), self._now()))

    def ask(self, utterance: Utterance, places: Sequence[Place], again: Again) -> None:
        """It was asked which of these is meant; `again` is done with the answer."""
        self._keep(utterance, Offer(tuple(places), self._now(), again, is_asked=True))

    def take(self, utterance: Utterance, place: Place, again: Again | None) -> None:
        """This one was taken; `again` is done with another where somebody says that it was the wrong one."""
        self._keep(utterance, Offer((place,), self._now(), again))

    def forget(self) -> None:
        """Nothing was told to anybody."""
        self._offers.clear()

    def _keep(self, utterance: Utterance, offer: Offer) -> None:
        if offer.places:
            self._offers[_whose(utterance)] = offer

    def open(self, utterance: Utterance) -> Offer | None:
        """What was told to whoever speaks, as long as "there" can mean it."""
        offer = self._offers.get(_whose(utterance))
        return offer if offer is not None and self._now() - offer.at <= MEMORY_LIFETIME else None

    def all_open(self) -> list[Place]:
        """What was told to anybody, as long as "there" can mean it; the last first."""
        now = self._now()
        offers = sorted(self._offers.values(), key=lambda offer: offer.at, reverse=True)
        return [place for offer in offers if now - offer.at <= MEMORY_LIFETIME for place in offer.places]

    def meant(self, utterance: Utterance, words: str) -> Place | None:
        """The place of the offer that these words point to; None where they point to none of them."""
        offer, told = self.open(utterance), words.strip(" ,.!?，。！？").casefold()
        if offer is None or not told:
            return None
        for pattern, number in _ORDINALS:
            if re.fullmatch(pattern, told) and -1 <= number < len(offer.places):
                return offer.places[number]
        if _POINTING.fullmatch(told):
            return None if offer.is_asked and len(offer.places) > 1 else offer.places[0]
        return _described(offer, told)


def only_points(words: str) -> bool:
    """Whether these words say nothing of their own: "there"."""
    return _POINTING.fullmatch(words.strip(" ,.!?，。！？").casefold()) is not None


def _described(offer: Offer, told: str) -> Place | None:
    """The only one of several whose street or name holds what was said."""
    found = _DESCRIBED.fullmatch(told)
    wanted = plain((found["en"] or found["zh"]) if found else told)
    if not wanted or (not offer.is_asked and found is None):
        return None
    fitting = [place for place in offer.places if _is_said_of(place, wanted)]
    if not fitting and found is not None:
        fitting = _sounding(offer.places, wanted)
    return fitting[0] if len(fitting) == 1 else None


def _is_said_of(place: Place, wanted: str) -> bool:
    """Whether the words occur in its street or name: whole ones, where they are not Mandarin."""
    told = plain(f"{place.street} {' '.join(place.names)}")
    return f" {wanted} " in f" {told} " if wanted.isascii() else wanted in told


def _sounding(places: Sequence[Place], wanted: str) -> list[Place]:
    """Those whose street or name clearly sounds so: "the one in Aninkado" for Annankatu."""
    called = [(plain(name), place) for place in places for name in (*place.names, place.street_alone)]
    sounds = SoundIndex(name for name, _ in called).clearly(wanted)
    return [place for place in places if any(name in sounds for name, other in called if other is place)]


def _whose(utterance: Utterance) -> tuple[str, str, str]:
    return utterance.speaker.person, utterance.speaker.seat, utterance.place
