"""Answers to what the reflex asked itself: which one, which room, did you mean …"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from assistant.conversation import Asked, Choosing
from assistant.tools import Claim, Targets, ToolCall
from assistant.understanding.confirm import Answer, answer_in
from assistant.understanding.mind import Question, Speech, Step
from assistant.understanding.reflex.following.filling import Stretch
from assistant.understanding.reflex.following.follow_words import Words, body_of, follow_words, joined
from assistant.understanding.reflex.following.likes import parameter_of
from assistant.understanding.reflex.matching.describing import Scene
from assistant.understanding.reflex.matching.nouns import resolve
from assistant.understanding.reflex.matching.resolution import Ambiguous, Resolved
from assistant.understanding.reflex.replies import told_ambiguous
from assistant.understanding.reflex.spans import DESCRIBING, Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, words_of
from assistant.utterance import Utterance
from assistant.words import sentence

Complete = Callable[[Choosing], tuple[Step, ...]]
"""Take the sentence that was asked about up again, with what has been chosen."""

_SMALL = frozenset(
    ["the", "one", "ones", "please", "a", "an", "my", "just", "only", "i", "mean", "meant", "want", "of", "them", "in"]
) | frozenset("的吧呢啊呀要就了请那")
_ORDINALS = ("1", "2", "3", "4")


def answered(asked: Asked, utterance: Utterance, stretch: Stretch, complete: Complete) -> tuple[Step, ...] | None:
    """The steps to which an answer leads; None where it is none, and the question is dropped.

    `stretch`: the whole utterance.
    """
    choosing = asked.choosing
    if _asks_again(choosing, utterance):
        text = (
            choosing.question or told_ambiguous(Ambiguous(choosing.candidates), stretch.home, utterance.language).text
        )
        return (Question(text, replace(choosing, again=True)),)
    found = _chosen(choosing, stretch) if choosing.candidates else _named(choosing, utterance, stretch)
    if found is None:
        return None
    if not utterance.speaker.is_same_as(asked.utterance.speaker):
        return (Speech(sentence("not_yours", utterance.language)),)
    if not asked.is_open(datetime.now(UTC)):
        return (Speech(sentence("expired", utterance.language)),)
    if isinstance(found, Choosing):
        return complete(found)
    if not found:
        return (Speech(sentence("cancelled", utterance.language), Claim.ANSWER),)
    if choosing.call is not None:
        call = choosing.call
        return (
            *choosing.takes_back,
            ToolCall(call.tool, {**call.arguments, parameter_of(call, stretch.grammar): found}),
        )
    return complete(replace(choosing, candidates=(), chosen=(*choosing.chosen, *found)))


def _asks_again(choosing: Choosing, utterance: Utterance) -> bool:
    """Whether a mere yes was said to a question that no yes can answer, for the first time."""
    says_yes = answer_in(utterance.text, utterance.language) is Answer.YES
    return says_yes and bool(choosing.candidates or choosing.question) and not choosing.again


def _chosen(choosing: Choosing, stretch: Stretch) -> tuple[str, ...] | None:
    """Which candidates are meant; empty for none of them, None where something else is said."""
    candidates = choosing.candidates
    body = body_of(stretch.chart.words)
    for start, end in ((stretch.start, stretch.end), (body.start, body.end)):
        words = stretch.chart.words[start:end]
        listed = _from_list(words, candidates)
        if listed is not None:
            return listed
    inner = replace(stretch, start=body.start, end=body.end)
    return None if body.is_empty else _described(inner, candidates)


def _from_list(words: tuple[str, ...], candidates: tuple[str, ...]) -> tuple[str, ...] | None:
    known = follow_words()
    said: Words = tuple(w for w in words if w not in PUNCTUATION)
    for form in (said, tuple(w for w in said if w not in _SMALL)):
        if not form:
            continue
        if known.is_one("every", form):
            return candidates
        if known.is_one("neither", form):
            return ()
        if known.is_one("whichever", form):
            return candidates[:1]
        if known.is_one("last", form):
            return candidates[-1:]
        for number in _ORDINALS:
            if known.is_one(number, form) and int(number) <= len(candidates):
                return candidates[int(number) - 1 : int(number)]
    return None


def _described(stretch: Stretch, candidates: tuple[str, ...]) -> tuple[str, ...] | None:
    home = stretch.home
    fit = home.bits(candidates)
    admitted = []
    for span in stretch.chart.telling:
        if span.start < stretch.start or span.end > stretch.end or span.sense not in DESCRIBING:
            continue
        fits = {Sense.NAME: span.meaning, Sense.PART: span.meaning}.get(span.sense)
        if fits is None and span.sense is Sense.KIND:
            fits = home.kind(span.meaning)
        if (fits is None and span.sense is not Sense.IT) or (fits or 0) & fit:
            admitted.append(span)
    spans = stretch.explained(admitted)
    describing = [s for s in spans or () if s.sense in DESCRIBING]
    if not any(s.sense is not Sense.AND for s in describing):
        return None
    around = stretch.around
    scene = Scene(home, stretch.chart.words, stretch.said, Targets(), fit, around.place, False, 0, around.language)
    found = resolve(describing, scene)
    return found.ids if isinstance(found, Resolved) and not found.missing else None


def _named(choosing: Choosing, utterance: Utterance, stretch: Stretch) -> Choosing | None:
    """The sentence with what was offered, or what is named now, in the place of what is not here."""
    if answer_in(utterance.text, utterance.language) is Answer.YES:
        return _with(choosing, words_of(choosing.offered[0])) if choosing.offered else None
    body = body_of(stretch.chart.words)
    if body.is_empty:
        return None
    inner = replace(stretch, start=body.start, end=body.end)
    spans = inner.explained([s for s in stretch.chart.telling if s.sense in DESCRIBING or s.sense is Sense.QUANTITY])
    told = [s for s in spans or () if s.sense not in (Sense.AND, Sense.FREE, Sense.IT)]
    if not told or any(s.sense is Sense.ABSENT_ROOM for s in told):
        return None
    return _with(choosing, tuple(w for w in inner.words if w not in PUNCTUATION))


def _with(choosing: Choosing, words: Words) -> Choosing:
    """Its sentence with these words where the others stood; behind it where there were none."""
    said, gone = words_of(choosing.text), choosing.instead
    at = next((i for i in range(len(said)) if gone and said[i : i + len(gone)] == gone), None)
    text = (*said, *words) if at is None else (*said[:at], *words, *said[at + len(gone) :])
    return replace(choosing, text=joined(text), instead=(), offered=())
