"""What people and robots call suction, ways of cleaning, water and zones."""

from collections.abc import Mapping

from assistant.tools import Choice
from devices.device import Device, Shape, Value
from devices.home import Home

SUCTION = Choice(
    {
        "quiet": {"en": ("quiet", "quietly", "silent", "gentle", "gently"), "zh": ("安静", "静音", "轻柔")},
        "standard": {"en": ("standard", "normal", "balanced"), "zh": ("标准", "普通", "均衡")},
        "strong": {"en": ("strong", "strongly", "high"), "zh": ("强", "强力", "高")},
        "max": {"en": ("max", "maximum", "turbo", "strongest", "full power"), "zh": ("最大", "最强", "超强")},
    }
)
OWN_SUCTION = {
    "quiet": ("quiet", "silent", "min", "low", "gentle"),
    "standard": ("standard", "balanced", "normal", "medium", "basic"),
    "strong": ("strong", "high", "turbo"),
    "max": ("max", "turbo", "full", "high"),
}
"""What robots call these, best first."""

MODE = Choice(
    {
        "mop": {
            "en": ("mop", "mopping", "mop only", "only mop", "wet"),
            "zh": ("拖地", "拖", "只拖", "只拖地", "拖一拖"),
        },
        "vacuum_and_mop": {
            "en": ("vacuum and mop", "vacuuming and mopping", "sweep and mop", "hoover and mop"),
            "zh": ("扫拖", "扫拖一体", "边扫边拖", "扫地和拖地", "先扫后拖", "扫一下拖一下"),
        },
        "vacuum": {
            "en": ("vacuum only", "only vacuum", "just vacuum", "vacuuming only", "dry"),
            "zh": ("只扫", "只扫地", "只吸尘", "不拖地"),
        },
    }
)
OWN_MODE = {
    "mop": ("mop", "mopping", "mop_only"),
    "vacuum_and_mop": ("vacuum_and_mop", "vacuum_mop", "both", "sweep_and_mop", "vacuum_then_mop"),
    "vacuum": ("vacuum", "sweep", "vacuum_only", "vacuuming"),
}

PASSES = Choice(
    {
        "1": {"en": ("once", "one time", "one pass", "a single time"), "zh": ("一遍", "一次")},
        "2": {"en": ("twice", "two times", "two passes", "double"), "zh": ("两遍", "两次", "二遍", "二次")},
        "3": {"en": ("three times", "thrice", "three passes", "triple"), "zh": ("三遍", "三次")},
    }
)

WATER = Choice(
    {
        "low": {"en": ("low", "little", "a little", "dry", "less"), "zh": ("低", "小", "少", "低档", "小水量")},
        "medium": {"en": ("medium", "normal", "standard"), "zh": ("中", "中等", "中档", "标准")},
        "high": {"en": ("high", "a lot", "much", "more", "wet"), "zh": ("高", "大", "多", "高档", "大水量")},
    }
)
OWN_WATER = {
    "low": ("low", "min", "slight"),
    "medium": ("medium", "mid", "normal", "standard"),
    "high": ("high", "max", "intense"),
}


def own_suction(device: Device | None, said: str) -> str:
    """What the robot calls this suction; the word itself where it has no such, which it then refuses."""
    return _own(device, "fan_speed", OWN_SUCTION[said], said)


def own_mode(device: Device | None, said: str) -> str:
    """What the robot calls this way of cleaning."""
    return _own(device, "cleaning_mode", OWN_MODE[said], said)


def own_water(device: Device | None, said: str) -> str:
    """What the robot calls this much water."""
    return _own(device, "water_level", OWN_WATER[said], said)


def zones_of(device: Device, home: Home) -> Mapping[str, tuple[str, Value]]:
    """Name of a saved zone → the capability and value that clean it."""
    zone = device.capabilities.get("clean_zone")
    if zone is not None and zone.writable and zone.shape is Shape.CHOICE:
        return {name: ("clean_zone", name) for name in zone.choices if name != "none"}
    several = device.capabilities.get("clean_zones")
    if several is None or not several.writable:
        return {}
    known = home.fact(device.id, "zones")
    names = known.value if known is not None and isinstance(known.value, tuple) else several.choices
    return {name: ("clean_zones", (name,)) for name in names}


def _own(device: Device | None, capability: str, words: tuple[str, ...], said: str) -> str:
    choices = device.capabilities[capability].choices if device and capability in device.capabilities else ()
    by_name = {choice.casefold().replace(" ", "_"): choice for choice in choices}
    return next((by_name[word] for word in words if word in by_name), said)
