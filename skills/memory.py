"""What people like: remembered when they say so, told when they ask, used when they want it, forgotten at a word."""

import re
from collections.abc import Sequence
from typing import Annotated

from assistant.memory.preferences import MAX_WORDS, Preference, Preferences, PreferredValue
from assistant.tools import Claim, Quantity, Rooms, Targets, Things, ToolContext, ToolResult, Words, tool
from assistant.utterance import Language
from devices.command import Outcome, OutcomeKind, Reason
from devices.home import Home
from devices.wishes import fits
from skills.acting import Wish, carry_out, command_for
from skills.naming import joined, room_in_sentence
from skills.outcomes import told
from skills.surface import Services
from skills.wishes import state_in_words, subject_of
from skills.words import fill, phrase_file

_TIME = re.compile(
    r"\b(on (mon|tues|wednes|thurs|fri|satur|sun)day|(at|around|by) (\d|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|noon|midnight)|tomorrow|tonight|next week|\d\s?[ap]\.?m)\b|"
    r"(周|星期|礼拜)[一二三四五六日天]|[明后今]天|\d点|[一二三四五六七八九十两]点",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(i|we|my|our|the|he|she|it|they|you|that|to|not|this|his|her|there)\b|[我你他她它]|咱", re.IGNORECASE
)
_POINTING = re.compile(
    r"\b(this|that) (song|track|tune|album|artist|singer|movie|film|show|episode|book)\b|"
    r"这(首|部|本|个)(歌|曲|电影|片|书|节目)",
    re.IGNORECASE,
)
_NOTHING = frozenset(("", "that", "this", "it", "me", "这个", "那个", "它", "我"))
"""What is no statement by itself."""


def skill(services: Services) -> object:
    """The factory of this skill. Raises ValueError where nothing can be remembered."""
    if services.preferences is None:
        raise ValueError("there is no memory to keep preferences in")
    return Memory(services.home, services.preferences)


