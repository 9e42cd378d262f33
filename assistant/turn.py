"""One spoken turn, a straight line: hear, understand, act, answer, speak."""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from assistant import tools
from assistant.conversation import Conversation, Exchange
from assistant.course import Course
from assistant.dialogue import as_answer, concealed, park
from assistant.errors import EngineFailed, SpeechTooLong, ToolMistake
from assistant.events import Called, Failed, Finished, Heard, Returned, Said, Sound, Thought, TurnEvent, Understood
from assistant.reply import claim_of, words_of
from assistant.second_factor import SecondFactor
from assistant.speech.sentences import sentences
from assistant.speech.synthesizer import Synthesizer
from assistant.speech.transcriber import Transcriber
from assistant.tools import Claim, Toolbox, ToolCall, ToolContext, ToolResult
from assistant.understanding.mimo.claims import claims_an_act
from assistant.understanding.mind import Mind, PassedOn, Question, Speech, Thinking
from assistant.understanding.names import Names
from assistant.utterance import Language, Speaker, Utterance
from assistant.words import sentence

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recording:
    """Something that was said and is not words yet."""

    pcm: bytes
    """16 kHz mono signed 16-bit little-endian."""
    language: Language = "en"
    speaker: Speaker = field(default_factory=Speaker)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Faculties:
    """What a turn is taken with. Ears and voice may be missing; everything else goes on without them."""

    minds: Sequence[Mind]
    """Asked in their order; the first that can place the utterance answers."""
    toolbox: Toolbox
    names: Callable[[], Names]
    ears: Transcriber | None = None
    voice: Synthesizer | None = None
    vocabulary: Callable[[Language], tuple[str, ...]] = lambda language: ()
    """Words that are likely to be said here, most likely first; a hint for the ears."""
    proof: SecondFactor | None = None
    """What checks PINs; without it nothing that needs one can be done."""


async def turn(
    said: Utterance | Recording, conversation: Conversation, able: Faculties, *, turn_id: str, speak: bool = True
) -> AsyncIterator[TurnEvent]:
    """Take one turn. The last event is Finished; raises nothing on purpose but what a cancelled task raises."""
    course = Course(turn_id)
    utterance: Utterance | None = None
    pin: str | None = None
    async for event in _hear(said, able, course):
        if isinstance(event, Heard):
            utterance, pin = concealed(event.utterance, conversation)
            yield replace(event, utterance=utterance)
        else:
            yield event
    if utterance is not None:
        async for event in _understand(utterance, pin, conversation, able, course):
            yield event
        async for event in _act(utterance, conversation, able, course):
            yield event
        conversation.remember(Exchange(utterance, tuple(course.calls), tuple(course.results), course.reply))
    language = utterance.language if utterance else said.language
    async for event in _speak(language, able, course, speak):
        yield event
    course.lap("total", course.started)
    yield Finished(turn_id, course.outcome, course.reply, course.stages_ms)


async def _hear(said: Utterance | Recording, able: Faculties, course: Course) -> AsyncIterator[TurnEvent]:
    """Words out of sound; typed words as they are."""
    if isinstance(said, Utterance):
        if said.text.strip():
            yield Heard(course.id, said, 0.0)
        else:
            yield _fail(course, "not_heard", said.language)
        return
    if able.ears is None:
        yield _fail(course, "no_ears", said.language)
        return
    began = perf_counter()
    try:
        heard = await able.ears.transcribe(said.pcm, said.language, able.vocabulary(said.language))
    except SpeechTooLong:
        yield _fail(course, "too_long", said.language)
        return
    except EngineFailed as error:
        log.warning("turn %s: the ears failed: %s", course.id, error)
        yield _fail(course, "no_ears", said.language)
        return
    spent = course.lap("hear", began)
    if not heard.text:
        yield _fail(course, "not_heard", said.language)
        return
    utterance = Utterance(heard.text, said.language, said.speaker, said.place, heard.confidence, audio_s=heard.audio_s)
    yield Heard(course.id, utterance, spent)


def _fail(course: Course, reason: str, language: Language) -> Failed:
    course.settle(sentence(reason, language), Claim.FAILED, "not_understood" if reason == "not_heard" else "failed")
    return Failed(course.id, reason, course.reply)


