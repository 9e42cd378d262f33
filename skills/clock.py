"""The time and the date."""

from assistant.tools import Claim, ToolContext, ToolResult, tool
from skills.surface import Services
from skills.values import date_in_words, time_of_day, weekday_in_words
from skills.words import say


class Clock:
    """What the clock and the calendar say."""

    def __init__(self, services: Services) -> None:
        self._now = services.clock

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what time is it",
                "what is the [current] time",
                "tell me the [current] time",
                "what is the time [right] [now]",
                "do you have the time",
                "[the] time please",
                "current time",
                "what hour is it",
                "what is the clock",
            ],
            "zh": [
                "几点",
                "几点了",
                "现在几点",
                "现在几点钟",
                "什么时间",
                "现在时间",
                "时间是多少",
                "现在什么时候",
                "报时",
                "现在是几点",
            ],
        },
    )
    async def time(self, ctx: ToolContext) -> ToolResult:
        """What time it is."""
        return _answer(say("time", ctx.language, time=time_of_day(self._now(), ctx.language)))

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what is the date",
                "what is [the] date today",
                "what is today's date",
                "what is todays date",
                "what date is it",
                "what date is today",
                "what is it today",
                "what day is it",
                "what day is today",
                "what is the day today",
                "which day is it",
                "today's date",
                "tell me the date",
                "date",
            ],
            "zh": [
                "今天几号",
                "几月几号",
                "今天几月几号",
                "今天日期",
                "今天是几号",
                "今天多少号",
                "今天的日期是什么",
                "日期是多少",
                "现在几号",
                "几号",
            ],
        },
    )
    async def date(self, ctx: ToolContext) -> ToolResult:
        """Which date and day of the week it is."""
        return _answer(say("date", ctx.language, date=date_in_words(self._now(), ctx.language)))

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "what day of the week is it",
                "which day of the week is it",
                "what weekday is it",
                "which weekday is it",
                "what day of the week is today",
            ],
            "zh": ["今天星期几", "星期几", "今天周几", "周几", "今天礼拜几", "礼拜几"],
        },
    )
    async def weekday(self, ctx: ToolContext) -> ToolResult:
        """Which day of the week it is."""
        return _answer(say("weekday", ctx.language, weekday=weekday_in_words(self._now(), ctx.language)))


def _answer(text: str) -> ToolResult:
    return ToolResult(Claim.ANSWER, text, {"commands": [], "reads": []})


def skill(services: Services) -> Clock:
    """The factory of this skill."""
    return Clock(services)
