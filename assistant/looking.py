"""Running tool calls in a turn: those a mind wants to look at before it goes on, and those it ended with."""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from time import perf_counter

from assistant import tools
from assistant.course import Course
from assistant.errors import ToolMistake
from assistant.events import Called, Returned, TurnEvent
from assistant.tools import Claim, Toolbox, ToolCall, ToolContext, ToolResult
from assistant.understanding.mind import Look
from assistant.utterance import Speaker, Utterance
from assistant.words import sentence

log = logging.getLogger(__name__)

MayCall = Callable[[ToolCall, Speaker], bool]
"""Whether a call may be run for whoever speaks, whatever it would find."""


async def run_calls(toolbox: Toolbox, context: ToolContext, course: Course, may: MayCall) -> AsyncIterator[TurnEvent]:
    """Run the calls of the course that have no result yet, in their order; refuse those that may not be run."""
    for call in course.calls[len(course.results) :]:
        began = perf_counter()
        yield Called(course.id, call)
        granted = may(call, context.utterance.speaker)
        here = replace(context, besides=tuple(other for other in course.calls if other is not call))
        result = await _result(toolbox, call, here) if granted else _refused(context)
        course.results.append(result)
        yield Returned(course.id, call, result, course.lap("act", began))


async def look(
    wanted: Look, utterance: Utterance, toolbox: Toolbox, course: Course, may: MayCall
) -> AsyncIterator[TurnEvent]:
    """Run what a mind wants to see, and tell it. What would change anything is not run here, whatever the mind is."""
    before = len(course.results)
    course.calls.extend(wanted.calls)
    harmless = Toolbox(t for t in toolbox if t.reads_only)
    async for event in run_calls(harmless, ToolContext(utterance, course.id), course, may):
        yield event
    wanted.told(course.results[before:])


def _refused(context: ToolContext) -> ToolResult:
    return ToolResult(Claim.REFUSED, sentence("not_granted", context.language))


async def _result(toolbox: Toolbox, call: ToolCall, context: ToolContext) -> ToolResult:
    try:
        return await tools.call(toolbox, call, context)
    except ToolMistake as error:
        log.warning("turn %s: a call was refused: %s", context.turn, type(error).__name__)
        return ToolResult(Claim.FAILED, sentence("bad_call", context.language))
