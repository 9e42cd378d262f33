"""Rice cookers: start a menu, stop, keep warm, and how long it still takes."""

from typing import Annotated

from assistant.tools import Choice, Targets, Things, ToolContext, ToolResult, tool
from devices.command import OutcomeKind
from skills.acting import Wish, carry_out, execute, nothing_changed
from skills.answers import Reply, answered
from skills.outcomes import told
from skills.surface import Services
from skills.values import duration
from skills.words import fill, section

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


class Cooker:
    """What a rice cooker does."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "start {things}",
                "start {things} {menu}",
                "cook {menu} {things}",
                "make {menu} {things}",
                "cook {things}",
                "turn on {things}",
                "turn on {things} {menu}",
            ],
            "zh": [
                "开始{things}",
                "打开{things}",
                "{things}开始{menu}",
                "{things}开始煮",
                "{things}开始煮{menu}",
                "煮{menu}",
                "{things}煮{menu}",
                "{things}做{menu}",
                "开始{menu}",
                "煮饭",
                "开始煮饭",
                "{menu}",
            ],
        }
    )
    async def start_cooker(
        self, ctx: ToolContext, things: Cookers, menu: Annotated[str | None, MENU] = None
    ) -> ToolResult:
        """Start rice cookers, with a menu or with the one they are set to."""
        if menu is None:
            return await carry_out(self._home, ctx, [Wish(thing, "start", None) for thing in things])
        chosen = await execute(self._home, ctx, [Wish(thing, "menu", self._own_menu(thing, menu)) for thing in things])
        ready = [o.command.device for o in chosen if o.kind in (OutcomeKind.DONE, OutcomeKind.ALREADY)]
        failed = [o for o in chosen if o.command.device not in ready]
        if not ready:
            return told(failed, self._home, ctx.language)
        started = await execute(self._home, ctx, [Wish(thing, "start", None) for thing in ready])
        return told([*(o for o in chosen if o.kind is not OutcomeKind.ALREADY), *started], self._home, ctx.language)

    @tool(
        phrases={
            "en": [
                "stop {things}",
                "cancel {things}",
                "turn off {things}",
                "stop cooking {things}",
                "cancel cooking {things}",
                "abort {things}",
            ],
            "zh": [
                "停止{things}",
                "取消{things}",
                "关闭{things}",
                "停止煮饭{things}",
                "别煮了{things}",
                "取消煮饭",
            ],
        }
    )
    async def cancel_cooker(
        self, ctx: ToolContext, things: Annotated[Things, Targets("cancel", ("cooker",), default="only")]
    ) -> ToolResult:
        """Stop rice cookers."""
        return await carry_out(self._home, ctx, [Wish(thing, "cancel", None) for thing in things])

    @tool(
        phrases={
            "en": [
                "keep [the] (rice|food) warm {things}",
                "keep {things} warm",
                "set {things} to keep warm",
                "turn on keep warm {things}",
            ],
            "zh": ["{things}保温", "打开{things}保温", "{things}打开保温", "{things}开始保温"],
        }
    )
    async def keep_warm(
        self, ctx: ToolContext, things: Annotated[Things, Targets("keep_warm", ("cooker",), default="only")]
    ) -> ToolResult:
        """Let rice cookers keep the food warm."""
        return await carry_out(self._home, ctx, [Wish(thing, "keep_warm", True) for thing in things])

    @tool(
        phrases={
            "en": [
                "turn off keep warm {things}",
                "stop keeping [the] (rice|food) warm {things}",
                "stop keep warm {things}",
            ],
            "zh": ["关闭{things}保温", "{things}关闭保温", "停止保温{things}"],
        }
    )
    async def stop_keeping_warm(
        self, ctx: ToolContext, things: Annotated[Things, Targets("keep_warm", ("cooker",), default="only")]
    ) -> ToolResult:
        """Let rice cookers no longer keep the food warm."""
        return await carry_out(self._home, ctx, [Wish(thing, "keep_warm", False) for thing in things])

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how long [does|will] {things} [still] (take|need|have left)",
                "how much time [is] left (on|for|in) {things}",
                "how (long|much time) [is] left {things}",
                "when is {things} (done|ready|finished)",
                "when will {things} be (done|ready|finished)",
                "when is [the] rice (done|ready|finished)",
                "how long until [the] rice [is] (done|ready|finished)",
            ],
            "zh": [
                "{things}还要多久",
                "{things}还有多久",
                "{things}还剩多少时间",
                "{things}什么时候好",
                "饭还要多久",
                "饭什么时候好",
                "饭还有多久好",
            ],
        },
    )
    async def cooking_time_left(
        self, ctx: ToolContext, things: Annotated[Things, Targets("time_left", ("cooker",), default="only")]
    ) -> ToolResult:
        """How long rice cookers still take."""
        reply = Reply(self._home, ctx)
        if not things:
            return nothing_changed("no_things", self._home, ctx)
        for thing in things:
            left = reply.number(thing, "time_left")
            words = str(section(ctx.language, "detail")["time_left"])
            reply.add_state(thing, fill(words, value=duration(left * 60, ctx.language)) if left else "")
        return answered(reply)

    def _own_menu(self, thing: str, menu: str) -> str:
        """What the cooker calls this menu; the menu's own name where it has no such, which the cooker then refuses."""
        device = self._home.devices.get(thing)
        choices = device.capabilities["menu"].choices if device and "menu" in device.capabilities else ()
        said = {form.casefold() for forms in MENU.words[menu].values() for form in forms} | {menu}
        return next((c for c in choices if c.casefold().replace("_", " ") in said), menu)


def skill(services: Services) -> Cooker:
    """The factory of this skill."""
    return Cooker(services)
