"""Finds places: by name as people say and as ears hear it, by kind near somewhere, and by kind along a way."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from devices.roads.line import Line
from devices.roads.place import Place
from devices.roads.position import METRES_PER_DEGREE, Position, metres_between
from devices.roads.sounding import SoundIndex

ALIKE = 84.0
"""From here on, of 100, a name that is written otherwise is the one that was meant."""
_NEARLY_WHOLE = 90.0
"""From here on it is rather meant than a longer name that holds all that was said."""
_CLEARLY = 6.0
"""By so much the best has to be better than another name."""
SAME_PLACE_M = 60.0
"""Two places of one name this near to each other are one: a shop and its building."""
_MOST = 12
_TELLING_LETTERS, _TELLING_CHARACTERS = 4, 3

_Numbers = npt.NDArray[np.int64]
_Metres = npt.NDArray[np.float64]
_NOT_A_LETTER = re.compile(r"[^\w]+")
_ASCII_LETTERS = {ord(c): _NOT_A_LETTER.sub(" ", c.lower()) for c in map(chr, range(128))}


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A place, and how far it is as the crow flies."""

    place: Place
    metres: float
    """From where it was looked for; of a place along a way, from the way."""
    along_m: float = 0.0
    """How far along the way it is; 0 where there is none."""


