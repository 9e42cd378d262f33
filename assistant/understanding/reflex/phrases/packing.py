"""Writing patterns down as numbers (patterns.py), each family under its rarest literal."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.tools import Targets
from assistant.understanding.reflex.phrases.patterns import Columns, Shape
from assistant.understanding.reflex.phrases.phrases import Literal, Pattern


def packed(patterns: Iterable[tuple[int, Pattern]]) -> Columns:
    """The columns of patterns, each with the place of its tool; tools come in their order."""
    writing = _Writing()
    for tool, pattern in patterns:
        writing.add(tool, pattern)
    return writing.done()


@dataclass(slots=True)
class _Writing:
    """Columns that still grow."""

    columns: Columns = field(default_factory=lambda: Columns(starts=array("I", [0])))
    literals: dict[Literal, int] = field(default_factory=dict)
    slots: dict[str, int] = field(default_factory=dict)
    shapes: dict[tuple[object, ...], int] = field(default_factory=dict)
    families: dict[tuple[int, ...], list[int]] = field(default_factory=dict)
    """Literals that are needed, each once and in order of their ids → the patterns."""

    def add(self, tool: int, pattern: Pattern) -> None:
        columns, index = self.columns, len(self.columns.tool_of)
        columns.tool_of.append(tool)
        columns.shape_of.append(self._shape(pattern))
        columns.elements.extend(self._elements(pattern))
        columns.starts.append(len(columns.elements))
        needed = tuple(sorted({self.literals[literal] for literal in pattern.literals}))
        if needed:
            self.families.setdefault(needed, []).append(index)
            if pattern.elements[0] == pattern.literals[0] and not pattern.tool.reads_only:
                columns.openers.append(self.literals[pattern.literals[0]])
        elif not pattern.free_words and _wishes_something(pattern):
            columns.wordless.append(index)

    def done(self) -> Columns:
        """Let each family be found by the literal that the fewest patterns need."""
        columns = self.columns
        columns.literals, columns.slots = list(self.literals), list(self.slots)
        columns.openers = array("I", sorted(set(columns.openers)))
        uses = Counter(literal for needed, members in self.families.items() for literal in needed * len(members))
        by_rarest: list[list[list[int]]] = [[] for _ in self.literals]
        for members in self.families.values():
            spoken = (e for e in self._spoken(members[0]))
            by_rarest[min(spoken, key=lambda literal: uses[literal])].append(members)
        for families in by_rarest:
            columns.triggered.append(len(columns.families))
            for members in families:
                columns.families.append(len(columns.members))
                columns.members.extend(members)
        columns.triggered.append(len(columns.families))
        columns.families.append(len(columns.members))
        return columns

    def _spoken(self, index: int) -> Iterator[int]:
        columns = self.columns
        return (e for e in columns.elements[columns.starts[index] : columns.starts[index + 1]] if e >= 0)

    def _elements(self, pattern: Pattern) -> Iterator[int]:
        for element in pattern.elements if pattern.free_words else pattern.literals:
            if isinstance(element, tuple):
                yield self.literals.setdefault(element, len(self.literals))
            else:
                yield -1 - self.slots.setdefault(element.name, len(self.slots))

    def _shape(self, pattern: Pattern) -> int:
        key = (pattern.slots, pattern.free_words, pattern.small)
        known = self.shapes.get(key)
        if known is None:
            known = self.shapes[key] = len(self.shapes)
            shape = Shape(tuple(sorted(pattern.slots)), pattern.free_words, tuple(sorted(pattern.small)))
            self.columns.shapes.append(shape)
        return known


def _wishes_something(pattern: Pattern) -> bool:
    """Whether a phrase without words says something: "get {things} going" is only filler, a scene's name is not."""
    return not pattern.small or any(
        not isinstance(pattern.tool.parameter(slot).mark, Targets) for slot in pattern.slots
    )
