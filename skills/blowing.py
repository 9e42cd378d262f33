"""How strongly air conditioners blow."""

from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.surface import Services

STRENGTH = Choice(
    {
        "auto": {"en": ("auto", "automatic"), "zh": ("自动", "自动风")},
        "low": {"en": ("low",), "zh": ("低", "低风", "小风", "低档", "低速", "微风", "弱风")},
        "medium": {"en": ("medium",), "zh": ("中", "中风", "中档", "中速")},
        "high": {"en": ("high",), "zh": ("高", "高风", "大风", "高档", "高速", "强风")},
    }
)


class Blowing:
    """The fans inside air conditioners."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "set {things} fan to {strength}",
                "set [the] fan [speed] of {things} to {strength}",
                "{things} fan [speed] {strength}",
                "set {things} on {strength} fan [speed]",
                "{things} on {strength} fan [speed]",
            ],
            "zh": [
                "{things}(风速|风量|风力)调到{strength}",
                "{things}(风速|风量|风力){strength}",
                "{things}吹{strength}",
            ],
        }
    )
    async def set_fan_mode(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("fan_mode", ("climate",))],
        strength: Annotated[str, STRENGTH],
    ) -> ToolResult:
        """Set how strongly air conditioners blow: low, medium, high or by themselves."""
        return await carry_out(self._home, ctx, [Wish(thing, "fan_mode", strength) for thing in things])


def skill(services: Services) -> Blowing:
    """The factory of this skill."""
    return Blowing(services)
