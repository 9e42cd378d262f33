"""Which floor or room has most things in a state: "which floor has the most lights on"."""

import re
from collections import Counter
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.choices import STATE
from skills.naming import in_language, joined, room_in_sentence
from skills.states import holding
from skills.surface import Services
from skills.values import plain_number

_FLOORS = re.compile(r"\bfloors?\b|\bstor(?:e?y|ies)\b|\blevel\b|upstairs|downstairs|[层楼]", re.IGNORECASE)
_FEWEST = re.compile(r"\b(?:fewest|least)\b|最少|更少|少[呢啊吗?？]*$", re.IGNORECASE)
_WHERE_EN = "(which|what) (floor|room|storey|story|level)"
_WHERE_ZH = "(哪层|哪一层|哪层楼|哪一层楼|哪个楼层|哪个房间|哪间|哪间房|哪间屋|哪个屋|哪里|哪儿|哪边)"


class CountedByPlace:
    """Answers that count by floor or room; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                f"{_WHERE_EN} (has|have) [got] [the] (most|fewest) {{things}} {{state}}",
                f"{_WHERE_EN} has [the] (most|fewest) {{state}} {{things}}",
                "where are [the] (most|fewest) {things} {state}",
                "are there more {things} {state} or",
            ],
            "zh": [
                f"{_WHERE_ZH}{{things}}{{state}}(最多|最少|多|少|更多|更少)",
                f"{_WHERE_ZH}{{things}}(最多|最少|多|少){{state}}",
                f"{{things}}{_WHERE_ZH}{{state}}(最多|最少|多|少|更多|更少)",
            ],
        },
    )
    async def place_with_most(
        self, ctx: ToolContext, things: Annotated[Things, Targets()], state: Annotated[str, STATE]
    ) -> ToolResult:
        """Which floor, or which room, has most or fewest things in a state."""
        reply = Reply(self._home, ctx)
        by_floor, fewest = _FLOORS.search(ctx.utterance.text), _FEWEST.search(ctx.utterance.text)
        counted: Counter[str] = Counter()
        for device in (self._home.devices[t] for t in things if t in self._home.devices):
            place = self._floor_of(device) if by_floor else device.room
            found = holding(device, state, reply.home) if place else None
            if found is None or reply.is_kept(device.id):
                continue
            reply.note(device.id)
            counted[place] += bool(found.holds)
        if not counted:
            reply.add("no_things")
            return answered(reply)
        most = min(counted.values()) if fewest else max(counted.values())
        names = [self._called(place, reply, of_floor=bool(by_floor)) for place, n in counted.items() if n == most]
        reply.add("most_there", len(names) > 1, names=joined(names, reply.language), n=plain_number(most))
        return answered(reply)

    def _floor_of(self, device: Device) -> str:
        room = self._home.rooms.get(device.room)
        return room.floor if room else ""

    def _called(self, place: str, reply: Reply, *, of_floor: bool) -> str:
        if not of_floor:
            return room_in_sentence(place, self._home, reply.language)
        floor = self._home.floors.get(place)
        name = in_language(floor.names, reply.language) if floor else place
        return name if reply.language == "zh" else f"the {name.lower().removeprefix('the ')}"


def skill(services: Services) -> CountedByPlace:
    """The factory of this skill."""
    return CountedByPlace(services)
