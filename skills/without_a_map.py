"""Where there is no map: whoever asks for a way is told so, and how one is added."""

from typing import Annotated

from assistant.tools import Claim, ToolContext, ToolResult, Words, tool
from skills.car import Aboard
from skills.road_answers import answer
from skills.surface import Services

Spoken = Annotated[str, Words("the place", own=True)]


class WithoutAMap:
    """Says that there is no map."""

    @tool(
        reads_only=True,
        by_phrase_only=True,
        phrases={
            "en": [
                "(take|drive|bring|guide|navigate|direct) (me|us) [to] {place}",
                "(navigate|navigation|directions) [to] {place}",
                "(set|make|change) [the|our|my] (destination|target) [to|for] {place}",
                "how (far|long) [is it|does it take|is the drive] to {place}",
                "(where is|find) [me|us] the (nearest|closest) {place}",
                "{place} (near here|nearby|near me|around here|on the way|along the way)",
                "where (am i|are we) [now|right now]",
            ],
            "zh": [
                "导航[到|去]{place}",
                "带(我|我们)去{place}",
                "目的地(是|设为|改成|改为|设成|设到){place}",
                "(到|去){place}[还][要|有](多久|多远|多长时间)",
                "(附近|路上|沿途)[有|有没有|哪里有]{place}[吗]",
                "最近的{place}[在][哪|哪里|哪儿]",
                "(我|我们)[现在]在(哪|哪里|哪儿)",
            ],
        },
    )
    async def say_there_is_no_map(self, ctx: ToolContext, things: Aboard, place: Spoken = "") -> ToolResult:
        """Say that there is no map, and how one is added."""
        return answer("no_map", ctx.language, Claim.REFUSED)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return WithoutAMap() if services.trips is None else None
