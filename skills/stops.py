"""What is on the way: stops that are added to a trip and dropped from it."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from assistant.tools import ToolContext, ToolResult, Words, tool
from devices.roads.place import Place
from skills.car import Aboard
from skills.navigating import Navigating
from skills.road_answers import answer
from skills.road_words import place_in_words, road_cues, road_say
from skills.setting_out import SettingOut
from skills.surface import Services

Spoken = Annotated[str, Words("the place", own=True, spotted="name")]


class Stops:
    """Sets over which places a car goes."""

    def __init__(self, services: Services) -> None:
        self._setting_out = SettingOut(services)
        self._navigating = Navigating(services)
        self._roads = self._setting_out.roads

    @tool(
        phrases={
            "en": [
                "add {place} [as a stop]",
                "add [a] stop (at|in) {place}",
                "(stop|halt|pause) (at|by|in) {place} [on the way]",
                "(go|drive|come|pass|swing) (via|by|past|through) {place}",
                "via {place}",
                "(stop|drop|swing) by {place}",
                "(take|include) {place} (on the way|along the way|en route)",
                "(want|need|like|have) to (stop|halt) (at|by|in) {place}",
                "(let us|let's|lets) (stop|halt) (at|by|in) {place}",
                "first [to] {place}",
                "make [a] (stop|detour|stopover) (at|to|via) {place}",
            ],
            "zh": [
                "(途经|途径|经过){place}",
                "顺路(去|到)[一下]{place}",
                "顺便(去|到)[一下]{place}",
                "先去[一下]{place}",
                "(加|添加|加上|加个|加一个)途经点{place}",
                "中途(去|到|停)[一下]{place}",
                "路上(去|停)[一下]{place}",
                "在{place}停一下",
                "(加上|加个|加一站|添加){place}",
                "绕道[去]{place}",
                "把{place}加(进来|进去|上)",
            ],
        },
        cues=road_cues("add_stop"),
    )
    async def add_stop(self, ctx: ToolContext, things: Aboard, place: Spoken) -> ToolResult:
        """Go by way of a place before the destination."""
        car = things[0]
        old, at = self._roads.trips.planned(car), self._roads.trips.position(car)
        shape = old.trip.route.shape if old else ()
        found = self._roads.meant(ctx, place, at, shape)
        if found.kind and not found.places:
            found = self._roads.meant(ctx, place, at)
        if found.only is None:
            return self._roads.unmet(ctx, found, at, partial(self._add, car), on_way=bool(shape))
        return await self._add(car, ctx, found.only)

    async def _add(self, car: str, ctx: ToolContext, stop: Place) -> ToolResult:
        old = self._roads.trips.planned(car)
        course = (
            self._roads.trips.course_to(car, stop)
            if old is None
            else replace(old.course, stops=(stop, *old.course.stops))
        )
        told = road_say("added", ctx.language, place=place_in_words(stop, ctx.language)) if old else ""
        return await self._setting_out.to(ctx, car, course or self._roads.trips.course_to(car, stop), told)

    @tool(
        phrases={
            "en": [
                "(drop|skip|remove|cancel|delete|leave out|forget) [the] stop [at|in] {place}",
                "(drop|skip|leave out) {place}",
                "(do not|don't) (stop|go) (at|to|by|via) {place}",
                "(remove|take) {place} from [the|our] (route|trip|way)",
            ],
            "zh": [
                "不去{place}",
                "别去{place}",
                "不(经过|途经){place}",
                "(取消|删掉|删除|去掉)途经点{place}",
                "跳过{place}",
            ],
        },
        cues=road_cues("drop_stop"),
    )
    async def drop_stop(self, ctx: ToolContext, things: Aboard, place: Spoken) -> ToolResult:
        """Go by way of a place no longer."""
        car = things[0]
        old = self._roads.trips.planned(car)
        if old is None:
            return answer("not_going", ctx.language)
        found = self._roads.meant(ctx, place, self._roads.trips.position(car))
        ids = {p.id for p in found.places}
        gone = [s for s in old.course.stops if s.id in ids or (found.kind and found.kind in s.kinds)]
        if not gone:
            name = place_in_words(found.places[0], ctx.language) if found.only else found.name
            return answer("no_such_stop", ctx.language, place=name)
        left = tuple(s for s in old.course.stops if s not in gone)
        if not left:
            return await self._navigating.stop_guidance(ctx, things)
        told = road_say("dropped", ctx.language, place=place_in_words(gone[0], ctx.language))
        return await self._setting_out.to(ctx, car, replace(old.course, stops=left), told)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return Stops(services) if services.trips is not None else None
