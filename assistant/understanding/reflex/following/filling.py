"""A call of before with what a few words put in the place of its things, rooms or values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.tools import JsonValue, Targets, ToolCall
from assistant.understanding.reflex.amounts.quantities import fitted
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.cover import cover
from assistant.understanding.reflex.matching.describing import NAMING, PLACING, Scene
from assistant.understanding.reflex.matching.fill import RELATIVE
from assistant.understanding.reflex.matching.nouns import contradicts_itself, resolve
from assistant.understanding.reflex.matching.resolution import Ambiguous, Resolved
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.names.places import rooms_of
from assistant.understanding.reflex.phrases.grammar import Abilities, Grammar
from assistant.understanding.reflex.setting import Surroundings
from assistant.understanding.reflex.spans import DESCRIBING, Sense, Span
from assistant.understanding.reflex.tokens import PUNCTUATION, words_of

_DETERMINERS = frozenset({"the", "my", "our", "one", "ones", "a", "an", "in", "的", "那", "个", "这"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a sentence, and what they were said in."""

    chart: Chart
    start: int
    end: int
    home: Home
    around: Surroundings
    grammar: Grammar

    @property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return self.chart.words[self.start : self.end]

    @property
    def said(self) -> str:
        """Its text, as it was given."""
        return self.chart.said(self.start, self.end)

    def spans(self, *senses: Sense) -> list[Span]:
        """Its spans in these senses."""
        return [s for s in self.chart.with_sense(*senses) if s.start >= self.start and s.end <= self.end]

    def explained(self, admitted: Sequence[Span], without: Sequence[Span] = ()) -> tuple[Span, ...] | None:
        """The cheapest explanation of all its words by these and by filler; None where a word is left.

        `without`: spans in whose place no filler may stand.
        """
        kept = {(s.start, s.end) for s in without}
        free = [s for s in self.chart.free if s.start >= self.start and s.end <= self.end]
        free = [s for s in free if (s.start, s.end) not in kept]
        found = cover([*free, *admitted], (self.start, self.end), 0, self.chart.content)
        return None if found.left else found.spans


def refilled(call: ToolCall, stretch: Stretch, scopes: Sequence[int]) -> ToolCall | Ambiguous | None:
    """The call with what the stretch says in the place of its own things, rooms or values.

    `scopes`: bit sets of the things that may be meant, the likeliest first. Where a thing is named and is in none of
    them, it may be anything that fits the tool; a room alone means what was spoken of, there.
    None where a word stays unexplained, or nothing is said that the tool takes; Ambiguous where several may be meant.
    """
    index = _index(call.tool, stretch.grammar)
    if index is None:
        return None
    abilities = stretch.grammar.tools[index]
    admitted = _admitted(index, abilities, stretch)
    spans = stretch.explained(admitted)
    if spans is not None and not any(s in admitted for s in spans):
        # "The back" alone: words that elsewhere say nothing are what is meant where nothing else is said.
        parts = [s for s in admitted if s.sense is Sense.PART]
        spans = stretch.explained(admitted, without=parts)
    called = _called(abilities, stretch, scopes) if spans is None or not any(s in admitted for s in spans) else None
    if called is not None:
        return ToolCall(call.tool, {**call.arguments, **called})
    if spans is None:
        return None
    describing = [s for s in spans if s.sense in DESCRIBING]
    values = _values(spans, abilities, index)
    if values is None or contradicts_itself(describing):
        return None
    things = _things(describing, abilities, stretch, scopes)
    if isinstance(things, Ambiguous):
        return things
    told = {**values, **_rooms(describing, abilities, stretch), **(things or {})}
    named = any(s.sense in NAMING or s.sense in PLACING for s in describing)
    if not told or (named and things is None and not _rooms(describing, abilities, stretch)):
        return None
    kept = {n: v for n, v in call.arguments.items() if n in told or not _is_alternative(n, values, abilities, stretch)}
    arguments = {**kept, **told}
    return ToolCall(call.tool, {p.name: arguments[p.name] for p in abilities.tool.parameters if p.name in arguments})


def _called(abilities: Abilities, stretch: Stretch, scopes: Sequence[int]) -> dict[str, JsonValue] | None:
    """The one thing in whose name all these words stand, also words that say nothing elsewhere: "the back"."""
    words = {w for w in stretch.words if w not in _DETERMINERS and w not in PUNCTUATION}
    if not words or not abilities.things:
        return None
    for fit in _scopes(abilities, stretch, scopes, names_one=False):
        named = [t.id for t in stretch.home.things(fit) if any(words <= set(words_of(name)) for name in t.names)]
        if named:
            return {abilities.things[0][0].name: tuple(named)} if len(named) == 1 else None
    return None


def _index(tool: str, grammar: Grammar) -> int | None:
    return next((i for i, abilities in enumerate(grammar.tools) if abilities.tool.name == tool), None)


