"""A refusal that another mind may know better: it stands unless that mind reads calls out of the same sentence."""

import logging
from collections.abc import AsyncIterator, Sequence
from time import perf_counter

from assistant.conversation import Conversation
from assistant.course import Course
from assistant.errors import EngineFailed
from assistant.events import Thought
from assistant.tools import Claim, Toolbox, ToolCall
from assistant.understanding.mind import Mind, Reconsiders, Thinking
from assistant.understanding.names import Names
from assistant.utterance import Utterance

log = logging.getLogger(__name__)


async def second_opinion(
    utterance: Utterance,
    conversation: Conversation,
    minds: Sequence[Mind],
    known: tuple[Toolbox, Names],
    course: Course,
) -> AsyncIterator[Thought]:
    """Put the calls of another mind in place of a refusal; nothing where something is done or several are refused."""
    if not course.doubtful or course.calls or course.results or course.later or len(course.remarks) != 1:
        return
    for mind in minds:
        if not isinstance(mind, Reconsiders):
            continue
        began, calls = perf_counter(), list[ToolCall]()
        try:
            async for step in mind.reconsider(utterance, conversation, *known):
                if isinstance(step, Thinking):
                    yield Thought(course.id, step.text)
                elif isinstance(step, ToolCall):
                    calls.append(step)
        except EngineFailed as error:
            log.warning("turn %s: no second opinion: %s", course.id, error)
            calls.clear()
        finally:
            course.lap(mind.name, began)
        if calls:
            course.calls += calls
            course.remarks.clear()
            course.settle("", Claim.ANSWER)
            course.mind = mind.name
            return
