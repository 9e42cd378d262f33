"""What moves on the simulated car: windows, roof, shades, lids, flaps, mirrors, seats, each in its own time."""

from dataclasses import dataclass, field

from devices.device import Value
from devices.simulators.car_parts import Became, Values, number
from devices.simulators.car_paths import (
    DOORS,
    FLAP,
    FRONT_TRUNK,
    HOOD,
    MIRRORS,
    REAR_SHADE,
    ROOF_POSITION,
    ROOF_SHADE,
    ROOF_SWITCH,
    SEATS,
    STEERING_WHEEL,
    TRUNK,
    WINDOWS,
)

HAND = "hand"
"""The cause of what a person does at the thing itself."""
PINCHED_BACK = 20.0
"""Percent that a window goes back from what it closes on."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Something that moves, and how it tells so: its position, or only whether it is open, or both."""

    way_s: float
    """Simulated seconds of the whole way."""
    position: str = ""
    flag: str = ""
    low: float = 0.0
    high: float = 100.0
    whole: bool = True
    ajar_counts: bool = True
    """The flag is true as soon as it is not shut; otherwise it turns at the end of each way."""
    pinches: bool = False

    @property
    def name(self) -> str:
        """The path by which it is known."""
        return self.position or self.flag

    @property
    def paths(self) -> tuple[str, ...]:
        """The signals that tell about it."""
        return tuple(path for path in (self.position, self.flag) if path)


def _all() -> tuple[Moving, ...]:
    windows = [Moving(6, w, pinches=True) for w in WINDOWS]
    doors = [Moving(2, flag=f"{d}.IsOpen") for d in DOORS]
    mirrors = [Moving(2, flag=f"{m}.IsFolded", ajar_counts=False) for m in MIRRORS]
    glasses = [Moving(6, f"{m}.{axis}", low=-100) for m in MIRRORS for axis in ("Pan", "Tilt")]
    seats = [Moving(12, f"{s}.Position", high=300) for s in SEATS]
    seats += [Moving(6, f"{s}.Height") for s in SEATS]
    seats += [Moving(10, f"{s}.Backrest.Recline", low=-10, high=70, whole=False) for s in SEATS]
    wheel = [Moving(5, f"{STEERING_WHEEL}.{axis}") for axis in ("Tilt", "Extension")]
    shades = [Moving(5, ROOF_SHADE), Moving(5, REAR_SHADE)]
    lids = [Moving(4, f"{TRUNK}.Position", f"{TRUNK}.IsOpen", pinches=True), Moving(3, flag=f"{FRONT_TRUNK}.IsOpen")]
    lids += [Moving(1, flag=HOOD), Moving(1.5, flag=FLAP)]
    roof = [Moving(12, ROOF_POSITION, low=-100, pinches=True)]
    return *windows, *doors, *mirrors, *glasses, *seats, *wheel, *shades, *lids, *roof


MOVING: dict[str, Moving] = {path: m for m in _all() for path in m.paths}
"""By each path that it tells."""

