"""Whether more was used today than yesterday, where two meters tell of the two days."""

import re
from collections.abc import Sequence
from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import Reply, answered
from skills.levels import tell_unmeasured
from skills.measures import MEASURE, Measured, amount, measured, telling
from skills.surface import Services

_TODAY = re.compile(r"\btoday\b|今天|今日|今儿|当日", re.IGNORECASE)
_YESTERDAY = re.compile(r"\byesterday\b|昨天|昨日|昨儿", re.IGNORECASE)
_LESS = re.compile(r"\b(less|lower|fewer|down|below|under)\b|少|低|省|小于|不到", re.IGNORECASE)
_YESTERDAY_FIRST = re.compile(r"\byesterday.*\bthan\b.*\btoday\b|昨.*比今|昨.*超过今", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\bhow (much|many)\b|多少|几度", re.IGNORECASE)
_OF_DAYS = ("energy", "power")
"""What is measured by days, the likelier first."""


class DayByDay:
    """Today against yesterday, as meters of a day tell it; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "{quantity} (more|less|higher|lower) today than yesterday",
                "(more|less) {quantity} today than yesterday",
                "(more|less) {quantity} yesterday than today",
                "(use|used|using|consume|consumed|draw|drawn) (more|less|fewer) {quantity} today than yesterday",
                "(use|used|using|consume|consumed|draw|drawn) (more|less|fewer) {quantity} yesterday than today",
                "(use|used|using|consume|consumed|draw|drawn) (more|less|fewer) {quantity} than yesterday",
                "today {quantity} (more|less|higher|lower|above|below|up|down) [than|on|from|over] yesterday",
                "yesterday {quantity} (more|less|higher|lower) than today",
                "{quantity} (higher|lower) yesterday than today",
                "today (more|less) {quantity} than yesterday",
                "compare today {quantity} (with|to|and|against) yesterday",
                "compare {quantity} today (with|to|and|against) yesterday",
                "{quantity} [use|usage] (up|down) (on|from|over) yesterday",
            ],
            "zh": [
                "今天{quantity}比昨天(多|少|高|低|省|大|小)",
                "今天{quantity}(超过|多过|高于|低于|少于|不到)[了]昨天",
                "今天比昨天{quantity}(多|少|高|低)",
                "今天比昨天(多|少){quantity}",
                "今天比昨天(多|少|省){quantity}",
                "昨天{quantity}比今天(多|少|高|低)",
                "昨天比今天{quantity}(多|少|高|低)",
                "{quantity}今天比昨天(多|少|高|低|省)",
                "{quantity}比昨天(多|少|高|低)",
                "今天跟昨天比{quantity}(多|少|高|低)",
            ],
        },
    )
    async def more_today(self, ctx: ToolContext, quantity: Annotated[str, MEASURE]) -> ToolResult:
        """Whether more or less of something was used today than yesterday, as far as meters tell of both days."""
        reply = Reply(self._home, ctx)
        text = ctx.utterance.text
        measures = _OF_DAYS if quantity in _OF_DAYS else (quantity,)
        pair = next(filter(None, (self._days(reply, measure) for measure in measures)), None)
        if pair is None:
            tell_unmeasured(reply, (), "energy" if quantity in _OF_DAYS else quantity)
            return answered(reply)
        first, second = reversed(pair) if _YESTERDAY_FIRST.search(text) else pair
        holds = first.value < second.value if _LESS.search(text) else first.value > second.value
        key = "more_equal" if first.value == second.value else "more_yes" if holds else "more_no"
        names = {"first": reply.name(first.device), "second": reply.name(second.device)}
        if _HOW_MUCH.search(text) and first.value != second.value:
            key = "more_by"
            names["difference"] = amount(first, ctx.language, abs(first.value - second.value))
        reply.add(key, **names, value=amount(first, ctx.language), other=amount(second, ctx.language))
        return answered(reply)

    def _days(self, reply: Reply, measure: str) -> tuple[Measured, Measured] | None:
        """What was measured today and yesterday; None where not each day has a meter."""
        devices = telling(list(self._home.devices.values()), measure)
        today, yesterday = _named(devices, _TODAY), _named(devices, _YESTERDAY)
        pairs = [(t, y) for t in today for y in yesterday if _rest(t, _TODAY) == _rest(y, _YESTERDAY)]
        both = measured(reply, pairs[0], measure) if pairs else []
        return (both[0], both[1]) if len(both) == 2 else None


def _named(devices: Sequence[Device], day: re.Pattern[str]) -> list[Device]:
    return [device for device in devices if day.search(device.name)]


def _rest(device: Device, day: re.Pattern[str]) -> str:
    return day.sub("", device.name).casefold().strip(" 的")


def skill(services: Services) -> DayByDay:
    """The factory of this skill."""
    return DayByDay(services)
