"""The whole simulated car without its radio: values, the parts that change them, and what each does to the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from devices.device import Value
from devices.discovery.catalogue import SIGNALS, Signal
from devices.simulators.car_body import HAND, MOVING, Arrival, Body, Wanted
from devices.simulators.car_charging import Charging, charging_set
from devices.simulators.car_checks import Asked, forbidden, overtaken
from devices.simulators.car_climate import Climate
from devices.simulators.car_driving import Driving, Leg, Standing
from devices.simulators.car_following import following_of
from devices.simulators.car_lights import Lights, lights_set
from devices.simulators.car_media import Player, playback_set
from devices.simulators.car_parts import Became, Part, number
from devices.simulators.car_paths import (
    CABLE,
    CHARGE_SWITCH,
    DOORS,
    FLAP,
    HOOD,
    ROOF_POSITION,
    ROOF_SHADE,
    ROOF_SWITCH,
    SPEED,
    TRUNK,
    WINDOW_LOCK,
    WINDOWS,
    WIPER_MODE,
    WIPERS_BLOCKED,
)
from devices.simulators.car_signals import AT_FIRST
from devices.simulators.car_tyres import Tyres

STEP_S = 1.0
"""The longest step of simulated time in which the parts live."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What came of something."""

    became: tuple[Became, ...] = ()
    goals: Mapping[str, Value] = field(default_factory=dict)
    """Path → where the signal is to go."""
    arrivals: tuple[Arrival, ...] = ()


class CarLife:
    """One car. `now`: the present moment of the simulation, with its time zone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.values: dict[str, Value] = dict(AT_FIRST)
        self.signals: Mapping[str, Signal] = {path: SIGNALS[path] for path in AT_FIRST}
        self.body = Body()
        self.climate = Climate()
        self.driving = Driving()
        self.charging = Charging(now)
        self._parts: tuple[Part, ...] = (
            self.driving,
            self.body,
            self.climate,
            self.charging,
            Tyres(),
            Lights(),
            Player(),
        )

    @property
    def standing(self) -> Standing:
        """What the car takes itself to be doing."""
        return self.driving.standing(self.values)

    def refusal(self, asked: Asked) -> str | None:
        """Why the car does not do it; None where it does."""
        now = self.standing, self.values
        return forbidden(asked, *now) or overtaken(asked, *now) or self._cannot(asked.path, asked.value)

    def obey(self, path: str, value: Value, wanted: Wanted) -> Happened:
        """Do what is wished."""
        if path in MOVING or path == ROOF_SWITCH:
            switched = [Became(path, value, wanted.cause)] if path == ROOF_SWITCH else []
            if path in (f"{TRUNK}.IsOpen", f"{TRUNK}.Position") and value:
                switched.append(Became(f"{TRUNK}.IsLocked", False, wanted.cause))
            goals = self.body.aim(path, value, wanted, self.values)
            return Happened(self._apply(switched), goals, self.body.take_arrivals())
        changes = {path: value, **lights_set(path, value), **charging_set(path, value, self.values)}
        changes |= self.climate.set(path, value, self.values) | playback_set(path, value, self.values)
        return Happened(self._apply(Became(p, v, wanted.cause) for p, v in changes.items()))

    def by_hand(self, path: str, value: Value) -> Happened | None:
        """Somebody does it at the thing itself; None where it does not give way."""
        door = path.removesuffix(".IsOpen")
        unlocked: tuple[Became, ...] = ()
        if door in DOORS and value is True:
            if self.standing == "moving" or self.values.get(f"{door}.IsChildLockActive") is True:
                return None
            unlocked = self._apply([Became(f"{door}.IsLocked", False, HAND)])
        if path in WINDOWS[2:] and self.values[WINDOW_LOCK] is True:
            return None
        happened = self.obey(path, value, Wanted(HAND))
        return replace(happened, became=unlocked + happened.became)

    def feel(self, path: str, value: Value, cause: str) -> Happened:
        """The world makes a signal so."""
        self.body.halt(path, "changed_by_hand")
        became = self._apply([Became(path, value, cause)])
        following = [Became(p, v, cause) for p, v in charging_set(path, value, self.values).items()]
        following += self.driving.hold(self.values) if path == SPEED else []
        return Happened(became + self._apply(following), arrivals=self.body.take_arrivals())

    def set_off(self, legs: Iterable[Leg]) -> Happened:
        """Somebody drives away."""
        return Happened(self._apply(self.driving.set_off(legs)))

    def follow(self, kmh: float) -> Happened | None:
        """Somebody drives the way that the car was told; None where it was told none, or is far from it."""
        way = following_of(self.values, kmh)
        return Happened(self._apply(self.driving.follow(way))) if way is not None else None

    def advance(self, seconds: float) -> Happened:
        """Let so many simulated seconds pass."""
        became: list[Became] = []
        while seconds > 0:
            step = min(seconds, STEP_S)
            seconds -= step
            for part in self._parts:
                became += self._apply(part.advance(self.values, step))
            self.charging.drawn_kw = self.climate.power_kw
        return Happened(tuple(became), arrivals=self.body.take_arrivals())

    def _cannot(self, path: str, value: Value) -> str | None:
        """What the mechanics do not give."""
        values = self.values
        door = path.removesuffix(".IsOpen").removesuffix(".IsLocked")
        if door in DOORS and path.endswith(".IsOpen") and value is True and values[f"{door}.IsLocked"] is True:
            return "locked"
        if path.endswith(".IsLocked") and value is True and values.get(f"{door}.IsOpen") is True:
            return "still_open"
        if path == HOOD and value is False and values[HOOD] is True:
            return "only_by_hand"
        if path == FLAP and value is False and values[CABLE] is True:
            return "cable_connected"
        if path == ROOF_SHADE and isinstance(value, int | float) and value < 100 and number(values, ROOF_POSITION) > 0:
            return "roof_open"
        if path == WIPER_MODE and value != "OFF" and values[WIPERS_BLOCKED] is True:
            return "jammed"
        return self.charging.refusal(value, values) if path == CHARGE_SWITCH else None

    def _apply(self, became: Iterable[Became]) -> tuple[Became, ...]:
        """Make it so; what was so already is left out."""
        changed = []
        for one in became:
            if one.path in self.values and _differ(self.values[one.path], one.value):
                changed.append(replace(one, old=self.values[one.path]))
                self.values[one.path] = one.value
        return tuple(changed)


def _differ(one: Value, other: Value) -> bool:
    return one != other or type(one) is not type(other)
