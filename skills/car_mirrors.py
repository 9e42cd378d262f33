"""The car's mirrors: folded, heated, turned."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.car import Cars, set_signals, step_each
from skills.car_places import SEAT, not_there, place, signals
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.surface import Services

MIRRORS = r"Vehicle\.Body\.Mirrors\.\w+\."
HEATING = "(heating|heater|heat)"
MIRROR_EN = "(mirror|mirrors|wing mirrors|side mirrors)"
TURN = 10.0
"""% of its way that "a bit up" turns a mirror."""

WHITHER = Choice(
    {
        "up": {"en": ("up", "upwards", "higher"), "zh": ("往上", "向上", "上", "高")},
        "down": {"en": ("down", "downwards", "lower"), "zh": ("往下", "向下", "下", "低")},
        "out": {"en": ("out", "outwards", "outward"), "zh": ("往外", "向外", "外")},
        "in": {"en": ("in", "inwards", "inward"), "zh": ("往里", "向里", "往内", "里", "内")},
    }
)
_AXES = {"up": ("Tilt", TURN), "down": ("Tilt", -TURN), "out": ("Pan", TURN), "in": ("Pan", -TURN)}


class CarMirrors:
    """The mirrors outside."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                f"fold [in] [the] {MIRROR_EN}",
                "close [the] (mirrors|wing mirrors)",
                f"{MIRROR_EN} (in|folded|fold)",
            ],
            "zh": ["折叠后视镜", "收起后视镜", "合上后视镜", "后视镜折叠", "后视镜收起来", "收后视镜"],
        }
    )
    async def fold_mirrors(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Fold the mirrors of the car."""
        return await set_signals(self._home, ctx, things, MIRRORS + "IsFolded", True)

    @tool(
        phrases={
            "en": [
                f"unfold [the] {MIRROR_EN}",
                f"fold out [the] {MIRROR_EN}",
                f"open [the] {MIRROR_EN}",
                f"{MIRROR_EN} (unfold|unfolded)",
            ],
            "zh": ["展开后视镜", "打开后视镜", "后视镜展开", "后视镜打开"],
        }
    )
    async def unfold_mirrors(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Unfold the mirrors of the car."""
        return await set_signals(self._home, ctx, things, MIRRORS + "IsFolded", False)

    @tool(
        phrases={
            "en": [*on_en(f"{MIRROR_EN} {HEATING}"), "heat [the] (mirrors|mirror)", "defrost [the] (mirrors|mirror)"],
            "zh": [*on_zh("后视镜加热", "后视镜除雾", "后视镜除霜"), "后视镜加热", "加热后视镜", "后视镜起雾"],
        }
    )
    async def heat_mirrors(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Heat the mirrors of the car."""
        return await set_signals(self._home, ctx, things, MIRRORS + "IsHeatingOn", True)

    @tool(phrases={"en": off_en(f"{MIRROR_EN} {HEATING}"), "zh": off_zh("后视镜加热", "后视镜除雾", "后视镜除霜")})
    async def stop_heating_mirrors(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Stop heating the mirrors of the car."""
        return await set_signals(self._home, ctx, things, MIRRORS + "IsHeatingOn", False)

    @tool(
        phrases={
            "en": [
                f"(turn|move|tilt|adjust|angle|point) [the] {MIRROR_EN} {{whither}}",
                f"{MIRROR_EN} {{whither}}",
            ],
            "zh": [
                "后视镜{whither}调",
                "后视镜{whither}转",
                "后视镜{whither}一点",
                "后视镜{whither}",
                "后视镜调{whither}",
            ],
        }
    )
    async def turn_mirror(
        self,
        ctx: ToolContext,
        things: Cars,
        whither: Annotated[str, WHITHER],
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Turn a mirror of the car a bit up, down, in or out: the one on a side, or both."""
        axis, step = _AXES[whither]
        found = self._glasses(ctx, things, axis, seat)
        return (
            await step_each(self._home, ctx, things, found, step)
            if found
            else not_there(self._home, ctx, things, seat or "all")
        )

    def _glasses(self, ctx: ToolContext, things: tuple[str, ...], axis: str, seat: str | None) -> list[tuple[str, str]]:
        """Mirrors hang at the front, on the side of a seat."""
        if seat is None:
            return signals(self._home, things, MIRRORS + axis)
        side = next((place(self._home, ctx, car, seat) for car in things), "").rpartition(r"\.")[2]
        return signals(self._home, things, rf"Vehicle\.Body\.Mirrors\.{side}\.{axis}") if side else []


def skill(services: Services) -> CarMirrors:
    """The factory of this skill."""
    return CarMirrors(services)
