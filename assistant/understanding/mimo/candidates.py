"""Which of many tools a sentence can mean, and what their arguments can be.

This narrows the form of the answer: a small model chooses among ten tools instead of a hundred, and numbers come from
the sentence alone.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.tools import Choice, Parameter, Quantity, Targets, Tool, Toolbox, Words
from assistant.understanding.mimo.sentence import Meant
from assistant.understanding.reflex.names.home import Home

MOST = 10
"""Tools offered at most where the sentence tells them apart."""


LOOKING = 2
"""Tools that look things up beside those that act."""

SURE = 2.0
"""The score of a tool of which a whole phrase is said."""
HINTED = 3.0
"""The score of a tool that a hint speaks for."""
CLEAR = 1.0
"""The score from which a sentence that names nothing of the home is still about it."""
PARTLY = 0.3
"""How much of a phrase has to be said where nothing is named."""
LEAST_OVERLAP = 0.5
"""How much of a phrase has to be said for a tool that no thing speaks for."""
LIKE = 4
"""Letters two words have in common at their beginning to count as alike."""

_SLOT = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[[^\]]*\]")
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tool that fits."""

    tool: Tool
    score: float
    amounts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Quantity parameter → the numbers said that it can be; parameters without one are left out of the answer."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Choice parameter → the values that are said, or all of them where none is said and one is needed."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What an answer may be."""

    tools: tuple[Candidate, ...]
    may_talk: bool
    """It may also be words; not where a question about the home has to be looked up."""


def candidates(meant: Meant, toolbox: Toolbox, home: Home) -> Candidates:
    """The tools a sentence can mean, best first; none where it says nothing of the home and of what can be done."""
    found = [c for tool in toolbox if (c := _candidate(tool, meant, home))]
    looking = [c for c in found if c.tool.reads_only]
    acting = [] if meant.asks else [c for c in found if not c.tool.reads_only and may_act(c.tool, meant)]
    # A wish is no question: tools that only look things up are for where nothing else fits, or for a mere hint.
    found = sorted(acting or looking, key=_best_first)
    telling = [c for c in found if c.score > 0]
    about_home = bool(meant.named) or meant.places
    clear = about_home or (bool(telling) and telling[0].score >= (SURE if meant.asks else CLEAR))
    if not telling or not clear or (meant.story and not acting):
        return Candidates((), may_talk=True)
    kept = list(_best(telling)[:MOST])
    if acting and meant.proposals.each:
        kept += sorted((c for c in looking if c.score > 0), key=_best_first)[:LOOKING]
    to_look_up = meant.asks and not meant.advice and (about_home or kept[0].score >= SURE)
    return Candidates(tuple(kept), not to_look_up)


def _best_first(each: Candidate) -> tuple[float, str]:
    return -each.score, each.tool.name


def without(offered: Candidates, used: Collection[str], *, looking: bool) -> Candidates:
    """The same for a later step: without the tools used already, and with others that look things up where wanted."""
    kept = [c for c in offered.tools if c.tool.name not in used and (looking or not c.tool.reads_only)]
    return Candidates(tuple(kept), may_talk=True)


def may_act(tool: Tool, meant: Meant) -> bool:
    """Whether the sentence speaks for it. A room alone speaks for nothing, and neither does a story.

    Only words to be kept ("remember that I am never home on Mondays") may hold a negation, a time or a condition.
    """
    if meant.held_back and not any(isinstance(p.mark, Words) for p in tool.parameters):
        return False
    if tool.name in meant.proposals.tools:
        return True
    if meant.story:
        return False
    return bool(meant.named or meant.hints or meant.measures) or meant.overlap.get(tool.name, 0.0) >= PARTLY


def _best(found: Sequence[Candidate]) -> Sequence[Candidate]:
    """The best, and all that are as good as the last of them; where some fit well, none that fit far worse."""
    least = found[MOST - 1].score if len(found) > MOST else 0.0
    if found[0].score >= SURE:
        least = max(least, found[0].score / 2)
    return [c for c in found if c.score >= least]


def _candidate(tool: Tool, meant: Meant, home: Home) -> Candidate | None:
    """None where the sentence rules the tool out: it names other things, or lacks a value every phrase of it needs."""
    if tool.name in meant.proposals.tools:
        return _proposed(tool, meant)
    amounts: dict[str, tuple[float, ...]] = {}
    values: dict[str, tuple[str, ...]] = {}
    score = 2.0 * meant.overlap.get(tool.name, 0.0) ** 2 + 0.4 * min(2, _alike(tool, meant))
    for parameter in tool.parameters:
        match parameter.mark:
            case Quantity() as quantity:
                said = meant.amounts(quantity)
                if parameter.required and not said:
                    return None
                if said:
                    amounts[parameter.name] = said
                    score += 1.0 if meant.says_unit_of(quantity) else 0.2
            case Choice() as choice:
                chosen = _values(tool, parameter, choice, meant)
                if chosen:
                    values[parameter.name] = chosen
                score += 0.6 if (tool.name, parameter.name) in meant.choices else 0.0
    if not _sayable(tool, meant, amounts) or _leaves_amount_out(meant, amounts, values) or _far_fetched(tool, meant):
        return None
    if meant.asks and not meant.about_home and _needs_things(tool):
        return None
    fit = _fit(tool, meant, home)
    return None if fit is None else Candidate(tool, score + fit, amounts, values)


def _proposed(tool: Tool, meant: Meant) -> Candidate:
    """A tool that a hint speaks for, with the values that are said or that belong to the hint."""
    amounts: dict[str, tuple[float, ...]] = {}
    values: dict[str, tuple[str, ...]] = {}
    for parameter in tool.parameters:
        hinted = tuple(
            p.call.arguments[parameter.name]
            for p in meant.proposals.each
            if p.call.tool == tool.name and parameter.name in p.call.arguments
        )
        match parameter.mark:
            case Quantity() as quantity:
                said = tuple(dict.fromkeys((*meant.amounts(quantity), *hinted)))
                amounts |= {parameter.name: said} if said else {}
            case Choice() as choice:
                chosen = tuple(dict.fromkeys((*meant.choices.get((tool.name, parameter.name), ()), *hinted)))
                values |= (
                    {parameter.name: chosen}
                    if chosen or not parameter.required
                    else {parameter.name: tuple(choice.words)}
                )
    return Candidate(tool, HINTED, amounts, values)


def _sayable(tool: Tool, meant: Meant, amounts: Mapping[str, tuple[float, ...]]) -> bool:
    """Whether some phrase of the tool could be said with the amounts and values of this sentence."""
    needs = _needs(tool)
    said = {p for (name, p) in meant.choices if name == tool.name} | set(amounts)
    return not needs or any(each <= said for each in needs)


def _far_fetched(tool: Tool, meant: Meant) -> bool:
    """Whether nothing of a phrase is said for a tool that acts without things, or on any words whatsoever."""
    marks = [p.mark for p in tool.parameters]
    needs_phrase = any(isinstance(m, Words) for m in marks) or not any(isinstance(m, Targets) for m in marks)
    return needs_phrase and not tool.reads_only and meant.overlap.get(tool.name, 0.0) < LEAST_OVERLAP


def _leaves_amount_out(meant: Meant, amounts: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Whether a single wish says an amount with its unit that the tool has no place for."""
    with_unit = any(m.unit in ("%", "°C") for m in meant.measures)
    return with_unit and not meant.joined and not meant.asks and not amounts and not values


