"""A clear view: the defrosters of the car. Safety, so that nothing but what a person clearly said switches them."""

from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from skills.car import HVAC, Cars, set_signals
from skills.car_places import WINDOW
from skills.surface import Services

DEFROSTER = "(defroster|defrost|defogger|demister|de-icer)"
PANE = "(windscreen|windshield|window|windows|glass)"


class CarDefrost:
    """Windscreen and rear window free of frost and mist."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                "defrost {things}",
                f"defrost [the] {PANE}",
                f"turn on [the] {DEFROSTER}",
                f"turn on [the] {{window}} {DEFROSTER}",
                f"{DEFROSTER} on",
                f"{{window}} {DEFROSTER}",
                "defrost {window} [window]",
                f"(clear|demist|defog|de-ice|unfog) [the] {PANE}",
                f"{PANE} (is|are) (fogged|foggy|fogging|misted|misty|frosted|steamed|iced)",
                f"{PANE} (is|are) (fogged|misted|steamed|iced|fogging|misting|steaming) up",
                "i (cannot|can not) see [out|through] [of] [the] {window} [window]",
            ],
            "zh": [
                *("{things}除霜", "除霜", "打开除霜", "打开{window}除霜", "前挡除雾", "除雾", "打开除雾"),
                *("除霜打开", "除雾打开", "打开{window}除雾", "{window}除霜", "{window}除雾", "除霜除雾"),
                "{window}(看不清|看不见|看不到)",
                "[{window}](除一下雾|除一除雾|去雾|除一下霜|除除雾|除除霜)",
                "[{window}](车窗|玻璃|挡风玻璃|前挡|后挡|窗户)(起雾|有雾|都是雾|全是雾|结霜|结冰|上雾|雾住)",
            ],
        },
    )
    async def defrost(self, ctx: ToolContext, things: Cars, window: Annotated[str, WINDOW] = "Front") -> ToolResult:
        """Clear the windscreen or the rear window of frost and mist."""
        return await set_signals(self._home, ctx, things, HVAC + f"Is{window}DefrosterActive", True)

    @tool(
        by_phrase_only=True,
        phrases={
            "en": [
                f"turn off [the] {DEFROSTER}",
                f"turn off [the] {{window}} {DEFROSTER}",
                f"{DEFROSTER} off",
                "stop (defrosting|defrost)",
            ],
            "zh": [
                *("关闭除霜", "关闭{window}除霜", "停止除霜", "关闭除雾", "关闭{window}除雾", "停止除雾"),
                *("除霜关闭", "除雾关闭"),
            ],
        },
    )
    async def stop_defrosting(
        self, ctx: ToolContext, things: Cars, window: Annotated[str | None, WINDOW] = None
    ) -> ToolResult:
        """Turn off the defrosters of the car, or the one of a window."""
        return await set_signals(self._home, ctx, things, HVAC + f"Is{window or '(Front|Rear)'}DefrosterActive", False)


def skill(services: Services) -> CarDefrost:
    """The factory of this skill."""
    return CarDefrost(services)
