"""What the members of a list share: "the kitchen and bedroom lights", "the lights in the kitchen, the hall"."""

from collections.abc import Sequence

from assistant.understanding.reflex.matching.describing import PLACING, Conjunct, Scene, described
from assistant.understanding.reflex.matching.resolution import Unknown
from assistant.understanding.reflex.spans import Sense, Span
from assistant.understanding.reflex.tokens import is_chinese, words_of

_KINDS = (Sense.KIND, Sense.EVERYTHING, Sense.PART)
_DETERMINERS = frozenset({"the", "my", "our", "a", "an", "that", "this"})
_COMMAS = frozenset({",", "，"})
_POINTING_BACK = frozenset({"one", "ones"})


def completed(conjuncts: Sequence[Conjunct], index: int, scene: Scene) -> Conjunct:
    """A member with the kind or the place that it shares with its neighbours; as it is where it shares none."""
    own = conjuncts[index]
    if own.has(Sense.STRANGE):
        return own
    if not own.names_something:
        return _with_kind(conjuncts, index, scene)
    # 排气扇让它转起来: "it" is the fan that is named with it.
    points = own.has(Sense.IT) and not own.has(Sense.KIND, Sense.PART)
    owned = _of_its_neighbours_kind(conjuncts, index, scene)
    if owned is not None:
        return owned
    if not own.is_placed and not own.has(Sense.NAME) and not points:
        own = _with_place(conjuncts, index, scene)
    return own if own.is_placed or points or own.has(Sense.HOUSE) else _in_topic(own, scene)


def _of_its_neighbours_kind(conjuncts: Sequence[Conjunct], index: int, scene: Scene) -> Conjunct | None:
    """ "Liam's and Zoe's ceiling lights": a word of a name before one that says what both are of."""
    own, after = conjuncts[index], conjuncts[index + 1 : index + 2]
    if not after or any(s.sense is not Sense.PART for s in own.spans if s.sense not in _BESIDE):
        return None
    first, *rest = sorted(after[0].spans, key=lambda s: (s.start, s.start - s.end))
    rest = [s for s in rest if s.start >= first.end]
    if first.sense is not Sense.PART or not any(s.sense is Sense.KIND for s in rest):
        return None
    tried = Conjunct([*own.spans, *rest])
    return None if isinstance(described(tried, scene), Unknown) else tried


_BESIDE = frozenset({Sense.ALL, Sense.BOTH})


def placed_after_all(conjuncts: Sequence[Conjunct], scene: Scene) -> Sequence[Conjunct]:
    """ "The curtains, please, in the study and the den": the first place said so is that of the things before it."""
    for index in range(1, len(conjuncts)):
        own, place = conjuncts[index - 1], conjuncts[index]
        named = own.names_something and not own.is_placed and not own.has(Sense.NAME, Sense.IT, Sense.STRANGE)
        if named and place.is_placed and not place.names_something and _is_led_by_in(place, scene):
            return [*conjuncts[: index - 1], Conjunct([*own.spans, *place.spans]), *conjuncts[index + 1 :]]
    return conjuncts


def is_known_place(conjunct: Conjunct) -> bool:
    """ "But not in the hall": whether it says no more than a room or a floor of this home."""
    return conjunct.has(Sense.ROOM, Sense.FLOOR) and not conjunct.has(Sense.NAME, Sense.STRANGE, Sense.ABSENT_ROOM)


def _is_led_by_in(conjunct: Conjunct, scene: Scene) -> bool:
    first = min(s.start for s in conjunct.spans if s.sense in PLACING)
    before = scene.words[:first]
    while before and before[-1] in _DETERMINERS:
        before = before[:-1]
    return before[-1:] == ("in",)


