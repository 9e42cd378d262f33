"""Which way a car takes: the fastest, the shortest, a quiet one, and what it keeps off."""

from dataclasses import replace
from typing import Annotated, cast

from assistant.tools import Choice, Claim, Things, ToolContext, ToolResult, tool
from devices.roads.route import Avoidable, Best
from skills.car import Aboard
from skills.road_words import road_cues, road_say, sentences_joined
from skills.setting_out import SettingOut
from skills.surface import Services

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
            "en": (
                "dirt tracks",
                "dirt track",
                "gravel tracks",
                "unpaved",
                "unpaved roads",
                "dirt roads",
                "dirt road",
                "gravel",
                "gravel roads",
            ),
            "zh": ("土路", "烂路", "石子路", "没铺的路"),
        },
        "busy": {
            "en": ("busy roads", "main roads", "busy streets", "traffic", "big roads", "main road"),
            "zh": ("大路", "主路", "堵车", "拥堵", "车多的路"),
        },
    }
)


class Ways:
    """Chooses ways."""

    def __init__(self, services: Services) -> None:
        self._setting_out = SettingOut(services)
        self._roads = self._setting_out.roads

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
                "走{way}的路",
                "{way}的(路|路线|路线走)",
                "换一条{way}的路",
                "(走|选|换){way}路线",
                "有没有{way}的路",
                "走{way}的",
                "(找|换)条{way}的路",
            ],
        },
        cues=road_cues("choose_way"),
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
                "(避开|不走|别走|不要走|绕开|绕过|不坐|不要){avoided}",
                "不(上|过){avoided}",
                "避免{avoided}",
                "别上{avoided}",
                "走不{avoided}的路",
            ],
        },
        cues=road_cues("avoid_on_way"),
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
        old = self._roads.trips.planned(car)
        what = road_say(f"avoid_{avoid}", ctx.language) if avoid else ""
        words = road_say(told, ctx.language, what=what)
        if old is None:
            self._roads.trips.wish_for_next(car, best, avoid)
            sentences = [words, road_say("next_trip", ctx.language)]
            return ToolResult(Claim.PENDING, sentences_joined(sentences, ctx.language), {"commands": []})
        course = replace(old.course, best=best or old.course.best)
        course = replace(course, avoid=course.avoid | {avoid}) if avoid else course
        return await self._setting_out.to(ctx, car, course, words, was=old)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return Ways(services) if services.trips is not None else None
