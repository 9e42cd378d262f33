"""One declaration per tool, from which everything else is derived.

A tool is a typed async function with a docstring and, per language, the phrases people say for it:

    @tool(phrases={"en": ["set {things} to {percent}"], "zh": ["把{things}调到{percent}"]})
    async def set_brightness(
        self, ctx: ToolContext, things: Annotated[Things, Targets("brightness")], percent: Annotated[float, Percent()]
    ) -> ToolResult:
        "Set how bright lights are."

Derived from it: the reflex grammar, the JSON schema and decoding grammar for the language model, the REST route, the
documentation line and the test that every tool is described.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from assistant.errors import BadArgument, UnknownTool
from assistant.parameters import Choice, JsonValue, Mark, Parameter, Quantity, Rooms, Targets, Things, Words, fitted
from assistant.utterance import Language, Utterance

if TYPE_CHECKING:
    from assistant.memory.preferences import Preference
    from assistant.understanding.gazetteer import Gazetteer

__all__ = [
    "Choice",
    "Claim",
    "JsonValue",
    "Mark",
    "Parameter",
    "Quantity",
    "Rooms",
    "Targets",
    "Things",
    "Tool",
    "ToolCall",
    "ToolContext",
    "ToolResult",
    "Toolbox",
    "Words",
    "call",
    "checked",
    "tool",
    "tools_of",
]


class Claim(StrEnum):
    """How strong a statement about the world is; nothing spoken may be stronger than the record behind it."""

    DONE = "done"
    ALREADY = "already"
    STARTED = "started"
    PENDING = "pending"
    UNKNOWN = "unknown"
    FAILED = "failed"
    REFUSED = "refused"
    ASK = "ask"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Who asks, where, in which turn."""

    utterance: Utterance
    turn: str
    """Id of the turn; every command of it carries the id."""
    confirmed: bool = False
    """The person was asked about this very call and said yes; decided by code, never by a model."""
    second_factor: bool = False
    """The person proved who they are (a PIN, a press on a paired device)."""
    wished: tuple[str, ...] | None = None
    """Ids of the turns of this conversation in which this person wished for something, also in vain, the latest first;
    None where it is said in no conversation."""
    asked_not: tuple[Preference, ...] = ()
    """What somebody of the household asked not to be done unasked, as far as it holds at this moment."""
    careful: bool = False
    """Whoever asks is not content: nothing is guessed for them that they did not say."""
    besides: tuple[ToolCall, ...] = ()
    """The other calls of the same sentence."""

    @property
    def language(self) -> Language:
        """The language the reply has to be in."""
        return self.utterance.language

    @property
    def person(self) -> str:
        """Id of the person who asks."""
        return self.utterance.speaker.person


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool somebody wants to have run. Things and rooms are ids here, quantities numbers in the tool's unit."""

    tool: str
    arguments: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool got back: the claim, the words for it in the language of the utterance, and the facts behind them."""

    claim: Claim
    say: str
    facts: Mapping[str, JsonValue] = field(default_factory=dict)
    """For the trace and the page. "commands": list of {id, device, capability, value, outcome, reason};
    "reads": ids of the things whose state was looked up."""
    needs_proof: bool = False
    """With ASK: a yes is not enough, the person has to prove who they are."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One declared tool, bound to its skill."""

    name: str
    description: str
    """The docstring's first paragraph, on one line."""
    parameters: tuple[Parameter, ...]
    phrases: Mapping[Language, tuple[str, ...]]
    reads_only: bool
    """It changes nothing: a question may call it."""
    by_phrase_only: bool
    """Only what a person clearly said may call it, never what a model makes of a sentence."""
    cues: Mapping[Language, tuple[str, ...]]
    """Regular expressions; where one occurs in a sentence that no phrase explains, this may be what is wished."""
    run: Callable[..., Awaitable[ToolResult]]
    skill: str

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; raises BadArgument naming those there are."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(p.name for p in self.parameters) or "none"
        raise BadArgument(f"{self.name} has no parameter {name!r}; it takes: {known}")


@dataclass(frozen=True, slots=True)
class _Declaration:
    phrases: Mapping[Language, tuple[str, ...]]
    reads_only: bool
    by_phrase_only: bool
    cues: Mapping[Language, tuple[str, ...]]


