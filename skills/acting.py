"""How a skill changes the world: wishes become commands of this turn, and the outcomes become words."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.tools import Claim, ToolContext, ToolResult
from devices.command import Command, Origin, Outcome
from devices.device import Value
from devices.home import Home
from skills.naming import joined, name_in_sentence
from skills.outcomes import told
from skills.words import say


@dataclass(frozen=True, slots=True)
class Wish:
    """One capability of one device, as it should be; the value is absolute."""

    device: str
    capability: str
    value: Value
    swept: bool = False
    """A wish for everything includes it; neither it nor its kind was named."""


async def carry_out(home: Home, ctx: ToolContext, wishes: Sequence[Wish]) -> ToolResult:
    """Have the wishes done together and tell how it went. No wishes: refused, and nothing is sent."""
    return told(await execute(home, ctx, wishes), home, ctx.language)


async def execute(home: Home, ctx: ToolContext, wishes: Sequence[Wish]) -> tuple[Outcome, ...]:
    """Have the wishes done together; the outcomes stand in the order of the wishes."""
    commands = [command_for(ctx, wish) for wish in wishes]
    if not commands:
        return ()
    if len(commands) == 1:
        return (await home.execute(commands[0]),)
    return await home.execute_all(commands)


def command_for(ctx: ToolContext, wish: Wish) -> Command:
    """The wish as a command that carries who asked, in which turn and with which proof."""
    speaker = ctx.utterance.speaker
    origin = Origin(
        person=speaker.person,
        role=speaker.role,
        surface="voice" if ctx.utterance.audio_s else "text",
        sentence=ctx.utterance.text,
        confirmed=ctx.confirmed,
        second_factor=ctx.second_factor,
        seat=speaker.seat,
    )
    return Command(wish.device, wish.capability, wish.value, turn=ctx.turn, origin=origin, swept=wish.swept)


def nothing_changed(key: str, home: Home, ctx: ToolContext, things: Sequence[str] = (), **facts: str) -> ToolResult:
    """Refuse with a sentence of the phrase files; {name} is the things by name."""
    devices = [home.devices[t] for t in things if t in home.devices]
    names = [name_in_sentence(d, home, ctx.language) for d in devices]
    text = say(key, ctx.language, len(names) > 1, name=joined(names, ctx.language), **facts)
    return ToolResult(Claim.REFUSED, text, {"commands": []})
