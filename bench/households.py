"""Households that never were, for habits: people with known habits that drift, seasons, guests and noise.

`python -m bench.households SEED` prints one as a file of events, as `mimosa eval habits` reads it.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import cos, pi
from random import Random

ROOMS = {
    "bedroom": ("bedroom_lamp", "bedroom_reading_lamp", "bedroom_radio"),
    "bathroom": ("bathroom_light", "bathroom_fan"),
    "kitchen": ("kitchen_light", "coffee_machine", "kettle", "microwave", "toaster", "dishwasher"),
    "living_room": ("living_room_light", "floor_lamp", "tv", "stereo"),
    "study": ("study_light", "computer"),
    "hall": ("hall_light",),
}
PLACE = {device: room for room, devices in ROOMS.items() for device in devices}

NOISE = 0.03
"""The share of values that are taken without any reason."""

WANDERING = 0.12
"""The share of things done that belong to no routine."""

MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Step:
    """A thing switched on in a routine, and off again where it does not switch itself off."""

    device: str
    after: float
    """Minutes after the one before."""
    lasts: float
    """Minutes; 0 where it switches itself off."""


@dataclass(frozen=True, slots=True)
class Routine:
    """What somebody does most days."""

    minute: float
    """Of the day at which it begins, on average."""
    spread: float
    """Standard deviation of that, in minutes."""
    chance: float
    weekend: bool | None
    """Only at weekends, only on working days, or on both."""
    dark_only: bool
    """Only where it is dark then; for a light."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which value somebody takes for one thing."""

    device: str
    action: str
    minute: float
    chance: float
    by: str
    """What it depends on: "" nothing, "weekend", "part" (morning, evening), "warm" (the weather)."""
    values: tuple[object, ...]
    """All that can be taken; by `by`, the first or the second is."""


OPTIONS: tuple[tuple[str, str, tuple[object, ...]], ...] = (
    ("rice_cooker", "texture", ("soft", "firm", "standard", "sticky")),
    ("coffee_machine", "strength", ("strong", "mild", "normal")),
    ("living_room_light", "brightness", (40, 80, 20, 60, 100)),
    ("air_conditioner", "target_temperature", (22, 25, 20, 24, 23)),
    ("vacuum", "suction", ("quiet", "max", "standard")),
    ("washer", "programme", ("eco_40", "cotton_60", "quick_30", "wool")),
    ("stereo", "volume", (20, 35, 50)),
    ("bedroom_lamp", "color_temperature", (2700, 4000, 3300)),
)


def events(seed: int, days: int = 60, people: int = 2, test_share: float = 0.3) -> list[dict[str, object]]:
    """What a household switches: rows with `predict` true, in the order of time; each person's habits drift once."""
    random = Random(seed)
    start = datetime(2025, random.randint(1, 12), 1)
    rows: list[dict[str, object]] = []
    for number in range(people):
        person = f"home_{seed}_{number}"
        rows += _switched(random, person, start, days)
    rows.sort(key=lambda row: str(row["ts"]))
    return _split(rows, start + timedelta(days=round(days * (1 - test_share))))


def values(seed: int, days: int = 90, people: int = 2, test_share: float = 0.7) -> list[dict[str, object]]:
    """Which values a household takes: rows with `predict` "value", in the order of time.

    `around` says what is known of the weather, and whether there are guests; with guests other values are taken.
    `habit` is the value that the habit of that day would take, and `changed` the days since that habit became another
    one (null as long as it is the first): for scoring alone.
    """
    random = Random(f"values {seed}")
    start = datetime(2025, random.randint(1, 12), 1)
    rows: list[dict[str, object]] = []
    for number in range(people):
        person = f"home_{seed}_{number}"
        for device, action, possible in random.sample(OPTIONS, 5):
            rows += _chosen(random, person, _choice(random, device, action, possible), start, days)
    rows.sort(key=lambda row: str(row["ts"]))
    return _split(rows, start + timedelta(days=round(days * (1 - test_share))))


def _choice(random: Random, device: str, action: str, possible: tuple[object, ...]) -> Choice:
    shuffled = tuple(random.sample(possible, len(possible)))
    by = random.choice(("", "", "weekend", "part", "warm"))
    return Choice(device, action, random.choice((450.0, 740.0, 1110.0, 1230.0)), random.uniform(0.6, 1.0), by, shuffled)


