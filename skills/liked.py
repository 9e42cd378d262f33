"""What people told of how they like it, between several: who asks, then who is there, then the household's own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.memory.members import Members
from assistant.memory.preferences import HOUSEHOLD, Preference, Preferences
from assistant.tools import ToolContext
from assistant.utterance import LANGUAGES, Language
from devices.device import Device
from devices.home import Home
from skills.when_words import when_in_words
from skills.whereabouts import others_there, states_now
from skills.wishes import value_in_words
from skills.words import fill, phrase_file

MUSIC = "music"
"""What a liking of music is about, on whatever it plays."""

SOUNDS = ("media", "volume")
"""What is set of a player for it."""


@dataclass(frozen=True, slots=True)
class Liked:
    """A told value that counts here and now."""

    kept: Preference
    say: dict[Language, str]
    """Why it is that, as it follows the value: "as you like it; Ben, who is there too, likes 19 degrees"."""


class Likings:
    """What was told of one thing, and whose word counts."""

    def __init__(
        self,
        preferences: Preferences,
        members: Members | None,
        clock: Callable[[], datetime],
        home: Home | None,
    ) -> None:
        """`home`: whose people tell who is there; without it nobody is known to be."""
        self._preferences = preferences
        self._members = members
        self._clock = clock
        self._home = home

    async def of(self, ctx: ToolContext, device: Device, capability: str) -> Liked | None:
        """What counts for this person, this thing and this moment; None where nobody told anything."""
        shared = await self._preferences.of(HOUSEHOLD)
        states = states_now(shared, self._home, self._clock())
        own = self._best(await self._preferences.of(ctx.person), device, capability, states)
        others = await self._others(ctx, device, capability, states)
        if own is not None:
            different = [(name, kept) for name, kept in others if kept.value != own.value]
            return Liked(own, {each: self._mine(different, device, capability, each) for each in LANGUAGES})
        if others and len({str(kept.value) for _, kept in others}) == 1:
            who = {each: _names([name for name, _ in others], each) for each in LANGUAGES}
            return Liked(others[0][1], {each: _told("who_is_there", each, who=who[each]) for each in LANGUAGES})
        common = self._best(shared, device, capability, states)
        if common is None:
            return None
        return Liked(common, {each: str(phrase_file("memory")[each]["told_we"]) for each in LANGUAGES})

    def _best(
        self, known: Iterable[Preference], device: Device, capability: str, states: set[str]
    ) -> Preference | None:
        """Of what holds now, what says most, and the newest of these."""
        now = self._clock()
        holding = [k for k in known if is_about(k, device, capability) and k.when.holds(now, states)]
        return max(holding, key=lambda kept: (kept.when.terms, kept.since), default=None)

    async def _others(
        self, ctx: ToolContext, device: Device, capability: str, states: set[str]
    ) -> list[tuple[str, Preference]]:
        """What the others who are there told, by name."""
        if self._home is None or (self._members is not None and self._members.guest_mode):
            return []
        there = others_there(self._home, self._members, ctx.person)
        found = [(name, self._best(await self._preferences.of(who), device, capability, states)) for who, name in there]
        return [(name, kept) for name, kept in found if kept is not None]

    def _mine(
        self, different: Sequence[tuple[str, Preference]], device: Device, capability: str, language: Language
    ) -> str:
        """Whose wish it is, and who else is there and has another."""
        mine = str(phrase_file("memory")[language]["told_you"])
        if not different or self._home is None:
            return mine
        joint = "；" if language == "zh" else "; "
        if len(different) > 1:
            return mine + joint + _told("others_like", language, who=different[0][0])
        (who, kept) = different[0]
        value = value_in_words(device, capability, kept.value, self._home, language)
        value = music_in_words(str(kept.value), language) if kept.about == MUSIC else value
        return mine + joint + _told("other_likes", language, who=who, value=value)


def is_about(kept: Preference, device: Device, capability: str) -> bool:
    """Whether something that is liked is about this part of this thing."""
    general = kept.about == MUSIC and device.kind == "media_player" and capability in SOUNDS
    return kept.sort == "likes" and kept.capability == capability and (general or kept.about == device.id)


def music_in_words(value: str, language: Language) -> str:
    """A sort of music by its name; what is none, as it is."""
    return str(phrase_file("told")[language]["music"].get(value, value))


def liking_in_words(kept: Preference, language: Language) -> str | None:
    """A liking that is of no single thing, in a sentence; None for any other."""
    if kept.about != MUSIC or kept.sort != "likes":
        return None
    when = when_in_words(kept.when, language)
    what = music_in_words(str(kept.value), language)
    return _told("likes_music" if when else "likes_music_always", language, what=what, when=when)


def _names(names: Sequence[str], language: Language) -> str:
    return ("和" if language == "zh" else " and ").join(names)


def _told(key: str, language: Language, **facts: str) -> str:
    return fill(phrase_file("told")[language][key], **facts)
