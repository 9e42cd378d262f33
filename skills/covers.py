"""Curtains, blinds, garage doors: everything that opens and closes; and how far valves are open."""

import re
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.choices import LEVEL, PERCENT, percent_of
from skills.present import change, empty_handed, number_now, toggled
from skills.surface import Services

KINDS = ("cover", "valve")
STEP = 20.0
"""Percent that "a bit further" means."""

_DRAWN = re.compile(r"\bdraw\b(?! back)", re.IGNORECASE)
"""Said of curtains whichever way they go."""

Openable = Annotated[Things, Targets("open", ("cover",))]
Positioned = Annotated[Things, Targets("position", KINDS)]


class Covers:
    """Open, close, stop, and stand somewhere between."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "open {things}",
                "pull back {things}",
                "raise {things}",
                "lift {things}",
                "pull up {things}",
                "roll up {things}",
                "(roll|wind) out {things}",
                "extend {things}",
                "{things} [all the way] open",
                "{things} out [all the way]",
                "open {things} all the way",
                "draw back {things}",
                "{things} up",
                "make sure {things} (is|are) open",
                "(keep|leave) {things} open",
            ],
            "zh": [
                "打开{things}",
                "拉开{things}",
                "升起{things}",
                "{things}(伸出来|伸出去|伸出|撑开|撑起来|展开)",
                "{things}(升|拉|开|卷|收)到顶",
            ],
        }
    )
    async def open_cover(self, ctx: ToolContext, things: Openable) -> ToolResult:
        """Open curtains, blinds, shutters, garage doors or gates."""
        return await carry_out(self._home, ctx, [Wish(thing, "open", True) for thing in things])

    @tool(
        phrases={
            "en": [
                "close {things}",
                "lower {things}",
                "pull down {things}",
                "roll down {things}",
                "draw {things} [shut|closed|together]",
                "retract {things}",
                "{things} retracted",
                "pull {things}",
                "{things} down",
                "{things} closed",
                "make sure {things} (is|are) (closed|shut)",
                "(keep|leave) {things} (closed|shut)",
            ],
            "zh": [
                "关闭{things}",
                "拉上{things}",
                "放下{things}",
                "{things}降下",
                "{things}(收回|收拢)[来|去]",
                "{things}收起[来]",
                "{things}(降|放|拉|落)到底",
            ],
        }
    )
    async def close_cover(self, ctx: ToolContext, things: Openable) -> ToolResult:
        """Close curtains, blinds, shutters, garage doors or gates; "draw" opens those that are closed."""
        opens = _DRAWN.search(ctx.utterance.text) is not None and self._all_closed(things)
        text = ctx.utterance.text
        return await carry_out(self._home, ctx, [Wish(t, "open", opens or self._is_gathered(t, text)) for t in things])

    def _is_gathered(self, thing: str, text: str) -> bool:
        """Whether a curtain is to be drawn back: 窗帘收起来 opens it, 遮阳棚收起来 closes that."""
        device = self._home.devices.get(thing)
        if device is None or not device.name.endswith("帘"):
            return False
        return re.search(re.escape(device.name[-2:]) + r"[^，。,、]{0,4}收起", text) is not None

    @tool(phrases={"en": ["toggle {things}"], "zh": ["切换{things}", "反转{things}"]})
    async def toggle_cover(self, ctx: ToolContext, things: Openable) -> ToolResult:
        """Open what is closed, and close what is open."""
        return await toggled(self._home, ctx, things, "open")

    @tool(
        phrases={
            "en": ["stop {things}", "stop moving {things}", "freeze {things}"],
            "zh": ["停止{things}", "停住{things}", "暂停{things}"],
        }
    )
    async def stop_cover(self, ctx: ToolContext, things: Annotated[Things, Targets("stop", KINDS)]) -> ToolResult:
        """Stop curtains, blinds, shutters, garage doors or valves where they are."""
        return await carry_out(self._home, ctx, [Wish(thing, "stop", None) for thing in things])

    @tool(
        phrases={
            "en": [
                "set {things} to {percent}",
                "set [the] position {things} {percent}",
                "open {things} {percent}",
                "close {things} {percent}",
                "raise {things} to {percent}",
                "lower {things} to {percent}",
                "{things} to {percent}",
                "open {things} {level}",
                "close {things} {level}",
                "set {things} {level} [open]",
            ],
            "zh": [
                "{things}调到{percent}",
                "{things}(开合度|开度|开启度|开合|打开程度|开合程度)[调到|开到]{percent}",
                "打开{things}{percent}",
                "拉开{things}{percent}",
                "关闭{things}{percent}",
                "{things}打开{level}",
                "{things}拉开{level}",
                "{things}调到{level}",
                "{things}(拉|拉上|开|关|放|放下){percent}",
                "{things}(拉|拉上|开|关|放|放下){level}",
                "{things}(拉|开|放)到{percent}",
                "{things}(伸出|伸出来|伸|展开|放出来|撑开)[到]{percent}",
                "{things}{percent}",
                "{things}(拉|开|放|降|升)到{level}",
                "{things}(往下|往上)(放|拉|升|降|卷)[到]{percent}",
            ],
        }
    )
    async def set_position(
        self,
        ctx: ToolContext,
        things: Positioned,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Set how far curtains, blinds, shutters or valves are open: 100 is open, 0 is closed."""
        wanted = percent if percent is not None else percent_of(level, 0)
        if wanted is None:
            return empty_handed(ctx)
        return await carry_out(self._home, ctx, [Wish(thing, "position", wanted) for thing in things])

    @tool(
        phrases={
            "en": [
                "crack {things} [open]",
                "open {things} (a bit|a little|further|more|wider) [by {by}]",
                "open {things} by {by}",
            ],
            "zh": ["{things}(开大|开大一点|拉开一点|多开一点)", "{things}再打开{by}"],
        }
    )
    async def open_further(
        self, ctx: ToolContext, things: Positioned, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Open curtains, blinds or valves further than they are."""
        return await self._by(ctx, things, by or STEP)

    @tool(
        phrases={
            "en": ["close {things} (a bit|a little|further|more) [by {by}]", "close {things} by {by}"],
            "zh": ["{things}(关小|关小一点|拉上一点|少开一点)", "{things}再关闭{by}"],
        }
    )
    async def close_further(
        self, ctx: ToolContext, things: Positioned, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Close curtains, blinds or valves further than they are."""
        return await self._by(ctx, things, -(by or STEP))

    @tool(
        phrases={
            "en": ["tilt {things} to {percent}", "set [the] tilt {things} {percent}"],
            "zh": ["{things}倾斜{percent}", "{things}角度调到{percent}", "{things}倾斜到{percent}"],
        }
    )
    async def tilt(
        self, ctx: ToolContext, things: Annotated[Things, Targets("tilt", KINDS)], percent: Annotated[float, PERCENT]
    ) -> ToolResult:
        """Tilt the slats of blinds: 100 lets the most light in."""
        return await carry_out(self._home, ctx, [Wish(thing, "tilt", percent) for thing in things])

    def _all_closed(self, things: Things) -> bool:
        facts = [self._home.fact(thing, "open") for thing in things]
        return bool(facts) and all(fact is not None and fact.value is False for fact in facts)

    async def _by(self, ctx: ToolContext, things: Things, step: float) -> ToolResult:
        return await change(
            self._home,
            ctx,
            things,
            "position",
            step=lambda thing, now: now + step,
            start=lambda thing: number_now(self._home, thing, "position"),
        )


def skill(services: Services) -> Covers:
    """The factory of this skill."""
    return Covers(services)
