"""Questions about the way: how far, how long, when, whether the charge lasts, where one is, what comes next."""

import asyncio
import logging
from datetime import timedelta
from typing import Annotated

from assistant.tools import Claim, ToolContext, ToolResult, Words, tool
from devices.roads.battery import OutOfReach
from devices.roads.errors import NoWay, OffTheMap
from devices.roads.place import Place
from devices.roads.position import Position, metres_between
from skills.car import Aboard
from skills.places_said import meant
from skills.road_answers import answer, out_of_reach_in_words, unmet
from skills.road_words import (
    at_time,
    distance,
    lasting,
    percent,
    place_in_words,
    road_in_words,
    road_say,
    route_in_words,
    sentences_joined,
    turn_in_words,
)
from skills.surface import Services
from skills.trips import Course, Planned, Progress, Trips

log = logging.getLogger(__name__)

Spoken = Annotated[str, Words("the place", own=True)]
NEAR_M = 80.0
"""What is so near is named beside the street."""
_NOW_M = 30.0
_NAMED = ("address", "street", "building", "district", "town", "island", "metro")
"""Kinds that say nothing about where one is, or too much."""


class RouteQuestions:
    """Tells about ways and about the trip that is under way."""

    def __init__(self, services: Services) -> None:
        assert services.trips is not None
        self._home = services.home
        self._trips: Trips = services.trips

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
                *(
                    "(到|去){place}[还][要][有][得](多久|多远|多长时间|多少公里|几分钟|几公里|多少时间)",
                    "离{place}[还][有]多远",
                ),
                *(
                    "{place}(有多远|远吗|远不远|离这儿多远|离这里多远|多远)",
                    "(什么时候|几点|多久|几点钟)[能]到{place}",
                    "到{place}(要|得)开多久",
                ),
                *(
                    "[从这里|从这儿](到|去){place}(远吗|远不远)",
                    "开到{place}要多久",
                    "(到|去){place}(几点|什么时候)[能]到",
                    "{place}(几点|多久|什么时候)能到",
                ),
            ],
        },
    )
    async def way_to(self, ctx: ToolContext, place: Spoken) -> ToolResult:
        """How far it is to a place, how long it takes, and when one would be there."""
        car = self._car(ctx)
        origin = self._origin(ctx, car)
        found = meant(place, self._trips, origin)
        if found.only is None:
            return unmet(found, self._trips, origin, ctx.language)
        planned = self._trips.planned(car) if car else None
        if planned is not None and found.only.id == planned.course.destination.id:
            return await self._left(ctx, car)
        if origin is None:
            return answer("no_origin", ctx.language)
        return await self._told_way(ctx, found.only, origin, car)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(when|what time) (do|will|are|would) (we|i) (arrive|arriving|be there|get there|there)",
                "are we (there|nearly there|almost there) [yet]",
                "how (much longer|long|far|much further|much farther) [is it|have we got|do we have|to go|still"
                "|left|until we arrive|until we are there|till we are there|before we get there|now]",
                "how (much|many) (longer|further|farther|kilometres|kilometers|minutes|miles) [to go|left|still"
                "|is left]",
                "what is (our|the|my) (eta|arrival time|time of arrival)",
                "(eta|arrival time)",
                "what time (will|do|are) (we|i) (pull up|pulling up|be there|get there)",
                "how much longer (will we|are we) [going to] (be|take|need)",
                "how far (is|have) [it] [we] left",
                "how much of the (trip|way|route|drive) is left",
            ],
            "zh": [
                *(
                    "[我们]还[要|有|得](多久|多远|多长时间|多少公里|几分钟)[才]能?到".replace("能?", "[能]"),
                    "(什么时候|几点|几点钟|多久)[才][能]到",
                    "快到了吗",
                    "到了吗",
                    "还要多久",
                    "还有多远",
                    "(预计|大概)(几点|什么时候|多久)[能]到",
                    "到达时间",
                    "还剩(多少|多远|多久|几公里)[路]",
                ),
                *("还要开多久", "还要多长时间", "还得多久"),
            ],
        },
    )
    async def trip_left(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """How far and how long it still is to the destination, and when the car is there."""
        return await self._left(ctx, things[0])

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(will|can|do|could) (i|we|it) (get there|make it|reach it) [(with|on) (this|the) (charge|battery)]",
                "(will|can|do) (i|we) (get|make it) to the destination [(with|on) (this|the) (charge|battery)]",
                "is [the|our] (charge|battery|range|power|juice) enough",
                "is there enough (charge|battery|range|power|juice) [left] [to get there|to arrive]",
                "(have|do) we [have] enough (charge|battery|range|power|juice) [to get there|to arrive]",
                "how much (charge|battery) (is|will be) [left] (when|once) (we|i) (arrive|get there)",
                "how much (charge|battery) (will|do) we have [left] (when|once) (we|i) (arrive|get there)",
                "how full is the battery (when|once|by the time) (we|i) (arrive|get there|are there)",
                "how much (charge|battery) (on|at) arrival",
                "(do|must|will|should) (we|i) (have to|need to) (charge|recharge|stop to charge|stop for charging)",
                "(must|should) (we|i) (charge|recharge|stop to charge)",
                "where (do|must|should|can|will) (we|i) [have to|need to] (charge|recharge) [on the way]",
                "will the (battery|charge) (last|do|be enough|hold)",
                "will the (battery|charge) (last|hold|do) [all the way] (to|until) {place}",
                "(do|have) (i|we) [have|got] enough (charge|battery|juice|power) to (get|make it|reach) [to] {place}",
                "(do|must|should|will) (i|we) [have to|need to] plug in [anywhere|somewhere]",
                "(will|can) (we|i) (get|make it) to {place} (with|on) [this|the|our] (charge|battery)",
                "(do we|have we) [got] [have] enough (charge|battery|power) (for|to get to|to reach|until) {place}",
                "is the (charge|battery) enough (for|to get to|to reach|until) {place}",
            ],
            "zh": [
                *(
                    "(电|电量|这点电|剩下的电)(够|够不够|够吗|够用吗)",
                    "(电|电量|这点电)[还]能[不能]?(开)?到吗".replace("[不能]?(开)?", "[开]"),
                    "(够不够|够)开到[目的地|那里|那儿]",
                    "(到|到了)的时候[还][剩|有](多少电|几个电)",
                ),
                *(
                    "(要不要|用不用|需不需要|需要|得)[在路上|中途]充电[吗]",
                    "(在哪|在哪里|去哪|去哪里|到哪)充电",
                    "电[量][够|能][开]到{place}[吗]",
                    "(到){place}电(够|够不够|够吗)",
                    "到达(时|后)(还剩多少电|电量)",
                    "到(那里|那儿|目的地|的时候)[还](剩|有)多少电",
                ),
                *("开得到吗", "开不开得到", "能开到吗", "电(够开到|能开到|够到){place}"),
            ],
        },
    )
    async def charge_lasts(self, ctx: ToolContext, things: Aboard, place: Spoken = "") -> ToolResult:
        """Whether the charge lasts to the destination or a place, what is left then, and where to charge otherwise."""
        car = things[0]
        at, planned = self._trips.position(car), self._trips.planned(car)
        if at is None:
            return answer("no_position", ctx.language)
        if self._trips.battery(car) is None:
            return answer("charge_unknown", ctx.language)
        course = planned.course if planned else None
        if place:
            found = meant(place, self._trips, at)
            if found.only is None:
                return unmet(found, self._trips, at, ctx.language)
            course = Course((found.only,))
        if course is None:
            return answer("not_going", ctx.language)
        return await asyncio.to_thread(self._charge, ctx, car, course, at)

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
                *(
                    "(我|我们|咱们|这)[现在]在(哪|哪里|哪儿|什么地方|什么位置|哪条路上|哪条街)",
                    "这(是|里是|儿是)(哪|哪里|哪儿|什么地方|什么路|哪条路|哪条街)",
                    "现在在(哪|哪里|哪儿|哪条路|哪条街|什么路)[上]",
                ),
                *("(这条|这)(路|街)叫什么[名字]", "(我|我们)[现在](到|开到)哪[里|儿]了", "(我的|我们的|当前)位置"),
            ],
        },
    )
    async def where_am_i(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """In which street the car is, and near what."""
        at = self._trips.position(things[0])
        if at is None:
            return answer("no_position", ctx.language)
        if not self._trips.roads.holds(at):
            return answer("car_off_map", ctx.language, region=self._trips.roads.about.name)
        return await asyncio.to_thread(self._where, ctx, at)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(what|which) (is|was) [the] (next|last) (turn|direction|step|exit)",
                "(what|where) (is|do i|do we|should i|must i) [have to] (next|turn|go next|go now|go|do next|do now)",
                "(repeat|say) [that|the] [last] (direction|directions|turn) [again]",
                "which way (now|next|do i go|do i turn|should i go)",
                "(left or right|right or left)",
                "(next|the next) turn",
                "what now",
                "(do|should|must) (i|we) (go|turn) left or right",
                "(come|say that) again",
                "where to [now|next]",
            ],
            "zh": [
                *(
                    "(下一步|接下来|下面|前面|前方|现在|下个路口|下一个路口)(怎么走|往哪走|往哪边走|往哪里走|往哪开|怎么开|该怎么走|往哪拐|往哪儿走)",
                    "(下一个|下个)(路口|弯|转弯)",
                    "(再说一遍|重复一下|再讲一遍)(怎么走|路线|方向)",
                    "(左转还是右转|往左还是往右|左还是右|向左还是向右)",
                ),
                *("往(哪|哪里|哪儿|哪边)(走|开|拐|转)", "刚才(说怎么走|说的怎么走|那句导航)"),
            ],
        },
    )
    async def next_turn(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """What to do next on the way, and in how many metres."""
        progress = await self._progress(things[0])
        if progress is None:
            return answer("not_going", ctx.language)
        destination = progress.planned.course.destination
        if progress.turn is None:
            return answer("no_next", ctx.language, place=place_in_words(destination, ctx.language))
        turn = turn_in_words(progress.turn, destination, ctx.language)
        key = "next" if progress.turn_in_m > _NOW_M else "next_now"
        return answer(key, ctx.language, turn=turn, distance=distance(progress.turn_in_m, ctx.language))

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(describe|read out|tell me) the (route|way)",
                "(what|which) (route|way|roads) (are we|do we|is it|am i|will we) [taking|take|going|go|using]",
                "(which|what) way are we going",
                "what is the (route|way)",
                "where does the (route|way) (go|lead)",
                "how are we (going|driving) [there]",
                "what does the route look like",
            ],
            "zh": [
                *(
                    "[我们](走|走的是|走的)(哪条路|什么路|哪里|哪条路线|什么路线)",
                    "(路线|怎么走)(是什么|是怎样的|是怎么样的|说一下|介绍一下)",
                    "(说说|说一下|介绍一下|讲讲)[这条]路线",
                    "路线[是]怎么走",
                    "怎么走的",
                ),
            ],
        },
    )
    async def describe_way(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """By which roads the car gets to its destination."""
        planned = self._trips.planned(things[0])
        if planned is None:
            return answer("not_going", ctx.language)
        words = route_in_words(planned.trip.route, ctx.language)
        return ToolResult(Claim.ANSWER, sentences_joined([words], ctx.language), {"commands": []})

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
    )
    async def way_described(self, ctx: ToolContext, place: Spoken) -> ToolResult:
        """By which roads one gets to a place."""
        car = self._car(ctx)
        origin = self._origin(ctx, car)
        found = meant(place, self._trips, origin)
        if found.only is None:
            return unmet(found, self._trips, origin, ctx.language)
        if origin is None:
            return answer("no_origin", ctx.language)
        planned = await self._found_way(ctx, found.only, origin)
        if isinstance(planned, ToolResult):
            return planned
        return ToolResult(Claim.ANSWER, route_in_words(planned.trip.route, ctx.language), {"commands": []})

    def _car(self, ctx: ToolContext) -> str:
        """The car somebody sits in; empty for everybody else."""
        cars = [d.id for d in self._home.devices.values() if d.kind == "car"]
        return cars[0] if ctx.utterance.speaker.seat and len(cars) == 1 else ""

    def _origin(self, ctx: ToolContext, car: str) -> Position | None:
        """From where one would go: where the car is for those in it, home for everybody else."""
        at = self._trips.position(car) if car else None
        return at or (self._trips.own.home.at if self._trips.own.home else None)

    async def _told_way(self, ctx: ToolContext, place: Place, origin: Position, car: str) -> ToolResult:
        planned = await self._found_way(ctx, place, origin)
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

    async def _found_way(self, ctx: ToolContext, place: Place, origin: Position) -> Planned | ToolResult:
        try:
            return await asyncio.to_thread(self._trips.plan, Course((place,)), origin)
        except OffTheMap as error:
            log.info("turn %s: %s", ctx.turn, error)
            key = "off_map" if self._trips.roads.holds(origin) else "car_off_map"
            return answer(key, ctx.language, region=self._trips.roads.about.name)
        except NoWay as error:
            log.info("turn %s: %s", ctx.turn, error)
            return answer("no_way", ctx.language)

    async def _left(self, ctx: ToolContext, car: str) -> ToolResult:
        progress = await self._progress(car)
        if progress is None:
            key = "not_going" if self._trips.planned(car) is None else "no_position"
            return answer(key, ctx.language)
        language = ctx.language
        left = {"distance": distance(progress.metres, language), "duration": lasting(progress.seconds, language)}
        place = place_in_words(progress.planned.course.destination, language)
        key = "trip_charging" if progress.charges else "trip"
        facts = {"commands": [], "metres": round(progress.metres), "seconds": round(progress.seconds)}
        time = at_time(ctx.utterance.at.astimezone() + timedelta(seconds=progress.seconds), language)
        words = road_say(key, language, place=place, time=time, **left)
        return ToolResult(Claim.ANSWER, sentences_joined([words], language), facts)

    async def _progress(self, car: str) -> Progress | None:
        """How far the trip is, on a new way where the car has left the old one."""
        progress = self._trips.progress(car)
        if progress is None or not progress.off_way:
            return progress
        try:
            await asyncio.to_thread(self._trips.again_from_here, car)
        except (NoWay, OffTheMap) as error:
            log.info("no way from where %s is: %s", car, error)
        return self._trips.progress(car)

    def _charge(self, ctx: ToolContext, car: str, course: Course, at: Position) -> ToolResult:
        language, place = ctx.language, place_in_words(course.destination, ctx.language)
        try:
            planned: Planned = self._trips.plan(course, at, car)
        except OutOfReach:
            words = out_of_reach_in_words("no_charger_question", self._trips, course, car, language)
            return ToolResult(Claim.ANSWER, words, {"commands": []})
        except OffTheMap:
            return answer("off_map", language, region=self._trips.roads.about.name)
        except NoWay:
            return answer("no_way", language)
        trip = planned.trip
        left = percent(trip.arrives_with, language)
        if not trip.charging:
            return answer("enough", language, place=place, percent=left)
        stop = trip.charging[0]
        charger, lasts = place_in_words(stop.charger, language), lasting(stop.seconds, language)
        return answer("not_enough_stop", language, place=place, percent=left, charger=charger, duration=lasts)

    def _where(self, ctx: ToolContext, at: Position) -> ToolResult:
        language, index = ctx.language, self._trips.roads.index
        street = road_in_words(self._trips.roads.street_at(at), language)
        near = [n for n in index.around(at, NEAR_M) if n.place.name and not set(n.place.kinds) <= set(_NAMED)]
        place = place_in_words(near[0].place, language) if near else ""
        own = next((p for p in self._trips.own.all() if metres_between(p.at, at) <= NEAR_M), None)
        place = place_in_words(own, language) if own else place
        if street and place:
            return answer("where_near", language, street=street, place=place)
        if street or place:
            return answer("where" if street else "where_nowhere", language, street=street, place=place)
        return answer("where_unknown", language)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return RouteQuestions(services) if services.trips is not None else None
