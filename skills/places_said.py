"""From the words for a place to the place: one of the household's, a kind ("the nearest pharmacy"), or a name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.utterance import Language
from devices.roads.own_places import HOME
from devices.roads.place import Place
from devices.roads.position import Position
from devices.roads.search import NearPlace, plain
from skills.trips import Trips
from skills.words import phrase_file

_AROUND_EN = re.compile(
    r"^(?:(?:to|at|in|for|the|a|an|any|some|my|our|us|me|another|by|via|nearest|closest|next|good|nearby|place called"
    r"|called|over to|back to|back|up to|down to|near|shop called)\s+)+",
    re.IGNORECASE,
)
_BEHIND_EN = re.compile(
    r"\s+(?:(?:that is |which is )?(?:near(?:by| me| here| us)?|close(?:st)?(?: by)?|around here|around|please|now"
    r"|first|from here|right now|then|thanks|again|instead|next|too))+$",
    re.IGNORECASE,
)
_AROUND_ZH = re.compile(
    r"^(?:最近的|附近的|离我最近的|离这最近的|离这里最近的|最近|附近|一家|一个|一下|这边的|那个|那家|就近的|找个|找一家|找家|个|家)+(?=.)"
)
_BEHIND_ZH = re.compile(r"(?:那里|那儿|那边|吧|呗|吗|啊|呀|呢|一下|去|附近|没有|有没有|还|了)+$")
_NEAR_EN = re.compile(
    r"(?P<place>.+?) (?:near|close to|next to|around|not far from|in the vicinity of) (?P<other>.+)", re.IGNORECASE
)
_NEAR_ZH = re.compile(r"(?P<other>.{2,}?)(?:附近|旁边|周围|边上)(?:的|有没有|有)?(?P<place>.{2,})")
HERE = frozenset({"here", "me", "us", "by", "这里", "这儿", "这", "我", "我们", "离我"})
THERE = frozenset(
    {
        "there",
        "destination",
        "our destination",
        "where we are going",
        "where we're going",
        "that",
        "那里",
        "那儿",
        "目的地",
        "那边",
    }
)
"""Words for where one is going."""
_REASONS = re.compile(
    r"[,.;!?]\s*(?:they|it|it's|i|i'm|i've|we|we're|because|since|cause|as|so|which|who|same|there|he|she|my|please|go)\b"
    r"|\s(?:because|since|cause|so that)\s|[，。；！？]|因为",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,.;!?，。；！？]+")
_MARKS = re.compile(r"^[\s.,!?。，！？]+|[\s.,!?。，！？]+$")
_HOME = {
    "en": ("home", "house", "my place", "our place", "my house", "our house"),
    "zh": ("家", "家里", "回家", "咱家", "我家"),
}
_ALIKE = (("work", "office", "the office", "workplace", "my office"), ("公司", "单位", "办公室", "上班的地方"))
_NEAREST = re.compile(
    r"\b(nearest|closest|next|nearby|near me|close by|any|some|a|an)\b|最近|附近|就近|一家|一个|哪", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Meant:
    """What words for a place come to: `places` of one, none or several, or of a kind the nearest ones."""

    places: tuple[Place, ...]
    """The nearest first. Of a kind the one at the front is meant; of a name, several have to be asked about."""
    kind: str = ""
    name: str = ""
    """What was said, without the words around it."""
    is_home: bool = False

    @property
    def only(self) -> Place | None:
        """The place that is meant; None where there is none, or where it is not clear which."""
        if not self.places or (not self.kind and len(self.places) > 1):
            return None
        return self.places[0]

    @property
    def is_unknown(self) -> bool:
        """Whether it is a name that nothing has."""
        return not (self.places or self.kind or self.is_home)


def meant(said: str, trips: Trips, near: Position | None, shape: Sequence[Position] = ()) -> Meant:
    """The place that these words mean. `near`: from where the nearest counts. `shape`: of the way, where on it."""
    name = bare(_without_reasons(said))
    if is_home(name):
        home = trips.own.home
        return Meant((home,) if home else (), name=HOME, is_home=True)
    own = trips.own.called(name) or trips.own.called(said) or _own_called_otherwise(name, trips)
    if own is not None:
        return Meant((own,), name=name)
    kind = kind_called(name)
    named = trips.roads.index.called(name, near)
    if kind and (not named or _NEAREST.search(said) or not _is_written_so(named[0], name)):
        return Meant(tuple(n.place for n in of_kind(kind, trips, near, shape)), kind, name)
    return Meant(tuple(_of_named_kind(named, name)), name=name)


def _own_called_otherwise(name: str, trips: Trips) -> Place | None:
    """ "The office" is "work", by whichever word the household keeps it."""
    for alike in _ALIKE:
        if name.casefold() in alike:
            return next((place for word in alike if (place := trips.own.called(word)) is not None), None)
    return None


def _without_reasons(said: str) -> str:
    """The words up to where somebody begins to say why: "the market hall, they have good fish"."""
    found = _REASONS.search(said)
    return said[: found.start()] if found is not None and found.start() else said


def _of_named_kind(places: list[Place], name: str) -> list[Place]:
    """Of "Hotel Torni" the hotel, not the bar in it; all of them where none is of a kind that was named."""
    kinds = {kind_called(word) for word in name.split()} - {""}
    return [place for place in places if kinds.intersection(place.kinds)] or places


def of_kind(kind: str, trips: Trips, near: Position | None, shape: Sequence[Position] = ()) -> list[NearPlace]:
    """Places of a kind: along the way where there is one, else around somewhere."""
    if shape:
        return trips.roads.index.along(kind, shape, ASIDE_M)
    return trips.roads.index.near(kind, near) if near is not None else []


ASIDE_M = 400.0
"""From the way, as the crow flies; what is farther off is not on it."""


def bare(said: str) -> str:
    """The words for a place without those around it."""
    text = _MARKS.sub("", said)
    for pattern in (_AROUND_EN, _BEHIND_EN, _AROUND_ZH, _BEHIND_ZH):
        rest = pattern.sub("", text).strip()
        text = rest or text
    return text


def is_home(name: str) -> bool:
    """Whether this is where the household lives."""
    return any(bare(name).casefold() in words for words in _HOME.values())


def told_in_clauses(said: str, trips: Trips, near: Position | None) -> Meant:
    """The place that words mean of which only a part is one: "I've got no cash left. Anywhere to get some?"

    Only for who looks for something: what else was said is not done.
    """
    whole = meant(said, trips, near)
    if whole.places or whole.kind:
        return whole
    for clause in reversed(_CLAUSES.split(said)):
        part = meant(clause, trips, near) if bare(clause) else whole
        if part.places or part.kind:
            return part
    kind = kind_within(said)
    return Meant(tuple(n.place for n in of_kind(kind, trips, near)), kind, whole.name) if kind else whole


def kind_within(said: str) -> str:
    """The kind that is spoken of in the middle of other words, by the longest of its words; empty where none is."""
    told = f" {plain(said)} "
    found = [word for word in _kinds() if (f" {word} " in told if word.isascii() else len(word) > 1 and word in told)]
    return _kinds()[max(found, key=len)] if found else ""


def near_another(said: str) -> tuple[str, str] | None:
    """Words for a place and for another that it is to be near to: "a café near the cathedral", 大教堂附近的咖啡馆."""
    found = _NEAR_EN.fullmatch(said.strip()) or _NEAR_ZH.fullmatch(said.strip())
    if found is None or bare(found["other"]).casefold() in HERE:
        return None
    return found["place"], found["other"]


def kind_called(name: str) -> str:
    """The kind that is called so; empty where none is."""
    wanted = plain(name)
    return _kinds().get(wanted) or _kinds().get(wanted.removesuffix("s")) or ""


def kind_words(language: Language) -> Mapping[str, Sequence[str]]:
    """Kind → what people call it."""
    words: Mapping[str, Sequence[str]] = phrase_file("places")[language]["kind"]
    return words


@cache
def _kinds() -> Mapping[str, str]:
    tables = (kind_words("en"), kind_words("zh"))
    return {plain(word): kind for table in tables for kind, words in table.items() for word in words}


def _is_written_so(place: Place, name: str) -> bool:
    return plain(name) in {plain(n) for n in place.names}
