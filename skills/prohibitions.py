"""What somebody asked not to be done unasked: such a wish is asked about first, whatever tool carries it out."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from assistant.memory.conditions import ALWAYS
from assistant.memory.preferences import HOUSEHOLD, Preference, Preferences
from assistant.tools import Claim, Tool, ToolContext, ToolResult
from assistant.understanding.mimo.known import is_stranger
from assistant.utterance import Language
from devices.device import Device, Value
from devices.home import Home
from skills.naming import name_in_sentence
from skills.televisions import is_television
from skills.when_words import when_in_words
from skills.whereabouts import states_now
from skills.words import fill, phrase_file

log = logging.getLogger(__name__)

DEEDS = ("vacuum", "mop", "music", "tv", "noise")
"""What a prohibition is about where it names no single thing."""

UNASKED = "unasked"
"""The capability that a prohibition is kept under; its value is the tool that is not to be called."""

_STARTING = frozenset(
    {"on", "playback", "media", "source", "activity", "clean_rooms", "clean_zone", "clean_zones",
     "spot", "start", "position",
     "brightness", "speed", "mode", "option", "open", "menu"}
)  # fmt: skip
"""Capabilities that set something going; all else only changes what runs."""
_RESTING = frozenset({"off", "paused", "idle", "stopped", "docked", "returning", "closed", "standby", "pause", "stop"})
_MOPPING = re.compile("mop|拖", re.IGNORECASE)
_NOISY = re.compile(
    r"wash|dryer|drier|tumble|blend|mixer|grind|hood|extractor|mower|compressor|sander|drill|fan heater|"
    "洗衣|烘干|洗碗|搅拌|料理机|豆浆机|破壁|油烟机|吸尘|割草",
    re.IGNORECASE,
)


class Prohibitions:
    """The household's own; read before every call that may change something."""

    def __init__(self, home: Home, preferences: Preferences, clock: Callable[[], datetime]) -> None:
        """`clock`: the present moment with the zone of the house."""
        self._home = home
        self._preferences = preferences
        self._clock = clock

    async def holding(self, role: str) -> tuple[Preference, ...]:
        """Those that hold now for somebody of this role, oldest first."""
        try:
            shared = await self._preferences.of(HOUSEHOLD)
        except (SQLAlchemyError, OSError) as error:
            log.error("what is not to be done unasked cannot be read: %s", error)
            return ()
        never = [kept for kept in shared if kept.sort == "never"]
        if not never:
            return ()
        now = self._clock()
        states = states_now(shared, self._home, now)
        return tuple(kept for kept in never if kept.when.holds(now, states, role))

    def before(self, tool: Tool) -> Tool:
        """The same tool; what it would do against a prohibition that holds is asked about first."""
        if tool.reads_only:
            return tool

        async def run(ctx: ToolContext, **arguments: Any) -> ToolResult:
            return await tool.run(replace(ctx, asked_not=await self.holding(ctx.utterance.speaker.role)), **arguments)

        return replace(tool, run=run)


def objection(home: Home, ctx: ToolContext, wishes: Sequence[tuple[str, str, Value]]) -> tuple[Preference, str] | None:
    """What was asked against one of these wishes (device, capability, value), in words; None where nothing was.

    Whoever said yes is not asked again, but for what is not for them at all. Strangers are not told when it holds:
    it may say who is out.
    """
    modes = [value for _, capability, value in wishes if capability == "cleaning_mode"]
    modes = modes or [fact.value for thing, *_ in wishes if (fact := home.fact(thing, "cleaning_mode")) is not None]
    mops = any(_MOPPING.search(str(mode)) for mode in modes)
    for kept in reversed(ctx.asked_not):
        if ctx.confirmed and not kept.when.whom:
            continue
        if any(_is_against(kept, home.devices.get(thing), part, value, mops=mops) for thing, part, value in wishes):
            words = phrase_file("told")[ctx.language]
            tells_when = kept.when != ALWAYS and not is_stranger(ctx.utterance.speaker)
            asked = fill(
                words["asked_not" if tells_when else "asked_not_ever"],
                when=when_in_words(kept.when, ctx.language),
                deed=deed_in_words(kept, home, ctx.language),
            )
            return kept, asked
    return None


def question(kept: Preference, asked: str, language: Language) -> ToolResult:
    """What is said in the place of doing it: a question, to a child that it is not for them."""
    words = phrase_file("told")[language]
    space = "" if language == "zh" else " "
    if kept.when.whom:
        return ToolResult(Claim.REFUSED, space.join((asked, words["ask_grown_up"])), {"against": kept.id})
    return ToolResult(Claim.ASK, space.join((asked, words["all_the_same"])), {"against": kept.id})


def deed_in_words(kept: Preference, home: Home, language: Language) -> str:
    """What is not to be done: "play music", "turn on the washing machine"."""
    words = phrase_file("told")[language]["deed"]
    if kept.about in DEEDS:
        return str(words[kept.about])
    device = home.devices.get(kept.about)
    name = name_in_sentence(device, home, language) if device else kept.about
    act = str(kept.value) if str(kept.value) in words else "turn_on"
    return fill(words[act], name=name)


def never_in_words(kept: Preference, home: Home, language: Language) -> str:
    """The whole prohibition, as it is told when it is kept and listed."""
    words = phrase_file("told")[language]
    when = when_in_words(kept.when, language)
    template = words["kept_children" if kept.when.whom else "kept_never" if when else "kept_never_ever"]
    return fill(template, when=when, deed=deed_in_words(kept, home, language))


def _is_against(kept: Preference, device: Device | None, capability: str, value: Value, *, mops: bool) -> bool:
    if device is None or not sets_going(capability, value):
        return False
    if kept.about not in DEEDS:
        return kept.about == device.id
    television = device.kind == "media_player" and is_television(device)
    return {
        "vacuum": device.kind == "vacuum",
        "mop": device.kind == "vacuum" and mops,
        "music": device.kind == "media_player" and not television,
        "tv": television,
        "noise": is_noisy(device),
    }[kept.about]


def is_noisy(device: Device) -> bool:
    """Whether it is heard through the house when it runs."""
    if device.kind in ("vacuum", "media_player", "lawn_mower", "siren", "washer", "dryer", "dishwasher"):
        return True
    return any(_NOISY.search(name) for name in (device.kind, device.flavour, device.name, *device.aliases))


def sets_going(capability: str, value: Value) -> bool:
    """Whether something begins to run, to play or to open with this value."""
    if capability not in _STARTING or value is False:
        return False
    if isinstance(value, str):
        return value.casefold() not in _RESTING
    return isinstance(value, bool) or not isinstance(value, int | float) or value > 0