_ROOF_ENDS = {"OPEN": 100, "ONE_SHOT_OPEN": 100, "CLOSE": 0, "ONE_SHOT_CLOSE": 0, "TILT_UP": -100, "TILT_DOWN": 0}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants something to move."""

    cause: str
    request: str = ""
    """The command's id; empty where it is nobody's command."""
    jams: bool = False
    """It shall get stuck half-way."""


@dataclass(slots=True)
class Journey:
    """Something on its way."""

    moving: Moving
    at: float
    to: float
    cause: str
    request: str
    """The command's id; empty where it is nobody's command."""
    jams: bool
    """It gets stuck half-way."""
    began: float


@dataclass(frozen=True, slots=True)
class Arrival:
    """A journey that ended, and with which code where it did not come to its end."""

    moving: Moving
    request: str
    code: str = ""


@dataclass(slots=True)
class Body:
    """Everything on its way."""

    obstacles: dict[str, float] = field(default_factory=dict)
    """Path → the position at which something is in the way of closing."""
    _arrivals: list[Arrival] = field(default_factory=list)
    _journeys: dict[str, Journey] = field(default_factory=dict)

    def aim(self, path: str, value: Value, wanted: Wanted, values: Values) -> dict[str, Value]:
        """Set it on its way; returns where which signal is to go. A journey it was on ends."""
        if path == ROOF_SWITCH:
            return self._aim_roof(str(value), wanted, values)
        moving = MOVING[path]
        goal = (moving.high if value else moving.low) if isinstance(value, bool) else _float(value)
        return self._set_out(moving, goal, wanted, values)

    def halt(self, path: str, code: str) -> None:
        """Whatever it was on the way to, it ends here."""
        if path in MOVING:
            self._end(MOVING[path].name, code)

    def is_on_its_way(self, path: str) -> bool:
        """Whether it moves now."""
        return path in MOVING and MOVING[path].name in self._journeys

    def take_arrivals(self) -> tuple[Arrival, ...]:
        """The journeys that ended since this was asked last."""
        arrived, self._arrivals = tuple(self._arrivals), []
        return arrived

    def advance(self, values: Values, seconds: float) -> list[Became]:
        """Move everything on."""
        became: list[Became] = []
        for journey in tuple(self._journeys.values()):
            if not self._waits_for_shade(journey, values):
                became += self._move(journey, values, seconds)
        return became

    def _aim_roof(self, wish: str, wanted: Wanted, values: Values) -> dict[str, Value]:
        goal = _ROOF_ENDS.get(wish)
        if goal is None:
            self._end(ROOF_POSITION, "superseded")
            return {}
        goals: dict[str, Value] = {}
        if goal > 0 and number(values, ROOF_SHADE) < 100:
            goals |= self._set_out(MOVING[ROOF_SHADE], 100, Wanted(wanted.cause), values)
        return goals | self._set_out(MOVING[ROOF_POSITION], goal, wanted, values)

    def _set_out(self, moving: Moving, goal: float, wanted: Wanted, values: Values) -> dict[str, Value]:
        going = self._journeys.get(moving.name)
        at = going.at if going else _position(moving, values)
        self._end(moving.name, "changed_by_hand" if wanted.cause == HAND else "superseded")
        self._journeys[moving.name] = Journey(moving, at, goal, wanted.cause, wanted.request, wanted.jams, at)
        return _told(moving, goal, goal)

    def _end(self, name: str, code: str) -> None:
        journey = self._journeys.pop(name, None)
        if journey is not None:
            self._arrivals.append(Arrival(journey.moving, journey.request, code))

    def _waits_for_shade(self, journey: Journey, values: Values) -> bool:
        """The roof opens only below an open shade."""
        return journey.moving.name == ROOF_POSITION and journey.to > 0 and number(values, ROOF_SHADE) < 100

    def _move(self, journey: Journey, values: Values, seconds: float) -> list[Became]:
        moving = journey.moving
        step = (moving.high - moving.low) / moving.way_s * seconds
        way = journey.to - journey.at
        arrives = abs(way) <= step
        journey.at = journey.to if arrives else journey.at + (step if way > 0 else -step)
        code = ""
        if journey.jams and not arrives and abs(journey.at - journey.began) >= abs(journey.to - journey.began) / 2:
            code = "jammed"
        elif self._pinches(journey):
            journey.at = min(moving.high, journey.at + PINCHED_BACK)
            code = "jammed"
        elif not arrives:
            return self._tell(journey, values)
        became = self._tell(journey, values, arrived=not code)
        self._end(moving.name, code)
        return became

    def _pinches(self, journey: Journey) -> bool:
        obstacle = self.obstacles.get(journey.moving.name)
        closes = journey.to < journey.began
        return journey.moving.pinches and closes and obstacle is not None and journey.at <= obstacle

    def _tell(self, journey: Journey, values: Values, *, arrived: bool = False) -> list[Became]:
        told = _told(journey.moving, journey.at, journey.to, arrived=arrived)
        return [Became(path, value, journey.cause) for path, value in told.items() if values.get(path) != value]


def _told(moving: Moving, at: float, to: float, *, arrived: bool = True) -> dict[str, Value]:
    """What it says of itself at a position."""
    told: dict[str, Value] = {}
    if moving.position:
        told[moving.position] = round(at) if moving.whole else round(at, 1)
    if moving.flag and (moving.ajar_counts or arrived):
        told[moving.flag] = at > moving.low if moving.ajar_counts else to > moving.low
    return told


def _position(moving: Moving, values: Values) -> float:
    if moving.position:
        return number(values, moving.position)
    return moving.high if values[moving.flag] is True else moving.low


def _float(value: Value) -> float:
    assert isinstance(value, int | float)
    return float(value)
