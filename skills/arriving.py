"""Wishes for the way: "warm the living room when I'm ten minutes away", "rice ready when I arrive"."""

import logging
import math
import re
from dataclasses import replace
from typing import Annotated

from assistant.tools import Claim, Quantity, ToolContext, ToolResult, Words, tool
from skills.arrivals import Arrivals, NotWritten, TooManyWait
from skills.car import Aboard
from skills.cooker import MENU, Cooker, Cookers
from skills.navigating import Navigating
from skills.road_answers import answer
from skills.road_words import lasting, place_in_words, sentences_joined
from skills.surface import Services

log = logging.getLogger(__name__)

NEARLY_S = 300.0
"""Before the arrival: "nearly home"."""
MINUTES = Quantity("s", 60, 86_400)
Wish = Annotated[str, Words("what is to be done then", own=True)]
_STARTING_EN = ("(start|cook|make) {things}", "(start|cook|make) {things} {menu}", "(start|cook|make) {menu} {things}")
_SETS_OUT = re.compile(
    r"(?:please )?(?:take|drive|bring|guide|navigate|get) (?:me|us)?\s*(?:to )?(?P<place>.+?)"
    r"(?:,? and|,|;)(?: then)? (?P<wish>.+)",
    re.IGNORECASE,
)
_WHEN = "(when|by the time) (i|we) (arrive|get home|get there|come home|are home|am home)"


class Arriving:
    """Keeps wishes until a car is near its destination."""

    def __init__(self, services: Services) -> None:
        assert services.arrivals is not None
        self._home = services.home
        self._arrivals: Arrivals = services.arrivals
        self._cooker = Cooker(services)
        self._navigating = Navigating(services)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "{wish} (when|once|as soon as) (i am|we are) {before} (away|out|from home|from there|before home|off)",
                "(when|once|as soon as) (i am|we are) {before} (away|out|from home|from there|off) {wish}",
                "{wish} {before} before (i|we) (arrive|get home|get there|get back|come home)",
                "{before} before (i|we) (arrive|get home|get there|get back|come home) {wish}",
                "{wish} (when|once) (i am|we are) (almost|nearly) (home|there|at home|at the house|back)",
                "(when|once) (i am|we are) (almost|nearly) (home|there|at home|at the house|back) {wish}",
            ],
            "zh": [
                "(离家|离家里|还差|还有){before}(的时候|时){wish}",
                "(离家|离家里|还差|还有){before}(的路|路程)(的时候|时){wish}",
                "(到家|到|到达)(前|之前){before}{wish}",
                "(离家|还差|还有){before}{wish}",
                "(快到家|快到|快要到家)(的时候|时|了){wish}",
            ],
        },
    )
    async def when_near(
        self, ctx: ToolContext, things: Aboard, wish: Wish, before: Annotated[float, MINUTES] = NEARLY_S
    ) -> ToolResult:
        """Do something when the car is so many minutes from its destination."""
        return await self._set_out_and_keep(ctx, things[0], wish, before)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "{wish} (when|once|as soon as) (i|we) (arrive|get there|get home|are there|are home|am home)",
                "(when|once|as soon as) (i|we) (arrive|get there|get home|are there|are home|am home) {wish}",
            ],
            "zh": [
                "(到家后|到达后|到家的时候|到的时候|到家时|到家就|到了就){wish}",
                "等(我|我们)到(家|了)[就|再]{wish}",
            ],
        },
    )
    async def on_arriving(self, ctx: ToolContext, things: Aboard, wish: Wish) -> ToolResult:
        """Do something when the car arrives at its destination."""
        return await self._set_out_and_keep(ctx, things[0], wish, 0.0)

    async def _set_out_and_keep(self, ctx: ToolContext, car: str, wish: str, before: float) -> ToolResult:
        """The wish waits; where it begins with where to go ("take me home and …"), the car is sent there first."""
        parted = _SETS_OUT.fullmatch(wish.strip())
        if parted is None:
            return await self._keep(ctx, car, wish, before)
        went = await self._navigating.go_to(ctx, (car,), parted["place"])
        if went.claim not in (Claim.DONE, Claim.ALREADY, Claim.STARTED):
            return went
        kept = await self._keep(ctx, car, parted["wish"], before)
        return replace(
            kept, say=sentences_joined([went.say, kept.say], ctx.language), facts={**went.facts, **kept.facts}
        )

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                *(f"{start} (so that|so) it is (ready|done) {_WHEN}" for start in _STARTING_EN),
                *(f"{start} [to be] (ready|done) {_WHEN}" for start in _STARTING_EN),
                f"have {{menu}} (ready|done) {_WHEN} {{things}}",
            ],
            "zh": [
                "{things}煮{menu}(到家的时候|到家时|到的时候)(要好|煮好|能吃|吃|做好)",
                "(到家的时候|到家时|到的时候|到家就)(要|能)吃[上]{menu}{things}",
                "煮{menu}(到家|我到家)(就能吃|刚好|正好|时好|的时候好|就吃){things}",
                "煮[上|好]{menu}[我](到家的时候|到家时|到的时候|到了|到家)(要能吃|能吃|要好|要吃){things}",
            ],
        },
    )
    async def ready_on_arriving(
        self, ctx: ToolContext, things: Cookers, menu: Annotated[str | None, MENU] = None
    ) -> ToolResult:
        """Start the rice cooker so that it is ready when the car arrives, as things are now."""
        car = self._car_under_way(ctx)
        progress = self._arrivals.trips.progress(car) if car else None
        if progress is None:
            return answer("not_going_keep", ctx.language, Claim.REFUSED)
        return await self._cooker.start_cooker(ctx, things, menu, within=max(1.0, math.ceil(progress.seconds / 60)))

    async def _keep(self, ctx: ToolContext, car: str, wish: str, before: float) -> ToolResult:
        if self._arrivals.trips.planned(car) is None:
            return answer("not_going_keep", ctx.language, Claim.REFUSED)
        said = replace(ctx.utterance, text=wish.strip(" ,，。."))
        if not self._arrivals.understands(said):
            return answer("wish_unclear", ctx.language, Claim.REFUSED, wish=said.text)
        try:
            kept = await self._arrivals.keep(car, said, before)
        except TooManyWait:
            return answer("too_many_wait", ctx.language, Claim.REFUSED)
        except NotWritten as error:
            log.error("turn %s: %s", ctx.turn, error)
            return answer("not_written", ctx.language, Claim.FAILED)
        planned = self._arrivals.trips.planned(car)
        assert planned is not None
        place = place_in_words(planned.course.destination, ctx.language)
        key = "kept_before" if kept.seconds else "kept_arriving"
        time = lasting(before, ctx.language) if kept.seconds else ""
        return answer(key, ctx.language, Claim.PENDING, wish=said.text, duration=time, place=place)

    def _car_under_way(self, ctx: ToolContext) -> str:
        """The car somebody sits in; for everybody else the only one that is going somewhere."""
        cars = self._arrivals.trips.cars()
        if ctx.utterance.speaker.seat:
            own = [d.id for d in self._home.devices.values() if d.kind == "car"]
            return next((car for car in own if car in cars), "")
        return cars[0] if len(cars) == 1 else ""


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return Arriving(services) if services.arrivals is not None else None
