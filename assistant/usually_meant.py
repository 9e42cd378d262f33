"""Which of several things somebody means who always means the same one: taken, and said that it was."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from assistant.conversation import Asked, Conversation, Exchange
from assistant.course import Course
from assistant.errors import EngineFailed
from assistant.parameters import Targets
from assistant.tone import is_discontent
from assistant.tools import Claim, Toolbox, ToolCall
from assistant.understanding.mind import Mind, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.lexicon import Entry, lexicon
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import words_of
from assistant.utterance import Language, Utterance
from assistant.words import sentence

_OTHERWISE = re.compile(
    r"\bothers?\b|\bnot (?:that|this)\b|\b(?:i )?meant\b|\bwrong\b|\bboth\b|另(?:一|外)|不是(?:那|这)|不对|都|别的",
    re.IGNORECASE,
)
"""What is said by somebody for whom another one was taken."""

_ONE_OF_THEM = frozenset({"the", "that", "this", "my", "a", "our"})
_ONE_OF_THEM_ZH = re.compile(r"[那这](?:一)?[个盏台只]|[一那这]盏")
_MANY = frozenset({Sense.ALL, Sense.BOTH, Sense.EVERYTHING, Sense.EXCEPT, Sense.AND})
_HAN = re.compile("[\u3400-\u9fff]")
_TAKEN = frozenset({Claim.DONE, Claim.ALREADY, Claim.STARTED, Claim.PENDING})


class UsuallyMeant(Protocol):
    """Knows which of like things people mean."""

    def one_of(self, utterance: Utterance, candidates: Sequence[str]) -> str | None:
        """Id of the one that whoever speaks nearly always means of these; None where that is not clear."""
        ...

    async def not_meant(self, utterance: Utterance, turn: str) -> None:
        """Whoever speaks says that what was taken so in that turn was not meant."""
        ...


async def take_usual(
    utterance: Utterance,
    conversation: Conversation,
    minds: Sequence[Mind],
    known: tuple[Toolbox, Names],
    course: Course,
    usually: UsuallyMeant | None,
) -> None:
    """Put the one that is usually meant in the place of a question, or of several; nothing for who is not content."""
    if usually is None:
        return
    last = next(reversed(conversation.recent(utterance.at)), None)
    if last is not None and _puts_right(utterance, last):
        await usually.not_meant(utterance, last.turn)
        return
    if course.results or utterance.speaker.seat or is_discontent(utterance, conversation):
        return
    if course.choosing is not None and course.choosing.candidates and not course.calls:
        await _answer(utterance, conversation, minds, known, course, usually)
    elif len(course.calls) == 1 and not course.remarks and course.mind == "":
        _narrow(utterance, known, course, usually)


def word_usual(course: Course, names: Names, language: Language) -> None:
    """Say with the reply that the one which is usually meant was taken."""
    thing = names.thing(course.guessed) if course.guessed else None
    if thing is None or course.claim not in _TAKEN:
        return
    name = next((n for n in thing.names if bool(_HAN.search(n)) == (language == "zh")), thing.names[0])
    inserted = re.compile(rf"^((?:The )?{re.escape(name)}) (is|are|has|have)\b", re.IGNORECASE)
    if language == "en" and inserted.search(course.reply):
        reply = inserted.sub(r"\1, as usual, \2", course.reply, count=1)
    else:
        reply = sentence("usually_meant", language, name=name, reply=course.reply)
    course.settle(reply, course.claim, course.outcome)


def _puts_right(utterance: Utterance, last: Exchange) -> bool:
    same = last.utterance.speaker.is_same_as(utterance.speaker)
    return same and bool(last.guessed) and bool(_OTHERWISE.search(utterance.text))


async def _answer(
    utterance: Utterance,
    conversation: Conversation,
    minds: Sequence[Mind],
    known: tuple[Toolbox, Names],
    course: Course,
    usually: UsuallyMeant,
) -> None:
    """Answer the question of the mind as this person would."""
    choosing = course.choosing
    chosen = usually.one_of(utterance, choosing.candidates) if choosing else None
    if choosing is None or chosen is None or not minds:
        return
    first = (chosen, *(each for each in choosing.candidates if each != chosen))
    asking = Asked(replace(choosing, candidates=first), utterance, datetime.now(UTC))
    before = conversation.asked
    conversation.asked = asking
    try:
        words = "第一个" if utterance.language == "zh" else "the first one"
        steps: list[Step] = [s async for s in minds[0].reply(replace(utterance, text=words), conversation, *known)]
    except EngineFailed:
        return
    finally:
        conversation.asked = before
    calls = [step for step in steps if isinstance(step, ToolCall)]
    if not calls or len(calls) < len(steps):
        return
    course.calls += calls
    course.remarks.clear()
    course.choosing, course.mind_asked, course.guessed = None, False, chosen
    course.settle("", Claim.ANSWER)


def _narrow(utterance: Utterance, known: tuple[Toolbox, Names], course: Course, usually: UsuallyMeant) -> None:
    """Leave of several things that were called like one the one that is meant."""
    toolbox, names = known
    call = course.calls[0]
    if call.tool not in toolbox or toolbox[call.tool].reads_only:
        return
    marks = [p.name for p in toolbox[call.tool].parameters if isinstance(p.mark, Targets) and p.name != "rooms"]
    lists = [(name, ids) for name in marks if isinstance(ids := call.arguments.get(name), tuple) and len(ids) > 1]
    if len(lists) != 1:
        return
    name, ids = lists[0]
    things = [thing for each in ids if (thing := names.thing(each)) is not None]
    here = [thing for thing in things if thing.room == utterance.place]
    near = here if len(here) > 1 else things
    alike = len({thing.kind for thing in things}) == 1 and len({thing.room for thing in near}) == 1
    if not alike or len(things) < len(ids) or not calls_one(utterance, things[0].kind):
        return
    chosen = usually.one_of(utterance, tuple(thing.id for thing in near))
    if chosen is not None:
        course.calls[0] = ToolCall(call.tool, {**call.arguments, name: (chosen,)})
        course.guessed = chosen


def calls_one(utterance: Utterance, kind: str) -> bool:
    """Whether the words call one thing of that kind, and not several or all: "the lamp", 那盏灯."""
    words = words_of(utterance.text)
    found = [(start, end, entry) for start in range(len(words)) for end, entry in _entries(words, start)]
    if any(entry.sense in _MANY for _, _, entry in found):
        return False
    kinds = [(start, end, entry) for start, end, entry in found if entry.sense is Sense.KIND]
    every = {(start, end) for start, end, _ in kinds}
    spans = {s for s in every if not any(o[0] <= s[0] and s[1] <= o[1] for o in every - {s})}
    concepts = [entry for start, end, entry in kinds if (start, end) in spans]
    if len(spans) != 1 or not any(kind in _kinds_of(entry) for entry in concepts):
        return False
    if utterance.language == "zh":
        return bool(_ONE_OF_THEM_ZH.search(utterance.text))
    start = min(start for start, _ in spans)
    return not any(entry.plural for entry in concepts) and bool(set(words[:start]) & _ONE_OF_THEM)


def _entries(words: tuple[str, ...], start: int) -> list[tuple[int, Entry]]:
    return [(end, entry) for end, entries in lexicon().trie.at(words, start) for entry in entries]


def _kinds_of(entry: Entry) -> frozenset[str]:
    means = lexicon().kinds[entry.meaning].means
    return frozenset(each.split(".")[0] for each in means)
