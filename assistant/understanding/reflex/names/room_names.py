"""What the rooms of one home are called: in full, by an idea ("lounge" for the living room), by the end of a name."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.understanding.names import Names
from assistant.understanding.reflex.lexicon import Entry, Lexicon, Words, plural_of
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import is_chinese, words_of

if TYPE_CHECKING:
    from assistant.understanding.reflex.names.home import Home

_NUMBERS = {"1": ("one", "一"), "2": ("two", "二"), "3": ("three", "三"), "4": ("four", "四"), "5": ("five", "五")}

_NO_ROOMS = frozenset(
    {"house", "space", "floor", "rooms", "inside", "outside", "upstairs", "downstairs", "light", "lights"}
)
"""Last words of rooms' names that name no room by themselves."""
_SAYS_ROOM = frozenset({"room", "rooms", "garden", "yard", "hallway", "garage", "balcony", "terrace", "house", "floor"})
_OF_NO_BED = frozenset([
    "living", "dining", "sitting", "family", "drawing", "front", "back", "wet", "shower", "bath", "utility", "laundry",
    "pooja", "prayer", "play", "game", "games", "media", "music", "mud", "boiler", "store", "storage", "sun",
    "dressing",
    "powder", "rest", "wash", "tv", "cinema", "work", "tool", "cloak", "plant", "server", "boot", "meeting", "class",
])  # fmt: skip
_CASUALLY = (
    ("屋",),
    ("房", "间"),
    ("屋", "子"),
    ("的", "房", "间"),
    ("那", "屋"),
    ("房", "里"),
    ("屋", "里"),
    ("的", "屋"),
)


_OWNED = re.compile(r"(\w+)['’]s (?:room|bedroom)", re.IGNORECASE)


def owners_of(room: str, names: Names) -> tuple[Words, ...]:
    """Whose a room is that is called after somebody in English: "Granny's Room"."""
    known = names.room(room)
    found = (_OWNED.fullmatch(name.strip()) for name in (known.names if known is not None else ()))
    return tuple(words_of(match[1]) for match in found if match)


def with_number_words(words: Words) -> Iterator[Words]:
    """The words, and the same with digits spelt: "bedroom 2" is "bedroom two"."""
    yield words
    for index, word in enumerate(words):
        for spelt in _NUMBERS.get(word, ()):
            yield (*words[:index], spelt, *words[index + 1 :])


def add_rooms(home: "Home") -> None:
    """Index the names of the rooms, and the words for rooms that this home does not have."""
    called = home.room_words
    _add_full_names(home)
    own = {form for room in home.names.rooms for name in room.names for form in with_number_words(words_of(name))}
    for words, ids in _by_last_words(home).items():
        if words not in own:
            called[words] = ids  # 走廊 is the 楼上走廊 rather than the 门厅, for which it is another word
    for words, ids in list(called.items()):
        for other in _called_casually(words):
            called.setdefault(other, ids)
    floors = {words_of(name) for floor in home.names.floors for name in floor.names}
    for words, ids in called.items():
        if words in floors and words not in own:
            continue  # 地库 is the floor that is called so, not another word for the garage
        home.trie.add(words, Entry(Sense.ROOM, tuple(dict.fromkeys(ids))))
    for words in home.lexicon.rooms:
        if words not in called:
            home.trie.add(words, Entry(Sense.ABSENT_ROOM, words))


def _add_full_names(home: "Home") -> None:
    """What rooms are called by the owner, and by another word for the same idea."""
    lexicon, called = home.lexicon, home.room_words
    concepts: dict[str, dict[str, Words]] = {}
    for room in home.names.rooms:
        for words in map(words_of, room.names):
            for form in with_number_words(words):
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


def _by_last_words(home: "Home") -> dict[Words, tuple[str, ...]]:
    """The end of a room's name where no other room ends so: "the bathroom" where there is only a family bathroom."""
    ending: dict[Words, set[str]] = {}
    for room in home.names.rooms:
        for words in map(words_of, room.names):
            for start in range(1, len(words)):
                end = words[start:]
                if end in home.lexicon.rooms or (len(end) == 1 and len(end[0]) > 4 and end[0] not in _NO_ROOMS):
                    ending.setdefault(end, set()).add(room.id)
    known = home.lexicon.kind_words
    return {words: tuple(ids) for words, ids in ending.items() if len(ids) == 1 and words not in known}


def _called_casually(words: Words) -> Iterator[Words]:
    """宝宝屋 and 宝宝的房间 for 宝宝房; "utility room" for a utility, "Molly's bedroom" for her room."""
    if words[-1].isascii() and words[-1].isalpha():
        if words[-1] not in _SAYS_ROOM and not words[-1].endswith("room"):
            yield (*words, "room")
        elif words[-1] in ("room", "bedroom") and len(words) > 1 and words[0] not in _OF_NO_BED:
            yield (*words[:-1], "bedroom" if words[-1] == "room" else "room")
    if len(words) > 2 and words[-1] in ("房", "间", "屋", "室") and is_chinese(words[0]):
        stem = words[:-2] if words[-2:] == ("房", "间") and len(words) > 3 else words[:-1]
        yield from ((*stem, *ending) for ending in _CASUALLY)


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
