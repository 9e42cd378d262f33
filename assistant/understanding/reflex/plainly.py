"""Other readings of a sentence: put right, with its exceptions in their place, without its asides."""

from collections.abc import Callable, Iterator

from assistant.understanding.reflex.asides import without_asides
from assistant.understanding.reflex.chart import Chart
from assistant.understanding.reflex.clauses import Parser, Understanding
from assistant.understanding.reflex.fill import Surroundings
from assistant.understanding.reflex.reasons import is_english, without_calls, without_reasons
from assistant.understanding.reflex.repairs import corrected, sparing
from assistant.understanding.reflex.tokens import Token

Parse = Callable[[tuple[Token, ...]], Parser]
"""Looks up the words of another reading of the same sentence."""


def said_plainly(
    parser: Parser, found: Understanding, around: Surroundings, parse: Parse
) -> tuple[Parser, Understanding]:
    """The first other reading that is wholly one or several commands, else what was found at first."""
    parser, found = _uncalled(parser, found, around, parse)
    for tokens in _readings(parser.chart, _is_clear(parser, found)):
        again = parse(tokens)
        understood = again.sentence(around)
        if not understood.complete:
            rest = without_asides(again.chart)
            if rest is None:
                continue
            again = parse(rest)
            understood = again.sentence(around)
        if understood.complete:
            return again, understood
    return parser, found


def _is_clear(parser: Parser, found: Understanding) -> bool:
    """Whether nothing of an English sentence stays open: no part, no condition, no negation."""
    return found.complete and is_english(parser.chart) and not parser.mood.negations and not parser.mood.conditions


def _uncalled(parser: Parser, found: Understanding, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding]:
    """Without hesitations and whom it is said to, where it is not clear with them."""
    tokens = None if _is_clear(parser, found) or not is_english(parser.chart) else without_calls(parser.chart)
    if tokens is None:
        return parser, found
    again = parse(tokens)
    understood = again.sentence(around)
    return again, understood


def _readings(chart: Chart, clear: bool) -> Iterator[tuple[Token, ...]]:
    yield from corrected(chart)
    if clear:
        return
    spared = sparing(chart)
    if spared:
        yield spared
    rest = without_asides(chart)
    if rest:
        yield rest
    if is_english(chart):
        yield from without_reasons(chart)
