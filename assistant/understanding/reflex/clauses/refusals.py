"""A sentence of which only a part can be done: the calls, and between them what is refused and why."""

from dataclasses import replace

from assistant.understanding.mind import Question, Speech, Step
from assistant.understanding.reflex.clauses.clauses import Understanding
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.replies import told_ambiguous, told_unknown
from assistant.utterance import Language


def told_in_order(found: Understanding, home: Home, language: Language) -> tuple[Step, ...]:
    """Calls and refusals in the order of what was said; one question at most, the first, and at the end."""
    steps: list[Step] = []
    questions: list[Step] = []
    for number in range(len(found.matches) + 1):
        for refused in (r for r in found.refused if r.after == number):
            told = _told(refused.reason, home, language)
            (questions if isinstance(told, Question) else steps).append(told)
        steps += [m.call for m in found.matches[number : number + 1]]
    return (*steps, *questions[:1])


def _told(reason: Unknown | Ambiguous, home: Home, language: Language) -> Speech | Question:
    if isinstance(reason, Ambiguous):
        return told_ambiguous(reason, home, language)
    # Among several wishes nothing is offered instead: a yes would not say to which.
    return told_unknown(replace(reason, nearest=()), home, language)
