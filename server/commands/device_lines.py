"""Devices, rooms and what they report, as lines of the terminal."""

import re
from collections.abc import Mapping
from typing import Any

from server.commands.car_lines import car_line, is_car
from server.commands.words import terminal_language, words
from server.printable import printable

FACTS_SHOWN = 4
_HAN = re.compile(r"[\u4e00-\u9fff]")

NAMES: Mapping[str, str] = {
    "activity": "",
    "battery": "电量",
    "brightness": "亮度",
    "carbon_dioxide": "二氧化碳",
    "color": "颜色",
    "color_temperature": "色温",
    "humidity": "湿度",
    "illuminance": "光照",
    "keep_warm": "完成后保温",
    "menu": "菜单",
    "mode": "模式",
    "motion": "活动",
    "on": "",
    "locked": "",
    "open": "",
    "muted": "静音",
    "oscillating": "摇头",
    "phase": "阶段",
    "playback": "播放",
    "position": "开合",
    "power": "功率",
    "smoke": "烟雾",
    "speed": "风速",
    "status": "",
    "target_humidity": "设定湿度",
    "target_temperature": "设定温度",
    "temperature": "温度",
    "volume": "音量",
    "window": "窗",
}
"""Mandarin names of capabilities; an empty one needs none beside its value. English ones are the capability's own."""

FLAGS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "on": (("on", "开"), ("off", "关")),
    "open": (("open", "开着"), ("closed", "关着")),
    "locked": (("locked", "已锁"), ("unlocked", "未锁")),
    "window": (("open", "开着"), ("closed", "关着")),
    "door": (("open", "开着"), ("closed", "关着")),
}
"""What yes and no mean: ((en, zh), (en, zh))."""
SAYS_ITSELF = frozenset({"on", "open", "locked", "activity", "status"})


def name_in_language(device: Mapping[str, Any]) -> str:
    """The name written in the language of the terminal, where it has one."""
    names = [device["name"], *device.get("aliases", ())]
    chinese = terminal_language() == "zh"
    return next((str(name) for name in names if bool(_HAN.search(name)) is chinese), str(names[0]))


def room_lines(room: Mapping[str, Any], devices: list[dict[str, Any]]) -> str:
    """A room's names, and below them its devices with what they report."""
    held = [device for device in devices if device["room"] == room["id"]]
    told = [f"  {device['id']:<36} {name_in_language(device):<28} {state_line(device)}" for device in held]
    return "\n".join(map(printable, [" / ".join(room["names"]), *told]))


def state_line(device: Mapping[str, Any]) -> str:
    """The first few facts in words: "on, brightness 80%, color temperature 2700K"."""
    if device["available"] is False:
        return words("offline", "离线")
    if is_car(device):
        return car_line(device["facts"])
    units = {c["name"]: c["unit"] or "" for c in device["capabilities"]}
    told = [_fact(name, fact["value"], units.get(name, "")) for name, fact in device["facts"].items()]
    return ", ".join(told[:FACTS_SHOWN]) or "-"


def capability_words(name: str) -> str:
    """A capability's name as it is read: "target temperature", "Cabin.HVAC.Temperature"."""
    own = name.removeprefix("Vehicle.").replace("_", " ")
    return words(own, NAMES.get(name) or own)


def _fact(name: str, value: Any, unit: str) -> str:
    said = _value(name, value) + unit
    return said if name in SAYS_ITSELF else f"{capability_words(name)} {said}"


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        en, zh = FLAGS.get(name, (("yes", "是"), ("no", "否")))[0 if value else 1]
        return words(en, zh)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
