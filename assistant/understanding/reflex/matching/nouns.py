"""From a description ("all the kitchen lights except the lamp and the fan") to the things it means."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding.reflex.clauses.sharing import completed, is_known_place, placed_after_all
from assistant.understanding.reflex.lexicon import Words, stem_of
from assistant.understanding.reflex.matching.describing import (
    NAMING,
    Conjunct,
    Scene,
    described,
    names_near,
    said_of,
    usual_word,
)
from assistant.understanding.reflex.matching.resolution import Ambiguous, Resolution, Resolved, Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.names.places import split_exceptions
from assistant.understanding.reflex.names.shopping import shopping_list
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese

_MASS = frozenset({"heating"})
"""Kinds of which the singular means all there are: "the heating"."""
_ONE_BY_ONE = frozenset({"lock"})
"""Kinds of which a room's several are not all meant by one in the singular."""


def contradicts_itself(spans: Sequence[Span]) -> bool:
    """Whether two rooms are named without "and" between them: then one of them is part of something else."""
    rooms: list[Span] = []
    for span in spans:
        if span.sense in (Sense.AND, Sense.EXCEPT, Sense.EXCEPT_END):
            rooms = []
        elif span.sense in (Sense.ROOM, Sense.ABSENT_ROOM):
            rooms.append(span)
        if len({s.meaning for s in rooms}) > 1:
            return True
    return False


def resolve(spans: Sequence[Span], scene: Scene) -> Resolution:
    """What these spans describe."""
    wanted, spared = split_exceptions(spans)
    conjuncts = placed_after_all(conjuncts_of(wanted), scene)
    if not conjuncts:
        return Unknown(scene.said)
    if not any(c.names_something or c.is_placed for c in conjuncts) and not spared:
        return _pointed_at(conjuncts, scene) if any(c.has(Sense.ALL, Sense.BOTH) for c in conjuncts) else silent(scene)
    bits, missing = 0, list[Unknown | Ambiguous]()
    in_turn: list[int] = []
    for index in range(len(conjuncts)):
        found = _select(completed(conjuncts, index, scene), scene)
        if isinstance(found, int):
            bits |= found
            in_turn.append(found)
        else:
            missing.append(found)
    if not bits:
        return replace(missing[0], also=tuple(missing[1:]))
    every, near = bits, names_near(bits, scene)
    for conjunct in conjuncts_of(spared):
        left_out = described(conjunct, scene)
        if not isinstance(left_out, Unknown):
            bits &= ~left_out
        if isinstance(left_out, Unknown) or not left_out & every:
            if is_known_place(conjunct) and all(c.is_placed for c in conjuncts):
                continue  # what is wished for is elsewhere
            return left_out if isinstance(left_out, Unknown) else Unknown(said_of(conjunct, scene), near)
    if not bits:
        return Unknown(scene.said)
    # What is asked about keeps the order in which it was said: "is the hall warmer than the study".
    ids = (i for each in in_turn for i in scene.home.ids(each & bits)) if scene.reading else scene.home.ids(bits)
    return Resolved(tuple(dict.fromkeys(ids)), tuple(missing))


def _pointed_at(conjuncts: Sequence[Conjunct], scene: Scene) -> Resolution:
    """ "Both" and "all of them" alone: what was spoken of just before."""
    bits = scene.fit & scene.pointed_at
    if not bits or (any(c.has(Sense.BOTH) for c in conjuncts) and bits.bit_count() != 2):
        return Unknown(scene.said)
    return Resolved(scene.home.ids(bits))


def silent(scene: Scene) -> Resolution:
    """What is meant where nothing was named, as the parameter says."""
    targets, home = scene.targets, scene.home
    too_wide = not targets.kinds and targets.ability in ("", "on")
    if targets.default == "none" or (too_wide and targets.default == "here"):
        return Unknown("")
    if targets.default == "aboard" and not scene.in_car:
        return Unknown("")
    if not scene.fit:
        kind = targets.kinds[0] if targets.kinds else ""
        return Unknown(kind, kind=usual_word(scene) or kind, guessed=True)
    here = scene.fit & home.within([scene.place]) if scene.place else 0
    if here and (targets.default == "here" or (here.bit_count() == 1 and scene.fit.bit_count() > 1)):
        return Resolved(home.ids(here))
    if scene.fit.bit_count() == 1 or (scene.reading and not scene.place):
        return Resolved(home.ids(scene.fit))
    return Ambiguous(home.ids(scene.fit))


