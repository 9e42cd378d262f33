"""The car's doors, windows, trunk and lights."""

import re
from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from skills.car import Cars, set_signals
from skills.car_places import SEAT, SEATS
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.choices import LEVEL, PERCENT, percent_of
from skills.surface import Services

A_LITTLE = 20
"""Percent that a window is open where somebody wants some air."""

_SLIGHTLY = re.compile(
    r"\b(a (little|bit|crack|touch)|slightly|crack)\b|一点|一些|稍微|条缝|个缝|点缝|道缝|小缝", re.IGNORECASE
)
_SEVERAL = re.compile(r"\b(windows|all|every|both)\b|所有|全部|都|全开|四个", re.IGNORECASE)
_OWN_SEAT = {
    "driver": r"Row1\.DriverSide",
    "passenger": r"Row1\.PassengerSide",
    "rear_left": r"Row2\.DriverSide",
    "rear_right": r"Row2\.PassengerSide",
}


class CarBody:
    """Everything about the car that opens, locks or shines."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["lock {things}", "lock [the] car doors", "lock up {things}"],
            "zh": ["锁上{things}", "锁上车门", "锁车"],
        }
    )
    async def lock_car(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Lock all doors of the car."""
        return await set_signals(
            self._home, ctx, things, r"Vehicle\.(Cabin\.Door\..+|Body\.Trunk\.Rear)\.IsLocked", True
        )

    @tool(
        phrases={
            "en": ["unlock {things}", "unlock [the] car doors"],
            "zh": ["解锁{things}", "打开车锁", "打开车门锁", "解锁车门", "车锁打开", "车门解锁"],
        }
    )
    async def unlock_car(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Unlock all doors of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.Door\..+\.IsLocked", False)

    @tool(
        phrases={
            "en": [
                "open [the] car (window|windows)",
                "open {seat} [car] (window|windows)",
                "lower [the] car (window|windows)",
                "lower {seat} (window|windows)",
                "roll down [the] [car] (window|windows)",
                "open [the] car (window|windows) {percent}",
                "open [the] car (window|windows) {level}",
                "open {seat} window {percent}",
                "crack [the] car (window|windows)",
                "open all [the] (window|windows) [in|of] [the] car",
                "open all [the] car (window|windows)",
                "open [the] (window|windows)",
                "open all [the] (window|windows)",
                "open [the] (window|windows) {percent}",
                "open [the] (window|windows) {level}",
                "crack [the] (window|windows)",
                "open my [car] window",
                "open my window {percent}",
                "(roll|put|wind) down my window",
                "lower my window",
                "(put|wind|roll|let) [the] [car] (window|windows) down",
                "wind down [the] [car] (window|windows)",
                "[the] car (window|windows) down [{percent}]",
                "[the] car (window|windows) down {level}",
                "[the] car (window|windows) open [{percent}]",
                "[the] car (window|windows) {percent}",
            ],
            "zh": [
                "打开车窗",
                "车窗都打开",
                "车窗都降下来",
                "车窗降下来",
                "所有车窗都降下来",
                "所有车窗降下来",
                "降下所有车窗",
                "所有车窗都打开",
                "所有车窗打开",
                "打开所有车窗",
                "打开车窗户",
                "车窗打开",
                "打开{seat}车窗",
                "打开{seat}窗户",
                "打开{seat}窗",
                "打开窗户",
                "打开所有窗户",
                "窗户打开",
                "窗户都打开",
                "摇下车窗",
                "摇下{seat}车窗",
                "降下车窗",
                "车窗打开{percent}",
                "车窗打开{level}",
                "打开车窗{percent}",
                "车窗开{level}",
                "打开我的车窗",
                "打开我这边的车窗",
                "车窗调到{percent}",
                "车窗{percent}",
                "{seat}车窗打开",
                "{seat}车窗{percent}",
                "{seat}车窗打开{percent}",
                "{seat}车窗打开{level}",
                "{seat}车窗调到{percent}",
                "打开{seat}车窗{percent}",
                "打开{seat}车窗{level}",
                "[{seat}]车窗(降下来|降下去|摇下来|放下来|降一点)",
                "[{seat}]车窗(降|降到|摇到|摇下){percent}",
                "[{seat}]车窗打开(一条缝|条缝|个缝|一点缝|一道缝)[{percent}]",
            ],
        }
    )
    async def open_car_windows(
        self,
        ctx: ToolContext,
        things: Cars,
        seat: Annotated[str | None, SEAT] = None,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Open windows of the car, wholly, a little or to a percentage; for somebody in it the one at their seat."""
        chosen = percent if percent is not None else percent_of(level, 10)
        wanted = (A_LITTLE if _SLIGHTLY.search(ctx.utterance.text) else 100) if chosen is None else int(chosen)
        return await set_signals(self._home, ctx, things, _window_meant(seat, ctx), wanted)

    @tool(
        phrases={
            "en": [
                "close [the] car (window|windows)",
                "close all [the] car (window|windows)",
                "close [the] (window|windows)",
                "close all [the] (window|windows)",
                "close {seat} [car] (window|windows)",
                "raise [the] car (window|windows)",
                "raise {seat} (window|windows)",
                "roll up [the] [car] (window|windows)",
                "(put|wind|roll) [the] [car] (window|windows) up",
                "[the] car (window|windows) (up|closed|shut)",
            ],
            "zh": [
                "关闭车窗",
                "关闭车窗户",
                "车窗关闭",
                "关闭{seat}车窗",
                "关闭{seat}窗户",
                "关闭窗户",
                "关闭所有窗户",
                "关闭所有车窗",
                "关上所有车窗",
                "关上车窗",
                "关上所有窗户",
                "车窗关上",
                "车窗全部关上",
                "车窗都关上",
                "所有车窗关闭",
                "车窗都关闭",
                "窗户都关闭",
                "摇上车窗",
                "摇上{seat}车窗",
                "升起车窗",
                "{seat}车窗关闭",
                "[{seat}]车窗(升上去|升起来|摇上去|摇上来)",
            ],
        }
    )
    async def close_car_windows(self, ctx: ToolContext, things: Cars, seat: Annotated[str, SEAT] = "all") -> ToolResult:
        """Close windows of the car."""
        return await set_signals(self._home, ctx, things, _window(seat), 0)

    @tool(
        phrases={
            "en": ["open [the] [car] (trunk|boot|tailgate)", "pop [the] [car] (trunk|boot)"],
            "zh": ["打开后备箱盖", "打开后备箱", "打开车后备箱", "后备箱打开", "打开尾门", "打开行李箱"],
        }
    )
    async def open_trunk(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Open the trunk of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Trunk\.Rear\.IsOpen", True)

    @tool(
        phrases={
            "en": ["close [the] [car] (trunk|boot|tailgate)"],
            "zh": ["关闭后备箱", "关闭车后备箱", "后备箱关闭", "关闭尾门", "关闭行李箱"],
        }
    )
    async def close_trunk(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Close the trunk of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Trunk\.Rear\.IsOpen", False)

    @tool(
        phrases={
            "en": ["open [the] [car] sunroof"],
            "zh": ["打开天窗", "打开车天窗", "天窗打开"],
        }
    )
    async def open_sunroof(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Open the sunroof of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.Sunroof\.Switch", "ONE_SHOT_OPEN")

    @tool(
        phrases={
            "en": ["close [the] [car] sunroof"],
            "zh": ["关闭天窗", "关闭车天窗", "天窗关闭"],
        }
    )
    async def close_sunroof(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Close the sunroof of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Cabin\.Sunroof\.Switch", "ONE_SHOT_CLOSE")

    @tool(
        phrases={
            "en": on_en("(hazard lights|hazards|hazard warning lights|warning lights|hazard flashers)"),
            "zh": on_zh("双闪", "双闪灯", "警示灯", "危险警示灯", "双跳灯"),
        }
    )
    async def hazards_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn on the hazard lights of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Lights\.Hazard\.IsSignaling", True)

    @tool(
        phrases={
            "en": off_en("(hazard lights|hazards|hazard warning lights|warning lights|hazard flashers)"),
            "zh": off_zh("双闪", "双闪灯", "警示灯", "危险警示灯", "双跳灯"),
        }
    )
    async def hazards_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Turn off the hazard lights of the car."""
        return await set_signals(self._home, ctx, things, r"Vehicle\.Body\.Lights\.Hazard\.IsSignaling", False)


def _window_meant(seat: str | None, ctx: ToolContext) -> str:
    """The windows of that seat; where none is named and one window is spoken of, the one where the speaker sits."""
    own = _OWN_SEAT.get(ctx.utterance.speaker.seat, "")
    if seat is None and own and not _SEVERAL.search(ctx.utterance.text):
        return rf"Vehicle\.Cabin\.Door\.{own}\.Window\.Position"
    return _window(seat or "all")


def _window(seat: str) -> str:
    return rf"Vehicle\.Cabin\.Door\.{SEATS[seat]}\.Window\.Position"


def skill(services: Services) -> CarBody:
    """The factory of this skill."""
    return CarBody(services)
