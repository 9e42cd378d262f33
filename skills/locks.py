"""Locking and unlocking doors."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.present import toggled
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
                "{things} locked",
                "bolt {things}",
                "secure {things}",
                "close {things}",
                "make sure {things} (is|are) locked",
                "(keep|leave) {things} locked",
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
                "{things} unlocked",
                "unbolt {things}",
                "open {things}",
                "let (me|us) in {things}",
                "get {things} open",
                "make sure {things} (is|are) unlocked",
                "(keep|leave) {things} (unlocked|open)",
            ],
            "zh": ["解锁{things}", "打开{things}", "打开{things}锁", "解开{things}", "{things}解开", "开一下{things}"],
        }
    )
    async def unlock(self, ctx: ToolContext, things: Lockable) -> ToolResult:
        """Unlock doors."""
        return await carry_out(self._home, ctx, [Wish(thing, "locked", False) for thing in things])

    @tool(phrases={"en": ["toggle {things}"], "zh": ["切换{things}", "反转{things}"]})
    async def toggle_lock(self, ctx: ToolContext, things: Lockable) -> ToolResult:
        """Lock what is unlocked, and unlock what is locked."""
        return await toggled(self._home, ctx, things, "locked")


def skill(services: Services) -> Locks:
    """The factory of this skill."""
    return Locks(services)
