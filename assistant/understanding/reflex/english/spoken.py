"""What stands beside a command when people talk: why they want it, whom they talk to, how they put themselves right."""

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from assistant.understanding.reflex.tokens import words_of
from assistant.understanding.reflex.trie import Trie
from assistant.understanding.reflex.words import read_words

_SENTENCES_KEPT = 64
"""Readings of sentences whose roles are kept: each is asked for them again and again."""


class Role(Enum):
    """The part that words play beside a command; the value is their list in words/spoken.toml."""

    SUBJECT = "subjects"
    DEGREE = "degrees"
    STATE = "states"
    """How something is or feels: 热, 刺眼."""
    EVENT = "events"
    """What somebody is doing or about to do: 睡觉, 找个东西."""
    PARTICLE = "particles"
    VOCATIVE = "vocatives"
    REQUEST = "requests"
    """Begins what a person who was just addressed is asked for."""
    WISH = "wishes"
    """Begins what the wished-for thing is good for: 来杯咖啡."""
    STOPPING = "stopping"
    """Says that something shall end, before the words that end it: 别放了."""
    STOP = "stops"
    """A verb that ends something."""
    LEFT = "left"
    """How something was left, said before what shall be done about it: 忘关了."""
    CORRECTION = "corrections"
    KEEPING = "keeping"
    """What is said of the things that a wish for all of them leaves out: 留着."""


@dataclass(frozen=True, slots=True)
class Said:
    """Tokens `start` to `end` (exclusive) in one role."""

    start: int
    end: int
    role: Role


@cache
def _words() -> Trie[Role]:
    trie: Trie[Role] = Trie()
    for lists in read_words("spoken").values():
        for role in Role:
            for said in lists[role.value]:
                trie.add(words_of(said), role)
    return trie


@lru_cache(maxsize=_SENTENCES_KEPT)
def roles_in(words: tuple[str, ...]) -> tuple[Said, ...]:
    """Every role that some words of an utterance may play."""
    return tuple(
        Said(start, end, role)
        for start, word in enumerate(words)
        for end, roles in _words().at(words, start)
        for role in roles
    )
