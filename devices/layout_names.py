"""Names that people give to floors, rooms and devices."""

import unicodedata
from collections.abc import Sequence

LONGEST_NAME = 100
MOST_NAMES = 20

_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing: a name with them can look like another one."""


def tidy_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names with single blanks and each once. Raises ValueError saying which is wrong and what would be right."""
    if len(names) > MOST_NAMES:
        raise ValueError(f"there are {len(names)} names; at most {MOST_NAMES} are taken")
    return tuple(dict.fromkeys(_tidy(name) for name in names))


def _tidy(name: str) -> str:
    for character in name:
        if unicodedata.category(character) in ("Cc", "Cs") or character in _TURNING:
            raise ValueError(f"{name[:40]!r} holds the control character U+{ord(character):04X}; leave it out")
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not tidy:
        raise ValueError("a name is empty; it has at least one character")
    if len(tidy) > LONGEST_NAME:
        raise ValueError(f"{tidy[:40]!r}… has {len(tidy)} characters; at most {LONGEST_NAME} are taken")
    return tidy


def alike(name: str) -> str:
    """The same for names that sound the same: without capitals, blanks and marks."""
    return "".join(c for c in name.casefold() if c.isalnum())


def id_from(name: str, taken: Sequence[str] | frozenset[str]) -> str:
    """An id for something of that name: "Living room" → "living_room", with a number where that is taken."""
    plain = "_".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())[:60] or "place"
    if plain not in taken:
        return plain
    return next(f"{plain}_{n}" for n in range(2, len(taken) + 3) if f"{plain}_{n}" not in taken)
