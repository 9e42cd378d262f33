"""Questions that wait for an answer: parking the exact calls, and taking yes, no, stop and PIN by code."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.conversation import CONFIRMATION_LIFETIME, Conversation, Parked
from assistant.course import Course
from assistant.reply import words_of
from assistant.second_factor import Proof, SecondFactor
from assistant.tools import Claim, ToolResult
from assistant.understanding.confirm import Answer, answer_in
from assistant.understanding.every_time import wants_every_time
from assistant.understanding.pins import pin_in, says_pin, without_pin
from assistant.utterance import Language, Utterance
from assistant.words import sentence

CONCEALED = "••••"
"""What stands in the place of a PIN in everything that is shown or kept."""


_POINTS = re.compile(
    r"^\W*((please\s+)?(stop|halt)(\s+(it|that))?(\s+please)?|cancel\s+(it|that)|(请|先)?(停|停止|停下|停下来|停一下|打住)(吧|了)?|"
    r"取消|取消吧|不要了)\W*$",
    re.IGNORECASE,
)
"""Said after something was done, "stop" and "cancel that" are about that, and no answer to a question."""
_HUSHES = re.compile(
    r"^\W*(please\s+)?(be quiet|quiet|silence|hush|shut up|stop talking)(\s+please)?\W*$|"
    r"^\W*(安静|别吵)(吧|了)?\W*$",
    re.IGNORECASE,
)
"""Said out of the blue, while nobody is speaking with the house, it is about what plays."""


def concealed(utterance: Utterance, conversation: Conversation) -> tuple[Utterance, str | None]:
    """The utterance as it may be shown and kept, and the PIN in it where one was asked for and nothing else is said.

    Where a PIN is asked for, was said just before, or is spoken of, every row of digits that may be one is concealed.
    """
    asked_for = bool(utterance.answers) or (conversation.parked is not None and conversation.parked.needs_proof)
    elsewhere = conversation.proof_asked_at
    conversation.proof_asked_at, conversation.proof_said = None, ""
    if elsewhere is not None and datetime.now(UTC) - elsewhere <= CONFIRMATION_LIFETIME:
        conversation.proof_said = pin_in(utterance.text) or ""
        if conversation.proof_said:
            return replace(utterance, text=CONCEALED), None
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
    if utterance.answers and not _is_open_question(utterance.answers, conversation):
        course.settle(sentence("expired", utterance.language), Claim.ANSWER)
        return "another question waits, or none"
    parked, conversation.parked = conversation.parked, None
    answer = Answer.YES if pin is not None else answer_in(utterance.text, utterance.language)
    if answer is Answer.NONE:
        return _as_every_time(utterance, parked, conversation, course) if parked is not None else None
    if answer in (Answer.END, Answer.THANKS):
        course.ends = answer is Answer.END
        course.settle(sentence("ended" if course.ends else "welcome", utterance.language), Claim.ANSWER)
        return "the end" if course.ends else "thanks"
    if parked is None:
        return _unasked(answer, utterance, conversation, course)
    if answer is Answer.NO and parked.on_no and utterance.speaker.is_same_as(parked.utterance.speaker):
        course.decided = True
        course.calls.extend(parked.on_no)
        return "declined"
    if answer in (Answer.NO, Answer.STOP):
        course.decided = True
        course.settle(sentence("cancelled", utterance.language), Claim.ANSWER)
        return "declined"
    if not utterance.speaker.is_same_as(parked.utterance.speaker):
        course.settle(sentence("not_yours", utterance.language), Claim.ANSWER)
        return "somebody else was asked"
    if not parked.is_open(datetime.now(UTC), utterance.circumstances):
        course.settle(sentence("expired", utterance.language), Claim.ANSWER)
        return "the question had expired"
    course.decided = pin is None
    if parked.needs_proof and not await _is_proved(utterance, pin, parked, conversation, proof, course):
        return "not proved"
    course.calls.extend(parked.calls)
    course.confirmed = replace(parked.utterance, language=utterance.language)
    return "confirmed"


def _as_every_time(utterance: Utterance, parked: Parked, conversation: Conversation, course: Course) -> str | None:
    """Take "every time" as the answer of whoever was asked, while it is the last thing that was said.

    Where it is no answer to the question, that is asked again: it is not about something suggested before.
    """
    theirs = utterance.speaker.is_same_as(parked.utterance.speaker)
    open_yet = parked.is_open(datetime.now(UTC), utterance.circumstances)
    if not theirs or not open_yet or not wants_every_time(utterance.text):
        return None
    if not parked.on_every:
        conversation.parked = parked
        course.settle(parked.question, Claim.ASK)
        return "asked again"
    course.decided = True
    course.calls.extend(parked.on_every)
    course.confirmed = replace(parked.utterance, language=utterance.language)
    return "every time"


def _is_open_question(turn: str, conversation: Conversation) -> bool:
    """Whether what waits is the question of that turn, asked here or, where nothing waits here, by somebody else."""
    if conversation.parked is not None:
        return conversation.parked.turn == turn
    last = conversation.history[-1] if conversation.history else None
    return last is not None and last.turn == turn and last.asked_elsewhere is not None


def _unasked(answer: Answer, utterance: Utterance, conversation: Conversation, course: Course) -> str | None:
    """A yes, no or stop while no call waits for one. None where a mind has asked, or something was done to stop."""
    refuses = answer in (Answer.NO, Answer.STOP)
    if conversation.asked is not None and refuses:
        course.settle(sentence("cancelled", utterance.language), Claim.ANSWER)
        return "declined"
    recent = conversation.recent(utterance.at)
    if conversation.asked is not None or (any(e.calls for e in recent) and _POINTS.search(utterance.text)):
        return None
    if recent and recent[-1].is_question_of_mind:
        return None
    if not recent and _HUSHES.search(utterance.text):
        return None
    course.settle(sentence("nothing_waits", utterance.language), Claim.ANSWER)
    return "nothing was asked"


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
            until = await proof.locked_until(utterance.speaker.person)
            course.settle(_locked(until, utterance.language), Claim.REFUSED)
        case Proof.NOT_SET:
            course.settle(sentence("no_pin", utterance.language), Claim.REFUSED)
    return course.proved


async def park(asked: Utterance, conversation: Conversation, proof: SecondFactor | None, course: Course) -> None:
    """Let the calls wait that ask back. `asked`: what was said when they were asked about.

    Who has no PIN where one is needed, or whose PIN is locked, is told so, and nothing waits.
    """
    asking = [(c, r) for c, r in zip(course.calls, course.results, strict=True) if r.claim is Claim.ASK]
    if not asking:
        return
    results = [result for _, result in asking]
    needs_proof = any(result.needs_proof for result in results)
    hopeless = await _hopeless(asked, proof) if needs_proof else ""
    if hopeless:
        told = [r for r in course.results if not r.needs_proof]
        told.append(ToolResult(Claim.REFUSED, hopeless))
        course.settle(words_of(told, asked.language), Claim.REFUSED)
        return
    calls = tuple(call for call, _ in asking)
    question = words_of(results, asked.language)
    conversation.parked = Parked(calls, asked, question, datetime.now(UTC), needs_proof, course.id)


async def _hopeless(asked: Utterance, proof: SecondFactor | None) -> str:
    """Why no PIN of this person would count now; empty where the right one would."""
    person = asked.speaker.person
    if proof is None or not await proof.is_set(person):
        return sentence("no_pin", asked.language)
    until = await proof.locked_until(person)
    return "" if until is None else _locked(until, asked.language)


def _locked(until: datetime | None, language: Language) -> str:
    """That no PIN counts now, and until when by the clock on the wall; whole minutes, none too early."""
    if until is None:
        return sentence("pin_locked", language)
    return sentence("pin_locked_until", language, time=f"{until.astimezone() + timedelta(seconds=59):%H:%M}")
