"""How somebody likes things to be, by number: "the living room at 40 % in the evening", 我喜欢卧室21度."""

from typing import Annotated

from assistant.memory.preferences import Preferences
from assistant.tools import Quantity, Targets, Things, ToolContext, ToolResult, Words, tool
from skills.keeping_likings import KeepingLikings
from skills.surface import Services
from skills.when_words import WHEN

ToldWhen = Annotated[str, Words("the whole sentence, where it says when it is liked so")]


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory to keep preferences in")
    return Liking(services, services.preferences)


class Liking:
    """Likings that are one number of a thing."""

    def __init__(self, services: Services, preferences: Preferences) -> None:
        self._keeping = KeepingLikings(services, preferences)

    @tool(
        phrases={
            "en": [
                "remember [that] i (like|prefer|want|love) {things} (at|to be) {degrees}",
                "remember [that] i (like|prefer|want|love) it {degrees} in {things}",
                "remember [that] {things} should be {degrees} [for me]",
                "my favourite temperature (in|for) {things} is {degrees}",
                "(i|we) (like|prefer|love) {things} (at|to be) {degrees}",
                "(i|we) (like|prefer|love) {things} (at|to be) {degrees} {when}",
                "remember [that] (i|we) (like|prefer|love) {things} (at|to be) {degrees} {when}",
            ],
            "zh": [
                "记住我(喜欢|想要|希望){things}(是|在|保持|保持在){degrees}",
                "记住我(喜欢|想要|希望){things}{degrees}",
                "记住{things}要{degrees}",
                "我[们](喜欢|爱){things}{degrees}",
                "我[们](喜欢|爱){when}{things}{degrees}",
            ],
        },
        by_phrase_only=True,
    )
    async def remember_temperature(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("target_temperature")],
        degrees: Annotated[float, Quantity("°C", 5, 35)],
        when: Annotated[str | None, WHEN] = None,
        told_when: ToldWhen = "",
    ) -> ToolResult:
        """Remember how warm this person likes a room or a thermostat."""
        return await self._keeping.keep(ctx, things, "target_temperature", degrees, when, told_when)

    @tool(
        phrases={
            "en": [
                "remember [that] i (like|prefer|want|love) {things} (at|to be) {percent}",
                "remember [that] {things} should be at {percent} [for me]",
                "(i|we) (like|prefer|love) {things} (at|to be) {percent}",
                "(i|we) (like|prefer|love) {things} (at|to be) {percent} {when}",
                "remember [that] (i|we) (like|prefer|love) {things} (at|to be) {percent} {when}",
            ],
            "zh": [
                "记住我(喜欢|想要|希望){things}(是|在|保持|保持在|调到){percent}",
                "记住{things}要{percent}",
                "我[们](喜欢|爱){things}{percent}",
                "我[们](喜欢|爱){when}{things}{percent}",
            ],
        },
        by_phrase_only=True,
    )
    async def remember_brightness(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("brightness")],
        percent: Annotated[float, Quantity("%", 0, 100)],
        when: Annotated[str | None, WHEN] = None,
        told_when: ToldWhen = "",
    ) -> ToolResult:
        """Remember how bright this person likes lights."""
        return await self._keeping.keep(ctx, things, "brightness", percent, when, told_when)

    @tool(
        phrases={
            "en": ["(i|we) (like|prefer|love) {things} (at|to be) {percent} volume"],
            "zh": ["我[们](喜欢|爱){things}音量{percent}", "我[们](喜欢|爱){things}的音量{percent}"],
        },
        by_phrase_only=True,
    )
    async def remember_volume(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("volume", ("media_player",))],
        percent: Annotated[float, Quantity("%", 0, 100)],
        told_when: ToldWhen = "",
    ) -> ToolResult:
        """Remember how loud this person likes a player."""
        return await self._keeping.keep(ctx, things, "volume", percent, None, told_when)