def _needs(tool: Tool) -> list[frozenset[str]]:
    """For each phrase, the amounts and values it cannot do without."""
    valued = {p.name for p in tool.parameters if isinstance(p.mark, Quantity | Choice)}
    phrases = [text for texts in tool.phrases.values() for text in texts]
    return [frozenset(_SLOT.findall(_OPTIONAL.sub("", text))) & valued for text in phrases]


def _needs_things(tool: Tool) -> bool:
    """Whether it is about things that have to be named."""
    marks = [p.mark for p in tool.parameters if p.required]
    return any(isinstance(m, Targets) and m.default == "none" for m in marks)


def _alike(tool: Tool, meant: Meant) -> int:
    """How many words of the sentence begin like a word of the tool's name or description."""
    told = {w[:LIKE] for w in _WORD.findall(f"{tool.name} {tool.description}".lower())}
    return len({w[:LIKE] for w in meant.words if len(w) >= LIKE} & told)


def _values(tool: Tool, parameter: Parameter, choice: Choice, meant: Meant) -> tuple[str, ...]:
    said = meant.choices.get((tool.name, parameter.name))
    if said:
        return tuple(v for v in choice.words if v in said)
    return tuple(choice.words) if parameter.required else ()


def _fit(tool: Tool, meant: Meant, home: Home) -> float | None:
    """How well the things a tool takes fit those the sentence names; None where they do not."""
    targets = [p.mark for p in tool.parameters if isinstance(p.mark, Targets) and not takes_rooms(p)]
    if not targets:
        return 0.4 if meant.places and any(takes_rooms(p) for p in tool.parameters) else 0.0
    fitting = home.fitting(targets[0], reading=tool.reads_only)
    if not fitting:
        return None
    if meant.named:
        return 1.0 if fitting & meant.named else None
    return 0.5 if fitting & meant.nearby else 0.0


def takes_rooms(parameter: Parameter) -> bool:
    """Things and rooms are the same type to Python; the name tells them apart."""
    return "room" in parameter.name or "area" in parameter.name


def can_be_said(parameter: Parameter, each: Candidate) -> bool:
    """Whether an argument that may be left out can stand in the answer: a number or value needs something said."""
    match parameter.mark:
        case Quantity():
            return parameter.name in each.amounts
        case Choice():
            return parameter.name in each.values
        case _:
            return True
