"""Where the nearest pharmacy is, whether there is a charger on the way: places near here or along the trip."""

import asyncio
from functools import partial
from typing import Annotated

from assistant.tools import Claim, ToolContext, ToolResult, Words, tool
from devices.roads.place import Place
from devices.roads.position import metres_between
from devices.roads.search import NearPlace
from skills.car import Aboard
from skills.places_said import (
    HERE,
    THERE,
    Meant,
    bare,
    kind_called,
    kind_within,
    meant,
    near_another,
    of_kind,
    told_in_clauses,
)
from skills.road_answers import answer, unmet
from skills.road_words import MOST_TOLD, distance, kind_in_words, place_in_words, places_in_words, road_cues, road_say
from skills.surface import Services
from skills.wayfinding import Wayfinder

Spoken = Annotated[str, Words("the kind of place, or its name", own=True, spotted="kind")]
Other = Annotated[str, Words("the place it has to be near to", own=True, spotted="one")]


class FindingPlaces:
    """Finds places."""

    def __init__(self, services: Services) -> None:
        self._roads = Wayfinder(services)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(find|search for|look for|show) [me|us] {place}",
                "where is [there] {place}",
                "where is the (nearest|closest|next) {place}",
                "where (can|could|do) (i|we) (find|get|buy|have|grab) {place}",
                "[is|are] there {place} (near here|nearby|around here|close by|in the area|near|around)",
                "is there {place} (here|close)",
                "(any|some) {place} (near here|nearby|around here|close by|in the area|near|around)",
                "{place} (near here|nearby|near me|around here|close by)",
                "(need|want|looking for|could do with|fancy|feel like) {place}",
                "what is the (nearest|closest) {place}",
                "(nearest|closest) {place}",
                "do you know {place} (near here|nearby|around here)",
            ],
            "zh": [
                "(附近|周围|周边|这附近|旁边|这里|这边)[有|有没有|哪里有|哪儿有]{place}[吗]",
                "(找|搜|搜索|查找|帮我找|找一下|搜一下)[附近的|最近的|个|一个|一家|家]{place}",
                "(哪里|哪儿|哪)有{place}",
                "{place}在(哪|哪里|哪儿)",
                "最近的{place}[在][哪|哪里|哪儿]",
                "有没有{place}",
                "(想|要|需要)(找|买|吃|喝|上|去){place}",
                "离(我|这里|这儿|这)最近的{place}",
            ],
        },
        cues=road_cues("find_place"),
    )
    async def find_place(self, ctx: ToolContext, place: Spoken) -> ToolResult:
        """Find places of a kind, or a place by name, near where one is."""
        parted = near_another(place)
        if parted is not None:
            return await self._near(ctx, *parted)
        origin = self._roads.origin(ctx)
        if origin is None:
            return answer("no_origin", ctx.language)
        found = await asyncio.to_thread(told_in_clauses, place, self._roads.trips, origin)
        if found.kind:
            return self._told(ctx, of_kind(found.kind, self._roads.trips, origin), found, "found_none")
        if not found.places:
            found = self._roads.meant(ctx, place, origin)
        if not found.places:
            return self._roads.unmet(ctx, found, origin, self._tell_named)
        return await self._tell_named(ctx, *found.places)

    async def _tell_named(self, ctx: ToolContext, *places: Place) -> ToolResult:
        """Where these are, from where one is."""
        origin = self._roads.origin(ctx)
        if origin is None:
            return answer("no_origin", ctx.language)
        self._roads.trips.offered.tell(ctx.utterance, places[:MOST_TOLD])
        near = [NearPlace(p, metres_between(origin, p.at)) for p in places]
        return ToolResult(Claim.ANSWER, places_in_words(near, ctx.language), {"commands": []})

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "[find|is there|are there|any|some|where is|look for|search for|show] {place} (on the way"
                "|along the way|on our way|on my way|on the route|along the route|en route|before we get there"
                "|on the trip)",
                "(do|will) (we|i) pass {place} [on the way]",
                "(are|is) there {place} before (we get there|we arrive|the destination)",
            ],
            "zh": [
                "(路上|沿途|顺路|途中|一路上|沿路|半路上|这一路)[有|有没有|哪里有|哪儿有|会经过]{place}[吗]",
                "(找|搜|搜索|找一下)[路上|沿途|顺路|途中][的]{place}",
                "顺路的{place}",
                "(会|会不会)经过{place}[吗]",
                "到之前[有|有没有]{place}",
            ],
        },
        cues=road_cues("find_on_way"),
    )
    async def find_on_way(self, ctx: ToolContext, place: Spoken) -> ToolResult:
        """Find places of a kind along the way to the destination."""
        car = self._roads.car(ctx)
        planned = self._roads.trips.planned(car) if car else None
        if planned is None:
            return await self.find_place(ctx, place)
        kind = kind_called(bare(place)) or kind_within(place)
        at = self._roads.trips.position(car)
        if not kind:
            return unmet(meant(place, self._roads.trips, at), self._roads.trips, at, ctx.language)
        near = await asyncio.to_thread(of_kind, kind, self._roads.trips, at, planned.trip.route.shape)
        progress = self._roads.trips.progress(car)
        gone = planned.trip.route.metres - progress.metres if progress else 0.0
        ahead = [NearPlace(n.place, n.along_m - gone, n.metres) for n in near if n.along_m >= gone - _PASSED_M]
        if not ahead:
            return answer("found_none_way", ctx.language, kind=kind_in_words(kind, ctx.language))
        first = ahead[0]
        facts = {"place": place_in_words(first.place, ctx.language), "distance": distance(first.metres, ctx.language)}
        off = first.along_m
        key = "found_one_way" if off > _BESIDE_M else "found_on_way"
        words = road_say(key, ctx.language, off=distance(off, ctx.language), **facts)
        self._roads.trips.offered.tell(ctx.utterance, [first.place])
        return ToolResult(Claim.ANSWER, words, {"commands": [], "places": [n.place.id for n in ahead]})

    @tool(
        reads_only=True,
        by_phrase_only=True,
        phrases={
            "en": ["(is|are) there {place}", "any {place}", "(find|search for|look for|show) [me|us] {place}"],
            "zh": ["(有没有|有){place}", "找{place}", "(去找|要找|想找){place}"],
        },
    )
    async def find_for_driver(self, ctx: ToolContext, things: Aboard, place: Spoken) -> ToolResult:
        """Find places near the car, or near another place ("a supermarket near the cathedral")."""
        return await self.find_place(ctx, place)

    @tool(
        reads_only=True,
        by_phrase_only=True,
        phrases={
            "zh": [
                "{other}(附近|旁边|周围|边上)(有|有没有|哪里有|哪儿有|的){place}",
                "(找|找一下|搜|搜索){other}(附近|旁边|周围|边上)的{place}",
            ]
        },
        cues=road_cues("find_near"),
    )
    async def find_near(self, ctx: ToolContext, other: Other, place: Spoken) -> ToolResult:
        """Find places of a kind near another place."""
        if bare(other).casefold() in HERE:
            return await self.find_place(ctx, place)
        return await self._near(ctx, place, other)

    async def _near(self, ctx: ToolContext, place: str, other: str) -> ToolResult:
        """Places of a kind near another place, or near the destination ("there")."""
        origin = self._roads.origin(ctx)
        there = self._there(ctx, other)
        about = await asyncio.to_thread(told_in_clauses, other, self._roads.trips, origin) if there is None else there
        if about.only is None:
            return self._roads.unmet(ctx, about, origin, partial(self._tell_near, place))
        return await self._tell_near(place, ctx, about.only)

    async def _tell_near(self, place: str, ctx: ToolContext, other: Place) -> ToolResult:
        trips = self._roads.trips
        kind = kind_called(bare(place)) or kind_within(place)
        if not kind:
            origin = self._roads.origin(ctx)
            return unmet(await asyncio.to_thread(meant, place, trips, origin), trips, origin, ctx.language)
        near = trips.roads.index.near(kind, other.at, within_m=_NEAR_M)
        return self._told(ctx, near, Meant((), kind), "found_none_place", place_in_words(other, ctx.language))

    def _there(self, ctx: ToolContext, other: str) -> Meant | None:
        pointed_at = self._roads.trips.offered.meant(ctx.utterance, other)
        if pointed_at is not None:
            return Meant((pointed_at,))
        planned = self._roads.trips.planned(self._roads.car(ctx))
        if planned is not None and bare(other).casefold() in THERE:
            return Meant((planned.course.destination,))
        return None

    def _told(self, ctx: ToolContext, near: list[NearPlace], found: Meant, none: str, place: str = "") -> ToolResult:
        if not near:
            return answer(none, ctx.language, kind=kind_in_words(found.kind, ctx.language), place=place)
        self._roads.trips.offered.tell(ctx.utterance, [n.place for n in near[:MOST_TOLD]])
        facts = {"commands": [], "places": [n.place.id for n in near]}
        return ToolResult(Claim.ANSWER, places_in_words(near, ctx.language), facts)


_PASSED_M = 30.0
_BESIDE_M = 60.0
"""From the way; what is no farther off lies on it."""
_NEAR_M = 1_500.0


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return FindingPlaces(services) if services.trips is not None else None
