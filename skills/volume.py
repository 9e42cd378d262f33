"""How loud players are."""

from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.choices import LEVEL, PERCENT, is_halving, percent_of
from skills.in_car import car_of
from skills.present import change, empty_handed, number_now
from skills.surface import Services

STEP = 10.0
"""Percent of volume that "louder" means."""

KIND = ("media_player",)

CAR_VOLUME = "Vehicle.Cabin.Infotainment.Media.Volume"

Audible = Annotated[Things, Targets("volume", KIND, default="here")]
Mutable = Annotated[Things, Targets("muted", KIND, default="here")]


class Volume:
    """The volume of players."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "set [the] volume {things} {percent}",
                "increase [the] volume {things} to {percent}",
                "decrease [the] volume {things} to {percent}",
                "set {things} to {percent}",
                "volume {things} {percent}",
                "{things} to {percent}",
                "{things} {percent}",
                "turn volume (up|down) {things} to {percent}",
                "turn {things} (up|down) to {percent}",
                "set [the] volume {things} {level}",
                "turn volume (up|down) {things} to {level}",
                "volume {things} {level}",
            ],
            "zh": [
                "{things}音量调到{percent}",
                "调到{things}音量{percent}",
                "{things}音量{percent}",
                "{things}声音调到{percent}",
                "{things}声音{percent}",
                "{things}音量调到{level}",
                "{things}音量开到{percent}",
                "{things}音量开到{level}",
                "{things}声音开到{percent}",
                "{things}声音开到{level}",
                "{things}声音调到{level}",
                "{things}音量{level}",
            ],
        }
    )
    async def set_volume(
        self,
        ctx: ToolContext,
        things: Audible,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Set the volume of players, in percent or as a level."""
        wanted = percent if percent is not None else percent_of(level, 1)
        if wanted is None:
            return empty_handed(ctx)
        car = car_of(ctx, self._home, things)
        wishes = [Wish(car, CAR_VOLUME, int(wanted))] if car else [Wish(thing, "volume", wanted) for thing in things]
        return await carry_out(self._home, ctx, wishes)

    @tool(
        phrases={
            "en": [
                "increase [the] (volume|sound) {things} [by {by}]",
                "turn [the] (volume|sound) up {things} [by {by}]",
                "(volume|sound) up {things} [by {by}]",
                "{things} louder",
                "make {things} louder",
                "increase {things} [volume] [by {by}]",
                "speak (up|louder)",
            ],
            "zh": [
                "{things}音量调高",
                "{things}(声音|音量)(调大|放大|开大|弄大|拧大)",
                "{things}音量调高{by}",
                "调高{things}音量",
                "{things}声音调高",
                "{things}(声音|音量)(加|调高|加大|提高|大){by}",
                "{things}大声{by}",
                "调高{things}声音",
                "{things}大声一点",
                "{things}大声点",
                "音量大一点{things}",
                "声音大一点{things}",
                "声音大点{things}",
                "声音再大一点{things}",
                "{things}太小声",
                "{things}听不清",
            ],
        }
    )
    async def volume_up(
        self, ctx: ToolContext, things: Audible, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Make players louder, by so many percent or a step."""
        return await self._by(ctx, things, by or STEP)

    @tool(
        phrases={
            "en": [
                "decrease [the] (volume|sound) {things} [by {by}]",
                "turn [the] (volume|sound) down {things} [by {by}]",
                "(volume|sound) down {things} [by {by}]",
                "{things} (quieter|softer)",
                "make {things} (quieter|softer)",
                "decrease {things} [volume] [by {by}]",
                "{things} too loud",
                "{things} half as loud",
                "make {things} half as loud",
                "speak (quieter|softer)",
            ],
            "zh": [
                "{things}音量调低",
                "{things}(声音|音量)(调小|放小|关小|开小|弄小|拧小)",
                "{things}音量调低{by}",
                "调低{things}音量",
                "{things}声音调低",
                "{things}(声音|音量)(减|调低|减小|降低|小){by}",
                "{things}小声{by}",
                "调低{things}声音",
                "{things}小声一点",
                "{things}小声点",
                "音量小一点{things}",
                "声音小一点{things}",
                "声音小点{things}",
                "声音再小一点{things}",
                "{things}太吵",
                "{things}太大声",
            ],
        }
    )
    async def volume_down(
        self, ctx: ToolContext, things: Audible, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Make players quieter, by so many percent or a step."""
        return await self._by(ctx, things, -(by or STEP))

    @tool(
        phrases={
            "en": [
                "mute {things}",
                "{things} muted",
                "mute [the] (sound|audio|volume) {things}",
                "(silence|shush|hush) {things}",
                "(press|push|hit|touch) [the] mute [button] {things}",
                "turn off [the] (sound|audio) {things}",
            ],
            "zh": [
                "静音{things}",
                "{things}(声音关闭|声音关掉|声音关了|声音关上|关掉声音|关闭声音|消音)",
                "关闭{things}声音",
                "{things}关闭声音",
                "打开{things}静音",
                "{things}打开静音",
            ],
        }
    )
    async def mute(self, ctx: ToolContext, things: Mutable) -> ToolResult:
        """Mute players."""
        return await carry_out(self._home, ctx, [Wish(thing, "muted", True) for thing in things])

    @tool(
        phrases={
            "en": [
                "unmute {things}",
                "unmute [the] (sound|audio|volume) {things}",
                "turn on [the] (sound|audio) {things}",
                "(sound|audio) on {things}",
            ],
            "zh": [
                "取消静音{things}",
                "取消{things}静音",
                "关闭{things}静音",
                "打开{things}声音",
                "{things}恢复声音",
                "解除{things}静音",
            ],
        }
    )
    async def unmute(self, ctx: ToolContext, things: Mutable) -> ToolResult:
        """Unmute players."""
        return await carry_out(self._home, ctx, [Wish(thing, "muted", False) for thing in things])

    async def _by(self, ctx: ToolContext, things: Things, step: float) -> ToolResult:
        car = car_of(ctx, self._home, things)
        name = CAR_VOLUME if car else "volume"
        halving = is_halving(ctx.utterance.text)
        return await change(
            self._home,
            ctx,
            (car,) if car else things,
            name,
            step=lambda thing, now: now / 2 if step < 0 and halving else now + step,
            start=lambda thing: number_now(self._home, thing, name),
        )


def skill(services: Services) -> Volume:
    """The factory of this skill."""
    return Volume(services)
