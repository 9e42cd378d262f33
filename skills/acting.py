"""How a skill changes the world: wishes become commands of this turn, and the outcomes become words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.tools import Claim, ToolContext, ToolResult
from devices.command import Command, Origin, Outcome, OutcomeKind
from devices.device import Value
from devices.home import Home
from skills.naming import joined, name_in_sentence
from skills.outcomes import Beside, told
from skills.overtaking import overtaken
from skills.prohibitions import objection, question
from skills.troubles import reasons_given, refusals_before
from skills.wishes import wish_in_brief
from skills.words import say


@dataclass(frozen=True, slots=True)
class Wish:
    """One capability of one device, as it should be; the value is absolute."""

    device: str
    capability: str
    value: Value
    swept: bool = False
    """A wish for everything includes it; neither it nor its kind was named."""
    undoes: str = ""
    """Id of the command that it takes back."""


_BARS = frozenset({OutcomeKind.ASK, OutcomeKind.REFUSED, OutcomeKind.FAILED})
"""Ends that a command can come to without being sent, and that keep all it belongs to from being sent."""

_SET = frozenset({OutcomeKind.DONE, OutcomeKind.ALREADY})
_RUNS = frozenset({OutcomeKind.DONE, OutcomeKind.STARTED})
"""Ends of a start with which its settings are told in the same sentence."""


async def carry_out(home: Home, ctx: ToolContext, wishes: Sequence[Wish]) -> ToolResult:
    """Have the wishes done together and tell how it went. No wishes: refused, and nothing is sent."""
    if against := _asked_first(home, ctx, wishes):
        return against
    before = refusals_before(home, [wish.device for wish in wishes])
    outcomes = await execute(home, ctx, wishes)
    return told(outcomes, home, ctx.language, await _beside(home, ctx, outcomes, before))


async def set_and_start(home: Home, ctx: ToolContext, settings: Sequence[Wish], starts: Sequence[Wish]) -> ToolResult:
    """Start things with settings as one act: while anything of it is refused or asked about, nothing is set.

    The settings come first; what did not take them is not started.
    """
    if not settings:
        return await carry_out(home, ctx, starts)
    if against := _asked_first(home, ctx, (*settings, *starts)):
        return against
    brief = [wish_in_brief(home.devices.get(w.device), w.capability, w.value, home, ctx.language) for w in settings]
    start = joined([part for part in dict.fromkeys(brief) if part], ctx.language, "list")
    weighed = home.weigh([command_for(ctx, wish) for wish in (*settings, *starts)])
    bars = [outcome for outcome in weighed if outcome is not None and outcome.kind in _BARS]
    if bars:
        return told(bars, home, ctx.language, Beside(ctx.utterance.at.astimezone(), start=start))
    before = refusals_before(home, [wish.device for wish in starts])
    chosen = await execute(home, ctx, settings)
    unready = {o.command.device for o in chosen if o.kind not in _SET}
    started = await execute(home, ctx, [wish for wish in starts if wish.device not in unready])
    beside = await _beside(home, ctx, (*chosen, *started), before, start)
    if started and not unready and all(o.kind in _RUNS for o in started):
        result = told(started, home, ctx.language, beside)
        return ToolResult(result.claim, result.say, told((*chosen, *started), home, ctx.language, beside).facts)
    news = [o for o in chosen if o.kind is not OutcomeKind.ALREADY]
    return told([*news, *started] or list(chosen), home, ctx.language, beside)


def _asked_first(home: Home, ctx: ToolContext, wishes: Sequence[Wish]) -> ToolResult | None:
    """The question before what somebody asked not to do unasked; None where there is none to ask.

    What the rules of the house say stands in front: their question or refusal is told with it.
    """
    found = objection(home, ctx, [(wish.device, wish.capability, wish.value) for wish in wishes])
    if found is None:
        return None
    weighed = home.weigh([command_for(ctx, wish) for wish in wishes])
    bars = [outcome for outcome in weighed if outcome is not None and outcome.kind in _BARS]
    if bars and not found[0].when.whom:
        return beside(told(bars, home, ctx.language), found[1], ctx, first=True)
    return question(*found, ctx.language)


async def _beside(
    home: Home, ctx: ToolContext, outcomes: Sequence[Outcome], before: Mapping[str, int], start: str = ""
) -> Beside:
    """What is known beside the outcomes: the time, who else was at it, and what the devices themselves say."""
    by = await overtaken(home, outcomes, ctx.language)
    return Beside(ctx.utterance.at.astimezone(), by, start, reasons_given(outcomes, home, before, ctx.language))


async def execute(home: Home, ctx: ToolContext, wishes: Sequence[Wish]) -> tuple[Outcome, ...]:
    """Have the wishes done together; the outcomes stand in the order of the wishes."""
    return await execute_commands(home, [command_for(ctx, wish) for wish in wishes])


async def execute_commands(home: Home, commands: Sequence[Command]) -> tuple[Outcome, ...]:
    """Have the commands done as one group; the outcomes stand in their order."""
    if not commands:
        return ()
    if len(commands) == 1:
        return (await home.execute(commands[0]),)
    return await home.execute_all(commands)


def command_for(ctx: ToolContext, wish: Wish) -> Command:
    """The wish as a command that carries who asked, in which turn and with which proof."""
    return Command(
        wish.device,
        wish.capability,
        wish.value,
        turn=ctx.turn,
        origin=origin_of(ctx),
        swept=wish.swept,
        undoes=wish.undoes,
    )


def origin_of(ctx: ToolContext) -> Origin:
    """Who asks, how they got here, and what they have proved."""
    speaker = ctx.utterance.speaker
    return Origin(
        person=speaker.person,
        role=speaker.role,
        surface="voice" if ctx.utterance.audio_s else "text",
        sentence=ctx.utterance.text,
        confirmed=ctx.confirmed,
        second_factor=ctx.second_factor,
        seat=speaker.seat,
        grants=speaker.grants,
    )


def nothing_changed(key: str, home: Home, ctx: ToolContext, things: Sequence[str] = (), **facts: str) -> ToolResult:
    """Refuse with a sentence of the phrase files; {name} is the things by name."""
    devices = [home.devices[t] for t in things if t in home.devices]
    names = [name_in_sentence(d, home, ctx.language) for d in devices]
    text = say(key, ctx.language, len(names) > 1, name=joined(names, ctx.language), **facts)
    return ToolResult(Claim.REFUSED, text, {"commands": []})


def beside(result: ToolResult, more: str, ctx: ToolContext, *, first: bool = False) -> ToolResult:
    """The result with a sentence beside, behind or before it; what it claims stays the same."""
    space = "" if ctx.language == "zh" else " "
    said = (more, result.say) if first else (result.say, more)
    return ToolResult(result.claim, space.join(filter(None, said)), result.facts, result.needs_proof)
