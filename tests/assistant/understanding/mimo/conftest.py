"""A small home, a few tools of every sort, and a mind over a scripted engine."""

from collections.abc import Callable
from typing import Annotated

import pytest

from assistant.conversation import Conversation
from assistant.tools import (
    Choice,
    Claim,
    Quantity,
    Rooms,
    Targets,
    Things,
    Toolbox,
    ToolContext,
    ToolResult,
    Words,
    tool,
    tools_of,
)
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.mimo.scripted import ScriptedEngine
from assistant.understanding.mind import Step
from assistant.understanding.names import Names, Room, Thing
from assistant.utterance import Language, Speaker, Utterance

LIT = frozenset({"on", "brightness"})
COLOR = Choice({"red": {"en": ("red",), "zh": ("红色",)}, "blue": {"en": ("blue",), "zh": ("蓝色",)}})


class SampleSkill:
    """One tool of every sort of parameter."""

    @tool(phrases={"en": ["turn on {things}"], "zh": ["打开{things}"]})
    async def turn_on(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn on lights or fans. More than anybody needs to read."""
        return ToolResult(Claim.DONE, "done")

    @tool(phrases={"en": ["turn off {things}"], "zh": ["关闭{things}"]})
    async def turn_off(self, ctx: ToolContext, things: Annotated[Things, Targets("on")]) -> ToolResult:
        """Turn off lights or fans."""
        return ToolResult(Claim.DONE, "done")

    @tool(phrases={"en": ["set {things} to {percent}"], "zh": ["{things}调到{percent}"]})
    async def set_brightness(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("brightness", ("light",), default="here")],
        percent: Annotated[float, Quantity("%", 1, 100)],
    ) -> ToolResult:
        """Set how bright lights are."""
        return ToolResult(Claim.DONE, "done")

    @tool(phrases={"en": ["make {things} {color}"], "zh": ["{things}变成{color}"]})
    async def set_color(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("on", ("light",))],
        color: Annotated[str, COLOR],
        percent: Annotated[float, Quantity("%", 1, 100)] = 100,
    ) -> ToolResult:
        """Give lights a colour."""
        return ToolResult(Claim.DONE, "done")

    @tool(phrases={"en": ["clean {rooms}"], "zh": ["打扫{rooms}"]})
    async def clean(self, ctx: ToolContext, rooms: Annotated[Rooms, Targets()]) -> ToolResult:
        """Clean rooms."""
        return ToolResult(Claim.DONE, "done")

    @tool(phrases={"en": ["mop {rooms}"], "zh": ["拖{rooms}"]})
    async def mop(
        self,
        ctx: ToolContext,
        things: Annotated[Things, Targets("activity", ("vacuum",), default="only")],
        rooms: Annotated[Rooms, Targets()] = (),
    ) -> ToolResult:
        """Let robots mop the house or some rooms."""
        return ToolResult(Claim.DONE, "done")

    @tool(phrases={"en": ["remember {words}"], "zh": ["记住{words}"]})
    async def remember(self, ctx: ToolContext, words: Annotated[str, Words("what to remember")]) -> ToolResult:
        """Remember something."""
        return ToolResult(Claim.DONE, "done")

    @tool(
        phrases={
            "en": ["is {things} on", "what is [the] state {things}"],
            "zh": ["{things}开着吗", "{things}是什么状态"],
        },
        reads_only=True,
    )
    async def state_of(self, ctx: ToolContext, things: Annotated[Things, Targets()]) -> ToolResult:
        """What things are doing now."""
        return ToolResult(Claim.ANSWER, "on")

    @tool(phrases={"en": ["what time is it"], "zh": ["几点"]}, reads_only=True)
    async def time(self, ctx: ToolContext) -> ToolResult:
        """What time it is."""
        return ToolResult(Claim.ANSWER, "six")


@pytest.fixture
def toolbox() -> Toolbox:
    return Toolbox(tools_of(SampleSkill()))


@pytest.fixture
def names() -> Names:
    return Names(
        things=(
            Thing("light.kitchen", ("Kitchen Light", "厨房灯"), "light", "kitchen", LIT, LIT),
            Thing("light.bedroom", ("Bedroom Lamp", "卧室灯"), "light", "bedroom", LIT, LIT),
            Thing("light.reading", ("Reading Lamp",), "light", "bedroom", LIT, LIT),
            Thing("vacuum.robo", ("Robo", "扫地机"), "vacuum", "study", frozenset({"activity"})),
            Thing("fan.study", ("Study Fan", "书房风扇"), "fan", "study", frozenset({"on"}), frozenset({"on"})),
        ),
        rooms=(
            Room("kitchen", ("Kitchen", "厨房")),
            Room("bedroom", ("Bedroom", "卧室")),
            Room("study", ("Study", "书房")),
        ),
        version=1,
    )


Ask = Callable[..., object]


class Asked:
    """One sentence put to a mind whose model answers with a given text."""

    def __init__(self, toolbox: Toolbox, names: Names) -> None:
        self.toolbox = toolbox
        self.names = names
        self.conversation = Conversation("kitchen")
        self.engine = ScriptedEngine(lambda _: "")

    async def __call__(
        self, text: str, answer: str, *, language: Language = "en", place: str = "", **mind: object
    ) -> list[Step]:
        self.engine = ScriptedEngine(lambda _: answer)
        core = MimoMind(self.engine, **mind)  # type: ignore[arg-type]
        utterance = Utterance(text, language, Speaker(), place)
        return [step async for step in core.reply(utterance, self.conversation, self.toolbox, self.names)]


@pytest.fixture
def asked(toolbox: Toolbox, names: Names) -> Asked:
    return Asked(toolbox, names)
