"""What people tell of themselves by the way: how they like their rice, and what is so now."""

from typing import Annotated

from assistant.memory.preferences import HOUSEHOLD, MAX_WORDS, Preferences
from assistant.tools import Choice, Claim, Targets, Things, ToolContext, ToolResult, tool
from assistant.utterance import Language
from devices.home import Home
from skills.cooker import OWN_TASTE, TASTE
from skills.naming import joined, name_in_sentence
from skills.surface import Services
from skills.usuals import knows_who
from skills.wishes import value_in_words
from skills.words import fill, phrase_file

SLEEPERS = Choice(
    {
        "baby_sleeps": {
            "en": ("the baby", "our baby", "my baby", "the little one", "our little one"),
            "zh": ("宝宝", "小宝宝", "娃", "娃娃", "婴儿"),
        },
        "kids_sleep": {
            "en": ("the kids", "the children", "our kids", "our children"),
            "zh": ("孩子们", "孩子", "小孩", "小朋友们"),
        },
    }
)
"""Who may sleep; the values are the states of the household."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory to keep preferences in")
    return Told(services.home, services.preferences)


class Told:
    """Preferences and states in ordinary words."""

    def __init__(self, home: Home, preferences: Preferences) -> None:
        self._home = home
        self._preferences = preferences

    @tool(
        phrases={
            "en": [
                "i (like|prefer|love) [my] rice {taste} {things}",
                "we (like|prefer|love) [our] rice {taste} {things}",
            ],
            "zh": ["我[们](喜欢|爱)吃{taste}的(米饭|饭){things}", "我[们](喜欢|爱)(米饭|饭){taste}{things}"],
        },
        by_phrase_only=True,
    )
    async def like_rice(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("taste", ("cooker",), default="only")],
        taste: Annotated[str, TASTE],
    ) -> ToolResult:
        """Remember how soft this person likes rice."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        for thing in things:
            choices = self._home.devices[thing].capabilities["taste"].choices
            own = next((choice for choice in choices if choice.casefold() in OWN_TASTE[taste]), taste)
            said = ctx.utterance.text[:MAX_WORDS]
            await self._preferences.remember(ctx.person, said, ctx.language, thing, "taste", own)
        names = joined(
            [name_in_sentence(self._home.devices[t], self._home, ctx.language) for t in things], ctx.language
        )
        words = value_in_words(self._home.devices[things[0]], "taste", taste, self._home, ctx.language)
        return _say(Claim.DONE, "kept_value", ctx.language, name=names, state=words)

    @tool(
        phrases={
            "en": ["{who} (sleeps|sleep|is sleeping|are sleeping|is asleep|are asleep) [now]"],
            "zh": ["{who}(睡了|睡着了|在睡觉)", "{who}都(睡了|睡着了|在睡觉)"],
        },
        by_phrase_only=True,
    )
    async def note_asleep(self, ctx: ToolContext, who: Annotated[str, SLEEPERS]) -> ToolResult:
        """Note that the baby or the children sleep, for twelve hours at most."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        await self._preferences.remember(HOUSEHOLD, "", ctx.language, who, "state", True, sort="state")
        return ToolResult(Claim.DONE, str(phrase_file("told")[ctx.language][f"noted_{who}"]))

    @tool(
        phrases={
            "en": ["{who} (is|are) (awake|up) [now]", "{who} (woke up|has woken up|have woken up)"],
            "zh": ["{who}(醒了|起来了)", "{who}都(醒了|起来了)"],
        },
        by_phrase_only=True,
    )
    async def note_awake(self, ctx: ToolContext, who: Annotated[str, SLEEPERS]) -> ToolResult:
        """Note that the baby or the children are awake."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        on = [k.id for k in await self._preferences.of(HOUSEHOLD, [who]) if k.sort == "state"]
        await self._preferences.forget(HOUSEHOLD, on)
        return ToolResult(Claim.DONE, str(phrase_file("told")[ctx.language][f"awake_{who}"]))


def _say(claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, fill(phrase_file("memory")[language][key], **facts))
