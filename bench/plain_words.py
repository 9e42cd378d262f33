"""How things are plainly wished and asked for, kind by kind and in both languages, with what comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Change = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of device: its word in both languages, what it is like at first, and what Home Assistant calls it."""

    domain: str
    en: str
    zh: str
    state: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """Ways to wish one thing. {x} is the device with its room, {n} an amount."""

    en: Sequence[str]
    zh: Sequence[str]
    change: Callable[[int], Change]
    amounts: Sequence[int] = (0,)
    before: Change | None = None
    """How the device is set before it."""


_LIGHT = {"supported_color_modes": ["brightness"], "brightness": None, "color_mode": None}
_AC = {
    "temperature": 20, "min_temp": 16, "max_temp": 32, "current_temperature": 21, "supported_features": 1,
    "hvac_modes": ["off", "cool", "heat", "dry", "fan_only", "auto"],
}  # fmt: skip
_HEATER = {**_AC, "min_temp": 5, "hvac_modes": ["off", "heat"]}
_COVER = {"current_position": 0, "supported_features": 15}
_PLAYER = {"volume_level": 0.35, "supported_features": 21437}
_MOIST = {"humidity": 45, "min_humidity": 0, "max_humidity": 100}

KINDS = (
    Kind("light", "ceiling light", "吸顶灯", "off", _LIGHT),
    Kind("light", "bedside lamp", "床头灯", "off", _LIGHT),
    Kind("climate", "air conditioner", "空调", "cool", _AC),
    Kind("climate", "heater", "暖气", "heat", _HEATER),
    Kind("fan", "fan", "风扇", "off", {"percentage": 0, "supported_features": 1, "percentage_step": 1}),
    Kind("fan", "air purifier", "空气净化器", "off", {"percentage": 0, "supported_features": 1, "percentage_step": 1}),
    Kind("cover", "curtain", "窗帘", "closed", {**_COVER, "device_class": "curtain"}),
    Kind("cover", "blinds", "百叶窗", "closed", {**_COVER, "device_class": "blind"}),
    Kind("humidifier", "humidifier", "加湿器", "on", {**_MOIST, "device_class": "humidifier"}),
    Kind("humidifier", "dehumidifier", "除湿机", "on", {**_MOIST, "device_class": "dehumidifier"}),
    Kind("media_player", "speaker", "音箱", "playing", {**_PLAYER, "device_class": "speaker"}),
    Kind("media_player", "TV", "电视", "playing", {**_PLAYER, "device_class": "tv"}),
    Kind("switch", "kettle", "热水壶", "off", {}),
    Kind("switch", "water heater", "热水器", "off", {}),
    Kind("vacuum", "robot vacuum", "扫地机器人", "docked", {"supported_features": 12316}),
    Kind("lock", "door lock", "门锁", "unlocked", {}),
    Kind("valve", "water valve", "水阀", "closed", {"current_position": 0, "supported_features": 3}),
)

_ON = ("turn on {x}", "switch on {x}", "turn {x} on"), ("打开{x}", "把{x}打开", "开启{x}")
_OFF = ("turn off {x}", "switch off {x}", "turn {x} off"), ("关闭{x}", "把{x}关掉", "关掉{x}", "把{x}关了")
_OPEN = ("open {x}",), ("打开{x}", "把{x}打开")
_CLOSE = ("close {x}",), ("关闭{x}", "把{x}关上")
_SHARES = range(5, 100, 5)
_DEGREES = (17, 18, 19, 22, 23, 24, 25, 26)
_LIT = {"state": "on", "attributes": {"brightness": 128}}
_OPENED = {"state": "open", "attributes": {"current_position": 100}}
_SHUT = {"state": "closed", "attributes": {"current_position": 0}}


def _is(state: str) -> Callable[[int], Change]:
    return lambda _: {"state": state}


def _has(name: str, value: Callable[[int], Any] = lambda n: n, **more: str) -> Callable[[int], Change]:
    return lambda n: {**more, "attributes": {name: value(n)}}


