"""Who is at home, and where people are."""

import re
from typing import Annotated

from assistant.tools import Targets, Things, ToolContext, ToolResult, tool
from devices.device import Device
from devices.home import Home
from devices.rules.privacy import FULLY_TRUSTED, WHEREABOUTS
from skills.answers import Reply, answered
from skills.states import holding, state_word
from skills.surface import Services
from skills.values import plain_number

_COUNTED = re.compile(r"\bhow many\b|几个|几位|多少", re.IGNORECASE)

AT_HOME_ZH = (
    *(
        "{things}在家",
        "{things}在不在",
        "{things}回来没",
        "{things}回来",
        "{things}回家没",
        "{things}到家没",
        "{things}回家",
    ),
    *(
        "{things}出门了",
        "{things}出去了",
        "{things}走了",
        "{things}还在家",
        "{things}在家里",
        "{things}到家",
        "{things}在屋里",
    ),
    *("{things}在吗", "{things}出门", "{things}是不是在家", "{things}还没回来", "{things}不在家"),
)
"""Whether somebody is at home, with and without the particle of a question."""


class People:
    """Where people are, as far as it is reported."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *("where is {things}", "where are {things}", "locate {things}", "find {things}"),
                "where (has|did) {things} (gone|go|got to)",
            ],
            "zh": [
                "{things}在哪",
                "{things}在哪里",
                "{things}在哪儿",
                "{things}在什么地方",
                "{things}去哪了",
                "{things}(上哪|跑哪|去哪)[里|儿|去]",
            ],
        },
    )
    async def where_is(
        self, ctx: ToolContext, things: Annotated[Things, Targets("location", ("person", "device_tracker"))]
    ) -> ToolResult:
        """Where people or tracked things are."""
        reply = Reply(self._home, ctx)
        if len(things) != 1 and ctx.utterance.speaker.role not in FULLY_TRUSTED:
            reply.keep("kept_people")
            return answered(reply)
        if not things:
            reply.add("people_unknown")
        for thing in things:
            device = self._home.devices.get(thing)
            if device is not None:
                tell_where(reply, device)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                *("is {things} [at] home", "are {things} [at] home", "has {things} (come|got|gotten) home"),
                *(
                    "is {things} back",
                    "is {things} in",
                    "is {things} (here|around|inside|out|away|gone)",
                    "{things} home",
                ),
                *(
                    "has {things} (left|gone|arrived|returned)",
                    "has {things} (come|got|gotten) back",
                    "did {things} get home",
                ),
                *("did {things} come home", "has {things} (left|gone) (out|home)", "has {things} left [the] house"),
            ],
            "zh": [
                "{things}在家吗",
                "{things}在不在家",
                "{things}回家了吗",
                "{things}到家了吗",
                "{things}回来了吗",
                *AT_HOME_ZH,
            ],
        },
    )
    async def is_home(
        self, ctx: ToolContext, things: Annotated[Things, Targets("location", ("person", "device_tracker"))]
    ) -> ToolResult:
        """Whether certain people are at home."""
        reply = Reply(self._home, ctx)
        asked = [self._home.devices[t] for t in things if t in self._home.devices]
        if len(asked) > 1 and not any(reply.is_kept(d.id) for d in asked):
            self._tell_several(reply, asked)
            return answered(reply)
        for device in asked:
            reply.note(device.id)
            found = holding(device, "home", reply.home)
            if reply.is_kept(device.id):
                reply.add_unknown(device)
            elif found is None or found.holds is None:
                reply.add("where_unknown", name=reply.name(device))
            else:
                words = reply.sentence(
                    device, state_word("home" if found.holds else "away", reply.language), found.fact
                )
                reply.add("yes" if found.holds else "no", sentence=words)
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "who is [at] home",
                "who is in the house",
                "who is here",
                "who (in|home|there|around|inside|here)",
                "who (all) is (in|home|here|around)",
                "how many people are (home|in|here)",
                "how many people are in [the] house",
            ],
            "zh": [
                *("谁在家", "家里有谁", "谁在", "有谁在家"),
                *("谁在家里", "家里还有谁", "家里还有谁在", "还有谁在家", "都有谁在家", "家里都有谁"),
                *("家里几口人", "家里有几口人", "几口人在家", "家里还有几口人", "家里有几口人在", "家里还有几口人在"),
                *(
                    "家里有几个人",
                    "几个人在家",
                    "几个人在",
                    "家里几个人",
                    "有几个人在",
                    "家里现在有谁",
                    "家里有谁在",
                    "谁在屋里",
                ),
            ],
        },
    )
    async def who_is_home(self, ctx: ToolContext) -> ToolResult:
        """Who is at home."""
        reply, people = people_of(self._home, ctx)
        home = [d for d in people if (h := holding(d, "home", reply.home)) is not None and h.holds]
        unknown = [d for d in people if reply.read(d.id, "location") is None]
        if home:
            key = "people_count" if _COUNTED.search(ctx.utterance.text) else "people_home"
            reply.add(key, len(home) > 1, names=reply.labels(home), n=plain_number(len(home)))
        elif people and len(unknown) < len(people):
            reply.add("nobody_home")
        for device in unknown:
            if reply.is_kept(device.id):
                reply.add_unknown(device)
            else:
                reply.add("where_unknown", name=reply.name(device))
        return answered(reply)

    @tool(
        reads_only=True,
        phrases={
            "en": [
                "is everyone [at] home",
                "is everybody [at] home",
                "are we all [at] home",
                "is the [whole] family [at] home",
                "are all (people|persons) [at] home",
            ],
            "zh": ["大家都在家吗", "所有人都在家吗", "人都在家吗", "全家都在家吗", "都回家了吗", "大家都回来了吗"],
        },
    )
    async def everyone_home(self, ctx: ToolContext) -> ToolResult:
        """Whether everybody is at home, and who is not."""
        reply, people = people_of(self._home, ctx)
        away = [d for d in people if (h := holding(d, "home", reply.home)) is not None and h.holds is False]
        unknown = [d for d in people if reply.read(d.id, "location") is None]
        if away:
            names = reply.labels(away)
            reply.add("all_no", len(away) > 1, names=names, state=state_word("home", reply.language))
        elif people and not unknown:
            reply.add("everybody_home")
        for device in unknown:
            if reply.is_kept(device.id):
                reply.add_unknown(device)
            else:
                reply.add("where_unknown", name=reply.name(device))
        return answered(reply)

    def _tell_several(self, reply: Reply, people: list[Device]) -> None:
        """Who of several is at home, and who is not, each in one sentence."""
        held = [(d, holding(d, "home", reply.home)) for d in people]
        for device in people:
            reply.note(device.id)
        there = [d for d, h in held if h is not None and h.holds]
        away = [d for d, h in held if h is not None and h.holds is False]
        if there:
            reply.add(
                "all_home" if len(there) == len(people) else "some_home", len(there) > 1, names=reply.labels(there)
            )
        if away:
            reply.add("some_away" if there else "none_home", len(away) > 1, names=reply.labels(away))
        for device, holds in held:
            if holds is None or holds.holds is None:
                reply.add("where_unknown", name=reply.name(device))


def people_of(home: Home, ctx: ToolContext) -> tuple[Reply, list[Device]]:
    """Everybody who lives here, and the answer that is begun; nobody where it is not for whoever asks."""
    reply = Reply(home, ctx)
    if ctx.utterance.speaker.role not in FULLY_TRUSTED:
        # Not even who lives here.
        reply.keep("kept_people")
        return reply, []
    located = [d for d in home.devices.values() if d.kind in WHEREABOUTS and "location" in d.capabilities]
    people = [d for d in located if d.kind == "person"] or located
    for person in people:
        reply.note(person.id)
    if not people:
        reply.add("people_unknown")
    return reply, people


def tell_where(reply: Reply, device: Device) -> None:
    """Add where a person or a tracked thing is."""
    fact = reply.read(device.id, "location")
    name = reply.name(device)
    if reply.is_kept(device.id):
        reply.add_unknown(device)
    elif fact is None or not isinstance(fact.value, str):
        reply.add("where_unknown", name=name)
    elif fact.value in ("home", "not_home"):
        reply.add("where_home" if fact.value == "home" else "where_away", name=name)
    else:
        reply.add("where_zone", name=name, place=reply.value(device, "location", fact.value))


def skill(services: Services) -> People:
    """The factory of this skill."""
    return People(services)
