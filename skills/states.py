"""The states of things as people ask for them: which hold, which a thing could have at all, and their words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from assistant.utterance import LANGUAGES, Language
from devices.device import Capability, Device, Shape, Value
from devices.facts import Fact
from devices.home import Home
from skills.words import phrase_file

LOW_BATTERY = 20
"""Percent at which a battery counts as low."""

_BATTERY = "Vehicle.Powertrain.TractionBattery."

MOTORS = ("fan", "climate", "humidifier", "water_heater", "media_player")
"""Kinds of which people also say that they run, and mean that they are on."""

MEANT = {
    "on": ("open", "running", "playing", "cleaning", "mowing", "cooking", "heating", "cooling", "armed", "connected"),
    "off": ("closed", "not_running", "idle", "docked", "disarmed", "away", "finished", "disconnected"),
    "open": ("unlocked", "on"),
    "closed": ("locked", "off"),
    "stopped": ("not_running", "finished", "off", "idle"),
    "home": ("docked",),
    "docked": ("home",),
    "finished": ("not_running", "off", "idle", "docked"),
    "running": ("on", "cleaning", "mowing", "cooking", "playing", "moving"),
    "not_running": ("off", "idle", "docked", "finished"),
    "playing": ("on",),
    "idle": ("off",),
    "detected": ("wet", "moving", "vibrating", "on"),
    "clear": ("dry", "not_moving", "ok", "normal"),
    "moving": ("detected", "running"),
    "not_moving": ("clear",),
    "hot": ("heating",),
    "cooking": ("running", "on"),
    "cleaning": ("running",),
    "wet": ("detected",),
    "dry": ("clear",),
    "ok": ("normal", "clear", "safe", "online"),
    "connected": ("online", "plugged_in"),
    "disconnected": ("offline", "unplugged"),
    "charging": ("docked",),
    "unlocked": ("open",),
    "locked": ("closed",),
    "away": ("off",),
    "powered": ("on",),
    "unpowered": ("off",),
}
"""What people mean by a state of a thing that has no such state, the likeliest first: a vacuum that is "off"."""

DRAWS = 5.0
"""Watts above which what a meter measures is taken to run."""

GENERIC = {"on": True, "detected": True, "off": False, "clear": False, "normal": False, "ok": False}
"""States that may be asked of any binary sensor, and whether they mean its "on"."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether a thing is in the state that was asked for."""

    device: Device
    asked: str
    holds: bool | None
    """None: it could be, but has not reported."""
    state: str
    """The state it is in, empty where unknown."""
    fact: Fact | None
    loosely: bool = False
    """The state is one that people only sometimes mean for such a thing."""
    capability: str = ""
    """What says so, where one does."""


def spoken_states() -> Mapping[str, Mapping[Language, tuple[str, ...]]]:
    """State → language → the forms people say; what a `Choice` takes."""
    return {
        name: {language: tuple(forms[language]) for language in LANGUAGES}
        for name, forms in phrase_file("states")["state"].items()
    }


def state_word(state: str, language: Language) -> str:
    """How a state is spoken; the state itself where it has no words."""
    forms = phrase_file("states")["state"].get(state)
    return str(forms[language][0]) if forms else state.replace("_", " ")


def holding(device: Device, asked: str, home: Home) -> Holding | None:
    """Whether the device is in this state; None where it has no such states at all."""
    if asked in ("running", "not_running") and device.kind in MOTORS:
        found = holding(device, "on" if asked == "running" else "off", home)
        return replace(found, asked=asked, loosely=True) if found else None
    if asked in ("online", "offline"):
        online = home.available(device.id)
        state = "" if online is None else "online" if online else "offline"
        return Holding(device, asked, None if online is None else state == asked, state, None)
    if asked in _MODES and "action" not in device.capabilities and (fact := home.fact(device.id, "mode")) is not None:
        mode = _MODES_HELD.get(str(fact.value), "idle")
        return Holding(device, asked, mode == asked, mode, fact)
    if asked == "finished" and (rests := _rests_after_work(device, home)) is not None:
        return rests
    for name, capability in device.capabilities.items():
        states = _states_of(device, name, capability)
        if states is not None and asked in states.possible:
            fact = home.fact(device.id, name)
            held = states.held(fact.value) if fact else ()
            return Holding(device, asked, (asked in held) if held else None, held[0] if held else "", fact)
    return _generic(device, asked, home)


def _rests_after_work(device: Device, home: Home) -> Holding | None:
    """Of what is idle and tells its phases, whether it has finished, or has not worked at all."""
    fact, phase = home.fact(device.id, "status"), home.fact(device.id, "phase")
    if "phase" not in device.capabilities or fact is None or fact.value != "idle":
        return None
    done = phase is not None and phase.value == "finished"
    return Holding(device, "finished", done, "finished" if done else "not_cooking", phase if done else fact)


def meant(device: Device, asked: str, home: Home) -> Holding | None:
    """Whether the device is in the state that people mean by this one; None where it has nothing like it."""
    found = (holding(device, other, home) for other in MEANT.get(asked, ()))
    like = next((h for h in found if h is not None), None)
    return replace(like, asked=like.state) if like is not None and like.holds else like


def present(device: Device, home: Home) -> Holding | None:
    """The state that says most about the device; None where it has none (a thermometer)."""
    for name, capability in device.capabilities.items():
        states = _states_of(device, name, capability)
        if states is not None and name not in ("battery", "power", "value"):
            fact = home.fact(device.id, name)
            held = states.held(fact.value) if fact else ()
            return Holding(device, "", bool(held) or None, held[0] if held else "", fact, capability=name)
    return None


