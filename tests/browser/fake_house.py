"""A house of 24 devices and a car that obeys in memory, for looking at the page without a broker.

A few devices misbehave on purpose, so that every state of a tile can be seen: see MISBEHAVING.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fake_parts import BATTERY, ON, POSITION, Json, Names, can, device, light, moment, noticing, sensor, tells

MISBEHAVING = {
    "light.hall": "unknown",
    "cover.garage": "refused",
    "fan.office": "failed",
    "lock.front_door": "ask",
    "climate.bedroom": "pending",
    "switch.pump": "held",
}
"""How a wish for these ends; every other device does what it is told. "held" never ends while a test looks."""

REASONS = {
    "unknown": "no_answer",
    "refused": "not_allowed",
    "failed": "device_error",
    "ask": "needs_confirmation",
    "pending": "cannot_report",
}

SAY = {
    "ask": {"en": "Unlock the front door?", "zh": "要打开入户门的锁吗？"},
    "refused": {
        "en": "The garage door is not opened from here.",
        "zh": "车库门不能从这里打开。",
    },
    "unknown": {
        "en": "The hall light did not answer. It may not have happened.",
        "zh": "走廊灯没有应答，可能没有执行。",
    },
    "failed": {"en": "The office fan reports a fault.", "zh": "书房风扇报告故障。"},
    "pending": {
        "en": "Sent to the bedroom heating; it cannot tell whether it did.",
        "zh": "已发送给卧室空调，它无法告知结果。",
    },
}


def _vss() -> tuple[list[Json], Json]:
    """What the car can do and tell."""
    door = "Vehicle.Cabin.Door"
    battery = "Vehicle.Powertrain.TractionBattery"
    hvac = "Vehicle.Cabin.HVAC"
    values: Json = {}
    capabilities: list[Json] = []

    def add(capability: Json, value: Any) -> None:
        capabilities.append(capability)
        values[capability["name"]] = value

    for row in ("Row1", "Row2"):
        for side in ("DriverSide", "PassengerSide"):
            at = f"{door}.{row}.{side}"
            add(tells(f"{at}.IsOpen", "flag"), (row, side) == ("Row2", "PassengerSide"))
            add(can(f"{at}.IsLocked", "flag"), False)
            window = 40 if (row, side) == ("Row1", "DriverSide") else 0
            add(can(f"{at}.Window.Position", "number", unit="%", low=0, high=100, step=1), window)
    add(can("Vehicle.Body.Trunk.Rear.IsOpen", "flag"), False)
    for seat in ("Driver", "Passenger"):
        at = f"{hvac}.Station.Row1.{seat}"
        add(can(f"{at}.Temperature", "number", unit="°C", low=16, high=28, step=0.5), 21.5)
        add(can(f"{at}.FanSpeed", "number", unit="%", low=0, high=100), 30)
    add(can(f"{hvac}.IsAirConditioningActive", "flag"), True)
    add(tells(f"{hvac}.AmbientAirTemperature", unit="°C"), 19.0)
    add(tells("Vehicle.Exterior.AirTemperature", unit="°C"), 7.5)
    add(tells(f"{battery}.StateOfCharge.Displayed", unit="%"), 64.0)
    add(tells(f"{battery}.Range", unit="m"), 287000)
    add(tells(f"{battery}.Charging.IsCharging", "flag"), True)
    add(can(f"{battery}.Charging.ChargeLimit", "number", unit="%", low=50, high=100, step=5), 80)
    add(can("Vehicle.Body.Lights.Beam.Low.IsOn", "flag"), False)
    add(can("Vehicle.Cabin.Light.IsDomeOn", "flag"), False)
    add(tells("Vehicle.Speed", unit="km/h"), 0.0)
    add(tells("Vehicle.IsMoving", "flag"), False)
    return capabilities, values


def car() -> Json:
    """The car in the garage."""
    capabilities, values = _vss()
    return device("car.car", ("Car", "汽车"), "garage", capabilities, values)


def climate(id: str, names: Names, room: str, *, action: str, wanted: float, is_now: float) -> Json:
    """Heating and cooling."""
    modes = ["off", "heat", "cool", "auto", "dry", "fan_only"]
    capabilities = [
        can("target_temperature", "number", unit="°C", low=16, high=30, step=0.5),
        can("mode", "choice", choices=modes),
        can("fan_mode", "choice", choices=["auto", "low", "medium", "high"]),
        tells("temperature", unit="°C"),
        tells("action", "text"),
    ]
    values = {"target_temperature": wanted, "mode": "heat", "fan_mode": "auto", "temperature": is_now, "action": action}
    return device(f"climate.{id}", names, room, capabilities, values)


def _vacuum() -> Json:
    rooms = ["Kitchen", "Living room", "Hall"]
    capabilities = [
        can("activity", "choice", choices=["cleaning", "paused", "returning", "idle"]),
        can("clean_rooms", "act", choices=rooms),
        can("fan_speed", "choice", choices=["quiet", "standard", "turbo"]),
        can("locate", "act"),
        BATTERY,
    ]
    values = {"activity": "docked", "fan_speed": "standard", "battery": 86}
    return device("vacuum.robot", ("Vacuum", "扫地机"), "hall", capabilities, values)


def _cooker() -> Json:
    capabilities = [
        can("menu", "choice", choices=["rice", "quick", "congee", "soup", "steam"]),
        can("start", "act"),
        can("cancel", "act"),
        can("keep_warm", "flag"),
        tells("status", "choice", choices=["idle", "cooking", "keep_warm"]),
        tells("time_left", unit="min"),
    ]
    values = {"menu": "rice", "status": "cooking", "time_left": 24, "keep_warm": True}
    return device("cooker.rice", ("Rice cooker", "电饭煲"), "kitchen", capabilities, values)


def _speaker() -> Json:
    capabilities = [
        can("playback", "choice", choices=["playing", "paused", "idle"]),
        can("volume", "number", unit="%", low=0, high=100, step=1),
        can("muted", "flag"),
        can("next", "act"),
        can("previous", "act"),
        tells("media", "text"),
    ]
    values = {"playback": "playing", "volume": 35, "muted": False, "media": "Clair de lune"}
    return device("media_player.living_room", ("Speaker", "音箱"), "living_room", capabilities, values)


def cover(id: str, names: Names, room: str, position: int, flavour: str) -> Json:
    """A blind, curtain or door that moves by itself."""
    capabilities = [can("open", "flag"), POSITION, can("stop", "act")]
    return device(
        f"cover.{id}", names, room, capabilities, {"open": position > 0, "position": position}, flavour=flavour
    )


def _upstairs_and_outside() -> list[Json]:
    speed = can("speed", "number", unit="%", low=0, high=100, step=1)
    return [
        light("bedroom", ("Bedroom light", "卧室灯"), "bedroom", percent=0),
        light("reading_lamp", ("Reading lamp", "阅读灯"), "bedroom", percent=20, kelvin=2400),
        climate("bedroom", ("Bedroom heating", "卧室空调"), "bedroom", action="idle", wanted=19, is_now=19.5),
        cover("bedroom", ("Bedroom blind", "卧室百叶窗"), "bedroom", 100, "blind"),
        sensor("bedroom_humidity", ("Humidity", "湿度"), "bedroom", what="humidity", value=48, unit="%"),
        light("office", ("Office light", "书房灯"), "office", percent=90, kelvin=5200),
        device(
            "fan.office",
            ("Office fan", "书房风扇"),
            "office",
            [ON, speed, can("oscillating", "flag")],
            {"on": True, "speed": 40, "oscillating": False},
        ),
        noticing("office_window", ("Office window", "书房窗户"), "office", "window", False),
        cover("garage", ("Garage door", "车库门"), "garage", 0, "garage"),
        device("switch.pump", ("Garden pump", "花园水泵"), "garage", [ON], {"on": False}),
    ]


def _downstairs() -> list[Json]:
    lock = [can("locked", "flag"), BATTERY]
    return [
        light("kitchen", ("Kitchen light", "厨房灯"), "kitchen", percent=0),
        _cooker(),
        sensor("kitchen_temperature", ("Temperature", "温度"), "kitchen", what="temperature", value=21.4, unit="°C"),
        light("living_room", ("Ceiling light", "吊灯"), "living_room", percent=40),
        light("floor_lamp", ("Floor lamp", "落地灯"), "living_room", percent=0),
        climate(
            "living_room", ("Living room heating", "客厅空调"), "living_room", action="heating", wanted=21, is_now=20.5
        ),
        cover("living_room", ("Curtains", "窗帘"), "living_room", 70, "curtain"),
        _speaker(),
        light("hall", ("Hall light", "走廊灯"), "hall", percent=0),
        device("lock.front_door", ("Front door", "入户门"), "hall", lock, {"locked": True, "battery": 71}),
        noticing("hall_motion", ("Motion", "人体感应"), "hall", "motion", False),
        _vacuum(),
        sensor("hall_power", ("Power draw", "用电功率"), "hall", what="power", value=412, unit="W"),
    ]


FLOORS = [
    {"id": "ground", "names": ["Ground floor", "一楼"]},
    {"id": "upper", "names": ["Upper floor", "二楼"]},
]
ROOMS = [
    {"id": "kitchen", "names": ["Kitchen", "厨房"], "floor": "ground"},
    {"id": "living_room", "names": ["Living room", "客厅"], "floor": "ground"},
    {"id": "hall", "names": ["Hall", "走廊"], "floor": "ground"},
    {"id": "garage", "names": ["Garage", "车库"], "floor": "ground"},
    {"id": "bedroom", "names": ["Bedroom", "卧室"], "floor": "upper"},
    {"id": "office", "names": ["Office", "书房"], "floor": "upper"},
]


def family_house() -> list[Json]:
    """Every device of the house, one offline and one not heard live."""
    devices = [*_downstairs(), *_upstairs_and_outside(), car()]
    by_id = {each["id"]: each for each in devices}
    offline = by_id["light.floor_lamp"]
    offline["available"] = False
    for fact in offline["facts"].values():
        fact["at"] = moment(3600 * 2)
    stale = by_id["sensor.bedroom_humidity"]
    for fact in stale["facts"].values():
        fact |= {"live": False, "at": moment(3600 * 3)}
    return devices


@dataclass
class FakeHouse:
    """The devices, and who is told when one of them says something."""

    devices: list[Json] = field(default_factory=family_house)
    tell: Callable[[Json], None] = lambda changed: None

    def find(self, id: str) -> Json:
        """The device of that id; raises KeyError."""
        found = next((each for each in self.devices if each["id"] == id), None)
        if found is None:
            raise KeyError(id)
        return found

    def report(self, id: str, **values: Any) -> None:
        """A device says something, live."""
        known = self.find(id)
        for name, value in values.items():
            known["facts"][name] = {"value": value, "at": moment(), "live": True}
        self.tell(known)

    def wish(self, id: str, capability: str, value: Any, confirmed: bool = False) -> Json:
        """The outcome of a wish, as the server answers it."""
        outcome = MISBEHAVING.get(id, "done")
        if outcome == "ask" and (confirmed or value is True):
            outcome = "done"
        if outcome == "done":
            self._obey(id, capability, value)
        say = SAY.get(outcome, {"en": "Done.", "zh": "好了。"})
        return {"outcome": outcome, "reason": REASONS.get(outcome, ""), "reported": value, "say": say}

    def _obey(self, id: str, capability: str, value: Any) -> None:
        kind = id.partition(".")[0]
        if (kind, capability) == ("cooker", "start"):
            self.report(id, status="cooking", time_left=40)
        elif (kind, capability) == ("cooker", "cancel"):
            self.report(id, status="idle", time_left=0)
        elif capability == "clean_rooms":
            self.report(id, activity="cleaning")
        elif kind == "light" and capability == "brightness":
            self.report(id, on=value > 0, brightness=value)
        elif kind == "light" and capability == "on":
            self.report(id, on=value, brightness=60 if value else 0)
        elif kind == "cover" and capability == "position":
            self.report(id, position=value, open=value > 0)
        else:
            self.report(id, **{capability: value})
