"""Names by how they sound in English: ears that do not know a name write words that sound like it.

"Kaizma" for Kiasma, "Hotel Torney" for Hotel Torni, "listen Codoo 21" for Liisankatu 21.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jellyfish import metaphone
from rapidfuzz import fuzz, process

_WORTH_ASKING, _WORTH_ASKING_NUMBERED = 84.0, 66.0
"""Likeness of 100 from which a name is worth asking about; a house number that the street has speaks for it too."""
_BESIDE_ASKED = 5.0
"""By so much less alike another is asked about too."""
_CLEARLY = 8.0
"""By so much the best has to be better than another name to be taken without asking."""
_TELLING = ((5, 50.0), (3, 60.0))
"""Consonants of a name that sounds the same, and how much of its letters have to be the same, of 100."""
_MOST_ASKED, _CLOSEST = 2, 6
_NUMBERED = re.compile(r"(?P<street>\D+) (?P<number>\d.*)")


@dataclass(frozen=True, slots=True)
class AlikeName:
    """A name that sounds like what was said."""

    name: str
    likeness: float
    """0 to 100: two parts the sound of the consonants, one part the letters."""
    is_same_sound: bool
    """Its consonants sound just so, and are many enough to tell it from others."""


class SoundIndex:
    """Names in Latin letters, by their sound. Taken in at the first question: some ten milliseconds for 10,000."""

    def __init__(self, names: Iterable[str]) -> None:
        """`names`: plain ones, as `devices.roads.search.plain` makes them."""
        self._names = tuple(name for name in names if name.isascii())

    def clearly(self, said: str) -> tuple[str, ...]:
        """The names that sound just as this does; none where another is nearly as near, or the sound tells little."""
        found = self._alike(said)
        same = [each for each in found if each.is_same_sound]
        other = max((each.likeness for each in found if not each.is_same_sound), default=0.0)
        return tuple(each.name for each in same) if same and same[0].likeness - other >= _CLEARLY else ()

    def worth_asking(self, said: str) -> tuple[str, ...]:
        """One or two names that this may stand for, the likeliest first; none where more are as near."""
        found = self._alike(said)
        least = _WORTH_ASKING_NUMBERED if _parted(said)[1] else _WORTH_ASKING
        near = [each.name for each in found if each.likeness >= max(least, found[0].likeness - _BESIDE_ASKED)]
        return tuple(near) if len(near) <= _MOST_ASKED else ()

    def _alike(self, said: str) -> list[AlikeName]:
        """The few names most alike, the best first. A house number has to be the same."""
        street, number = _parted(said)
        sound, rows = _sound_of(street), self._of_number.get(number)
        if not sound or not rows:
            return []
        sounds = process.cdist([sound], [self._sounds[i] for i in rows], scorer=fuzz.ratio)[0]
        spelt = process.cdist([_together(street)], [self._letters[i] for i in rows], scorer=fuzz.ratio)[0]
        likeness, telling = (2 * sounds + spelt) / 3, _letters_to_share(sound)
        best = np.argsort(-likeness, kind="stable")[:_CLOSEST]
        return [
            AlikeName(self._names[rows[i]], float(likeness[i]), bool(sounds[i] == 100.0 and spelt[i] >= telling))
            for i in best
        ]

    @cached_property
    def _streets(self) -> Sequence[tuple[str, str]]:
        return [_parted(name) for name in self._names]

    @cached_property
    def _sounds(self) -> Sequence[str]:
        return [_sound_of(street) for street, _ in self._streets]

    @cached_property
    def _letters(self) -> Sequence[str]:
        return [_together(street) for street, _ in self._streets]

    @cached_property
    def _of_number(self) -> dict[str, list[int]]:
        """House number → places in the list of names; of names without one the number is empty."""
        found: dict[str, list[int]] = {}
        for i, (_, number) in enumerate(self._streets):
            found.setdefault(number, []).append(i)
        return found


def _letters_to_share(sound: str) -> float:
    """How much of the letters has to be the same beside the same sound; more than all where it is too short."""
    return next((share for consonants, share in _TELLING if len(sound) >= consonants), 101.0)


def _parted(name: str) -> tuple[str, str]:
    """A name and the house number behind it."""
    found = _NUMBERED.fullmatch(name)
    return (found["street"], found["number"]) if found else (name, "")


def _sound_of(name: str) -> str:
    """Its consonants as English says them; without spaces, since ears part a name otherwise than its people do."""
    return metaphone(_together(name)).replace(" ", "")


def _together(name: str) -> str:
    return name.replace(" ", "")
