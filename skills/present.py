"""Present values, for wishes that start from what is ("brighter", "two degrees warmer")."""

from collections.abc import Callable, Sequence

from assistant.tools import Claim, ToolContext, ToolResult
from devices.device import Device
from devices.home import Home
from skills.acting import Wish, carry_out, nothing_changed
from skills.words import say


def number_now(home: Home, device_id: str, capability: str) -> float | None:
    """The present number of a capability; None where it is not known."""
    fact = home.fact(device_id, capability)
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return None
    return float(fact.value)


def is_off(home: Home, device_id: str) -> bool:
    """Whether the device says that it is off."""
    fact = home.fact(device_id, "on")
    return fact is not None and fact.value is False


def is_on(home: Home, device_id: str) -> bool:
    """Whether the device says that it is on."""
    fact = home.fact(device_id, "on")
    return fact is not None and fact.value is True


def within(device: Device | None, capability: str, value: float) -> float:
    """The value, or the nearest one that the capability takes."""
    found = device.capabilities.get(capability) if device else None
    low = found.low if found and found.low is not None else value
    high = found.high if found and found.high is not None else value
    return min(max(value, low), high)


async def change(
    home: Home,
    ctx: ToolContext,
    things: Sequence[str],
    capability: str,
    *,
    step: Callable[[str, float], float],
    start: Callable[[str], float | None],
) -> ToolResult:
    """Change a number by a step, made absolute from what is now.

    `step(thing, now)` gives the new value; `start(thing)` what is now, None where it is not known. What is not known
    is not changed, and the answer says so.
    """
    known = {thing: now for thing in things if (now := start(thing)) is not None}
    unknown = [thing for thing in things if thing not in known]
    if not known:
        return nothing_changed("value_unknown" if things else "no_things", home, ctx, things)
    wishes = [
        Wish(thing, capability, _tidy(within(home.devices.get(thing), capability, step(thing, now))))
        for thing, now in known.items()
    ]
    return _with_rest(await carry_out(home, ctx, wishes), unknown, home, ctx)


async def toggled(
    home: Home, ctx: ToolContext, things: Sequence[str], capability: str, swept: frozenset[str] = frozenset()
) -> ToolResult:
    """The other way round than each says it is, made absolute; what is not known is not touched, and is told.

    `swept`: those that were meant by "everything" alone.
    """
    known = {t: f.value for t in things if (f := home.fact(t, capability)) is not None and isinstance(f.value, bool)}
    if not known:
        return nothing_changed("value_unknown" if things else "no_things", home, ctx, things)
    wishes = [Wish(thing, capability, not now, swept=thing in swept) for thing, now in known.items()]
    result = await carry_out(home, ctx, wishes)
    unknown = [thing for thing in things if thing not in known]
    return _with_rest(result, unknown, home, ctx)


def _with_rest(result: ToolResult, unknown: Sequence[str], home: Home, ctx: ToolContext) -> ToolResult:
    """The result, and of what nothing is known."""
    if not unknown:
        return result
    rest = nothing_changed("value_unknown", home, ctx, unknown)
    space = "" if ctx.language == "zh" else " "
    return ToolResult(_weaker(result.claim), f"{result.say}{space}{rest.say}", result.facts, result.needs_proof)


def _weaker(claim: Claim) -> Claim:
    """A part was left undone: the whole is no success."""
    return Claim.REFUSED if claim in (Claim.DONE, Claim.ALREADY, Claim.STARTED, Claim.PENDING) else claim


def _tidy(value: float) -> int | float:
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded


def empty_handed(ctx: ToolContext) -> ToolResult:
    """The wish does not say what should become so."""
    return ToolResult(Claim.REFUSED, say("nothing_to_change", ctx.language), {"commands": []})
