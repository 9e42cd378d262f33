"""What several things are called together: named, counted, or counted by their kind."""

from collections.abc import Sequence

from assistant.utterance import Language
from devices.command import Outcome, Reason
from devices.device import Device
from devices.home import Home
from skills.naming import joined, noun_for
from skills.wishes import Subject, subject_of
from skills.words import fill, section

NAMED_AT_MOST = 3
"""More things than this are counted instead of named."""

SPARED_NAMED_AT_MOST = 6
"""As many of what was left alone are named: each of them matters."""

MOST_SORTS = 4
"""Of more sorts of things than this the rarer ones are counted together: "6 lights, 4 fans and 5 other devices"."""


def subject_for(
    members: Sequence[Outcome], everything: Sequence[Outcome], home: Home, language: Language, *, first: bool
) -> Subject:
    """What a sentence about these outcomes is about. `first`: it is told first, as a part of all."""
    by_subject = _meant(members, home, language)
    subjects = list(by_subject)
    if len(subjects) == 1:
        return subjects[0]
    things = subjects[0].things or noun_for([home.devices.get(o.command.device) for o in everything], language)
    total = sum(1 for s in _meant(everything, home, language) if s.things == subjects[0].things)
    spared = all(o.reason is Reason.SPARED for o in members)
    if 1 < len(subjects) < total and total > NAMED_AT_MOST and first and not _is_mixed(everything, home):
        name = fill(section(language, "group")["of"], n=str(len(subjects)), total=str(total), things=things)
    elif len(subjects) <= (SPARED_NAMED_AT_MOST if spared else NAMED_AT_MOST):
        name = joined([s.name for s in subjects], language)
    elif spared:
        rest = _others(len(subjects) - NAMED_AT_MOST, language)
        name = joined([*(s.name for s in subjects[:NAMED_AT_MOST]), rest], language)
    else:
        name = _counted(by_subject, things, language)
    return Subject(name, True, things)


def _meant(outcomes: Sequence[Outcome], home: Home, language: Language) -> dict[Subject, Device | None]:
    """What outcomes are about, each thing or part of a thing once."""
    found: dict[Subject, Device | None] = {}
    for command in (o.command for o in outcomes):
        device = home.devices.get(command.device)
        found.setdefault(subject_of(device, command.capability, home, language, command.value), device)
    return found


def _is_mixed(outcomes: Sequence[Outcome], home: Home) -> bool:
    """Whether things of several kinds are meant: then "3 of 5" says nothing."""
    kinds = {d.kind for o in outcomes if (d := home.devices.get(o.command.device)) is not None}
    return len(kinds) > 1


def _counted(by_subject: dict[Subject, Device | None], things: str, language: Language) -> str:
    """ "12 lights and the TV": each sort by its number, a single one by its name."""
    sorts: dict[str, list[Subject]] = {}
    for subject, device in by_subject.items():
        sorts.setdefault(subject.things or noun_for([device], language), []).append(subject)
    many = section(language, "group")["many"]
    if len(sorts) == 1:
        return fill(many, n=str(len(by_subject)), things=things)
    most = sorted(sorts, key=lambda noun: -len(sorts[noun]))[
        : len(sorts) if len(sorts) <= MOST_SORTS else MOST_SORTS - 1
    ]
    told = [
        fill(many, n=str(len(sorts[noun])), things=noun) if len(sorts[noun]) > 1 else sorts[noun][0].name
        for noun in most
    ]
    rest = len(by_subject) - sum(len(sorts[noun]) for noun in most)
    return joined([*told, _others(rest, language)] if rest else told, language)


def _others(number: int, language: Language) -> str:
    return fill(section(language, "group")["others"], number > 1, n=str(number))
