"""Names that were heard a little wrong: found by spelling or by sound, and only when it is clear which is meant."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from assistant.understanding.reflex.chart import Chart
from assistant.understanding.reflex.home import Home
from assistant.understanding.reflex.lexicon import Words, single
from assistant.understanding.reflex.tokens import Token, is_chinese

CLEAR = 84.0
"""Likeness (0 to 100) from which a name may be what was said."""
MARGIN = 6.0
"""How much more alike than the next it has to be."""
NEAR = 72.0
"""Likeness from which a name is worth offering."""
LONGEST = 4
"""Words or characters of one misheard name."""


@dataclass(slots=True)
class Hearing:
    """The names of a home, by how they are written and how they sound."""

    spelt: dict[str, Words]
    names: tuple[str, ...]
    """Only full names of things and rooms: what is worth offering."""
    sounds: dict[str, set[Words]]

    def corrected(self, chart: Chart, left: int) -> tuple[Token, ...] | None:
        """The tokens with the unexplained ones replaced by the one name they clearly stand for."""
        run = _run(left)
        if run is None or run[1] - run[0] > LONGEST:
            return None
        words = chart.words[run[0] : run[1]]
        meant = self._by_sound(words) if all(map(is_chinese, words)) else self._by_spelling(" ".join(words))
        if meant is None or meant == words:
            return None
        token = chart.tokens[run[0]]
        new = tuple(replace(token, text=w, end=chart.tokens[run[1] - 1].end) for w in meant)
        return (*chart.tokens[: run[0]], *new, *chart.tokens[run[1] :])

    def near(self, said: str) -> tuple[str, ...]:
        """Up to three names that come near to what was said."""
        found = process.extract(said, self.names, scorer=fuzz.ratio, processor=str.casefold, limit=3, score_cutoff=NEAR)
        return tuple(name for name, _, _ in found)

    def _by_spelling(self, said: str) -> Words | None:
        if len(said) < 4:
            return None
        found = process.extract(said, list(self.spelt), scorer=fuzz.ratio, limit=2, score_cutoff=CLEAR - MARGIN)
        if not found or found[0][1] < CLEAR or found[0][0][0] != said[0]:
            return None
        if len(found) > 1 and found[0][1] - found[1][1] < MARGIN:
            return None
        return self.spelt[found[0][0]]

    def _by_sound(self, words: Words) -> Words | None:
        meant = self.sounds.get(sound_of("".join(words)), set())
        return next(iter(meant)) if len(meant) == 1 else None


def hearing_of(home: Home) -> Hearing:
    """Index the names, rooms and kinds of a home by spelling and by sound."""
    said = [*home.exact, *home.room_words, *(p for p in home.parts if len("".join(p)) > 1), *_kinds_here(home)]
    spelt = {" ".join(w): w for w in said if not is_chinese(w[0]) and not _is_plural_of_another(w, home)}
    sounds: dict[str, set[Words]] = {}
    for words in said:
        if all(map(is_chinese, words)):
            sounds.setdefault(sound_of("".join(words)), set()).add(words)
    names = [name for thing in home.names.things for name in thing.names]
    names += [name for room in home.names.rooms for name in room.names]
    return Hearing(spelt, tuple(dict.fromkeys(names)), sounds)


def without_address(chart: Chart, left: int) -> tuple[Token, ...] | None:
    """The tokens without a name that the assistant is called by at the beginning ("Computer, …", "hey Anna …")."""
    first = (left & -left).bit_length() - 1
    greeted = first == 1 and chart.words[0] in _GREETINGS
    if left.bit_count() != 1 or not (first == 0 or greeted) or chart.words[first] in _NO_NAMES:
        return None
    if first + 1 < len(chart.words) and chart.words[first + 1] in _OBJECTS:
        # "toggle the front door lock": an unknown verb, and nobody's name.
        return None
    return chart.tokens[first + 1 :]


_GREETINGS = frozenset({"hey", "hi", "hello", "ok", "okay"})
_OBJECTS = frozenset(
    {"the", "a", "an", "my", "our", "your", "his", "her", "their", "all", "every", "both", "this", "it"}
)
"""Begin what a verb is about, and no order."""
_NO_NAMES = frozenset(
    [
        "i",
        "he",
        "she",
        "we",
        "they",
        "who",
        "nobody",
        "never",
        "always",
        "almost",
        "nearly",
        "already",
        "yesterday",
        "hardly",
        "no",
        "not",
        "maybe",
        "perhaps",
        "suppose",
        "imagine",
        "did",
        "does",
        "had",
        "has",
        "was",
        "were",
        "stop",
        "before",
        "after",
        "unless",
        "although",
        "because",
        "why",
        "how",
        "what",
        "if",
    ]
)


def _is_plural_of_another(words: Words, home: Home) -> bool:
    singular = single(words)
    return singular != words and (singular in home.room_words or singular in home.lexicon.kind_words)


def _kinds_here(home: Home) -> Iterable[Words]:
    return (words for words, concept in home.lexicon.kind_words.items() if home.kind(concept))


@lru_cache(maxsize=8192)
def sound_of(text: str) -> str:
    """Toneless pinyin in which what speakers and recognisers mix up is one: zh/z, ch/c, sh/s, -ng/-n."""
    # Its dictionary takes a third of a second and 40 MiB, which a house without Chinese names never needs.
    from pypinyin import lazy_pinyin

    return " ".join(map(_merged, lazy_pinyin(text)))


def _merged(syllable: str) -> str:
    for retroflex, plain in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(retroflex):
            syllable = plain + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


def _run(left: int) -> tuple[int, int] | None:
    """Start and end of the unexplained tokens, where they stand together."""
    if not left:
        return None
    start = (left & -left).bit_length() - 1
    end = left.bit_length()
    return (start, end) if left == (1 << end) - (1 << start) else None
