"""Questions about the trip that is under way: what is left of it, what to do next, by which roads it goes."""

import asyncio
import logging
from datetime import timedelta

from assistant.tools import Claim, ToolContext, ToolResult, tool
from devices.roads.errors import NoWay, OffTheMap
from skills.car import Aboard
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
    turn_in_words,
)
from skills.surface import Services
from skills.trips import Progress
from skills.wayfinding import Wayfinder

log = logging.getLogger(__name__)

_NOW_M = 30.0


class TripQuestions:
    """Tells about trips."""

    def __init__(self, services: Services) -> None:
        self._roads = Wayfinder(services)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(when|what time) (do|will|are|would) (we|i) (arrive|arriving|be there|get there|there)",
                "are we (there|nearly there|almost there) [yet]",
                "how (much longer|long|far|much further|much farther) [is it|have we got|do we have|to go|still"
                "|left|until we arrive|until we are there|till we are there|before we get there|now]",
                "how (much|many) (longer|further|farther|minutes) [to go|left|still|is left|are left|do we have left]",
                "how many (kilometres|kilometers|miles) [still] to go",
                "what is (our|the|my) (eta|arrival time|time of arrival)",
                "(eta|arrival time)",
                "what time (will|do|are) (we|i) (pull up|pulling up|be there|get there)",
                "how much longer (will we|are we) [going to] (be|take|need)",
                "how far (is|have) [it] [we] left",
                "how much of the (trip|way|route|drive) is left",
            ],
            "zh": [
                "[我们]还[要|有|得](多久|多远|多长时间|多少公里|几分钟)[才][能]到",
                "(什么时候|几点|几点钟|多久)[才][能]到",
                "快到了吗",
                "到了吗",
                "还要多久",
                "还有多远",
                "(预计|大概)(几点|什么时候|多久)[能]到",
                "到达时间",
                "还剩(多少|多远|多久)[路]",
                "还要开多久",
                "还要多长时间",
                "还得多久",
            ],
        },
        cues=road_cues("trip_left"),
    )
    async def trip_left(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """How far and how long it still is to the destination, and when the car is there."""
        return await self.left(ctx, things[0])

    @tool(
        reads_only=True,
        phrases={
            "en": ["how many (kilometres|kilometers|miles) [are|is|do (we|i) have|have (we|i) got] [still] left"],
            "zh": ["还剩(多少|几)公里[路]", "还有(多少|几)公里"],
        },
    )
    async def distance_left(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """How far it still is to the destination; without one, how far the charge lasts."""
        battery = self._roads.trips.battery(things[0])
        if self._roads.trips.planned(things[0]) is not None or battery is None:
            return await self.left(ctx, things[0])
        return answer("reach_left", ctx.language, reach=distance(battery.reach_m, ctx.language))

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
                "(下一步|接下来|下面|前面|前方|现在|下个路口|下一个路口)(怎么走|往哪走|往哪边走|往哪里走|往哪开|怎么开|该怎么走|往哪拐|往哪儿走)",
                "(下一个|下个)(路口|弯|转弯)",
                "(再说一遍|重复一下|再讲一遍)(怎么走|路线|方向)",
                "(左转还是右转|往左还是往右|左还是右|向左还是向右)",
                "往(哪|哪里|哪儿|哪边)(走|开|拐|转)",
                "刚才(说怎么走|说的怎么走|那句导航)",
            ],
        },
        cues=road_cues("next_turn"),
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
                "[我们](走|走的是|走的)(哪条路|什么路|哪里|哪条路线|什么路线)",
                "(路线|怎么走)(是什么|是怎样的|是怎么样的|说一下|介绍一下)",
                "(说说|说一下|介绍一下|讲讲)[这条]路线",
                "路线[是]怎么走",
                "怎么走的",
            ],
        },
        cues=road_cues("describe_way"),
    )
    async def describe_way(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """By which roads the car gets to its destination."""
        planned = self._roads.trips.planned(things[0])
        if planned is None:
            return answer("not_going", ctx.language)
        words = route_in_words(planned.trip.route, ctx.language)
        return ToolResult(Claim.ANSWER, sentences_joined([words], ctx.language), {"commands": []})

    async def left(self, ctx: ToolContext, car: str) -> ToolResult:
        """How far and how long the trip of that car still is, and when it is there."""
        progress = await self._progress(car)
        if progress is None:
            key = "not_going" if self._roads.trips.planned(car) is None else "no_position"
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
        progress = self._roads.trips.progress(car)
        if progress is None or not progress.off_way:
            return progress
        try:
            await asyncio.to_thread(self._roads.trips.again_from_here, car)
        except (NoWay, OffTheMap) as error:
            log.info("no way from where %s is: %s", car, error)
        return self._roads.trips.progress(car)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return TripQuestions(services) if services.trips is not None else None
