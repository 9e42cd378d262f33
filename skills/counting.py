"""How many things and rooms there are, whatever state they are in."""

from typing import Annotated

from assistant.tools import Rooms, Targets, Things, ToolContext, ToolResult, tool
from skills.answers import Reply, answered
from skills.naming import joined, room_in_sentence
from skills.outcomes import NAMED_AT_MOST
from skills.states import holding
from skills.surface import Services
from skills.values import plain_number
from skills.words import say

_EACH = "(几个|几盏|几扇|几台|几把|几只|几张|几道|多少|多少个|多少盏|多少扇|多少台)"


class Counting:
    """Answers that count what is there; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how many {things} (do|have) (we|i|you) (have|got|own)",
                "how many {things} (is|are) there [in total|altogether|in all]",
                "how many {things} (does|has) the (house|flat|home|place) (have|got)",
                "(count|number of) {things} [in total|altogether]",
            ],
            "zh": [
                f"{{things}}[一共|总共]有{_EACH}",
                f"[一共|总共]有{_EACH}{{things}}",
                f"(一共|总共){_EACH}{{things}}",
                f"(家里|我家|我们家|咱家|屋里)[一共|总共]有{_EACH}{{things}}",
            ],
        },
    )
    async def how_many(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """How many things of a kind there are, in the house or in some of its rooms."""
        reply = Reply(self._home, ctx)
        found = [self._home.devices[t] for t in things if t in self._home.devices]
        if found and all(device.kind == "person" for device in found):
            # Asked of people it means those who are there.
            found = [d for d in found if (seen := holding(d, "home", reply.home)) is not None and seen.holds]
        reply.listed = [device.id for device in found]
        names = reply.labels(found)
        key = "count_named" if 0 < len(found) <= NAMED_AT_MOST else "count"
        reply.sentences.append(say(key, ctx.language, n=plain_number(len(found)), names=names))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how many rooms [(is|are) there] [{rooms}]",
                "how many rooms (do|have) (we|i|you) (have|got) [{rooms}]",
                "how many rooms (does|has) {rooms} (have|got)",
                "which rooms (is|are) [there] {rooms}",
            ],
            "zh": [
                "{rooms}[一共|总共]有(几个|几间|多少个|多少间)(房间|屋子|屋|房)",
                "[家里|我家|我们家|咱家][一共|总共]有(几个|几间|多少个|多少间)(房间|屋子|屋|房)",
                "{rooms}有(哪些|哪几个|哪几间)(房间|屋子|屋)",
            ],
        },
    )
    async def how_many_rooms(
        self, ctx: ToolContext, rooms: Annotated[Rooms, Targets(default="house")] = ()
    ) -> ToolResult:
        """How many rooms there are, in the house or on a floor, and which."""
        reply = Reply(self._home, ctx)
        found = [room for room in (rooms or tuple(self._home.rooms)) if room in self._home.rooms]
        names = joined([room_in_sentence(room, self._home, ctx.language) for room in found], ctx.language)
        key = "count_named" if found else "count"
        reply.sentences.append(say(key, ctx.language, n=plain_number(len(found)), names=names))
        return answered(reply)


def skill(services: Services) -> Counting:
    """The factory of this skill."""
    return Counting(services)
