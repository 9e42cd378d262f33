"""The car's windows."""

import re
from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from skills.car import Cars
from skills.car_places import SEAT, own_or, set_at
from skills.choices import LEVEL, PERCENT, percent_of
from skills.surface import Services

WINDOW = r"Vehicle\.Cabin\.Door\.{place}\.Window\.Position"
A_LITTLE = 20
"""Percent that a window is open where somebody wants some air."""

_SLIGHTLY = re.compile(
    r"\b(a (little|bit|crack|touch)|slightly|crack|vent|some air)\b|一点|一些|稍微|条缝|个缝|点缝|道缝|小缝|透气",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(windows|all|every|both)\b|所有|全部|都|全开|四个", re.IGNORECASE)
_OWN = re.compile(r"\b(my|the) (own )?window\b|我", re.IGNORECASE)


class CarWindows:
    """Windows that go up and down."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

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
                "(roll|put|wind) down {seat} (window|windows)",
                "(roll|put|wind) {seat} (window|windows) down",
                "{seat} window (open|down)",
                "(vent|air|tilt) [the] (window|windows)",
                "(let|get) some air in",
                "open [the] (window|windows) {seat}",
                "crack [the] car (window|windows)",
                "open all [the] (window|windows) [in|of] [the] car",
                "open all [the] car (window|windows)",
                "open [the] (window|windows)",
                "open all [the] (window|windows)",
                "open [the] (window|windows) {percent}",
                "open [the] (window|windows) {level}",
                "crack [the] (window|windows)",
                "(roll|put|wind|let) down my window [{percent}]",
                "(put|wind|roll|let) [the] [car] (window|windows) down",
                "wind down [the] [car] (window|windows)",
                "(open|lower|drop|crack) my [car] window [{percent}]",
                "(open|lower|drop) my [car] window {level}",
                "[(put|wind|roll|let)] my window down [{percent}]",
                "[(put|wind|roll|let)] my window down {level}",
                "my window {percent} [open|down]",
                "my window {level} [open|down]",
                "my window open",
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
                *(
                    "{seat}打开窗户",
                    "{seat}窗户打开",
                    "开窗",
                    "开窗户",
                    "打开窗",
                    "窗户打开{percent}",
                    "打开窗户{percent}",
                ),
                *("窗户降下来", "{seat}窗户降下来", "{seat}窗户打开{percent}", "{seat}开窗", "车窗透气", "车窗开一点"),
                "[我的](窗|窗户|窗子|车窗)打开{level}",
                "我的(窗|窗户|窗子|车窗)(打开|降下来|降下去|摇下来|放下来|降|开一点|降一点)[{percent}]",
                "我的(窗|窗户|窗子|车窗)(降|摇下|降到){level}",
                "(打开|摇下|降下|放下)我的(窗|窗户|窗子)[{percent}]",
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
        return await set_at(self._home, ctx, things, WINDOW, seat or _meant(ctx), wanted)

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
                "close my window",
                "(roll|put|wind) up my window",
                "[(put|wind|roll)] my window (up|closed|shut)",
                "raise my window",
                "close {seat} (window|windows)",
                "close [the] (window|windows) {seat}",
                "roll up {seat} (window|windows)",
                "roll up [the] [car] (window|windows)",
                "(put|wind|roll) [the] [car] (window|windows) up",
                "[all] [the] [car] windows (up|closed|shut)",
                "[the] car window (up|closed|shut)",
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
                *("{seat}窗户关闭", "关窗", "关窗户", "把窗关上", "窗户关闭", "{seat}关窗", "关闭{seat}窗"),
                "我的(窗|窗户|窗子|车窗)(关闭|关上|升起来|升上去|摇上去|摇上来)",
                "(关闭|关上|摇上|升起)我的(窗|窗户|窗子|车窗)",
                "[{seat}]车窗(升上去|升起来|摇上去|摇上来)",
            ],
        }
    )
    async def close_car_windows(
        self, ctx: ToolContext, things: Cars, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Close windows of the car; for somebody in it who speaks of one, the one at their seat."""
        where = seat or (own_or(ctx, "all") if _OWN.search(ctx.utterance.text) else "all")
        return await set_at(self._home, ctx, things, WINDOW, where, 0)


def _meant(ctx: ToolContext) -> str:
    """Where no seat is named and one window is spoken of, it is the one where the speaker sits."""
    aboard = bool(ctx.utterance.speaker.seat)
    return "own" if aboard and not _SEVERAL.search(ctx.utterance.text) else "all"


def skill(services: Services) -> CarWindows:
    """The factory of this skill."""
    return CarWindows(services)
