"""At the end of somebody's own turn: what they usually do now, asked in one sentence that a yes or no answers."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from assistant.conversation import Conversation, Parked
from assistant.course import Course
from assistant.memory.members import Members
from assistant.tone import mood_of
from assistant.tools import Claim, ToolCall
from assistant.utterance import Utterance

_FITTING = frozenset({Claim.DONE, Claim.ALREADY, Claim.STARTED, Claim.ANSWER})
"""Ends of a turn after which somebody may be spoken to of something else."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion as it is said, and what each answer to it calls."""

    say: str
    yes: ToolCall
    no: ToolCall
    every_time: ToolCall


class Suggests(Protocol):
    """Knows what may be suggested to whom, and when."""

    async def heard(self, utterance: Utterance) -> None:
        """Somebody spoke: they are there, and awake."""
        ...

    async def offer(self, utterance: Utterance) -> Offer | None:
        """What may be suggested to whoever just spoke; None where there is nothing, or it was said already."""
        ...


async def suggest(
    utterance: Utterance, conversation: Conversation, course: Course, suggests: Suggests | None, members: Members | None
) -> None:
    """Say what is suggested behind the reply and let it wait for an answer, where the moment is a fitting one."""
    if suggests is None:
        return
    await suggests.heard(utterance)
    if not _is_fitting(utterance, conversation, course, members):
        return
    offer = await suggests.offer(utterance)
    if offer is None:
        return
    space = "" if utterance.language == "zh" else " "
    course.reply = space.join(part for part in (course.reply, offer.say) if part)
    course.offered = offer.say
    # What was said has nothing to do with what a yes will do: it is not written down as its reason.
    asked = replace(utterance, text="")
    conversation.parked = Parked(
        (offer.yes,),
        asked,
        offer.say,
        datetime.now(UTC),
        turn=course.id,
        on_no=(offer.no,),
        on_every=(offer.every_time,),
    )


def _is_fitting(utterance: Utterance, conversation: Conversation, course: Course, members: Members | None) -> bool:
    """Whoever spoke wished or asked for something, it went well, nothing else is asked, and they have time for it."""
    waits = conversation.parked is not None or course.choosing is not None or course.asked_elsewhere is not None
    wrong = course.claim not in _FITTING or course.outcome == "not_understood"
    answered = not course.mind or course.decided or course.ends
    elsewhere = utterance.speaker.seat or utterance.speaker.grants is not None
    if waits or wrong or answered or elsewhere or course.mind_asked or course.deferred:
        return False
    member = members.of(utterance.speaker.person) if members else None
    mood = mood_of(utterance, conversation, course)
    rests = mood.hurry or mood.frustrated or mood.night
    return member is not None and not rests and utterance.speaker.may_confirm
