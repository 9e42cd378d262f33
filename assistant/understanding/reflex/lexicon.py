"""The shared lexicon: everyday words of each language, read from words/*.toml."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.synonyms import Synonyms, synonyms_of
from assistant.understanding.reflex.tokens import is_chinese, words_of
from assistant.understanding.reflex.trie import Trie
from assistant.understanding.reflex.words import read_words
from assistant.utterance import LANGUAGES, Language

Words = tuple[str, ...]

_LISTS = {
    "free": Sense.FREE,
    "polite": Sense.POLITE,
    "question": Sense.QUESTION,
    "asking": Sense.ASKING,
    "negation": Sense.NEGATION,
    "condition": Sense.CONDITION,
    "all": Sense.ALL,
    "both": Sense.BOTH,
    "everything": Sense.EVERYTHING,
    "except": Sense.EXCEPT,
    "except_end": Sense.EXCEPT_END,
    "and": Sense.AND,
    "it": Sense.IT,
    "here": Sense.HERE,
    "house": Sense.HOUSE,
    "outside": Sense.OUTSIDE,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of some words."""

    sense: Sense
    meaning: Any = None
    plural: bool = False


@dataclass(frozen=True, slots=True)
class KindMeaning:
    """Which things a kind concept takes, as "kind" or "kind.flavour"."""

    means: tuple[str, ...]
    related: tuple[str, ...] = ()
    """Looked at where `means` finds nothing in the home."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of all languages together, so that they may be mixed in one sentence."""

    trie: Trie[Entry]
    kinds: Mapping[str, KindMeaning]
    rooms: Mapping[Words, frozenset[str]]
    """Words for a usual room → its concepts."""
    room_words: Mapping[str, tuple[Words, ...]]
    """Concept → its words in every language."""
    floors: Mapping[Words, frozenset[str]]
    ideas: Mapping[Words, str]
    """Words that stand for the same idea in names of things → the idea."""
    synonyms: Mapping[Language, Synonyms]
    free: frozenset[str]
    """Single words that change nothing."""
    kind_words: Mapping[Words, str]
    spoken: Mapping[str, Mapping[Language, str]] = field(default_factory=dict)
    """Room or kind concept → the first word for it in each language."""


@cache
def lexicon() -> Lexicon:
    """The lexicon; read once."""
    tables = {language: read_words(language) for language in LANGUAGES}
    kinds = read_words("kinds")
    trie: Trie[Entry] = Trie()
    for language, table in tables.items():
        for words, entry in _entries(table, language):
            trie.add(words, entry)
    return Lexicon(
        trie,
        {concept: KindMeaning(tuple(d["means"]), tuple(d.get("related", ()))) for concept, d in kinds.items()},
        _concepts(tables.values(), "rooms"),
        _gathered(tables.values(), "rooms"),
        _concepts(tables.values(), "floors"),
        {words_of(w): idea for table in tables.values() for idea, words in table["ideas"].items() for w in words},
        {language: synonyms_of(_groups(table)) for language, table in tables.items()},
        frozenset(w for t in tables.values() for said in t["free"] if len(words := words_of(said)) == 1 for w in words),
        {words_of(w): kind for table in tables.values() for kind, words in table["kinds"].items() for w in words},
        _spoken(tables),
    )


def plural_of(words: Words) -> Words | None:
    """The regular English plural; None where it has none or the words are Chinese."""
    last = words[-1]
    if is_chinese(last) or not last.isalpha() or last.endswith("s"):
        return None
    if last.endswith(("x", "ch", "sh")):
        return (*words[:-1], last + "es")
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        return (*words[:-1], last[:-1] + "ies")
    return (*words[:-1], last + "s")


def stem_of(word: str) -> str:
    """A word without its plural ending, for words of names."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _entries(table: dict[str, Any], language: Language) -> Iterator[tuple[Words, Entry]]:
    for name, sense in _LISTS.items():
        for said in table[name]:
            yield words_of(said), Entry(sense)
    for words, plural in _with_plurals(table["anything"]):
        yield words, Entry(Sense.ANYTHING, None, plural)
    for concept, said in table["kinds"].items():
        for words, plural in _with_plurals(said):
            yield words, Entry(Sense.KIND, concept, plural)
    for irregular, singular in table["irregular"].items():
        for concept, said in table["kinds"].items():
            if singular in said:
                yield words_of(irregular), Entry(Sense.KIND, concept, True)
    for ability, said in table["abilities"].items():
        for each in said:
            yield words_of(each), Entry(Sense.ABILITY, ability)


def _with_plurals(said: Iterable[str]) -> Iterator[tuple[Words, bool]]:
    for each in said:
        words = words_of(each)
        yield words, words[-1].endswith("s") and not words[-1].endswith("ss")
        if plural := plural_of(words):
            yield plural, True


def _concepts(tables: Iterable[dict[str, Any]], name: str) -> dict[Words, frozenset[str]]:
    found: dict[Words, set[str]] = {}
    for table in tables:
        for concept, said in table[name].items():
            for words, _ in _with_plurals(said):
                found.setdefault(words, set()).add(concept)
    return {words: frozenset(concepts) for words, concepts in found.items()}


def _gathered(tables: Iterable[dict[str, Any]], name: str) -> dict[str, tuple[Words, ...]]:
    found: dict[str, list[Words]] = {}
    for table in tables:
        for concept, said in table[name].items():
            found.setdefault(concept, []).extend(words for words, _ in _with_plurals(said))
    return {concept: tuple(words) for concept, words in found.items()}


def _groups(table: dict[str, Any]) -> tuple[tuple[Words, ...], ...]:
    return tuple(tuple(dict.fromkeys(words_of(w) for w in group)) for group in table["synonyms"])


def _spoken(tables: Mapping[Language, dict[str, Any]]) -> dict[str, dict[Language, str]]:
    found: dict[str, dict[Language, str]] = {}
    for language, table in tables.items():
        for name in ("rooms", "kinds"):
            for concept, said in table[name].items():
                found.setdefault(f"{name}.{concept}", {})[language] = said[0]
    return found


def single(words: Sequence[str]) -> Words:
    """These words with the last one in the singular."""
    return (*words[:-1], stem_of(words[-1])) if words else ()
