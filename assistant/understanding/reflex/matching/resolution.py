"""What becomes of words that name things or rooms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resolved:
    """The words name exactly these."""

    ids: tuple[str, ...]
    missing: "tuple[Unknown | Ambiguous, ...]" = ()
    """Members of the same list that name nothing that fits, or several: nothing stands for them in `ids`."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The words name nothing that is there and fits."""

    what: str
    """What was asked for, as it was said ("light in the pantry")."""
    nearest: tuple[str, ...] = ()
    """Names of what comes nearest, best first; at most three."""
    room: str = ""
    """The room as it was said, where the room is what is missing or what holds no such thing."""
    kind: str = ""
    """The kind as it was said, where there is none of it."""
    guessed: bool = False
    """The kind was not said; it is only what the tool would have taken."""
    unable: tuple[str, ...] = ()
    """Ids of what was named and is there, but cannot do this."""
    also: "tuple[Unknown | Ambiguous, ...]" = ()
    """Further members of the same list that name nothing that fits, where none does."""
    at: tuple[int, int] | None = None
    """The tokens of a description in which a word is strange."""
    strange: bool = False
    """It was only taken for a name, because the rest of the sentence can be done."""
    unheard: bool = False
    """It is a piece of a sentence that was not understood, and not only a name."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The words fit several and it is not clear which is meant."""

    candidates: tuple[str, ...]
    """Their ids."""
    also: "tuple[Unknown | Ambiguous, ...]" = ()
    """Further members of the same list that are not clear, where none is."""


Resolution = Resolved | Unknown | Ambiguous
