"""What can be measured in a house and a car: which device tells it, and what people call it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.tools import Choice
from assistant.utterance import LANGUAGES, Language
from devices.device import Capability, Device
from skills.answers import Reply
from skills.values import quantity
from skills.words import phrase_file

_BATTERY = "Vehicle.Powertrain.TractionBattery."
CAPABILITIES: Mapping[str, tuple[str, ...]] = {
    "battery": ("battery", f"{_BATTERY}StateOfCharge.Displayed", f"{_BATTERY}StateOfCharge.Current"),
    "fuel": ("Vehicle.Powertrain.FuelSystem.RelativeLevel",),
    "range": ("Vehicle.Powertrain.Range", f"{_BATTERY}Range", "Vehicle.Powertrain.FuelSystem.Range"),
    "particles": ("pm25", "pm10", "pm1"),
    "power": ("power", "apparent_power"),
    "volatile": ("volatile_organic_compounds", "volatile_organic_compounds_parts", "aqi"),
    "items": ("open_items",),
}
"""Measure → the capabilities that tell it; every other measure is told by the capability of its own name."""
UNITS: Mapping[str, tuple[str, ...]] = {
    "temperature": ("°C", "°F"),
    "power": ("W", "kW"),
    "energy": ("kWh", "Wh"),
    "carbon_dioxide": ("ppm",),
    "particles": ("µg/m³", "μg/m³"),
    "illuminance": ("lx",),
    "pressure": ("hPa", "mbar"),
}
"""Units that say what a sensor without a device class measures."""
PERCENTAGES = frozenset({"battery", "fuel", "humidity", "brightness", "volume", "position", "speed", "target_humidity"})
IN_ROOMS = frozenset({"temperature", "humidity", "carbon_dioxide", "particles", "illuminance", "volatile"})
"""Measures of the air and light of a room: a room is asked for, not the device."""
_ELSEWHERE = frozenset([
    "outside", "outdoor", "outdoors", "freezer", "fridge", "oven", "room", "water", "boiler", "tank", "pool",
    "aquarium", "kiln", "cylinder", "tub", "sauna", "spa", "jacuzzi", "kettle", "grill", "soil",
])  # fmt: skip
_ELSEWHERE_ZH = (
    *("冰箱", "冰柜", "冷柜", "冷库", "烤箱", "水温", "热水", "鱼缸", "泳池", "水箱", "锅炉", "浴缸", "桑拿", "温泉"),
    "土壤",
)
_NOT_OF_A_ROOM = ("weather", "water_heater", "car", "cooker", "vacuum")


@dataclass(frozen=True, slots=True)
class Measured:
    """A device and what of it was measured."""

    device: Device
    capability: str
    measure: str
    value: float


def spoken_measures() -> Mapping[str, Mapping[Language, tuple[str, ...]]]:
    """Measure → language → what people call it."""
    table = phrase_file("measures")["measure"]
    return {name: {language: tuple(forms[language]) for language in LANGUAGES} for name, forms in table.items()}


def spoken_extremes() -> Mapping[str, Mapping[Language, tuple[str, ...]]]:
    """ "temperature most" → "warmest", "hottest"."""
    table = phrase_file("measures")["extreme"]
    return {name: {language: tuple(forms[language]) for language in LANGUAGES} for name, forms in table.items()}


def spoken_comparisons() -> Mapping[str, Mapping[Language, tuple[str, ...]]]:
    """ "temperature more" → "warmer", "hotter"."""
    table = phrase_file("measures")["comparison"]
    return {name: {language: tuple(forms[language]) for language in LANGUAGES} for name, forms in table.items()}


MEASURE = Choice(spoken_measures())
"""What is measured."""


def capability_for(device: Device, measure: str) -> str:
    """The capability with which a device tells a measure; empty where it does not."""
    for name in CAPABILITIES.get(measure, (measure,)):
        if name in device.capabilities and device.capabilities[name].reading is not None:
            return name
    value = device.capabilities.get("value")
    if value is not None and device.kind == "sensor" and value.unit in UNITS.get(measure, ()):
        return "value"
    return ""


def measured(reply: Reply, devices: Sequence[Device], measure: str) -> list[Measured]:
    """What these devices tell of a measure, as far as they have told a number; all of them are looked up."""
    found = []
    for device in devices:
        name = capability_for(device, measure)
        value = reply.number(device.id, name) if name else None
        if name and value is not None:
            found.append(Measured(device, name, measure, value))
    return found


def telling(devices: Sequence[Device], measure: str) -> list[Device]:
    """Those of the devices that tell a measure."""
    return [d for d in devices if capability_for(d, measure)]


def of_rooms(found: Sequence[Measured]) -> list[Measured]:
    """One for each room, a sensor before a thermostat; what stands in no room or measures elsewhere is left out."""
    rooms: dict[str, Measured] = {}
    for each in sorted(found, key=lambda m: m.device.kind != "sensor"):
        if each.device.room and each.device.kind not in _NOT_OF_A_ROOM and not is_elsewhere(each.device):
            rooms.setdefault(each.device.room, each)
    return list(rooms.values())


def is_elsewhere(device: Device) -> bool:
    """Whether what it measures is not the air of its room: that of a fridge, the water of a tub."""
    words = {w.casefold() for w in device.name.split()}
    named = bool(words & (_ELSEWHERE - {"room"})) or any(word in device.name for word in _ELSEWHERE_ZH)
    return device.kind in ("sensor", "climate") and named


def amount(found: Measured, language: Language, value: float | None = None) -> str:
    """The value in words with its unit; another one of the same unit where it is given."""
    number = found.value if value is None else value
    return quantity(number, unit_of(found.device.capabilities[found.capability], found.measure), language)


def unit_of(capability: Capability, measure: str) -> str:
    """The unit in which a capability tells a measure."""
    return capability.unit or ("%" if measure in PERCENTAGES else "m" if measure == "range" else "")
