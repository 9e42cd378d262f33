"""Constructions of English put as commands and questions are phrased, read from words/rewordings.toml.

A rule names a construction and what it comes to: "^could do with {x} on" is "turn on {x}". {x} and {y} stand for
words that name things here, with where they are, or point at some; {p} and {r} for places; {q} for an amount; {d} and
{e} for temperatures of rooms; {c} for a value that some tool takes; {o} for "on" or "off"; {k} for a comparative; {v}
for a verb of commands. "^" and "$" are the beginning and the end of a clause, "=" says that nothing else is said, "!"
that the words by themselves are understood otherwise. What is optional stands in brackets, (one|or|another) are
alternatives, and <can> is a list of them with a name. What a rule makes of a sentence still has to be understood to
the last word.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from assistant.understanding.reflex.english.remarks import Edit
from assistant.understanding.reflex.english.rewording_rules import Rest, Rewording, rules
from assistant.understanding.reflex.matching.chart import Chart, kept_with_chart
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import PUNCTUATION, Token

_NOUNS = frozenset({Sense.NAME, Sense.KIND, Sense.PART, Sense.EVERYTHING, Sense.ANYTHING})
_PLACES = frozenset({Sense.ROOM, Sense.ABSENT_ROOM, Sense.FLOOR, Sense.OUTSIDE, Sense.HERE, Sense.HOUSE})
_BESIDE = frozenset({Sense.ALL, Sense.BOTH, Sense.EXCEPT})
_SMALL = frozenset(
    ["the", "my", "our", "your", "his", "her", "their", "that", "this", "those", "these", "in", "of", "on", "at", "a"]
)
_JOINING = frozenset({"and", ","})
_POINTING = frozenset({"it", "them", "him", "her", "that", "this", "those", "these", "em"})
_BREAKS = PUNCTUATION | {"and", "then", "so", "but"}
_BEFORE = frozenset(["i", "think", "we", "perhaps", "maybe", "you", "and", "well", "right", "actually", "someone"])
_SUBJECTS = frozenset({"i", "we", "perhaps", "maybe", "think"})
_BEHIND = frozenset({"now", "please", "thanks", "then", "again", "too", "already", "actually", "love", "mate"})
_COOLEST, _WARMEST = 10, 30
"""Bare numbers between which somebody speaks of the temperature of a room."""
COMPARED = frozenset([
    "quieter", "softer", "louder", "brighter", "dimmer", "darker", "warmer", "hotter", "cooler", "colder", "higher",
    "lower", "faster", "slower",
])  # fmt: skip
IMPERATIVES = frozenset([
    "turn", "switch", "put", "open", "close", "shut", "set", "make", "start", "stop", "lock", "unlock", "dim",
    "raise", "lower", "mute", "unmute", "pause", "play", "kill", "give", "let", "pull", "send", "run", "clean",
    "bring", "add", "get", "take", "roll", "draw", "brighten", "warm", "cool", "heat", "drop", "pop", "stick", "knock",
    "crank", "whack", "hoover", "vacuum", "mow", "defrost", "dock", "fetch", "increase", "decrease", "resume", "bolt",
    "preheat", "clear", "bump", "nudge", "sort", "mop", "have",
])  # fmt: skip
"""Words with which a command begins."""
_LONGEST = 14
"""Words that name the things of one clause."""

Binding = tuple[tuple[str, int, int], ...]
"""Slots and the stretches that fill them."""


class _Reader:
    """Finds the rules that fit the words of one chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._words = chart.words
        self._nouns = _mask(chart, _NOUNS)
        self._places = _mask(chart, _PLACES)
        self._beside = self._nouns | self._places | _mask(chart, _BESIDE)
        self._inside = {
            i for s in chart.with_sense(Sense.NAME, Sense.ROOM, Sense.KIND) for i in range(s.start + 1, s.end)
        }
        """Places inside a name, where nothing may begin or end."""
        self._free = chart.with_sense(Sense.FREE, Sense.POLITE)
        self._ends: dict[tuple[str, int], list[int]] = {}

    def edits(self, sayable: Collection[Rewording]) -> Iterator[Edit]:
        """What each of these rules that fits makes of its words."""
        starts = self._starts()
        slotted = [rule for rule in rules().slotted if rule in sayable]
        for at, word in enumerate(self._words):
            here = (rule for rule in rules().by_first.get(word, ()) if rule in sayable)
            for rule in (*here, *(slotted if at in starts else ())):
                if not rule.begins or at in starts:
                    fitting = self._fitting(rule, rule.said, at, (), set())
                    if fitting is not None and (not rule.whole or not at or self._opens(at)):
                        begin = self._whose(at) if rule.begins else at
                        yield Edit(begin, fitting[1], tuple(self._put(rule, at, fitting[0])))

    def _ended(self, rule: Rewording, at: int) -> bool:
        """Whether a rule may end there."""
        if rule.whole:
            behind = self._words[at:]
            return self._is_end(at) and not any(w in IMPERATIVES or w in ("and", ",") for w in behind)
        return not rule.ends or self._is_end(at)

    def _opens(self, at: int) -> bool:
        """Whether only politeness stands before a place."""
        return not _BREAKS & set(self._words[:at]) and not any(w in IMPERATIVES for w in self._words[:at])

    def _whose(self, at: int) -> int:
        """Where a clause begins whose subject stands before its rule: the "we" of "we could do with"."""
        while at and self._words[at - 1] in _SUBJECTS:
            at -= 1
        return at

    def _put(self, rule: Rewording, at: int, binding: Binding) -> Iterator[Token]:
        bound = {slot: (start, end) for slot, start, end in binding}
        for element in rule.plain:
            if element in bound:
                yield from self._chart.tokens[slice(*bound[element])]
            else:
                token = self._chart.tokens[at]
                yield replace(token, text=element, end=token.start)

    def _fitting(
        self, rule: Rewording, rest: Rest, at: int, bound: Binding, failed: set[tuple[Rest, int]]
    ) -> tuple[Binding, int] | None:
        """The first way to lay the rest of a rule over the words from a place on: what fills its slots, and its end.

        `failed`: rests and places that were tried in vain; what fills the slots before them changes nothing.
        """
        words = self._words
        while rest.then is not None and not rest.is_slot:
            if at == len(words) or words[at] != rest.said:
                return None
            rest, at = rest.then, at + 1
        if rest.then is None and not rest.ways:
            return (bound, at) if self._ended(rule, at) else None
        if (rest, at) in failed:
            return None
        for further, end, filled in self._ways(rest, at, bound):
            if further.firsts is None or (end < len(words) and words[end] in further.firsts):
                found = self._fitting(rule, further, end, filled, failed)
                if found is not None:
                    return found
        failed.add((rest, at))
        return None

    def _ways(self, rest: Rest, at: int, bound: Binding) -> Iterator[tuple[Rest, int, Binding]]:
        """How to go on from alternatives or a slot: with what, from where, and what fills the slots until there."""
        if rest.then is None:
            return ((way, at, bound) for way in rest.ways)
        then = rest.then
        return ((then, end, (*bound, (rest.said, at, end))) for end in self._stretches(rest.said, at))

    def _stretches(self, slot: str, start: int) -> list[int]:
        """Where words that may fill a slot end, the longest first."""
        key = (slot[1], start)
        if key not in self._ends:
            find = {
                "p": self._placing,
                "q": self._amounts,
                "c": self._values,
                "o": self._switched,
                "d": self._degrees,
                "e": self._degrees,
                "r": self._placing,
                "k": self._compared,
                "v": self._verbs,
            }.get(slot[1], self._naming)
            self._ends[key] = sorted(set(find(start)) - self._inside, reverse=True)
        return self._ends[key]

    def _naming(self, start: int) -> Iterator[int]:
        named = False
        for i in range(start, min(len(self._words), start + _LONGEST)):
            word = self._words[i]
            if word == "out":
                break
            if self._beside >> i & 1:
                named = named or bool(self._nouns >> i & 1)
                if named:
                    yield i + 1
            elif word not in _SMALL and (word not in _JOINING or not named):
                break
        if self._words[start : start + 1] and self._words[start] in _POINTING:
            yield start + 1

    def _placing(self, start: int) -> Iterator[int]:
        for i in range(start, min(len(self._words), start + _LONGEST)):
            if self._places >> i & 1:
                yield i + 1
            elif self._words[i] not in _SMALL:
                break

    def _amounts(self, start: int) -> Iterator[int]:
        for span in self._chart.with_sense(Sense.QUANTITY):
            if span.start == start:
                yield span.end

    def _values(self, start: int) -> Iterator[int]:
        for span in self._chart.with_sense(Sense.CHOICE):
            if span.start == start:
                yield span.end

    def _switched(self, start: int) -> Iterator[int]:
        if self._words[start : start + 1] in (("on",), ("off",)):
            yield start + 1

    def _degrees(self, start: int) -> Iterator[int]:
        for span in self._chart.with_sense(Sense.QUANTITY):
            warm = span.meaning.unit == "" and _COOLEST <= span.meaning.amount <= _WARMEST
            if span.start == start and (warm or span.meaning.unit in ("°C", "°F")):
                yield span.end

    def _compared(self, start: int) -> Iterator[int]:
        if self._words[start : start + 1] and self._words[start] in COMPARED:
            yield start + 1

    def _verbs(self, start: int) -> Iterator[int]:
        if self._words[start : start + 1] and self._words[start] in IMPERATIVES:
            yield start + 1

    def _starts(self) -> set[int]:
        """Where a clause may begin: behind a pause or a conjunction, and behind politeness there."""
        found = {0, *(i + 1 for i, w in enumerate(self._words) if w in _BREAKS)}
        free = [s for s in self._chart.with_sense(Sense.FREE, Sense.POLITE) if s.start <= s.end]
        for at in range(len(self._words)):
            if at in found:
                found |= {s.end for s in free if s.start == at}
                found |= {at + 1} if self._words[at] in _BEFORE else set()
        return found

    def _is_end(self, at: int) -> bool:
        """Whether nothing more of the clause follows but politeness."""
        words = self._words
        while at < len(words) and words[at] in _BEHIND:
            at += 1
        if at >= len(words) or words[at] in _BREAKS:
            return True
        free = (s.end for s in self._free if s.start == at)
        return any(end >= len(words) or words[end] in PUNCTUATION for end in free)


def _mask(chart: Chart, senses: frozenset[Sense]) -> int:
    mask = 0
    for sense in senses:
        for span in chart.with_sense(sense):
            mask |= span.mask
    return mask


_reader = kept_with_chart(_Reader)


@kept_with_chart
def _sayable(chart: Chart) -> frozenset[Rewording]:
    """The rules for which no word is missing."""
    return rules().sayable(frozenset(chart.words))


def reworded(chart: Chart) -> Iterator[Edit]:
    """What the rules make of the words of a sentence."""
    if _sayable(chart):
        yield from _reader(chart).edits(_sayable(chart))


def misreads(chart: Chart) -> bool:
    """Whether a sentence holds a construction that means something else than its words by themselves."""
    misleading = {rule for rule in _sayable(chart) if rule.misread}
    return bool(misleading) and any(_reader(chart).edits(misleading))
