"""Calls that a hint may wish for, read by code: the model chooses among them instead of making them up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.tools import JsonValue, Targets, Tool, Toolbox, ToolCall
from assistant.understanding.mimo.hints import Hint, Wish, hints_in
from assistant.understanding.mimo.surroundings import shown
from assistant.understanding.reflex.clauses.clauses import Parser
from assistant.understanding.reflex.clauses.mood import mood_of
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.tokens import tokens_of
from assistant.utterance import Language, Utterance

MOST = 4
NAMED = 3
"""More things than these are shown by the words of the wish, "lights"."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One call that may be meant."""

    call: ToolCall
    """Ready to be run."""
    shown: Mapping[str, JsonValue] = field(default_factory=dict)
    """Its arguments as the model is shown them, names for ids."""
    together: bool = False
    """It belongs to the others that say the same of themselves."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the hints of a sentence come to in this home."""

    each: tuple[Proposal, ...] = ()
    things: int = 0
    """What they are about: a bit set over the home's things."""
    astray: bool = False
    """They are about several rooms, and nobody knows which of them is meant."""

    def completed(self, calls: Sequence[ToolCall]) -> list[ToolCall]:
        """The calls, with all that belong to one of them ("film night": dark, closed and the television on)."""
        joint = [p.call for p in self.each if p.together]
        return list(calls) if not any(c in joint for c in calls) else [*joint, *(c for c in calls if c not in joint)]

    @property
    def tools(self) -> frozenset[str]:
        """Names of the tools they call."""
        return frozenset(p.call.tool for p in self.each)


def proposals_in(
    words: Sequence[str], rooms: Sequence[str], utterance: Utterance, home: Home, grammar: Grammar
) -> Proposals:
    """The calls that the hints in these words stand for. `rooms`: ids of those the sentence names."""
    found: dict[str, Proposal] = {}
    astray = False
    for hint in hints_in(words):
        places = _places(hint, rooms, utterance.place, home)
        for wish in hint.wishes.get(utterance.language, ()):
            for place in places:
                for proposal in _read(wish, hint, place, utterance, home, grammar):
                    found.setdefault(str(proposal.call), proposal)
                    astray = astray or (not place and _is_wide(proposal.call, grammar.toolbox, home))
    kept = tuple(found.values())[:MOST]
    ids = [i for p in kept for i in _ids(p.call, grammar.toolbox[p.call.tool])]
    return Proposals(kept, home.bits(ids), astray)


def _places(hint: Hint, rooms: Sequence[str], place: str, home: Home) -> tuple[str, ...]:
    """The rooms that are meant: those named, those around what the hint is about, the one the person is in."""
    if rooms:
        return tuple(rooms[:2])
    if hint.around in home.lexicon.kinds:
        around = dict.fromkeys(t.room for t in home.things(home.kind(hint.around)) if t.room)
        if around:
            return (place,) if place in around else tuple(around)[:1] if len(around) == 1 else (place,)
    return (place,)


def _read(wish: Wish, hint: Hint, place: str, utterance: Utterance, home: Home, grammar: Grammar) -> Iterator[Proposal]:
    chart = chart_of(wish.text, tokens_of(wish.text), home, grammar)
    around = Surroundings(place, utterance.language, in_car=bool(utterance.speaker.seat))
    for call in Parser(chart, grammar, home, mood_of(chart)).sentence(around).calls:
        tool = grammar.toolbox[call.tool]
        if _stays(call, tool, place, home) or (hint.alone and _is_alone(call, tool, home)):
            yield Proposal(call, _shown(call, tool, wish, home, utterance.language), hint.together)


def _stays(call: ToolCall, tool: Tool, place: str, home: Home) -> bool:
    """Whether it stays in the room that is meant: "it is dark" in one says nothing about the lamps of another."""
    return not place or {t.room for t in home.things(home.bits(_ids(call, tool)))} <= {place, ""}


def _is_alone(call: ToolCall, tool: Tool, home: Home) -> bool:
    """Whether it is about the only thing of its kind in the house."""
    things = home.things(home.bits(_ids(call, tool)))
    return len(things) == 1 and home.of_kind.get(things[0].kind, 0).bit_count() == 1


def _is_wide(call: ToolCall, toolbox: Toolbox, home: Home) -> bool:
    tool = toolbox[call.tool]
    return not tool.reads_only and len({t.room for t in home.things(home.bits(_ids(call, tool)))}) > 1


def _shown(call: ToolCall, tool: Tool, wish: Wish, home: Home, language: Language) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {}
    for name, value in call.arguments.items():
        if not isinstance(tool.parameter(name).mark, Targets):
            told[name] = value
            continue
        names = [shown(e.names, language) for i in value if (e := home.names.thing(i) or home.names.room(i))]
        told[name] = [wish.things] if wish.things and len(names) > NAMED else names
    return told


def _ids(call: ToolCall, tool: Tool) -> tuple[str, ...]:
    return tuple(
        i for name, value in call.arguments.items() if isinstance(tool.parameter(name).mark, Targets) for i in value
    )
