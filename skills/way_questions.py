"""Questions about the way to a place: how far, how long, when one would be there, by which roads."""

from datetime import timedelta
from typing import Annotated

from assistant.tools import Claim, ToolContext, ToolResult, Words, tool
from devices.roads.place import Place
from devices.roads.position import Position
from skills.road_answers import answer
from skills.road_words import (
    at_time,
    distance,
    lasting,
    place_in_words,
    road_cues,
    road_say,
    route_in_words,
    sentences_joined,
)
from skills.surface import Services
from skills.trip_questions import TripQuestions
from skills.trips import Course
from skills.wayfinding import Wayfinder

Spoken = Annotated[str, Words("the place", own=True, spotted="name")]


class WayQuestions:
    """Tells about ways to places."""

    def __init__(self, services: Services) -> None:
        self._roads = Wayfinder(services)
        self._trip = TripQuestions(services)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how (far|long) [is it|does it take|will it take|would it take|is the drive|is the way] to {place}",
                "how (far|long) (to|until|till) {place}",
                "how far [away] is {place}",
                "how (long|many minutes|much time) (do|does|would|will) (it|we|i) (need|take) [to get] to {place}",
                "how many (kilometres|kilometers|miles|minutes) [is it] to {place}",
                "when (would|will|do|could) (i|we) (be|arrive|get) (at|to|in) {place}",
                "what time (would|will|do) (i|we) (be|arrive|get) (at|to|in) {place}",
                "what is the distance to {place}",
                "distance to {place}",
                "is it far to {place}",
                "is it (very|really|that|so|super) far to {place}",
                "how far off is {place}",
                "how far (out|off) [is it] to {place}",
                "is {place} far [away] [from here]",
                "how (quickly|fast|soon) (can|could) (i|we) (be|get) (at|to) {place}",
            ],
            "zh": [
                "(到|去){place}[还][要][有][得](多久|多远|多长时间|多少公里|几分钟|几公里|多少时间)",
                "离{place}[还][有]多远",
                "{place}(有多远|远吗|远不远|离这儿多远|离这里多远|多远)",
                "(什么时候|几点|多久|几点钟)[能]到{place}",
                "到{place}(要|得)开多久",
                "[从这里|从这儿](到|去){place}(远吗|远不远)",
                "开到{place}要多久",
                "(到|去){place}(几点|什么时候)[能]到",
                "{place}(几点|多久|什么时候)能到",
            ],
        },
        cues=road_cues("way_to"),
    )
    async def way_to(self, ctx: ToolContext, place: Spoken) -> ToolResult:
        """How far it is to a place, how long it takes, and when one would be there."""
        origin = self._roads.origin(ctx)
        found = self._roads.meant(ctx, place, origin)
        if found.only is None:
            return self._roads.unmet(ctx, found, origin, self.tell_way)
        self._roads.trips.offered.tell(ctx.utterance, found.places[:1])
        return await self.tell_way(ctx, found.only)

    async def tell_way(self, ctx: ToolContext, place: Place) -> ToolResult:
        """How far it is to that place, how long it takes, and when one would be there."""
        car, origin = self._roads.car(ctx), self._roads.origin(ctx)
        planned = self._roads.trips.planned(car) if car else None
        if planned is not None and place.id == planned.course.destination.id:
            return await self._trip.left(ctx, car)
        if origin is None:
            return answer("no_origin", ctx.language)
        return await self._told_way(ctx, place, origin)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how (do|can|would|could) (i|we) (get|go|come|drive) to {place}",
                "how to get to {place}",
                "(show|tell) (me|us) (how to get|the way) to {place}",
                "what is the (best way|way|route) to {place}",
                "which way (is it|is|do i go|do we go) to {place}",
            ],
            "zh": [
                "怎么(去|走到|到|开到){place}",
                "(去|到){place}怎么(走|开|去)",
                "{place}怎么(走|去|开)",
                "哪条路[去|到]{place}",
            ],
        },
        cues=road_cues("way_described"),
    )
    async def way_described(self, ctx: ToolContext, place: Spoken) -> ToolResult:
        """By which roads one gets to a place."""
        origin = self._roads.origin(ctx)
        found = self._roads.meant(ctx, place, origin)
        if found.only is None:
            return self._roads.unmet(ctx, found, origin, self._describe)
        self._roads.trips.offered.tell(ctx.utterance, found.places[:1])
        return await self._describe(ctx, found.only)

    async def _describe(self, ctx: ToolContext, place: Place) -> ToolResult:
        origin = self._roads.origin(ctx)
        if origin is None:
            return answer("no_origin", ctx.language)
        planned = await self._roads.plan(ctx, Course((place,)), origin, asked=True)
        if isinstance(planned, ToolResult):
            return planned
        return ToolResult(Claim.ANSWER, route_in_words(planned.trip.route, ctx.language), {"commands": []})

    async def _told_way(self, ctx: ToolContext, place: Place, origin: Position) -> ToolResult:
        planned = await self._roads.plan(ctx, Course((place,)), origin, asked=True)
        if isinstance(planned, ToolResult):
            return planned
        language, route = ctx.language, planned.trip.route
        name = place_in_words(place, language)
        arrives = ctx.utterance.at.astimezone() + timedelta(seconds=route.seconds)
        far = {"distance": distance(route.metres, language), "duration": lasting(route.seconds, language)}
        sentences = [
            road_say("way", language, place=name, **far),
            road_say("way_now", language, time=at_time(arrives, language)),
        ]
        facts = {"commands": [], "metres": round(route.metres), "seconds": round(route.seconds)}
        return ToolResult(Claim.ANSWER, sentences_joined(sentences, language), facts)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return WayQuestions(services) if services.trips is not None else None