def tool(
    *,
    phrases: Mapping[Language, Iterable[str]] | None = None,
    reads_only: bool = False,
    by_phrase_only: bool = False,
    cues: Mapping[Language, Iterable[str]] | None = None,
) -> Callable[[Callable[..., Awaitable[ToolResult]]], Callable[..., Awaitable[ToolResult]]]:
    """Declare an async method as a tool. Phrases are in the reflex's phrase language (docs/skills.md).

    `cues`: regular expressions that occur in what people say for it in words of their own.
    """

    def declare(function: Callable[..., Awaitable[ToolResult]]) -> Callable[..., Awaitable[ToolResult]]:
        spoken = {language: tuple(texts) for language, texts in (phrases or {}).items()}
        cued = {language: tuple(texts) for language, texts in (cues or {}).items()}
        function.__dict__["__tool__"] = _Declaration(spoken, reads_only, by_phrase_only, cued)
        return function

    return declare


def tools_of(skill: object) -> tuple[Tool, ...]:
    """The tools a skill object offers, in the order of their declaration."""
    found = []
    for name in dict.fromkeys(n for cls in type(skill).__mro__ for n in vars(cls)):
        method = getattr(skill, name)
        declaration = getattr(method, "__tool__", None)
        if isinstance(declaration, _Declaration):
            found.append(_tool(name, method, declaration, type(skill).__name__))
    return tuple(found)


def _tool(name: str, method: Callable[..., Awaitable[ToolResult]], declared: _Declaration, skill: str) -> Tool:
    hints = typing.get_type_hints(method, include_extras=True)
    signature = inspect.signature(method)
    parameters = tuple(_parameter(p, hints[p.name]) for p in list(signature.parameters.values())[1:])
    paragraph = (inspect.getdoc(method) or "").split("\n\n")[0]
    return Tool(
        name,
        " ".join(paragraph.split()),
        parameters,
        declared.phrases,
        declared.reads_only,
        declared.by_phrase_only,
        declared.cues,
        method,
        skill,
    )


def _parameter(declared: inspect.Parameter, hint: Any) -> Parameter:
    mark = next((m for m in get_args(hint)[1:] if isinstance(m, Mark)), None) if get_origin(hint) is Annotated else None
    plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    required = declared.default is inspect.Parameter.empty
    return Parameter(declared.name, plain, mark, required, None if required else declared.default)


class Toolbox:
    """The tools of all skills, by name; immutable once made."""

    def __init__(self, tools: Iterable[Tool], gazetteer: Gazetteer | None = None) -> None:
        """`gazetteer`: finds what is named outside the home; None where nothing is known of it."""
        self.gazetteer = gazetteer
        self._tools: dict[str, Tool] = {}
        for each in tools:
            if each.name in self._tools:
                raise BadArgument(
                    f"two skills declare a tool {each.name!r}: {self._tools[each.name].skill} and {each.skill}"
                )
            self._tools[each.name] = each

    def __iter__(self) -> typing.Iterator[Tool]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)

    def __contains__(self, name: object) -> bool:
        return name in self._tools

    def __getitem__(self, name: str) -> Tool:
        try:
            return self._tools[name]
        except KeyError:
            raise UnknownTool(f"there is no tool {name!r}") from None

    def thinkable(self) -> Toolbox:
        """Only the tools that a model may call."""
        return Toolbox((t for t in self if not t.by_phrase_only), self.gazetteer)


async def call(toolbox: Toolbox, wanted: ToolCall, context: ToolContext) -> ToolResult:
    """Run a tool call after checking its arguments against the declaration. Raises UnknownTool or BadArgument."""
    chosen = toolbox[wanted.tool]
    return await chosen.run(context, **checked(chosen, wanted.arguments))


def checked(chosen: Tool, arguments: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Arguments as the tool takes them; raises BadArgument that names the argument and what would be right."""
    for name in arguments:
        chosen.parameter(name)
    taken: dict[str, JsonValue] = {}
    for parameter in chosen.parameters:
        if parameter.name not in arguments or arguments[parameter.name] is None:
            if parameter.required:
                raise BadArgument(f"{chosen.name} needs {parameter.name!r}")
            continue
        taken[parameter.name] = fitted(chosen.name, parameter, arguments[parameter.name])
    return taken
