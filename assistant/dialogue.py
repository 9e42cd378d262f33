"""Questions that wait for an answer: parking the exact calls, and taking yes, no, stop and PIN by code."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from assistant.conversation import Conversation, Parked
from assistant.course import Course
from assistant.reply import words_of
from assistant.second_factor import Proof, SecondFactor
from assistant.tools import Claim, ToolResult
from assistant.understanding.confirm import Answer, answer_in
from assistant.understanding.pins import pin_in, says_pin, without_pin
from assistant.utterance import Utterance
from assistant.words import sentence

CONCEALED = "••••"
"""What stands in the place of a PIN in everything that is shown or kept."""


_POINTS = re.compile(r"^\W*(please\s+)?stop\s+(it|that)\W*$", re.IGNORECASE)
"""Said after something was done, "stop it" is about that, and no answer to a question."""


def concealed(utterance: Utterance, conversation: Conversation) -> tuple[Utterance, str | None]:
    """The utterance as it may be shown and kept, and the PIN in it where one was asked for and nothing else is said.

    Where a PIN is asked for, was said just before, or is spoken of, every row of digits that may be one is concealed.
    """
    asked_for = conversation.parked is not None and conversation.parked.needs_proof
    pin = pin_in(utterance.text) if asked_for else None
    if pin is not None:
        return replace(utterance, text=CONCEALED), pin
    said_before = bool(conversation.history) and CONCEALED in conversation.history[-1].utterance.text
    if asked_for or said_before or says_pin(utterance.text):
        return replace(utterance, text=without_pin(utterance.text, CONCEALED)), None
    return utterance, None


async def as_answer(
    utterance: Utterance, pin: str | None, conversation: Conversation, proof: SecondFactor | None, course: Course
) -> str | None:
    """Take an answer to what waits. Anything else drops what was waiting. None: it is no such answer."""
    parked, conversation.parked = conversation.parked, None
    answer = Answer.YES if pin is not None else answer_in(utterance.text, utterance.language)
    if answer is Answer.NONE or (parked is None and answer is not Answer.STOP):
        return None
    if parked is None and _POINTS.search(utterance.text) and conversation.recent(utterance.at):
        return None
    if parked is None:
        course.settle(sentence("nothing_waits", utterance.language), Claim.ANSWER)
        return "nothing to stop"
    if answer in (Answer.NO, Answer.STOP):
        course.settle(sentence("cancelled", utterance.language), Claim.ANSWER)
        return "declined"
    if parked.utterance.speaker.person != utterance.speaker.person:
        course.settle(sentence("not_yours", utterance.language), Claim.ANSWER)
        return "somebody else was asked"
    if not parked.is_open(datetime.now(UTC)):
        course.settle(sentence("expired", utterance.language), Claim.ANSWER)
        return "the question had expired"
    if parked.needs_proof and not await _is_proved(utterance, pin, parked, conversation, proof, course):
        return "not proved"
    course.calls.extend(parked.calls)
    course.confirmed = replace(parked.utterance, language=utterance.language)
    return "confirmed"


async def _is_proved(
    utterance: Utterance,
    pin: str | None,
    parked: Parked,
    conversation: Conversation,
    proof: SecondFactor | None,
    course: Course,
) -> bool:
    """Whether the PIN is right. A wrong one, or a mere yes, leaves the question open."""
    if pin is None or proof is None:
        conversation.parked = parked
        course.settle(sentence("say_pin", utterance.language), Claim.ASK)
        return False
    came = await proof.prove(utterance.speaker.person, pin)
    match came:
        case Proof.RIGHT:
            course.proved = True
        case Proof.WRONG:
            conversation.parked = parked
            course.settle(sentence("wrong_pin", utterance.language), Claim.ASK)
        case Proof.LOCKED:
            course.settle(sentence("pin_locked", utterance.language), Claim.REFUSED)
        case Proof.NOT_SET:
            course.settle(sentence("no_pin", utterance.language), Claim.REFUSED)
    return course.proved


async def park(asked: Utterance, conversation: Conversation, proof: SecondFactor | None, course: Course) -> None:
    """Let the calls wait that ask back. `asked`: what was said when they were asked about.

    Who has no PIN where one is needed is told so, and nothing waits.
    """
    asking = [(c, r) for c, r in zip(course.calls, course.results, strict=True) if r.claim is Claim.ASK]
    if not asking:
        return
    results = [result for _, result in asking]
    needs_proof = any(result.needs_proof for result in results)
    if needs_proof and (proof is None or not await proof.is_set(asked.speaker.person)):
        told = [r for r in course.results if not r.needs_proof]
        told.append(ToolResult(Claim.REFUSED, sentence("no_pin", asked.language)))
        course.settle(words_of(told, asked.language), Claim.REFUSED)
        return
    calls = tuple(call for call, _ in asking)
    question = words_of(results, asked.language)
    conversation.parked = Parked(calls, asked, question, datetime.now(UTC), needs_proof)
