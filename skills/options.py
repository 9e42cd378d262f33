"""Programmes, modes and levels of appliances: what is chosen from a list of their own, and what is a bare number."""

import re
from typing import Annotated

from assistant.tools import Quantity, Targets, Things, ToolContext, ToolResult, Words, tool
from skills.acting import Wish, carry_out
from skills.surface import Services

LEVEL = Quantity("", -1000, 10_000)
"""A number without a unit; what it may be stands in each device's own range."""

_MARKS = re.compile(r"[\s_\-.]+")


class Options:
    """Selectors, numbers, and the modes of water heaters."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["set {things} to {option}", "{things} to {option}", "put {things} on {option}"],
            "zh": ["{things}(调到|换到|切换到|切到|选|改成|设为|换成){option}"],
        }
    )
    async def choose_option(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("option", ("select", "input_select"))],
        option: Annotated[str, Words("one of the choices, as the device calls it", short=True)],
    ) -> ToolResult:
        """Choose one of the programmes or options that a device offers."""
        return await self._chosen(ctx, things, "option", option)

    @tool(
        phrases={
            "en": ["set {things} to {mode} [mode]", "{things} to {mode} [mode]", "put {things} on {mode} [mode]"],
            "zh": ["{things}(调到|换到|切换到|切到|改成|设为|换成){mode}[模式]"],
        }
    )
    async def set_heater_mode(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("mode", ("water_heater",))],
        mode: Annotated[str, Words("one of the modes, as the water heater calls it", short=True)],
    ) -> ToolResult:
        """Set how a water heater works: economically, fast, off."""
        return await self._chosen(ctx, things, "mode", mode)

    @tool(
        phrases={
            "en": ["set {things} to {value}", "{things} to {value}", "{things} {value}"],
            "zh": ["{things}(调到|设为|改成|设成){value}", "{things}{value}"],
        }
    )
    async def set_number(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("value", ("number", "input_number"))],
        value: Annotated[float, LEVEL],
    ) -> ToolResult:
        """Set a number that a device has, within its own range."""
        return await carry_out(self._home, ctx, [Wish(thing, "value", value) for thing in things])

    async def _chosen(self, ctx: ToolContext, things: Things, ability: str, said: str) -> ToolResult:
        wishes = [Wish(thing, ability, self._own_word(thing, ability, said)) for thing in things]
        return await carry_out(self._home, ctx, wishes)

    def _own_word(self, thing: str, ability: str, said: str) -> str:
        """What the device calls this choice; what was said where it has none such, which it then refuses."""
        device = self._home.devices.get(thing)
        capability = device.capabilities.get(ability) if device else None
        by_name = {_plain(choice): choice for choice in (capability.choices if capability else ())}
        wanted = _plain(said)
        near = [choice for name, choice in by_name.items() if _is_meant(wanted, name)]
        return by_name.get(wanted) or (near[0] if len(near) == 1 else said.strip())


def _is_meant(wanted: str, name: str) -> bool:
    """Whether whole words of a choice were said, which no number and no "off" is: "wool" for "wool and silk"."""
    if not wanted or wanted in ("on", "off", "开", "关") or wanted.isdecimal():
        return False
    if wanted.isascii():
        return set(wanted.split()) <= set(name.split())
    return len(wanted) > 1 and name.startswith(wanted)


def _plain(name: str) -> str:
    return _MARKS.sub(" ", name).strip().casefold()


def skill(services: Services) -> Options:
    """Make the skill."""
    return Options(services)
