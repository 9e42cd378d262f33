"""Everything that is kept of one person by word or by habit, and what of it some words are about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.memory.habits import Habit, Habits
from assistant.memory.nicknames import Nicknames
from assistant.memory.preferences import HOUSEHOLD, Preference, Preferences, states_on
from assistant.tools import ToolContext
from assistant.understanding.mimo.surroundings import units as words_apart
from assistant.utterance import LANGUAGES, Language
from devices.home import Home
from skills.memory_words import habit_in_words, preference_in_words
from skills.naming import name_in_sentence, room_in_sentence
from skills.usuals import knows_who
from skills.words import fill, phrase_file

Sort = Literal["told", "habit", "name"]

_GROWN_UP = frozenset({"owner", "adult"})
ENOUGH = 0.5
"""The share of the words that has to be there for a memory that may be meant."""

_SHORTEST = 3
"""Letters of a stem, at least."""


def units(words: str) -> frozenset[str]:
    """The words of a text, each as its stem: "vacuuming" is about what "vacuum" is about."""
    return frozenset(map(_stem, words_apart(words)))


def _stem(word: str) -> str:
    ending = next((e for e in ("ing", "ed") if word.endswith(e) and len(word) > len(e) + _SHORTEST), "")
    stem = word.removesuffix(ending)
    doubled = ending and len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "ls"
    return stem[:-1] if doubled else stem.removesuffix("e") if len(stem) > _SHORTEST else stem


_SAYS_NOTHING = units(
    "i we you me my our us the a an of on in at to from about regarding what that said say told tell mentioned mention "
    "asked just like likes liked love loves prefer preferred want wanted hate it is are am be everything anything all "
    "know knew learned learnt learn learning have has had did do does doing done with for when how use used using "
    "habit habits preference preferences remember remembered remembers please and so any more thing things stuff since "
    "during over happened called call name named nickname names much best always never it's i'd would by this these"
)
_SAYS_NOTHING_ZH = re.compile(
    "我们?说过?的?|我们?告诉过?你的?|跟你说过?的?|您|关于|喜欢|喜好|爱好|偏好|习惯|一切|所有|全部|全都|事情|事儿|那些|这些|"
    "什么时候|怎么用|怎么|如何|你知道|你记得|你记住|你学到|学到的?|以前|之前|我们|忘掉|忘了|忘记|[我你的了吧都全事话爱说用把做过时喝吃]"
)


@dataclass(frozen=True, slots=True)
class Memory:
    """One thing that is kept."""

    sort: Sort
    id: str
    person: str
    since: datetime
    say: str
    """What it is, in a sentence."""
    units: frozenset[str] = field(repr=False)
    """Its words, those of the thing it is about among them."""


class Memories:
    """What is kept of whoever speaks."""

    def __init__(
        self,
        home: Home,
        preferences: Preferences,
        habits: Habits | None,
        nicknames: Nicknames | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._home = home
        self._preferences = preferences
        self._habits = habits
        self._nicknames = nicknames
        self._clock = clock

    async def of(self, ctx: ToolContext) -> tuple[Memory, ...]:
        """Everything, the oldest first; nothing for somebody who is not of the household.

        What the household told together is a grown-up's to forget, too.
        """
        if not knows_who(ctx.utterance.speaker):
            return ()
        told = list(await self._preferences.of(ctx.person))
        if ctx.utterance.speaker.role in _GROWN_UP:
            told += await self._preferences.of(HOUSEHOLD)
        on = states_on(told, self._clock())
        found = [self._told(kept, ctx.language) for kept in told if kept.sort != "state" or kept.about in on]
        found += self._names(ctx)
        found += [self._habit(habit, ctx.language) for habit in self._habits.known(ctx.person)] if self._habits else []
        return tuple(sorted(found, key=lambda kept: kept.since))

    async def forget(self, kept: Sequence[Memory]) -> int:
        """Erase these; returns how many there were. Raises MemoryUnavailable."""
        gone = 0
        for person in dict.fromkeys(each.person for each in kept):
            ids = [each.id for each in kept if each.sort == "told" and each.person == person]
            gone += await self._preferences.forget(person, ids) if ids else 0
        for each in kept:
            if each.sort == "name" and self._nicknames is not None:
                gone += await self._nicknames.forget(each.id)
            elif each.sort == "habit" and self._habits is not None:
                gone += await self._habits.forget(person=each.person, habit=each.id) > 0
        return gone

    def _names(self, ctx: ToolContext) -> list[Memory]:
        own = [name for name in self._nicknames.all() if name.person == ctx.person] if self._nicknames else []
        found = []
        for name in own:
            about = self._called(name.about, ctx.language)
            template = phrase_file("nicknames")[ctx.language]["one" if about else "nowhere"]
            words = units(name.said) | self._units_of(name.about)
            say = fill(template, name=name.said, thing=about)
            found.append(Memory("name", name.id, name.person, name.since, say, words))
        return found

    def _told(self, kept: Preference, language: Language) -> Memory:
        words = units(kept.words) | self._units_of(kept.about)
        for each in LANGUAGES:
            words |= units(preference_in_words(kept, self._home, each))
        say = preference_in_words(kept, self._home, language)
        return Memory("told", kept.id, kept.person, kept.since, say, frozenset(words))

    def _habit(self, habit: Habit, language: Language) -> Memory:
        words = self._units_of(habit.device)
        for each in LANGUAGES:
            words |= units(habit_in_words(habit, self._home, each))
        say = habit_in_words(habit, self._home, language)
        return Memory("habit", habit.id, habit.person, habit.since, say, words)

    def _called(self, about: str, language: Language) -> str:
        device = self._home.devices.get(about)
        if device is not None:
            return name_in_sentence(device, self._home, language)
        return room_in_sentence(about, self._home, language) if about in self._home.rooms else ""

    def _units_of(self, about: str) -> frozenset[str]:
        device, room = self._home.devices.get(about), self._home.rooms.get(about)
        names = [device.name, *device.aliases] if device else list(room.names) if room else []
        names += [name.said for name in self._nicknames.by_about().get(about, ())] if self._nicknames else []
        return frozenset(unit for name in names for unit in units(name))


def topic_of(words: str) -> frozenset[str]:
    """What words are about: without those that only say that somebody said, liked or did it."""
    return units(_SAYS_NOTHING_ZH.sub(" ", words)) - _SAYS_NOTHING


def about(topic: frozenset[str], known: Sequence[Memory]) -> tuple[tuple[Memory, ...], bool]:
    """The memories that the topic is about, and whether that is sure: all its words are there."""
    sure = tuple(kept for kept in known if topic <= kept.units)
    if sure:
        return sure, True
    shares = [(len(topic & kept.units) / len(topic), kept) for kept in known]
    most = max((share for share, _ in shares), default=0.0)
    return (tuple(kept for share, kept in shares if share == most), False) if most >= ENOUGH else ((), False)
