"""Locking and unlocking doors."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.surface import Services

Lockable = Annotated[Things, Targets("locked", ("lock",))]


class Locks:
    """The locks of the house."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "lock {things}",
                "lock up {things}",
                "bolt {things}",
                "secure {things}",
                "close {things}",
            ],
            "zh": ["锁上{things}", "关闭{things}", "关闭{things}锁"],
        }
    )
    async def lock(self, ctx: ToolContext, things: Lockable) -> ToolResult:
        """Lock doors."""
        return await carry_out(self._home, ctx, [Wish(thing, "locked", True) for thing in things])

    @tool(
        phrases={
            "en": [
                "unlock {things}",
                "unbolt {things}",
                "open {things}",
                "let (me|us) in {things}",
                "get {things} open",
            ],
            "zh": ["解锁{things}", "打开{things}", "打开{things}锁"],
        }
    )
    async def unlock(self, ctx: ToolContext, things: Lockable) -> ToolResult:
        """Unlock doors."""
        return await carry_out(self._home, ctx, [Wish(thing, "locked", False) for thing in things])


def skill(services: Services) -> Locks:
    """The factory of this skill."""
    return Locks(services)