def _chosen(random: Random, person: str, choice: Choice, start: datetime, days: int) -> Iterator[dict[str, object]]:
    turns_on = random.randint(days // 3, days) if random.random() < 0.7 else days + 1
    """The day of the drift."""
    guests = {day + i for day in random.sample(range(days), days // 30) for i in range(3)}
    now = choice
    for day in range(days):
        if day == turns_on:
            now = replace(choice, values=(*choice.values[2:], *choice.values[:2]))
        if random.random() > choice.chance:
            continue
        evening = choice.by == "part" and random.random() < 0.5
        minute = (1170.0 if evening else choice.minute) + random.gauss(0, 25)
        at = start + timedelta(days=day, minutes=min(max(minute, 0), MINUTES_A_DAY - 1))
        warm = _warmth(at) > 0.5
        second = {"weekend": at.weekday() >= 5, "part": evening, "warm": warm, "": False}[now.by]
        habit = now.values[1 if second else 0]
        taken = random.choice(choice.values) if random.random() < NOISE or day in guests else habit
        yield {
            **_row(at, person, PLACE.get(choice.device, "kitchen"), choice.device, choice.action, taken, "value"),
            "around": {"warm": "yes" if warm else "no", "guests": "yes" if day in guests else "no"},
            "habit": habit,
            "changed": day - turns_on if day >= turns_on else None,
        }


def _warmth(at: datetime) -> float:
    """0 in the depth of winter, 1 at midsummer."""
    return (1 - cos(2 * pi * (at.timetuple().tm_yday - 15) / 365)) / 2


def _dark(at: datetime) -> bool:
    """Whether it is dark outside, at 50 degrees north."""
    half_a_day = 4.0 + 4.2 * _warmth(at)
    return abs(at.hour + at.minute / 60 - 12.5) > half_a_day


def _routines(random: Random) -> list[Routine]:
    wakes, sleeps = random.gauss(405, 40), random.gauss(1370, 40)
    works = random.random() < 0.7
    habits: list[tuple[float, bool | None, str]] = [
        (wakes, False, "bedroom"),
        (wakes + random.gauss(90, 30), True, "bedroom"),
        (wakes + 8, None, "bathroom"),
        (wakes + 25, None, "kitchen"),
        (wakes + 45, None, "hall"),
        (wakes + random.gauss(330, 40), True if works else None, "kitchen"),
        (random.gauss(600, 60), True if works else None, "study"),
        (random.gauss(1085, 30), None, "hall"),
        (random.gauss(1110, 25), None, "kitchen"),
        (random.gauss(1190, 30), None, "living_room"),
        (random.gauss(1260, 40), None, random.choice(("study", "kitchen", "living_room"))),
        (sleeps - 25, None, "bathroom"),
        (sleeps, None, "bedroom"),
        (random.gauss(180, 60), None, "bathroom"),
    ]
    return [_routine(random, minute % MINUTES_A_DAY, weekend, room) for minute, weekend, room in habits]


def _routine(random: Random, minute: float, weekend: bool | None, room: str) -> Routine:
    light, *others = ROOMS[room]
    used = random.sample(others, min(len(others), random.randint(0, 3)))
    steps = [Step(light, 0, random.uniform(5, 60))] if random.random() < 0.85 or not used else []
    steps += [Step(device, random.uniform(0.5, 6), random.choice((0, random.uniform(5, 90)))) for device in used]
    chance = 0.25 if minute < 300 else random.uniform(0.55, 0.98)
    return Routine(minute, random.uniform(8, 35), chance, weekend, random.random() < 0.5, tuple(steps))


def _switched(random: Random, person: str, start: datetime, days: int) -> Iterator[dict[str, object]]:
    routines = _routines(random)
    drift, drifting = random.randint(days // 3, days), random.randrange(len(routines))
    away = set(random.sample(range(days), days // 20))
    guests = set(random.sample(range(days), days // 12))
    for day in range(days):
        midnight = start + timedelta(days=day)
        if day in away:
            continue
        if day == drift:
            later = routines[drifting].minute + random.choice((-60, 60, 90))
            routines[drifting] = replace(routines[drifting], minute=later % MINUTES_A_DAY)
        for routine in routines:
            yield from _done(random, person, routine, midnight)
        strange = sum(random.random() < WANDERING for _ in range(30)) + (6 if day in guests else 0)
        for _ in range(strange):
            at = midnight + timedelta(minutes=random.triangular(360, 1439, 1140))
            yield from _pair(random, person, at, random.choice(list(PLACE)), random.uniform(2, 60))


def _done(random: Random, person: str, routine: Routine, midnight: datetime) -> Iterator[dict[str, object]]:
    if routine.weekend not in (None, midnight.weekday() >= 5) or random.random() > routine.chance:
        return
    at = midnight + timedelta(minutes=random.gauss(routine.minute, routine.spread))
    for step in routine.steps:
        at += timedelta(minutes=step.after * random.lognormvariate(0, 0.4))
        needless = routine.dark_only and step is routine.steps[0] and not _dark(at)
        if not needless and random.random() < 0.93:
            yield from _pair(random, person, at, step.device, step.lasts)


def _pair(random: Random, person: str, at: datetime, device: str, lasts: float) -> Iterator[dict[str, object]]:
    yield _row(at, person, PLACE[device], device, "switch", "on", True)
    if lasts:
        off = at + timedelta(minutes=lasts * random.lognormvariate(0, 0.5))
        yield _row(off, person, PLACE[device], device, "switch", "off", True)


def _row(
    at: datetime, person: str, place: str, device: str, action: str, value: object, predict: object
) -> dict[str, object]:
    told = at.isoformat(timespec="seconds")
    return {
        "ts": told,
        "resident": person,
        "place": place,
        "device": device,
        "action": action,
        "value": value,
        "predict": predict,
    }


def _split(rows: list[dict[str, object]], at: datetime) -> list[dict[str, object]]:
    return [{**row, "split": "test" if str(row["ts"]) >= at.isoformat() else "train"} for row in rows]


if __name__ == "__main__":
    seed = int(sys.argv[1])
    for row in sorted([*events(seed), *values(seed)], key=lambda row: str(row["ts"])):
        print(json.dumps(row))
