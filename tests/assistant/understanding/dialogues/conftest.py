"""One small home in two languages: what the dialogues are spoken to."""

from collections.abc import Mapping
from typing import Any

import pytest


def _home(rooms: dict[str, str], things: list[tuple[str, str, str, str, dict[str, Any]]]) -> dict[str, Any]:
    return {
        "floors": [{"id": "ground", "name": "Ground Floor"}],
        "areas": [{"id": room, "name": name, "floor": "ground"} for room, name in rooms.items()],
        "entities": [
            {"id": thing, "name": name, "area": room or None, "state": state, "attributes": attributes}
            for thing, name, room, state, attributes in things
        ],
    }


def _car(names: dict[str, str]) -> list[dict[str, Any]]:
    """A car of two seats; `names` by the end of each signal's path."""
    cabin, off = "vss.Vehicle.Cabin.", {"IsLocked": "false", "IsDomeOn": "false"}
    return [
        {
            "id": f"{cabin}{path}",
            "name": name,
            "device": "car",
            "state": off.get(path.rpartition(".")[2], "0"),
            "attributes": {},
        }
        for path, name in names.items()
    ]


DIM: dict[str, Any] = {"supported_color_modes": ["brightness"], "brightness": None}
LIT = {"supported_color_modes": ["brightness"], "brightness": 102}
CURTAIN = {"device_class": "curtain", "current_position": 100}
HEAT = {"temperature": 20, "current_temperature": 19, "hvac_modes": ["off", "heat"]}

ENGLISH = _home(
    {"kitchen": "Kitchen", "bedroom": "Bedroom", "office": "Office", "hall": "Hall", "living": "Living Room"},
    [
        ("light.kitchen", "Kitchen Light", "kitchen", "off", DIM),
        ("light.left", "Left Reading Lamp", "bedroom", "off", DIM),
        ("light.right", "Right Reading Lamp", "bedroom", "off", DIM),
        ("light.bedroom", "Bedroom Light", "bedroom", "off", DIM),
        ("light.office", "Office Light", "office", "on", LIT),
        ("light.hall", "Hall Light", "hall", "off", DIM),
        ("fan.office", "Office Fan", "office", "off", {"percentage": 0}),
        ("fan.bedroom", "Bedroom Fan", "bedroom", "on", {"percentage": 40}),
        ("cover.living", "Living Room Curtains", "living", "open", CURTAIN),
        ("cover.office", "Office Curtains", "office", "open", CURTAIN),
        ("climate.living", "Living Room Thermostat", "living", "heat", HEAT),
        ("climate.office", "Office Thermostat", "office", "heat", {**HEAT, "current_temperature": 23}),
        ("media_player.radio", "Radio", "living", "playing", {"volume_level": 0.4}),
        ("switch.fountain", "Fountain", "kitchen", "off", {}),
        ("lock.front", "Front Door", "hall", "unlocked", {}),
        ("lock.back", "Back Door", "kitchen", "locked", {}),
        ("vacuum.robbie", "Robbie", "living", "docked", {}),
        ("todo.shopping", "Shopping List", "", "2", {}),
    ],
)
MANDARIN = _home(
    {"kitchen": "厨房", "bedroom": "卧室", "office": "书房", "hall": "玄关", "living": "客厅"},
    [
        ("light.kitchen", "厨房灯", "kitchen", "off", DIM),
        ("light.left", "左阅读灯", "bedroom", "off", DIM),
        ("light.right", "右阅读灯", "bedroom", "off", DIM),
        ("light.bedroom", "卧室灯", "bedroom", "off", DIM),
        ("light.office", "书房灯", "office", "on", LIT),
        ("light.hall", "玄关灯", "hall", "off", DIM),
        ("fan.office", "书房风扇", "office", "off", {"percentage": 0}),
        ("fan.bedroom", "卧室风扇", "bedroom", "on", {"percentage": 40}),
        ("cover.living", "客厅窗帘", "living", "open", CURTAIN),
        ("cover.office", "书房窗帘", "office", "open", CURTAIN),
        ("climate.living", "客厅空调", "living", "heat", HEAT),
        ("climate.office", "书房空调", "office", "heat", {**HEAT, "current_temperature": 23}),
        ("media_player.radio", "收音机", "living", "playing", {"volume_level": 0.4}),
        ("switch.fountain", "喷泉", "kitchen", "off", {}),
        ("lock.front", "大门", "hall", "unlocked", {}),
        ("lock.back", "后门", "kitchen", "locked", {}),
        ("vacuum.robbie", "扫地机器人", "living", "docked", {}),
        ("todo.shopping", "购物清单", "", "2", {}),
    ],
)


CAR_EN = _car(
    {
        "Door.Row1.DriverSide.Window.Position": "Driver Window",
        "Door.Row1.PassengerSide.Window.Position": "Passenger Window",
        "Door.Row1.DriverSide.IsLocked": "Driver Door",
        "Door.Row1.PassengerSide.IsLocked": "Passenger Door",
        "Seat.Row1.DriverSide.HeatingCooling": "Driver Seat Heating",
        "Seat.Row1.PassengerSide.HeatingCooling": "Passenger Seat Heating",
        "Light.IsDomeOn": "Dome Light",
    }
)
CAR_ZH = _car(
    {
        "Door.Row1.DriverSide.Window.Position": "主驾车窗",
        "Door.Row1.PassengerSide.Window.Position": "副驾车窗",
        "Door.Row1.DriverSide.IsLocked": "主驾车门",
        "Door.Row1.PassengerSide.IsLocked": "副驾车门",
        "Seat.Row1.DriverSide.HeatingCooling": "主驾座椅加热",
        "Seat.Row1.PassengerSide.HeatingCooling": "副驾座椅加热",
        "Light.IsDomeOn": "车内顶灯",
    }
)


def _with(home: dict[str, Any], car: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return {**home, "devices": [{"id": "car", "name": name}], "entities": [*home["entities"], *car]}


@pytest.fixture(scope="module")
def homes() -> Mapping[str, Any]:
    """The home by language, each with a car as "car-en" and "car-zh"."""
    return {
        "en": ENGLISH,
        "zh": MANDARIN,
        "car-en": _with(ENGLISH, CAR_EN, "Car"),
        "car-zh": _with(MANDARIN, CAR_ZH, "汽车"),
    }
