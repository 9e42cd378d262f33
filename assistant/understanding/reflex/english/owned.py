"""Whose a thing is, said of somebody who was named before: "Noah's strip red, his lamp too" means Noah's lamp."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import Token

_NAMES = (Sense.NAME, Sense.KIND, Sense.PART, Sense.ROOM, Sense.FLOOR, Sense.OUTSIDE)
_OF_ONE = frozenset({"his", "her"})
_OF_SEVERAL = "their"
_WANTING = (("wants",), ("needs",), ("would", "like"), ("would", "love"))
_TOGETHER = frozenset({"both", "all", "each"})
_LISTING = frozenset({"and", ","})


def owned(chart: Chart) -> Iterator[Edit]:
    """ "Liam's and Zoe's blinds shut, both their lamps off": theirs are those of both."""
    owners: list[int] = []
    for i, token in enumerate(chart.tokens):
        if token.text in _OF_ONE and owners:
            yield Edit(i, i + 1, (chart.tokens[owners[-1]],))
        elif token.text == _OF_SEVERAL and owners:
            begin = i - (chart.words[i - 1] in _TOGETHER)
            yield Edit(begin, i + 1, _named_together(chart, owners))
        elif _is_possessive(token, chart) or _wants(chart, i):
            # A possessive that names nothing here ends what "his" may mean: it is that one's.
            owners = [*owners, i] if any(s.start == i for s in chart.with_sense(*_NAMES)) else []


def _is_possessive(token: Token, chart: Chart) -> bool:
    return chart.text[token.start : token.end].lower().endswith(("'s", "’s"))


def _wants(chart: Chart, at: int) -> bool:
    """ "Zoe wants the blinds in her room shut"."""
    return any(chart.words[at + 1 : at + 1 + len(want)] == want for want in _WANTING)


def _named_together(chart: Chart, owners: list[int]) -> tuple[Token, ...]:
    """Those who were named side by side last; the last one where nobody was."""
    together = [owners[-1]]
    while owners[-len(together) - 1 : -len(together)] and _beside(chart, owners[-len(together) - 1], together[0]):
        together.insert(0, owners[-len(together) - 1])
    first = together[0]
    if len(together) == 1 and first > 1 and chart.words[first - 1] == "and" and _is_known(chart, first - 2):
        together.insert(0, first - 2)
    tokens: list[Token] = []
    for number, at in enumerate(together):
        owner = chart.tokens[at]
        tokens += [replace(owner, text="and", end=owner.start)] if number else []
        tokens.append(owner)
    return tuple(tokens)


def _beside(chart: Chart, one: int, other: int) -> bool:
    """Whether two owners are one list: "Liam's and Zoe's", "Liam's lamp and Zoe's"."""
    between = chart.words[one + 1 : other]
    return len(between) <= _LONGEST and between[-1:] == ("and",) and not set(between[:-1]) & _LISTING


_LONGEST = 4


def _is_known(chart: Chart, at: int) -> bool:
    return any(s.start == at and s.end == at + 1 for s in chart.with_sense(*_NAMES))
