"""Whether the charge lasts for the way, and where to charge."""

from functools import partial
from typing import Annotated

from assistant.tools import ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from devices.roads.place import Place
from skills.car import Aboard
from skills.road_answers import answer
from skills.road_words import lasting, percent, place_in_words, road_cues
from skills.surface import Services
from skills.trips import Course, Planned
from skills.wayfinding import Wayfinder

Spoken = Annotated[str, Words("the place", own=True, spotted="one")]


class ChargeQuestions:
    """Tells how long the charge lasts."""

    def __init__(self, services: Services) -> None:
        self._roads = Wayfinder(services)

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
                "(电|电量|这点电|剩下的电)(够|够不够|够吗|够用吗)",
                "(电|电量|这点电)[还]能[开]到吗",
                "(够不够|够)开到[目的地|那里|那儿]",
                "(到|到了)的时候[还][剩|有](多少电|几个电)",
                "(要不要|用不用|需不需要|需要|得)[在路上|中途]充电[吗]",
                "(在哪|在哪里|去哪|去哪里|到哪)充电",
                "电[量][够|能][开]到{place}[吗]",
                "(到){place}电(够|够不够|够吗)",
                "到达(时|后)(还剩多少电|电量)",
                "到(那里|那儿|目的地|的时候)[还](剩|有)多少电",
                "开得到吗",
                "开不开得到",
                "能开到吗",
                "电(够开到|能开到|够到){place}",
            ],
        },
        cues=road_cues("charge_lasts"),
    )
    async def charge_lasts(self, ctx: ToolContext, things: Aboard, place: Spoken = "") -> ToolResult:
        """Whether the charge lasts to the destination or a place, what is left then, and where to charge otherwise."""
        car, trips = things[0], self._roads.trips
        at, under_way = trips.position(car), trips.planned(car)
        if at is None:
            return answer("no_position", ctx.language)
        if trips.battery(car) is None:
            return answer("charge_unknown", ctx.language)
        course = under_way.course if under_way else None
        if place:
            found = self._roads.meant(ctx, place, at)
            if found.only is None:
                return self._roads.unmet(ctx, found, at, partial(self._to, car))
            return await self._to(car, ctx, found.only)
        if course is None:
            return answer("not_going", ctx.language)
        return await self._told(ctx, car, course)

    async def _to(self, car: str, ctx: ToolContext, place: Place) -> ToolResult:
        return await self._told(ctx, car, Course((place,)))

    async def _told(self, ctx: ToolContext, car: str, course: Course) -> ToolResult:
        at = self._roads.trips.position(car)
        if at is None:
            return answer("no_position", ctx.language)
        planned = await self._roads.plan(ctx, course, at, car, asked=True)
        return planned if isinstance(planned, ToolResult) else _in_words(planned, ctx.language)


def _in_words(planned: Planned, language: Language) -> ToolResult:
    """Whether the charge lasts for a way, and where it is charged otherwise."""
    trip, place = planned.trip, place_in_words(planned.course.destination, language)
    if trip.arrives_with is None:
        return answer("charge_unknown", language)
    left = percent(trip.arrives_with, language)
    if not trip.charging:
        return answer("enough", language, place=place, percent=left)
    stop = trip.charging[0]
    charger, lasts = place_in_words(stop.charger, language), lasting(stop.seconds, language)
    return answer("not_enough_stop", language, place=place, percent=left, charger=charger, duration=lasts)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return ChargeQuestions(services) if services.trips is not None else None
