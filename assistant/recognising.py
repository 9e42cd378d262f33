"""Who speaks, told by the voice. It makes an answer personal; whatever needs a yes or a PIN needs it all the same."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from assistant.conversation import Conversation
from assistant.errors import EngineFailed
from assistant.memory.members import KeptVoice, Members
from assistant.speech.voiceprint import Heard, Voiceprint, Voiceprints, VoiceSilent, VoiceTooShort, mean_of
from assistant.utterance import Speaker

log = logging.getLogger(__name__)

STRANGER = Speaker("unknown", "guest", by="voice")
"""A voice that nobody gave us."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """How alike two voices have to be to count as one; noise makes every voice less like itself."""

    quiet: float = 0.76
    """Likeness that tells a member in a quiet room …"""
    noisy: float = 0.74
    """… and in noise."""
    quiet_db: float = 24.0
    """From so many dB above the noise on a room is quiet …"""
    noisy_db: float = 14.0
    """… and up to so many it is noisy."""
    apart: float = 0.02
    """By how much the likest member is liker than the next."""
    expected: float = 0.12
    """By how much less is enough of the one member who was asked something a moment ago."""
    same: float = 0.74
    """Likeness of two sentences from which on they are taken for one person's, in one conversation …"""
    together: float = 0.04
    """… and how much more alike to a member both have to be together."""

    def least(self, above_noise_db: float) -> float:
        """The likeness that tells a member in so much noise."""
        share = (above_noise_db - self.noisy_db) / (self.quiet_db - self.noisy_db)
        return self.noisy + (self.quiet - self.noisy) * min(max(share, 0.0), 1.0)


TALK = timedelta(minutes=2)
"""Sentences that lie so close together belong to one talk."""
ADDED = 2
"""Sentences before the present one that are added to it."""
TALKS = 100


class Lately:
    """The voices heard last in each conversation; in memory alone, and no longer than a talk lasts."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._heard: OrderedDict[str, list[tuple[datetime, Voiceprint]]] = OrderedDict()

    def same(self, talk: str, present: Voiceprint, least: float) -> list[Voiceprint]:
        """Those right before that are as alike as that, the latest first."""
        found: list[Voiceprint] = []
        for at, voice in reversed(self._heard.get(talk, [])):
            if self._now() - at > TALK or voice.likeness(present) < least:
                break
            found.append(voice)
        return found

    def add(self, talk: str, present: Voiceprint) -> None:
        """One more was heard."""
        now = self._now()
        for old in [key for key, heard in self._heard.items() if now - heard[-1][0] > TALK]:
            del self._heard[old]
        self._heard[talk] = [*self._heard.get(talk, []), (now, present)][-ADDED:]
        self._heard.move_to_end(talk)
        while len(self._heard) > TALKS:
            self._heard.popitem(last=False)


def _now() -> datetime:
    return datetime.now(UTC)


class Recogniser:
    """Tells the members who gave their voice apart from each other and from everybody else."""

    def __init__(
        self,
        members: Members,
        voiceprints: Voiceprints,
        sureness: Sureness | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._members = members
        self._voiceprints = voiceprints
        self._sureness = sureness or Sureness()
        self._read: dict[bytes, Voiceprint] = {}
        self._lately = Lately(now)

    @property
    def decides(self) -> bool:
        """Whether anybody is known by voice, so that it says who speaks."""
        return bool(self._members.voices())

    async def who(self, pcm: bytes, expected: str = "", talk: str = "") -> Speaker | None:
        """Who speaks in 16 kHz mono s16le: a member, or STRANGER; None where nobody gave a voice.

        `expected`: the member whose answer is awaited. It takes less to be that one: a "yes" is too short to tell
        anybody by. `talk`: the conversation in which it was said; who was not surely known by one sentence may be by
        several. While the household has guests everybody is a stranger.
        """
        if not self.decides:
            return None
        if self._members.guest_mode:
            return STRANGER
        try:
            heard = await self._voiceprints.heard(pcm)
        except VoiceTooShort:
            return self._speaker(expected)
        except VoiceSilent:
            return STRANGER
        except EngineFailed as error:
            log.warning("nobody can be told by voice: %s", error)
            return STRANGER
        before = self._lately.same(talk, heard.voiceprint, self._sureness.same) if talk else []
        if talk:
            self._lately.add(talk, heard.voiceprint)
        return self._speaker(told_by(heard, before, self.known(), self._sureness, expected))

    def known(self) -> dict[str, Voiceprint]:
        """The voices that were given, by member."""
        kept = self._members.voices()
        self._read = {each.print: self._print(each) for each in kept.values()}
        return {member: self._read[each.print] for member, each in kept.items()}

    def _speaker(self, member_id: str) -> Speaker:
        member = self._members.of(member_id) if member_id else None
        return STRANGER if member is None else Speaker(member.id, member.role, by="voice")

    def _print(self, kept: KeptVoice) -> Voiceprint:
        if kept.print not in self._read:
            self._read[kept.print] = Voiceprint.from_bytes(kept.print)
        return self._read[kept.print]


def likest(heard: Heard, known: Mapping[str, Voiceprint], sureness: Sureness, expected: str = "") -> str:
    """Which of these voices it is; empty where it is surely none of them. `expected`: the one that it likely is."""
    alike = {name: voice.likeness(heard.voiceprint) for name, voice in known.items()}
    best, *others = sorted(alike, key=lambda name: -alike[name])
    least = sureness.least(heard.above_noise_db)
    if best == expected:
        return best if alike[best] >= least - sureness.expected else ""
    apart = not others or alike[best] - alike[others[0]] >= sureness.apart
    return best if apart and alike[best] >= least else ""


def told_by(
    heard: Heard, before: Sequence[Voiceprint], known: Mapping[str, Voiceprint], sureness: Sureness, expected: str = ""
) -> str:
    """As `likest`; where one sentence is not enough, with those `before` that the same person said."""
    found = likest(heard, known, sureness, expected)
    if found or not before:
        return found
    together = replace(heard, voiceprint=mean_of([heard.voiceprint, *before]))
    more = replace(sureness, quiet=sureness.quiet + sureness.together, noisy=sureness.noisy + sureness.together)
    return likest(together, known, more)


def awaited(conversation: Conversation) -> str:
    """The member whose answer the conversation waits for; empty where it waits for none."""
    asked = conversation.parked or conversation.asked
    speaker = asked.utterance.speaker if asked else None
    return speaker.person if speaker is not None and speaker.by == "voice" and speaker.person != "unknown" else ""
