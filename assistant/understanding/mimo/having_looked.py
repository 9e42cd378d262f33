"""Steps that have the turn look something up, and note what it found."""

from collections.abc import AsyncIterator

from assistant.reply import claim_of, words_of
from assistant.tools import Claim, ToolCall, ToolResult
from assistant.understanding.mimo.prompt import Looked
from assistant.understanding.mimo.thought import Thought
from assistant.understanding.mimo.words import core_sentence
from assistant.understanding.mind import Look, Speech, Step


async def looks(calls: tuple[ToolCall, ...], looked: list[Looked]) -> AsyncIterator[Step]:
    """Have the turn run the calls, and note what they told."""
    told: list[ToolResult] = []
    yield Look(calls, told.extend)
    looked += [Looked(call, result) for call, result in zip(calls, told, strict=False)]


async def tells_only_now(calls: tuple[ToolCall, ...], thought: Thought) -> AsyncIterator[Step]:
    """Have the calls run, and say before what they told that it is no more than how things are now."""
    async for step in looks(calls, thought.looked):
        yield step
    results, language = [each.result for each in thought.looked], thought.situation.language
    claim, told = claim_of(results), words_of(results, language)
    if told and claim not in (Claim.REFUSED, Claim.FAILED):
        before = ToolResult(claim, core_sentence("only_now", language))
        yield Speech(words_of((before, *results), language), claim, recorded=True)
