"""Other readings of a sentence: put right, with its exceptions in their place, without its asides."""

from collections.abc import Callable, Iterator

from assistant.understanding.reflex.asides import without_asides
from assistant.understanding.reflex.chart import Chart
from assistant.understanding.reflex.clauses import Parser, Understanding
from assistant.understanding.reflex.fill import Surroundings
from assistant.understanding.reflex.reasons import actively, is_english, without_calls, without_reasons
from assistant.understanding.reflex.repairs import corrected, sparing
from assistant.understanding.reflex.tokens import Token
from assistant.understanding.reflex.turns_of_speech import easily_misread, rephrased
from assistant.understanding.reflex.turns_zh import rephrased_zh

Parse = Callable[[tuple[Token, ...]], Parser]
"""Looks up the words of another reading of the same sentence."""


def said_plainly(
    parser: Parser, found: Understanding, around: Surroundings, parse: Parse
) -> tuple[Parser, Understanding]:
    """The first other reading that is wholly one or several commands, else what was found at first."""
    parser, found = _uncalled(parser, found, around, parse)
    parser, found = _rephrased(parser, found, around, parse)
    slips = list(corrected(parser.chart)) if is_english(parser.chart) else []
    put_right: tuple[Parser, Understanding] | None = None
    for tokens in _readings(parser.chart, _is_clear(parser, found)):
        if parser.effort.is_over:
            break
        again = parse(tokens)
        understood = again.sentence(around)
        if understood.matches and tokens in slips:
            put_right = put_right or (again, understood)
        if not understood.complete:
            rest = without_asides(again.chart)
            if rest is None:
                continue
            again = parse(rest)
            understood = again.sentence(around)
        if understood.complete:
            return again, understood
    return put_right or (parser, found)


def left_out_first(parser: Parser, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding] | None:
    """A Mandarin sentence with its exception in its place, where that is clear: no other reading need be tried."""
    if is_english(parser.chart) or next(corrected(parser.chart), None) is not None:
        return None
    spared = sparing(parser.chart)
    if spared is None:
        return None
    again = parse(spared)
    understood = again.sentence(around)
    return (again, understood) if understood.complete else None


def _is_clear(parser: Parser, found: Understanding) -> bool:
    """Whether nothing of an English sentence stays open: no part, no condition, no negation."""
    return is_english(parser.chart) and _is_settled(parser, found)


def _is_settled(parser: Parser, found: Understanding) -> bool:
    """The same in any language."""
    owned = 0
    for match in found.matches:
        owned |= match.owned
    refusing = any(s.mask & ~owned for s in parser.mood.negations)
    return found.complete and not refusing and not parser.mood.conditions


def _uncalled(parser: Parser, found: Understanding, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding]:
    """Without hesitations and whom it is said to, where it is not clear with them."""
    clear = _is_clear(parser, found) and not parser.mood.asks
    tokens = None if clear or not is_english(parser.chart) else without_calls(parser.chart)
    if tokens is None:
        return parser, found
    again = parse(tokens)
    understood = again.sentence(around)
    return again, understood


def _rephrased(
    parser: Parser, found: Understanding, around: Surroundings, parse: Parse
) -> tuple[Parser, Understanding]:
    """With its turns of speech put plainly, where that makes more of it clear."""
    turned = rephrased if is_english(parser.chart) else rephrased_zh
    settled = _is_settled(parser, found) and not easily_misread(parser.chart)
    tokens = None if settled else turned(parser.chart)
    if tokens is None:
        return parser, found
    again = parse(tokens)
    further = rephrased(again.chart) if is_english(parser.chart) else None
    if further is not None and not parser.effort.is_over:
        again = parse(further)
    understood = again.sentence(around)
    better = understood.complete or len(understood.matches) > len(found.matches) or not found.matches
    return (again, understood) if better else (parser, found)


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
        active = actively(chart)
        if active:
            yield active
        yield from without_reasons(chart)
