""" "As always": things and rooms as this person usually has them, by what they told and by what they do."""

import re
from collections.abc import Sequence
from typing import Annotated

from assistant.memory.occasions import at_this_hour, regular
from assistant.tools import Claim, Rooms, Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from skills.acting import Wish, beside, carry_out, set_and_start
from skills.habitual import Habitual, first_of_each, of_thing, regularly, told_there, unasked
from skills.naming import joined, name_in_sentence, room_in_sentence
from skills.surface import Services
from skills.usuals import Filled, Usuals, knows_who, with_filled
from skills.words import fill, phrase_file

SHORT = 2
"""So many values are told each with its reason; of more it is only said that they are the usual ones."""

_USUAL = (
    "(as|like) (always|usual)",
    "like (every day|before)",
    "the usual [way]",
    "the way i (like|want|have) it",
    "(as|how) i [usually] (like|have) it",
    "(as|like) it (always|usually) is",
)
_USUAL_ZH = (
    "[还是]老样子",
    "(跟|和|像)(平时|往常|平常|以前)一样",
    "(照|按)(平时|往常)(来|的来|的样子|的习惯)",
    "照旧",
    "照常",
    "按我的习惯",
    "(调|弄|设|开)成(老样子|平时的样子|平时那样)",
)


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nobody knows what is usual."""
    if services.usuals is None:
        raise ValueError("nothing is known of what is usual")
    return AsAlways(services, services.usuals)


class AsAlways:
    """What somebody does not say because it is as it always is."""

    def __init__(self, services: Services, usuals: Usuals) -> None:
        self._home = services.home
        self._usuals = usuals
        self._now = services.clock

    @tool(
        phrases={
            "en": [f"[turn on|set] {{things}} {usual}" for usual in _USUAL],
            "zh": [
                *(f"{{things}}{usual}" for usual in _USUAL_ZH),
                "打开{things}(跟|和|像)(平时|往常|平常)一样",
                "{things}(跟|和|像)(平时|往常|平常)一样(扫|清扫|工作|打开)",
            ],
        },
        by_phrase_only=True,
    )
    async def as_always(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """Set things as this person usually has them."""
        devices = [d for thing in things if (d := self._home.devices.get(thing)) is not None]
        if barred := self._barred(ctx):
            return barred
        if len({device.kind for device in devices}) > 1:
            usual = await self._at_this_hour(ctx, devices)
            return await self._have(ctx, usual, []) if usual else _asks("what", ctx)
        filled = {d.id: await of_thing(self._usuals, ctx, d, self._now()) for d in devices}
        known = [d for d in devices if filled[d.id] or _runs(d)]
        names = [name_in_sentence(d, self._home, ctx.language) for d in devices if d not in known]
        if not known:
            return _asks("how", ctx, name=joined(names, ctx.language))
        values = [each for d in known for each in filled[d.id]]
        result = await self._have(ctx, values, [d for d in known if _runs(d)])
        if not names or len(names) > SHORT:
            return result
        rest = fill(phrase_file("as_always")[ctx.language]["not_of"], name=joined(names, ctx.language))
        return beside(result, rest, ctx)

    @tool(
        phrases={
            "en": [f"{{rooms}} {usual}" for usual in _USUAL],
            "zh": [f"{{rooms}}{usual}" for usual in _USUAL_ZH],
        },
        by_phrase_only=True,
    )
    async def room_as_always(self, ctx: ToolContext, rooms: Annotated[Rooms, Targets()]) -> ToolResult:
        """Have rooms as this person usually has them at this hour."""
        if barred := self._barred(ctx):
            return barred
        filled = await self._at_this_hour(ctx, [d for d in self._home.devices.values() if d.room in rooms])
        if not filled:
            names = [room_in_sentence(room, self._home, ctx.language) for room in rooms]
            return _asks("how_room", ctx, name=joined(names, ctx.language))
        return await self._have(ctx, filled, [])

    @tool(
        phrases={
            "en": [*_USUAL, "do the usual"],
            "zh": [*_USUAL_ZH],
        },
        by_phrase_only=True,
    )
    async def all_as_always(self, ctx: ToolContext) -> ToolResult:
        """Have it as this person usually has it at this hour where they are."""
        if barred := self._barred(ctx):
            return barred
        if not _says_nothing_else(ctx.utterance.text):
            return _asks("not_now", ctx)
        place = ctx.utterance.place
        here = [d for d in self._home.devices.values() if not place or d.room == place]
        filled = await self._at_this_hour(ctx, here)
        return await self._have(ctx, filled, []) if filled else _asks("what", ctx)

    @tool(
        phrases={
            "en": ["turn off {things} (as|like) (always|usual)"],
            "zh": ["(跟|和|像)(平时|往常|平常)一样关闭{things}", "照常关闭{things}"],
        },
        by_phrase_only=True,
    )
    async def off_as_always(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn things off; how they are usually switched off is all the same."""
        return await carry_out(self._home, ctx, [Wish(thing, "on", False) for thing in things])

    async def _at_this_hour(self, ctx: ToolContext, devices: Sequence[Device]) -> list[Filled]:
        """What is told of these things, and what this person does with them at this hour of most days."""
        now, ids = self._now(), {device.id for device in devices}
        done = [happening for happening in self._usuals.done(ctx.utterance.speaker) or () if happening.device in ids]
        usual = unasked(regularly(regular(at_this_hour(done, now)), self._home, "why_hour", now), self._home, ctx)
        return first_of_each(await told_there(self._usuals, ctx, devices, now), usual)

    async def _have(self, ctx: ToolContext, filled: Sequence[Filled], starts: Sequence[Device]) -> ToolResult:
        settings = Habitual(tuple(filled)).wishes(self._home)
        begin = [_start_of(device) for device in starts]
        running = {wish.device for wish in begin}
        settings = [wish for wish in settings if wish.device not in running or wish.capability != "on"]
        if begin:
            result = await set_and_start(self._home, ctx, settings, begin)
        else:
            result = await carry_out(self._home, ctx, settings)
        done = {(wish.device, wish.capability) for wish in settings}
        used = [each for each in filled if (each.device, each.capability) in done]
        for each in used[-1:]:
            self._usuals.note(ctx, each)
        if len(used) <= SHORT:
            return with_filled(result, used, self._home, ctx)
        facts = {**result.facts, "filled": [each.as_fact() for each in used]}
        known = ToolResult(result.claim, result.say, facts, result.needs_proof)
        holds = result.claim in (Claim.DONE, Claim.ALREADY, Claim.STARTED)
        return beside(known, phrase_file("as_always")[ctx.language]["as_usual_here"], ctx) if holds else known

    def _barred(self, ctx: ToolContext) -> ToolResult | None:
        """Why nothing is guessed for whoever speaks; None where it may be."""
        if not knows_who(ctx.utterance.speaker):
            return _asks("for_members", ctx)
        return _asks("not_now", ctx) if ctx.careful else None


