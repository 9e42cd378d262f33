"""All patterns of a toolbox as numbers: a hundred thousand take few bytes, and are read from disk at once.

A pattern, and the patterns that need the same words, become objects when they are first looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.tools import Tool
from assistant.understanding.reflex.phrases.phrases import Element, Literal, Pattern, Slot


@dataclass(frozen=True, slots=True)
class Shape:
    """What many patterns have in common, beside their words."""

    slots: tuple[str, ...]
    free_words: str
    small: tuple[str, ...]


@dataclass(slots=True)
class Columns:
    """The patterns, one number each or a stretch of numbers; families in the order of the literals that find them."""

    literals: list[Literal] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    tool_of: array[int] = field(default_factory=lambda: array("I"))
    """Pattern → its tool, by its place in the grammar."""
    shape_of: array[int] = field(default_factory=lambda: array("I"))
    elements: array[int] = field(default_factory=lambda: array("i"))
    """Literals by their place; slots as -1 less their place, and only where the pattern takes free words."""
    starts: array[int] = field(default_factory=lambda: array("I"))
    """Pattern → where its elements begin; one more at the end."""
    members: array[int] = field(default_factory=lambda: array("I"))
    """Patterns, family by family; within a family in their order."""
    families: array[int] = field(default_factory=lambda: array("I"))
    """Family → where its members begin; one more at the end."""
    triggered: array[int] = field(default_factory=lambda: array("I"))
    """Literal → the first family of which it is the rarest literal; one more at the end."""
    wordless: array[int] = field(default_factory=lambda: array("I"))
    """Patterns without any literal that say something all the same."""
    openers: array[int] = field(default_factory=lambda: array("I"))
    """Literals with which a phrase of a tool that changes something begins."""


@dataclass(frozen=True, slots=True)
class Family:
    """The patterns that need the same literals, in whatever order. Bit i of a bit set of tools is the tool i."""

    needs: tuple[int, ...]
    """Ids of the literals, each once; none for patterns that are only slots."""
    members: dict[int, list[int]]
    """Tool → its patterns among them; tools in their order."""
    tools: int
    """All tools among them."""
    quoting: int
    """The tools with a phrase that has room for free words."""
    sizes: dict[int, int]
    """Tool → most words of a phrase without such room."""
    sized: int
    """The tools in `sizes`."""


class Patterns(Sequence[Pattern]):
    """The patterns of these tools, in their order."""

    def __init__(self, columns: Columns, tools: Sequence[Tool]) -> None:
        self.columns = columns
        self._tools = tools
        self._seen: dict[int, Pattern] = {}
        self._spoken: dict[int, list[int]] = {}
        """Only of patterns that were looked at."""
        self._families: dict[int, list[Family]] = {}
        self._shapes = [(frozenset(s.slots), s.free_words, frozenset(s.small)) for s in columns.shapes]
        self._users: list[int] | None = None
        self.openers = frozenset(columns.openers)
        self.wordless = self._family((), columns.wordless)

    def __len__(self) -> int:
        return len(self.columns.tool_of)

    def __getitem__(self, index: int) -> Pattern:  # type: ignore[override]
        known = self._seen.get(index)
        if known is None:
            known = self._seen[index] = self._pattern(range(len(self))[index])
        return known

    def spoken(self, index: int) -> list[int]:
        """Ids of a pattern's literals, in their order."""
        known = self._spoken.get(index)
        if known is None:
            known = self._spoken[index] = self._literals_of(index)
        return known

    def _literals_of(self, index: int) -> list[int]:
        columns = self.columns
        return [e for e in columns.elements[columns.starts[index] : columns.starts[index + 1]] if e >= 0]

    def candidates(self, present: Collection[int]) -> Iterator[Family]:
        """The families all of whose literals are among these."""
        there = set(present)
        for literal in present:
            for family in self._triggered(literal):
                if len(family.needs) == 1 or there.issuperset(family.needs):
                    yield family
        yield self.wordless

    def shares(self, said: Collection[int]) -> dict[int, float]:
        """Tool → how much of a phrase of it was said, 0 to 1; a word that many tools share says less."""
        columns, there = self.columns, set(said)
        users = self._users_of_literals()
        shares: dict[int, float] = {}
        for family in range(len(columns.families) - 1):
            first = columns.members[columns.families[family]]
            needed = set(columns.elements[columns.starts[first] : columns.starts[first + 1]])
            if there.isdisjoint(needed):
                continue
            weights = {literal: 1 / users[literal] for literal in needed if literal >= 0}
            share = sum(w for literal, w in weights.items() if literal in there) / sum(weights.values())
            for member in columns.members[columns.families[family] : columns.families[family + 1]]:
                tool = columns.tool_of[member]
                shares[tool] = max(shares.get(tool, 0.0), share)
        return shares

    def _users_of_literals(self) -> list[int]:
        """Literal → how many tools have it in a phrase."""
        if self._users is None:
            columns = self.columns
            users: list[set[int]] = [set() for _ in columns.literals]
            for index, tool in enumerate(columns.tool_of):
                for literal in self._literals_of(index):
                    users[literal].add(tool)
            self._users = [len(tools) for tools in users]
        return self._users

    def _triggered(self, literal: int) -> list[Family]:
        known = self._families.get(literal)
        if known is None:
            columns = self.columns
            bounds = range(columns.triggered[literal], columns.triggered[literal + 1])
            known = self._families[literal] = [
                self._family(
                    tuple(dict.fromkeys(self._literals_of(columns.members[columns.families[at]]))),
                    columns.members[columns.families[at] : columns.families[at + 1]],
                )
                for at in bounds
            ]
        return known

    def _family(self, needs: tuple[int, ...], indexes: Iterable[int]) -> Family:
        members: dict[int, list[int]] = {}
        sizes: dict[int, int] = {}
        tools = quoting = sized = 0
        for index in indexes:
            tool = self.columns.tool_of[index]
            members.setdefault(tool, []).append(index)
            tools |= 1 << tool
            size = sum(len(self.columns.literals[literal]) for literal in self._literals_of(index))
            if self._shapes[self.columns.shape_of[index]][1]:
                quoting |= 1 << tool
            elif size > sizes.get(tool, 0):
                sizes[tool] = size
                sized |= 1 << tool
        return Family(needs, members, tools, quoting, sizes, sized)

    def _pattern(self, index: int) -> Pattern:
        columns = self.columns
        slots, free_words, small = self._shapes[columns.shape_of[index]]
        elements: tuple[Element, ...] = tuple(
            columns.literals[e] if e >= 0 else Slot(columns.slots[-1 - e])
            for e in columns.elements[columns.starts[index] : columns.starts[index + 1]]
        )
        literals = tuple(e for e in elements if isinstance(e, tuple))
        return Pattern(self._tools[columns.tool_of[index]], elements, literals, slots, free_words, small)