FORMS: Mapping[str, Sequence[Form]] = {
    "light": (
        Form(
            ("set the brightness of {x} to {n}", "dim {x} to {n}%", "set {x} to {n} percent brightness"),
            ("把{x}的亮度调到{n}%", "将{x}的亮度设置为{n}", "{x}亮度设为{n}"),
            _has("brightness", lambda n: round(n * 2.55), state="on"),
            _SHARES,
        ),
        Form(*_ON, _is("on")),
        Form(*_OFF, lambda _: {"state": "off", "attributes": {"brightness": None}}, before=_LIT),
        Form(
            ("make {x} half as bright", "dim {x} by half"),
            ("把{x}调暗一半", "把{x}调到现在的一半亮", "{x}亮度减半"),
            _has("brightness", lambda _: {"min": 62, "max": 66}, state="on"),
            before=_LIT,
        ),
    ),
    "climate": (
        Form(
            ("set {x} to {n} degrees", "set the temperature of {x} to {n}", "adjust {x} to {n} degrees"),
            ("把{x}调到{n}度", "将{x}的温度设置为{n}度", "{x}设为{n}度", "把{x}温度调到{n}"),
            _has("temperature"),
            _DEGREES,
        ),
        Form(
            (
                "turn {x} up by {n} degrees",
                "make {x} {n} degrees warmer",
                "raise the temperature of {x} by {n} degrees",
            ),
            ("把{x}调高{n}度", "{x}温度升高{n}度"),
            _has("temperature", lambda n: 20 + n),
            (2, 3),
        ),
        Form(
            ("turn {x} down by {n} degrees", "lower {x} by {n} degrees"),
            ("把{x}调低{n}度", "{x}温度降低{n}度"),
            _has("temperature", lambda n: 20 - n),
            (2, 3),
        ),
        Form(*_OFF, _is("off")),
    ),
    "fan": (
        Form(
            ("set the speed of {x} to {n}%", "set {x} to {n} percent"),
            ("将{x}的风速调到{n}%", "{x}风速设为{n}", "把{x}调到{n}%"),
            _has("percentage", state="on"),
            _SHARES,
        ),
        Form(*_ON, _is("on")),
    ),
    "cover": (
        Form((*_OPEN[0], "pull {x} open"), (*_OPEN[1], "拉开{x}"), lambda _: _OPENED),
        Form((*_CLOSE[0], "draw {x} closed"), (*_CLOSE[1], "拉上{x}"), lambda _: _SHUT, before=_OPENED),
        Form(
            ("set {x} to {n}%", "open {x} to {n} percent"),
            ("把{x}开到{n}%", "{x}打开到百分之{n}"),
            _has("current_position", state="open"),
            _SHARES,
        ),
    ),
    "humidifier": (
        Form(
            ("set the humidity of {x} to {n}", "set {x} to {n}%"),
            ("将{x}的湿度设置为{n}%", "{x}湿度设为{n}", "把{x}的湿度调到{n}"),
            _has("humidity"),
            (35, 40, 50, 55, 60),
        ),
        Form(*_OFF, _is("off")),
    ),
    "media_player": (
        Form(
            ("set the volume of {x} to {n}", "set {x} volume to {n}"),
            ("把{x}的音量调到{n}", "{x}音量设为{n}%"),
            _has("volume_level", lambda n: n / 100),
            (10, 20, 30, 45, 60),
        ),
        Form(("pause {x}",), ("暂停{x}", "把{x}暂停"), _is("paused")),
        Form(*_OFF, _is("off")),
    ),
    "switch": (Form(*_ON, _is("on")), Form(*_OFF, _is("off"), before={"state": "on"})),
    "vacuum": (Form(("start {x}",), ("启动{x}", "让{x}开始打扫"), _is("cleaning")),),
    "lock": (Form(("lock {x}",), ("锁上{x}", "把{x}锁上"), _is("locked")),),
    "valve": (
        Form(*_OPEN, _is("open")),
        Form(*_CLOSE, _is("closed"), before={"state": "open", "attributes": {"current_position": 100}}),
    ),
}
"""Domain → what is wished of such a thing."""

FREE: Mapping[str, Sequence[str]] = {
    "light": ("color_mode", "brightness"),
    "cover": ("is_closed",),
    "climate": ("hvac_action", "current_temperature", "preset_mode"),
    "media_player": ("is_volume_muted", "media_title"),
    "humidifier": ("action",),
    "fan": ("preset_mode", "percentage"),
    "valve": ("current_position",),
}
"""Domain → attributes that are free where a wish says nothing of them."""
