"""Switching things on and off, and running scenes and scripts."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out, nothing_changed
from skills.drinks import brew, makes_drinks
from skills.music import begins_music, finds_no_player, put_on
from skills.music_liked import play_liked
from skills.present import toggled
from skills.surface import Services
from skills.sweeping import is_meant, is_swept, means_house, sweeps
from skills.usual_settings import switched_on

CLOSED = ("关闭", "关掉", "关了", "关上")


class Power:
    """On and off for everything that has a switch."""

    def __init__(self, services: Services) -> None:
        self._home = services.home
        self._usuals = services.usuals

    @tool(
        phrases={
            "en": [
                "turn on {things}",
                "{things} on",
                "start {things}",
                "start up {things}",
                "bring {things} to life",
                "get {things} (going|started|running)",
                "make sure {things} (is|are) on",
                "(keep|leave) {things} on",
            ],
            "zh": ["打开{things}", "开始{things}", "让{things}工作", "{things}(转|动|亮|响|跑|吹|用|工作)起来"],
        }
    )
    async def turn_on(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn on lights, switches, fans, players or anything else that can be switched."""
        if finds_no_player(self._home, ctx, things):
            return nothing_changed("no_music_player", self._home, ctx)
        if begins_music(self._home, ctx, things):
            return await play_liked(self._home, self._usuals, ctx, things) or await put_on(self._home, ctx, things)
        if self._usuals is not None and makes_drinks(self._home, things):
            return await brew(self._home, self._usuals, ctx, things)
        usually = await switched_on(self._home, self._usuals, ctx, things)
        return usually or await self._switch(ctx, things, True)

    @tool(phrases={"en": ["toggle {things}", "flip {things}"], "zh": ["切换{things}", "反转{things}"]})
    async def toggle(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn on what is off, and off what is on."""
        swept = self._swept(ctx, things)
        wanted = [t for t in things if t not in swept or is_swept(self._home.devices[t])]
        return await toggled(self._home, ctx, wanted, "on", swept)

    @tool(
        phrases={
            "en": [
                "turn off {things}",
                "{things} off",
                "stop {things}",
                "{things} out",
                "make sure {things} (is|are) off",
            ],
            "zh": ["关闭{things}", "停止{things}", "让{things}休息", "{things}停止"],
        }
    )
    async def turn_off(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn off lights, switches, fans, players or anything else that can be switched."""
        return await (self.all_off(ctx) if means_house(ctx.utterance.text) else self._switch(ctx, things, False))

    @tool(
        phrases={
            "en": ["turn all off", "all off", "power all down", "turn off [the] [whole] (flat|apartment)"],
            "zh": [
                *(f"{every}{off}" for every in ("全部", "全都", "都", "全", "统统", "通通") for off in CLOSED),
                *(f"{off}{every}" for every in ("全部", "所有", "一切") for off in CLOSED),
                "一键关闭",
            ],
        }
    )
    async def all_off(self, ctx: ToolContext) -> ToolResult:
        """Turn off everything in the house that can be switched, but for what must stay on."""
        switched = [d.id for d in self._home.devices.values() if is_swept(d)]
        return await carry_out(self._home, ctx, [Wish(thing, "on", False, swept=True) for thing in switched])

    @tool(
        phrases={
            "en": [
                "light up {things}",
                "illuminate {things}",
                "(give|need) [more] light [in] {things}",
                "it is [too] dark [in] {things}",
                "i can not see [a thing|anything|much] in {things}",
                "lights on",
                "i want {things}",
                "(can|could) (i|we) (have|get) [some|more|a bit of] light [in] {things}",
                "i want [some|more] light [in] {things}",
            ],
            "zh": [
                "照亮{things}",
                "{things}太黑",
                "{things}太暗",
                "{things}好暗",
                "{things}好黑",
                "{things}看不清",
                "开灯",
            ],
        }
    )
    async def light_up(
        self, ctx: ToolContext, things: Annotated[Things, Targets("on", ("light",), default="here")]
    ) -> ToolResult:
        """Turn on the lights of a room, a floor or the house."""
        return await carry_out(self._home, ctx, [Wish(thing, "on", True) for thing in things])

    @tool(
        phrases={
            "en": ["lights out", "lights out {things}", "make {things} dark"],
            "zh": ["关灯", "熄灯", "{things}太亮了关灯"],
        }
    )
    async def lights_out(
        self, ctx: ToolContext, things: Annotated[Things, Targets("on", ("light",), default="here")]
    ) -> ToolResult:
        """Turn off the lights of a room, a floor or the house."""
        return await carry_out(self._home, ctx, [Wish(thing, "on", False) for thing in things])

    @tool(
        phrases={
            "en": [
                "turn on {things}",
                "{things} on",
                "start {things}",
                "trigger {things}",
                "execute {things}",
                "apply {things}",
                "set {things} [scene]",
                "transition to {things}",
                "go to {things}",
                "{things} [please]",
            ],
            "zh": [
                "打开{things}",
                "开始{things}",
                "执行{things}",
                "触发{things}",
                "激活{things}",
                "进入{things}",
                "切换到{things}",
                "调到{things}",
                "{things}",
            ],
        }
    )
    async def activate(
        self, ctx: ToolContext, things: Annotated[Things, Targets("activate", ("scene", "script", "automation"))]
    ) -> ToolResult:
        """Activate scenes, or run scripts and automations."""
        return await carry_out(self._home, ctx, [Wish(thing, "activate", None) for thing in things])

    @tool(
        phrases={
            "en": ["press {things}", "push {things}", "hit {things}", "(press|push|hit) {things} button"],
            "zh": ["按{things}", "按下{things}", "按一下{things}"],
        }
    )
    async def press(self, ctx: ToolContext, things: Annotated[Things, Targets("press")]) -> ToolResult:
        """Press buttons."""
        return await carry_out(self._home, ctx, [Wish(thing, "press", None) for thing in things])

    async def _switch(self, ctx: ToolContext, things: Things, on: bool) -> ToolResult:
        """Switch these; where everything was said, only what a sweep is about, and each as swept that was not named."""
        swept = self._swept(ctx, things)
        wanted = [t for t in things if t not in swept or is_swept(self._home.devices[t])]
        return await carry_out(self._home, ctx, [Wish(t, "on", on, swept=t in swept) for t in wanted])

    def _swept(self, ctx: ToolContext, things: Things) -> frozenset[str]:
        """Of these those that were meant by "everything" alone."""
        text = ctx.utterance.text
        if not sweeps(text):
            return frozenset()
        return frozenset(t for t in things if (d := self._home.devices.get(t)) and not is_meant(d, text))


def skill(services: Services) -> Power:
    """The factory of this skill."""
    return Power(services)
