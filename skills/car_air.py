"""The air in the car: how strongly it blows, where to, whether from outside; and what people say instead of that."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from skills.acting import Wish, carry_out
from skills.car import Aboard, lacks_zone, step_comfort, step_each, zones
from skills.car_places import SEAT, front_or_own
from skills.car_words import FAN_LEVELS, share
from skills.choices import LEVEL, PERCENT, percent_of
from skills.surface import Services

FAN_STEP = 20.0
"""% of the next step of the fan."""
FAN = "(fan|blower|ventilation|fan speed|blower speed|air)"

TOWARDS = Choice(
    {
        "UP": {
            "en": ("the windscreen", "the windshield", "windscreen", "windshield", "the window", "up"),
            "zh": ("挡风玻璃", "前挡", "玻璃", "吹窗", "上面", "往上", "前挡风"),
        },
        "MIDDLE": {
            "en": ("my face", "the face", "face", "my chest", "me", "chest", "faces"),
            "zh": ("脸", "脸上", "面部", "吹脸", "我", "身上", "胸口"),
        },
        "DOWN": {
            "en": ("my feet", "the feet", "feet", "the floor", "my legs", "down", "floor", "legs"),
            "zh": ("脚", "脚上", "脚下", "脚部", "吹脚", "腿", "腿上", "下面", "往下"),
        },
    }
)


class CarAir:
    """Fan, air distribution, recirculation, and zones that go together."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "i am [too|so|a bit|feeling] (cold|freezing|chilly)",
                "it is [too|so|a bit] (cold|freezing|chilly) [in here|here]",
                "(cold|chilly|freezing) (in here|here)",
                "(make it|turn it) [a bit] warmer",
                "(the kids|we|the children) are [too] (cold|freezing)",
                "i need warming up",
            ],
            "zh": [
                *(
                    "我冷",
                    "我有点冷",
                    "我好冷",
                    "我很冷",
                    "太冷",
                    "好冷",
                    "有点冷",
                    "冷死",
                    "冻死",
                    "冻死我",
                    "{seat}太冷",
                ),
                *("我觉得冷", "我觉得有点冷", "暖和一点", "暖一点", "{seat}有点冷", "调高温度", "温度调高"),
            ],
        }
    )
    async def somebody_is_cold(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Make it warmer where somebody in the car is cold: their zone, or their seat where they have none."""
        return await self._comfort(ctx, things, seat, 1)

    @tool(
        phrases={
            "en": [
                "i am [too|so|a bit|feeling] (hot|warm|sweating|boiling)",
                "it is [too|so|a bit] (hot|warm|boiling) [in here|here]",
                "(hot|boiling) (in here|here)",
                "(make it|turn it) [a bit] cooler",
                "(the kids|we|the children) are [too] (hot|warm|sweating)",
                "cool me down",
            ],
            "zh": [
                *(
                    "我热",
                    "我有点热",
                    "我好热",
                    "我很热",
                    "太热",
                    "好热",
                    "有点热",
                    "热死",
                    "热死我",
                    "{seat}太热",
                    "[我](快|要)热(化|死|晕|疯)",
                ),
                *("我觉得热", "我觉得有点热", "凉快一点", "凉一点", "{seat}有点热", "调低温度", "温度调低"),
            ],
        }
    )
    async def somebody_is_hot(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Make it cooler where somebody in the car is hot: their zone, or their seat where they have none."""
        return await self._comfort(ctx, things, seat, -1)

    @tool(
        phrases={
            "en": [
                f"set [the] {FAN} {{percent}}",
                f"set [the] {FAN} {{level}}",
                f"{FAN} {{percent}}",
                f"{FAN} {{level}}",
                f"turn [the] {FAN} (up|down) to {{percent}}",
                f"turn on [the] {FAN}",
                f"turn [the] {FAN} on",
            ],
            "zh": [
                *("风量调到{percent}", "风速调到{percent}", "风量{percent}", "风速{percent}", "风量调到{level}"),
                *("风速调到{level}", "风量{level}", "风速{level}", "风开到{percent}", "风开到{level}"),
            ],
        }
    )
    async def set_car_fan(
        self,
        ctx: ToolContext,
        things: Aboard,
        percent: Annotated[float | None, PERCENT] = None,
        level: Annotated[str | None, LEVEL] = None,
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Set how strongly the air blows in the car."""
        chosen = share(percent, ctx.utterance.text, FAN_LEVELS) if percent is not None else percent_of(level, 10)
        wanted = int(50 if chosen is None else chosen)
        wishes = [
            Wish(car, path, wanted)
            for car, path in zones(self._home, ctx, things, "FanSpeed", seat or front_or_own(ctx))
        ]
        return await carry_out(self._home, ctx, wishes) if wishes else lacks_zone(self._home, ctx, things, "FanSpeed")

    @tool(
        phrases={
            "en": [f"turn off [the] {FAN}", f"turn [the] {FAN} off", f"{FAN} off", f"stop [the] {FAN}"],
            "zh": ["关闭风扇", "关闭送风", "别吹风", "停止吹风", "关闭吹风", "风关闭", "不要吹风"],
        }
    )
    async def car_fan_off(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Turn off the fan in the car."""
        wishes = [Wish(car, path, 0) for car, path in zones(self._home, ctx, things, "FanSpeed", front_or_own(ctx))]
        return await carry_out(self._home, ctx, wishes) if wishes else lacks_zone(self._home, ctx, things, "FanSpeed")

    @tool(
        phrases={
            "en": [
                f"increase [the] {FAN}",
                f"turn up [the] {FAN}",
                f"turn [the] {FAN} up",
                f"{FAN} (up|higher|stronger|faster)",
                "more (air|fan|wind)",
                "blow (harder|stronger|more)",
            ],
            "zh": [
                *("风大一点", "风量大一点", "风速快一点", "风量调高", "风速调高", "风再大一点", "加大风量", "风大点"),
                "(暖风|暖气|热风|冷风)(开大|调大|大一点|开大一点|调大一点|大点|再大一点)",
            ],
        }
    )
    async def car_fan_up(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Have the air blow more strongly in the car."""
        found = zones(self._home, ctx, things, "FanSpeed", seat or front_or_own(ctx))
        if not found:
            return lacks_zone(self._home, ctx, things, "FanSpeed")
        return await step_each(self._home, ctx, things, found, FAN_STEP)

    @tool(
        phrases={
            "en": [
                f"decrease [the] {FAN}",
                f"turn down [the] {FAN}",
                f"turn [the] {FAN} down",
                f"{FAN} (down|lower|weaker|slower)",
                "less (air|fan|wind)",
                "blow (less|softer)",
                "it is [too] (windy|draughty|drafty)",
                f"{FAN} [is] too (loud|strong)",
            ],
            "zh": [
                *("风小一点", "风量小一点", "风速慢一点", "风量调低", "风速调低", "风太大", "风小点", "减小风量"),
                "(暖风|暖气|热风|冷风)(开小|调小|小一点|开小一点|调小一点|小点|太大)",
            ],
        }
    )
    async def car_fan_down(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str | None, SEAT] = None
    ) -> ToolResult:
        """Have the air blow less strongly in the car."""
        found = zones(self._home, ctx, things, "FanSpeed", seat or front_or_own(ctx))
        if not found:
            return lacks_zone(self._home, ctx, things, "FanSpeed")
        return await step_each(self._home, ctx, things, found, -FAN_STEP)

    @tool(
        phrases={
            "en": [
                "blow [the] [air] (on|at|to|onto|towards) {towards}",
                "(direct|send|point) (air|vents|airflow) (on|at|to) {towards}",
                "air (on|at|to|towards) {towards}",
            ],
            "zh": [
                "吹{towards}",
                "[风]往{towards}吹",
                "{towards}吹风",
                "出风口{towards}",
                "风吹{towards}",
                "{towards}",
            ],
        }
    )
    async def direct_air(
        self,
        ctx: ToolContext,
        things: Aboard,
        towards: Annotated[str, TOWARDS],
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Have the air in the car blow at the windscreen, the face or the feet."""
        found = zones(self._home, ctx, things, "AirDistribution", seat)
        wishes = [Wish(car, path, towards) for car, path in found]
        if not wishes:
            return lacks_zone(self._home, ctx, things, "AirDistribution")
        return await carry_out(self._home, ctx, wishes)

    async def _comfort(self, ctx: ToolContext, things: tuple[str, ...], seat: str | None, sign: int) -> ToolResult:
        return await step_comfort(self._home, ctx, things, seat, sign)


def skill(services: Services) -> CarAir:
    """The factory of this skill."""
    return CarAir(services)
