"""What plays in the car, where it comes from, and quiet for those who sleep in the back."""

from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from devices.device import Value
from skills.acting import Wish, carry_out
from skills.car import Aboard, Cars, lacks, set_signals
from skills.car_places import SEAT, signals
from skills.car_words import off_en, off_zh, on_en, on_zh
from skills.surface import Services

PLAYER = r"Vehicle\.Cabin\.Infotainment\."
VOLUME = PLAYER + r"Media\.Volume"
SOURCE_OF = PLAYER + r"Media\.Played\.Source"
GUIDANCE = PLAYER + r"Navigation\.Mute"
GUIDANCE_EN = "(navigation|nav|navigation voice|route guidance|voice guidance|directions|sat nav|guidance)"
HUSHED = 12
"""% of volume that lets people sleep."""
AUDIBLE = 30
"""% of volume after "unmute"."""

SOURCE = Choice(
    {
        "FM": {"en": ("fm", "fm radio", "radio", "the radio"), "zh": ("收音机", "电台", "广播", "调频", "调频广播")},
        "AM": {"en": ("am radio", "medium wave"), "zh": ("中波", "调幅", "调幅广播")},
        "DAB": {"en": ("dab", "digital radio", "dab radio"), "zh": ("数字广播", "数字电台")},
        "BLUETOOTH": {"en": ("bluetooth", "my phone", "bluetooth audio"), "zh": ("蓝牙", "蓝牙音乐", "手机音乐")},
        "USB": {"en": ("usb", "usb stick", "the stick"), "zh": ("优盘", "U盘", "u盘")},
        "INTERNET": {"en": ("internet radio", "streaming", "online music"), "zh": ("在线音乐", "网络音乐", "网络电台")},
        "TV": {"en": ("television", "tv"), "zh": ("电视",)},
    }
)
_SLEEPING_EN = "(asleep|sleeping|napping|dozing|trying to sleep)"
_WHO_EN = "(kids|children|child|baby|everyone|everybody|they)"


