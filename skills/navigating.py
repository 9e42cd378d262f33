"""Where the car is to go: destination, stops, which way, and an end of it."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, cast

from assistant.tools import Choice, Claim, Things, ToolContext, ToolResult, Words, tool
from devices.roads.battery import OutOfReach
from devices.roads.errors import NoWay, OffTheMap
from devices.roads.own_places import HOME
from devices.roads.place import Place
from devices.roads.position import Position
from devices.roads.route import Avoidable, Best
from skills.acting import Wish, carry_out
from skills.car import Aboard
from skills.guidance import cleared, guiding
from skills.places_said import Meant, meant
from skills.road_answers import answer, out_of_reach_in_words, told_of_plan, unmet
from skills.road_words import place_in_words, road_say, sentences_joined
from skills.surface import Services
from skills.trips import Course, Planned, Trips

log = logging.getLogger(__name__)

Spoken = Annotated[str, Words("the place", own=True)]
WAY = Choice(
    {
        "fastest": {
            "en": ("fastest", "quickest", "fast", "quick", "faster", "quicker"),
            "zh": ("最快", "快一点", "快点", "最省时间", "更快"),
        },
        "shortest": {"en": ("shortest", "short", "shorter"), "zh": ("最短", "最近", "短一点", "更短")},
        "quiet": {
            "en": ("quiet", "quieter", "calm", "calmer", "less busy", "scenic", "peaceful", "relaxed", "quietest"),
            "zh": ("安静", "安静一点", "清静", "车少", "人少", "不堵", "车少一点", "安静点", "僻静"),
        },
    }
)
AVOIDED = Choice(
    {
        "motorway": {
            "en": ("motorway", "motorways", "highway", "highways", "freeway", "freeways", "expressway"),
            "zh": ("高速", "高速路", "高速公路"),
        },
        "toll": {
            "en": ("toll", "tolls", "toll roads", "toll road", "tollways"),
            "zh": ("收费", "收费站", "收费路", "过路费", "收费路段"),
        },
        "ferry": {"en": ("ferry", "ferries", "boat"), "zh": ("轮渡", "渡轮", "船")},
        "unpaved": {
            "en": ("unpaved", "unpaved roads", "dirt roads", "dirt road", "gravel", "gravel roads"),
            "zh": ("土路", "烂路", "石子路", "没铺的路"),
        },
        "busy": {
            "en": ("busy roads", "main roads", "busy streets", "traffic", "big roads", "main road"),
            "zh": ("大路", "主路", "堵车", "拥堵", "车多的路"),
        },
    }
)
_GO_EN = "(take|drive|bring|guide|navigate|direct|get|route|lead|steer)"


class Navigating:
    """Sets where a car goes."""

    def __init__(self, services: Services) -> None:
        assert services.trips is not None
        self._home = services.home
        self._trips: Trips = services.trips

    @tool(
        phrases={
            "en": [
                f"{_GO_EN} (me|us) [to] {{place}}",
                "navigate [to] {place}",
                "navigation to {place}",
                "(drive|go|head|travel) to {place}",
                "(want|need|like|have|going) to (go|get|drive|be) [to|at] {place}",
                "(let us|lets|let's) (go|drive|head) [to] {place}",
                "(set|make|change) [the|our|my] (destination|target) [to|for] {place}",
                "(set|start|plot|plan) [a|the] (navigation|route|course|guidance) to {place}",
                "(directions|route|way) to {place}",
                "(next|now) (stop|destination) [is] {place}",
                "off to {place}",
            ],
            "zh": [
                *("导航到{place}", "导航去{place}", "导航{place}", "带(我|我们)去{place}", "送(我|我们)去{place}"),
                *(
                    "(我|我们|咱们|咱)(要|想|得)去{place}",
                    "(开|开车)(去|到){place}",
                    "去{place}",
                    "目的地(是|设为|改成|改为|设成|设到){place}",
                ),
                *(
                    "(带|送)(我|我们)(到|回){place}",
                    "回{place}",
                    "(我|我们|咱们)(要|想|得|该)回{place}",
                ),
                "(我|我们)想到{place}",
            ],
        }
    )
    async def go_to(self, ctx: ToolContext, things: Aboard, place: Spoken) -> ToolResult:
        """Set where the car goes: a place by name, an address, "home", or a kind of place ("the nearest pharmacy")."""
        car = things[0]
        at = self._trips.position(car)
        found = meant(place, self._trips, at)
        if found.only is None:
            return unmet(found, self._trips, at, ctx.language)
        old = self._trips.planned(car)
        kept = replace(old.course, stops=(found.only,)) if old else Course((found.only,))
        return await self._set_out(ctx, car, kept)

    @tool(
        phrases={
            "en": [
                f"{_GO_EN} (me|us|everyone|everybody) home",
                "(go|drive|head|get|navigate|return) [back] home",
                "(want|need|like|have|going|ready) to (go|get|drive|head) [back] home",
                "(let us|lets|let's) (go|drive|head) [back] home",
                "home please",
                "(way|route|directions|course) home",
            ],
            "zh": [
                *(
                    "回家",
                    "(带|送)(我|我们)回家",
                    "(我|我们|咱们|咱)(要|想|得|该)回家",
                    "(导航|开|开车)回家",
                    "回家去",
                    "往家(走|开)",
                ),
            ],
        },
    )
    async def go_home(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Set where the household lives as the destination of the car somebody sits in."""
        return await self.go_to(ctx, things, HOME)

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
                *(
                    "(途经|途径|经过){place}",
                    "顺路(去|到)[一下]{place}",
                    "顺便(去|到)[一下]{place}",
                    "先去[一下]{place}",
                ),
                *("(加|添加|加上|加个|加一个)途经点{place}", "中途(去|到|停)[一下]{place}", "路上(去|停)[一下]{place}"),
                *("在{place}停一下", "(加上|加个|加一站|添加){place}", "绕道[去]{place}", "把{place}加(进来|进去|上)"),
            ],
        }
    )
    async def add_stop(self, ctx: ToolContext, things: Aboard, place: Spoken) -> ToolResult:
        """Go by way of a place before the destination."""
        car = things[0]
        old, at = self._trips.planned(car), self._trips.position(car)
        shape = old.trip.route.shape if old else ()
        found = meant(place, self._trips, at, shape)
        if found.kind and not found.places:
            found = meant(place, self._trips, at)
        stop = _best_on(found, shape)
        if stop is None:
            return unmet(found, self._trips, at, ctx.language, on_way=bool(shape))
        course = Course((stop,)) if old is None else replace(old.course, stops=(stop, *old.course.stops))
        told = road_say("added", ctx.language, place=place_in_words(stop, ctx.language)) if old else ""
        return await self._set_out(ctx, car, course, told)

    @tool(
        phrases={
            "en": [
                "(drop|skip|remove|cancel|delete|leave out|forget) [the] stop [at|in] {place}",
                "(drop|skip|leave out) {place}",
                "(do not|don't) (stop|go) (at|to|by|via) {place}",
                "(remove|take) {place} from [the|our] (route|trip|way)",
            ],
            "zh": [
                *(
                    "不去{place}",
                    "别去{place}",
                    "不(经过|途经){place}",
                    "(取消|删掉|删除|去掉)(途经点)?{place}".replace("?", ""),
                ),
                "跳过{place}",
            ],
        }
    )
    async def drop_stop(self, ctx: ToolContext, things: Aboard, place: Spoken) -> ToolResult:
        """Go by way of a place no longer."""
        car = things[0]
        old = self._trips.planned(car)
        if old is None:
            return answer("not_going", ctx.language)
        found = meant(place, self._trips, self._trips.position(car))
        ids = {p.id for p in found.places}
        gone = [s for s in old.course.stops if s.id in ids or (found.kind and found.kind in s.kinds)]
        if not gone:
            name = place_in_words(found.places[0], ctx.language) if found.only else found.name
            return answer("no_such_stop", ctx.language, place=name)
        left = tuple(s for s in old.course.stops if s not in gone)
        if not left:
            return await self.stop_guidance(ctx, things)
        told = road_say("dropped", ctx.language, place=place_in_words(gone[0], ctx.language))
        return await self._set_out(ctx, car, replace(old.course, stops=left), told)

    @tool(
        phrases={
            "en": [
                "(stop|cancel|end|quit|abort|exit) [the] (navigation|guidance|route|trip|directions|navigating)",
                "(cancel|forget|clear) [the] (destination|route|trip)",
                "(turn|switch) off [the] (navigation|guidance|sat nav)",
                "stop (guiding|navigating|directing) [me|us]",
                "(do not|don't) need [the] (directions|navigation|guidance) [anymore|any more]",
            ],
            "zh": [
                *(
                    "(取消|结束|停止|关闭|关掉|退出|不要)导航",
                    "不用导航",
                    "导航(关|关掉|取消|结束|停)",
                    "取消目的地",
                    "不去了",
                ),
            ],
        }
    )
    async def stop_guidance(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """End the guidance; the car has no destination any more."""
        car = things[0]
        if self._trips.planned(car) is None and not cleared(self._home, car):
            return answer("not_going", ctx.language)
        result = await carry_out(self._home, ctx, cleared(self._home, car))
        if result.claim in _HOLDS:
            self._trips.end(car)
            return replace(result, say=road_say("stopped", ctx.language))
        return result

    @tool(
        phrases={
            "en": [
                "[take|use|want|choose|find|give] [me|us] [the|a] {way} (route|way|road|roads|one)",
                "(drive|go|take) [the] {way} (route|way|road)",
                "[is there] [a] {way} (route|way|road)",
                "make it [a] {way} (route|way)",
                "[can we|let us] (do|take|use) [the] {way} (streets|roads|route|way)",
            ],
            "zh": [
                *(
                    "走{way}的路",
                    "{way}的(路|路线|路线走)",
                    "换一条{way}的路",
                    "(走|选|换){way}路线",
                    "有没有{way}的路",
                    "走{way}的",
                    "(找|换)条{way}的路",
                )
            ],
        }
    )
    async def choose_way(self, ctx: ToolContext, things: Aboard, way: Annotated[str, WAY]) -> ToolResult:
        """Choose the fastest, the shortest or a quiet way to where the car is going."""
        return await self._otherwise(ctx, things, best=cast(Best, way), told=f"chosen_{way}")

    @tool(
        phrases={
            "en": [
                "(avoid|no|skip|without|not over|stay off|keep off|stay away from) [the|any] {avoided}",
                "(do not|don't) (take|use|go on|go over|drive on) [the|any] {avoided}",
                "without [any] {avoided}",
                "[a] (route|way) without {avoided}",
            ],
            "zh": [
                *(
                    "(避开|不走|别走|不要走|绕开|绕过|不坐|不要){avoided}",
                    "不(上|过){avoided}",
                    "避免{avoided}",
                    "别上{avoided}",
                    "走不{avoided}的路",
                )
            ],
        }
    )
    async def avoid_on_way(self, ctx: ToolContext, things: Aboard, avoided: Annotated[str, AVOIDED]) -> ToolResult:
        """Keep off motorways, tolls, ferries, unpaved or busy roads on the way."""
        if avoided == "busy":
            return await self._otherwise(ctx, things, best="quiet", told="chosen_quiet")
        return await self._otherwise(ctx, things, avoid=cast(Avoidable, avoided), told="chosen_avoid")

    async def _otherwise(
        self, ctx: ToolContext, things: Things, *, best: Best | None = None, avoid: Avoidable | None = None, told: str
    ) -> ToolResult:
        car = things[0]
        old = self._trips.planned(car)
        if old is None:
            return answer("not_going", ctx.language)
        course = replace(old.course, best=best or old.course.best)
        course = replace(course, avoid=course.avoid | {avoid}) if avoid else course
        what = road_say(f"avoid_{avoid}", ctx.language) if avoid else ""
        return await self._set_out(ctx, car, course, road_say(told, ctx.language, what=what), was=old)

    async def _set_out(
        self, ctx: ToolContext, car: str, course: Course, told: str = "", was: Planned | None = None
    ) -> ToolResult:
        """Find the way, have the car take it, and tell it. What cannot be reached changes nothing."""
        at = self._trips.position(car)
        if at is None:
            return answer("no_position", ctx.language)
        planned = await self._plan(ctx, car, course, at)
        if isinstance(planned, ToolResult):
            return planned
        result = await carry_out(self._home, ctx, self._wishes(car, planned))
        if result.claim not in _HOLDS:
            return result
        self._trips.begin(car, planned)
        same = was is not None and was.trip.route.shape == planned.trip.route.shape
        sentences = [told, road_say("same_way", ctx.language) if same else "", told_of_plan(planned, ctx, self._trips)]
        facts = {**result.facts, "destination": course.destination.id, "metres": round(planned.trip.route.metres)}
        return ToolResult(result.claim, sentences_joined(sentences, ctx.language), facts)

    async def _plan(self, ctx: ToolContext, car: str, course: Course, at: Position) -> Planned | ToolResult:
        try:
            return await asyncio.to_thread(self._trips.plan, course, at, car)
        except OutOfReach:
            words = await asyncio.to_thread(out_of_reach_in_words, "no_charger", self._trips, course, car, ctx.language)
            return ToolResult(Claim.REFUSED, words)
        except OffTheMap as error:
            log.info("turn %s: %s", ctx.turn, error)
            key = "off_map" if self._trips.roads.holds(at) else "car_off_map"
            return answer(key, ctx.language, claim=Claim.REFUSED, region=self._trips.roads.about.name)
        except NoWay as error:
            log.info("turn %s: %s", ctx.turn, error)
            return answer("no_way", ctx.language, claim=Claim.REFUSED)

    def _wishes(self, car: str, planned: Planned) -> list[Wish]:
        return guiding(self._home, car, planned)


_HOLDS = frozenset({Claim.DONE, Claim.ALREADY, Claim.STARTED})


def _best_on(found: Meant, shape: Sequence[Position]) -> Place | None:
    """The place that is meant; of a kind along the way the one that is the least off it."""
    return found.only if found.only is not None else None if not (shape and found.kind) else found.places[0]


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return Navigating(services) if services.trips is not None else None
