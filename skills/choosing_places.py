"""The answer to "which one?", and to what was understood wrongly: which place is meant."""

from typing import Annotated

from assistant.tools import ToolContext, ToolResult, Words, tool
from devices.roads.place import Place
from skills.navigating import Navigating
from skills.offered_places import Offer
from skills.road_answers import answer
from skills.road_words import road_cues
from skills.surface import Services
from skills.way_questions import WayQuestions
from skills.wayfinding import Wayfinder

Spoken = Annotated[str, Words("the place that is meant instead", own=True, spotted="name")]
Offered = Annotated[str, Words("which of the places that were told last", own=True, spotted="offer")]


class ChoosingPlaces:
    """Goes on with the place that was chosen."""

    def __init__(self, services: Services) -> None:
        self._roads = Wayfinder(services)
        self._navigating = Navigating(services)
        self._questions = WayQuestions(services)

    @tool(by_phrase_only=True, cues=road_cues("choose_place"))
    async def choose_place(self, ctx: ToolContext, place: Offered) -> ToolResult:
        """Go on with one of several places that were asked about, or go to one of those that were told."""
        offers = self._roads.trips.offered
        offer, chosen = offers.open(ctx.utterance), offers.meant(ctx.utterance, place)
        if offer is None or chosen is None:
            return answer("no_offer", ctx.language)
        return await self._go_on(ctx, offer, chosen)

    @tool(by_phrase_only=True, cues=road_cues("correct_place"))
    async def correct_place(self, ctx: ToolContext, place: Spoken) -> ToolResult:
        """Another place is meant than was understood: "no, I said Kiasma"."""
        offer, origin = self._roads.trips.offered.open(ctx.utterance), self._roads.origin(ctx)
        if offer is None or offer.again is None:
            return answer("no_offer", ctx.language)
        found = self._roads.meant(ctx, place, origin)
        if found.only is None:
            return self._roads.unmet(ctx, found, origin, offer.again)
        return await self._go_on(ctx, offer, found.only)

    async def _go_on(self, ctx: ToolContext, offer: Offer, chosen: Place) -> ToolResult:
        """What was wished, with this place; to go there where places were only told."""
        self._roads.trips.offered.take(ctx.utterance, chosen, offer.again)
        if offer.again is not None:
            return await offer.again(ctx, chosen)
        car = self._roads.car(ctx)
        if car:
            return await self._navigating.go(ctx, car, chosen)
        return await self._questions.tell_way(ctx, chosen)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return ChoosingPlaces(services) if services.trips is not None else None
