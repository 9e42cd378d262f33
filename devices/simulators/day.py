"""A person's day, as the house's file tells it: when they do what, and where that leaves them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from random import Random
from typing import Any

from devices.errors import DevicesError

DEEDS = ("wake", "shower", "breakfast", "leave", "return", "cook", "work", "play", "relax", "air", "sleep")
DAYS = ("all", "work", "free")
JITTER_S = 420
"""Seconds by which a step comes earlier or later, at most."""


class LivingMistake(DevicesError):
    """The file that tells how the house is lived in says something that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something a person does every day, every working day, or every free one."""

    hour: int
    minute: int
    what: str
    room: str
    """Empty where they leave or return."""
    days: str

    def is_on(self, day: date) -> bool:
        """Whether it is a thing of this day."""
        return self.days == "all" or (self.days == "work") == (day.weekday() < 5)


@dataclass(frozen=True, slots=True)
class Routine:
    """One person of the household."""

    id: str
    names: tuple[str, ...]
    steps: tuple[Step, ...]

    def of_day(self, day: date, zone: Any, seed: int) -> list[tuple[datetime, Step]]:
        """The steps of a day with their moments, which the seed shifts a little, in order."""
        chance = Random(f"{seed}:{self.id}:{day.isoformat()}")
        steps = []
        for step in self.steps:
            moment = datetime(day.year, day.month, day.day, step.hour, step.minute, tzinfo=zone)
            shifted = moment + timedelta(seconds=chance.randint(-JITTER_S, JITTER_S))
            if step.is_on(day):
                steps.append((shifted, step))
        return sorted(steps, key=lambda entry: entry[0])

    def next_step(self, now: datetime, seed: int) -> tuple[datetime, Step]:
        """The first step after a moment."""
        days = (now.date() + timedelta(days=ahead) for ahead in range(-1, 15))
        steps = (entry for day in days for entry in self.of_day(day, now.tzinfo, seed))
        return next((moment, step) for moment, step in steps if moment > now)

    def last_step(self, now: datetime, seed: int) -> Step:
        """What they were at a moment's beginning doing already."""
        days = (now.date() - timedelta(days=back) for back in range(-1, 15))
        for day in days:
            done = [step for moment, step in self.of_day(day, now.tzinfo, seed) if moment <= now]
            if done:
                return done[-1]
        raise LivingMistake(f"[people.{self.id}] does nothing in two weeks")


@dataclass(frozen=True, slots=True)
class Living:
    """How a house is lived in."""

    areas: Mapping[str, float]
    """Room id → m²."""
    people: tuple[Routine, ...]


def living_text() -> str:
    """The file that comes along."""
    return (files("devices.simulators") / "living.toml").read_text("utf-8")


def read_living(text: str | None = None) -> Living:
    """How the house is lived in. Raises LivingMistake naming what is wrong."""
    try:
        told = tomllib.loads(text or living_text())
    except tomllib.TOMLDecodeError as error:
        raise LivingMistake(f"the file of who lives here is no TOML: {error}") from None
    areas = told.get("rooms", {})
    people = told.get("people", {})
    if not isinstance(areas, dict) or not all(type(a) in (int, float) and 1 <= a <= 1000 for a in areas.values()):
        raise LivingMistake("[rooms]: each room has an area of 1 to 1000 m²")
    if not isinstance(people, dict):
        raise LivingMistake("[people] holds tables like [people.anna]")
    return Living(areas, tuple(_routine(i, entry) for i, entry in people.items()))


def _routine(person: str, entry: Mapping[str, Any]) -> Routine:
    names, does = entry.get("names"), entry.get("does")
    if not isinstance(names, list) or not names or not isinstance(does, list) or not does:
        raise LivingMistake(f"[people.{person}] has names and does, each with one entry at least")
    return Routine(person, tuple(map(str, names)), tuple(_step(person, step) for step in does))


def _step(person: str, entry: Mapping[str, Any]) -> Step:
    what, days, room = str(entry.get("what")), str(entry.get("days", "all")), str(entry.get("room", ""))
    if what not in DEEDS or days not in DAYS:
        known = f"what is {', '.join(DEEDS)}; days are {', '.join(DAYS)}"
        raise LivingMistake(f"[people.{person}] does {what!r} on days {days!r}; {known}")
    if (what in ("leave", "return")) == bool(room):
        raise LivingMistake(f"[people.{person}]: {what} has {'no' if room else 'a'} room")
    try:
        moment = datetime.strptime(str(entry.get("at")), "%H:%M")
    except ValueError:
        raise LivingMistake(f"[people.{person}]: at is a time like 06:45; not {entry.get('at')!r}") from None
    return Step(moment.hour, moment.minute, what, room, days)
