"""The household's own places: "this is home", "remember this place as grandma's", and forgetting them."""

import logging
from typing import Annotated

from sqlalchemy.exc import SQLAlchemyError

from assistant.tools import Claim, ToolContext, ToolResult, Words, tool
from devices.roads.own_places import HOME, MAX_PLACES, TooManyPlaces
from skills.car import Aboard
from skills.places_said import bare, is_home
from skills.road_answers import answer
from skills.road_words import place_in_words
from skills.surface import Services
from skills.trips import Trips

log = logging.getLogger(__name__)

Name = Annotated[str, Words("what the place is called", short=True)]
_MAY = frozenset({"owner", "adult"})
"""Roles that say where home is: whoever else could send the car elsewhere."""


class KeepingPlaces:
    """Keeps places by the names that people give them."""

    def __init__(self, services: Services) -> None:
        assert services.trips is not None
        self._trips: Trips = services.trips

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "this is {name} remember (it|that)",
                "(remember|save|keep|store|note) this (place|spot|location|position) as {name}",
                "(remember|save|store) (where i am|where we are|here) as {name}",
                "(home is here|this is home|we live here|i live here|this is where (i|we) live)",
                "(call|name) this place {name}",
            ],
            "zh": [
                "(把这里|把这儿|把这个地方|这里|这儿|这个地方)(记为|记成|存为|存成|保存为|设为|设成|记作){name}",
                "(这里|这儿)(是|就是)(家|我家|我们家|咱家)",
                "(我|我们)住(这里|这儿|在这里|在这儿)",
            ],
        },
    )
    async def keep_place(self, ctx: ToolContext, things: Aboard, name: Name = HOME) -> ToolResult:
        """Remember where the car is now as a place of the household: home, work, grandma's."""
        at = self._trips.position(things[0])
        if at is None:
            return answer("no_position", ctx.language)
        if ctx.utterance.speaker.role not in _MAY:
            return answer("only_grown_ups", ctx.language, Claim.REFUSED)
        called = HOME if is_home(name) else bare(name)
        try:
            place = await self._trips.own.keep(called, at, ctx.person)
        except TooManyPlaces:
            return answer("too_many", ctx.language, Claim.REFUSED, limit=str(MAX_PLACES))
        except ValueError:
            return answer("not_kept_length", ctx.language, Claim.REFUSED)
        except SQLAlchemyError as error:
            log.error("turn %s: the place cannot be written down: %s", ctx.turn, error)
            return answer("not_written", ctx.language, Claim.FAILED)
        return answer("kept", ctx.language, Claim.DONE, name=place_in_words(place, ctx.language))

    @tool(
        by_phrase_only=True,
        phrases={
            "en": ["(forget|delete|remove) [the|my|our] place [called] {name}", "forget where {name} is"],
            "zh": ["(忘掉|忘记|删除|删掉){name}这个地方", "(忘掉|忘记|删除|删掉)地点{name}"],
        },
    )
    async def forget_place(self, ctx: ToolContext, name: Name) -> ToolResult:
        """Forget a place of the household."""
        if ctx.utterance.speaker.role not in _MAY:
            return answer("only_grown_ups", ctx.language, Claim.REFUSED)
        called = HOME if is_home(name) else bare(name)
        try:
            gone = await self._trips.own.forget(called)
        except SQLAlchemyError as error:
            log.error("turn %s: the place cannot be erased: %s", ctx.turn, error)
            return answer("not_written", ctx.language, Claim.FAILED)
        if not gone:
            return answer("not_kept", ctx.language, name=called)
        return answer("forgotten", ctx.language, Claim.DONE, name=called)


def skill(services: Services) -> object | None:
    """The factory of this skill."""
    return KeepingPlaces(services) if services.trips is not None else None
