"""Rice cookers: what is cooked, how and until when; stopping and keeping warm."""

from typing import Annotated

from assistant.tools import Choice, Claim, Quantity, Targets, Things, ToolContext, ToolResult, tool
from devices.command import Outcome, OutcomeKind
from devices.device import Device, Value
from skills.acting import Wish, beside, carry_out, command_for, nothing_changed, set_and_start
from skills.cooker_times import LAST_MINUTE, STANDS_AT_MOST, Ready, as_said, delay_until, moment_of
from skills.outcomes import told
from skills.surface import Services
from skills.usuals import with_filled
from skills.values import duration
from skills.words import say

Cookers = Annotated[Things, Targets("start", ("cooker",), default="only")]

MENU = Choice(
    {
        "fine": {"en": ("fine rice", "rice", "white rice"), "zh": ("精煮", "米饭", "精煮饭", "煮饭", "白米饭")},
        "quick": {"en": ("quick rice", "quick", "fast rice"), "zh": ("快煮", "快速煮饭", "快煮饭", "快速")},
        "congee": {"en": ("congee", "porridge", "rice porridge"), "zh": ("粥", "煮粥", "稀饭", "白粥")},
        "steam": {"en": ("steam", "steamed", "steaming", "dumplings"), "zh": ("蒸", "蒸煮", "清蒸")},
        "cake": {"en": ("cake",), "zh": ("蛋糕", "烤蛋糕")},
        "yogurt": {"en": ("yogurt", "yoghurt"), "zh": ("酸奶",)},
        "sweet": {"en": ("sweet rice", "sticky rice"), "zh": ("甜饭", "糯米饭", "八宝饭")},
        "reheat": {"en": ("reheat", "reheating"), "zh": ("加热", "热饭", "再加热")},
        "soup": {"en": ("soup", "stew"), "zh": ("汤", "煲汤", "炖汤")},
    }
)
TASTE = Choice(
    {
        "soft": {"en": ("soft", "softer"), "zh": ("软一点", "软", "偏软", "软糯")},
        "fit": {"en": ("medium", "regular", "just right"), "zh": ("适中", "正好", "标准口感")},
        "hard": {"en": ("hard", "firm", "chewy", "al dente"), "zh": ("硬一点", "硬", "偏硬", "有嚼劲")},
    }
)
OWN_TASTE = {"soft": ("soft",), "fit": ("fit", "medium", "normal", "standard"), "hard": ("hard", "firm")}

PLAIN_RICE = (None, "fine", "quick")
"""Menus for which it is asked how soft the rice shall be."""

SET = (Claim.DONE, Claim.ALREADY)

COOK_TIME = Quantity("min", 1, 1440)
CLOCK = Quantity("clock", 0, LAST_MINUTE)
HOUR = Quantity("h of the day", 0, 24)

STARTING_EN = ("start {things}", "start {things} {menu}", "cook {menu} {things}", "make {menu} {things}")
STARTING_ZH = ("{things}煮{menu}", "煮{menu}", "{things}做{menu}", "{things}开始{menu}", "开始{menu}")


