"""What somebody else answers or asks beside what is done here: no answer to one of two questions loses the other."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Self

from assistant.conversation import AskedElsewhere, Conversation, Parked
from assistant.course import Course
from assistant.errors import EngineFailed
from assistant.reply import claim_of, words_of
from assistant.tools import Claim, Toolbox, ToolResult
from assistant.understanding.mind import Mind, Question, Speech
from assistant.understanding.names import Names
from assistant.utterance import Language, Utterance
from assistant.words import sentence

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TwoQuestions:
    """Both wait for an answer at the same time."""

    here: Parked
    there: AskedElsewhere

    @classmethod
    def in_(cls, conversation: Conversation) -> Self | None:
        """Those that the last turn left open; None where it left one or none."""
        last = conversation.history[-1] if conversation.history else None
        if conversation.parked is None or last is None or last.asked_elsewhere is None:
            return None
        return cls(conversation.parked, last.asked_elsewhere)


async def hear_later(course: Course, language: Language) -> None:
    """Ask for what somebody else makes of parts of the sentence, and note it where it stands among the calls."""
    for before, later in course.later:
        try:
            async for step in later.steps():
                match step:
                    case Speech(text=text, claim=claim):
                        course.remarks.append((before, ToolResult(claim, text)))
                    case Question(text=text, elsewhere=elsewhere):
                        course.mind_asked, course.asked_elsewhere = True, elsewhere
                        course.remarks.append((before, ToolResult(Claim.ASK, text)))
        except EngineFailed as error:
            log.warning("turn %s: a part of the sentence was not answered: %s", course.id, error)
            course.remarks.append((before, ToolResult(Claim.FAILED, sentence("core_failed", language))))


async def answer_both(
    two: TwoQuestions,
    utterance: Utterance,
    conversation: Conversation,
    minds: Sequence[Mind],
    known: tuple[Toolbox, Names],
    course: Course,
) -> None:
    """Finish what the turn made of one answer to two questions: what it did not reach is passed on or asked again.

    A yes or no in words is the answer to both. A PIN, or what only one of them understands, answers that one.
    """
    if course.decided:
        told = await _passed_on(two.there, utterance, conversation, minds, known, course)
    elif course.proved or conversation.parked is two.here:
        course.mind_asked, course.asked_elsewhere = True, two.there
        told = ToolResult(Claim.ASK, two.there.text)
    elif course.mind == two.there.mind and not course.calls:
        told = _asked_again(two.here, utterance, conversation, course)
    else:
        return
    both = [ToolResult(course.claim, course.reply), told]
    course.settle(words_of(both, utterance.language), claim_of(both))


async def _passed_on(
    there: AskedElsewhere,
    utterance: Utterance,
    conversation: Conversation,
    minds: Sequence[Mind],
    known: tuple[Toolbox, Names],
    course: Course,
) -> ToolResult:
    """What came of the answer where it was passed on to."""
    try:
        for mind in minds:
            if mind.name != there.mind:
                continue
            async for step in mind.reply(utterance, conversation, *known):
                match step:
                    case Speech(text=text, claim=claim):
                        return ToolResult(claim, text)
                    case Question(text=text, elsewhere=elsewhere):
                        course.mind_asked, course.asked_elsewhere = True, elsewhere
                        return ToolResult(Claim.ASK, text)
    except EngineFailed as error:
        log.warning("turn %s: the answer was not passed on: %s", course.id, error)
        return ToolResult(Claim.FAILED, sentence("core_failed", utterance.language))
    return ToolResult(Claim.ANSWER, sentence("expired", utterance.language))


def _asked_again(here: Parked, utterance: Utterance, conversation: Conversation, course: Course) -> ToolResult:
    """What waited here waits on, and is said once more; too late, or of somebody else, it is over."""
    now = datetime.now(UTC)
    if not (here.is_open(now, utterance.circumstances) and utterance.speaker.is_same_as(here.utterance.speaker)):
        return ToolResult(Claim.ANSWER, sentence("expired", utterance.language))
    conversation.parked = replace(here, asked_at=now, turn=course.id)
    return ToolResult(Claim.ASK, here.question)
