"""Drives made up by a seed: out of the garage, through town, over a motorway with a tunnel, in rain, home at dusk."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from devices.simulators.drive import Moment, Recording, Saying, recording_of
from devices.simulators.drive_sayings import Sentence, sayings

STEP_S = 1.0
"""Seconds between two moments."""
ACCELERATION, BRAKING = 7.0, 12.0
"""km/h in a second."""
METRES_PER_DEGREE = 111_320.0
HELSINKI = (60.1699, 24.9384)
SAY_EVERY_S = 20.0
"""Seconds between two sentences, about."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a way."""

    road: str
    kmh: float
    """What is aimed at; 0: stands."""
    seconds: float
    gear: str = "D"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the car."""

    name: str
    role: str
    seat: str
    language: str


FAMILY = (
    Person("anna", "owner", "driver", "en"),
    Person("wei", "adult", "passenger", "zh"),
    Person("lin", "child", "rear_left", "zh"),
    Person("tom", "guest", "rear_right", "en"),
)
"""Who rides along where nobody else is named."""


def generated(seed: int, people: Sequence[Person] = FAMILY, *, rush: float = 1.0) -> Recording:
    """A drive of some minutes with passengers who speak. The same seed is the same drive.

    `rush`: how often something is said, against once in twenty seconds.
    """
    chance = random.Random(seed)
    lines: list[Moment | Saying] = list(_moments(_way(chance), chance))
    if people and rush > 0:
        lines += _spoken(lines[-1].t, people, chance, SAY_EVERY_S / rush)
    return recording_of(lines)


def _way(chance: random.Random) -> list[Stretch]:
    """Stretch after stretch, from the garage to a place to park."""
    way = [Stretch("garage", 0, chance.uniform(15, 30), "P"), Stretch("garage", 6, chance.uniform(4, 8), "R")]
    way.append(Stretch("garage", 0, 3, "D"))
    for _ in range(chance.randint(2, 5)):
        way.append(Stretch("town", chance.choice((30, 40, 50)), chance.uniform(15, 50)))
        way.append(Stretch("traffic light", 0, chance.uniform(5, 40)))
    way.append(Stretch("motorway", chance.choice((90, 100, 110, 120)), chance.uniform(60, 150)))
    way.append(Stretch("tunnel", chance.choice((70, 80)), chance.uniform(20, 60)))
    way.append(Stretch("motorway", chance.choice((85, 100, 120)), chance.uniform(40, 100)))
    if chance.random() < 0.5:
        way.append(Stretch("traffic jam", chance.choice((0, 4)), chance.uniform(20, 60)))
    for _ in range(chance.randint(1, 3)):
        way.append(Stretch("town", chance.choice((30, 50)), chance.uniform(15, 40)))
        way.append(Stretch("traffic light", 0, chance.uniform(5, 30)))
    way += [Stretch("car park", 10, chance.uniform(8, 20)), Stretch("car park", 4, 4, "R")]
    return [*way, Stretch("car park", 0, chance.uniform(25, 45), "P")]


@dataclass(slots=True)
class _Weather:
    """Rain that comes and goes, and light that fades."""

    chance: random.Random
    seconds: float
    light: float = field(init=False)
    rain: float = 0.0
    outside_c: float = field(init=False)
    _rain_from: float = field(init=False)
    _rain_to: float = field(init=False)
    _most: float = field(init=False)

    def __post_init__(self) -> None:
        self.light = self.chance.uniform(45, 95)
        self.outside_c = self.chance.uniform(-8, 28)
        self._rain_from = self.chance.uniform(0.2, 0.6) * self.seconds
        self._rain_to = self._rain_from + self.chance.uniform(0.15, 0.4) * self.seconds
        self._most = self.chance.uniform(15, 90)

    def at(self, t: float, road: str) -> tuple[float, float, float]:
        """Rain and light in %, and °C outside: none of the first two comes into a tunnel."""
        passed = t / self.seconds
        falls = self._rain_from <= t <= self._rain_to
        rain = (
            self._most * math.sin(math.pi * (t - self._rain_from) / (self._rain_to - self._rain_from)) if falls else 0
        )
        daylight = self.light * max(0.04, 1 - max(0.0, passed - 0.45) * 1.9)
        sheltered = road in ("tunnel", "garage")
        return (
            (0.0 if sheltered else max(0.0, rain)),
            (3.0 if road == "tunnel" else daylight),
            self.outside_c - 4 * passed,
        )


def _moments(way: Sequence[Stretch], chance: random.Random) -> Iterator[Moment]:
    weather = _Weather(chance, sum(s.seconds for s in way) * 1.4)
    t, kmh, (lat, lon), heading = 0.0, 0.0, HELSINKI, chance.uniform(0, 2 * math.pi)
    gear = way[0].gear
    for stretch in way:
        left = stretch.seconds
        while left > 0:
            wanted = stretch.kmh if gear == stretch.gear else 0.0
            kmh = _nearer(kmh, wanted, chance)
            if gear != stretch.gear and kmh == 0.0:
                gear = stretch.gear  # Nobody changes gear while the car rolls.
            elif kmh == wanted or stretch.kmh > 0:
                left -= STEP_S
            metres = kmh / 3.6 * STEP_S
            heading += chance.uniform(-0.05, 0.05)
            lat += metres * math.cos(heading) / METRES_PER_DEGREE
            lon += metres * math.sin(heading) / (METRES_PER_DEGREE * math.cos(math.radians(lat)))
            rain, light, outside = weather.at(t, stretch.road)
            place = round(lat, 6), round(lon, 6)
            yield Moment(t, round(kmh, 1), gear, *place, round(rain), round(light, 1), round(outside, 1), stretch.road)
            t += STEP_S


def _nearer(kmh: float, wanted: float, chance: random.Random) -> float:
    """One step towards the wished speed; once there, a little off it."""
    if kmh < wanted - ACCELERATION:
        return kmh + ACCELERATION * chance.uniform(0.6, 1) * STEP_S
    if kmh > wanted + BRAKING:
        return kmh - BRAKING * chance.uniform(0.6, 1) * STEP_S
    return max(0.0, wanted + chance.uniform(-1.5, 1.5)) if wanted > 5 else wanted


def _spoken(seconds: float, people: Sequence[Person], chance: random.Random, every_s: float) -> Iterator[Saying]:
    t = chance.uniform(1, every_s)
    while t < seconds:
        person = chance.choice(people)
        said = chance.choice(_for(person))
        yield Saying(round(t, 1), person.seat, said.text, person.name, person.role, person.language)
        t += chance.uniform(0.4, 1.6) * every_s


def _for(person: Person) -> Sequence[Sentence]:
    """What somebody on that seat says in their language."""
    return [s for s in sayings() if s.language == person.language and (not s.seats or person.seat in s.seats)]
