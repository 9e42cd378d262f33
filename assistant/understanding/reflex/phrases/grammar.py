"""What a toolbox understands: its patterns, found by their words, and the spoken choices of its parameters."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.tools import Choice, Parameter, Quantity, Targets, Tool, Toolbox, ToolResult, Words
from assistant.understanding.reflex.lexicon import Entry, Lexicon
from assistant.understanding.reflex.phrases.kept_patterns import keep_patterns, key_of, read_patterns
from assistant.understanding.reflex.phrases.packing import packed
from assistant.understanding.reflex.phrases.patterns import Columns, Family, Patterns
from assistant.understanding.reflex.phrases.phrases import Literal, patterns_of
from assistant.understanding.reflex.phrases.quoting import Quotings, quotings_of
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import words_of
from assistant.understanding.reflex.trie import Trie
from assistant.utterance import LANGUAGES


@dataclass(frozen=True, slots=True)
class Abilities:
    """A tool's parameters, sorted by what fills them."""

    tool: Tool
    things: tuple[tuple[Parameter, Targets], ...]
    rooms: tuple[tuple[Parameter, Targets], ...]
    quantities: tuple[tuple[Parameter, Quantity], ...]
    choices: tuple[tuple[Parameter, Choice], ...]
    words: tuple[Parameter, ...]

    @property
    def fillable(self) -> bool:
        """Whether speech can fill everything the tool needs."""
        known = {p.name for p, _ in (*self.things, *self.rooms, *self.quantities, *self.choices)}
        known |= {p.name for p in self.words}
        return all(p.name in known for p in self.tool.parameters if p.required)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything derived from one toolbox."""

    toolbox: Toolbox
    tools: list[Abilities]
    patterns: Patterns
    reading: int
    """Bit set of the tools that change nothing."""
    slots: dict[str, list[frozenset[str]]]
    """Name of a tool → the slots that its phrases fill together."""
    quotings: Quotings
    """Phrases that quote words."""
    trie: Trie[Entry]

    @property
    def openers(self) -> frozenset[int]:
        """Literals with which a phrase of a tool that changes something begins."""
        return self.patterns.openers

    def candidates(self, present: Collection[int]) -> Iterator[Family]:
        """The families all of whose literals are among these."""
        return self.patterns.candidates(present)


_KEPT_AT_MOST = 4
_kept: list[tuple[Lexicon, tuple[Tool, ...], Grammar]] = []
"""The grammars compiled last, with the declarations they were compiled from."""


def grammar_of(toolbox: Toolbox, lexicon: Lexicon, kept: Path | None = None) -> Grammar:
    """Compile a toolbox, about a second; one whose tools are declared alike is not compiled again.

    `kept`: the file in which the patterns are found at the next start. Raises BadArgument naming tool and phrase where
    a phrase cannot be read.
    """
    # Without what they do: declarations can be compared, and keep no house alive.
    declared = tuple(replace(tool, run=_only_declared) for tool in toolbox)
    for known, tools, grammar in _kept:
        if known is lexicon and tools == declared:
            return replace(grammar, toolbox=toolbox)
    grammar = _compiled(Toolbox(declared), lexicon, kept)
    _kept[:] = [(lexicon, declared, grammar), *_kept[: _KEPT_AT_MOST - 1]]
    return replace(grammar, toolbox=toolbox)


async def _only_declared(*_: object, **__: object) -> ToolResult:
    raise NotImplementedError("a grammar knows of a tool what is declared, and runs none")


def _compiled(toolbox: Toolbox, lexicon: Lexicon, kept: Path | None) -> Grammar:
    tools = [abilities for abilities in map(_abilities, toolbox) if abilities.fillable]
    columns = _columns(tools, lexicon, kept)
    return Grammar(
        toolbox,
        tools,
        Patterns(columns, [abilities.tool for abilities in tools]),
        sum(1 << index for index, abilities in enumerate(tools) if abilities.tool.reads_only),
        _slots(columns, tools),
        Quotings(q for abilities in tools for language in LANGUAGES for q in quotings_of(abilities.tool, language)),
        _trie(columns, tools),
    )


def _columns(tools: Sequence[Abilities], lexicon: Lexicon, kept: Path | None) -> Columns:
    """The patterns: as they were kept, or worked out, and kept."""
    key = key_of(abilities.tool for abilities in tools) if kept is not None else ""
    known = read_patterns(kept, key) if kept is not None else None
    if known is not None:
        return known
    columns = packed(
        (index, pattern)
        for index, abilities in enumerate(tools)
        for language in LANGUAGES
        for pattern in patterns_of(abilities.tool, language, lexicon)
    )
    if kept is not None:
        keep_patterns(kept, key, columns)
    return columns


def _slots(columns: Columns, tools: Sequence[Abilities]) -> dict[str, list[frozenset[str]]]:
    found: dict[str, dict[frozenset[str], None]] = {}
    for tool, shape in dict.fromkeys(zip(columns.tool_of, columns.shape_of, strict=True)):
        found.setdefault(tools[tool].tool.name, {})[frozenset(columns.shapes[shape].slots)] = None
    return {name: list(together) for name, together in found.items()}


def _abilities(tool: Tool) -> Abilities:
    marked: Mapping[type, list[tuple[Parameter, object]]] = {Targets: [], Quantity: [], Choice: [], Words: []}
    for parameter in tool.parameters:
        if parameter.mark is not None:
            marked[type(parameter.mark)].append((parameter, parameter.mark))
    targets = [(p, p.mark) for p, _ in marked[Targets] if isinstance(p.mark, Targets)]
    in_rooms = {p.name for p, _ in targets if _takes_rooms(p)}
    return Abilities(
        tool,
        tuple((p, m) for p, m in targets if p.name not in in_rooms),
        tuple((p, m) for p, m in targets if p.name in in_rooms),
        tuple((p, p.mark) for p in tool.parameters if isinstance(p.mark, Quantity)),
        tuple((p, p.mark) for p in tool.parameters if isinstance(p.mark, Choice)),
        tuple(p for p, _ in marked[Words]),
    )


def _takes_rooms(parameter: Parameter) -> bool:
    """Things and Rooms are the same type to Python; the name tells them apart."""
    return "room" in parameter.name or "area" in parameter.name


def _trie(columns: Columns, tools: Sequence[Abilities]) -> Trie[Entry]:
    """The words of phrases and the spoken choices; many tools have the same choices, so each is read once."""
    trie: Trie[Entry] = Trie()
    read = cache(words_of)
    for index, abilities in enumerate(tools):
        for parameter, choice in abilities.choices:
            for words, values in _meant(choice, read).items():
                trie.add(words, Entry(Sense.CHOICE, (index, parameter.name, tuple(values))))
    for index, literal in enumerate(columns.literals):
        trie.add(literal, Entry(Sense.LITERAL, index))
    return trie


def _meant(choice: Choice, read: Callable[[str], Literal]) -> dict[Literal, list[str]]:
    """The words for the values of a choice → the values they may mean."""
    meant: dict[Literal, list[str]] = {}
    for value, spoken in choice.words.items():
        for words in dict.fromkeys(read(said) for forms in spoken.values() for said in forms):
            meant.setdefault(words, []).append(value)
    return meant
