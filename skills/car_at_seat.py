"""Questions about one seat of the car: is its window open, its door closed, its heating on."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from assistant.tools import Choice, ToolContext, ToolResult, tool
from devices.device import Value
from devices.facts import Fact
from skills.answers import Reply, answered
from skills.car import Cars
from skills.car_checks import OPEN
from skills.car_places import SEAT, own_or, place
from skills.naming import joined
from skills.outcomes import NAMED_AT_MOST
from skills.surface import Services
from skills.wishes import state_in_words, subject_of
from skills.words import capitalised, fill, say, section

FITTING = Choice(
    {
        r"Vehicle\.Cabin\.Door\.{place}\.Window\.Position": {
            "en": ("window", "car window", "windows", "car windows"),
            "zh": ("窗", "车窗", "窗户", "窗子"),
        },
        r"Vehicle\.Cabin\.Door\.{place}\.IsOpen": {
            "en": ("door", "car door", "doors"),
            "zh": ("门", "车门"),
        },
    }
)
"""Paths of signals → what opens and closes at a seat."""
COMFORT = Choice(
    {
        "heating": {"en": ("seat heating", "seat heater", "heated seat"), "zh": ("座椅加热", "座位加热")},
        "cooling": {
            "en": ("seat ventilation", "seat cooling", "ventilated seat"),
            "zh": ("座椅通风", "座椅制冷", "座位通风"),
        },
        "massage": {"en": ("seat massage", "massage", "massage seat"), "zh": ("座椅按摩", "按摩")},
        "light": {"en": ("reading light", "reading lamp", "map light"), "zh": ("阅读灯", "读书灯")},
    }
)
_PATHS: Mapping[str, str] = {
    "heating": r"Vehicle\.Cabin\.Seat\.{place}\.HeatingCooling",
    "cooling": r"Vehicle\.Cabin\.Seat\.{place}\.HeatingCooling",
    "massage": r"Vehicle\.Cabin\.Seat\.{place}\.Massage\.Level",
    "light": r"Vehicle\.Cabin\.Light\.Spotlight\.{place}\.IsLightOn",
}
SWITCHED = Choice(
    {
        "on": {"en": ("on", "running", "switched on", "working"), "zh": ("开着", "打开", "开了", "开", "在工作")},
        "off": {"en": ("off", "switched off"), "zh": ("关着", "关了", "关闭", "关", "没开")},
    }
)
EVERY = "all"
_SEVERAL = re.compile(r"\b(windows|doors|all|every|any)\b|都|所有|全|^有(?!没有)", re.IGNORECASE)


class CarAtSeat:
    """How it stands at a seat."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(is|are) [the] {seat} {fitting} {state}",
                "(is|are) [the] {fitting} {seat} {state}",
                "(is|are) my {fitting} {state}",
                "did (i|we) leave [the] {seat} {fitting} {state}",
                "did (i|we) (close|shut) [the] {seat} {fitting}",
            ],
            "zh": [
                "[我][的]{seat}[的]{fitting}{state}(吗|没|没有|了吗|了没有)",
                "我的{fitting}{state}(吗|没|没有|了吗|了没有)",
                "{seat}{fitting}有没有{state}",
                "{fitting}(都|全)[部]{state}[了](吗|没|没有)",
                "[{seat}][所有]{fitting}都{state}[了][吗]",
            ],
        },
    )
    async def is_open_at_seat(
        self,
        ctx: ToolContext,
        things: Cars,
        fitting: Annotated[str, FITTING],
        state: Annotated[str, OPEN] = "closed",
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Whether the window or the door at a seat of the car is open or closed; the own one where none is named."""
        return self.told(ctx, things, fitting, seat, state == "open")

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(is|are) [the] {seat} {comfort} {switched}",
                "(is|are) [the|my] {comfort} {switched}",
                "(is|are) [the] {comfort} {seat} {switched}",
            ],
            "zh": [
                "[{seat}][的]{comfort}{switched}(吗|没|没有|了吗|了没有)",
                "我的{comfort}{switched}(吗|没|没有|了吗|了没有)",
                "[{seat}]{comfort}有没有{switched}",
            ],
        },
    )
    async def is_on_at_seat(
        self,
        ctx: ToolContext,
        things: Cars,
        comfort: Annotated[str, COMFORT],
        switched: Annotated[str, SWITCHED] = "on",
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """Whether a seat of the car heats, cools, massages or has its light on; the own one where none is named."""
        return self.told(ctx, things, _PATHS[comfort], seat, switched == "on", below=comfort == "cooling")

    @tool(
        reads_only=True,
        phrases={
            "en": ["which [of] [the] {fitting} (is|are) {state}"],
            "zh": ["(哪些|哪个|哪扇|哪几个|哪几扇){fitting}{state}", "(哪些|哪个|哪扇|哪几个){fitting}是{state}的"],
        },
    )
    async def which_at_seats(
        self,
        ctx: ToolContext,
        things: Cars,
        fitting: Annotated[str, FITTING],
        state: Annotated[str, OPEN] = "open",
    ) -> ToolResult:
        """Which windows or doors of the car are open or closed."""
        reply = Reply(self._home, ctx)
        told = self._facts(reply, ctx, things, fitting, EVERY)
        fits = [t for t in told if _is_so(t[2].value, False) is (state == "open")]
        self._tell(reply, things, fits or told)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how far is [the|my] [{seat}] {fitting} (open|down)",
                "how (open|far down) is [the|my] [{seat}] {fitting}",
            ],
            "zh": ["[我的|{seat}]{fitting}(开了多少|开多大|开了多大|开到多少|开到哪)"],
        },
    )
    async def how_far_at_seat(
        self,
        ctx: ToolContext,
        things: Cars,
        fitting: Annotated[str, FITTING],
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """How far the window at a seat of the car is open; the own one where none is named."""
        reply = Reply(self._home, ctx)
        self._tell(reply, things, self._facts(reply, ctx, things, fitting, seat or own_or(ctx, EVERY)))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "(what|how high|how strong) is [the|my] [{seat}] {comfort} [at|on|set to]",
                "what (level|setting) is [the|my] [{seat}] {comfort} [at|on]",
            ],
            "zh": ["[我的|{seat}]{comfort}(是|开了|开到|调到|现在是)(几档|多少|多大|几级)"],
        },
    )
    async def how_strong_at_seat(
        self,
        ctx: ToolContext,
        things: Cars,
        comfort: Annotated[str, COMFORT],
        seat: Annotated[str | None, SEAT] = None,
    ) -> ToolResult:
        """How strongly a seat of the car heats, cools or massages; the own one where none is named."""
        reply = Reply(self._home, ctx)
        found = self._facts(reply, ctx, things, _PATHS[comfort], seat or own_or(ctx, EVERY))
        self._tell(reply, things, found, below=comfort == "cooling")
        return answered(reply)

    def _tell(
        self, reply: Reply, cars: Sequence[str], told: Sequence[tuple[str, str, Fact]], below: bool = False
    ) -> None:
        """How each of these stands; says that the car has no such thing where there is none."""
        if not told:
            reply.add("car_cannot", name=self._name(reply, cars))
            return
        reply.sentences.append(capitalised(self._sentence(reply, told, below)))

    def _sentence(self, reply: Reply, told: Sequence[tuple[str, str, Fact]], below: bool) -> str:
        """How each of these stands; many that stand alike are counted: "4 car windows are closed"."""
        car, path, fact = told[0]
        device = self._home.devices[car]
        thing = subject_of(device, path, self._home, reply.language).things
        alike = {(_is_so(f.value, below), f.value if _is_so(f.value, below) else None) for _, _, f in told}
        if len(told) <= NAMED_AT_MOST or len(alike) > 1 or not thing:
            parts = [self._stands(reply, *each, below) for each in told]
            clauses = "，".join(parts) if reply.language == "zh" else joined(parts, reply.language)
            return f"{clauses}{_END[reply.language]}"
        counted = fill(section(reply.language, "group")["many"], n=str(len(told)), things=thing)
        shown = fact.value if _is_so(fact.value, below) else False if isinstance(fact.value, bool) else 0
        words = state_in_words(device, path, shown, self._home, reply.language)
        return say("state", reply.language, True, name=counted, state=words)

    def _facts(
        self, reply: Reply, ctx: ToolContext, cars: Sequence[str], pattern: str, seat: str
    ) -> list[tuple[str, str, Fact]]:
        return [
            (car, path, fact)
            for car in cars
            for path in self._paths(ctx, car, pattern, seat)
            if (fact := reply.read(car, path)) is not None
        ]

    def told(
        self, ctx: ToolContext, cars: Sequence[str], pattern: str, seat: str | None, asked: bool, below: bool = False
    ) -> ToolResult:
        """Yes or no, with how each of what is meant stands; `below`: it is on where its number is below zero."""
        reply = Reply(self._home, ctx)
        where = seat or (EVERY if _SEVERAL.search(ctx.utterance.text) else own_or(ctx, EVERY))
        found = [(car, path) for car in cars for path in self._paths(ctx, car, pattern, where)]
        if not found:
            known = bool(cars) and bool(place(self._home, ctx, cars[0], where))
            reply.add(
                "car_none" if not cars else "car_cannot" if known else "car_which_seat", name=self._name(reply, cars)
            )
            return answered(reply)
        facts = [(car, path, fact) for car, path in found if (fact := reply.read(car, path)) is not None]
        if not facts:
            reply.add("unknown_state", name=self._name(reply, cars))
            return answered(reply)
        fits = [_is_so(fact.value, below) is asked for _, _, fact in facts]
        told = facts if all(fits) or not any(fits) else [f for f, fit in zip(facts, fits, strict=True) if not fit]
        reply.add("yes" if all(fits) else "no", sentence=self._sentence(reply, told, below))
        if any(not reply.is_current(self._home.devices[car], fact) for car, _, fact in told):
            reply.add("old")
        return answered(reply)

    def _paths(self, ctx: ToolContext, car: str, pattern: str, seat: str) -> list[str]:
        """Signals of the car at these places, also those that only tell."""
        at = place(self._home, ctx, car, seat)
        if not at or car not in self._home.devices:
            return []
        matching = re.compile(pattern.replace("{place}", at))
        return [path for path in self._home.devices[car].capabilities if matching.fullmatch(path)]

    def _stands(self, reply: Reply, car: str, path: str, fact: Fact, below: bool) -> str:
        """One of these as part of a sentence: "the window at the driver's seat is closed"."""
        value = 0 if isinstance(fact.value, int | float) and not _is_so(fact.value, below) else fact.value
        shown = False if isinstance(fact.value, bool) and not fact.value else value
        device = self._home.devices.get(car)
        words = state_in_words(device, path, shown, self._home, reply.language)
        subject = subject_of(device, path, self._home, reply.language, -1 if below else shown)
        joint = " is " if reply.language == "en" else "是" if words[:1].isdigit() else ""
        return f"{subject.name}{joint}{words}"

    def _name(self, reply: Reply, cars: Sequence[str]) -> str:
        return reply.name(self._home.devices[cars[0]]) if cars and cars[0] in self._home.devices else ""


_END = {"en": ".", "zh": "。"}


def _is_so(value: Value, below: bool) -> bool:
    """Whether this is open or on."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value < 0 if below else value > 0
    return False


def skill(services: Services) -> CarAtSeat:
    """The factory of this skill."""
    return CarAtSeat(services)
