"""One spoken turn, a straight line: hear, understand, act, answer, speak."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter

from assistant.conversation import Asked, Conversation, Exchange
from assistant.course import Course
from assistant.dialogue import as_answer, concealed, park
from assistant.elsewhere import TwoQuestions, answer_both, hear_later
from assistant.errors import EngineFailed
from assistant.events import Failed, Finished, Heard, Said, Sound, Thought, TurnEvent, Understood
from assistant.hearing import NotHeard, utterance_in
from assistant.looking import MayCall, look, run_calls
from assistant.memory.members import Members
from assistant.recognising import Recogniser
from assistant.reply import claim_of, words_of
from assistant.second_factor import SecondFactor
from assistant.second_opinion import second_opinion
from assistant.speech.sentences import sentences
from assistant.speech.synthesizer import Synthesizer
from assistant.speech.transcriber import Transcriber
from assistant.streams import noticing_delay
from assistant.suggesting import Suggests, suggest
from assistant.tone import in_own_language, in_their_tone, is_discontent
from assistant.tools import Claim, Toolbox, ToolCall, ToolContext
from assistant.understanding.mind import Later, Look, Mind, PassedOn, Question, Speech, Thinking
from assistant.understanding.names import Names
from assistant.understanding.taught import Meanings
from assistant.unplaced import proven, settle_unplaced
from assistant.usually_meant import UsuallyMeant, take_usual, word_usual
from assistant.utterance import Language, Recording, Utterance
from assistant.who_spoke import Attributing, as_correction
from assistant.words import sentence

__all__ = ["Faculties", "Recording", "turn"]

log = logging.getLogger(__name__)


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
    taught: Meanings | None = None
    """What this household taught."""
    may: MayCall = lambda call, speaker: True
    """Which calls are run for whom; the others are refused."""
    starting: bool = False
    """Whether the mind that thinks things over is still being loaded."""
    voices: Recogniser | None = None
    """What tells by the voice who speaks."""
    members: Members | None = None
    """How everybody wants to be spoken to; without it everybody is spoken to alike."""
    attributing: Attributing | None = None
    """What changes whose a turn was; without it nothing does."""
    suggests: Suggests | None = None
    """What may be suggested to whoever speaks; without it nothing is."""
    usually: UsuallyMeant | None = None
    """What knows which of like things somebody means; without it all are meant, or it is asked."""
    patience_s: float = 1.5
    """After so many seconds of thinking something is said, so that nobody wonders whether they were heard."""


async def turn(
    said: Utterance | Recording, conversation: Conversation, able: Faculties, *, turn_id: str, speak: bool = True
) -> AsyncIterator[TurnEvent]:
    """Take one turn. The last event is Finished; raises nothing on purpose but what a cancelled task raises."""
    course, said = Course(turn_id), in_own_language(said, able.members)
    utterance: Utterance | None = None
    pin: str | None = None
    async for event in _hear(said, able, course, conversation):
        if isinstance(event, Heard):
            utterance, pin = concealed(event.utterance, conversation)
            yield replace(event, utterance=utterance)
        else:
            yield event
    if utterance is not None:
        two = TwoQuestions.in_(conversation)
        understanding = _understand(utterance, pin, conversation, able, course)
        async for known in noticing_delay(understanding, able.patience_s):
            yield known or await _filler(utterance.language, able, course, speak)
        acting = _act(utterance, conversation, able, course)
        async for done in noticing_delay(acting, able.patience_s) if course.later else acting:
            yield done or await _filler(utterance.language, able, course, speak)
        if two is not None:
            await answer_both(two, utterance, conversation, able.minds, (able.toolbox, able.names()), course)
        in_their_tone(utterance, conversation, course, able.members, able.names())
        await suggest(utterance, conversation, course, able.suggests, able.members)
        _remember(utterance, conversation, course)
    language = utterance.language if utterance else said.language
    async for event in _speak(language, able, course, speak):
        yield event
    course.lap("total", course.started)
    yield Finished(turn_id, course.outcome, course.reply, course.stages_ms)


def _remember(utterance: Utterance, conversation: Conversation, course: Course) -> None:
    """Keep what later turns have to know; the question of the turn before is over."""
    calls, results = tuple(course.calls), tuple(course.results)
    conversation.remember(
        Exchange(
            utterance,
            calls,
            results,
            course.reply,
            course.claim,
            course.id,
            course.choosing,
            course.deferred,
            course.mind_asked,
            course.asked_elsewhere,
            course.guessed,
        )
    )
    conversation.asked = Asked(course.choosing, utterance, datetime.now(UTC)) if course.choosing else None
    if course.ends:
        conversation.end()


async def _hear(
    said: Utterance | Recording, able: Faculties, course: Course, conversation: Conversation
) -> AsyncIterator[TurnEvent]:
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
        utterance = await utterance_in(said, able.ears, able.vocabulary, able.voices, conversation)
    except NotHeard as error:
        log.log(logging.WARNING if error.__cause__ else logging.INFO, "turn %s: %s", course.id, error)
        yield _fail(course, error.reason, said.language)
        return
    yield Heard(course.id, utterance, course.lap("hear", began))


def _fail(course: Course, reason: str, language: Language) -> Failed:
    unclear = reason in ("not_heard", "which_language")
    course.settle(sentence(reason, language), Claim.FAILED, "not_understood" if unclear else "failed")
    return Failed(course.id, reason, course.reply)


async def _understand(
    utterance: Utterance, pin: str | None, conversation: Conversation, able: Faculties, course: Course
) -> AsyncGenerator[TurnEvent, None]:
    """Fill the course with calls or words: what waits for a yes or a PIN first, then each mind in its order."""
    began = perf_counter()
    placed = await as_correction(utterance, conversation, able.members, able.attributing, course)
    placed = placed or await as_answer(utterance, pin, conversation, able.proof, course)
    if placed is not None:
        yield Understood(course.id, "dialogue", tuple(course.calls), placed, course.lap("understand", began))
        return
    taught = able.taught.meaning_of(utterance) if able.taught else None
    meant = replace(utterance, text=taught) if taught else utterance
    passed: list[str] = [f"taught: “{utterance.text}” means “{taught}”"] if taught else []
    for mind in able.minds:
        asked = perf_counter()
        try:
            async for event in _ask(mind, meant, conversation, able, course, passed):
                yield event
        except EngineFailed as error:
            log.warning("turn %s: the %s mind failed: %s", course.id, mind.name, error)
            passed.append(f"{mind.name}: failed")
            del course.calls[len(course.results) :]
            course.remarks.clear()
            course.later.clear()
            course.settle(sentence("core_failed", utterance.language), Claim.FAILED)
            continue
        finally:
            course.lap(mind.name, asked)
        if course.calls or course.reply:
            async for thought in second_opinion(meant, conversation, able.minds, (able.toolbox, able.names()), course):
                yield thought
            await take_usual(meant, conversation, able.minds, (able.toolbox, able.names()), course, able.usually)
            course.mind = course.mind or mind.name
            why = "; ".join(passed)
            spent = course.lap("understand", began)
            yield Understood(course.id, course.mind, tuple(course.calls), why, spent, course.deferred, taught or "")
            return
    if not course.reply:
        settle_unplaced(utterance, course, [mind.name for mind in able.minds], able.starting)
    why = "; ".join(passed)
    yield Understood(course.id, "none", (), why, course.lap("understand", began), meant=taught or "")


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
                passed += [f"{mind.name}: {why}"] if why else []
            case Question(text=text, choosing=choosing, elsewhere=elsewhere):
                course.settle(text, Claim.ASK)
                course.remark(text, Claim.ASK)
                course.choosing = choosing
                course.mind_asked = True
                course.asked_elsewhere = elsewhere
            case Speech(text=text, claim=claim, deferred=deferred, recorded=recorded):
                course.deferred, course.doubtful = deferred, step.doubtful
                bare = claim is Claim.ANSWER and not recorded
                course.settle(proven(text, utterance.language) if bare else text, claim)
                if recorded or claim is Claim.REFUSED:
                    course.remark(text, claim)
            case Look():
                async for event in look(step, utterance, able.toolbox, course, able.may):
                    yield event
            case Later():
                course.later.append((len(course.calls), step))
            case ToolCall():
                course.calls.append(step)


async def _act(
    utterance: Utterance, conversation: Conversation, able: Faculties, course: Course
) -> AsyncGenerator[TurnEvent, None]:
    """Run the calls in their order; what is said follows from the results, not from the mind."""
    confirmed = course.confirmed is not None
    said, wished = course.confirmed or utterance, conversation.wished(utterance.speaker.person)
    careful = not confirmed and is_discontent(utterance, conversation)
    context = ToolContext(said, course.id, confirmed, course.proved, wished, careful=careful)
    looked = len(course.results)
    async for event in run_calls(able.toolbox, context, course, able.may):
        yield event
    await hear_later(course, utterance.language)
    told = course.told(looked) or ([] if course.reply else course.results)
    if told:
        course.settle(words_of(told, utterance.language), claim_of(told))
    word_usual(course, able.names(), utterance.language)
    await park(context.utterance, conversation, able.proof, course)


async def _filler(language: Language, able: Faculties, course: Course, speak: bool) -> Said:
    """A few words while the answer is still thought about."""
    began, text = perf_counter(), sentence("one_moment", language)
    voice = _voice(language, able, speak)
    sound = await _sound(voice, text, language, course.id) if voice else None
    return Said(course.id, text, Claim.ANSWER, sound, (perf_counter() - began) * 1000, filler=True)


def _voice(language: Language, able: Faculties, speak: bool) -> Synthesizer | None:
    return able.voice if speak and able.voice is not None and language in able.voice.languages else None


async def _speak(language: Language, able: Faculties, course: Course, speak: bool) -> AsyncIterator[TurnEvent]:
    """Say the reply sentence by sentence, so that the first is heard while the next is made."""
    voice = _voice(language, able, speak)
    for text in sentences(course.reply, language):
        began = perf_counter()
        sound = await _sound(voice, text, language, course.id) if voice else None
        yield Said(course.id, text, course.claim_of(text), sound, course.lap("speak", began))


async def _sound(voice: Synthesizer, text: str, language: Language, turn_id: str) -> Sound | None:
    pieces: list[Sound] = []
    try:
        async for piece in voice.synthesize(text, language):
            pieces.append(piece)
    except EngineFailed as error:
        log.warning("turn %s: the voice failed, the reply is shown only: %s", turn_id, error)
    return Sound(b"".join(p.pcm for p in pieces), pieces[0].rate) if pieces else None