class Memory:
    """Preferences, for each person apart."""

    def __init__(self, home: Home, preferences: Preferences) -> None:
        self._home = home
        self._preferences = preferences

    @tool(
        phrases={
            "en": [
                "remember [that] i (like|prefer|want|love) {things} (at|to be) {degrees}",
                "remember [that] i (like|prefer|want|love) it {degrees} in {things}",
                "remember [that] {things} should be {degrees} [for me]",
                "my favourite temperature (in|for) {things} is {degrees}",
            ],
            "zh": [
                "记住我(喜欢|想要|希望){things}(是|在|保持|保持在){degrees}",
                "记住我(喜欢|想要|希望){things}{degrees}",
                "记住{things}要{degrees}",
            ],
        },
        by_phrase_only=True,
    )
    async def remember_temperature(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("target_temperature")],
        degrees: Annotated[float, Quantity("°C", 5, 35)],
    ) -> ToolResult:
        """Remember how warm this person likes a room or a thermostat."""
        return await self._remember_value(ctx, things, "target_temperature", degrees)

    @tool(
        phrases={
            "en": [
                "remember [that] i (like|prefer|want|love) {things} (at|to be) {percent}",
                "remember [that] {things} should be at {percent} [for me]",
            ],
            "zh": [
                "记住我(喜欢|想要|希望){things}(是|在|保持|保持在|调到){percent}",
                "记住{things}要{percent}",
            ],
        },
        by_phrase_only=True,
    )
    async def remember_brightness(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("brightness")],
        percent: Annotated[float, Quantity("%", 0, 100)],
    ) -> ToolResult:
        """Remember how bright this person likes lights."""
        return await self._remember_value(ctx, things, "brightness", percent)

    @tool(
        phrases={
            "en": ["remember [that] {words}", "keep in mind [that] {words}"],
            "zh": ["记住{words}", "帮我记住{words}"],
        },
        by_phrase_only=True,
    )
    async def remember(
        self, ctx: ToolContext, words: Annotated[str, Words("what to remember about the person")]
    ) -> ToolResult:
        """Remember something this person likes, in their own words."""
        kept = words.strip(" 。.!！,，:：")
        if is_appointment(kept):
            return _say(Claim.REFUSED, "no_calendar", ctx.language)
        if kept.lower() in _NOTHING or points_at_something(kept):
            return _say(Claim.REFUSED, "kept_nothing", ctx.language)
        if len(kept) > MAX_WORDS:
            return _say(Claim.REFUSED, "too_long", ctx.language, limit=str(MAX_WORDS))
        await self._preferences.remember(ctx.person, kept, ctx.language)
        return _say(Claim.DONE, "kept_words", ctx.language)

    @tool(
        phrases={
            "en": [
                "make {rooms} [just] (the way|how|as) i (like|want) it",
                "set {rooms} (the way|how|as) i (like|want) it",
                "{rooms} (the way|as) i like it",
            ],
            "zh": [
                "把{rooms}(弄|调|设)成我喜欢的样子",
                "{rooms}(调|弄|设)成我喜欢的样子",
                "按我喜欢的(来|方式)调{rooms}",
            ],
        }
    )
    async def apply_preferences(self, ctx: ToolContext, rooms: Annotated[Rooms, Targets(default="here")]) -> ToolResult:
        """Make rooms the way this person likes them, from what they told before."""
        inside = {d.id for d in self._home.devices.values() if d.room in rooms}
        liked = await self._preferences.of(ctx.person, sorted(inside))
        if not liked:
            named = joined([room_in_sentence(r, self._home, ctx.language) for r in rooms], ctx.language)
            return _say(Claim.REFUSED, "unknown_here", ctx.language, room=named)
        return await carry_out(self._home, ctx, [Wish(p.about, p.capability, p.value) for p in liked])

    @tool(
        phrases={
            "en": [
                "what do you (know|remember) about me",
                "what have i told you [about me]",
                "what do i like",
            ],
            "zh": ["你(知道|记得|了解)我(什么|哪些)", "你(知道|记得)(关于我的|我的)(什么|哪些)", "我喜欢什么"],
        },
        reads_only=True,
    )
    async def what_is_known(self, ctx: ToolContext) -> ToolResult:
        """Tell everything that is remembered about this person."""
        known = await self._preferences.of(ctx.person)
        if not known:
            return _say(Claim.ANSWER, "nothing_known", ctx.language)
        lines = [self._in_words(p, ctx.language) for p in known]
        return ToolResult(Claim.ANSWER, ("" if ctx.language == "zh" else " ").join(lines), {"known": len(known)})

    @tool(
        phrases={
            "en": ["forget (that|it)", "forget what i [just] (said|told you)", "do not remember that"],
            "zh": ["忘(掉|记)(这个|那个|它|吧)", "把(这个|那个|它)忘(掉|了|记)", "别记(这个|那个)"],
        },
        by_phrase_only=True,
    )
    async def forget_that(self, ctx: ToolContext) -> ToolResult:
        """Forget what this person last told to remember."""
        known = await self._preferences.of(ctx.person)
        if not known:
            return _say(Claim.REFUSED, "nothing_known", ctx.language)
        await self._preferences.forget(ctx.person, [known[-1].id])
        return _say(Claim.DONE, "forgot", ctx.language, what=self._in_words(known[-1], ctx.language))

    @tool(
        phrases={
            "en": ["forget everything [you know] [about me]", "forget all [about me]"],
            "zh": ["忘(掉|记)(一切|所有|全部)", "忘(掉|记)关于我的(一切|所有|全部)", "把我的(一切|所有)都忘(掉|了|记)"],
        },
        by_phrase_only=True,
    )
    async def forget_everything(self, ctx: ToolContext) -> ToolResult:
        """Forget everything this person ever told to remember; asks first."""
        known = await self._preferences.of(ctx.person)
        if not known:
            return _say(Claim.REFUSED, "nothing_known", ctx.language)
        if not ctx.confirmed:
            return _say(Claim.ASK, "ask_everything", ctx.language)
        await self._preferences.forget(ctx.person, [p.id for p in known])
        return _say(Claim.DONE, "forgot_everything", ctx.language)

    async def _remember_value(
        self, ctx: ToolContext, things: Sequence[str], capability: str, value: PreferredValue
    ) -> ToolResult:
        unfit = [o for o in (self._unfit(ctx, thing, capability, value) for thing in things) if o is not None]
        if unfit:
            return told(unfit, self._home, ctx.language)
        said = ctx.utterance.text[:MAX_WORDS]
        kept = [
            await self._preferences.remember(ctx.person, said, ctx.language, thing, capability, value)
            for thing in things
        ]
        if not kept:
            return _say(Claim.REFUSED, "kept_nothing", ctx.language)
        names = joined([self._name(p, ctx.language) for p in kept], ctx.language)
        return _say(Claim.DONE, "kept_value", ctx.language, name=names, state=self._state(kept[0], ctx.language))

    def _unfit(self, ctx: ToolContext, thing: str, capability: str, value: PreferredValue) -> Outcome | None:
        """How a command for it would end, where this thing cannot take it."""
        command = command_for(ctx, Wish(thing, capability, value))
        device = self._home.devices.get(thing)
        if device is None:
            return Outcome(OutcomeKind.FAILED, command, Reason.NO_SUCH_DEVICE)
        found = device.capabilities.get(capability)
        if found is None or not found.writable:
            return Outcome(OutcomeKind.FAILED, command, Reason.CANNOT_DO_THAT)
        if fits(found, value):
            return None
        return Outcome(OutcomeKind.FAILED, command, Reason.OUT_OF_RANGE, low=found.low, high=found.high)

    def _in_words(self, preference: Preference, language: Language) -> str:
        if not preference.capability:
            return fill(phrase_file("memory")[language]["words"], words=preference.words)
        template = phrase_file("memory")[language]["value"]
        return fill(template, name=self._name(preference, language), state=self._state(preference, language))

    def _name(self, preference: Preference, language: Language) -> str:
        device = self._home.devices.get(preference.about)
        return subject_of(device, preference.capability, self._home, language).name

    def _state(self, preference: Preference, language: Language) -> str:
        device = self._home.devices.get(preference.about)
        return state_in_words(device, preference.capability, preference.value, self._home, language)


def is_appointment(words: str) -> bool:
    """Whether the words name something at a time ("dinner on thursday") rather than state something about somebody."""
    return bool(_TIME.search(words)) and not _SUBJECT.match(words)


def points_at_something(words: str) -> bool:
    """Whether what is meant can only be seen or heard now ("this song"), and not be known later."""
    return bool(_POINTING.search(words))


def _say(claim: Claim, key: str, language: Language, **facts: str) -> ToolResult:
    return ToolResult(claim, fill(phrase_file("memory")[language][key], **facts))
