"""The words of which questions are made, read once from words/questions.toml and, for Mandarin, questions_zh.toml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

from assistant.understanding.reflex.tokens import is_chinese, words_of
from assistant.understanding.reflex.trie import Trie
from assistant.understanding.reflex.words import read_words
from assistant.utterance import Language


class Part(Enum):
    """What a stretch of a question says."""

    ASKED = auto()
    """What is asked for: how many, which, since when."""
    STATE = auto()
    MEASURE = auto()
    MOST = auto()
    """The most or the least of something."""
    MORE = auto()
    """More or less of something than another."""
    THING = auto()
    PLACE = auto()
    EXCEPT = auto()
    JOIN = auto()
    NOT = auto()
    LIMIT = auto()
    """Above or below."""
    AMOUNT = auto()
    GENERIC = auto()
    """ "Thing", "place", "sensor": stands for whatever is asked about."""
    HEDGE = auto()
    """Makes a question of the statement behind it."""
    TAG = auto()
    """Makes a question of the statement before it."""
    SUBJECT = auto()
    """Who did something: "did the kids shut the fridge"."""
    SILENT = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens `start` to `end` of a question as one part of it."""

    start: int
    end: int
    part: Part
    means: str = ""
    """What is asked for, or the plain words for it."""
    weak: bool = False
    """Says so only where nothing else does: the "in" of "who is in"."""
    bits: int = 0
    """The things it may mean."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The lexicon of questions."""

    trie: Trie[tuple[Part, str, bool]]
    opposite: Mapping[str, str]
    breaks: frozenset[tuple[str, ...]]
    """Begin what only explains a question."""


_WEAK = frozenset([
    "forget", "move", "forgot", "forgotten",
    "quiet", "silent", "clear", "happy", "fine", "calm", "stop", "beep", "through",
    "more", "washing", "drying", "minus", "bar", "save", "get in", "to go", "until", "till", "shopping", "remaining",
    "in", "back", "about", "around", "here", "left", "up", "down", "out", "over", "done", "gone", "working", "busy",
    "go", "drive", "end", "ended", "turned up", "close", "in here", "indoors", "set", "level", "state", "value",
    "reading", "figure", "status", "full", "charge", "hot", "cold", "warm", "using", "drawing", "pulling", "eating",
    "units", "show", "music", "band", "count", "name", "list", "how", "enough", "something", "some", "somewhere",
    "anywhere", "when", "no", "going", "miles", "range", "distance", "halfway", "finish", "stopped", "ready",
    "add", "come to", "comes to", "plus", "combined", "wind", "blowing", "pulls", "draws", "draw", "pull", "uses",
    "eats", "burns", "drinks", "drinking", "kilowatt", "watt", "load", "against", "apart", "mean", "name", "what is in",
    "between them", "going through", "total", "in all", "cover", "order", "since midnight",
    "到", "有", "过", "够", "满", "dead", "flat", "pulled", "track", "lit", "detected", "heating", "cooling", "playing",
])  # fmt: skip
"""Words that say something else, or nothing, as often."""


def _tags() -> Iterator[tuple[str, ...]]:
    """ "Have not they", "is it", "or did we not"."""
    for verb in ("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "am", "will", "would"):
        for who in ("i", "you", "we", "they", "he", "she", "it", "there"):
            for said in ((verb, who), (verb, "not", who), (verb, who, "not")):
                yield said
                yield ("or", *said)


@cache
def question_words(language: Language = "en") -> QuestionWords:
    """The lexicon of questions; read once."""
    table = read_words("questions" if language == "en" else f"questions_{language}")
    trie: Trie[tuple[Part, str, bool]] = Trie()
    for said, part, means in (*_meaning(table), *_plain(table)):
        trie.add(words_of(said), (part, means, bool(means) and part in _MEANING and said in _WEAK))
    for tag in _tags() if language == "en" else ():
        trie.add(tag, (Part.TAG, "", False))
    breaks = frozenset(words_of(words) for words in table["breaks"]["words"])
    return QuestionWords(trie, table["opposite"], breaks)


_MEANING = (Part.ASKED, Part.STATE, Part.MEASURE, Part.LIMIT)


def _meaning(table: Mapping[str, Any]) -> Iterator[tuple[str, Part, str]]:
    """The words that say what is asked, and of what."""
    sections = (("asked", Part.ASKED), ("state", Part.STATE), ("measure", Part.MEASURE), ("limit", Part.LIMIT))
    for section, part in sections:
        for means, said in table.get(section, {}).items():
            yield from ((words, part, means) for words in said)


def _plain(table: Mapping[str, Any]) -> Iterator[tuple[str, Part, str]]:
    """The words beside them."""
    for name, said in table["silent"].items():
        yield from ((words, Part.GENERIC if name == "thing" else Part.SILENT, "") for words in said)
    for house in table["silent"]["house"]:
        if is_chinese(house[0]):
            yield house, Part.SILENT, "house"
            continue
        for place in ("", "in ", "on ", "at ", "around "):
            yield from ((f"{place}{whose} {house}", Part.SILENT, "house") for whose in ("the", "our", "this", "my"))
    lists = (
        (table["soft"]["words"], Part.SILENT, "soft"),
        (table["people"]["words"], Part.SUBJECT, ""),
        (table["sparing"]["words"], Part.EXCEPT, ""),
        (table.get("join", {}).get("words", ()), Part.JOIN, ""),
        (table["hedged"]["lead"], Part.HEDGE, ""),
        (table["hedged"]["tag"], Part.TAG, ""),
    )
    for said, part, means in lists:
        yield from ((words, part, means) for words in said)