def _admitted(index: int, abilities: Abilities, stretch: Stretch) -> list[Span]:
    """What may explain words of the stretch for this tool."""
    home, fit = stretch.home, _fitting(abilities, stretch.home)
    takes_places = bool(abilities.things or abilities.rooms)
    wanted = {t.ability for _, t in (*abilities.things, *abilities.rooms)}
    filler = {(s.start, s.end) for s in stretch.chart.free}
    found = []
    for span in stretch.chart.telling:
        if span.start < stretch.start or span.end > stretch.end:
            continue
        match span.sense:
            case Sense.NAME | Sense.PART:
                admitted = bool(span.meaning & fit)
            case Sense.KIND:
                admitted = bool(home.kind(span.meaning) & fit)
            case Sense.IT:
                admitted = bool(fit & home.bits(stretch.around.pointed_at))
            case Sense.QUANTITY:
                admitted = any(
                    p.name != RELATIVE and fitted(span.meaning, q.unit, q.low, q.high) is not None
                    for p, q in abilities.quantities
                )
            case Sense.CHOICE:
                admitted = span.meaning[0] == index and (span.start, span.end) not in filler
            case Sense.ABILITY:
                admitted = span.meaning in wanted
            case Sense.ASKING:
                admitted = abilities.tool.reads_only
            case _:
                admitted = span.sense in DESCRIBING and takes_places
        if admitted:
            found.append(span)
    return found


def _fitting(abilities: Abilities, home: Home) -> int:
    fit = 0
    for _, targets in abilities.things:
        fit |= home.fitting(targets, reading=abilities.tool.reads_only)
    return fit


def _values(spans: Sequence[Span], abilities: Abilities, index: int) -> dict[str, JsonValue] | None:
    """Amounts and choices; None where one has no place or two want the same."""
    taken: dict[str, JsonValue] = {}
    for span in spans:
        if span.sense is Sense.QUANTITY:
            for parameter, quantity in abilities.quantities:
                number = fitted(span.meaning, quantity.unit, quantity.low, quantity.high)
                if parameter.name != RELATIVE and parameter.name not in taken and number is not None:
                    taken[parameter.name] = int(number) if float(number).is_integer() else number
                    break
            else:
                return None
        elif span.sense is Sense.CHOICE:
            _, name, values = span.meaning
            if name in taken and taken[name] not in values:
                return None
            taken.setdefault(name, values[0])
    return taken


def _is_alternative(name: str, values: dict[str, JsonValue], abilities: Abilities, stretch: Stretch) -> bool:
    """Whether a value of before can stand in no phrase with one that was said now: a level and a percentage."""
    valued = {p.name for p, _ in (*abilities.quantities, *abilities.choices)}
    if not values or name not in valued:
        return False
    together = stretch.grammar.slots.get(abilities.tool.name, [])
    return not any({name, *values} <= slots for slots in together)


def _rooms(spans: Sequence[Span], abilities: Abilities, stretch: Stretch) -> dict[str, JsonValue]:
    placing = [s for s in spans if s.sense in PLACING or s.sense in (Sense.AND, Sense.EXCEPT, Sense.EXCEPT_END)]
    if not abilities.rooms or not any(s.sense in PLACING for s in placing):
        return {}
    found = rooms_of(placing, stretch.home, stretch.around.place, stretch.said)
    is_found = isinstance(found, Resolved) and not found.missing
    return {abilities.rooms[0][0].name: found.ids} if is_found and isinstance(found, Resolved) else {}


def _things(
    spans: Sequence[Span], abilities: Abilities, stretch: Stretch, scopes: Sequence[int]
) -> dict[str, JsonValue] | Ambiguous | None:
    """The things that are described, within the first scope that holds any."""
    if not abilities.things:
        return None
    described = [s for s in spans if not (abilities.rooms and s.sense in PLACING)]
    if not any(s.sense is not Sense.AND for s in described):
        return None
    parameter, targets = abilities.things[0]
    unclear: Ambiguous | None = None
    names_one = any(s.sense in NAMING and s.sense is not Sense.ANYTHING for s in described)
    for fit in _scopes(abilities, stretch, scopes, names_one):
        found = resolve(described, _scene(described, fit, targets, abilities, stretch))
        if isinstance(found, Resolved) and not found.missing:
            return {parameter.name: found.ids}
        if isinstance(found, Ambiguous) and unclear is None:
            unclear = found
    return unclear


def _scopes(abilities: Abilities, stretch: Stretch, scopes: Sequence[int], names_one: bool) -> Iterator[int]:
    fit = _fitting(abilities, stretch.home)
    for scope in (*scopes, fit) if names_one else scopes:
        if scope & fit:
            yield scope & fit


def _scene(spans: Sequence[Span], fit: int, targets: Targets, abilities: Abilities, stretch: Stretch) -> Scene:
    around, home = stretch.around, stretch.home
    pointed = home.bits(around.pointed_at) if any(s.sense is Sense.IT for s in spans) else 0
    return Scene(
        home=home,
        words=stretch.chart.words,
        said=stretch.said,
        targets=Targets(targets.ability or "on", tuple({t.kind for t in home.things(fit)}), targets.default),
        fit=fit,
        place=around.place,
        reading=abilities.tool.reads_only,
        pointed_at=pointed,
        language=around.language,
        in_car=around.in_car,
    )
