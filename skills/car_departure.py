"""When the car charges and when it is to be ready: the charging timer, and a battery that is warm in time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from assistant.tools import Claim, Quantity, ToolContext, ToolResult, tool
from assistant.utterance import Language
from skills.acting import Wish, carry_out
from skills.car import Cars, lacks, set_signals
from skills.car_places import signals
from skills.car_words import off_en, off_zh
from skills.cooker_times import LAST_MINUTE, Ready, as_said, moment_of
from skills.naming import name_in_sentence
from skills.surface import Services
from skills.values import time_of_day, weekday_in_words
from skills.words import say

CHARGING = r"Vehicle\.Powertrain\.TractionBattery\.Charging\."
CONDITIONING = r"Vehicle\.Powertrain\.TractionBattery\.BatteryConditioning\.RequestedMode"
CLOCK = Quantity("clock", 0, LAST_MINUTE)
HOUR = Quantity("h of the day", 0, 24)
WITHIN = Quantity("min", 1, 2880)
TIMER = "(charging timer|charge timer|charging schedule|scheduled charging)"
DEPARTURE = "(departure timer|departure time|departure)"


class CarDeparture:
    """The times of charging."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._clock = services.clock

    @tool(
        phrases={
            "en": [
                "(start charging|charge) {things} at {clock}",
                "(start charging|charge) at {clock}",
                "(start charging|charge) {things} at {hour}",
                "(start charging|charge) at {hour}",
                "(start charging|charge) {things} in {within}",
                "(start charging|charge) in {within}",
                "(start charging|charge) [{things}] from {clock}",
                "(start charging|charge) [{things}] from {hour}",
                f"set [the] {TIMER} [to|for] {{clock}}",
                f"set [the] {TIMER} [to|for] {{hour}}",
            ],
            "zh": [
                *(
                    "{clock}开始充电",
                    "{clock}充电",
                    "{clock}给{things}充电",
                    "从{clock}开始充[电]",
                    "从{hour}开始充[电]",
                    "{clock}开始给{things}充电",
                ),
                *("{hour}开始充电", "{hour}给{things}充电", "{within}后开始充电", "预约{clock}充电", "预约充电{clock}"),
            ],
        }
    )
    async def charge_at(
        self,
        ctx: ToolContext,
        things: Cars,
        clock: Annotated[float | None, CLOCK] = None,
        hour: Annotated[float | None, HOUR] = None,
        within: Annotated[float | None, WITHIN] = None,
    ) -> ToolResult:
        """Let the car begin to charge at a time of day, or in so many minutes."""
        return await self._timer(ctx, things, "START_TIME", "charge_begins", Ready(clock, hour, within))

    @tool(
        phrases={
            "en": [
                "have {things} (charged|full|ready) {clock}",
                "have {things} (charged|full|ready) {hour}",
                "(charged|full) by {clock}",
                "(charged|full) by {hour}",
                "finish charging {clock}",
                "[have {things}] [be] ready (at|by) {clock}",
                "[have {things}] [be] ready (at|by) {hour}",
                "(i|we) (leave|depart|am leaving|are leaving) [at] {clock}",
                "(i|we) (leave|depart|am leaving|are leaving) at {hour}",
                "departure [at|is] {clock}",
                "departure (at|is) {hour}",
                f"set [the] {DEPARTURE} [to|for] {{clock}}",
                f"set [the] {DEPARTURE} [to|for] {{hour}}",
            ],
            "zh": [
                *(
                    "{clock}之前充满",
                    "{clock}前充满",
                    "{clock}[之]前[把{things}]准备好",
                    "{hour}[之]前[把{things}]准备好",
                    "{clock}充满",
                    "{clock}之前充好电",
                    "{clock}前充好",
                    "{hour}前充满",
                ),
                *("{clock}出发", "{hour}出发", "我{clock}出发", "我{clock}走", "{clock}要用车", "{hour}要用车"),
                *("出发时间(设为|定在|是|改成|改到){clock}", "出发时间(设为|定在|是|改成|改到){hour}"),
            ],
        }
    )
    async def ready_by(
        self,
        ctx: ToolContext,
        things: Cars,
        clock: Annotated[float | None, CLOCK] = None,
        hour: Annotated[float | None, HOUR] = None,
    ) -> ToolResult:
        """Let the car be charged when somebody leaves: the time of departure."""
        return await self._timer(ctx, things, "END_TIME", "charge_done_by", Ready(clock, hour))

    @tool(
        phrases={
            "en": [
                *(*off_en(TIMER), *off_en(DEPARTURE)),
                f"(cancel|delete|remove|clear) [the] {TIMER}",
                f"(cancel|delete|remove|clear) [the] {DEPARTURE}",
                "charge (right away|immediately)",
            ],
            "zh": [
                *off_zh("充电预约", "预约充电", "充电定时"),
                "取消充电预约",
                "取消预约充电",
                "取消充电定时",
                "取消出发时间",
            ],
        }
    )
    async def cancel_charge_timer(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Cancel the charging timer of the car."""
        return await set_signals(self._home, ctx, things, CHARGING + r"Timer\.Mode", "INACTIVE")

    @tool(
        phrases={
            "en": [
                "(prepare|condition|precondition|warm up|preheat) battery [for fast charging]",
                "prepare [for] [fast|rapid] charging",
                "battery (conditioning|preconditioning) [on]",
            ],
            "zh": ["预热电池", "电池预热", "打开电池预热", "电池预热打开", "准备快充", "为快充做准备"],
        }
    )
    async def condition_battery(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Warm the battery of the car, so that it charges fast."""
        return await set_signals(self._home, ctx, things, CONDITIONING, "FAST_CHARGING_PREPARATION")

    @tool(
        phrases={
            "en": [
                "stop (preparing|conditioning|preconditioning|preheating|warming) [the] battery",
                "battery (conditioning|preconditioning) off",
                "turn off [the] battery (conditioning|preconditioning)",
            ],
            "zh": ["停止电池预热", "关闭电池预热", "电池预热关闭", "别预热电池"],
        }
    )
    async def stop_conditioning(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Stop warming the battery of the car."""
        return await set_signals(self._home, ctx, things, CONDITIONING, "INACTIVE")

    async def _timer(self, ctx: ToolContext, things: tuple[str, ...], mode: str, key: str, said: Ready) -> ToolResult:
        """The time first, so that no timer runs to an old one; both as one wish."""
        modes = signals(self._home, things, CHARGING + r"Timer\.Mode")
        times = signals(self._home, things, CHARGING + r"Timer\.Time")
        if not modes or not times:
            return lacks(self._home, ctx, things)
        now = self._clock()
        moment = _in_time(as_said(said, ctx.utterance.text), now)
        at = moment.isoformat(timespec="seconds")
        wishes = [*(Wish(car, path, at) for car, path in times), *(Wish(car, path, mode) for car, path in modes)]
        result = await carry_out(self._home, ctx, wishes)
        if result.claim is not Claim.DONE or len(modes) != 1:
            return result
        name = name_in_sentence(self._home.devices[modes[0][0]], self._home, ctx.language)
        return replace(result, say=say(key, ctx.language, name=name, when=_when(moment, now, ctx.language)))


def _when(moment: datetime, now: datetime, language: Language) -> str:
    """The time on a clock, with its day where that is not today."""
    time = time_of_day(moment, language)
    days = (moment.date() - now.date()).days
    if days == 0:
        return time
    day = say("day_tomorrow", language) if days == 1 else weekday_in_words(moment, language)
    return say("at_day", language, day=day, time=time)


def _in_time(ready: Ready, now: datetime) -> datetime:
    """The moment that is meant, at least a minute ahead."""
    return max(moment_of(ready, now), now + timedelta(minutes=1))


def skill(services: Services) -> CarDeparture:
    """The factory of this skill."""
    return CarDeparture(services)
