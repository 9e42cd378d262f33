"""The roof of the car and the shades that keep the sun out."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.acting import nothing_changed
from skills.car import Aboard, Cars, set_signals
from skills.car_places import signals
from skills.choices import LEVEL, PERCENT, percent_of
from skills.surface import Services

SWITCH = r"Vehicle\.Cabin\.Sunroof\.Switch"
POSITION = r"Vehicle\.Cabin\.Sunroof\.Position"
ROOF = "(sunroof|sun roof|moonroof)"

SHADE = Choice(
    {
        r"Vehicle\.Cabin\.Sunroof\.Shade\.Position": {
            "en": ("sunroof", "sun roof", "roof", "moonroof"),
            "zh": ("天窗", "车顶", "顶棚"),
        },
        r"Vehicle\.Cabin\.RearShade\.Position": {
            "en": ("rear", "back", "rear window"),
            "zh": ("后窗", "后挡", "后排", "后面"),
        },
    }
)
"""Paths of signals → which shade it is."""
_ALL = r"Vehicle\.Cabin\.(Sunroof\.Shade|RearShade)\.Position"
BLIND = "(shade|shades|sunshade|sunshades|sun shade|sun blind|blind)"


class CarRoof:
    """Sunroof and shades."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                f"open [the] [car] {ROOF}",
                f"[open] {ROOF} {{percent}}",
                f"[open] {ROOF} {{level}}",
                f"{ROOF} open",
                f"slide [the] {ROOF} (open|back)",
            ],
            "zh": ["打开天窗", "打开车天窗", "天窗打开", "开天窗", "天窗打开{percent}", "天窗打开{level}"],
        }
    )
    async def open_sunroof(
        self,
        ctx: ToolContext,
        things: Cars,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Open the sunroof of the car; a part of the way where it can stop there."""
        chosen = percent if percent is not None else percent_of(level, 10)
        if chosen is None or chosen >= 100:
            return await set_signals(self._home, ctx, things, SWITCH, "ONE_SHOT_OPEN")
        if signals(self._home, things, POSITION) or not signals(self._home, things, SWITCH):
            return await set_signals(self._home, ctx, things, POSITION, int(chosen))
        return nothing_changed("car_roof_whole", self._home, ctx, things)

    @tool(
        phrases={
            "en": [f"close [the] [car] {ROOF}", f"{ROOF} (closed|shut)"],
            "zh": ["关闭天窗", "关闭车天窗", "天窗关闭", "关天窗", "关上天窗"],
        }
    )
    async def close_sunroof(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Close the sunroof of the car."""
        return await set_signals(self._home, ctx, things, SWITCH, "ONE_SHOT_CLOSE")

    @tool(
        phrases={
            "en": [f"(tilt|vent|crack|tip) [up] {ROOF}", f"{ROOF} (tilted|tilt|vent)"],
            "zh": ["翘起天窗", "天窗(翘起|起翘|翘起来|通风|透气)", "天窗打开(一条缝|条缝|个缝|一点)"],
        }
    )
    async def tilt_sunroof(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Tilt the sunroof of the car, for some air."""
        return await set_signals(self._home, ctx, things, SWITCH, "TILT_UP")

    @tool(
        phrases={
            "en": [f"open [the] {BLIND}", f"open [the] {{shade}} {BLIND}", f"{{shade}} {BLIND} (open|up)"],
            "zh": [
                "打开遮阳帘",
                "遮阳帘打开",
                "打开{shade}遮阳帘",
                "{shade}遮阳帘打开",
                "收起遮阳帘",
                "打开遮阳板",
                "拉开遮阳帘",
                "遮阳帘拉开",
            ],
        }
    )
    async def open_shade(
        self,
        ctx: ToolContext,
        things: Aboard,
        shade: Annotated[str | None, SHADE] = None,
        percent: Annotated[float | None, PERCENT] = None,
    ) -> ToolResult:
        """Open the shades of the car, that under its sunroof or that of the rear window."""
        return await set_signals(self._home, ctx, things, shade or _ALL, 100 if percent is None else int(percent))

    @tool(
        phrases={
            "en": [
                f"close [the] {BLIND}",
                f"(pull|draw|put) [down] [the] {BLIND} [down]",
                f"close [the] {{shade}} {BLIND}",
                f"{{shade}} {BLIND} (closed|shut|down)",
                "(keep|block) [out] the sun [out]",
                "the sun is [too] (blinding|bright|strong|dazzling) [me]",
                "the sun is in my eyes",
            ],
            "zh": [
                *(
                    "关闭遮阳帘",
                    "遮阳帘关闭",
                    "关闭{shade}遮阳帘",
                    "{shade}遮阳帘关闭",
                    "(拉上|放下|关上)遮阳帘",
                    "遮阳帘(拉上|放下)",
                ),
                *(
                    "太阳太晒",
                    "太晒",
                    "好晒",
                    "阳光太刺眼",
                    "阳光刺眼",
                    "太阳晒",
                    "[太阳|阳光|光线][太|好](晃眼|刺眼|晃眼睛|刺眼睛)",
                ),
            ],
        }
    )
    async def close_shade(
        self, ctx: ToolContext, things: Aboard, shade: Annotated[str | None, SHADE] = None
    ) -> ToolResult:
        """Close the shades of the car, that under its sunroof or that of the rear window."""
        return await set_signals(self._home, ctx, things, shade or _ALL, 0)


def skill(services: Services) -> CarRoof:
    """The factory of this skill."""
    return CarRoof(services)
