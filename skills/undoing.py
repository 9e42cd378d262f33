"""Putting things back as they were, from the record."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from assistant.tools import Claim, Targets, Things, ToolContext, ToolResult, Words, tool
from devices.errors import JournalUnavailable
from devices.records import Entry
from devices.undoing import AT_ONCE, Left, LeftAlone, acts_of, latest_acts, undo_wishes
from skills.acting import beside, execute_commands, nothing_changed, origin_of
from skills.naming import joined, name_in_sentence
from skills.outcomes import told
from skills.overtaking import person_in_words
from skills.surface import Services
from skills.words import say

log = logging.getLogger(__name__)

LOOKED_AT = 200
"""Newest commands that are looked at."""

UNTOLD = frozenset({Left.NOTHING_CHANGED, Left.UNDONE_ALREADY})
"""Why something needs no putting back: told only where nothing else is."""


class Undo:
    """Takes back what was done last."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._clock = services.clock

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "undo",
                "undo (that|it|this|everything)",
                "undo [the] last (thing|command|change)",
                "put (it|that|this|them|everything) back",
                "put back",
                "put (it|that|this|them|everything) back (how|as|the way) (it|they) (was|were)",
                "put (it|that|this|them|everything) back (how|as|the way) (it|they) (was|were) before",
                "take that back",
                "scratch that",
                "revert",
                "revert (that|it|this)",
                "restore (it|that|them|everything)",
                "change (it|that|them) back",
                "as it was before",
                "make it [like|as] it was [before]",
                "back [to] [how|as|the way] it was",
            ],
            "zh": [
                "撤销",
                "撤回",
                "恢复原样",
                "恢复原状",
                "还原",
                "改回来",
                "改回去",
                "变回来",
                "变回去",
                "调回来",
                "调回去",
                "弄回去",
                "恢复到原来",
                "恢复成原来的样子",
                "变回原样",
                "撤销刚才的",
                "撤销刚才的操作",
                "撤回刚才的操作",
                "取消刚才的操作",
                "刚才的撤销",
                "恢复刚才",
            ],
        },
    )
    async def undo(self, ctx: ToolContext) -> ToolResult:
        """Put back what was changed last, where that can be done."""
        return await self._put_back(ctx, ())

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "put {things} back",
                "put {things} back (how|as|the way) (it|they) (was|were)",
                "change {things} back",
                "restore {things}",
                "revert {things}",
                "undo {things}",
                "undo [the] (change|changes) (to|of) {things}",
            ],
            "zh": [
                "{things}恢复原样",
                "{things}恢复原状",
                "{things}还原",
                "{things}改回来",
                "{things}改回去",
                "{things}调回来",
                "{things}调回去",
                "{things}变回来",
                "{things}变回去",
                "撤销{things}",
                "恢复{things}原样",
            ],
        },
    )
    async def undo_things(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets()],
        turn: Annotated[str, Words("the id of the turn that changed them")] = "",
    ) -> ToolResult:
        """Put things back as they were before they were changed last, where that can be done.

        `turn`: id of the turn that changed them; where another one has changed them since, they are left alone.
        """
        return await self._put_back(ctx, things, turn)

    async def _put_back(self, ctx: ToolContext, things: Things, turn: str = "") -> ToolResult:
        """Put back the last change; of these things alone where any are named, and of this turn where one is."""
        result = await self._back(ctx, things, turn)
        return replace(result, facts={**result.facts, "puts_back": True})

    async def _back(self, ctx: ToolContext, things: Things, turn: str) -> ToolResult:
        try:
            history = await self._home.history(LOOKED_AT)
        except JournalUnavailable as error:
            log.warning("turn %s: nothing can be put back: %s", ctx.turn, error)
            return ToolResult(Claim.FAILED, say("record_unreadable", ctx.language), {"commands": []})
        acts = self._meant(history, ctx, things, turn)
        if not acts:
            if things:
                return nothing_changed("undo_things", self._home, ctx, things)
            return ToolResult(Claim.REFUSED, say("undo_nothing", ctx.language), {"commands": []})
        undoing = undo_wishes(
            acts, self._home, now=self._clock(), origin=origin_of(ctx), turn=ctx.turn, history=history
        )
        left = self._left(undoing.left, ctx, alone=not undoing.commands)
        if not undoing.commands:
            text = left or say("undo_nothing", ctx.language)
            return ToolResult(Claim.REFUSED, text, {"commands": []})
        result = told(await execute_commands(self._home, undoing.commands), self._home, ctx.language)
        return beside(result, left, ctx)

    def _meant(self, history: Sequence[Entry], ctx: ToolContext, things: Things, turn: str) -> tuple[Entry, ...]:
        """What is to be put back: of a conversation what was wished for last in it, which may have changed nothing."""
        about = tuple(e for e in history if e.device in things) if things else tuple(history)
        if turn or ctx.wished is None:
            return tuple(act for act in latest_acts(about, ctx.person) if turn in ("", act.turn))
        if ctx.wished:
            told_of = {e.turn for e in about}
            return acts_of(about, [t for t in ctx.wished if t in told_of] if things else ctx.wished)
        since = self._clock() - AT_ONCE
        lately = (e for e in about if e.person == ctx.person and e.created >= since and not e.undoes)
        return acts_of(about, tuple(dict.fromkeys(e.turn for e in lately)))

    def _left(self, left: tuple[LeftAlone, ...], ctx: ToolContext, *, alone: bool) -> str:
        """What is not put back, and why, a sentence for each reason."""
        reasons: dict[tuple[Left, str], list[str]] = {}
        for one in left:
            if alone or one.why not in UNTOLD:
                device = self._home.devices.get(one.entry.device)
                unknown = say("undo_unknown_device", ctx.language)
                name = name_in_sentence(device, self._home, ctx.language) if device else unknown
                names = reasons.setdefault((one.why, one.by), [])
                if name not in names:
                    names.append(name)
        sentences = []
        for (why, by), names in reasons.items():
            key = "undo_changed_by" if by else f"undo_{why.value}"
            told_by = person_in_words(by, ctx.language)
            sentences.append(say(key, ctx.language, len(names) > 1, name=joined(names, ctx.language), by=told_by))
        return ("" if ctx.language == "zh" else " ").join(sentences)


def skill(services: Services) -> Undo:
    """The factory of this skill."""
    return Undo(services)
