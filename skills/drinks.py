"""Coffee and tea: how somebody likes them, set on the machine that has such a choice before it starts."""

import re
from collections.abc import Mapping
from typing import Annotated

from assistant.memory.preferences import MAX_WORDS, Preferences
from assistant.tools import Choice, Claim, Targets, Things, ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from devices.device import Device, Shape
from devices.home import Home
from skills.acting import Wish, set_and_start
from skills.keeping_likings import KeepingLikings
from skills.naming import name_in_sentence
from skills.surface import Services
from skills.usuals import Usuals, knows_who, with_filled
from skills.values import in_words
from skills.words import fill, phrase_file

DRINK = Choice(
    {
        "coffee": {
            "en": ("coffee", "a coffee", "espresso", "an espresso", "cappuccino", "latte", "americano"),
            "zh": ("咖啡", "浓缩咖啡", "杯咖啡", "拿铁", "卡布奇诺", "美式"),
        },
        "tea": {"en": ("tea", "a tea"), "zh": ("茶", "杯茶")},
    }
)

_MACHINES: Mapping[str, re.Pattern[str]] = {
    "coffee": re.compile(r"\b(coffee|espresso|barista|brewer)|咖啡|浓缩", re.IGNORECASE),
    "tea": re.compile(r"\btea\b|茶", re.IGNORECASE),
}
_OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    "strong": ("strong", "extra strong", "very strong", "intense", "bold", "dark", "high", "浓", "浓郁", "强"),
    "medium": ("medium", "normal", "regular", "standard", "balanced", "中", "标准", "普通", "适中"),
    "mild": ("mild", "weak", "light", "thin", "soft", "low", "淡", "清淡", "弱"),
    "hot": ("hot", "very hot", "烫", "热"),
}
"""What machines call it, and what people do."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None or services.usuals is None:
        raise ValueError("there is no memory to keep preferences in")
    return Drinks(services, services.preferences, services.usuals)


class Drinks:
    """How people like their coffee, and making it so."""

    def __init__(self, services: Services, preferences: Preferences, usuals: Usuals) -> None:
        self._home = services.home
        self._preferences = preferences
        self._usuals = usuals
        self._keeping = KeepingLikings(services, preferences)

    @tool(
        phrases={
            "en": ["(i|we) (like|take|drink|prefer) my {drink} {how}"],
            "zh": ["我的{drink}要{how}", "我喜欢{drink}{how}"],
        },
        by_phrase_only=True,
    )
    async def like_drink(
        self,
        ctx: ToolContext,
        drink: Annotated[str, DRINK],
        how: Annotated[str, Words("how it is liked: strong, mild, with milk")],
        told_when: Annotated[str, Words("the whole sentence, where it says when it is liked so")] = "",
    ) -> ToolResult:
        """Remember how somebody likes their coffee or tea: on the machine where it has such a choice, else in words."""
        if not knows_who(ctx.utterance.speaker):
            return ToolResult(Claim.REFUSED, str(phrase_file("memory")[ctx.language]["not_for_guests"]))
        words = {"drink": str(phrase_file("told")[ctx.language]["drink"][drink]), "how": how}
        found = next(iter(settings_of(self._home, drink, how)), None)
        if found is None:
            await self._preferences.remember(ctx.person, ctx.utterance.text[:MAX_WORDS], ctx.language)
            return _say(Claim.DONE, "kept_drink_words", ctx.language, **words)
        device, capability, choice = found
        kept = await self._keeping.keep(ctx, (device.id,), capability, choice, None, told_when)
        if kept.claim is not Claim.DONE:
            return kept
        state = in_words(choice, device.capabilities[capability], ctx.language)
        name = name_in_sentence(device, self._home, ctx.language)
        return _say(Claim.DONE, "kept_drink", ctx.language, **words, name=name, state=state)

    @tool(
        phrases={
            "en": ["(make|brew) [me] [some] {drink}", "(make|brew) [me] [some] {drink} with {things}"],
            "zh": ["(煮|冲|泡|做|来)[一]{drink}", "用{things}(煮|冲|泡|做)[一]{drink}"],
        },
        by_phrase_only=True,
    )
    async def make_drink(
        self,
        ctx: ToolContext,
        drink: Annotated[str, DRINK],
        things: Annotated[Things, Targets("on", ("switch", "plug", "coffee_machine", "kettle"))] = (),
    ) -> ToolResult:
        """Start the machine for coffee or tea, set as this person likes it."""
        machines = things or tuple(d.id for d in machines_for(self._home, drink) if "on" in d.capabilities)
        if not machines:
            return _say(Claim.REFUSED, f"no_machine_{drink}", ctx.language)
        return await brew(self._home, self._usuals, ctx, machines[:1] if not things else machines)


async def brew(home: Home, usuals: Usuals, ctx: ToolContext, machines: Things) -> ToolResult:
    """Start machines, what is liked set first; said briefly."""
    filled = []
    for machine in machines:
        for device, capability in _choices_beside(home, machine):
            usual = await usuals.usual(ctx, device, capability)
            filled += [usual] if usual is not None else []
    settings = [Wish(each.device, each.capability, each.value) for each in filled]
    result = await set_and_start(home, ctx, settings, [Wish(machine, "on", True) for machine in machines])
    return with_filled(result, filled, home, ctx)


def makes_drinks(home: Home, things: Things) -> bool:
    """Whether these are machines for coffee or tea, with a choice that could be liked."""
    return bool(things) and all(_choices_beside(home, thing) for thing in things)


def machines_for(home: Home, drink: str) -> list[Device]:
    """Everything in whose name the drink stands."""
    called = _MACHINES[drink]
    return [d for d in home.devices.values() if any(called.search(name) for name in (d.name, *d.aliases))]


def settings_of(home: Home, drink: str, how: str) -> list[tuple[Device, str, str]]:
    """Device, capability and its own word for what is liked."""
    wanted = _plain(how)
    known = {word for words in _OWN_WORDS.values() if wanted in words for word in words} | {wanted}
    return [
        (device, name, choice)
        for device in machines_for(home, drink)
        for name, capability in device.capabilities.items()
        if capability.shape is Shape.CHOICE and capability.writable
        for choice in capability.choices
        if choice.casefold().replace("_", " ") in known
    ]


def _choices_beside(home: Home, machine: str) -> list[tuple[Device, str]]:
    """Choices of this machine and of what is called after the same drink."""
    own = home.devices.get(machine)
    drinks = [drink for drink in _MACHINES if own is not None and own in machines_for(home, drink)]
    return [
        (device, name)
        for drink in drinks
        for device in machines_for(home, drink)
        for name, capability in device.capabilities.items()
        if capability.shape is Shape.CHOICE and capability.writable and name not in ("on", "mode")
    ]


def _plain(how: str) -> str:
    said = re.sub(r"^(rather|quite|very|really) |(一?点儿?|一?些)?的?$", "", how.casefold().strip())
    return said.strip()


def _say(claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, fill(phrase_file("told")[language][key], **facts))
