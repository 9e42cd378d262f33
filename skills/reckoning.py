"""Questions that reckon: what several things come to together, and what they are on average."""

from collections.abc import Sequence
from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.answers import MOST_TOLD, Reply, answered
from skills.gauges import gauged, in_common
from skills.levels import asked_for, tell_level, tell_unmeasured
from skills.measures import MEASURE, Measured, amount
from skills.naming import joined
from skills.surface import Services
from skills.words import say

RECKONING = Choice(
    {
        "sum": {
            "en": ("sum", "sum of", "total of", "combined", "sum total", "add up to"),
            "zh": ("加起来", "总和", "合计", "总计", "加在一起", "加一起", "合起来", "加一块", "之和", "总共", "一共"),
        },
        "average": {
            "en": ("average", "mean", "on average", "averaged"),
            "zh": ("平均", "平均是", "平均值", "平均下来", "均值"),
        },
    }
)
"""How several amounts are made one."""


class Reckoning:
    """Answers that reckon with what things measure; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": ["{reckoning} {things}", "{reckoning} {quantity} {things}", "{reckoning} {quantity}"],
            "zh": [
                *("{things}{reckoning}", "{things}{reckoning}{quantity}", "{things}{quantity}{reckoning}"),
                *("{reckoning}{quantity}", "{quantity}{reckoning}", "{things}{reckoning}是多少"),
                "[{things}]{reckoning}{quantity}(多少|是多少|几度|多少度|是几度)",
            ],
        },
    )
    async def reckoned(
        self,
        ctx: ToolContext,
        reckoning: Annotated[str, RECKONING],
        things: Annotated[Things, Targets()] = (),
        quantity: Annotated[str, MEASURE] = "",
    ) -> ToolResult:
        """What several things come to together, or are on average: watts, kilowatt hours, degrees, items on lists."""
        reply = Reply(self._home, ctx)
        named = [self._home.devices[t] for t in things if t in self._home.devices]
        measure = quantity or in_common(self._home, named)
        found = gauged(reply, named or asked_for(self._home, (), measure), measure) if measure else []
        if quantity and len(found) < min(2, len(named)) and (common := in_common(self._home, named)):
            found = gauged(reply, named, common)
        if not found:
            tell_unmeasured(reply, named, measure) if measure else reply.add("compare_what")
            return answered(reply)
        _tell(reply, found, reckoning) if reckoning != "sum" or measure in _SUMMED else _tell_each(reply, found)
        self._tell_missing(reply, named, found)
        return answered(reply)

    def _tell_missing(self, reply: Reply, named: Sequence[Device], found: Sequence[Measured]) -> None:
        """Say which of the things that were named by themselves are not in it: they have told nothing."""
        counted = {m.device.id for m in found}
        told_by = {m.capability for m in found}
        missing = [d for d in named if d.id not in counted and told_by & set(d.capabilities) and not d.room]
        for device in missing[:MOST_TOLD]:
            reply.add_unknown(device)


_SUMMED = frozenset({"power", "energy", "items", "value", "amount", "volume"})
"""What adds up; degrees and per cents do not."""


def _tell_each(reply: Reply, found: Sequence[Measured]) -> None:
    for each in found[:MOST_TOLD]:
        tell_level(reply, each)


def _tell(reply: Reply, found: Sequence[Measured], reckoning: str) -> None:
    """The sum or the mean, and of what."""
    language = reply.language
    total = sum(m.value for m in found)
    value = total if reckoning == "sum" else total / len(found)
    parts = [say("at_level", language, name=reply.name(m.device), value=amount(m, language)) for m in found]
    told = joined(parts[:MOST_TOLD], language)
    key = "reckoned_sum" if reckoning == "sum" else "reckoned_average"
    reply.add(key, value=amount(found[0], language, value), names=told)
    if len(parts) > MOST_TOLD:
        reply.add("and_more", n=str(len(parts) - MOST_TOLD))
    if any(_is_old(reply, m) for m in found):
        reply.add("old")


def _is_old(reply: Reply, found: Measured) -> bool:
    fact = reply.read(found.device.id, found.capability)
    return fact is not None and not reply.is_current(found.device, fact)


def skill(services: Services) -> Reckoning:
    """The factory of this skill."""
    return Reckoning(services)
