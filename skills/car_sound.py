"""How loud the car is, and what plays next: for somebody in it, also where the house has no player at all."""

from typing import Annotated

from assistant.tools import ToolContext, ToolResult, tool
from skills.car import Aboard, set_signals, step_each
from skills.car_places import signals
from skills.choices import LEVEL, PERCENT, percent_of
from skills.surface import Services

PLAYER = r"Vehicle\.Cabin\.Infotainment\.Media\."
VOLUME = PLAYER + "Volume"
ACTION = PLAYER + "Action"
STEP = 10.0
"""% of volume that "louder" means."""
LOUDEST = 70
"""% that "as loud as it goes" means on the road, where a siren has to be heard."""


class CarSound:
    """Volume and playback of the car."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": ["set [the] volume {percent}", "volume {percent}", "set [the] volume {level}", "volume {level}"],
            "zh": ["音量调到{percent}", "音量{percent}", "声音调到{percent}", "音量调到{level}", "声音调到{level}"],
        }
    )
    async def set_car_volume(
        self,
        ctx: ToolContext,
        things: Aboard,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
    ) -> ToolResult:
        """Set how loud the car is."""
        said = percent if percent is not None else percent_of(level, 1)
        wanted = LOUDEST if percent is None and level == "max" else int(said or 0)
        return await set_signals(self._home, ctx, things, VOLUME, wanted)

    @tool(
        phrases={
            "en": [
                "(music|sound|volume|radio) (louder|up)",
                "louder [please]",
                "turn it up",
                "turn up [the] (music|volume)",
                "turn [the] (music|volume) up",
            ],
            "zh": [
                "音量大一点",
                "声音大一点",
                "音乐大一点",
                "大声一点",
                "音乐大声一点",
                "音量调高",
                "声音大点",
                "调高音量",
            ],
        }
    )
    async def car_louder(
        self, ctx: ToolContext, things: Aboard, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Make the car louder."""
        return await step_each(self._home, ctx, things, signals(self._home, things, VOLUME), by or STEP)

    @tool(
        phrases={
            "en": [
                "(music|sound|volume|radio) (quieter|softer|down)",
                "(quieter|softer) [please]",
                "turn it down",
                "turn down [the] (music|volume)",
                "turn [the] (music|volume) down",
            ],
            "zh": [
                "音量小一点",
                "声音小一点",
                "音乐小一点",
                "小声一点",
                "音乐小声一点",
                "音量调低",
                "声音小点",
                "调低音量",
            ],
        }
    )
    async def car_quieter(
        self, ctx: ToolContext, things: Aboard, by: Annotated[float | None, PERCENT] = None
    ) -> ToolResult:
        """Make the car quieter."""
        return await step_each(self._home, ctx, things, signals(self._home, things, VOLUME), -(by or STEP))

    @tool(
        phrases={
            "en": [
                "play [some] music",
                "resume [the] music",
                "(start|continue) [the] music",
                "music on",
                "keep playing",
            ],
            "zh": ["播放音乐", "放音乐", "继续播放", "放点音乐", "放歌", "打开音乐", "继续放"],
        }
    )
    async def car_plays(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Play in the car."""
        return await set_signals(self._home, ctx, things, ACTION, "PLAY")

    @tool(
        phrases={
            "en": [
                "(pause|stop) [the] music",
                "pause",
                "music off",
                "stop playing",
                "turn off [the] music",
                "turn [the] music off",
            ],
            "zh": ["暂停", "暂停音乐", "停止播放", "关闭音乐", "关掉音乐", "别放了", "停止音乐"],
        }
    )
    async def car_pauses(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Stop what plays in the car."""
        return await set_signals(self._home, ctx, things, ACTION, "STOP")

    @tool(
        phrases={
            "en": ["next (song|track|one)", "skip [this] (song|track)", "play [the] next (song|track)"],
            "zh": ["下一首", "换一首", "切歌", "下一曲", "播放下一首"],
        }
    )
    async def car_skips(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Play the next title in the car."""
        return await set_signals(self._home, ctx, things, ACTION, "SKIP_FORWARD")

    @tool(
        phrases={
            "en": ["previous (song|track)", "[go] back to [the] (last|previous) (song|track)", "play [the] last song"],
            "zh": ["上一首", "上一曲", "播放上一首"],
        }
    )
    async def car_skips_back(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Play the title before in the car."""
        return await set_signals(self._home, ctx, things, ACTION, "SKIP_BACKWARD")


def skill(services: Services) -> CarSound:
    """The factory of this skill."""
    return CarSound(services)