class PlaceIndex:
    """All places of a map, and those of the household."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = tuple(places)
        self._called: dict[str, list[int]] = {}
        for number, place in enumerate(self._places):
            for name in (place.name, place.en, place.zh):
                if name:
                    self._called.setdefault(plain(name), []).append(number)
        self._called.pop("", None)
        self._names = list(self._called)
        positions = [place.at for place in self._places]
        self._latitudes = np.array([at.latitude for at in positions])
        self._longitudes = np.array([at.longitude for at in positions])
        self._of_kind: dict[str, _Numbers] = {}

    def called(self, name: str, near: Position | None = None) -> list[Place]:
        """The places that this name means, the nearest first; several where it is not clear which.

        Empty where none is called so, or nearly so.
        """
        wanted = plain(name)
        if not wanted:
            return []
        numbers = (
            self._called.get(wanted)
            or self._written(wanted, _NEARLY_WHOLE)
            or self._holding(wanted)
            or self._written(wanted, ALIKE)
            or self._heard(wanted)
        )
        return self._nearest_first(numbers, near)

    def worth_asking(self, name: str, near: Position | None = None) -> list[Place]:
        """One place, or two of different names, that this name, which is none, may stand for as it sounds."""
        names = self._in_english.worth_asking(plain(name))
        return _one_each([self._nearest_first(self._called[each], near)[0] for each in names])

    def is_named(self, name: str) -> bool:
        """Whether something is called just so; of Mandarin names, whether it sounds so."""
        wanted = plain(name)
        if wanted in self._called:
            return True
        return len(wanted) >= _TELLING_CHARACTERS and not wanted.isascii() and _sound(wanted) in self._sounds

    def is_part_of_name(self, word: str) -> bool:
        """Whether a word occurs in a few names: "Hilton"."""
        return plain(word) in self._telling

    def _nearest_first(self, numbers: Iterable[int], near: Position | None) -> list[Place]:
        found = [self._places[number] for number in dict.fromkeys(numbers)]
        if near is not None:
            found.sort(key=lambda place: metres_between(near, place.at))
        return _one_each(found)[:_MOST]

    @cached_property
    def _in_english(self) -> SoundIndex:
        return SoundIndex(self._names)

    @cached_property
    def _sounds(self) -> frozenset[tuple[str, ...]]:
        """How Mandarin names sound, syllable by syllable: the map may write them in traditional characters."""
        return frozenset(_sound(name) for name in self._names if _is_han(name))

    @cached_property
    def _telling(self) -> frozenset[str]:
        """Words that occur in few names: they tell places apart."""
        held = Counter(word for name in self._names for word in set(name.split()) if len(word) >= _TELLING_LETTERS)
        return frozenset(word for word, names in held.items() if names <= _MOST)

    def near(self, kind: str, to: Position, most: int = 5, within_m: float = 50_000.0) -> list[NearPlace]:
        """Places of a kind, the nearest first."""
        numbers = self._numbers(kind)
        if not len(numbers):
            return []
        metres = self._metres(numbers, to)
        order = np.argsort(metres, kind="stable")[:most]
        return [NearPlace(self._places[numbers[i]], float(metres[i])) for i in order if metres[i] <= within_m]

    def along(self, kind: str, shape: Sequence[Position], within_m: float, most: int = 5) -> list[NearPlace]:
        """Places of a kind at most so far from a way, in the order they are passed."""
        numbers = self._numbers(kind)
        if not len(numbers) or not shape:
            return []
        metres, gone = Line(shape).beside(self._latitudes[numbers], self._longitudes[numbers], within_m)
        close = np.flatnonzero(metres <= within_m)
        best = close[np.argsort(metres[close], kind="stable")[:most]]
        found = [NearPlace(self._places[numbers[i]], float(metres[i]), float(gone[i])) for i in best]
        return sorted(found, key=lambda near: near.along_m)

    def around(self, to: Position, within_m: float) -> list[NearPlace]:
        """Everything that has a name around somewhere, the nearest first."""
        numbers = np.arange(len(self._places))
        metres = self._metres(numbers, to)
        close = np.flatnonzero(metres <= within_m)
        found = [NearPlace(self._places[i], float(metres[i])) for i in close[np.argsort(metres[close], kind="stable")]]
        return [near for near in found if near.place.name]

    def _numbers(self, kind: str) -> _Numbers:
        if kind not in self._of_kind:
            numbers = [n for n, place in enumerate(self._places) if kind in place.kinds]
            self._of_kind[kind] = np.array(numbers, np.int64)
        return self._of_kind[kind]

    def _metres(self, numbers: _Numbers, to: Position) -> _Metres:
        north = (self._latitudes[numbers] - to.latitude) * METRES_PER_DEGREE
        east = (self._longitudes[numbers] - to.longitude) * METRES_PER_DEGREE * np.cos(np.radians(to.latitude))
        metres: _Metres = np.hypot(north, east)
        return metres

    def _holding(self, wanted: str) -> list[int]:
        """Names that hold every word that was said: "Torni" of "Hotel Torni"."""
        words = wanted.split()
        if sum(len(word) for word in words) < 4 and wanted.isascii():
            return []
        found = [name for name in self._names if _holds(name, wanted, words)]
        shortest = min((len(name) for name in found), default=0)
        close = [name for name in found if len(name) <= shortest + len(wanted)]
        return [number for name in close for number in self._called[name]]

    def _written(self, wanted: str, alike: float) -> Sequence[int]:
        """The name that is written nearly so, where no other is as near."""
        best = process.extract(wanted, self._names, scorer=fuzz.ratio, limit=2, score_cutoff=alike - _CLEARLY)
        is_clear = best and best[0][1] >= alike and (len(best) == 1 or best[0][1] - best[1][1] >= _CLEARLY)
        return self._called[best[0][0]] if is_clear else ()

    def _heard(self, wanted: str) -> Sequence[int]:
        """The name that clearly sounds so."""
        if not wanted.isascii():
            return self._by_sound(wanted)
        return [number for name in self._in_english.clearly(wanted) for number in self._called[name]]

    def _by_sound(self, wanted: str) -> list[int]:
        """Chinese names by their pinyin: ears write other characters of the same sound."""
        sound = lazy_pinyin(wanted)
        found = [name for name in self._names if not name.isascii() and lazy_pinyin(name) == sound]
        return [number for name in found for number in self._called[name]]


def plain(name: str) -> str:
    """A name without case, accents, signs and traditional forms of letters: what is compared."""
    if name.isascii():
        return " ".join(name.translate(_ASCII_LETTERS).split())  # Most names of a region are: this is made at start.
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(_NOT_A_LETTER.sub(" ", letters).split())


def _sound(name: str) -> tuple[str, ...]:
    """Its syllables, character by character."""
    return tuple(map(_syllable, name))


@cache
def _syllable(character: str) -> str:
    return lazy_pinyin(character)[0]


def _is_han(name: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in name)


def _holds(name: str, wanted: str, words: list[str]) -> bool:
    if not wanted.isascii():
        return wanted in name
    parts = name.split()
    return all(word in parts for word in words)


def _one_each(found: list[Place]) -> list[Place]:
    """Without those that are the same place once more: of one name, side by side. The one of more kinds stays."""
    kept: list[Place] = []
    for place in found:
        at = next((i for i, other in enumerate(kept) if _is_twin(place, other)), None)
        if at is None:
            kept.append(place)
        elif len(place.kinds) > len(kept[at].kinds):
            kept[at] = place
    return kept


def _is_twin(place: Place, other: Place) -> bool:
    same = {plain(n) for n in place.names} & {plain(n) for n in other.names}
    return bool(same) and metres_between(place.at, other.at) <= SAME_PLACE_M