def _in_topic(own: Conjunct, scene: Scene) -> Conjunct:
    """Where nothing else is said, a thing is in the room that was spoken of just before."""
    if not scene.topic:
        return own
    first = min((s.start for s in own.spans), default=0)
    tried = Conjunct([Span(first, first, Sense.ROOM, scene.topic), *own.spans])
    missing = isinstance(described(tried, scene), Unknown)
    named = own.has(Sense.NAME) and not isinstance(found := described(own, scene), Unknown) and found.bit_count() == 1
    return own if named or (missing and not scene.bound) else tried


def _with_kind(conjuncts: Sequence[Conjunct], index: int, scene: Scene) -> Conjunct:
    own = conjuncts[index]
    if _leads(conjuncts, index, scene):
        return Conjunct([*own.spans, *conjuncts[index + 1].spans])
    tries = [
        Conjunct([*own.spans, *(s for s in donor.spans if s.sense not in beside)])
        for donor in _donors_of_kind(conjuncts, index, scene)
        # "The den and Olive's heaters": the den's are not called Olive's.
        for beside in ((PLACING, PLACING | {Sense.PART}) if donor.has(Sense.KIND) else (PLACING,))
    ]
    if not tries:
        kind = _kind_named_beside(conjuncts, index, scene)
        return Conjunct([*own.spans, kind]) if kind else own
    found = next((t for t in tries if not isinstance(described(t, scene), Unknown)), None)
    # "The garage and the gate": a room is named for itself only where its word is that of a thing, too.
    return found or (own if _is_itself_a_thing(own, scene) else tries[0])


def _kind_named_beside(conjuncts: Sequence[Conjunct], index: int, scene: Scene) -> Span | None:
    """The kind that the names of the list end in: 二楼热水器和三楼热水器都关了，首层那个 is a water heater, too."""
    kinds = scene.home.lexicon.kind_words
    for conjunct in (*reversed(conjuncts[:index]), *conjuncts[index + 1 :]):
        for name in (s for s in conjunct.spans if s.sense is Sense.NAME and is_chinese(scene.words[s.start])):
            for start in range(name.start, name.end):
                kind = kinds.get(scene.words[start : name.end])
                if kind is not None:
                    return Span(start, name.end, Sense.KIND, kind)
    return None


def _leads(conjuncts: Sequence[Conjunct], index: int, scene: Scene) -> bool:
    """Whether a place stands before a comma for what comes behind it: "in the study, turn on the fan"."""
    behind = max(s.end for s in conjuncts[index].spans)
    while behind < len(scene.words) and scene.words[behind] in _INSIDE:
        behind += 1
    if index or len(conjuncts) < 2 or behind >= len(scene.words) or scene.words[behind] not in _COMMAS:
        return False
    follower = conjuncts[1]
    return follower.names_something and not follower.is_placed and not follower.has(Sense.STRANGE)


_INSIDE = frozenset("里面头边内的这那")
"""May stand between a place and the pause behind it: 洗衣房里面，洗衣机开."""


def _donors_of_kind(conjuncts: Sequence[Conjunct], index: int, scene: Scene) -> list[Conjunct]:
    """Members whose kind may be meant, likeliest first.

    The kind stands before the rooms it is in ("the lights in the kitchen and the hall") or after the rooms it is shared
    by ("the kitchen and hall lights"); "the kitchen and the fan" share nothing.
    """
    own = conjuncts[index]
    before = next((c for c in reversed(conjuncts[:index]) if c.has(*_KINDS)), None)
    after = next((c for c in conjuncts[index + 1 :] if c.has(*_KINDS)), None)
    if after is not None and not _shares_forward(after, scene):
        after = None
    behind = max(s.end for s in own.spans)
    points_back = behind < len(scene.words) and scene.words[behind] in _POINTING_BACK
    if before is not None and (points_back or _place_behind(before)):
        return [before]
    return [c for c in (after, before) if c is not None]


def _shares_forward(donor: Conjunct, scene: Scene) -> bool:
    if donor.is_placed:
        return not _place_behind(donor)
    first = min(s.start for s in donor.spans)
    return first == 0 or scene.words[first - 1] not in _DETERMINERS


