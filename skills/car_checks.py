"""Questions about the car: is it locked, are the windows closed, how warm is it inside."""

import re
from typing import Annotated

from assistant.tools import Choice, Things, ToolContext, ToolResult, tool
from devices.device import Value
from devices.facts import Fact
from skills.answers import Reply, answered
from skills.car import Aboard, Cars
from skills.car_places import one_or_all_doors, place
from skills.naming import joined
from skills.outcomes import NAMED_AT_MOST
from skills.states import state_word
from skills.surface import Services
from skills.wishes import Subject, subject_of
from skills.words import fill, section

LOCKED = Choice(
    {
        "locked": {"en": ("locked", "locked up"), "zh": ("锁了", "锁着", "锁上", "锁好", "锁")},
        "unlocked": {"en": ("unlocked",), "zh": ("没锁", "解锁")},
    }
)
OPEN = Choice(
    {
        "open": {
            "en": ("open", "down"),
            "zh": ("开着", "打开", "开了", "开", "没关", "没关好", "没关上", "忘关", "忘了关"),
        },
        "closed": {
            "en": ("closed", "shut", "up"),
            "zh": ("关着", "关闭", "关了", "关好", "关上", "关", "关没关", "没开", "关严", "关好了"),
        },
    }
)
PART = Choice(
    {
        r"Vehicle\.Body\.Trunk\.Rear\.IsOpen": {
            "en": ("trunk", "boot", "tailgate"),
            "zh": ("后备箱", "尾门", "行李箱"),
        },
        r"Vehicle\.Body\.Trunk\.Front\.IsOpen": {"en": ("frunk", "front trunk"), "zh": ("前备箱",)},
        r"Vehicle\.Body\.Hood\.IsOpen": {"en": ("hood", "bonnet"), "zh": ("引擎盖", "机盖", "发动机盖")},
        r"Vehicle\.Cabin\.Sunroof\.Position": {"en": ("sunroof",), "zh": ("天窗",)},
        r"Vehicle\.Cabin\.Door\..+\.IsOpen": {"en": ("car door",), "zh": ("车门",)},
        r"Vehicle\..+\.(IsFlapOpen|IsFuelPortFlapOpen)": {
            "en": ("charging port", "charge port", "charging flap", "fuel flap"),
            "zh": ("充电口", "油箱盖", "加油口"),
        },
    }
)
"""Paths of signals → what opens there."""
INSTEAD = {"locked": "unlocked", "unlocked": "locked", "open": "closed", "closed": "open"}
"""What is so where this is not."""


