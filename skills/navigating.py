"""Where the car is to go: destination, home, and an end of it."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from assistant.tools import ToolContext, ToolResult, Words, tool
from devices.roads.own_places import HOME
from devices.roads.place import Place
from skills.acting import carry_out
from skills.car import Aboard
from skills.guidance import cleared
from skills.road_answers import answer
from skills.road_words import road_cues, road_say
from skills.setting_out import HOLDS, SettingOut
from skills.surface import Services

Spoken = Annotated[str, Words("the place", own=True, spotted="name")]
_GO_EN = "(take|drive|bring|guide|navigate|direct|get|route|lead|steer)"


class Navigating:
    """Sets where a car goes."""

    def __init__(self, services: Services) -> None:
        self._setting_out = SettingOut(services)
        self._roads = self._setting_out.roads

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
                "导航到{place}",
                "导航去{place}",
                "导航{place}",
                "带(我|我们)去{place}",
                "送(我|我们)去{place}",
                "(我|我们|咱们|咱)(要|想|得)去{place}",
                "(开|开车)(去|到){place}",
                "去{place}",
                "目的地(是|设为|改成|改为|设成|设到){place}",
                "(带|送)(我|我们)(到|回){place}",
                "回{place}",
                "(我|我们|咱们)(要|想|得|该)回{place}",
                "(我|我们)想到{place}",
            ],
        },
        cues=road_cues("go_to"),
    )
    async def go_to(self, ctx: ToolContext, things: Aboard, place: Spoken) -> ToolResult:
        """Set where the car goes: a place by name, an address, "home", or a kind of place ("the nearest pharmacy")."""
        car = things[0]
        at = self._roads.trips.position(car)
        found = self._roads.meant(ctx, place, at)
        again = partial(self._go_again, car)
        if found.only is None:
            return self._roads.unmet(ctx, found, at, again)
        self._roads.trips.offered.take(ctx.utterance, found.only, again)
        return await self.go(ctx, car, found.only)

    async def go(self, ctx: ToolContext, car: str, place: Place) -> ToolResult:
        """Set where that car goes, by the way it was to take so far."""
        old = self._roads.trips.planned(car)
        course = replace(old.course, stops=(place,)) if old else self._roads.trips.course_to(car, place)
        return await self._setting_out.to(ctx, car, course)

    async def _go_again(self, car: str, ctx: ToolContext, place: Place) -> ToolResult:
        return await self.go(ctx, car, place)

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
                "回家",
                "(带|送)(我|我们)回家",
                "(我|我们|咱们|咱)(要|想|得|该)回家",
                "(导航|开|开车)回家",
                "回家去",
                "往家(走|开)",
            ],
        },
        cues=road_cues("go_home"),
    )
    async def go_home(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Set where the household lives as the destination of the car somebody sits in."""
        return await self.go_to(ctx, things, HOME)

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
                "(取消|结束|停止|关闭|关掉|退出|不要)导航",
                "不用导航",
                "导航(关|关掉|取消|结束|停)",
                "取消目的地",
                "不去了",
            ],
        },
        cues=road_cues("stop_guidance"),
    )
    async def stop_guidance(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """End the guidance; the car has no destination any more."""
        car = things[0]
        if self._roads.trips.planned(car) is None and not cleared(self._roads.home, car):
            return answer("not_going", ctx.language)
        result = await carry_out(self._roads.home, ctx, cleared(self._roads.home, car))
        if result.claim in HOLDS:
            self._roads.trips.end(car)
            return replace(result, say=road_say("stopped", ctx.language))
        return result


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return Navigating(services) if services.trips is not None else None
