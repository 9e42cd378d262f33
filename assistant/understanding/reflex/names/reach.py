"""For one toolbox and one home: which tools may take what a stretch of words means, one bit for each tool."""

from dataclasses import dataclass, field

from assistant.understanding.reflex.amounts.quantities import may_fit
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Abilities, Grammar
from assistant.understanding.reflex.spans import Sense, Span


@dataclass(slots=True)
class Reach:
    """Worked out once for each name, kind and unit, so that a sentence costs only bit operations."""

    grammar: Grammar
    home: Home
    fits: list[int] = field(default_factory=list)
    """Tool → the things it takes."""
    everywhere: int = 0
    """All tools."""
    reading: int = 0
    """Tools that change nothing."""
    describing: int = 0
    """Tools that take things or rooms."""
    particular: int = 0
    """Tools made for the one such thing in a house, or for modes: "everything" and "all devices" mean none of them."""
    vocabulary: frozenset[str] = frozenset()
    """Every English word of the phrases, of the lexicon and of the names; empty until `hearing` asked for it."""
    _things: dict[int, int] = field(default_factory=dict)
    _kinds: dict[str, int] = field(default_factory=dict)
    _units: dict[str, int] = field(default_factory=dict)
    _abilities: dict[str, int] = field(default_factory=dict)

    def of(self, span: Span, asks: bool, pointed_at: int) -> int:
        """The tools that admit a span. `asks`: it is a question; `pointed_at`: the things that "it" can mean."""
        sense = span.sense
        if sense is Sense.NAME or sense is Sense.PART:
            return self.of_things(span.meaning)
        if sense is Sense.KIND:
            return self._of_kind(span.meaning)
        if sense is Sense.CHOICE:
            return 1 << int(span.meaning[0])
        if sense is Sense.QUANTITY:
            return self._of_unit(span.meaning.unit)
        if sense is Sense.ABILITY:
            return self._of_ability(span.meaning)
        if sense is Sense.ASKING:
            return self.everywhere if asks else self.reading
        if sense is Sense.IT:
            return self.of_things(pointed_at) if pointed_at else 0
        return self.describing

    def of_things(self, bits: int) -> int:
        """The tools that take any of these things."""
        found = self._things.get(bits)
        if found is None:
            found = sum(1 << tool for tool, fit in enumerate(self.fits) if fit & bits)
            self._things[bits] = found
        return found

    def _of_kind(self, concept: str) -> int:
        found = self._kinds.get(concept)
        if found is None:
            tools = enumerate(self.grammar.tools)
            found = sum(1 << tool for tool, abilities in tools if self._takes_kind(tool, abilities, concept))
            self._kinds[concept] = found
        return found

    def _takes_kind(self, tool: int, abilities: Abilities, concept: str) -> bool:
        """Also a kind that the home lacks, so that this can be said, where the tool could take it."""
        if not abilities.things:
            return False
        having = self.home.kind(concept)
        if having:
            return bool(having & self.fits[tool])
        meaning = self.home.lexicon.kinds[concept]
        possible = {m.partition(".")[0] for m in (*meaning.means, *meaning.related)}
        kinds = {k for _, t in abilities.things for k in t.kinds}
        return not kinds or bool(kinds & possible)

    def _of_unit(self, unit: str) -> int:
        found = self._units.get(unit)
        if found is None:
            tools = enumerate(self.grammar.tools)
            found = sum(1 << tool for tool, abilities in tools if _takes_amount(abilities, unit))
            self._units[unit] = found
        return found

    def _of_ability(self, ability: str) -> int:
        found = self._abilities.get(ability)
        if found is None:
            tools = enumerate(self.grammar.tools)
            found = sum(1 << tool for tool, a in tools if any(t.ability == ability for _, t in (*a.things, *a.rooms)))
            self._abilities[ability] = found
        return found


def reach_of(grammar: Grammar, home: Home) -> Reach:
    """The reach of a toolbox in a home; kept with the home."""
    known = home.reaches.get(id(grammar))
    if isinstance(known, Reach) and known.grammar is grammar:
        return known
    reach = Reach(grammar, home, everywhere=(1 << len(grammar.tools)) - 1)
    for tool, abilities in enumerate(grammar.tools):
        fit, bit = 0, 1 << tool
        for _, targets in abilities.things:
            fit |= home.fitting(targets, reading=abilities.tool.reads_only)
        reach.fits.append(fit)
        reach.reading |= bit if abilities.tool.reads_only else 0
        reach.describing |= bit if abilities.things or abilities.rooms else 0
        only = any(t.default in ("only", "aboard") or t.ability == "mode" for _, t in abilities.things)
        reach.particular |= bit if only else 0
    home.reaches = {id(grammar): reach}
    return reach


def _takes_amount(abilities: Abilities, unit: str) -> bool:
    return any(may_fit(unit, quantity.unit) for _, quantity in abilities.quantities)
