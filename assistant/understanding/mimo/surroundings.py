"""What of the home a sentence is about: a few names and states out of possibly hundreds."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.tools import JsonValue
from assistant.understanding.names import Names, Room, Thing
from assistant.utterance import Language, Speaker

Facts = Mapping[str, JsonValue]
FactsOf = Callable[[Sequence[str], Speaker], Mapping[str, Facts]]
"""Ids of things → for each of which whoever speaks may know, what of it they may know now, by capability."""

NAMES_BUDGET = 110
STATES_BUDGET = 60
"""Rough tokens."""
MAX_NAME = 40
"""Characters of a name the model is shown."""

_CJK = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[a-z0-9]+|[㐀-鿿]")
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def nearest(text: str, place: str, names: Names) -> list[Thing]:
    """The things of the home, those first that the sentence is most likely about."""
    said = units(text)
    rooms = {r.id: _share(said, r.names) for r in names.rooms}
    scored = [(_score(t, said, rooms, place), number, t) for number, t in enumerate(names.things)]
    return [t for score, _, t in sorted(scored, key=lambda s: (-s[0], s[1])) if score > 0]


def as_called(things: Sequence[Thing], text: str) -> list[Thing]:
    """The same things, with the name first by which the sentence calls one and no other: a given name, an alias."""
    said = units(text)
    owners = Counter(name.casefold() for thing in things for name in dict.fromkeys(thing.names))
    return [_as_called(thing, said, owners) for thing in things]


def _as_called(thing: Thing, said: frozenset[str], owners: Mapping[str, int]) -> Thing:
    spoken = [name for name in thing.names if units(name) and units(name) <= said and owners[name.casefold()] == 1]
    if not spoken or spoken[0] == thing.names[0]:
        return thing
    return replace(thing, names=tuple(dict.fromkeys((spoken[0], *thing.names))))


def home_text(things: Sequence[Thing], names: Names, language: Language) -> str:
    """Names by room as JSON, as many as fit."""
    rooms: dict[str, list[str]] = {}
    room_names = {r.id: shown(r.names, language) for r in names.rooms}
    spent = 0.0
    for thing in things:
        name = shown(thing.names, language)
        room = room_names.get(thing.room, "")
        spent += rough_tokens(name) + 1 + (0 if room in rooms else rough_tokens(room) + 3)
        if spent > NAMES_BUDGET:
            break
        rooms.setdefault(room, []).append(name)
    for room in room_names.values():
        spent += rough_tokens(room) + 3
        if room not in rooms and spent <= NAMES_BUDGET:
            rooms[room] = []
    return _json(rooms)


def knowable(things: Sequence[Thing], facts_of: FactsOf | None, speaker: Speaker) -> list[Thing]:
    """Those of which whoever speaks may know at all, in their order."""
    known = None if facts_of is None else facts_of([t.id for t in things], speaker)
    return [t for t in things if known is None or t.id in known]


def states_text(things: Sequence[Thing], facts_of: FactsOf | None, speaker: Speaker, language: Language) -> str:
    """States of the first few things as JSON, as many as fit; empty where nothing is known, or may be."""
    if facts_of is None:
        return ""
    first = things[:4]
    known = facts_of([t.id for t in first], speaker)
    states: dict[str, Facts] = {}
    for thing in first:
        facts = {name: value for name, value in known.get(thing.id, {}).items() if value is not None}
        if facts and rough_tokens(_json(states | {shown(thing.names, language): facts})) <= STATES_BUDGET:
            states[shown(thing.names, language)] = facts
    return _json(states) if states else ""


def shown(names: Sequence[str], language: Language) -> str:
    """The name in that language where there is one; harmless and short in any case."""
    if not names:
        return ""
    wanted = language == "zh"
    chosen = next((n for n in names if bool(_CJK.search(n)) == wanted), names[0])
    return harmless(chosen, MAX_NAME)


def harmless(text: str, most: int) -> str:
    """Text of others without control characters, on one line, cut to a length."""
    plain = " ".join(_NOT_SHOWN.sub(" ", text).split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def rough_tokens(text: str) -> float:
    """About how many tokens a text has, without asking a model; rather too many."""
    chinese = len(_CJK.findall(text))
    return chinese / 1.2 + (len(text) - chinese) / 3.2


def room_of(place: str, names: Names) -> Room | None:
    """The room the person is in."""
    return names.room(place) if place else None


def _score(thing: Thing, said: frozenset[str], rooms: Mapping[str, float], place: str) -> float:
    own = _share(said, thing.names)
    room = rooms.get(thing.room, 0.0)
    here = 0.3 if thing.room and thing.room == place else 0.0
    kind = 0.2 if units(f"{thing.kind} {thing.flavour}".replace("_", " ")) & said else 0.0
    controllable = 0.05 if thing.abilities else 0.0
    return 2 * own + room + here + kind + controllable if own or room or here or kind else 0.0


def _share(said: frozenset[str], names: Iterable[str]) -> float:
    """The largest part of any of the names that occurs in the sentence, 0 to 1."""
    return max((len(units(n) & said) / len(units(n)) for n in names if units(n)), default=0.0)


def units(text: str) -> frozenset[str]:
    """Words without plural ending; for Chinese the pairs of neighbouring characters."""
    found = _WORD.findall(text.lower())
    words = {_stem(w) for w in found if w.isascii()}
    chinese = [w for w in found if not w.isascii()]
    pairs = {a + b for a, b in pairwise(chinese)} or set(chinese)
    return frozenset(words | pairs)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
