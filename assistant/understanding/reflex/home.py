"""The names in one home, indexed so that a description of things becomes bit operations."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.tools import Targets
from assistant.understanding.names import Names, Thing
from assistant.understanding.reflex.floors import floors_by_words
from assistant.understanding.reflex.lexicon import Entry, Lexicon, Words, plural_of, stem_of
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese, words_of
from assistant.understanding.reflex.trie import Trie

_NUMBERS = {"1": ("one", "一"), "2": ("two", "二"), "3": ("three", "三"), "4": ("four", "四"), "5": ("five", "五")}


@dataclass(slots=True)
class Home:
    """Index over one `Names`. Bit i of a bit set is `names.things[i]`."""

    names: Names
    lexicon: Lexicon
    trie: Trie[Entry] = field(default_factory=Trie)
    """Everything that is called something here: NAME, PART, ROOM, FLOOR and ABSENT_ROOM."""
    exact: dict[Words, int] = field(default_factory=dict)
    """Full name → things; not the names that are merely the word for a kind."""
    called: dict[Words, int] = field(default_factory=dict)
    """Every full name → things."""
    parts: dict[Words, int] = field(default_factory=dict)
    """Word (or idea, or run of characters) of names → things."""
    in_room: dict[str, int] = field(default_factory=dict)
    room_words: dict[Words, tuple[str, ...]] = field(default_factory=dict)
    """Words → ids of the rooms they mean."""
    of_kind: dict[str, int] = field(default_factory=dict)
    """ "light", "cover.curtain" → things """
    switches_called: dict[Words, int] = field(default_factory=dict)
    everything: int = 0
    _fits: dict[tuple[Targets, bool], int] = field(default_factory=dict)
    _kinds: dict[str, int] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    """Id of a thing → its bit."""

    def fitting(self, targets: Targets, *, reading: bool = False) -> int:
        """The things a parameter takes. A tool that only reads also takes what can only be read."""
        found = self._fits.get((targets, reading))
        if found is None:
            found = self._fits[(targets, reading)] = self._fitting(targets, reading)
        return found

    def kind(self, concept: str) -> int:
        """The things a kind concept takes, including plugs and switches named after it."""
        found = self._kinds.get(concept)
        if found is None:
            found = self._kinds[concept] = self._kind(concept)
        return found

    def related(self, concept: str) -> int:
        """The things that may be called so where there is nothing of the kind itself."""
        return self._of(self.lexicon.kinds[concept].related)

    def rooms_on(self, floor_ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of the rooms on these floors."""
        wanted = set(floor_ids)
        return tuple(r.id for r in self.names.rooms if r.floor in wanted)

    def within(self, room_ids: Iterable[str]) -> int:
        """The things in these rooms."""
        bits = 0
        for room_id in room_ids:
            bits |= self.in_room.get(room_id, 0)
        return bits

    def things(self, bits: int) -> tuple[Thing, ...]:
        """The things of a bit set, in the order of the home."""
        return tuple(self.names.things[i] for i in _positions(bits))

    def ids(self, bits: int) -> tuple[str, ...]:
        """The ids of a bit set, in the order of the home."""
        return tuple(self.names.things[i].id for i in _positions(bits))

    def bits(self, ids: Collection[str]) -> int:
        """The bit set of these ids; unknown ones are left out."""
        bits = 0
        for each in ids:
            if each in self._places:
                bits |= 1 << self._places[each]
        return bits

    def _fitting(self, targets: Targets, reading: bool) -> int:
        bits = 0
        for index, thing in enumerate(self.names.things):
            if targets.kinds and thing.kind not in targets.kinds:
                continue
            known = thing.abilities | thing.facts if reading else thing.abilities
            if not targets.ability or targets.ability in known:
                bits |= 1 << index
        return bits

    def _kind(self, concept: str) -> int:
        meaning = self.lexicon.kinds[concept]
        bits = self._of(meaning.means) or self._of(meaning.related)
        for words, things in self.switches_called.items():
            if self.lexicon.kind_words.get(words) == concept:
                bits |= things
        return bits

    def _of(self, keys: Sequence[str]) -> int:
        bits = 0
        for key in keys:
            bits |= self.of_kind.get(key, 0)
        return bits


def index_of(names: Names, lexicon: Lexicon) -> Home:
    """Index a home. Linear in the number of its names."""
    home = Home(names, lexicon)
    home.everything = (1 << len(names.things)) - 1
    for index, thing in enumerate(names.things):
        home._places[thing.id] = index
        _add_thing(home, 1 << index, thing)
    _add_rooms(home)
    for words, ids in floors_by_words(names, lexicon).items():
        home.trie.add(words, Entry(Sense.FLOOR, ids))
    for words, bits in home.exact.items():
        home.trie.add(words, Entry(Sense.NAME, bits))
    for words, bits in home.parts.items():
        for form in _forms(words):
            home.trie.add(form, Entry(Sense.PART, bits, form != words))
    return home