class CarChecks:
    """What the car says about its doors, windows and cabin."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "is {things} {state}",
                "are [the] car doors {state}",
                "did (i|we) lock {things}",
                "{things} {state}",
            ],
            "zh": [
                "{things}{state}吗",
                "{things}{state}了吗",
                "车门{state}吗",
                "车门{state}了吗",
                "{things}有没有{state}",
                *(
                    "{things}{state}",
                    "{things}{state}没",
                    "{things}{state}没有",
                    "车门{state}",
                    "{things}{state}了没",
                    "{things}{state}了没有",
                ),
                *("{things}{state}好了吗", "车门{state}了没"),
            ],
        },
    )
    async def is_car_locked(
        self, ctx: ToolContext, things: Cars, state: Annotated[str, LOCKED] = "locked"
    ) -> ToolResult:
        """Whether all doors of the car are locked, and which are not."""
        return self._check(ctx, things, r"Vehicle\.Cabin\.Door\..+\.IsLocked", state)

    @tool(
        reads_only=True,
        phrases={
            "en": ["(are|is) [all] [the] (doors|door) {state}", "are we {state} [in]", "is everything {state}"],
            "zh": ["(门|车门){state}", "(门|车门){state}(吗|没有|没)", "(门|车门){state}了没有"],
        },
    )
    async def are_doors_locked(
        self, ctx: ToolContext, things: Aboard, state: Annotated[str, LOCKED] = "locked"
    ) -> ToolResult:
        """Whether the doors around somebody who sits in the car are locked, and which are not; "my door" is one."""
        meant = place(self._home, ctx, things[0], one_or_all_doors(ctx)) if things else ""
        return self._check(ctx, things, rf"Vehicle\.Cabin\.Door\.{meant or '.+'}\.IsLocked", state)

    @tool(
        reads_only=True,
        phrases={
            "en": ["is [the] [car] (trunk|boot|tailgate) {state}"],
            "zh": [
                "(后备箱|后备厢|尾门|行李箱){state}(吗|了吗|没|没有|了没有)",
                "(后备箱|后备厢|尾门|行李箱)有没有{state}",
            ],
        },
    )
    async def is_trunk_locked(
        self, ctx: ToolContext, things: Cars, state: Annotated[str, LOCKED] = "locked"
    ) -> ToolResult:
        """Whether the trunk of the car is locked."""
        return self._check(ctx, things, r"Vehicle\.Body\.Trunk\.Rear\.IsLocked", state)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "are [the] car windows {state}",
                "is [the] car window {state}",
                "are any car windows {state}",
                "did i close [the] car windows",
                "(have|did) (i|we) (left|leave) (a|any) [car] (window|windows) {state} [on|in|of] {things}",
                "(is|are) (a|any) (window|windows) {state} (on|in|of) {things}",
            ],
            "zh": [
                *("车窗{state}吗", "车窗{state}了吗", "车窗户{state}吗", "车窗户{state}了吗"),
                "(有车窗|车窗有|有没有车窗){state}[着](吗|没有|没)",
            ],
        },
    )
    async def are_car_windows(
        self, ctx: ToolContext, things: Cars, state: Annotated[str, OPEN] = "closed"
    ) -> ToolResult:
        """Whether the windows of the car are open or closed, and which are not."""
        return self._check(ctx, things, r"Vehicle\.Cabin\.Door\..+\.Window\.Position", state)

    @tool(
        by_phrase_only=True,
        reads_only=True,
        phrases={
            "en": ["are [all] [the] windows {state}", "(is|are) any [of the] (window|windows) {state}"],
            "zh": [
                "(窗户|窗子|车窗)[都|全][部]{state}(吗|了吗|没|没有|了没有)",
                "(窗户|窗子|车窗)有没有{state}",
                "(有没有|有)(窗户|窗子|车窗|窗){state}[着|的][吗]",
            ],
        },
    )
    async def are_windows_aboard(
        self, ctx: ToolContext, things: Aboard, state: Annotated[str, OPEN] = "closed"
    ) -> ToolResult:
        """Whether the windows around somebody who sits in the car are open or closed, and which are not."""
        return self._check(ctx, things, r"Vehicle\.Cabin\.Door\..+\.Window\.Position", state)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "is [the] [car] {part} {state}",
                "did i (close|shut) [the] [car] {part}",
                "{part} {state}",
                "did (i|we|somebody|someone) leave {part} {state}",
            ],
            "zh": [
                "{part}(都|全)[部]{state}[了](吗|没|没有)",
                "{part}{state}吗",
                "{part}{state}了吗",
                "{part}有没有{state}",
                "{part}{state}没有",
                "{part}{state}",
            ],
        },
    )
    async def is_lid_open(
        self, ctx: ToolContext, things: Cars, part: Annotated[str, PART], state: Annotated[str, OPEN] = "closed"
    ) -> ToolResult:
        """Whether the trunk, the hood, the roof or a flap of the car is open or closed."""
        return self._check(ctx, things, part, state)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "how (warm|hot|cold|cool) is [it in] {things}",
                "what is [the] temperature in {things}",
                "{things} temperature",
            ],
            "zh": [
                "{things}里多少度",
                "{things}里几度",
                "{things}多少度",
                "{things}里温度是多少",
                "{things}温度是多少",
                "车内温度是多少",
                "车内多少度",
            ],
        },
    )
    async def cabin_temperature(self, ctx: ToolContext, things: Cars) -> ToolResult:
        """How warm it is in the car."""
        reply = Reply(self._home, ctx)
        path = "Vehicle.Cabin.HVAC.AmbientAirTemperature"
        cars = [self._home.devices[t] for t in things if t in self._home.devices]
        if not cars:
            reply.add("car_none")
        for car in cars:
            fact = reply.read(car.id, path)
            if fact is None:
                reply.add("car_cannot" if path not in car.capabilities else "unknown_state", name=reply.name(car))
            else:
                reply.sentences.append(
                    reply.value_sentence(
                        "temperature_in",
                        car,
                        path,
                        fact,
                        place=fill(section(reply.language, "name")["place"], name=reply.name(car)),
                    )
                )
        return answered(reply)

    def _check(self, ctx: ToolContext, things: Things, pattern: str, state: str) -> ToolResult:
        """Whether every signal that matches is in this state; whether any is, where it is asked of what is amiss."""
        reply = Reply(self._home, ctx)
        matching = re.compile(pattern)
        facts: list[tuple[Subject, Fact | None]] = []
        is_current = True
        for car in (self._home.devices[t] for t in things if t in self._home.devices):
            for path in (p for p in car.capabilities if matching.fullmatch(p)):
                fact = reply.read(car.id, path)
                facts.append((subject_of(car, path, self._home, reply.language), fact))
                is_current = is_current and (fact is None or reply.is_current(car, fact))
        if not facts:
            reply.add("car_none")
            return answered(reply)
        known = [(s, f) for s, f in facts if f is not None]
        holding = [s for s, f in known if _is(state, f.value)]
        others = [s for s, _ in known if s not in holding]
        word = state_word(state, reply.language)
        if holding and state in _AMISS and not _OF_ALL.search(ctx.utterance.text):
            reply.add("all_are", len(holding) > 1, names=_named(holding, reply), state=word)
        elif others:
            instead = state_word(INSTEAD[state], reply.language)
            reply.add("all_others", len(others) > 1, names=_named(others, reply), state=instead)
        elif known:
            reply.add("all_are", len(holding) > 1, names=_named(holding, reply), state=word)
        if len(known) < len(facts):
            silent = [s for s, f in facts if f is None]
            reply.add("silent", len(silent) > 1, names=_named(silent, reply))
        if not is_current:
            reply.add("old")
        return answered(reply)


_AMISS = frozenset({"open", "unlocked"})
"""What one window or door is enough for: "have I left a window open"."""
_OF_ALL = re.compile(r"\ball\b|都|全", re.IGNORECASE)


def _is(state: str, value: Value) -> bool:
    match state:
        case "locked" | "unlocked":
            return value is (state == "locked")
        case "open":
            return isinstance(value, int | float) and value > 0
    return value is False or value == 0


def _named(subjects: list[Subject], reply: Reply) -> str:
    if len(subjects) > NAMED_AT_MOST and subjects[0].things:
        return fill(section(reply.language, "group")["many"], n=str(len(subjects)), things=subjects[0].things)
    return joined([s.name for s in subjects], reply.language)


def skill(services: Services) -> CarChecks:
    """The factory of this skill."""
    return CarChecks(services)