_ALONE = re.compile(
    r"as|like|always|usual|usually|the|way|i|we|want|have|do|it|is|how|every|day|before|please|make|set|just|again|"
    r"everything|all|same|mimosa|ok|okay|so|hey|and|now|my|can|could|you|one|more"
)
_ALONE_ZH = re.compile(
    "还是|老样子|[跟和像]|平时|往常|平常|以前|一样|[照按]|来|的|样子|习惯|旧|常|我|调|弄|设|成|那样|一切|"
    "请|就|吧|好|了|啊|呀|呗|行|都|帮|给|这里|这儿|今天|今晚|还|Mimosa"
)


def _says_nothing_else(text: str) -> bool:
    """Whether nothing is named beside: what is left over would be what is really meant."""
    rest = _ALONE_ZH.sub("", text) if not text.isascii() else text
    return all(_ALONE.fullmatch(word) for word in re.findall(r"[^\W_]+", rest.casefold()))


def _runs(device: Device) -> bool:
    """Whether it is a thing that is started to do its work, and has ended by itself since."""
    return device.kind in ("cooker", "vacuum") and _start_of(device).capability in device.capabilities


def _start_of(device: Device) -> Wish:
    return Wish(device.id, "start", None) if device.kind == "cooker" else Wish(device.id, "activity", "cleaning")


def _asks(key: str, ctx: ToolContext, **facts: str) -> ToolResult:
    """What is asked where nothing is known. It waits for no yes: whatever is said next is a wish of its own."""
    return ToolResult(Claim.REFUSED, fill(phrase_file("as_always")[ctx.language][key], **facts), {"commands": []})
