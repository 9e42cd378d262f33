"""How long what runs still takes: cookers, and sensors of appliances that count down or name the moment of the end."""

import logging
import re
from datetime import datetime, timedelta
from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.acting import nothing_changed
from skills.answers import MOST_TOLD, Reply, answered
from skills.since import MOMENT
from skills.surface import Services
from skills.values import duration, time_of_day
from skills.words import fill, section

log = logging.getLogger(__name__)

COUNTDOWN = "duration"
"""The flavour of a sensor that counts down, and the capability with which it tells it."""
_COUNTING = ("cooker", f"sensor.{COUNTDOWN}", f"sensor.{MOMENT}")
_WORK = Choice(
    {
        "rice": {"en": ("rice", "porridge", "congee"), "zh": ("饭", "米饭", "粥", "稀饭")},
        "laundry": {"en": ("laundry", "washing", "clothes"), "zh": ("衣服", "衣物", "脏衣服", "要洗的衣服")},
        "dishes": {"en": ("dishes", "washing up"), "zh": ("碗", "碗筷", "盘子", "餐具")},
    }
)
_DOES = {
    "rice": "rice|cooker|instant ?pot|饭煲|饭锅|电饭",
    "laundry": "wash|dryer|laundry|洗衣|烘干|干衣",
    "dishes": "dish|洗碗",
}
"""What it is → how that which does it is called."""
_DO = ("转", "洗", "烤", "烘", "跑", "煮", "炖", "蒸", "工作", "运行")
_HOW_LONG = "(多久|多长时间|几分钟|多少分钟)"
_STILL = "(还要|还得|还有|还剩)"
_OVER = "(好|完|结束|停)"
_DONE = (_OVER, "能(好|完|结束|停)", "会好", "(洗|烘|烤)(完|好)", "能(洗|烘|烤)(完|好)", "(煮|做)好")
_WHEN = "(什么时候|几点|啥时候)"
_INSIDE = ("", "(里|里面)(的东西|的衣服)")


class TimeLeft:
    """Answers about the time that is left; nothing is changed."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._clock = services.clock

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how long [does|will] {things} [still] (take|need|have left)",
                "how (long|much time|much longer) (is|is there) (left|to go) [on|for|in|with] {things}",
                "how (long|much time|much longer) (does|has|will) {things} (have|got|have got) [left|to go|to run]",
                "how (long|much longer) (until|till|before) {things} (is|are) (done|ready|finished|over)",
                "how (long|much longer) (until|till|before) {things} (finishes|ends|stops)",
                "how (long|much longer) (is|are) {things} (going to be|going to take|taking)",
                "how many [more] (minutes|hours) [are|are there] [left] (on|for|in) {things}",
                "how many [more] (minutes|hours) (until|till) {things} (is|are) (done|ready|finished)",
                "how many [more] (minutes|hours) (does|has) {things} (have|got|have got) [left]",
                "when (is|are) {things} [going to be] (done|ready|finished|over)",
                "when (will|does|do) {things} [be] (done|ready|finished|finish|end|stop|over)",
                "what time (will|does|is) {things} [be] (done|ready|finished|finish|end|stop|over)",
                "[the] time (left|remaining) (on|for|of) {things}",
                "{things} (time left|time remaining|remaining time)",
            ],
            "zh": [
                *(f"{{things}}{inside}{_STILL}{do}{_HOW_LONG}" for inside in _INSIDE for do in ("", *_DO)),
                *(f"{{things}}{inside}{_STILL}{_HOW_LONG}{done}" for inside in _INSIDE for done in _DONE),
                *(f"{{things}}{inside}{_WHEN}{done}" for inside in _INSIDE for done in _DONE),
                *(f"{{things}}{_HOW_LONG}(后|以后|能|会){done}" for done in _DONE),
                "{things}(剩余时间|剩下的时间)[还有多少|是多少|多少|还有多久]",
            ],
        },
    )
    async def time_left(
        self, ctx: ToolContext, things: Annotated[Things, Targets("", _COUNTING, default="only")]
    ) -> ToolResult:
        """How long cookers, washing machines and others that tell it still take, and when they are done."""
        reply = Reply(self._home, ctx)
        if not things:
            return nothing_changed("no_things", self._home, ctx)
        for device in [self._home.devices[t] for t in things if t in self._home.devices][:MOST_TOLD]:
            self._tell(reply, device)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "when (is|are|will) [the] {what} [be] (done|ready|finished|cooked|dry|clean)",
                "how (long|much longer) (until|till|before) [the] {what} (is|are) (done|ready|finished|cooked|dry)",
                "how (long|much longer) (does|do|will|has|have) [the] {what} [still] (take|need|have|got) [left]",
                "how many [more] minutes (until|till|for) [the] {what} [is|are] [done|ready]",
            ],
            "zh": [
                f"{{what}}{_STILL}[煮|洗|烘]{_HOW_LONG}",
                f"{{what}}{_STILL}{_HOW_LONG}[能|会](好|熟|洗完|洗好)",
                f"{{what}}{_WHEN}[能|会|才](好|熟|煮好|做好|洗好|洗完|烘干)",
                "{what}(多久|多长时间|几分钟)[能|会|才](好|熟|煮好|做好|洗好|洗完)",
            ],
        },
    )
    async def when_ready(self, ctx: ToolContext, what: Annotated[str, _WORK]) -> ToolResult:
        """When the rice, the laundry or the dishes are ready, whatever does them."""
        reply = Reply(self._home, ctx)
        does = re.compile(_DOES[what], re.IGNORECASE)
        devices = [d for d in self._home.devices.values() if _counts(d)]
        told = [d for d in devices if d.kind == "cooker" and what == "rice"] or [
            d for d in devices if does.search(d.name)
        ]
        if not told:
            return nothing_changed("no_things", self._home, ctx)
        for device in told[:MOST_TOLD]:
            self._tell(reply, device)
        return answered(reply)

    def _tell(self, reply: Reply, device: Device) -> None:
        if device.kind == "cooker":
            self._tell_cooker(reply, device.id)
            return
        capability = device.flavour
        fact = None if reply.is_kept(device.id) else reply.read(device.id, capability)
        if fact is None:
            reply.add_unknown(device)
        else:
            reply.sentences.append(reply.value_sentence("value", device, capability, fact))

    def _tell_cooker(self, reply: Reply, thing: str) -> None:
        left, waits = reply.number(thing, "time_left"), reply.number(thing, "time_to_start") or 0.0
        words = str(section(reply.language, "detail")["time_left"])
        reply.add_state(thing, fill(words, value=duration(left * 60, reply.language)) if left else "")
        done = self._done_at(reply, thing, left, waits)
        if done is not None:
            reply.add("cooker_done_at", time=time_of_day(done, reply.language))

    def _done_at(self, reply: Reply, thing: str, left: float | None, waits: float) -> datetime | None:
        """When it is done, where it waits for its time: as it was set, else from what is left."""
        if not left or not waits:
            return None
        set_to = reply.read(thing, "finish_at")
        if set_to is not None and isinstance(set_to.value, str) and set_to.value:
            try:
                return datetime.fromisoformat(set_to.value)
            except ValueError:
                log.debug("%s tells a time that is none", thing)
        # Some count the waiting into the time that is left, some do not.
        return self._clock() + timedelta(minutes=left if left > waits else left + waits)


def _counts(device: Device) -> bool:
    return device.kind in _COUNTING or f"{device.kind}.{device.flavour}" in _COUNTING


def skill(services: Services) -> TimeLeft:
    """The factory of this skill."""
    return TimeLeft(services)
