"""Boils water in anything that is called a kettle."""

from assistant.tools import ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.surface import Services


class Kettle:
    """Every switch with "kettle" in its name."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["boil [some] water", "put the kettle on", "make [some] hot water"],
            "zh": ["烧水", "烧点水", "烧一壶水"],
        }
    )
    async def boil_water(self, ctx: ToolContext) -> ToolResult:
        """Boil water in the kettle."""
        kettles = [d.id for d in self._home.devices.values() if "kettle" in d.name.casefold()]
        return await carry_out(self._home, ctx, [Wish(kettle, "on", True) for kettle in kettles])


def skill(services: Services) -> Kettle:
    """Named by the entry point."""
    return Kettle(services)