def _add_thing(home: Home, bit: int, thing: Thing) -> None:
    _join(home.in_room, thing.room, bit)
    _join(home.of_kind, thing.kind, bit)
    _join(home.of_kind, f"{thing.kind}.{thing.flavour}", bit)
    measured = {thing.flavour, *(f for f in thing.facts if f == thing.flavour)} - {""}
    for flavour in measured:
        _join(home.parts, tuple(flavour.split("_")), bit)
    for name in thing.names:
        words = words_of(name)
        if not words:
            continue
        for form in _with_number_words(words):
            _join(home.called, form, bit)
            if form not in home.lexicon.kind_words:
                _join(home.exact, form, bit)
        for part in _parts(words, home.lexicon):
            _join(home.parts, part, bit)
        if thing.kind == "switch":
            for start in range(len(words)):
                if words[start:] in home.lexicon.kind_words:
                    _join(home.switches_called, words[start:], bit)


def _join(table: dict[Words, int] | dict[str, int], key: object, bit: int) -> None:
    table[key] = table.get(key, 0) | bit  # type: ignore[index, call-overload]


def _parts(words: Words, lexicon: Lexicon) -> Iterator[Words]:
    """The words of a name, runs of characters between known words, and the same ideas in other languages."""
    position, run = 0, []
    while position < len(words):
        end = _known_end(words, position, lexicon)
        if end and is_chinese(words[position]):
            yield words[position:end]
        elif is_chinese(words[position]):
            run.append(words[position])
        elif words[position] not in lexicon.free:
            yield (stem_of(words[position]),)
        if run and (end or position + 1 == len(words) or not is_chinese(words[position + 1])):
            yield tuple(run)
            run = []
        if end:
            yield from _same_ideas(words[position:end], lexicon)
        position = end if end and is_chinese(words[position]) else position + 1
    if run:
        yield tuple(run)


def _known_end(words: Words, start: int, lexicon: Lexicon) -> int:
    for end in range(min(len(words), start + 4), start, -1):
        said = words[start:end]
        if said in lexicon.ideas or said in lexicon.rooms or said in lexicon.kind_words:
            return end
    return 0


def _same_ideas(said: Words, lexicon: Lexicon) -> Iterator[Words]:
    idea = lexicon.ideas.get(said)
    if idea:
        yield from (words for words, other in lexicon.ideas.items() if other == idea and words != said)
    for concept in lexicon.rooms.get(said, ()):
        yield from (words for words in lexicon.room_words[concept] if words != said)


def _forms(words: Words) -> tuple[Words, ...]:
    plural = plural_of(words)
    return (words, plural) if plural else (words,)


def _with_number_words(words: Words) -> Iterator[Words]:
    yield words
    for index, word in enumerate(words):
        for spelt in _NUMBERS.get(word, ()):
            yield (*words[:index], spelt, *words[index + 1 :])


def _add_rooms(home: Home) -> None:
    lexicon, called = home.lexicon, home.room_words
    concepts: dict[str, dict[str, Words]] = {}
    for room in home.names.rooms:
        for name in room.names:
            words = words_of(name)
            for form in _with_number_words(words):
                called[form] = (*called.get(form, ()), room.id)
            for concept in _concepts_of(words, lexicon):
                concepts.setdefault(concept, {}).setdefault(room.id, words)
    for concept, rooms in concepts.items():
        for words in lexicon.room_words[concept]:
            if words not in called or (words[-1].endswith("s") and plural_of((words[-1][:-1],))):
                called[words] = tuple(dict.fromkeys((*called.get(words, ()), *rooms)))
            for room_id, room_name in rooms.items():
                for numbered in _numbered(words, room_name):
                    called.setdefault(numbered, (room_id,))
    for words, ids in called.items():
        home.trie.add(words, Entry(Sense.ROOM, tuple(dict.fromkeys(ids))))
    for words in lexicon.rooms:
        if words not in called:
            home.trie.add(words, Entry(Sense.ABSENT_ROOM, words))


def _concepts_of(words: Words, lexicon: Lexicon) -> frozenset[str]:
    plain = tuple(w for w in words if not w.isdigit() and w not in ("号",))
    return lexicon.rooms.get(plain, frozenset())


def _numbered(words: Words, name: Words) -> Iterator[Words]:
    """ "Bedroom 1" in other words: 卧室1, 1号卧室, bedroom one."""
    for digit in (w for w in name if w.isdigit()):
        for spelt in (digit, *_NUMBERS.get(digit, ())):
            yield (*words, spelt)
            if is_chinese(words[0]):
                yield (spelt, "号", *words)


def _positions(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
