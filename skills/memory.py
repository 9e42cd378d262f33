"""What people like: remembered when they say so, and used when they want it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from assistant.memory.preferences import (
    MAX_WORDS,
    Preferences,
)
from assistant.tools import Claim, Rooms, Targets, ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from devices.home import Home
from skills.acting import Wish, carry_out
from skills.as_always import AsAlways
from skills.naming import joined, room_in_sentence
from skills.not_liked import is_appointment, is_order, points_at_something
from skills.surface import Services
from skills.usuals import knows_who
from skills.words import fill, phrase_file

_NOTHING = frozenset(("", "that", "this", "it", "me", "这个", "那个", "它", "我"))
"""What is no statement by itself."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory to keep preferences in")
    always = AsAlways(services, services.usuals) if services.usuals is not None else None
    return Memory(services.home, services.preferences, services.clock, always)


class Memory:
    """Preferences, for each person apart."""

    def __init__(
        self, home: Home, preferences: Preferences, clock: Callable[[], datetime], always: AsAlways | None = None
    ) -> None:
        """`always`: knows how people usually have it, where they told nothing of it."""
        self._home = home
        self._always = always
        self._clock = clock
        self._preferences = preferences

    @tool(
        phrases={
            "en": ["remember [that] {words}", "keep in mind [that] {words}"],
            "zh": ["记住{words}", "帮我记住{words}"],
        },
        by_phrase_only=True,
    )
    async def remember(
        self, ctx: ToolContext, words: Annotated[str, Words("what to remember about the person")]
    ) -> ToolResult:
        """Remember something this person likes, in their own words."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        kept = words.strip(" 。.!！,，:：")
        if is_appointment(kept):
            return _say(Claim.REFUSED, "no_calendar", ctx.language)
        if kept.lower() in _NOTHING or points_at_something(kept):
            return _say(Claim.REFUSED, "kept_nothing", ctx.language)
        if is_order(kept):
            return _say(Claim.REFUSED, "kept_no_order", ctx.language)
        if len(kept) > MAX_WORDS:
            return _say(Claim.REFUSED, "too_long", ctx.language, limit=str(MAX_WORDS))
        await self._preferences.remember(ctx.person, kept, ctx.language)
        return _say(Claim.DONE, "kept_words", ctx.language)

    @tool(
        phrases={
            "en": [
                "make {rooms} [just] (the way|how|as) i (like|want) it",
                "set {rooms} (the way|how|as) i (like|want) it",
                "{rooms} (the way|as) i like it",
            ],
            "zh": [
                "把{rooms}(弄|调|设)成我喜欢的样子",
                "{rooms}(调|弄|设)成我喜欢的样子",
                "按我喜欢的(来|方式)调{rooms}",
            ],
        }
    )
    async def apply_preferences(self, ctx: ToolContext, rooms: Annotated[Rooms, Targets(default="here")]) -> ToolResult:
        """Make rooms the way this person likes them, from what they told before."""
        inside = {d.id for d in self._home.devices.values() if d.room in rooms}
        liked = await self._preferences.of(ctx.person, sorted(inside)) if knows_who(ctx.utterance.speaker) else ()
        if not liked and self._always is not None:
            usual = await self._always.room_as_always(ctx, rooms)
            if usual.claim is not Claim.REFUSED:
                return usual
        if not liked:
            named = joined([room_in_sentence(r, self._home, ctx.language) for r in rooms], ctx.language)
            return _say(Claim.REFUSED, "unknown_here", ctx.language, room=named)
        holding = [p for p in liked if p.sort == "likes" and p.when.holds(self._clock())]
        best = {(p.about, p.capability): p for p in sorted(holding, key=lambda p: (p.when.terms, p.since))}
        return await carry_out(self._home, ctx, [Wish(p.about, p.capability, p.value) for p in best.values()])


def _say(claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, fill(phrase_file("memory")[language][key], **facts))
