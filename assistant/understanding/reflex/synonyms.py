"""Words and word groups that mean the same, found by their first literal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.understanding.reflex.tokens import is_chinese

Words = tuple[str, ...]
Units = tuple[Words, ...]
"""A form as the literals of a phrase: one word each in English, a whole group of characters in Mandarin."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """A form and the others that may stand for it."""

    form: Units
    others: tuple[Units, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Synonyms:
    """The synonyms of a language. Compared by identity: there is one for each language."""

    forms: frozenset[Words]
    by_first: Mapping[Words, tuple[Synonym, ...]]
    """First literal of a form → the forms that begin with it, in the order of the groups."""


def synonyms_of(groups: Iterable[tuple[Words, ...]]) -> Synonyms:
    """Each group holds forms that mean the same."""
    by_first: dict[Words, list[Synonym]] = {}
    forms: set[Words] = set()
    for group in groups:
        forms.update(group)
        units = [_units(form) for form in group]
        for form in units:
            others = tuple(other for other in units if other != form)
            by_first.setdefault(form[0], []).append(Synonym(form, others))
    return Synonyms(frozenset(forms), {first: tuple(found) for first, found in by_first.items()})


def _units(form: Words) -> Units:
    return (form,) if is_chinese(form[0]) else tuple((word,) for word in form)
