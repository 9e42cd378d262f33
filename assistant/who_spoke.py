"""Putting right who it was that spoke: "that was Ben", "no, I'm Anna", 刚才是小本说的. Nothing is done anew by it."""

import logging
import re
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.conversation import Conversation, Exchange
from assistant.course import Course
from assistant.errors import MemoryUnavailable
from assistant.memory.members import Member, Members
from assistant.tools import Claim
from assistant.utterance import Language, Speaker, Utterance
from assistant.words import sentence

log = logging.getLogger(__name__)

_NAME = r"(?P<name>[^\s,，。.!！?？][^,，。.!！?？]{0,63}?)"
_BEGINS = r"^\W*(?:(?:no|nope|sorry|wait|oh|actually|hey)\W+)*"
_SPOKE = (
    r"(?:(?:who|that)\s+)?(?:(?:spoke|speaking|talking|asked|asking)|said\s+(?:that|it|so)|was\s+(?:speaking|talking))"
)
_FORMS = {
    "en": tuple(
        re.compile(_BEGINS + form + r"\W*$", re.IGNORECASE)
        for form in (
            rf"(?:that|it)\s+(?:was|is)\s+{_NAME}(?:\s*,?\s*not\s+[^?]*|\s+{_SPOKE})?",
            rf"(?:that|it)(?:'s|’s)\s+{_NAME}\s+{_SPOKE}",
            rf"(?:that|it)\s+was(?:n't|n’t| not)\s+[^,.]+[,.]?\s+(?:(?:but|that|it)(?:\s+was)?\s+){_NAME}",
            rf"{_NAME}\s+(?:said\s+(?:that|it)|was\s+(?:speaking|talking))(?:\s*,?\s*not\s+[^?]*)?",
            rf"the\s+last\s+(?:one|sentence|thing)\s+was\s+{_NAME}",
        )
    ),
    "zh": tuple(
        re.compile(rf"^\W*(?:(?:不对|错了)\W*|不是?\W+)?{form}\W*$")
        for form in (
            rf"(?:刚才|刚刚|方才)?(?:那|这|的)?(?:句?话|一?句)?(?:说话的|讲话的)?(?:不是[^,，]+[,，]\W*)?是{_NAME}"
            r"(?:说|讲|问)(?:的|话)?(?:话|呢)?",
            rf"(?:刚才|刚刚|方才)(?:那)?(?:说话的|讲话的)?(?:不是[^,，]+[,，]\W*)?是{_NAME}",
            rf"(?:说话|讲话|说)的(?:人)?是{_NAME}",
        )
    ),
}
_OF_SELF = {
    "en": (
        re.compile(
            _BEGINS + rf"(?:(?:i\s+am|i(?:'|’)?m)(?:\s+not\s+[^,.]+[,.]\s*(?:i\s+am|i(?:'|’)?m))?|this\s+is|"
            rf"you(?:\s+are|'re|’re)\s+(?:talking|speaking)\s+(?:to|with))\s+{_NAME}(?:\s+(?:speaking|here|now))?"
            r"(?:\s*,?\s*not\s+[^?]*)?\W*$",
            re.IGNORECASE,
        ),
    ),
    "zh": (re.compile(rf"^\W*(?:不是?|不对|错了)?\W*(?:我不是[^,，]+[,，]\W*)?(?:我是|我叫|说话的是){_NAME}\W*$"),),
}
_ASKS = re.compile(r"[?？吗呢]\W*$")
_ME = frozenset({"me", "我"})

_RANKS = {"child": 1, "adult": 2, "owner": 3}
"""Who is none of these may say nothing about who spoke."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is said to have spoken."""

    member: Member
    self: bool
    """Whoever speaks says it of themselves."""


class Attributing(Protocol):
    """Changes whose a turn was, everywhere that it is kept."""

    async def attribute(self, turn: str, speaker: Speaker) -> int | None:
        """Returns how many things done in it count for that person now; None where the turn is not known.

        Raises MemoryUnavailable.
        """
        ...


def who_is_meant(utterance: Utterance, members: Members) -> Meant | None:
    """The member who is said to have spoken; None where the sentence says no such thing."""
    if _ASKS.search(utterance.text):
        return None
    for of_self, forms in ((False, _FORMS), (True, _OF_SELF)):
        for form in forms[utterance.language]:
            read = form.match(utterance.text.strip())
            member = _called(read["name"], utterance.speaker, members) if read else None
            if member is not None:
                return Meant(member, of_self)
    return None


def may_say_so(asking: Speaker, thought: Speaker, member: Member, members: Members) -> bool:
    """Whether this speaker may put right who spoke: nobody can make more of anybody than they are themselves.

    `thought`: who was taken for the speaker until now.
    """
    own = _RANKS.get(asking.role, 0)
    return own > 0 and not members.guest_mode and own >= max(_RANKS.get(member.role, 0), _RANKS.get(thought.role, 0))


async def as_correction(
    utterance: Utterance,
    conversation: Conversation,
    members: Members | None,
    attributing: Attributing | None,
    course: Course,
) -> str | None:
    """Take "that was Ben" for what it is. None: it is no such sentence, or nobody spoke here lately."""
    meant = who_is_meant(utterance, members) if members is not None and attributing is not None else None
    last = _last(utterance, conversation, members) if meant and members else None
    if meant is None or last is None or members is None or attributing is None:
        return None
    member, thought, language = meant.member, last.utterance.speaker, utterance.language
    name = member.name or sentence("the_owner", language)
    if thought.person == member.id:
        course.settle(sentence("spoken_as_known", language, name=name), Claim.ANSWER)
    elif not may_say_so(utterance.speaker, thought, member, members):
        course.settle(sentence("spoken_not_believed", language, name=name), Claim.REFUSED)
    else:
        speaker = replace(thought, person=member.id, role=member.role)
        await _put_right(last.turn, speaker, name, attributing, course, language)
    return "who spoke"


async def _put_right(
    turn: str, speaker: Speaker, name: str, attributing: Attributing, course: Course, language: Language
) -> None:
    try:
        moved = await attributing.attribute(turn, speaker)
    except MemoryUnavailable as error:
        log.error("turn %s: whose turn %s was cannot be written down: %s", course.id, turn, error)
        course.settle(sentence("spoken_not_kept", language), Claim.FAILED)
        return
    course.settle(sentence("spoken_moved" if moved else "spoken_noted", language, name=name), Claim.ANSWER)


def _last(utterance: Utterance, conversation: Conversation, members: Members) -> Exchange | None:
    """The last thing said here lately that was not about who spoke."""
    recent = reversed(conversation.recent(utterance.at))
    return next((e for e in recent if e.turn and who_is_meant(e.utterance, members) is None), None)


def _called(name: str, speaker: Speaker, members: Members) -> Member | None:
    if name.casefold() in _ME:
        return None if speaker.person == "unknown" else members.of(speaker.person)
    return members.named(name)
