"""What a toolbox understands: its patterns, found by their words, and the spoken choices of its parameters."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assistant.tools import Choice, Parameter, Quantity, Targets, Tool, Toolbox, ToolResult, Words
from assistant.understanding.reflex.lexicon import Entry, Lexicon
from assistant.understanding.reflex.phrases import Literal, Pattern, patterns_of
from assistant.understanding.reflex.quoting import Quoting, quotings_of
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


@dataclass(slots=True)
class Family:
    """The patterns that need the same literals, in whatever order. Bit i of a bit set of tools is the tool i."""

    needs: tuple[int, ...]
    """Ids of the literals, each once; none for patterns that are only slots."""
    members: dict[int, list[int]] = field(default_factory=dict)
    """Tool → its patterns among them."""
    tools: int = 0
    """All tools among them."""
    quoting: int = 0
    """The tools with a phrase that has room for free words."""
    sizes: dict[int, int] = field(default_factory=dict)
    """Tool → most words of a phrase without such room."""
    sized: int = 0
    """The tools in `sizes`."""

    def add(self, tool: int, index: int, pattern: Pattern) -> None:
        """One more pattern of a tool; tools come in their order."""
        self.members.setdefault(tool, []).append(index)
        self.tools |= 1 << tool
        if pattern.free_words:
            self.quoting |= 1 << tool
        elif pattern.size > self.sizes.get(tool, 0):
            self.sizes[tool] = pattern.size
            self.sized |= 1 << tool


@dataclass(slots=True)
class Grammar:
    """Everything derived from one toolbox."""

    toolbox: Toolbox
    patterns: list[Pattern] = field(default_factory=list)
    tools: list[Abilities] = field(default_factory=list)
    tool_of: list[int] = field(default_factory=list)
    """Index of a pattern's tool in `tools`."""
    reading: int = 0
    """Bit set of the tools that change nothing."""
    needs: list[tuple[int, ...]] = field(default_factory=list)
    """Ids of a pattern's literals, each once."""
    spoken: list[tuple[int, ...]] = field(default_factory=list)
    """Ids of a pattern's literals, in their order."""
    triggered: list[list[Family]] = field(default_factory=list)
    """Literal id → the families of which it is the rarest literal."""
    wordless: Family = field(default_factory=lambda: Family(()))
    """Patterns without any literal."""
    slots: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    """Name of a tool → the slots that its phrases fill together."""
    openers: set[int] = field(default_factory=set)
    """Literals with which a phrase of a tool that changes something begins."""
    quotings: list[Quoting] = field(default_factory=list)
    """Phrases that quote words."""
    literals: dict[Literal, int] = field(default_factory=dict)
    trie: Trie[Entry] = field(default_factory=Trie)

    def candidates(self, present: Collection[int]) -> Iterator[Family]:
        """The families all of whose literals are among these."""
        there = set(present)
        for literal in present:
            for family in self.triggered[literal]:
                if len(family.needs) == 1 or there.issuperset(family.needs):
                    yield family
        yield self.wordless


_KEPT_AT_MOST = 4
_kept: list[tuple[Lexicon, tuple[Tool, ...], Grammar]] = []
"""The grammars compiled last, with the declarations they were compiled from."""


def grammar_of(toolbox: Toolbox, lexicon: Lexicon) -> Grammar:
    """Compile a toolbox, about a second; one whose tools are declared alike is not compiled again.

    Raises BadArgument naming tool and phrase where a phrase cannot be read.
    """
    # Without what they do: declarations can be compared, and keep no house alive.
    declared = tuple(replace(tool, run=_only_declared) for tool in toolbox)
    for known, tools, grammar in _kept:
        if known is lexicon and tools == declared:
            return replace(grammar, toolbox=toolbox)
    grammar = _compiled(Toolbox(declared), lexicon)
    _kept[:] = [(lexicon, declared, grammar), *_kept[: _KEPT_AT_MOST - 1]]
    return replace(grammar, toolbox=toolbox)


async def _only_declared(*_: object, **__: object) -> ToolResult:
    raise NotImplementedError("a grammar knows of a tool what is declared, and runs none")


def _compiled(toolbox: Toolbox, lexicon: Lexicon) -> Grammar:
    grammar = Grammar(toolbox)
    for tool in toolbox:
        abilities = _abilities(tool)
        if not abilities.fillable:
            continue
        index = len(grammar.tools)
        grammar.tools.append(abilities)
        grammar.reading |= 1 << index if tool.reads_only else 0
        _add_choices(grammar, index, abilities.choices)
        for language in LANGUAGES:
            grammar.quotings += quotings_of(tool, language)
            for pattern in patterns_of(tool, language, lexicon):
                _add_pattern(grammar, index, pattern)
    _set_triggers(grammar)
    return grammar


def _set_triggers(grammar: Grammar) -> None:
    """Let each family be found by the literal that the fewest patterns need."""
    uses = Counter(literal for needed in grammar.needs for literal in needed)
    grammar.triggered = [[] for _ in grammar.literals]
    families: dict[frozenset[int], Family] = {}
    for index, needed in enumerate(grammar.needs):
        if not needed:
            continue
        key = frozenset(needed)
        family = families.get(key)
        if family is None:
            family = families[key] = Family(needed)
            grammar.triggered[min(needed, key=lambda literal: uses[literal])].append(family)
        family.add(grammar.tool_of[index], index, grammar.patterns[index])


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


def _add_choices(grammar: Grammar, tool: int, choices: Iterable[tuple[Parameter, Choice]]) -> None:
    for parameter, choice in choices:
        meant: dict[tuple[str, ...], list[str]] = {}
        for value, spoken in choice.words.items():
            for words in dict.fromkeys(words_of(said) for forms in spoken.values() for said in forms):
                meant.setdefault(words, []).append(value)
        for words, values in meant.items():
            grammar.trie.add(words, Entry(Sense.CHOICE, (tool, parameter.name, tuple(values))))


def _add_pattern(grammar: Grammar, tool: int, pattern: Pattern) -> None:
    index = len(grammar.patterns)
    grammar.patterns.append(pattern)
    grammar.tool_of.append(tool)
    together = grammar.slots.setdefault(pattern.tool.name, [])
    if pattern.slots not in together:
        together.append(pattern.slots)
    spoken = tuple(_literal_id(grammar, literal) for literal in pattern.literals)
    needed = tuple(dict.fromkeys(spoken))
    grammar.spoken.append(spoken)
    grammar.needs.append(needed)
    if needed and pattern.elements[0] == pattern.literals[0] and not pattern.tool.reads_only:
        grammar.openers.add(needed[0])
    if not needed and not pattern.free_words and _wishes_something(pattern):
        grammar.wordless.add(tool, index, pattern)


def _wishes_something(pattern: Pattern) -> bool:
    """Whether a phrase without words says something: "get {things} going" is only filler, a scene's name is not."""
    return not pattern.small or any(
        not isinstance(pattern.tool.parameter(slot).mark, Targets) for slot in pattern.slots
    )


def _literal_id(grammar: Grammar, literal: Literal) -> int:
    known = grammar.literals.get(literal)
    if known is None:
        known = grammar.literals[literal] = len(grammar.literals)
        grammar.trie.add(literal, Entry(Sense.LITERAL, known))
    return known
