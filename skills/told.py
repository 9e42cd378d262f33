"""What people tell of themselves by the way: how they like their rice, what is not to be done, what is so now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

from assistant.memory.conditions import Condition
from assistant.memory.habits import Habits
from assistant.memory.preferences import HOUSEHOLD, MAX_WORDS, Preferences
from assistant.tools import Choice, Claim, Quantity, Targets, Things, ToolContext, ToolResult, tool
from assistant.utterance import Language
from devices.home import Home
from skills.cooker import OWN_TASTE, TASTE
from skills.naming import joined, name_in_sentence
from skills.surface import Services
from skills.usuals import Usuals, knows_who
from skills.when_words import WHEN, condition_of, when_in_words
from skills.wishes import value_in_words
from skills.words import fill, phrase_file

PERIOD = Choice(
    {
        "today": {"en": ("today",), "zh": ("今天",)},
        "yesterday": {"en": ("yesterday",), "zh": ("昨天",)},
        "last_week": {"en": ("last week",), "zh": ("上周", "上个星期", "上星期")},
    }
)


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None or services.usuals is None:
        raise ValueError("there is no memory to keep preferences in")
    return Told(services.home, services.preferences, services.usuals, services.habits, services.clock)


class Told:
    """Preferences, prohibitions and states in ordinary words; where a filled value came from."""

    def __init__(
        self,
        home: Home,
        preferences: Preferences,
        usuals: Usuals,
        habits: Habits | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._home = home
        self._preferences = preferences
        self._usuals = usuals
        self._habits = habits
        self._clock = clock

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
            "en": [
                "never vacuum {when}",
                "do not vacuum {when}",
                "never vacuum before {hour}",
                "do not vacuum before {hour}",
            ],
            "zh": ["{when}(别|不要)(扫地|吸尘|打扫)", "{hour}(前|之前|以前)(别|不要)(扫地|吸尘|打扫)"],
        },
        by_phrase_only=True,
    )
    async def never_vacuum(
        self,
        ctx: ToolContext,
        when: Annotated[str | None, WHEN] = None,
        hour: Annotated[float | None, Quantity("h of the day", 1, 23)] = None,
    ) -> ToolResult:
        """Ask before the floor is cleaned at such a time."""
        return await self._never(ctx, "vacuum", condition_of(when, hour))

    @tool(
        phrases={
            "en": ["never mop {when}", "do not mop {when}", "never mop before {hour}", "do not mop before {hour}"],
            "zh": ["{when}(别|不要)拖地", "{hour}(前|之前|以前)(别|不要)拖地"],
        },
        by_phrase_only=True,
    )
    async def never_mop(
        self,
        ctx: ToolContext,
        when: Annotated[str | None, WHEN] = None,
        hour: Annotated[float | None, Quantity("h of the day", 1, 23)] = None,
    ) -> ToolResult:
        """Ask before the floor is mopped at such a time."""
        return await self._never(ctx, "mop", condition_of(when, hour))

    async def _never(self, ctx: ToolContext, deed: str, condition: Condition) -> ToolResult:
        """Remember, for the household, to ask before this is done."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        said = ctx.utterance.text[:MAX_WORDS]
        await self._preferences.remember(
            HOUSEHOLD, said, ctx.language, deed, "unasked", True, sort="never", when=condition
        )
        return _say(
            Claim.DONE,
            "kept_never",
            ctx.language,
            when=when_in_words(condition, ctx.language),
            deed=str(phrase_file("memory")[ctx.language]["deed"][deed]),
        )

    @tool(
        phrases={
            "en": ["the baby (sleeps|is sleeping|is asleep) [now]"],
            "zh": ["宝宝(睡了|睡着了|在睡觉)", "孩子(睡了|睡着了|在睡觉)"],
        },
        by_phrase_only=True,
    )
    async def baby_sleeps(self, ctx: ToolContext) -> ToolResult:
        """Note that the baby sleeps."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        await self._preferences.remember(HOUSEHOLD, "", ctx.language, "baby_sleeps", "state", True, sort="state")
        return _say(Claim.DONE, "noted_sleeps", ctx.language)

    @tool(
        phrases={
            "en": ["the baby (is awake|woke up|has woken up|is up) [now]"],
            "zh": ["宝宝(醒了|起来了)", "孩子(醒了|起来了)"],
        },
        by_phrase_only=True,
    )
    async def baby_wakes(self, ctx: ToolContext) -> ToolResult:
        """Note that the baby is awake."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        on = [k.id for k in await self._preferences.of(HOUSEHOLD, ["baby_sleeps"]) if k.sort == "state"]
        await self._preferences.forget(HOUSEHOLD, on)
        return _say(Claim.DONE, "noted_awake", ctx.language)

    @tool(
        phrases={
            "en": ["where did you get that from", "how did you know that", "how do you know that"],
            "zh": ["你(从哪里|从哪儿|怎么)知道的", "你是(从哪里|从哪儿|怎么)知道的"],
        },
        reads_only=True,
        by_phrase_only=True,
    )
    async def where_from(self, ctx: ToolContext) -> ToolResult:
        """Tell where a value came from that was not said."""
        found = await self._usuals.last(ctx, self._home)
        if found is None:
            return _say(Claim.ANSWER, "filled_nothing", ctx.language)
        filled, words = found
        value = value_in_words(
            self._home.devices[filled.device], filled.capability, filled.value, self._home, ctx.language
        )
        key = "filled_from_words" if words else "filled"
        return _say(Claim.ANSWER, key, ctx.language, value=value, why=filled.say[ctx.language], words=words)

    @tool(
        phrases={"en": ["do not learn (this|that)"], "zh": ["(别|不要)(学|记住)这个习惯", "这个(别|不要)学"]},
        by_phrase_only=True,
    )
    async def do_not_learn(self, ctx: ToolContext) -> ToolResult:
        """Learn no more what this person chooses where a value was last filled in."""
        found = await self._usuals.last(ctx, self._home)
        if found is None or self._habits is None:
            return _say(Claim.REFUSED, "filled_nothing", ctx.language)
        filled = found[0]
        await self._habits.do_not_learn(ctx.person, filled.device, filled.capability)
        self._usuals.forget_last(ctx.person)
        return _say(Claim.DONE, "learns_not", ctx.language)

    @tool(
        phrases={
            "en": ["forget everything from {period}", "forget {period}"],
            "zh": ["忘(掉|记){period}的(一切|所有|全部|事)", "把{period}的(一切|所有|全部|事)都忘(掉|了|记)"],
        },
        by_phrase_only=True,
    )
    async def forget_period(self, ctx: ToolContext, period: Annotated[str, PERIOD]) -> ToolResult:
        """Forget what this person told and did in that time; asks first."""
        if not knows_who(ctx.utterance.speaker):
            return _say(Claim.REFUSED, "not_for_guests", ctx.language)
        if not ctx.confirmed:
            return _say(Claim.ASK, f"ask_{period}", ctx.language)
        since, until = span_of(period, self._clock())
        told = [k.id for k in await self._preferences.of(ctx.person) if since <= k.since < until]
        gone = await self._preferences.forget(ctx.person, told) if told else 0
        if self._habits is not None:
            gone += await self._habits.forget(person=ctx.person, since=since, until=until)
        self._usuals.forget_last(ctx.person)
        return _say(Claim.DONE if gone else Claim.ALREADY, "forgot_period" if gone else "nothing_then", ctx.language)


def span_of(period: str, now: datetime) -> tuple[datetime, datetime]:
    """From when up to, without, when; weeks begin on Monday."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "today":
        return today, today + timedelta(days=1)
    if period == "yesterday":
        return today - timedelta(days=1), today
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(days=7), monday


def _say(claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, fill(phrase_file("memory")[language][key], **facts))
