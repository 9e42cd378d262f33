"""Why a value stands in a command that nobody said: in words, from what is in the database now."""

from datetime import datetime

from assistant.memory.preferences import Preferences
from assistant.tools import ToolContext
from devices.home import Home
from skills.memory_words import preference_in_words
from skills.usuals import Usuals, knows_who
from skills.wishes import value_in_words
from skills.words import capitalised, fill, phrase_file


async def filled_words(usuals: Usuals | None, home: Home, ctx: ToolContext, turn: str = "") -> list[str]:
    """One sentence where a value was filled in for whoever speaks in that turn (empty: in whichever); else none."""
    found = await usuals.last(ctx, home) if usuals is not None else None
    if found is None or turn not in ("", found[0].turn):
        return []
    filled, words = found
    if filled.in_full:
        return [filled.in_full[ctx.language]]
    value = value_in_words(home.devices[filled.device], filled.capability, filled.value, home, ctx.language)
    template = phrase_file("memory")[ctx.language]["filled_from_words" if words else "filled"]
    return [capitalised(fill(template, value=value, why=filled.say[ctx.language], words=words))]


async def told_since(preferences: Preferences | None, home: Home, ctx: ToolContext, since: datetime | None) -> str:
    """What whoever speaks told last in this conversation, where nothing was done since (None: ever); else empty."""
    if preferences is None or not ctx.wished or not knows_who(ctx.utterance.speaker):
        return ""
    told = [kept for kept in await preferences.of(ctx.person) if since is None or kept.since > since]
    if not told:
        return ""
    words = phrase_file("memory")[ctx.language]
    say = preference_in_words(told[-1], home, ctx.language)
    return say if not told[-1].capability else words["join_told"].format(say=say, words=told[-1].words)
