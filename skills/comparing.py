"""Questions that compare: which room is warmest, is the study warmer than the hall, what uses most power."""

from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from devices.home import Home
from skills.answers import Reply, answered
from skills.gauges import AMOUNT, in_common, in_one_unit
from skills.levels import asked_for, tell_level, tell_unmeasured
from skills.measures import (
    IN_ROOMS,
    MEASURE,
    Measured,
    amount,
    measured,
    of_rooms,
    spoken_comparisons,
    spoken_extremes,
)
from skills.naming import room_in_sentence
from skills.surface import Services

SUPERLATIVE = Choice(spoken_extremes())
"""The most or the least of something: "warmest", "lowest battery"."""
COMPARISON = Choice(spoken_comparisons())
"""More or less of something: "warmer", "drier"."""
EXTREME = Choice(
    {
        "most": {
            "en": ("most", "highest", "the most", "the highest", "maximum", "biggest"),
            "zh": ("最高", "最多", "最大", "最强"),
        },
        "least": {
            "en": ("least", "lowest", "the least", "the lowest", "minimum", "smallest"),
            "zh": ("最低", "最少", "最小", "最弱"),
        },
    }
)
Compared = Annotated[Things, Targets()]


class Comparing:
    """Answers that compare what things measure; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *("{superlative}", "which room {superlative}", "what room {superlative}", "where {superlative}"),
                *(
                    "{superlative} room",
                    "{superlative} room here",
                    "which {things} needs {superlative}",
                    "which {things} {superlative}",
                    "which of {things} {superlative}",
                ),
                *("{quantity} {extreme}", "which room {quantity} {extreme}", "which {things} {quantity} {extreme}"),
                *("who {superlative}", "(lowest|highest|most|least) {quantity}", "where {quantity} {extreme}"),
                *(
                    "which {superlative}",
                    "what {superlative}",
                    "which {quantity} {extreme}",
                    "what {quantity} {extreme}",
                    "which device {superlative}",
                    "which device {quantity} {extreme}",
                ),
            ],
            "zh": [
                *(
                    "{superlative}",
                    "哪个房间{superlative}",
                    "哪间{superlative}",
                    "哪个屋{superlative}",
                    "哪屋{superlative}",
                ),
                *("哪个{superlative}", "哪里{superlative}", "哪儿{superlative}", "哪间屋{superlative}"),
                *("{superlative}哪间屋", "{superlative}哪个房间", "{superlative}哪间房", "{superlative}哪个屋"),
                *(
                    f"{{superlative}}{room}是{which}"
                    for room in ("房间", "屋子", "屋")
                    for which in ("哪个", "哪间", "哪里", "哪")
                ),
                *("哪间房{superlative}", "哪间屋子{superlative}", "{superlative}哪个", "{superlative}哪里"),
                *(
                    "{superlative}房间",
                    "{superlative}屋子",
                    "{superlative}是谁",
                    "什么{superlative}",
                    "谁{superlative}",
                ),
                *("{quantity}{extreme}", "哪个房间{quantity}{extreme}", "哪个{quantity}{extreme}"),
                *("哪间{quantity}{extreme}", "哪个设备{superlative}", "{superlative}哪个设备", "{superlative}什么"),
            ],
        },
    )
    async def which_most(
        self,
        ctx: ToolContext,
        superlative: Annotated[str, SUPERLATIVE] = "",
        quantity: Annotated[str, MEASURE] = "",
        extreme: Annotated[str, EXTREME] = "",
        things: Compared = (),
    ) -> ToolResult:
        """Which room or thing has the most or least of something: the warmest room, the lowest battery."""
        reply = Reply(self._home, ctx)
        measure, _, most = superlative.partition(" ") if superlative else (quantity, "", extreme or "least")
        if not measure:
            reply.add("compare_what")
            return answered(reply)
        found = self._candidates(reply, things, measure)
        if not found:
            devices = [self._home.devices[t] for t in things if t in self._home.devices]
            tell_unmeasured(reply, devices, measure)
            return answered(reply)
        best = max(found, key=lambda m: m.value) if most == "most" else min(found, key=lambda m: m.value)
        alike = [m for m in found if m.value == best.value]
        names = [_called(reply, m) for m in alike[:3]]
        words = dict.fromkeys(names)
        reply.add("most", len(words) > 1, names=reply.joined(list(words)), value=amount(best, reply.language))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *("{comparison} than {things}", "is {things} {comparison} than"),
                *("is it {comparison} in {things} than", "does {things} {comparison} than"),
                *("is {things} {comparison}",),
            ],
            "zh": [
                "{things}比{comparison}",
                "{things}有没有比{comparison}",
                "{things}比{comparison}吗",
                "{things}是不是比{comparison}",
            ],
        },
    )
    async def is_more(self, ctx: ToolContext, comparison: Annotated[str, COMPARISON], things: Compared) -> ToolResult:
        """Whether one room or thing has more or less of something than another: warmer, louder, more humid."""
        reply = Reply(self._home, ctx)
        pair, more = self._pair(reply, comparison, things)
        if pair is None:
            return answered(reply)
        first, second = pair
        holds = first.value > second.value if more else first.value < second.value
        key = "more_equal" if first.value == second.value else "more_yes" if holds else "more_no"
        self._tell_both(reply, key, first, second)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *("which {things} {comparison}", "which is {comparison} {things}", "where {comparison} {things}"),
                *("{comparison} {things} or", "who {comparison} {things}", "what is {comparison} {things} or"),
            ],
            "zh": [
                *(
                    "{things}哪个{comparison}",
                    "{things}哪边{comparison}",
                    "{things}哪里{comparison}",
                    "{things}谁{comparison}",
                ),
                *(
                    "{things}哪间{comparison}",
                    "{things}哪儿{comparison}",
                    "{comparison}的是{things}还是",
                    "{things}还是{comparison}",
                ),
                *(
                    "哪个{comparison}{things}",
                    "哪边{comparison}{things}",
                    "哪里{comparison}{things}",
                    "{things}哪个屋{comparison}",
                ),
                *("{things}哪一个{comparison}", "{things}哪间屋{comparison}", "{things}哪个房间{comparison}"),
            ],
        },
    )
    async def which_is_more(
        self, ctx: ToolContext, comparison: Annotated[str, COMPARISON], things: Compared
    ) -> ToolResult:
        """Which of two rooms or things has more or less of something: warmer, louder, more humid."""
        reply = Reply(self._home, ctx)
        pair, more = self._pair(reply, comparison, things)
        if pair is None:
            return answered(reply)
        first, second = sorted(pair, key=lambda m: m.value, reverse=more)
        self._tell_both(reply, "more_equal" if first.value == second.value else "more_which", first, second)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *("how much {comparison} than {things}", "how many degrees {comparison} than {things}"),
                *("how many percent {comparison} than {things}", "how many {comparison} than {things}"),
                *("{quantity} difference [between] {things}", "difference [between] {things}"),
            ],
            "zh": [
                *("{things}比{comparison}几度", "{things}比{comparison}多少", "{things}比{comparison}多少度"),
                "{things}比(高|高了|低|低了|热了|冷了|暖了|凉了|高出|低出)(几度|多少度|多少|几)",
                *("{things}温差", "{things}温度差多少", "{things}差几度", "{things}相差几度", "{things}差多少度"),
                *("{things}{quantity}(差|相差)(多少|几度|几)", "{things}(差|相差)多少", "{things}{quantity}差"),
            ],
        },
    )
    async def difference(
        self,
        ctx: ToolContext,
        things: Compared,
        comparison: Annotated[str, COMPARISON] = f"{AMOUNT} more",
        quantity: Annotated[str, MEASURE] = "",
    ) -> ToolResult:
        """By how much two rooms or things differ: how many degrees warmer one is than the other."""
        reply = Reply(self._home, ctx)
        comparison = f"{quantity} more" if quantity else comparison
        pair, _ = self._pair(reply, comparison, things)
        if pair is None:
            return answered(reply)
        first, second = pair
        key = "more_equal" if first.value == second.value else "more_by"
        self._tell_both(reply, key, first, second)
        return answered(reply)

    def _pair(self, reply: Reply, comparison: str, things: Things) -> tuple[tuple[Measured, Measured] | None, bool]:
        """The two that are compared; None where there are not two, and the reply then says what is known."""
        measure, _, more = comparison.partition(" ")
        found = self._candidates(reply, things, measure)
        if len(found) == 2:
            return (found[0], found[1]), more == "more"
        for each in found[:3]:
            tell_level(reply, each)
        if not found:
            tell_unmeasured(reply, [self._home.devices[t] for t in things if t in self._home.devices], measure)
        return None, more == "more"

    def _candidates(self, reply: Reply, things: Things, measure: str) -> list[Measured]:
        """What is compared, in the order it was named: one for each room where rooms are meant, else each thing."""
        if measure == AMOUNT:
            measure = in_common(self._home, [self._home.devices[t] for t in things if t in self._home.devices])
        if not measure:
            return []
        found = in_one_unit(measured(reply, asked_for(self._home, things, measure), measure))
        if measure not in IN_ROOMS:
            return found
        rooms = of_rooms(found)
        if len(rooms) < 2 and things:
            whole_rooms = any(self._home.devices[t].kind != "sensor" for t in things if t in self._home.devices)
            return rooms if whole_rooms and rooms else found
        order = {m.device.room: i for i, m in reversed(list(enumerate(found)))}
        return sorted(rooms, key=lambda m: order[m.device.room])

    def _tell_both(self, reply: Reply, key: str, first: Measured, second: Measured) -> None:
        language = reply.language
        reply.add(
            key,
            first=_called(reply, first),
            second=_called(reply, second),
            value=amount(first, language),
            other=amount(second, language),
            difference=amount(first, language, abs(first.value - second.value)),
        )


def _called(reply: Reply, found: Measured) -> str:
    """The room where the air of a room is measured, else the thing."""
    home: Home = reply.home
    if found.measure in IN_ROOMS and found.device.room in home.rooms:
        return room_in_sentence(found.device.room, home, reply.language)
    return reply.name(found.device)


def skill(services: Services) -> Comparing:
    """The factory of this skill."""
    return Comparing(services)
