"""A skill in one file: says good morning, and how late it is."""

from assistant.tools import Claim, ToolContext, ToolResult, tool
from skills.surface import Services


class Greeting:
    """Small talk."""

    def __init__(self, services: Services) -> None:
        self._now = services.clock

    @tool(reads_only=True, phrases={"en": ["good morning"], "zh": ["早上好", "早安"]})
    async def good_morning(self, ctx: ToolContext) -> ToolResult:
        """Wish a good morning."""
        words = {"en": "Good morning, it is {:%H:%M}.", "zh": "早上好，现在{:%H:%M}。"}[ctx.language]
        return ToolResult(Claim.ANSWER, words.format(self._now()))


def skill(services: Services) -> Greeting:
    """Found by its name."""
    return Greeting(services)
