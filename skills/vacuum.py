"""Robots that clean floors and cut grass."""

from typing import Annotated

from assistant.tools import Choice, Claim, Rooms, Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.acting import Wish, carry_out
from skills.naming import bare_name, in_language, is_plural, joined, name_in_sentence, room_in_sentence
from skills.surface import Services
from skills.words import say

Robots = Annotated[Things, Targets("activity", ("vacuum",), default="only")]
Drivers = Annotated[Things, Targets("activity", ("vacuum", "lawn_mower"), default="only")]

SUCTION = Choice(
    {
        "quiet": {"en": ("quiet", "silent", "gentle"), "zh": ("安静", "静音", "轻柔")},
        "standard": {"en": ("standard", "normal", "balanced"), "zh": ("标准", "普通", "均衡")},
        "strong": {"en": ("strong", "high"), "zh": ("强", "强力", "高")},
        "max": {"en": ("max", "maximum", "turbo", "strongest"), "zh": ("最大", "最强", "超强")},
    }
)
OWN_WORDS = {
    "quiet": ("quiet", "silent", "min", "low", "gentle"),
    "standard": ("standard", "balanced", "normal", "medium", "basic"),
    "strong": ("strong", "high", "turbo"),
    "max": ("max", "turbo", "full", "high"),
}
"""What robots call these, best first."""


