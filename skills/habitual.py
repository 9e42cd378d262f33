"""What somebody usually has or does, as wishes: of one thing, of a place at this hour, or after a saying."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.memory.habits import Usual
from assistant.memory.occasions import Regular
from assistant.tools import ToolContext
from assistant.utterance import LANGUAGES, Language
from devices.command import OutcomeKind
from devices.device import Device
from devices.home import Home
from skills.acting import Wish, command_for
from skills.harmless import may_be_done, usual_parts
from skills.usuals import Filled, Usuals
from skills.words import fill, phrase_file

Why = Literal["why_after", "why_hour"]

_EITHER = (("color", "color_temperature"), ("position", "open"))
"""Of these only one can be meant; the later one of two told or learnt values is."""

_OFF = (False, "off")
_BARS = frozenset({OutcomeKind.ASK, OutcomeKind.REFUSED})


@dataclass(frozen=True, slots=True)
class Habitual:
    """Values that were not said, of which something is known."""

    filled: tuple[Filled, ...]

    def wishes(self, home: Home) -> list[Wish]:
        """Each thing switched on first where its values need that; what is off takes nothing else."""
        found: list[Wish] = []
        for device in dict.fromkeys(each.device for each in self.filled):
            found += _of_one(home.devices.get(device), [f for f in self.filled if f.device == device])
        return found


async def of_thing(usuals: Usuals, ctx: ToolContext, device: Device, now: datetime) -> list[Filled]:
    """What this person usually has it at here and now: what they told first, then what they chose."""
    parts = [part for part in usual_parts(device) if may_be_done(device, part, None, now)]
    found = {part: each for part in parts if (each := await usuals.known(ctx, device, part)) is not None}
    for one, other in _EITHER:
        if one in found and other in found:
            del found[other if found[one].because == "told" or found[other].because != "told" else one]
    values = [each for each in found.values() if may_be_done(device, each.capability, each.value, now)]
    on = await usuals.known(ctx, device, "on") if "on" in device.capabilities else None
    if on is not None and may_be_done(device, "on", on.value, now) and (on.value is False or not values):
        return [on] if not any(each.because == "told" for each in values) else values
    return values


async def told_there(usuals: Usuals, ctx: ToolContext, devices: Iterable[Device], now: datetime) -> list[Filled]:
    """What was told of any of these things, as far as it holds now."""
    found = [
        await usuals.told(ctx, device, part)
        for device in devices
        for part in ("on", *usual_parts(device))
        if part in device.capabilities
    ]
    return [each for each in found if each is not None and may_be_done_so(each, devices, now)]


def may_be_done_so(filled: Filled, devices: Iterable[Device], now: datetime) -> bool:
    """Whether it may be done because it is usual."""
    device = next((each for each in devices if each.id == filled.device), None)
    return device is not None and may_be_done(device, filled.capability, filled.value, now)


def regularly(found: Sequence[Regular], home: Home, why: Why, now: datetime) -> list[Filled]:
    """What is done on most occasions, as far as it may be done because it is usual."""
    harmless = [
        each
        for each in found
        if (device := home.devices.get(each.device)) is not None
        and may_be_done(device, each.action, each.value, now)
        and each.value is not None
    ]
    return [
        Filled(
            each.device,
            each.action,
            each.value,
            "habit",
            _words("did", each),
            in_full=_words(why, each),
        )
        for each in harmless
    ]


def unasked(filled: Sequence[Filled], home: Home, ctx: ToolContext) -> list[Filled]:
    """Those that the rules of the house would not ask about or refuse: a habit is no reason to be asked."""
    weighed = home.weigh([command_for(ctx, Wish(each.device, each.capability, each.value)) for each in filled])
    return [each for each, bar in zip(filled, weighed, strict=True) if bar is None or bar.kind not in _BARS]


def first_of_each(*sorts: Iterable[Filled]) -> list[Filled]:
    """Of each part of each thing the first that is known."""
    found: dict[tuple[str, str], Filled] = {}
    for filled in (each for sort in sorts for each in sort):
        found.setdefault((filled.device, filled.capability), filled)
    return list(found.values())


def _of_one(device: Device | None, filled: Sequence[Filled]) -> list[Wish]:
    ends = [each for each in filled if each.capability in ("on", "mode") and each.value in _OFF]
    chosen = ends[:1] or filled
    wishes = [Wish(each.device, each.capability, each.value) for each in chosen if each.capability != "on"]
    switch = next((each for each in chosen if each.capability == "on"), None)
    if switch is not None and switch.value is False:
        return [Wish(switch.device, "on", False)]
    lit = any(wish.capability == "brightness" for wish in wishes)
    needs = device is not None and "on" in device.capabilities and not ends and not lit
    return [Wish(device.id, "on", True), *wishes] if needs and device is not None else wishes


def _words(key: str, counted: Regular | Usual) -> dict[Language, str]:
    told: Mapping[str, str] = {"times": str(counted.times), "of": str(counted.of)}
    return {each: fill(phrase_file("as_always")[each][key], **told) for each in LANGUAGES}
