"""From what was understood to the steps of the mind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.tools import ToolCall
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.clauses.mood import Mood
from assistant.understanding.reflex.clauses.postponed import clause_ends, first_now, postponed
from assistant.understanding.reflex.clauses.refusals import told_in_order
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import RELATIVE, Surroundings
from assistant.understanding.reflex.matching.resolution import Ambiguous, Unknown
from assistant.understanding.reflex.names.hearing import Hearing
from assistant.understanding.reflex.replies import (
    told_ambiguous,
    told_later,
    told_left_alone,
    told_postponed,
    told_unavailable,
    told_unknown,
)
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION
from assistant.understanding.reflex.unavailable import wanted_of

_HARDWARE = frozenset(
    {
        "light", "lamp", "switch", "plug", "fan", "thermostat", "heating", "heater", "air_conditioner", "humidifier",
        "dehumidifier", "water_heater",
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
    found = _without_what_only_explains(found, parser.chart)
    mood, home, language = parser.mood, parser.home, around.language
    # "… and the music paused when I am home": the "when" of a wish is no question beside it.
    acting = [m for m in found.matches if _acts(parser, (m.call,))]
    owned = 0
    for match in acting or found.matches:
        # "I'm leaving at nine, lights off": the hour is that of the other wish, too.
        owned |= 0 if len(acting) > 1 and _says_of_people(match.owned, parser.chart) else match.owned
    named = _long_names(parser) if found.matches else []
    if any(match.owned and match.owned & ~mask == 0 for match in found.matches for mask in named):
        return (PassedOn("an order inside a name"),)
    wanted = None if found.matches else wanted_of(parser.chart.words, timed=bool(mood.conditions) or _has_hour(parser))
    if wanted:
        return (told_unavailable(wanted, language),)
    if any(not _is_owned(s.mask, owned) for s in mood.negations):
        return (_left_alone(parser, around),)
    waiting = [s for s in mood.conditions if not _is_owned(s.mask, owned)]
    if waiting:
        return _first_now(parser, waiting, around) or (_not_now(parser, waiting, around),)
    ending = [] if found.matches or found.shortfall else clause_ends(parser.chart)
    if ending:
        return (_not_now(parser, ending, around),)
    if found.matches or found.refused:
        return _unless_an_hour(found, parser, around) or told_in_order(found, home, language)
    if found.shortfall and isinstance(found.shortfall.reason, Ambiguous):
        return (told_ambiguous(found.shortfall.reason, home, language),)
    unknown = found.shortfall.reason if found.shortfall else None
    if unknown is None and not mood.asks:
        unknown = _unknown_name(found, parser.chart, hearing)
    if isinstance(unknown, Unknown) and not (unknown.guessed and not unknown.room):
        return (told_unknown(unknown, home, language),)
    return (PassedOn(_why(found, parser.chart)),)


def _without_what_only_explains(found: Understanding, chart: Chart) -> Understanding:
    """ "It's raining, shut the flurb": beside a wish that cannot be done, what only says why is no wish of its own."""
    if not found.refused or not found.matches:
        return found
    kept = tuple(m for m in found.matches if not _says_how_it_is(m.owned, chart))
    if len(kept) == len(found.matches):
        return found
    return replace(found, matches=kept, refused=tuple(replace(r, after=min(r.after, len(kept))) for r in found.refused))


def _says_how_it_is(owned: int, chart: Chart) -> bool:
    first = (owned & -owned).bit_length() - 1
    return owned > 0 and any(chart.words[at : at + 2] in _STATING for at in range(max(0, first - 2), first + 1))


_STATING = frozenset({("it", "is"), ("there", "is")})
_PEOPLE = frozenset((who, does) for who in ("i", "we") for does in ("am", "are", "will", "have", "need", "leave"))


def _says_of_people(owned: int, chart: Chart) -> bool:
    first = (owned & -owned).bit_length() - 1
    return owned > 0 and chart.words[first : first + 2] in _PEOPLE


def _is_owned(mask: int, owned: int) -> bool:
    return mask & owned == mask


def _long_names(parser: Parser) -> list[int]:
    """Bit sets of the tokens of names in which an order would have room; what stands there is no order."""
    names = parser.home.like_orders
    places = [i for i, word in enumerate(parser.chart.words) if word not in PUNCTUATION] if names else []
    said = tuple(parser.chart.words[i] for i in places)
    found = []
    for name in names:
        for at in range(len(said) - len(name) + 1):
            if said[at] == name[0] and said[at : at + len(name)] == name:
                found.append((1 << places[at + len(name) - 1] + 1) - (1 << places[at]))
    return found


def _left_alone(parser: Parser, around: Surroundings) -> Step:
    """Said plainly where it is clear that the house was meant; else somebody else's."""
    if parser.mood.asks or not _means_the_house(parser, parser.mood.negations, around):
        return PassedOn("a negation")
    return told_left_alone(around.language)


