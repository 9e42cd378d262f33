"""Names that were heard a little wrong: found by spelling or by sound, and only when it is clear which is meant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from assistant.understanding.reflex.lexicon import Words, lexicon, single
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.names.reach import reach_of
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import Token, is_chinese

CLEAR = 84.0
"""Likeness (0 to 100) from which a name may be what was said."""
MARGIN = 6.0
"""How much more alike than the next it has to be."""
NEAR = 72.0
"""Likeness from which a name is worth offering."""
WIDEST = 7
"""Characters of a name of which some are misheard."""
LONGEST = 4
"""Words or characters of one misheard name."""


@dataclass(slots=True)
class Hearing:
    """The names of a home, by how they are written and how they sound."""

    spelt: dict[str, Words]
    names: tuple[str, ...]
    """Only full names of things and rooms: what is worth offering."""
    chinese: tuple[Words, ...]
    """Everything that is called something in Mandarin."""
    _sounds: dict[str, set[Words]] = field(default_factory=dict)

    def listen(self) -> None:
        """Work out how the Mandarin names sound, up to half a second the first time; may run in a thread."""
        if not self._sounds:
            sounds: dict[str, set[Words]] = {}
            for words in self.chinese:
                sounds.setdefault(sound_of("".join(words)), set()).add(words)
            self._sounds = sounds

    def corrected(self, chart: Chart, left: int) -> tuple[Token, ...] | None:
        """The tokens with the unexplained ones replaced by the one name they clearly stand for."""
        run = _run(left)
        if run is None or run[1] - run[0] > LONGEST:
            return None
        if is_chinese(chart.words[run[0]]):
            wider = self._around(chart, run)
            if wider:
                return wider
        words = chart.words[run[0] : run[1]]
        meant = self._by_sound(words) if all(map(is_chinese, words)) else self._by_spelling(" ".join(words))
        if meant is None or meant == words:
            return None
        token = chart.tokens[run[0]]
        new = tuple(replace(token, text=w, end=chart.tokens[run[1] - 1].end) for w in meant)
        return (*chart.tokens[: run[0]], *new, *chart.tokens[run[1] :])

    def _around(self, chart: Chart, run: tuple[int, int]) -> tuple[Token, ...] | None:
        """A name of which only some characters were misheard, and so only those were left: 客厅竹灯 for 客厅主灯."""
        first = max(0, run[1] - WIDEST)
        for start in range(first, run[0] + 1):
            for end in range(min(len(chart.words), start + WIDEST), run[1] - 1, -1):
                words = chart.words[start:end]
                if end - start < 2 or (start, end) == run or not all(map(is_chinese, words)):
                    continue
                meant = self._by_sound(words)
                if meant and len(meant) == end - start and meant != words:
                    new = (replace(t, text=w) for t, w in zip(chart.tokens[start:end], meant, strict=True))
                    return (*chart.tokens[:start], *new, *chart.tokens[end:])
        return None

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
        self.listen()
        meant = self._sounds.get(sound_of("".join(words)), set())
        return next(iter(meant)) if len(meant) == 1 else None


def hearing_of(home: Home) -> Hearing:
    """Index the names, rooms and kinds of a home by spelling; by sound when it is first asked for."""
    said = [*home.exact, *_without_rooms(home), *home.room_words]
    said += [*(p for p in home.parts if len("".join(p)) > 1), *_kinds_here(home)]
    spelt = {" ".join(w): w for w in said if not is_chinese(w[0]) and not _is_plural_of_another(w, home)}
    chinese = tuple(words for words in said if all(map(is_chinese, words)))
    names = [name for thing in home.names.things for name in thing.names]
    names += [name for room in home.names.rooms for name in room.names]
    return Hearing(spelt, tuple(dict.fromkeys(names)), chinese)


def respelt(chart: Chart, grammar: Grammar, home: Home) -> tuple[Token, ...] | None:
    """The tokens with clear slips of the keyboard put right: "swith on teh lights", "turn of the light".

    A slip is one letter too few, one too many or two the wrong way round, behind a right first letter, and only one
    known word may be meant. Letters that were replaced are none: "night" is no "light". None where nothing is to be
    put right, or too much.
    """
    known, words = _vocabulary(grammar, home), list(chart.words)
    counted = {i for s in chart.with_sense(Sense.QUANTITY) for i in range(s.start, s.end)}
    for i, word in enumerate(words):
        if word == "of" and i and words[i - 1] in _BEFORE_OFF and not _SWITCHED & set(words):
            words[i] = "off"
        elif chart.content >> i & 1 and i not in counted and word not in known and word.isalpha() and word.isascii():
            words[i] = _meant(word, known) or word
    changed = sum(a != b for a, b in zip(words, chart.words, strict=True))
    if not 0 < changed <= _MOST_SLIPS:
        return None
    return tuple(replace(token, text=word) for token, word in zip(chart.tokens, words, strict=True))


_BEFORE_OFF = frozenset({"turn", "switch", "shut", "power", "trun", "swith", "swich"})
_SWITCHED = frozenset({"on", "off"})
_MOST_SLIPS = 3
_SHORTEST_SLIP = 5
"""Letters of a word that may have one too few or too many; shorter ones are too often words of their own."""
_SHORTEST_SWAP = 4


def _vocabulary(grammar: Grammar, home: Home) -> frozenset[str]:
    """Every English word of the phrases, of the lexicon and of the names here."""
    reach = reach_of(grammar, home)
    if not reach.vocabulary:
        reach.vocabulary = frozenset(w for trie in (lexicon().trie, home.trie, grammar.trie) for w in trie.words())
    return reach.vocabulary


def _meant(word: str, known: Collection[str]) -> str | None:
    """The one known word that a slip stands for."""
    if word in _SMALL_SLIPS:
        return _SMALL_SLIPS[word]
    if len(word) < _SHORTEST_SWAP:
        return None
    alike = {w for w in known if w[0] == word[0] and abs(len(w) - len(word)) < 2}
    near = {w for w in alike if OSA.distance(w, word, score_cutoff=1) == 1}
    swapped = {w for w in near if len(w) == len(word) and sorted(w) == sorted(word)}
    slipped = {w for w in near if len(w) != len(word)} if len(word) >= _SHORTEST_SLIP else set()
    meant = swapped or slipped
    return meant.pop() if len(meant) == 1 else None


_SMALL_SLIPS = {
    "teh": "the", "hte": "the", "adn": "and", "nad": "and", "trun": "turn",
    "ligt": "light", "lite": "light", "lites": "lights", "plz": "please", "thsi": "this",
}  # fmt: skip


def without_address(chart: Chart, left: int) -> tuple[Token, ...] | None:
    """The tokens without a name that the assistant is called by at the beginning ("Computer, …", "hey Anna …")."""
    first = (left & -left).bit_length() - 1
    greeted = first == 1 and chart.words[0] in _GREETINGS
    if left.bit_count() != 1 or not (first == 0 or greeted) or chart.words[first] in _NO_NAMES:
        return None
    if any(place[0] == first for places in chart.literals.values() for place in places):
        # "make that song play": a verb that was not understood.
        return None
    if any(s.start <= first < s.end and s.sense in _OF_THE_HOME for s in chart.spans):
        # "Sprinkler on in the garden": a thing that takes no such wish, and nobody's name.
        return None
    if is_chinese(chart.words[first]):
        # 他把窗帘拉上了: one character is a pronoun or an unknown verb, and no name that anybody is called by.
        return None
    if first + 1 < len(chart.words) and chart.words[first + 1] in _OBJECTS:
        # "toggle the front door lock": an unknown verb, and nobody's name.
        return None
    if not greeted and _does_something(chart, first):
        return None
    return chart.tokens[first + 1 :]


def _does_something(chart: Chart, first: int) -> bool:
    """Whether an unknown word is told of or is a verb: "Tom locked …", "Dad's closing …", "unable to lock …"."""
    behind = chart.words[first + 1 : first + 2]
    if chart.text[chart.tokens[first].start : chart.tokens[first].end].lower().endswith(("'s", "’s")):
        return True
    if not behind or any(s.start == first + 1 and s.sense in _OF_THE_HOME for s in chart.spans):
        return False
    if chart.words[first] == "try":
        return False
    inflected = len(behind[0]) > _SHORTEST_SLIP and behind[0].endswith(("ing", "ed"))
    return behind[0] == "to" or inflected or not set("aeiouy") & set(chart.words[first])


_OF_THE_HOME = frozenset({Sense.NAME, Sense.KIND, Sense.ROOM, Sense.FLOOR, Sense.ABSENT_ROOM})
_GREETINGS = frozenset({"hey", "hi", "hello", "ok", "okay"})
_OBJECTS = frozenset(
    {"the", "a", "an", "my", "our", "your", "his", "her", "their", "all", "every", "both", "this", "it"}
)
"""Begin what a verb is about, and no order."""
_NO_NAMES = frozenset(
    [
        "make",
        "let",
        "get",
        "have",
        "find",
        "save",
        "convert",
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


def _without_rooms(home: Home) -> Iterable[Words]:
    """Chinese names without the room that they begin with: the 主灯 of 客厅主灯."""
    for name in home.exact:
        for cut in range(1, len(name) - 1):
            if name[:cut] in home.room_words and is_chinese(name[0]) and is_chinese(name[-1]):
                yield name[cut:]


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
