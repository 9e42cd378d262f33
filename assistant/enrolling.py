"""Letting one's voice be known: some sentences read aloud, each looked at before it counts. No sound is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from assistant.errors import AssistantError
from assistant.memory.members import Member, Members
from assistant.speech.voiceprint import Heard, Voiceprint, Voiceprints, VoiceSilent, VoiceTooShort, mean_of
from assistant.utterance import Language

NEEDED = 4
"""Samples that a voice is known by."""
LIFETIME = timedelta(minutes=10)
"""After so long without a sample it begins anew."""

LEAST_SPEECH_S = 1.6
LEAST_ABOVE_NOISE_DB = 12.0
MOST_CLIPPED = 0.02
SAME_VOICE = 0.75
"""Likeness to the samples before from which on it is the same voice."""
ANOTHERS_VOICE = 0.84
"""Likeness to another member's voice from which on it is theirs."""

CONSENT: Mapping[Language, str] = {
    "en": "I agree that this Mimosa keeps 256 numbers that describe my voice, on this machine alone, to know that "
    "it is me who speaks. No recording is kept. I can have it erased at any time.",
    "zh": "我同意这台 Mimosa 只在本机保存描述我声音的 256 个数字,用来认出是我在说话。不保存录音。我可以随时删除。",
}

SENTENCES: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "Good morning, please open the blinds and tell me what the weather will be like today.",
        "I would like the living room a little warmer this evening, twenty-two degrees will do.",
        "When we leave the house, turn off every light and let the vacuum clean the kitchen.",
        "Remind me to buy milk, bread and apples on the way home tomorrow.",
    ),
    "zh": (
        "早上好,请打开窗帘,告诉我今天的天气怎么样。",
        "今天晚上我想让客厅暖和一点,二十二度就可以了。",
        "我们出门以后,把所有的灯都关掉,让扫地机打扫厨房。",
        "明天回家的路上,提醒我买牛奶、面包和苹果。",
    ),
}

_SAY: Mapping[str, Mapping[Language, str]] = {
    "silent": {"en": "I heard nobody speak. Come closer and try again.", "zh": "我没有听到说话声,请靠近一点再试。"},
    "too_short": {"en": "That was too short. Read the whole sentence.", "zh": "太短了,请读完整句话。"},
    "noisy": {
        "en": "It is too noisy around you. Try again where it is quieter.",
        "zh": "周围太吵了,请在安静一点的地方再试。",
    },
    "too_loud": {"en": "That was too loud. Move away a little.", "zh": "声音太大了,请离远一点。"},
    "another_voice": {
        "en": "That is another voice than before. One person reads all sentences.",
        "zh": "这和刚才的声音不一样。所有句子要由同一个人来读。",
    },
    "known_voice": {
        "en": "That sounds like {name}, whose voice I know already.",
        "zh": "这听起来像{name},我已经认识这个声音了。",
    },
    "not_begun": {"en": "Agree first, then read the sentences.", "zh": "请先同意,再读句子。"},
}
_SOMEBODY: Mapping[Language, str] = {"en": "somebody else here", "zh": "家里的另一个人"}


class SampleRefused(AssistantError):
    """A sample does not count; `reason` is a stable code, `say` one sentence under "en" and under "zh"."""

    def __init__(self, reason: str, name: str = "") -> None:
        self.reason = reason
        told = _SAY[reason]
        self.say = {language: told[language].format(name=name or _SOMEBODY[language]) for language in told}
        super().__init__(self.say["en"])


@dataclass(slots=True)
class Enrolling:
    """Somebody who is reading the sentences."""

    consent: str
    """The words that were agreed to."""
    consented: datetime
    since: datetime
    prints: list[Voiceprint] = field(default_factory=list)


def _now() -> datetime:
    return datetime.now(UTC)


class Enrolment:
    """Takes samples of voices, and keeps what a voice is like once there are NEEDED. Until then only in memory."""

    def __init__(self, members: Members, voiceprints: Voiceprints, now: Callable[[], datetime] = _now) -> None:
        self._members = members
        self._voiceprints = voiceprints
        self._now = now
        self._under_way: dict[str, Enrolling] = {}

    def begin(self, member: Member, language: Language) -> None:
        """The member agreed to CONSENT, in that language; what was read before counts no more."""
        self._drop_old()
        now = self._now()
        self._under_way[member.id] = Enrolling(CONSENT[language], now, now)

    def end(self, member_id: str) -> None:
        """Let go of what was read."""
        self._under_way.pop(member_id, None)

    def taken(self, member_id: str) -> int | None:
        """How many samples count so far; None where nothing was begun, or all are there."""
        self._drop_old()
        found = self._under_way.get(member_id)
        return None if found is None else len(found.prints)

    async def take(self, member: Member, pcm: bytes) -> int:
        """Look at one sample (16 kHz mono s16le); returns how many count. The last one makes the voice known.

        Raises SampleRefused, EngineMissing, EngineFailed, MemoryUnavailable.
        """
        self._drop_old()
        if member.id not in self._under_way:
            raise SampleRefused("not_begun")
        heard = await self._heard(pcm)
        course = self._under_way.get(member.id)
        if course is None:
            raise SampleRefused("not_begun")
        self._check_whose(heard.voiceprint, member, course)
        course.prints.append(heard.voiceprint)
        course.since = self._now()
        if len(course.prints) < NEEDED:
            return len(course.prints)
        del self._under_way[member.id]
        await self._members.keep_voice(
            member.id, mean_of(course.prints).to_bytes(), len(course.prints), course.consent, course.consented
        )
        return len(course.prints)

    async def _heard(self, pcm: bytes) -> Heard:
        """The voice in a sample that is good enough."""
        try:
            heard = await self._voiceprints.to_keep(pcm)
        except VoiceSilent:
            raise SampleRefused("silent") from None
        except VoiceTooShort:
            raise SampleRefused("too_short") from None
        if heard.speech_s < LEAST_SPEECH_S:
            raise SampleRefused("too_short")
        if heard.clipped > MOST_CLIPPED:
            raise SampleRefused("too_loud")
        if heard.above_noise_db < LEAST_ABOVE_NOISE_DB:
            raise SampleRefused("noisy")
        return heard

    def _check_whose(self, voiceprint: Voiceprint, member: Member, course: Enrolling) -> None:
        """Raises SampleRefused where somebody else speaks than before, or a member who is known already."""
        own = mean_of(course.prints).likeness(voiceprint) if course.prints else None
        if own is not None and own < SAME_VOICE:
            raise SampleRefused("another_voice")
        for other, kept in self._members.voices().items():
            alike = Voiceprint.from_bytes(kept.print).likeness(voiceprint)
            if other != member.id and alike >= ANOTHERS_VOICE and (own is None or alike > own):
                known = self._members.of(other)
                raise SampleRefused("known_voice", known.name if known else "")

    def _drop_old(self) -> None:
        now = self._now()
        self._under_way = {who: c for who, c in self._under_way.items() if now - c.since <= LIFETIME}
