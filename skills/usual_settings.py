"""What a thing is set to that is only switched on: as whoever asks likes it, or usually has it."""

import re
from collections.abc import Iterator, Mapping

from assistant.tools import Things, ToolContext, ToolResult
from devices.command import OutcomeKind
from devices.device import Device, Shape
from devices.home import Home
from skills.acting import Wish, carry_out, command_for
from skills.present import is_off
from skills.sweeping import sweeps
from skills.usuals import Filled, Usuals, with_filled

_PARTS: Mapping[str, tuple[str, ...]] = {
    "light": ("brightness",),
    "climate": ("target_temperature",),
    "fan": ("speed",),
    "media_player": ("volume",),
    "humidifier": ("target_humidity",),
    "air_purifier": ("speed",),
}
"""What of each kind belongs to switching it on."""

_WASHES = re.compile(r"\b(wash|dish|laundry|dryer|drier|tumble)|洗衣机|洗碗机|烘干机|干衣机", re.IGNORECASE)
_PROGRAMME = re.compile(r"\b(program(me)?|cycle|mode|wash)\b|程序|模式|洗涤", re.IGNORECASE)
_SAID = re.compile(
    r"\d|\b(percent|degrees?|half|full|max\w*|min\w*|low|high|medium|loud|quiet|bright|dim)\b|%|°"
    r"|[一二三四五六七八九十两半百]+(度|档|级|成|点)|百分之|一半|最|低|高|亮一?点|暗一?点|大声|小声",
    re.IGNORECASE,
)
"""Something that says how it is to be, in this or another part of the sentence."""


async def switched_on(home: Home, usuals: Usuals | None, ctx: ToolContext, things: Things) -> ToolResult | None:
    """Switch these on as they are usually had; None where that is not known, or was said."""
    if usuals is None or sweeps(ctx.utterance.text) or _SAID.search(ctx.utterance.text):
        return None
    devices = [device for thing in things if (device := home.devices.get(thing)) is not None]
    if not devices or len(devices) < len(things) or not all(is_off(home, device.id) for device in devices):
        return None
    found = {device.id: await _usual_of(home, usuals, ctx, device) for device in devices}
    # Lights of which only some are at their usual brightness look like a fault.
    if not all(found[device.id] for device in devices if device.kind == "light"):
        return None
    filled = [each for usual in found.values() for each in usual]
    if not filled:
        return None
    lit = {each.device for each in filled if each.capability == "brightness"}
    on = [Wish(device.id, "on", True) for device in devices if device.id not in lit]
    wishes = [*on, *(Wish(each.device, each.capability, each.value) for each in filled)]
    return with_filled(await carry_out(home, ctx, wishes), filled, home, ctx)


async def _usual_of(home: Home, usuals: Usuals, ctx: ToolContext, device: Device) -> list[Filled]:
    """What is known of it; nothing that would be refused, or asked about first, and nothing that is so already."""
    found = [await usuals.usual(ctx, part_of, part) for part_of, part in _parts_of(home, device)]
    wished = [each for each in found if each is not None and each.value]
    weighed = home.weigh([command_for(ctx, Wish(each.device, each.capability, each.value)) for each in wished])
    lit = OutcomeKind.ALREADY if device.kind == "light" else None
    return [each for each, bar in zip(wished, weighed, strict=True) if bar is None or bar.kind is lit]


def _parts_of(home: Home, device: Device) -> Iterator[tuple[Device, str]]:
    for part in _PARTS.get(device.kind, ()):
        yield device, part
    if any(_WASHES.search(name) for name in (device.name, *device.aliases)):
        for name, known in device.capabilities.items():
            if known.shape is Shape.CHOICE and known.writable and _PROGRAMME.search(name):
                yield device, name
        for select in home.devices.values():
            if select.kind in ("select", "input_select") and _is_called_after(select, device):
                yield select, "option"


def _is_called_after(select: Device, device: Device) -> bool:
    """Whether it chooses the programme of that machine: its name is the machine's with "programme" or so behind."""
    names = [(own.casefold(), its.casefold()) for own in _names(select) for its in _names(device)]
    return any(own.startswith(its) and _PROGRAMME.search(own[len(its) :]) for own, its in names)


def _names(device: Device) -> tuple[str, ...]:
    return (device.name, *device.aliases)