def conjuncts_of(spans: Sequence[Span]) -> list[Conjunct]:
    found = [Conjunct()]
    for span in spans:
        if span.sense is not Sense.AND:
            found[-1].spans.append(span)
        elif found[-1].spans:
            found.append(Conjunct())
    kept = [c for c in found if c.spans]
    return _with_joined_quantifiers(kept)


def _with_joined_quantifiers(conjuncts: list[Conjunct]) -> list[Conjunct]:
    """A member that only says "all" or "both" belongs to the one after it, or before it at the end."""
    kept: list[Conjunct] = []
    loose: list[Span] = []
    for conjunct in conjuncts:
        if conjunct.names_something or conjunct.is_placed:
            kept.append(Conjunct([*loose, *conjunct.spans]))
            loose = []
        else:
            loose = [*loose, *conjunct.spans]
    if loose and kept:
        kept[-1].spans += loose
    if len(kept) > 1:
        _drop_both(kept)
    return kept or ([Conjunct(loose)] if loose else [])


def _drop_both(conjuncts: Sequence[Conjunct]) -> None:
    """ "Both" before or behind a list counts its members: it says nothing about one of them."""
    for edge, at in ((conjuncts[0], 0), (conjuncts[-1], -1)):
        if edge.spans[at].sense is Sense.BOTH and len(edge.spans) > 1:
            edge.spans.pop(at)


def _select(conjunct: Conjunct, scene: Scene) -> int | Unknown | Ambiguous:
    """Which of the things that fit are meant."""
    bits = described(conjunct, scene)
    if isinstance(bits, Unknown) or bits.bit_count() == 1:
        return bits
    home = scene.home
    if _is_some_thing(conjunct, scene) or _is_any_one(conjunct, scene):
        return Ambiguous(home.ids(bits))
    here = bits & home.within([scene.place]) if scene.place else 0
    if conjunct.has(Sense.BOTH):
        pair = next((b for b in (bits, here) if b.bit_count() == 2), 0)
        return pair or Ambiguous(home.ids(bits))
    if conjunct.has(Sense.ALL, Sense.EVERYTHING, Sense.HOUSE, Sense.IT):
        return bits
    if _means_all(conjunct, here, scene):
        return _called_so(conjunct, bits, scene) if _numberless(conjunct, scene) and not scene.reading else bits
    if not conjunct.is_placed and not conjunct.has(Sense.NAME, Sense.PART):
        return _unplaced(conjunct, bits, here, scene)
    if _are_called_alike(conjunct):
        return here or bits
    return _narrowed(conjunct, bits if conjunct.is_placed else here or bits, scene)


def _are_called_alike(conjunct: Conjunct) -> bool:
    """ "The bunk lights" of two children: all things that have the word in their names."""
    plural = any(s.plural and s.sense is Sense.KIND for s in conjunct.spans)
    return plural and conjunct.has(Sense.PART) and not conjunct.has(Sense.NAME) and not conjunct.is_placed


def _means_all(conjunct: Conjunct, here: int, scene: Scene) -> bool:
    """Whether all that fit are meant without the word: those of a room that was named, and those that are asked for."""
    if conjunct.is_placed:
        return conjunct.plural or scene.reading or _all_of_a_room(conjunct)
    return scene.reading and (conjunct.plural or not here)


def _unplaced(conjunct: Conjunct, bits: int, here: int, scene: Scene) -> int | Unknown | Ambiguous:
    """A kind alone: the ones here; without a place a plural means all of them."""
    if here:
        if _tells_apart(conjunct, here, scene):
            return _narrowed(conjunct, here, scene)
        if conjunct.plural or here.bit_count() == 1 or _only_lights(here, scene) or _numberless(conjunct, scene):
            return _called_so(conjunct, here, scene) if not conjunct.plural else here
        return _narrowed(conjunct, here, scene)
    if conjunct.plural and not scene.place:
        return bits
    if _is_mass(conjunct):
        return _called_so(conjunct, bits, scene)
    return _narrowed(conjunct, bits, scene)


def _tells_apart(conjunct: Conjunct, here: int, scene: Scene) -> bool:
    """Whether one of several lamps is meant by a word of its own: "the bedside lamp" beside other light."""
    kinds = [s for s in conjunct.spans if s.sense is Sense.KIND]
    if conjunct.plural or not all(s.meaning == "lamp" and _is_compound(s, scene) for s in kinds) or not kinds:
        return False
    lights = scene.fit & scene.home.kind("light") & scene.home.within([scene.place])
    return here.bit_count() > 1 and not here & ~lights and here != lights


