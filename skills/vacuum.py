"""Robots that clean floors: the whole house, rooms, zones, or where they stand."""

import re
from typing import Annotated

from assistant.tools import Claim, Rooms, Targets, Things, ToolContext, ToolResult, Words, tool
from devices.device import Device
from skills.acting import Wish, carry_out, set_and_start
from skills.naming import bare_name, in_language, is_plural, joined, name_in_sentence, room_in_sentence
from skills.prohibitions import objection
from skills.surface import Services
from skills.usuals import with_filled
from skills.vacuum_targets import lacking_of, rooms_known, segment_of, settings_for, zone_called
from skills.vacuum_words import MODE, PASSES, SUCTION, own_mode, zones_of
from skills.words import say

VACUUMING = re.compile(r"\b(vacuum|hoover|sweep)\s+(?!and\b|mop)|(?<!先)扫(?!地机|拖)|吸尘(?!器)", re.IGNORECASE)
"""The verb, and not the robot's name."""

BOTH = re.compile(r"\b(vacuum|hoover|sweep)(ing)?\s+and\s+(then\s+)?mop|扫.{0,4}拖", re.IGNORECASE)
"""One verb beside the other."""

Robots = Annotated[Things, Targets("activity", ("vacuum",), default="only")]


class Vacuum:
    """Cleaning the whole house, single rooms, zones or a spot."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._usuals = services.usuals

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
                "clean [the] (house|flat|floor|floors|apartment|place|carpet|carpets|rug)",
                "start house cleaning",
                "start {mode} [{rooms}]",
                "let {things} {mode} [{rooms}]",
                "clean {rooms} {passes}",
                "tell {things} [to] [get] to work",
                "(set|put) {things} to work",
                "get {things} (going|working|cleaning|started)",
                "get [the] (cleaning|hoovering|vacuuming) (on|going|started|done)",
                "(have|let) {things} (go|run|loose)",
                "tell {things} to (clean|start|go)",
                "send {things} (out|off)",
                "(set|send) {things} (off|out) cleaning",
                "(set|send) {things} cleaning",
                "set {things} (off|going|loose)",
                "send out {things}",
                "do [the] (hoovering|vacuuming|floors|cleaning)",
                "do [the] (hoovering|vacuuming|cleaning) {rooms}",
                "give {rooms} [a] (clean|once over)",
                "give [the] (floor|floors|house|carpet) [a] (clean|once over)",
                "start [house] (cleanup|clean up)",
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
                "{things}[开始](干活|工作|上班|出动|出发|开工|上工|动起来|开扫)",
                "{things}(转|跑|遛|扫)一圈[{rooms}]",
                "{things}(出来|出去|去)(转一圈|跑一圈|扫一圈|扫一扫|走一圈)[{rooms}]",
                "[叫]{things}(出来|出去|去)(打扫|干活)[{rooms}]",
                "开始{things}{rooms}",
                "打开{things}打扫{rooms}",
                "打开{things}打扫",
                *("打扫卫生", "开始{mode}"),
                "{things}{mode}{rooms}",
                "打扫{rooms}{passes}",
            ],
        }
    )
    async def start_vacuum(
        self,
        ctx: ToolContext,
        things: Robots,
        rooms: Annotated[Rooms, Targets()] = (),
        mode: Annotated[str | None, MODE] = None,
        passes: Annotated[str | None, PASSES] = None,
        suction: Annotated[str | None, SUCTION] = None,
    ) -> ToolResult:
        """Start robot vacuums: the whole house or only the rooms that are named; mopping, twice, or strongly."""
        settings: list[Wish] = []
        starts: list[Wish] = []
        mode = "vacuum_and_mop" if mode == "mop" and BOTH.search(ctx.utterance.text) else mode
        for thing in things:
            device = self._home.devices.get(thing)
            mode = mode or self._mode_meant(device, ctx.utterance.text)
            lacking = lacking_of(device, mode=mode, passes=passes, suction=suction)
            if lacking and device is not None:
                return self._cannot(device, lacking, ctx)
            start = self._in_rooms(thing, rooms, ctx) if rooms else Wish(thing, "activity", "cleaning")
            if isinstance(start, ToolResult):
                return start
            settings += settings_for(thing, device, mode=mode, passes=passes, suction=suction)
            starts.append(start)
        if self._usuals is None:
            return await set_and_start(self._home, ctx, settings, starts)
        asked = objection(self._home, ctx, [(w.device, w.capability, w.value) for w in (*settings, *starts)])
        told = suction or mode == "mop" or asked
        usual = [] if told else await self._usuals.all_usual(ctx, self._home, things, "fan_speed")
        settings += [Wish(filled.device, filled.capability, filled.value) for filled in usual]
        return with_filled(await set_and_start(self._home, ctx, settings, starts), usual, self._home, ctx)

    @tool(
        phrases={
            "en": [
                "mop {rooms}",
                "mop [the] (house|flat|floor|floors|apartment|place)",
                "mop {rooms} {passes}",
                "let {things} mop {rooms}",
            ],
            "zh": ["拖地{rooms}", "拖{rooms}", "拖一下{rooms}", "拖地", "{things}拖{rooms}", "{rooms}拖地{passes}"],
        }
    )
    async def mop_floor(
        self,
        ctx: ToolContext,
        things: Robots,
        rooms: Annotated[Rooms, Targets()] = (),
        passes: Annotated[str | None, PASSES] = None,
    ) -> ToolResult:
        """Let robot vacuums mop, without vacuuming."""
        return await self.start_vacuum(ctx, things, rooms, "mop", passes)

    @tool(
        phrases={
            "en": [
                "(vacuum|sweep) mop {rooms}",
                "(vacuum|sweep) mop [the] (house|flat|floor|floors|apartment|place)",
                "let {things} vacuum mop {rooms}",
            ],
            "zh": [
                "扫拖{rooms}",
                "扫拖",
                "{rooms}扫地拖地",
                "{things}扫拖{rooms}",
                "先扫后拖{rooms}",
                "边扫边拖{rooms}",
            ],
        }
    )
    async def vacuum_and_mop(
        self,
        ctx: ToolContext,
        things: Robots,
        rooms: Annotated[Rooms, Targets()] = (),
        passes: Annotated[str | None, PASSES] = None,
    ) -> ToolResult:
        """Let robot vacuums vacuum and mop."""
        return await self.start_vacuum(ctx, things, rooms, "vacuum_and_mop", passes)

    @tool(
        phrases={
            "en": [
                "clean [the] zone {zone}",
                "clean [the] {zone} zone",
                "clean [the] {zone} area",
                "clean under [the] {zone}",
                "clean around [the] {zone}",
            ],
            "zh": ["打扫{zone}区域", "打扫{zone}这一块", "打扫{zone}下面", "打扫{zone}周围"],
        }
    )
    async def clean_zone(
        self,
        ctx: ToolContext,
        zone: Annotated[str, Words("the zone's name, as it is saved in the vacuum", short=True)],
        things: Annotated[Things, Targets("activity", ("vacuum",), default="only")],
    ) -> ToolResult:
        """Clean a zone that is saved in a robot vacuum, by its name."""
        wishes = []
        for thing in things:
            device = self._home.devices.get(thing)
            known = zones_of(device, self._home) if device else {}
            wish = zone_called(zone, known)
            if wish is None and device is not None:
                names = joined([name.replace("_", " ") for name in known], ctx.language)
                key = "vacuum_unknown_zone" if known else "vacuum_no_zones"
                return self._refused(key, device, ctx, zone=zone.strip(), zones=names)
            if wish is not None:
                wishes.append(Wish(thing, *wish))
        return await carry_out(self._home, ctx, wishes)

    @tool(
        phrases={
            "en": [
                "clean (here|this spot)",
                "spot clean",
                "{things} clean (here|this spot)",
                "do a spot clean {things}",
            ],
            "zh": ["原地打扫", "打扫这里", "局部打扫", "{things}原地打扫", "定点打扫"],
        }
    )
    async def clean_spot(
        self, ctx: ToolContext, things: Annotated[Things, Targets("spot", ("vacuum",), default="only")]
    ) -> ToolResult:
        """Let robot vacuums clean around where they stand."""
        return await carry_out(self._home, ctx, [Wish(thing, "spot", None) for thing in things])

    def _mode_meant(self, device: Device | None, text: str) -> str | None:
        """Vacuuming, where that is the word and it was left to mop only; None where it stays as it is."""
        fact = self._home.fact(device.id, "cleaning_mode") if device else None
        mops = device is not None and fact is not None and fact.value == own_mode(device, "mop")
        return "vacuum" if mops and VACUUMING.search(text) else None

    def _in_rooms(self, thing: str, rooms: Rooms, ctx: ToolContext) -> Wish | ToolResult:
        """The wish to clean these rooms only, or why that cannot be."""
        device = self._home.devices.get(thing)
        if device is None:
            return Wish(thing, "activity", "cleaning")
        if "clean_rooms" not in device.capabilities or not device.capabilities["clean_rooms"].writable:
            if set(rooms) == {device.room}:
                return Wish(thing, "activity", "cleaning")
            return self._refused("vacuum_cannot_rooms", device, ctx)
        known = rooms_known(self._home, device)
        segments = []
        for room_id in rooms:
            segment = segment_of(self._home, room_id, known)
            if segment is None:
                spoken = joined([in_language((k,), ctx.language) for k in known], ctx.language)
                room = room_in_sentence(room_id, self._home, ctx.language)
                return self._refused("vacuum_unknown_room", device, ctx, room=room, rooms=spoken)
            segments.append(segment)
        return Wish(thing, "clean_rooms", tuple(segments))

    def _cannot(self, device: Device, lacking: str, ctx: ToolContext) -> ToolResult:
        return self._refused(f"vacuum_no_{lacking}", device, ctx)

    def _refused(self, key: str, device: Device, ctx: ToolContext, **facts: str) -> ToolResult:
        name = name_in_sentence(device, self._home, ctx.language)
        plural = is_plural(bare_name(device, ctx.language), ctx.language)
        return ToolResult(Claim.REFUSED, say(key, ctx.language, plural, name=name, **facts), {"commands": []})


def skill(services: Services) -> Vacuum:
    """The factory of this skill."""
    return Vacuum(services)
