"""Closed lists that several tools take, with the words people say for them."""

import re

from assistant.tools import Choice, Quantity
from skills.states import spoken_states
from skills.words import phrase_file

PERCENT = Quantity("%", 0, 100)
DEGREES = Quantity("°C", -30, 250)
KELVIN = Quantity("K", 1000, 10000)
MINUTES = Quantity("min", 1, 1440)

STATE = Choice(spoken_states())
"""A state that can be asked for."""

COLOR = Choice(
    {name: {"en": tuple(said["en"]), "zh": tuple(said["zh"])} for name, said in phrase_file("colors")["said"].items()}
)
"""A colour by its name."""

LEVEL = Choice(
    {
        "max": {
            "en": (
                "maximum",
                "max",
                "the max",
                "highest",
                "brightest",
                "full",
                "full blast",
                "fully",
                "full power",
                "loudest",
                "loudest setting",
                "highest setting",
                "brightest setting",
                "full whack",
                "as high as it goes",
                "as loud as it goes",
                "as bright as it goes",
                "as high as possible",
                "as loud as possible",
                "as bright as possible",
                "as fast as possible",
                "full speed",
                "top speed",
                "full strength",
                "flat out",
                "full tilt",
                "full pelt",
                "full on",
            ),
            "zh": ("最大", "最高", "最亮", "最强", "全开", "最大值", "最响", "最上面", "最上边", "最上头", "最顶上"),
        },
        "min": {
            "en": (
                "minimum",
                "min",
                "the min",
                "lowest",
                "darkest",
                "dimmest",
                "slowest",
                "quietest",
                "lowest setting",
                "dimmest setting",
                "quietest setting",
                "as low as it goes",
                "as low as possible",
            ),
            "zh": ("最小", "最低", "最暗", "最弱", "最小值", "最轻", "最下面", "最下边", "最底下"),
        },
        "half": {"en": ("half", "halfway", "half way", "the middle", "medium"), "zh": ("一半", "中等", "中间", "半开")},
        "low": {
            "en": ("low", "slow", "gentle", "low speed", "slow speed"),
            "zh": ("低档", "低速", "小风", "低", "小档"),
        },
        "high": {"en": ("high", "fast", "high speed", "strong"), "zh": ("高档", "高速", "大风", "高", "大档")},
    }
)
"""A level in words instead of a number."""


_BY_HALF = re.compile(
    r"\b(by half|halve|half as|in half|half (of )?(what|where) (it|they))\b"
    r"|\bhalf (of )?(its|their|the) (current|present)\b"
    r"|减半|(?:小|低|暗|少|降|减)(?:了|掉)?一半|(?:现在|目前|当前|原来|刚才|原先|之前|以前|本来)的?(?:亮度|音量|声音)?的?一半",
    re.IGNORECASE,
)


def is_halving(text: str) -> bool:
    """Whether less is wanted by half of what there is, and not by so many percent of the most: 声音减半."""
    return bool(_BY_HALF.search(text))


def percent_of(level: str | None, lowest: float) -> float | None:
    """The percentage that a level means; `lowest` is the smallest that is not off."""
    if level is None:
        return None
    return {"max": 100.0, "min": lowest, "half": 50.0, "low": 33.0, "high": 100.0}[level]