def _first_now(parser: Parser, waiting: Sequence[Span], around: Surroundings) -> tuple[Step, ...]:
    """What is done at once, and what was to become of the same things later; nothing where all has to wait."""
    if parser.mood.asks or _is_imagined(parser.chart) or _PAST & set(parser.chart.words):
        return ()
    found = first_now(parser, waiting, around)
    if found is None or not _acts(parser, found[0].calls) or not _acts(parser, (c for d in found[1] for c in d.calls)):
        return ()
    told = told_postponed(found[1], around.language, beside=True)
    return (*told_in_order(found[0], parser.home, around.language), told)


def _not_now(parser: Parser, waiting: Sequence[Span], around: Surroundings) -> Step:
    """What was understood and that it was not done; somebody else's where no wish for the house remains."""
    if parser.mood.asks or _is_imagined(parser.chart):
        return PassedOn("a condition or a time")
    if _says_now(parser.chart):
        # "turn off the fan now and the light in ten minutes": two times, and only one of them is a condition.
        return told_later(around.language) if _means_the_house(parser, waiting, around) else PassedOn("two times")
    found = postponed(parser, waiting, around)
    if found is not None and found.deferred and not _acts(parser, (c for d in found.deferred for c in d.calls)):
        return PassedOn("something told or asked of another time")
    if found is not None and found.deferred:
        return told_postponed(found.deferred, around.language)
    if found is not None and isinstance(found.unclear, Unknown):
        return told_unknown(found.unclear, parser.home, around.language)
    if found is not None or _means_the_house(parser, waiting, around):
        return told_later(around.language)
    return PassedOn("a condition or a time")


def _unless_an_hour(found: Understanding, parser: Parser, around: Surroundings) -> tuple[Step, ...]:
    """ "turn on the lamp at seven": a bare number that a tool took, beside a wish that is whole without it."""
    numbers = {v for c in found.calls for n, v in c.arguments.items() if isinstance(v, int | float) and n != RELATIVE}
    for span in parser.mood.conditions:
        bare = span.sense is Sense.QUANTITY and span.meaning.unit == "" and span.meaning.amount <= _HOURS
        if bare and span.meaning.amount in numbers:
            other = postponed(parser, (span,), around)
            if other is not None and other.deferred:
                return (told_postponed(other.deferred, around.language),)
    return ()


def _is_imagined(chart: Chart) -> bool:
    return bool(_HYPOTHETICAL & set(chart.words)) or any(said in chart.text for said in _HYPOTHETICAL_ZH)


def _says_now(chart: Chart) -> bool:
    words = chart.words
    return any(now in chart.text for now in _NOW_ZH) or any(
        word in _NOW and words[at - 1 : at] != ("from",) for at, word in enumerate(words)
    )


def _has_hour(parser: Parser) -> bool:
    return any(s.meaning.unit in ("", "clock", "s") for s in parser.chart.with_sense(Sense.QUANTITY))


_HYPOTHETICAL = frozenset({"were", "had", "wish", "suppose", "supposing", "imagine", "pretend"})
_HYPOTHETICAL_ZH = ("就好了", "我是你", "会怎么样", "会怎样")
_PAST = frozenset({"was", "were", "did", "had", "used", "said", "told", "says", "yesterday"})
"""Tell of something; a wish has none of them."""
_NOW = frozenset({"now", "immediately"})
_NOW_ZH = ("现在", "马上", "立刻")
_HOURS = 12
"""A bare number up to this may be an hour."""


def _means_the_house(parser: Parser, markers: Sequence[Span], around: Surroundings) -> bool:
    """Whether a stretch beside the markers is a command of its own."""
    alone = Parser(parser.chart, parser.grammar, parser.home, Mood(False, (), ()), parser.effort)
    for start, end in _beside(markers, parser.chart)[:_STRETCHES]:
        if alone.effort.is_over:
            break
        understood = alone.clause(start, _without_preposition(parser.chart, start, end), around)
        unclear = understood.shortfall and isinstance(understood.shortfall.reason, Ambiguous)
        if _acts(parser, understood.calls) or understood.tied or unclear:
            return True
    return False


def _acts(parser: Parser, calls: Iterable[ToolCall]) -> bool:
    """Whether any of the calls changes something."""
    return any(not parser.grammar.toolbox[call.tool].reads_only for call in calls)


def _beside(found: Sequence[Span], chart: Chart) -> list[tuple[int, int]]:
    """Stretches before, between and after the markers, and from each verb or comma after the first of them."""
    last = len(chart.tokens)
    markers = sorted(found, key=lambda s: s.start)
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
    if partial is None or not partial.literals or not partial.described or _PAST & set(chart.words):
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
