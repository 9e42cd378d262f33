"""What the reasoning core is told of whoever speaks: what they told themselves, and what they surely choose."""

from collections.abc import Iterable, Sequence

from assistant.memory.preferences import Preference
from assistant.understanding.mimo.known import is_stranger
from assistant.understanding.mimo.surroundings import shown, units
from assistant.understanding.names import Thing
from assistant.utterance import Language, Utterance
from devices.device import Device
from devices.rules.risk import ACCESS
from devices.rules.tiers import highest_tier
from skills.liked import MUSIC
from skills.surface import Services
from skills.wishes import value_in_words

_EMPTY_WORDS = units(
    "i my me we like prefer want please the a it is to at in on of and do you when with for 我喜欢 我的 喜欢"
)
"""Words that two sentences share without being about the same."""


class Likings:
    """What is known of one person at a time; see KnownOf."""

    def __init__(self, services: Services) -> None:
        """`services`: the home, and where preferences, habits and members are kept, as far as they are."""
        self._known = services

    async def __call__(self, said: Utterance, things: Sequence[Thing]) -> tuple[str, ...]:
        """A short line for each told preference of this speaker and each sure habit that the sentence is near to.

        Nothing for a stranger, while guests are here, and for a head unit that may not know of the home.
        """
        grants, members = said.speaker.grants, self._known.members
        barred = grants is not None and "home.read" not in grants
        if barred or is_stranger(said.speaker) or (members is not None and members.guest_mode):
            return ()
        return (*await self._told(said, things), *self._chosen(said, things))

    async def _told(self, said: Utterance, things: Sequence[Thing]) -> list[str]:
        if self._known.preferences is None:
            return []
        own = [k for k in await self._known.preferences.of(said.speaker.person) if k.sort == "likes"]
        places = list(dict.fromkeys([*(t.id for t in things), *(t.room for t in things if t.room)]))
        by_words = [kept for kept in own if kept.about in ("", MUSIC) and _shares_words(kept, said)]
        by_place = [kept for place in places for kept in own if kept.about == place]
        return [kept.words for kept in (*by_words, *by_place)]

    def _chosen(self, said: Utterance, things: Sequence[Thing]) -> Iterable[str]:
        members, devices = self._known.members, self._known.home.devices
        member = members.of(said.speaker.person) if members else None
        if self._known.habits is None or (member is not None and not member.learns):
            return
        for thing in things:
            if device := devices.get(thing.id):
                yield from self._usual_of(device, shown(thing.names, said.language), said)

    def _usual_of(self, device: Device, name: str, said: Utterance) -> Iterable[str]:
        habits, person, now = self._known.habits, said.speaker.person, self._known.clock()
        for capability in _harmless_parts(device):
            found = habits.usual(person, device.id, capability, now, said.place) if habits else None
            if found is not None:
                value = value_in_words(device, capability, found.value, self._known.home, said.language)
                yield _sentence(name, value, (found.times, found.of), said.language)


def _harmless_parts(device: Device) -> list[str]:
    """What can be set of it and lets nobody in."""
    return [
        name
        for name, known in device.capabilities.items()
        if known.writable and max(known.at_least, highest_tier(device.kind, device.flavour, name)) < ACCESS
    ]


def _sentence(name: str, value: str, counted: tuple[int, int], language: Language) -> str:
    times, of = counted
    return (
        f"{name}：最近{of}次里{times}次选了{value}"
        if language == "zh"
        else f"{name}: {value}, {times} of the last {of} times"
    )


def _shares_words(kept: Preference, said: Utterance) -> bool:
    return bool((units(kept.words) & units(said.text)) - _EMPTY_WORDS)
