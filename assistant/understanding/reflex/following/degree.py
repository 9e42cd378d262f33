"""More, less, again, half, double: what was done last, by another amount."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.tools import JsonValue, ToolCall
from assistant.understanding.reflex.following.filling import Stretch
from assistant.understanding.reflex.following.follow_words import follow_words
from assistant.understanding.reflex.following.topic import Act
from assistant.understanding.reflex.matching.fill import RELATIVE
from assistant.understanding.reflex.phrases.grammar import Abilities, Grammar
from assistant.understanding.reflex.spans import Sense

_DEGREES = ("repeat", "half", "double", "greatest", "raised", "lowered", "more", "less")
_FILLER = frozenset({Sense.FREE, Sense.AND, Sense.POLITE, Sense.QUANTITY, Sense.IT})

Understand = Callable[[str], tuple[ToolCall, ...]]
"""From a sentence about "it" to its calls; none where it is not clear."""


@dataclass(frozen=True, slots=True)
class Degree:
    """Which change of what was done last is wished."""

    name: str
    """One of "repeat", "half", "double", "greatest", "raised", "lowered", "more", "less"."""
    amount: str = ""
    """By how much, as it was said; empty where it was not."""


def degree_in(stretch: Stretch) -> Degree | None:
    """The change that a stretch wishes, where it says nothing else."""
    known, words = follow_words(), stretch.chart.words
    best: tuple[int, str, tuple[int, int]] | None = None
    for name in _DEGREES:
        place = known.inside(name, words, stretch.start, stretch.end)
        if place is not None and (best is None or place[1] - place[0] > best[0]):
            best = (place[1] - place[0], name, place)
    if best is None:
        return None
    start, end = best[2]
    rest = [i for i in range(stretch.start, stretch.end) if not start <= i < end]
    filler = stretch.spans(*_FILLER)
    if not all(any(s.start <= i < s.end for s in filler) or not stretch.chart.content >> i & 1 for i in rest):
        return None
    amounts = [s for s in stretch.spans(Sense.QUANTITY) if s.end <= start or s.start >= end]
    longest = max(amounts, key=lambda s: s.end - s.start, default=None)
    return Degree(best[1], stretch.chart.said(longest.start, longest.end) if longest else "")


def changed_by(degree: Degree, act: Act, grammar: Grammar, kind: str, understand: Understand) -> tuple[ToolCall, ...]:
    """The calls of an act again, changed so; none where they cannot be. `kind`: of the things it was about."""
    if not act.calls:
        return ()
    said = follow_words().degrees.get(kind, {})
    match degree.name:
        case "repeat":
            return _again(degree, act, grammar)
        case "half" | "double":
            return _scaled(act, grammar, 0.5 if degree.name == "half" else 2.0)
        case "greatest":
            return _greatest(act, understand)
    upwards, downwards = (_stepped(said.get(way, ""), degree.amount, understand) for way in ("more", "less"))
    if degree.name in ("raised", "lowered"):
        whole = understand(said[degree.name]) if degree.name in said and not degree.amount else ()
        return whole or (upwards if degree.name == "raised" else downwards)
    last = act.calls[-1].tool
    if not upwards or not downwards:
        return _again(degree, act, grammar) if degree.name == "more" else ()
    further = downwards if last == downwards[0].tool else upwards
    back = upwards if further is downwards else downwards
    if degree.name == "more" and not degree.amount and last == further[0].tool:
        return _again(degree, act, grammar)
    return further if degree.name == "more" else back


def _again(degree: Degree, act: Act, grammar: Grammar) -> tuple[ToolCall, ...]:
    """The same once more; by another amount where one was said and the call takes one."""
    calls = []
    for call in act.calls:
        abilities = _abilities(call.tool, grammar)
        takes = abilities is not None and any(p.name == RELATIVE for p, _ in abilities.quantities)
        number = _number(degree.amount) if degree.amount and takes else None
        calls.append(ToolCall(call.tool, {**call.arguments, RELATIVE: number}) if number else call)
    return tuple(calls)


def _number(amount: str) -> float | None:
    from assistant.understanding.reflex.amounts.quantities import measures_at
    from assistant.understanding.reflex.tokens import words_of

    words = words_of(amount)
    found = [measure for end, measure in measures_at(words, 0) if end == len(words)] if words else []
    return next((m.amount for m in found if m.unit in ("", "%", "°C")), None)


def _scaled(act: Act, grammar: Grammar, factor: float) -> tuple[ToolCall, ...]:
    calls = []
    for call in act.calls:
        abilities = _abilities(call.tool, grammar)
        amounts = [(p.name, q) for p, q in abilities.quantities if p.name in call.arguments] if abilities else []
        if len(amounts) != 1:
            return ()
        name, quantity = amounts[0]
        now = call.arguments[name]
        if isinstance(now, bool) or not isinstance(now, int | float):
            return ()
        wished: JsonValue = max(quantity.low, min(quantity.high, now * factor))
        calls.append(ToolCall(call.tool, {**call.arguments, name: int(wished) if wished == int(wished) else wished}))
    return tuple(calls)


def _greatest(act: Act, understand: Understand) -> tuple[ToolCall, ...]:
    closes = "close" in act.calls[-1].tool
    return understand("close it" if closes else "set it to maximum") or understand("open it")


def _stepped(sentence: str, amount: str, understand: Understand) -> tuple[ToolCall, ...]:
    if not sentence:
        return ()
    return (understand(f"{sentence} by {amount}") if amount else ()) or understand(sentence)


def _abilities(tool: str, grammar: Grammar) -> Abilities | None:
    return next((a for a in grammar.tools if a.tool.name == tool), None)