class CarMedia:
    """The sound of the car."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        phrases={
            "en": [
                "(switch|change) [the] [source|audio|music] to {source}",
                "(play|listen to|put on|turn on|turn to) {source}",
                "[set] [the] (source|audio source) [to] {source}",
                "{source} on",
            ],
            "zh": [
                *("切换到{source}", "切到{source}", "打开{source}", "播放{source}", "听{source}", "音源{source}"),
                *("音源切换到{source}", "(换成|换到|改成|改到|调到){source}", "放{source}"),
            ],
        }
    )
    async def car_source(self, ctx: ToolContext, things: Aboard, source: Annotated[str, SOURCE]) -> ToolResult:
        """Choose what the car plays from: radio, Bluetooth, USB, the internet."""
        return await set_signals(self._home, ctx, things, SOURCE_OF, source)

    @tool(
        phrases={
            "en": ["mute", "mute [the] (music|sound|audio|car|radio)", "turn off [the] sound", "sound off", "silence"],
            "zh": ["静音", "关闭声音", "声音关闭", "打开静音", "关闭音乐声音", "别出声"],
        }
    )
    async def mute_car(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Turn the sound of the car off."""
        return await set_signals(self._home, ctx, things, VOLUME, 0)

    @tool(
        phrases={
            "en": ["unmute", "unmute [the] (music|sound|audio|car|radio)", "turn on [the] sound", "sound on"],
            "zh": ["取消静音", "打开声音", "声音打开", "关闭静音", "解除静音", "恢复声音"],
        }
    )
    async def unmute_car(self, ctx: ToolContext, things: Aboard) -> ToolResult:
        """Turn the sound of the car on again, not loud; where it is not off it stays as it is."""
        wishes = [Wish(car, path, self._at_least(car, path)) for car, path in signals(self._home, things, VOLUME)]
        return await carry_out(self._home, ctx, wishes) if wishes else lacks(self._home, ctx, things)

    @tool(
        phrases={
            "en": [
                *off_en(GUIDANCE_EN),
                f"(mute|silence|quiet|hush) {GUIDANCE_EN}",
                "turn off [the] voice of [the] (navigation|nav|sat nav)",
            ],
            "zh": [
                *off_zh("导航播报", "导航声音", "导航语音"),
                "导航静音",
                "导航(别说|别说话|别出声|别吵|不要说话|闭嘴)[了]",
                "导航安静",
            ],
        }
    )
    async def guidance_off(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Silence the navigation of the car."""
        return await set_signals(self._home, ctx, things, GUIDANCE, "MUTED")

    @tool(
        phrases={
            "en": [*on_en("(navigation voice|voice guidance|route guidance|guidance)"), f"unmute [the] {GUIDANCE_EN}"],
            "zh": [*on_zh("导航播报", "导航声音", "导航语音"), "取消导航静音", "导航取消静音"],
        }
    )
    async def guidance_on(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """Let the navigation of the car speak."""
        return await set_signals(self._home, ctx, things, GUIDANCE, "UNMUTED")

    @tool(
        phrases={
            "en": [
                f"{_WHO_EN} (is|are) {_SLEEPING_EN}",
                f"{_WHO_EN} {_SLEEPING_EN}",
                "(somebody|someone) is (asleep|sleeping)",
                "(keep|make) it quiet {seat}",
                "quiet {seat}",
            ],
            "zh": [
                "(孩子|孩子们|宝宝|小孩|小朋友|娃)[都](睡着|睡|睡觉|在睡觉|要睡觉)",
                *("有人睡觉", "有人在睡觉", "{seat}睡着", "{seat}安静", "{seat}安静一点", "{seat}都睡着"),
            ],
        }
    )
    async def quiet_in_the_back(
        self, ctx: ToolContext, things: Aboard, seat: Annotated[str, SEAT] = "rear"
    ) -> ToolResult:
        """Let those in the back sleep: low volume, no spoken directions but warnings, dark and shaded in the back.

        Windows, locks and warmth stay as they are: nobody asked for that, and a child may have a hand in a window.
        """
        wishes = [
            *self._lower(things, VOLUME, HUSHED),
            *self._unless(things, GUIDANCE, "ALERT_ONLY", ("ALERT_ONLY", "MUTED")),
            *self._unless(things, r"Vehicle\.Cabin\.Light\.(IsDomeOn|Spotlight\.Row2\..+\.IsLightOn)", False, (False,)),
            *self._unless(things, r"Vehicle\.Cabin\.RearShade\.Position", 0, (0,)),
        ]
        if not signals(self._home, things, VOLUME):
            return lacks(self._home, ctx, things)
        return await carry_out(self._home, ctx, wishes or self._as_it_is(things))

    def _lower(self, things: tuple[str, ...], pattern: str, most: int) -> list[Wish]:
        found = signals(self._home, things, pattern)
        facts = [(car, path, self._home.fact(car, path)) for car, path in found]
        return [
            Wish(car, path, most)
            for car, path, fact in facts
            if fact is None or not isinstance(fact.value, int | float) or fact.value > most
        ]

    def _unless(self, things: tuple[str, ...], pattern: str, value: Value, fine: tuple[Value, ...]) -> list[Wish]:
        facts = [(car, path, self._home.fact(car, path)) for car, path in signals(self._home, things, pattern)]
        return [Wish(car, path, value) for car, path, fact in facts if fact is None or fact.value not in fine]

    def _as_it_is(self, things: tuple[str, ...]) -> list[Wish]:
        found = [(car, path, self._home.fact(car, path)) for car, path in signals(self._home, things, VOLUME)]
        return [Wish(car, path, HUSHED if fact is None else fact.value) for car, path, fact in found]

    def _at_least(self, car: str, path: str) -> Value:
        fact = self._home.fact(car, path)
        now = fact.value if fact is not None else None
        return now if isinstance(now, int | float) and not isinstance(now, bool) and now > 0 else AUDIBLE


def skill(services: Services) -> CarMedia:
    """The factory of this skill."""
    return CarMedia(services)
