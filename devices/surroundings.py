"""What the house and the car say about themselves, as far as policy asks: presence, weather, garage, car."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from devices.device import Capability, Device, Value
from devices.facts import Fact, Facts
from devices.policy import CarNow
from devices.rules.temperatures import in_celsius

UNKNOWN_PLACES = frozenset({"", "unknown", "unavailable", "none"})
OUTDOORS = ("outside", "outdoor", "exterior", "garden", "室外", "户外", "屋外", "外面")
"""Parts of the names of what measures outside the house."""
TRUSTED_FOR_S = 12 * 3_600.0
"""Seconds for which a temperature outside tells about now."""

RAIN = "Vehicle.Body.Raindetection.Intensity"
LIGHT = "Vehicle.Exterior.LightIntensity"
LOW_BEAM = "Vehicle.Body.Lights.Beam.Low.IsOn"
LIGHT_SWITCH = "Vehicle.Body.Lights.LightSwitch"
FOG = ("Vehicle.Body.Lights.Fog.Front.IsOn", "Vehicle.Body.Lights.Fog.Rear.IsOn")
CHILD_LOCK = "Vehicle.Cabin.IsWindowChildLockEngaged"
SHADE = "Vehicle.Cabin.Sunroof.Shade.Position"
DESTINATION = "Vehicle.Cabin.Infotainment.Navigation.DestinationSet."

DARK_BELOW = 20.0
"""% of daylight below which headlights are needed."""
SHADE_OPEN_FROM = 95.0
"""% from which a shade counts as wholly open."""


def people_among(devices: Iterable[Device]) -> list[Device]:
    """What tells where each person is: the persons of the home, or its trackers where it has none."""
    known = tuple(devices)
    return [d for d in known if d.kind == "person"] or [d for d in known if d.kind == "device_tracker"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Which devices tell what policy asks for; the same until a device comes, goes or changes."""

    people: tuple[tuple[str, str], ...]
    """(device, capability) of where each person is."""
    outdoors: tuple[tuple[str, Capability], ...]
    garages: tuple[str, ...]
    cars: tuple[Device, ...]

    @classmethod
    def over(cls, devices: Iterable[Device]) -> "Outlook":
        """Look through all devices once."""
        known = tuple(devices)
        return cls(
            tuple((d.id, "location") for d in people_among(known) if "location" in d.capabilities),
            tuple((d.id, c) for d in known if (c := _outdoor(d)) is not None),
            tuple(d.id for d in known if d.kind == "cover" and d.flavour in ("garage", "garage_door")),
            tuple(d for d in known if d.kind == "car"),
        )

    def anybody_home(self, facts: Facts) -> bool | None:
        """Whether somebody who lives here is at home, by the last that was heard; None where that is not known."""
        places = [_place(facts.get(device, name)) for device, name in self.people]
        if "home" in places:
            return True
        return None if not places or not UNKNOWN_PLACES.isdisjoint(places) else False

    def outside_c(self, facts: Facts, now: float) -> float | None:
        """The lowest temperature in °C that is measured outside; `now` on the monotonic clock in seconds."""
        measured = [(c, facts.get(device, c.name)) for device, c in self.outdoors]
        fresh = [(c, f.value) for c, f in measured if f is not None and f.live and now - f.received <= TRUSTED_FOR_S]
        return min((in_celsius(v, c.unit) for c, value in fresh if (v := _number(value)) is not None), default=None)

    def garage_open(self, facts: Facts) -> bool | None:
        """Whether every garage door is known to be open."""
        doors = [facts.get(device, "open") for device in self.garages]
        if any(f is not None and f.live and f.value is not True for f in doors):
            return False
        return True if doors and all(f is not None and f.live for f in doors) else None


def car_now(car: Device, facts: Facts, speed_kmh: float | None) -> CarNow:
    """What the car says. A car whose speed is unknown is not heard now: nothing it said before counts."""
    heard = facts.of(car.id) if speed_kmh is not None else {}
    told = {name: f.value for name, f in heard.items() if f.live}
    return CarNow(
        speed_kmh=speed_kmh,
        raining=_over(told.get(RAIN), 0),
        dark=_below(told.get(LIGHT), DARK_BELOW),
        window_child_lock=_flag(car, told, CHILD_LOCK, absent=False),
        child_doors=frozenset(_part(n, 2) for n, v in told.items() if n.endswith(".IsChildLockActive") and v is True),
        low_beam=_low_beam(car, told),
        fog_lights=_fog_lights(car, told),
        shade_open=True if SHADE not in car.capabilities else _over(told.get(SHADE), SHADE_OPEN_FROM),
        unbelted=frozenset(_part(n, 2) for n, v in told.items() if n.endswith(".IsBelted") and v is False),
        route_active=any(n.startswith(DESTINATION) and _number(v) not in (None, 0.0) for n, v in told.items()),
    )


def _outdoor(device: Device) -> Capability | None:
    """What tells the temperature outside."""
    temperature = device.capabilities.get("temperature")
    if temperature is None or device.kind not in ("weather", "sensor"):
        return None
    names = " ".join((device.name, *device.aliases, device.room)).casefold()
    return temperature if device.kind == "weather" or any(word in names for word in OUTDOORS) else None


def _place(fact: Fact | None) -> str:
    return str(fact.value).casefold() if fact is not None and fact.value is not None else ""


def _number(value: Value) -> float | None:
    return None if isinstance(value, bool) or not isinstance(value, int | float) else float(value)


def _over(value: Value, limit: float) -> bool | None:
    number = _number(value)
    return None if number is None else number > limit


def _below(value: Value, limit: float) -> bool | None:
    number = _number(value)
    return None if number is None else number < limit


def _flag(car: Device, told: Mapping[str, Value], name: str, *, absent: bool) -> bool | None:
    value = told.get(name)
    return absent if name not in car.capabilities else value if isinstance(value, bool) else None


def _low_beam(car: Device, told: Mapping[str, Value]) -> bool | None:
    has: Sequence[str] = [name for name in (LOW_BEAM, LIGHT_SWITCH) if name in car.capabilities]
    if not has or told.get(LOW_BEAM) is True or told.get(LIGHT_SWITCH) == "BEAM":
        return True
    return False if any(name in told for name in has) else None


def _fog_lights(car: Device, told: Mapping[str, Value]) -> bool | None:
    flags = [_flag(car, told, name, absent=False) for name in FOG]
    return True if True in flags else None if None in flags else False


def _part(path: str, beyond: int) -> str:
    """The two parts of a path behind its branch: "Row2.DriverSide" of "Vehicle.Cabin.Door.Row2.DriverSide…"."""
    return ".".join(path.split(".")[beyond + 1 : beyond + 3])
