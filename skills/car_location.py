"""Where the car is: in which street, and near what."""

import asyncio

from assistant.tools import ToolContext, ToolResult, tool
from devices.roads.position import Position, metres_between
from skills.car import Aboard
from skills.road_answers import answer
from skills.road_words import place_in_words, road_cues, road_in_words
from skills.surface import Services
from skills.wayfinding import Wayfinder

NEAR_M = 80.0
"""What is so near is named beside the street."""
_NAMED = ("address", "street", "building", "district", "town", "island", "metro")
"""Kinds that say nothing about where one is, or too much."""


class CarLocation:
    """Tells where one is."""

    def __init__(self, services: Services) -> None:
        self._roads = Wayfinder(services)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "where (am i|are we) [now|right now|exactly]",
                "(what|which) (street|road) (is this|are we on|am i on)",
                "what is this (street|road|place)",
                "where (exactly) (am i|are we)",
                "where on earth (am i|are we)",
                "(what|which) (street|road) am i in",
                "what is (our|my) (position|location)",
            ],
            "zh": [
                "(我|我们|咱们|这)[现在]在(哪|哪里|哪儿|什么地方|什么位置|哪条路上|哪条街)",
                "这(是|里是|儿是)(哪|哪里|哪儿|什么地方|什么路|哪条路|哪条街)",
                "现在在(哪|哪里|哪儿|哪条路|哪条街|什么路)[上]",
                "(这条|这)(路|街)叫什么[名字]",
                "(我|我们)[现在](到|开到)哪[里|儿]了",
                "(我的|我们的|当前)位置",
            ],
        },
        cues=road_cues("where_am_i"),
    )
    async def where_am_i(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """In which street the car is, and near what."""
        at = self._roads.trips.position(things[0])
        if at is None:
            return answer("no_position", ctx.language)
        if not self._roads.trips.roads.holds(at):
            return answer("car_off_map", ctx.language, region=self._roads.trips.roads.about.name)
        return await asyncio.to_thread(self._where, ctx, at)

    def _where(self, ctx: ToolContext, at: Position) -> ToolResult:
        language, index = ctx.language, self._roads.trips.roads.index
        street = road_in_words(self._roads.trips.roads.street_at(at), language)
        near = [n for n in index.around(at, NEAR_M) if n.place.name and not set(n.place.kinds) <= set(_NAMED)]
        place = place_in_words(near[0].place, language) if near else ""
        own = next((p for p in self._roads.trips.own.all() if metres_between(p.at, at) <= NEAR_M), None)
        place = place_in_words(own, language) if own else place
        if street and place:
            return answer("where_near", language, street=street, place=place)
        if street or place:
            return answer("where" if street else "where_nowhere", language, street=street, place=place)
        return answer("where_unknown", language)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return CarLocation(services) if services.trips is not None else None