async def _understand(
    utterance: Utterance, pin: str | None, conversation: Conversation, able: Faculties, course: Course
) -> AsyncIterator[TurnEvent]:
    """Fill the course with calls or words: what waits for a yes or a PIN first, then each mind in its order."""
    began = perf_counter()
    placed = await as_answer(utterance, pin, conversation, able.proof, course)
    if placed is not None:
        yield Understood(course.id, "dialogue", tuple(course.calls), placed, course.lap("understand", began))
        return
    passed: list[str] = []
    for mind in able.minds:
        try:
            async for event in _ask(mind, utterance, conversation, able, course, passed):
                yield event
        except EngineFailed as error:
            log.warning("turn %s: the %s mind failed: %s", course.id, mind.name, error)
            passed.append(f"{mind.name}: failed")
            course.calls.clear()
            course.settle(sentence("core_failed", utterance.language), Claim.FAILED)
            continue
        if course.calls or course.reply:
            why = "; ".join(passed)
            yield Understood(course.id, mind.name, tuple(course.calls), why, course.lap("understand", began))
            return
    if not course.reply:
        key = "not_understood" if len(able.minds) > 1 else "not_understood_no_core"
        course.settle(sentence(key, utterance.language), Claim.ANSWER, "not_understood")
    yield Understood(course.id, "none", (), "; ".join(passed), course.lap("understand", began))


async def _ask(
    mind: Mind,
    utterance: Utterance,
    conversation: Conversation,
    able: Faculties,
    course: Course,
    passed: list[str],
) -> AsyncIterator[TurnEvent]:
    async for step in mind.reply(utterance, conversation, able.toolbox, able.names()):
        match step:
            case Thinking(text=text):
                yield Thought(course.id, text)
            case PassedOn(why=why):
                passed.append(f"{mind.name}: {why}")
            case Question(text=text):
                course.settle(text, Claim.ASK)
            case Speech(text=text, claim=claim):
                course.settle(_proven(text, utterance.language) if claim is Claim.ANSWER else text, claim)
            case ToolCall():
                course.calls.append(step)


def _proven(text: str, language: Language) -> str:
    """A mind's words, unless they claim an act: those come from results alone."""
    return sentence("unproven", language) if claims_an_act(text, language) else text


async def _act(
    utterance: Utterance, conversation: Conversation, able: Faculties, course: Course
) -> AsyncIterator[TurnEvent]:
    """Run the calls in their order; what is said follows from the results, not from the mind."""
    confirmed = course.confirmed is not None
    context = ToolContext(course.confirmed or utterance, course.id, confirmed=confirmed, second_factor=course.proved)
    for call in course.calls:
        began = perf_counter()
        yield Called(course.id, call)
        try:
            result = await tools.call(able.toolbox, call, context)
        except ToolMistake as error:
            log.warning("turn %s: a call was refused: %s", course.id, type(error).__name__)
            result = ToolResult(Claim.FAILED, sentence("bad_call", utterance.language))
        course.results.append(result)
        yield Returned(course.id, call, result, course.lap("act", began))
    if course.results:
        course.settle(words_of(course.results, utterance.language), claim_of(course.results))
    await park(context.utterance, conversation, able.proof, course)


async def _speak(language: Language, able: Faculties, course: Course, speak: bool) -> AsyncIterator[TurnEvent]:
    """Say the reply sentence by sentence, so that the first is heard while the next is made."""
    voice = able.voice if speak and able.voice is not None and language in able.voice.languages else None
    for text in sentences(course.reply, language):
        began = perf_counter()
        sound = await _sound(voice, text, language, course.id) if voice else None
        yield Said(course.id, text, course.claim, sound, course.lap("speak", began))


async def _sound(voice: Synthesizer, text: str, language: Language, turn_id: str) -> Sound | None:
    pieces: list[Sound] = []
    try:
        async for piece in voice.synthesize(text, language):
            pieces.append(piece)
    except EngineFailed as error:
        log.warning("turn %s: the voice failed, the reply is shown only: %s", turn_id, error)
    return Sound(b"".join(p.pcm for p in pieces), pieces[0].rate) if pieces else None