def _is_some_thing(conjunct: Conjunct, scene: Scene) -> bool:
    """ "The thing in the living room": one of those that are there, and nobody knows which."""
    naming = [s for s in conjunct.spans if s.sense in NAMING]
    single = all(s.sense is Sense.ANYTHING and scene.words[s.start : s.end] in _SOME_THING for s in naming)
    return bool(naming) and single and not scene.reading and not conjunct.has(Sense.ALL, Sense.BOTH)


def _is_any_one(conjunct: Conjunct, scene: Scene) -> bool:
    """ "A light in the hall", "any light": one of several, and nobody knows which."""
    if scene.reading or conjunct.plural or not conjunct.has(Sense.KIND):
        return False
    start = min(s.start for s in conjunct.spans)
    return scene.words[start] == "any" or (start > 0 and scene.words[start - 1] in ("a", "an"))


_SOME_THING = frozenset({("thing",), ("device",), ("appliance",), ("gadget",), ("gizmo",), ("thingy",)})


def _is_compound(span: Span, scene: Scene) -> bool:
    """ "Bedside lamp", 床头灯: more than the bare word for a lamp."""
    said = scene.words[span.start : span.end]
    return len(said) > (2 if is_chinese(said[0]) else 1)


def _is_mass(conjunct: Conjunct) -> bool:
    return any(s.sense is Sense.KIND and s.meaning in _MASS for s in conjunct.spans)


def _called_so(conjunct: Conjunct, bits: int, scene: Scene) -> int:
    """ "the lamp" among several lights: the only one with that word in its name, else all of them."""
    single = _narrowed(conjunct, bits, scene)
    return single if isinstance(single, int) else bits


def _numberless(conjunct: Conjunct, scene: Scene) -> bool:
    """Whether the kind was said in a language without a plural: 窗帘 are all the curtains here."""
    kinds = [s for s in conjunct.spans if s.sense is Sense.KIND and s.meaning not in _ONE_BY_ONE]
    return any(is_chinese(scene.words[s.start]) for s in kinds)


def _only_lights(bits: int, scene: Scene) -> bool:
    return not bits & ~scene.home.kind("light")


def _all_of_a_room(conjunct: Conjunct) -> bool:
    return not any(
        s.sense is Sense.NAME or (s.sense is Sense.KIND and s.meaning in _ONE_BY_ONE) for s in conjunct.spans
    )


def _narrowed(conjunct: Conjunct, bits: int, scene: Scene) -> int | Ambiguous:
    """The one that is called exactly so, or that alone has the word in its name."""
    home = scene.home
    naming = [s for s in conjunct.spans if s.sense in NAMING]
    words: Words = tuple(w for s in naming for w in scene.words[s.start : s.end])
    running = home.running(bits, words) if len(words) > 1 else 0
    for narrower in (home.called.get(words, 0), running, _with_words(home, naming, scene.words)):
        if (bits & narrower).bit_count() == 1:
            return bits & narrower
    if bits.bit_count() == 1:
        return bits
    shopping = shopping_list(bits, home, named=_takes_off(scene)) if _takes_items(scene) else 0
    return shopping or Ambiguous(home.ids((bits & _with_words(home, naming, scene.words)) or bits))


def called_by_choice(
    things: tuple[str, ...], spans: Sequence[Span], home: Home, words: Sequence[str]
) -> tuple[str, ...]:
    """阳台的暖气调到18度: a word for what is chosen that stands in the names of some of the things means those."""
    if any(s.sense in (Sense.NAME, Sense.KIND, Sense.ALL, Sense.EVERYTHING) for s in spans):
        return things
    bits = home.bits(things)
    for span in spans:
        named = bits & home.parts.get(tuple(words[span.start : span.end]), 0) if span.sense is Sense.CHOICE else 0
        bits = named or bits
    meant = home.ids(bits)
    return tuple(i for i in things if i in meant)


def _takes_off(scene: Scene) -> bool:
    """Whether an item is crossed out, not written down."""
    return not _TAKING_OFF.isdisjoint(scene.words)


_TAKING_OFF = frozenset({"remove", "take", "off", "delete", "cross", "strike", "tick", "from", "删", "划"})


def _takes_items(scene: Scene) -> bool:
    """Whether single items are written down or crossed out; a whole list is cleared only by its name."""
    return scene.targets.default == "only" and not scene.reading


def _with_words(home: Home, naming: Sequence[Span], words: Sequence[str]) -> int:
    bits = home.everything
    for span in naming:
        said = tuple(words[span.start : span.end])
        if span.sense is Sense.KIND and span.meaning == "light":
            return 0
        single = home.parts.get(said, 0) or home.parts.get((stem_of(said[-1]),), 0)
        bits &= single if span.sense is Sense.KIND else home.everything
    return bits
