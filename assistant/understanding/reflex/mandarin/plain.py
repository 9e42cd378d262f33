"""Stretches of Mandarin in the words of the phrases: what is wished and what is asked, each in several ways to try.

The rules stand in words/freely.toml, as regular expressions over the characters of a stretch.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.understanding.names import Names
from assistant.understanding.reflex.tokens import is_chinese
from assistant.understanding.reflex.words import read_words

_SIGNS = 0xE000
"""Where the signs begin that stand for names while the rules are applied."""
_NAME = "[\ue000-\uefff]"
_MOST_KEPT = 8

Rules = tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class _Wordings:
    """The rules by what they are for, in the order in which they are applied."""

    dialects: Rules
    both: Rules
    wishes: Rules
    questions: Rules


@cache
def _wordings() -> _Wordings:
    read = read_words("freely")
    return _Wordings(**{name: tuple((re.compile(a), b) for a, b in rules) for name, rules in read.items()})


def without_dialect(said: str, names: Names) -> str:
    """A stretch with the words of regions put as they are said everywhere."""
    return _applied(said, names, _wordings().dialects)


def plain_wishes(said: str, names: Names) -> Iterator[str]:
    """Ways to put a wish, the nearest first."""
    yield from _ways(said, names, _wordings().wishes)


def plain_questions(said: str, names: Names) -> Iterator[str]:
    """Ways to put a question, the nearest first."""
    yield from _ways(said, names, _wordings().questions)
    yield from _left_of(said, names)


_LEFT = re.compile(
    "^(?P<what>.{2,6}?)(现在|这会儿|还|就)*(剩|有|余)(下|着)?"
    "(百分之几|百分之多少|多少|几成|几块钱?|几个|多少钱)(了|啊|呀)*$"
)
_LONGER = 3
"""Characters of a name beyond those it is given by."""


def _left_of(said: str, names: Names) -> Iterator[str]:
    """电费还剩多少 asks for 电费余额, where one name alone begins so."""
    found = _LEFT.match(said)
    if found:
        what = found["what"].removesuffix("的")
        called = [n for n in _called(names) if n.startswith(what) and 0 < len(n) - len(what) <= _LONGER]
        if len(called) == 1:
            yield f"{called[0]}是多少"


def _ways(said: str, names: Names, rules: Rules) -> Iterator[str]:
    found = [said]
    for applied in (_wordings().both, rules):
        found.append(_applied(found[-1], names, applied))
    yield from dict.fromkeys(found)


def _applied(said: str, names: Names, rules: Rules) -> str:
    called = [name for name in _called(names) if name in said]
    for number, name in enumerate(called):
        said = said.replace(name, chr(_SIGNS + number))
    for rule, plain in rules:
        said = rule.sub(plain, said)
    return re.sub(_NAME, lambda sign: called[ord(sign.group()) - _SIGNS], said)


@lru_cache(_MOST_KEPT)
def _called(names: Names) -> Sequence[str]:
    """What things and rooms are called here, the longest first."""
    things = (t for t in names.things if t.kind != "person")
    called = [*(n for t in things for n in t.names), *(n for room in names.rooms for n in room.names)]
    return sorted({n for n in called if len(n) > 1 and any(map(is_chinese, n))}, key=len, reverse=True)