_MODES = frozenset({"heating", "cooling"})
_MODES_HELD = {"heat": "heating", "cool": "cooling", "off": "off"}


@dataclass(frozen=True, slots=True)
class _States:
    possible: frozenset[str]
    held: Callable[[Value], tuple[str, ...]]
    """The states that hold with this value, the most telling first; empty for a value that says nothing."""


def _generic(device: Device, asked: str, home: Home) -> Holding | None:
    if asked not in GENERIC:
        return None
    for name, capability in device.capabilities.items():
        pair = _sensor_pair(device, name, capability)
        if pair is not None:
            fact = home.fact(device.id, name)
            if fact is None or not isinstance(fact.value, bool):
                return Holding(device, asked, None, "", fact)
            return Holding(device, asked, fact.value is GENERIC[asked], pair[0 if fact.value else 1], fact)
    return None


def _sensor_pair(device: Device, name: str, capability: Capability) -> tuple[str, str] | None:
    if capability.shape is not Shape.FLAG or capability.writable:
        return None
    known = phrase_file("states")["sensor"]
    pair = known.get({"battery_low": "battery"}.get(name, name)) or known.get(device.flavour)
    if pair is None and device.kind == "binary_sensor":
        return "on", "off"
    return (pair[0], pair[1]) if pair else None


def _states_of(device: Device, name: str, capability: Capability) -> _States | None:
    known = _known().get(name)
    if known is not None:
        return known
    if name == "value" and _is_store(device, capability):
        return _known()["battery"]
    pair = _sensor_pair(device, name, capability)
    if pair is None:
        return None
    return _States(frozenset(pair), lambda value: (pair[0 if value else 1],) if isinstance(value, bool) else ())


def _is_store(device: Device, capability: Capability) -> bool:
    """Whether a per cent says how much is left of something, which alone is low as a battery is."""
    if device.kind != "sensor" or capability.unit != "%":
        return False
    words = " ".join((device.name, *device.aliases)).casefold()
    return device.flavour == "battery" or any(store in words for store in phrase_file("states")["store"]["words"])


def _by_value(table: Mapping[Value, tuple[str, ...]]) -> _States:
    possible = frozenset(state for states in table.values() for state in states)
    return _States(possible, lambda value: table.get(value, (value,) if isinstance(value, str) and value else ()))


@cache
def _known() -> dict[str, _States]:
    return {
        "activity": _by_value(
            {
                "cleaning": ("cleaning", "running", "on"),
                "mowing": ("mowing", "running", "on"),
                "returning": ("returning", "off"),
                "docked": ("docked", "off"),
                "paused": ("paused", "stopped"),
                "idle": ("idle", "stopped", "off"),
                "error": ("error",),
            }
        ),
        "status": _by_value(
            {
                "idle": ("idle", "off", "not_cooking"),
                "cooking": ("cooking", "running", "on"),
                "keep_warm": ("keeping_warm", "finished", "on", "not_cooking"),
                "delayed": ("delayed", "not_cooking"),
                "error": ("error",),
            }
        ),
        "playback": _by_value(
            {"playing": ("playing", "on"), "paused": ("paused", "stopped"), "idle": ("idle", "stopped")}
        ),
        "open": _by_value({True: ("open",), False: ("closed",), "opening": ("opening",), "closing": ("closing",)}),
        "locked": _by_value(
            {
                True: ("locked", "closed"),
                False: ("unlocked", "open"),
                "locking": ("locking",),
                "unlocking": ("unlocking",),
                "jammed": ("jammed",),
            }
        ),
        "alarm_mode": _States(frozenset({"armed", "disarmed", "on", "off"}), _watch),
        "action": _by_value({"heating": ("heating", "on"), "cooling": ("cooling", "on"), "idle": ("idle",)}),
        "on": _by_value({True: ("on",), False: ("off",)}),
        f"{_BATTERY}Charging.IsCharging": _by_value({True: ("charging",), False: ("not_charging",)}),
        f"{_BATTERY}Charging.ChargingPort.AnyPosition.IsChargingCableConnected": _by_value(
            {True: ("plugged_in", "connected"), False: ("unplugged", "disconnected")}
        ),
        "Vehicle.IsMoving": _by_value({True: ("moving",), False: ("not_moving",)}),
        "location": _States(frozenset({"home", "away"}), _whereabouts),
        "battery": _States(frozenset({"low", "normal"}), _charge),
        "position": _States(frozenset({"open", "closed"}), _opening),
        "power": _States(frozenset({"running", "not_running", "finished", "on", "off"}), _drawing),
    }


def _watch(value: Value) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    return ("disarmed", "off") if value == "disarmed" else ("armed", "on") if value.startswith("armed") else (value,)


def _whereabouts(value: Value) -> tuple[str, ...]:
    return () if not isinstance(value, str) else ("home",) if value == "home" else ("away",)


def _charge(value: Value) -> tuple[str, ...]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ()
    return ("low",) if value <= LOW_BATTERY else ("normal",)


def _drawing(value: Value) -> tuple[str, ...]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ()
    return ("running", "on") if value > DRAWS else ("not_running", "finished", "off")


def _opening(value: Value) -> tuple[str, ...]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ()
    return ("open",) if value > 0 else ("closed",)