class Cooker:
    """What a rice cooker does."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._clock = services.clock
        self._usuals = services.usuals

    @tool(
        phrases={
            "en": [
                *STARTING_EN,
                "cook {things}",
                "turn on {things}",
                "turn on {things} {menu}",
                *(f"{start} for {{minutes}}" for start in STARTING_EN),
                *(f"{start} [to be] ready (at|by) {{clock}}" for start in STARTING_EN),
                *(f"{start} [to be] ready (at|by) {{hour}}" for start in STARTING_EN),
                *(f"{start} [to be] ready in {{within}}" for start in STARTING_EN),
                *(f"{start} (for|by) {{clock}}" for start in STARTING_EN),
                "have {menu} ready (at|by|for) {clock} {things}",
                "have {menu} ready (at|by|for) {hour} {things}",
                "have {menu} ready in {within} {things}",
                "[start|cook|make] {menu} (as|like) (always|usual) {things}",
                "{menu} the usual [way] {things}",
            ],
            "zh": [
                "开始{things}",
                "打开{things}",
                "{things}开始煮",
                "{things}开始煮{menu}",
                *STARTING_ZH,
                "煮饭",
                "开始煮饭",
                "{menu}",
                *(f"{start}{{minutes}}" for start in STARTING_ZH),
                *(f"{start}{{clock}}(煮好|做好|好|吃)" for start in STARTING_ZH),
                *(f"{start}{{within}}(后煮好|以后煮好|之后煮好|后做好|后好|后吃)" for start in STARTING_ZH),
                "{clock}煮好{menu}",
                "{within}后煮好{menu}",
                "[煮]{menu}{things}(老样子|照旧)",
                "煮饭(老样子|照旧)",
                "{menu}{things}(跟|和|像)(平时|往常)一样",
            ],
        }
    )
    async def start_cooker(
        self,
        ctx: ToolContext,
        things: Cookers,
        menu: Annotated[str | None, MENU] = None,
        taste: Annotated[str | None, TASTE] = None,
        minutes: Annotated[float | None, COOK_TIME] = None,
        clock: Annotated[float | None, CLOCK] = None,
        hour: Annotated[float | None, HOUR] = None,
        within: Annotated[float | None, COOK_TIME] = None,
    ) -> ToolResult:
        """Start rice cookers: a menu, softer or harder, for how long, and ready at a time of day or in so many minutes.

        `clock` is minutes after midnight, `hour` an hour of the day, `minutes` how long it cooks, `within` in how many
        minutes it is to be ready. All of it is one act: while it is asked about, nothing is set.
        """
        ready = as_said(Ready(clock, hour, within), ctx.utterance.text)
        settings: list[Wish] = []
        usual = (
            await self._usuals.all_usual(ctx, self._home, things, "taste")
            if self._usuals and taste is None and menu in PLAIN_RICE
            else []
        )
        for thing in things:
            device = self._home.devices.get(thing)
            lacking = _lacking(device, menu=menu, taste=taste, minutes=minutes, ready=ready)
            if lacking:
                return nothing_changed(f"cooker_no_{lacking}", self._home, ctx, [thing])
            if device is not None:
                settings += self._settings(device, menu, taste, minutes, ready)
        settings += [Wish(filled.device, filled.capability, filled.value) for filled in usual]
        result = await set_and_start(self._home, ctx, settings, [Wish(thing, "start", None) for thing in things])
        result = with_filled(result, usual, self._home, ctx)
        return self._with_caution(result, things, minutes, ready, ctx)

    @tool(
        phrases={
            "en": [
                "stop {things}",
                "cancel {things}",
                "turn off {things}",
                "stop cooking {things}",
                "cancel cooking {things}",
                "abort {things}",
                "cancel [the] (rice|congee|porridge|cooking)",
            ],
            "zh": [
                "停止{things}",
                "取消{things}",
                "关闭{things}",
                "停止煮饭{things}",
                "别煮了{things}",
                "取消煮饭",
                "取消煮粥",
                "不煮了",
            ],
        }
    )
    async def cancel_cooker(
        self, ctx: ToolContext, things: Annotated[Things, Targets("cancel", ("cooker",), default="only")]
    ) -> ToolResult:
        """Stop rice cookers."""
        cooking = [thing for thing in things if not self._rests(thing)]
        if things and not cooking:
            resting = [Outcome(OutcomeKind.ALREADY, command_for(ctx, Wish(thing, "cancel", None))) for thing in things]
            return told(resting, self._home, ctx.language)
        return await carry_out(self._home, ctx, [Wish(thing, "cancel", None) for thing in cooking])

    @tool(
        phrases={
            "en": [
                "keep [the] (rice|food|congee) warm {things}",
                "keep {things} warm",
                "set {things} to keep warm",
                "turn on keep warm {things}",
                "keep [the] (rice|food|congee) warm for {minutes} {things}",
                "keep {things} warm for {minutes}",
            ],
            "zh": [
                "{things}保温",
                "打开{things}保温",
                "{things}打开保温",
                "{things}开始保温",
                "{things}保温{minutes}",
                "保温{minutes}",
            ],
        }
    )
    async def keep_warm(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("keep_warm", ("cooker",), default="only")],
        minutes: Annotated[float | None, COOK_TIME] = None,
    ) -> ToolResult:
        """Let rice cookers keep the food warm, for so many minutes where they are said."""
        wishes = [Wish(t, "keep_warm", True) for t in things if minutes is None or not self._is(t, "keep_warm", True)]
        if minutes is not None:
            unable = [t for t in things if not _can(self._home.devices.get(t), "keep_warm_minutes")]
            if unable:
                return nothing_changed("cooker_no_keep_warm_minutes", self._home, ctx, unable)
            wishes += [Wish(thing, "keep_warm_minutes", int(minutes)) for thing in things]
        result = await carry_out(self._home, ctx, wishes)
        is_idle = bool(things) and all(self._is(thing, "status", "idle") for thing in things)
        return (
            beside(result, say("cooker_warm_later", ctx.language), ctx) if is_idle and result.claim in SET else result
        )

    @tool(
        phrases={
            "en": [
                "turn off keep warm {things}",
                "stop keeping [the] (rice|food) warm {things}",
                "stop keep warm {things}",
                "do not keep warm {things}",
            ],
            "zh": ["关闭{things}保温", "{things}关闭保温", "停止保温{things}"],
        }
    )
    async def stop_keeping_warm(
        self, ctx: ToolContext, things: Annotated[Things, Targets("keep_warm", ("cooker",), default="only")]
    ) -> ToolResult:
        """Let rice cookers no longer keep the food warm."""
        return await carry_out(self._home, ctx, [Wish(thing, "keep_warm", False) for thing in things])

    def _settings(
        self, device: Device, menu: str | None, taste: str | None, minutes: float | None, ready: Ready
    ) -> list[Wish]:
        """What is set before it starts; the menu first, as it brings a time of its own."""
        wishes: list[Wish] = []
        if menu is not None:
            wishes.append(Wish(device.id, "menu", _own_menu(device, menu)))
        if taste is not None:
            wishes.append(Wish(device.id, "taste", _own(device, "taste", OWN_TASTE[taste], taste)))
        if minutes is not None:
            wishes.append(Wish(device.id, "cook_minutes", int(minutes)))
        if ready.is_said:
            moment = moment_of(ready, self._clock())
            if _can(device, "finish_at"):
                wishes.append(Wish(device.id, "finish_at", moment.isoformat(timespec="minutes")))
            else:
                delay = delay_until(moment, self._clock(), self._cooks_for(device, minutes))
                wishes.append(Wish(device.id, "delay_minutes", delay))
        return wishes if ready.is_said else wishes + self._without_time(device)

    def _without_time(self, device: Device) -> list[Wish]:
        """What makes it forget a time of an earlier start, so that it begins at once."""
        left: dict[str, Value] = {"finish_at": "", "delay_minutes": 0}
        kept = [(n, none) for n, none in left.items() if n in device.capabilities and _can(device, n)]
        return [Wish(device.id, name, none) for name, none in kept if self._told(device.id, name) not in (None, none)]

    def _with_caution(
        self, result: ToolResult, things: Things, minutes: float | None, ready: Ready, ctx: ToolContext
    ) -> ToolResult:
        """Say what rice and water do that stand for long; once, with the question where one is asked."""
        devices = [self._home.devices[t] for t in things if t in self._home.devices]
        if not ready.is_said or not devices or ctx.confirmed or result.claim not in (Claim.ASK, Claim.STARTED):
            return result
        now = self._clock()
        stands = delay_until(moment_of(ready, now), now, self._cooks_for(devices[0], minutes))
        if stands <= STANDS_AT_MOST:
            return result
        caution = say("cooker_stands_long", ctx.language, time=duration(round(stands / 60) * 3600, ctx.language))
        return beside(result, caution, ctx, first=result.claim is Claim.ASK)

    def _rests(self, thing: str) -> bool:
        """Whether it says, at present, that there is nothing to cancel."""
        fact = self._home.fact(thing, "status")
        return fact is not None and fact.live and fact.value == "idle" and self._home.available(thing) is not False

    def _told(self, thing: str, capability: str) -> Value:
        fact = self._home.fact(thing, capability)
        return fact.value if fact is not None else None

    def _is(self, thing: str, capability: str, value: Value) -> bool:
        return self._told(thing, capability) == value

    def _cooks_for(self, device: Device, minutes: float | None) -> float:
        """How many minutes it cooks, as far as is known."""
        told = self._told(device.id, "cook_minutes")
        known = told if isinstance(told, int | float) else 0.0
        return minutes if minutes is not None else float(known)


def _lacking(device: Device | None, *, menu: str | None, taste: str | None, minutes: float | None, ready: Ready) -> str:
    """The first of these settings that the cooker does not have; empty where it has all that were wished."""
    asked = {"menu": menu is not None, "taste": taste is not None, "cook_minutes": minutes is not None}
    for name, wished in asked.items():
        if wished and not _can(device, name):
            return name
    finishes = _can(device, "finish_at") or _can(device, "delay_minutes")
    return "finish_at" if ready.is_said and not finishes else ""


def _can(device: Device | None, capability: str) -> bool:
    return device is None or (capability in device.capabilities and device.capabilities[capability].writable)


def _own_menu(device: Device, menu: str) -> str:
    """What the cooker calls this menu; the menu's own name where it has no such, which the cooker then refuses."""
    said = {form.casefold() for forms in MENU.words[menu].values() for form in forms} | {menu}
    return next((c for c in device.capabilities["menu"].choices if c.casefold().replace("_", " ") in said), menu)


def _own(device: Device, capability: str, words: tuple[str, ...], said: str) -> str:
    by_name = {choice.casefold(): choice for choice in device.capabilities[capability].choices}
    return next((by_name[word] for word in words if word in by_name), said)


def skill(services: Services) -> Cooker:
    """The factory of this skill."""
    return Cooker(services)