def _place_behind(conjunct: Conjunct) -> bool:
    """Whether it is a thing in a place ("the lamp in the hall"), not a place's thing ("the hall lamp")."""
    places = [s.start for s in conjunct.spans if s.sense in PLACING]
    kinds = [s.start for s in conjunct.spans if s.sense in (*_KINDS, Sense.NAME, Sense.PART, Sense.STRANGE)]
    return bool(places and kinds) and min(places) > min(kinds)


def _is_itself_a_thing(conjunct: Conjunct, scene: Scene) -> bool:
    words = scene.home.lexicon.kind_words
    return any(
        kind is not None and scene.home.kind(kind) & scene.fit
        for s in conjunct.spans
        if s.sense is Sense.ROOM and (kind := words.get(scene.words[s.start : s.end])) is not None
    )


def _with_place(conjuncts: Sequence[Conjunct], index: int, scene: Scene) -> Conjunct:
    own = conjuncts[index]
    following = next((c for c in conjuncts[index + 1 :] if c.is_placed), None)
    if following is not None and _place_behind(following):
        tried = _placed_like(own, following)
        alone = isinstance(described(tried, scene), Unknown) and not own.plural and not own.has(Sense.ALL)
        return own if alone else tried
    placed = _places_before(conjuncts[: index + 1], scene)
    if following is not None or len(placed) != 1:
        return own
    tried = _placed_like(own, placed[0])
    unknown = isinstance(described(tried, scene), Unknown)
    return own if unknown and not placed[0].has(Sense.ABSENT_ROOM) and not _would_widen(own, scene) else tried


def _would_widen(own: Conjunct, scene: Scene) -> bool:
    """Whether several would be meant elsewhere: 后院的灯跟风扇 where the yard has no fan means none of other rooms."""
    found = described(own, scene)
    if isinstance(found, Unknown):
        return False
    things = scene.home.things(found)
    kinds = [s for s in own.spans if s.sense in _KINDS]
    chinese = any(is_chinese(scene.words[s.start]) for s in kinds)
    if len(things) == 1:
        return chinese and bool(things[0].room) and things[0].kind not in _GOING_ABOUT
    return own.plural or own.has(Sense.ALL) or chinese


_GOING_ABOUT = frozenset({"vacuum", "lawn_mower", "car", "person"})
"""Kinds that are where they are just now."""


def _places_before(upto: Sequence[Conjunct], scene: Scene) -> list[Conjunct]:
    """The places said before the last member; rooms that share one kind are one of them: 琴房、画室的加湿器和空调."""
    *before, own = upto
    placed = [c for c in before if c.is_placed]
    if len(placed) > 1 and not any(c.names_something for c in placed[:-1]):
        return [Conjunct([s for c in placed for s in c.spans if s.sense in PLACING])]
    beside = before and min(s.start for s in own.spans) - max(s.end for s in before[-1].spans) == 1
    if not placed and beside and (named := _room_of_named(before[-1], scene)):
        return [Conjunct([named])]
    return placed


def _room_of_named(conjunct: Conjunct, scene: Scene) -> Span | None:
    """The room of the one thing named with it: what follows "powder room light" and 书房吸顶灯 is there, too."""
    names = conjunct.of(Sense.NAME)
    if len(names) != 1 or len(things := scene.home.things(names[0].meaning & scene.fit)) != 1 or not things[0].room:
        return None
    said = scene.words[names[0].start : names[0].end]
    if not is_chinese(said[0]) and not _begins_with_room(said, things[0].room, scene):
        return None
    return Span(names[0].start, names[0].start, Sense.ROOM, (things[0].room,))


def _begins_with_room(said: Sequence[str], room: str, scene: Scene) -> bool:
    known = scene.home.names.room(room)
    called = map(words_of, known.names) if known is not None else ()
    return any(tuple(said[: len(name)]) == tuple(name) for name in called if name)


def _placed_like(own: Conjunct, donor: Conjunct) -> Conjunct:
    return Conjunct([*own.spans, *(s for s in donor.spans if s.sense in PLACING)])
