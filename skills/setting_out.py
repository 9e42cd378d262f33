"""Sending a car somewhere: the way is found, the car takes it, and what was set is told."""

from assistant.tools import Claim, ToolContext, ToolResult
from skills.acting import carry_out
from skills.guidance import guiding
from skills.road_answers import answer, told_of_plan
from skills.road_words import road_say, sentences_joined
from skills.surface import Services
from skills.trips import Course, Planned
from skills.wayfinding import Wayfinder

HOLDS = frozenset({Claim.DONE, Claim.ALREADY, Claim.STARTED})
"""What a car answers that took its way."""


class SettingOut:
    """Sends cars."""

    def __init__(self, services: Services) -> None:
        self.roads = Wayfinder(services)

    async def to(
        self, ctx: ToolContext, car: str, course: Course, told: str = "", was: Planned | None = None
    ) -> ToolResult:
        """Find the way, have the car take it, and tell it. What cannot be reached changes nothing.

        `told`: a sentence to begin with. `was`: what was planned before, where it may turn out to be the same.
        """
        trips = self.roads.trips
        at = trips.position(car)
        if at is None:
            return answer("no_position", ctx.language)
        planned = await self.roads.plan(ctx, course, at, car)
        if isinstance(planned, ToolResult):
            return planned
        result = await carry_out(self.roads.home, ctx, guiding(self.roads.home, car, planned))
        if result.claim not in HOLDS:
            return result
        trips.begin(car, planned)
        same = was is not None and was.trip.route.shape == planned.trip.route.shape
        sentences = [told, road_say("same_way", ctx.language) if same else "", told_of_plan(planned, ctx, trips)]
        facts = {**result.facts, "destination": course.destination.id, "metres": round(planned.trip.route.metres)}
        return ToolResult(result.claim, sentences_joined(sentences, ctx.language), facts)
