"""What is like the things that were spoken of: their kind elsewhere, the other one of a pair, the verb of before."""

from collections.abc import Sequence

from assistant.tools import ToolCall
from assistant.understanding.names import Thing
from assistant.understanding.reflex.following.topic import Act, Topic, parts_of
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.phrases.grammar import Grammar
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import words_of

NAMING = (Sense.NAME, Sense.KIND, Sense.EVERYTHING)
PLACING = (Sense.ROOM, Sense.FLOOR, Sense.ABSENT_ROOM, Sense.HOUSE, Sense.OUTSIDE, Sense.HERE)
_NO_VERB = frozenset({*NAMING, *PLACING, Sense.PART, Sense.FREE, Sense.IT, Sense.POLITE})
_PARTICLES = frozenset({"on", "off", "up", "down"})
_VERBS = frozenset({"lock", "light", "fan", "heat", "water", "锁"})
"""Begin a sentence as verbs, and are names of things elsewhere."""


def scopes_of(act: Act, topic: Topic, home: Home) -> list[int]:
    """Bit sets of what may be meant beside the things of an act, the likeliest first.

    What was offered with them, what is called like them elsewhere, their like, and their kind.
    """
    things = [t for i in act.things if (t := home.names.thing(i))]
    if not things:
        return [home.everything]
    kinds, flavours = {t.kind for t in things}, {(t.kind, t.flavour) for t in things}
    own = {_called(t, home) for t in things} if len(things) == 1 else set()
    alike = flavoured = of_kind = 0
    for index, thing in enumerate(home.names.things):
        if thing.kind in kinds:
            of_kind |= 1 << index
            flavoured |= (1 << index) if (thing.kind, thing.flavour) in flavours else 0
            alike |= (1 << index) if own and _called(thing, home) in own else 0
    offered = next((each for each in topic.offered if set(act.things) & set(each)), ())
    return [home.bits(offered), alike, flavoured, of_kind]


def others_of(last: Act, topic: Topic, home: Home) -> int:
    """Bit set of what "the other one" may be: of those offered, else of their like in the room, else of their like."""
    own = home.bits(last.things)
    for offered in topic.offered:
        if set(last.things) & set(offered) and len(offered) > len(last.things):
            return home.bits(offered) & ~own
    rooms = {t.room for t in home.things(own)}
    scopes = scopes_of(last, topic, home)
    for scope in scopes:
        there = scope & home.within(rooms) & ~own
        if there:
            return _most_alike(there, own, home)
    return next((scope & ~own for scope in scopes if scope & ~own), 0)


def noun_of(act: Act, home: Home, *, chinese: bool) -> str:
    """The usual word for what an act was about, where it was of one kind; else empty."""
    kinds = {t.kind for t in home.things(home.bits(act.things))}
    spoken = home.lexicon.spoken.get(f"kinds.{next(iter(kinds))}", {}) if len(kinds) == 1 else {}
    return spoken.get("zh" if chinese else "en", "")


def verb_of(act: Act, home: Home) -> tuple[str, ...]:
    """What the sentence of an act says beside its things, places and filler: "set … to 30"."""
    said = words_of(act.said)
    kept: list[str] = []
    position = 0
    of_parts = {word for part in parts_of(act) for word in words_of(part)} | {"in"}
    while position < len(said):
        ends = [
            end
            for trie in (home.trie, home.lexicon.trie)
            for end, entries in trie.at(said, position)
            if any(e.sense in _NO_VERB for e in entries)
        ]
        if ends and said[position] not in _PARTICLES and not (position == 0 and said[0] in _VERBS):
            position = max(ends)
        else:
            kept.append(said[position])
            position += 1
    return tuple(w for w in kept if w in _PARTICLES or w not in of_parts) if len(of_parts) > 1 else tuple(kept)


def parameter_of(call: ToolCall, grammar: Grammar) -> str:
    """The parameter of a call that takes the things; empty where the tool takes none."""
    for abilities in grammar.tools:
        if abilities.tool.name == call.tool and abilities.things:
            return abilities.things[0][0].name
    return ""


def ids_in(calls: Sequence[ToolCall]) -> tuple[str, ...]:
    """All ids of things and rooms that calls name."""
    lists = [v for call in calls for v in call.arguments.values() if isinstance(v, tuple | list)]
    return tuple(i for ids in lists for i in ids if isinstance(i, str))


def _called(thing: Thing, home: Home) -> tuple[str, ...]:
    """The words of a name without those of its room."""
    room = home.names.room(thing.room)
    placed = {w for name in room.names for w in words_of(name)} if room else set()
    return tuple(w for w in words_of(thing.names[0]) if w not in placed) if thing.names else ()


def _most_alike(bits: int, own: int, home: Home) -> int:
    """Of some things those with the most words of a name in common with others."""
    named = {w for t in home.things(own) for name in t.names[:1] for w in words_of(name)}
    shared = {t.id: len(named.intersection(words_of(t.names[0]))) if t.names else 0 for t in home.things(bits)}
    return home.bits([i for i, count in shared.items() if count == max(shared.values())])
