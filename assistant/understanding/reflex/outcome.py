"""From what was understood to the steps of the mind."""

from collections.abc import Callable
from itertools import pairwise

from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.reflex.chart import Chart
from assistant.understanding.reflex.clauses import MAX_EFFORT, Parser, Understanding
from assistant.understanding.reflex.fill import Surroundings
from assistant.understanding.reflex.hearing import Hearing
from assistant.understanding.reflex.mood import Mood
from assistant.understanding.reflex.replies import told_ambiguous, told_later, told_left_alone, told_unknown
from assistant.understanding.reflex.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.spans import Sense

_HARDWARE = frozenset(
    {
        "light", "lamp", "switch", "plug", "fan", "thermostat", "heating", "heater", "air_conditioner", "humidifier",
        "curtain", "blind", "shade", "shutter", "awning", "garage_door", "gate", "door", "window", "lock",
        "vacuum", "mower", "valve", "cooker", "speaker", "tv", "camera",
    }
)  # fmt: skip
"""Kinds of which a home may have one by an unknown name; "my top rated songs" is no such thing."""
_STRETCHES = 10
_LONGEST_NAME = 3
"""Words of something unknown that is still taken for a name."""


def steps_for(
    found: Understanding, parser: Parser, around: Surroundings, hearing: Callable[[], Hearing]
) -> tuple[Step, ...]:
    """Calls; or what is said or asked instead; or why it is passed on."""
    mood, home, language = parser.mood, parser.home, around.language
    owned = 0
    for match in found.matches:
        owned |= match.owned
    if any(not _is_owned(s.mask, owned) for s in (*mood.conditions, *mood.negations)):
        return (_not_now(parser, any(not _is_owned(s.mask, owned) for s in mood.conditions), around),)
    if found.matches:
        return found.calls
    if found.shortfall and isinstance(found.shortfall.reason, Ambiguous):
        return (told_ambiguous(found.shortfall.reason, home, language),)
    unknown = found.shortfall.reason if found.shortfall else None
    if unknown is None and not mood.asks:
        unknown = _unknown_name(found, parser.chart, hearing)
    if isinstance(unknown, Unknown):
        return (told_unknown(unknown, home, language),)
    return (PassedOn(_why(found, parser.chart)),)


def _is_owned(mask: int, owned: int) -> bool:
    return mask & owned == mask


def _not_now(parser: Parser, conditional: bool, around: Surroundings) -> Step:
    """Said plainly where it is clear that the house was meant; else somebody else's."""
    if parser.mood.asks or not _means_the_house(parser, around):
        return PassedOn("a condition or a time" if conditional else "a negation")
    return told_later(around.language) if conditional else told_left_alone(around.language)


def _means_the_house(parser: Parser, around: Surroundings) -> bool:
    """Whether a stretch beside the markers is a command of its own."""
    alone = Parser(parser.chart, parser.grammar, parser.home, Mood(False, (), ()))
    for start, end in _beside_markers(parser)[:_STRETCHES]:
        if alone.effort >= MAX_EFFORT:
            break
        understood = alone.clause(start, _without_preposition(parser.chart, start, end), around)
        unclear = understood.shortfall and isinstance(understood.shortfall.reason, Ambiguous)
        if understood.matches or understood.tied or unclear:
            return True
    return False


def _beside_markers(parser: Parser) -> list[tuple[int, int]]:
    """Stretches before, between and after the markers, and from each verb or comma after the first of them."""
    chart, last = parser.chart, len(parser.chart.tokens)
    markers = sorted((*parser.mood.conditions, *parser.mood.negations), key=lambda s: s.start)
    edges = [0, *(e for s in markers for e in (s.start, s.end)), last]
    begins = {p[0] for places in chart.literals.values() for p in places}
    begins |= {s.end for s in chart.with_sense(Sense.AND)}
    later = sorted(b for b in begins if b > markers[0].start)
    return [(a, b) for a, b in pairwise(edges) if b - a > 1] + [(b, last) for b in later]


def _without_preposition(chart: Chart, start: int, end: int) -> int:
    return end - 1 if end - start > 2 and chart.words[end - 1] in ("on", "by", "around", "过", "等") else end


def _unknown_name(found: Understanding, chart: Chart, hearing: Callable[[], Hearing]) -> Unknown | None:
    """Words beside a kind or a room that name nothing here, where everything else is a command."""
    partial = found.partial
    if partial is None or not partial.literals or not partial.described:
        return None
    start, end = (partial.left & -partial.left).bit_length() - 1, partial.left.bit_length()
    if end - start > _LONGEST_NAME or partial.left != (1 << end) - (1 << start):
        return None
    kinds = [s for s in chart.with_sense(Sense.KIND) if s.start == end and s.meaning in _HARDWARE]
    if not kinds:
        return None
    if any(s.start < end and start < s.end for s in chart.with_sense(Sense.NAME, Sense.ROOM)):
        return None
    what = chart.said(start, max(s.end for s in kinds))
    return Unknown(what, hearing().near(" ".join(chart.words[start:end])))


def _why(found: Understanding, chart: Chart) -> str:
    if found.tied:
        return f"several tools fit: {', '.join(found.tied)}"
    if found.partial is None:
        return "no tool's phrase occurs"
    left = [w for i, w in enumerate(chart.words) if found.partial.left >> i & 1]
    return f"nearest is {found.partial.tool}; not explained: {' '.join(left)}"