class Vacuum:
    """Cleaning the whole house or single rooms, and coming home."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "start {things}",
                "start {things} {rooms}",
                "turn on {things}",
                "turn on {things} in {rooms}",
                "clean {rooms}",
                "clean up {rooms}",
                "let {things} clean [{rooms}]",
                "have {things} clean [{rooms}]",
                "send {things} to {rooms}",
                "start cleaning [{rooms}]",
                "start clean [{rooms}]",
                "start {things} cleaning [{rooms}]",
                "clean [the] (house|flat|floor|floors|apartment|place)",
                "start house cleaning",
                "mop {rooms}",
            ],
            "zh": [
                "开始{things}",
                "打开{things}",
                "开始打扫",
                "开始打扫{rooms}",
                "打扫{rooms}",
                "{things}打扫{rooms}",
                "{things}开始打扫",
                "{things}开始打扫{rooms}",
                "{things}打扫",
                "开始{things}{rooms}",
                "打开{things}打扫{rooms}",
                "打开{things}打扫",
                "拖地{rooms}",
                "打扫卫生",
            ],
        }
    )
    async def start_vacuum(
        self,
        ctx: ToolContext,
        things: Robots,
        rooms: Annotated[Rooms, Targets()] = (),
    ) -> ToolResult:
        """Start robot vacuums: the whole house, or only the rooms that are named."""
        if not rooms:
            return await carry_out(self._home, ctx, [Wish(thing, "activity", "cleaning") for thing in things])
        wishes = []
        for thing in things:
            wish = self._in_rooms(thing, rooms, ctx)
            if isinstance(wish, ToolResult):
                return wish
            wishes.append(wish)
        return await carry_out(self._home, ctx, wishes)

    @tool(
        phrases={
            "en": ["pause {things}", "pause cleaning {things}", "pause vacuuming {things}"],
            "zh": ["暂停{things}", "暂停打扫{things}"],
        }
    )
    async def pause_vacuum(self, ctx: ToolContext, things: Drivers) -> ToolResult:
        """Pause robot vacuums or mowers where they are."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", "paused") for thing in things])

    @tool(
        phrases={
            "en": [
                "stop {things}",
                "stop cleaning {things}",
                "turn off {things}",
                "stop vacuuming {things}",
            ],
            "zh": [
                "停止{things}",
                "停止打扫{things}",
                "关闭{things}",
                "别扫了{things}",
            ],
        }
    )
    async def stop_vacuum(self, ctx: ToolContext, things: Robots) -> ToolResult:
        """Stop robot vacuums."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", self._stopped(thing)) for thing in things])

    @tool(
        phrases={
            "en": ["resume {things}", "resume cleaning {things}"],
            "zh": ["继续打扫{things}", "继续{things}"],
        }
    )
    async def resume_vacuum(self, ctx: ToolContext, things: Robots) -> ToolResult:
        """Let robot vacuums go on cleaning."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", "cleaning") for thing in things])

    @tool(
        phrases={
            "en": [
                "return {things} to [its] (dock|base|charger|station|home)",
                "send {things} (home|back|to [its] dock|to [its] base|to charge)",
                "send {things} back to [its] (dock|base|charger|station)",
                "{things} (go|return) (home|back|to [its] dock|to [its] base)",
                "{things} back to [its] (dock|base|charger)",
                "charge {things}",
            ],
            "zh": [
                "{things}回充",
                "{things}回去充电",
                "{things}回(家|底座|基站|充电座|充电桩)",
                "{things}去充电",
                "{things}返回(底座|基站|充电座|充电桩)",
                "召回{things}",
                "{things}返回",
                "{things}充电",
                "回充",
            ],
        }
    )
    async def dock_vacuum(self, ctx: ToolContext, things: Drivers) -> ToolResult:
        """Send robot vacuums or mowers back to their dock."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", "returning") for thing in things])

    @tool(
        phrases={
            "en": ["find {things}", "locate {things}", "look for {things}", "make {things} (beep|ring)"],
            "zh": ["找{things}", "找一下{things}", "寻找{things}", "定位{things}"],
        }
    )
    async def locate_vacuum(
        self, ctx: ToolContext, things: Annotated[Things, Targets("locate", default="only")]
    ) -> ToolResult:
        """Let robots make a sound so that they can be found."""
        return await carry_out(self._home, ctx, [Wish(thing, "locate", None) for thing in things])

    @tool(
        phrases={
            "en": [
                "set {things} [suction] to {suction}",
                "{things} {suction} (mode|suction)",
            ],
            "zh": [
                "{things}吸力调到{suction}",
                "{things}调到{suction}模式",
                "{things}调到{suction}",
                "{things}{suction}吸力",
            ],
        }
    )
    async def set_suction(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("fan_speed", ("vacuum",), default="only")],
        suction: Annotated[str, SUCTION],
    ) -> ToolResult:
        """Set how strongly robot vacuums suck."""
        return await carry_out(
            self._home, ctx, [Wish(thing, "fan_speed", self._own_word(thing, suction)) for thing in things]
        )

    @tool(
        phrases={
            "en": [
                "start {things}",
                "start mowing {things}",
                "mow [the] (lawn|grass|garden)",
                "cut [the] (grass|lawn)",
                "turn on {things}",
            ],
            "zh": ["开始{things}", "开始割草{things}", "割草{things}", "打开{things}", "修剪草坪"],
        }
    )
    async def start_mowing(
        self, ctx: ToolContext, things: Annotated[Things, Targets("activity", ("lawn_mower",), default="only")]
    ) -> ToolResult:
        """Start lawn mowers."""
        return await carry_out(self._home, ctx, [Wish(thing, "activity", "mowing") for thing in things])

    def _in_rooms(self, thing: str, rooms: Rooms, ctx: ToolContext) -> Wish | ToolResult:
        """The wish to clean these rooms only, or why that cannot be."""
        device = self._home.devices.get(thing)
        if device is None:
            return Wish(thing, "activity", "cleaning")
        name = name_in_sentence(device, self._home, ctx.language)
        plural = is_plural(bare_name(device, ctx.language), ctx.language)
        if "clean_rooms" not in device.capabilities or not device.capabilities["clean_rooms"].writable:
            if set(rooms) == {device.room}:
                return Wish(thing, "activity", "cleaning")
            return _refused(say("vacuum_cannot_rooms", ctx.language, plural, name=name))
        known = self._rooms_of(device)
        segments = []
        for room_id in rooms:
            segment = self._segment(room_id, known)
            if segment is None:
                spoken = joined([in_language((k,), ctx.language) for k in known], ctx.language)
                room = room_in_sentence(room_id, self._home, ctx.language)
                facts = {"name": name, "room": room, "rooms": spoken}
                return _refused(say("vacuum_unknown_room", ctx.language, plural, **facts))
            segments.append(segment)
        return Wish(thing, "clean_rooms", tuple(segments))

    def _rooms_of(self, device: Device) -> tuple[str, ...]:
        """Names of the rooms that the robot knows; empty where it does not tell."""
        fact = self._home.fact(device.id, "rooms")
        if fact is not None and isinstance(fact.value, tuple) and fact.value:
            return fact.value
        return device.capabilities["clean_rooms"].choices

    def _segment(self, room_id: str, known: tuple[str, ...]) -> str | None:
        """What the robot calls this room; None where it knows others but not this one."""
        room = self._home.rooms.get(room_id)
        names = (*room.names, room.id) if room else (room_id,)
        if not known:
            return names[0]
        by_name = {k.casefold().replace("_", " "): k for k in known}
        found = (by_name.get(n.casefold().replace("_", " ")) for n in names)
        return next((segment for segment in found if segment), None)

    def _stopped(self, thing: str) -> str:
        device = self._home.devices.get(thing)
        choices = device.capabilities["activity"].choices if device and "activity" in device.capabilities else ()
        return "idle" if "idle" in choices or not choices else "paused"

    def _own_word(self, thing: str, suction: str) -> str:
        device = self._home.devices.get(thing)
        choices = device.capabilities["fan_speed"].choices if device and "fan_speed" in device.capabilities else ()
        by_name = {choice.casefold(): choice for choice in choices}
        return next((by_name[word] for word in OWN_WORDS[suction] if word in by_name), suction)


def _refused(text: str) -> ToolResult:
    return ToolResult(Claim.REFUSED, text, {"commands": []})


def skill(services: Services) -> Vacuum:
    """The factory of this skill."""
    return Vacuum(services)
