"""How what is kept of people is shown: each preference and each habit with its evidence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.memory.habits import Habit
from assistant.memory.happenings import By, Happening
from assistant.memory.nicknames import Nickname
from assistant.memory.occasions import Regular
from assistant.memory.preferences import Preference
from server.api.assembly import Assembly


class PreferenceView(BaseModel):
    """Something that somebody told us."""

    id: str
    words: str = Field(description="As it was said")
    about: str = Field(description="Id of a room or a device; empty where it is about neither")
    name: str = Field(description="What that is called")
    capability: str
    value: Any = Field(examples=[40])
    since: datetime


class WhenView(BaseModel):
    """Under what a habit holds; null: that makes no difference."""

    weekdays: list[int] | None = Field(description="0 is Monday")
    hours: tuple[int, int] | None = Field(description="From the first up to, without, the second")
    around: dict[str, str]


class HappenedView(BaseModel):
    """One time that it was so."""

    time: str = Field(examples=["19:02"], description="On the house's clock")
    value: Any = Field(examples=[40])
    by: By


class DayView(BaseModel):
    """A day on which it was so."""

    day: str = Field(examples=["2026-05-04"])
    times: int
    happened: list[HappenedView]


class HabitView(BaseModel):
    """Something that was learnt, and what from."""

    id: str
    kind: str = Field(description="value: takes this value; next: does this then")
    device: str
    name: str = Field(description="What the device is called")
    action: str
    value: Any
    unit: str
    when: WhenView
    times: int = Field(description="How often it was so …")
    of: int = Field(description="… of the last times that it could have been")
    since: datetime
    last: datetime
    days: list[DayView] = Field(description="The evidence: what is in the database, by day")


class AfterSayingView(BaseModel):
    """What is usually done after a saying, and what that rests on."""

    saying: str = Field(examples=["good_night"])
    device: str
    name: str = Field(description="What the device is called")
    action: str
    value: Any
    unit: str
    times: int
    of: int
    days: list[DayView]


class NotLearntView(BaseModel):
    """Something that is not to be learnt."""

    model_config = ConfigDict(extra="forbid")

    device: str = Field(min_length=1, max_length=128)
    action: str = Field(min_length=1, max_length=128)


class NicknameView(BaseModel):
    """A name that somebody gave to a thing or a room."""

    id: str
    said: str = Field(description="The name", examples=["moon"])
    about: str = Field(description="Id of a room or a device")
    name: str = Field(description="What that is called by itself")
    since: datetime


class MemoryView(BaseModel):
    """Everything that is known about a person."""

    person: str
    learns: bool
    guest_mode: bool
    preferences: list[PreferenceView]
    habits: list[HabitView]
    after_sayings: list[AfterSayingView] = Field(description='What is done after "good night" and the like')
    not_learnt: list[NotLearntView]
    nicknames: list[NicknameView] = Field(description="Names that this person gave; everybody may use them")
    kept_days: int = Field(description="Days after which what happened is erased by itself")


def preference_view(kept: Preference, mimosa: Assembly) -> PreferenceView:
    """A preference as the API shows one."""
    return PreferenceView(
        id=kept.id,
        words=kept.words,
        about=kept.about,
        name=name_of(kept.about, mimosa),
        capability=kept.capability,
        value=kept.value,
        since=kept.since,
    )


def nickname_view(given: Nickname, mimosa: Assembly) -> NicknameView:
    """A given name as the API shows one."""
    called = name_of(given.about, mimosa)
    return NicknameView(id=given.id, said=given.said, about=given.about, name=called, since=given.since)


def habit_view(habit: Habit, evidence: Sequence[Happening], mimosa: Assembly) -> HabitView:
    """A habit as the API shows one."""
    device = mimosa.home.devices.get(habit.device)
    capability = device.capabilities.get(habit.action) if device else None
    weekdays = None if habit.when.weekdays is None else sorted(habit.when.weekdays)
    return HabitView(
        id=habit.id,
        kind=habit.kind,
        device=habit.device,
        name=name_of(habit.device, mimosa),
        action=habit.action,
        value=habit.value,
        unit=capability.unit if capability else "",
        when=WhenView(weekdays=weekdays, hours=habit.when.hours, around=dict(habit.when.around)),
        times=habit.times,
        of=habit.of,
        since=habit.since,
        last=habit.last,
        days=_days(evidence),
    )


def after_saying_view(saying: str, usual: Regular, mimosa: Assembly) -> AfterSayingView:
    """What is usually done after a saying, as the API shows it."""
    device = mimosa.home.devices.get(usual.device)
    capability = device.capabilities.get(usual.action) if device else None
    return AfterSayingView(
        saying=saying,
        device=usual.device,
        name=name_of(usual.device, mimosa),
        action=usual.action,
        value=usual.value,
        unit=capability.unit if capability else "",
        times=usual.times,
        of=usual.of,
        days=_days(usual.evidence),
    )


def _days(evidence: Sequence[Happening]) -> list[DayView]:
    days: dict[str, list[HappenedView]] = {}
    for each in sorted(evidence, key=lambda happening: happening.at):
        happened = HappenedView(time=each.at.strftime("%H:%M"), value=each.value, by=each.by)
        days.setdefault(each.at.date().isoformat(), []).append(happened)
    return [DayView(day=day, times=len(happened), happened=happened) for day, happened in sorted(days.items())]


def name_of(about: str, mimosa: Assembly) -> str:
    """What a room or a device is called; its id where it is not there any more."""
    device, room = mimosa.home.devices.get(about), mimosa.home.rooms.get(about)
    return device.name if device else room.names[0] if room and room.names else about
