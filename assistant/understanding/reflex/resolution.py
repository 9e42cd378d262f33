"""What becomes of words that name things or rooms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resolved:
    """The words name exactly these."""

    ids: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The words fit several and it is not clear which is meant."""

    candidates: tuple[str, ...]
    """Their ids."""


Resolution = Resolved | Unknown | Ambiguous
