"""The one place where sentences about outcomes are made: how commands ended, in words no stronger than the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reply import claim_of
from assistant.tools import Claim, JsonValue, ToolResult
from assistant.utterance import Language
from devices.command import Outcome, OutcomeKind, Reason
from devices.device import Device, Value
from devices.home import Home
from skills.naming import joined, noun_for
from skills.values import in_words, plain_number
from skills.wishes import Subject, Wording, state_in_words, subject_of, wording
from skills.words import fill, say, section

NAMED_AT_MOST = 3
"""More things than this are counted instead of named."""

_HOLDS = frozenset({OutcomeKind.DONE, OutcomeKind.ALREADY})


@dataclass(frozen=True, slots=True)
class _Alike:
    """What outcomes must have in common to be told in one sentence."""

    ending: str
    """"holds" for done and already, else the outcome's kind."""
    reason: Reason
    words: Wording
    extra: tuple[tuple[str, str], ...]
    """Facts beside: the range it takes, or what the device reports instead."""


def told(outcomes: Sequence[Outcome], home: Home, language: Language) -> ToolResult:
    """What is said about these commands together, and the strongest claim that all of them bear."""
    if not outcomes:
        return ToolResult(Claim.REFUSED, say("no_things", language), {"commands": []})
    sentences = _sentences(outcomes, home, language)
    claim = claim_of([ToolResult(Claim(o.kind.value), "") for o in outcomes])
    text = ("" if language == "zh" else " ").join(sentences)
    needs_proof = any(o.reason is Reason.NEEDS_SECOND_FACTOR for o in outcomes)
    return ToolResult(claim, text, {"commands": [_record(o) for o in outcomes]}, needs_proof)


def words_for(outcome: Outcome, home: Home, language: Language) -> str:
    """The sentence about one command, for example one that was given by touch."""
    return _sentences([outcome], home, language)[0]


def _record(outcome: Outcome) -> dict[str, JsonValue]:
    command = outcome.command
    return {
        "id": command.id,
        "device": command.device,
        "capability": command.capability,
        "value": list(command.value) if isinstance(command.value, tuple) else command.value,
        "outcome": outcome.kind.value,
        "reason": outcome.reason.value,
    }


def _sentences(outcomes: Sequence[Outcome], home: Home, language: Language) -> list[str]:
    clusters: dict[_Alike, list[Outcome]] = {}
    for outcome in outcomes:
        clusters.setdefault(_alike(outcome, home, language), []).append(outcome)
    ordered = sorted(clusters.items(), key=lambda item: (item[0].ending == "ask", item[0].ending != "holds"))
    return [_sentence(alike, members, outcomes, home, language) for alike, members in ordered]


def _alike(outcome: Outcome, home: Home, language: Language) -> _Alike:
    command = outcome.command
    device = home.devices.get(command.device)
    words = wording(device, command.capability, _became(outcome), home, language)
    ending = "holds" if outcome.kind in _HOLDS else outcome.kind.value
    return _Alike(
        ending, outcome.reason, words, _possible(outcome, device, language) or _reported(outcome, home, language)
    )


def _became(outcome: Outcome) -> Value:
    """The value to speak of: what was wished, or what the device reports where that too is what was wished."""
    wished, reported = outcome.command.value, outcome.reported
    if outcome.kind in _HOLDS and isinstance(wished, str) and isinstance(reported, str):
        return wished if wished.startswith("#") else reported
    return wished


def _sentence(
    alike: _Alike, members: Sequence[Outcome], everything: Sequence[Outcome], home: Home, language: Language
) -> str:
    subject = _subject(members, everything, home, language)
    facts = {"name": subject.name}
    for part in ("state", "doing", "act"):
        facts[part] = fill(getattr(alike.words, part), subject.plural, name=subject.name)
    return fill(_template(alike, members, language), subject.plural, **facts, **dict(alike.extra))


def _template(alike: _Alike, members: Sequence[Outcome], language: Language) -> str:
    if alike.ending == "holds":
        kind = "already" if all(o.kind is OutcomeKind.ALREADY for o in members) else "done"
    else:
        kind = alike.ending
    reasons = section(language, "reason")
    if alike.reason is not Reason.NONE and kind not in ("done", "already", "started"):
        # A thing that can never report back has its own words for that ("I activated the party scene; …").
        own = alike.words.sentence(kind) if alike.reason is Reason.CANNOT_REPORT else None
        for key in (_with_extra(alike), f"{kind}.{alike.reason.value}", alike.reason.value):
            if own or key in reasons:
                return own or str(reasons[key])
    return alike.words.sentence(kind) or str(section(language, "outcome")[kind])


def _with_extra(alike: _Alike) -> str:
    facts = dict(alike.extra)
    if "reported" in facts:
        return "contradicted_by"
    if "choices" in facts:
        return "out_of_range_choices"
    if "low" in facts and "high" in facts:
        return "out_of_range_between"
    return "out_of_range_from" if "low" in facts else "out_of_range_up_to" if "high" in facts else ""


def _possible(outcome: Outcome, device: Device | None, language: Language) -> tuple[tuple[str, str], ...]:
    """With OUT_OF_RANGE: what the device takes."""
    if outcome.reason is not Reason.OUT_OF_RANGE:
        return ()
    capability = device.capabilities.get(outcome.command.capability) if device else None
    if outcome.choices:
        spoken = [in_words(choice, capability, language) for choice in outcome.choices]
        return (("choices", joined(spoken, language, "or")),)
    if outcome.low is not None and outcome.high is not None:
        return (("low", plain_number(outcome.low)), ("high", in_words(outcome.high, capability, language)))
    limits = (("low", outcome.low), ("high", outcome.high))
    return tuple((name, in_words(limit, capability, language)) for name, limit in limits if limit is not None)


def _reported(outcome: Outcome, home: Home, language: Language) -> tuple[tuple[str, str], ...]:
    """With CONTRADICTED: what the device says instead."""
    if outcome.reason is not Reason.CONTRADICTED or outcome.reported is None:
        return ()
    device = home.devices.get(outcome.command.device)
    return (("reported", state_in_words(device, outcome.command.capability, outcome.reported, home, language)),)


def _subject(members: Sequence[Outcome], everything: Sequence[Outcome], home: Home, language: Language) -> Subject:
    devices = [home.devices.get(o.command.device) for o in members]
    subjects = list(
        dict.fromkeys(
            subject_of(d, o.command.capability, home, language) for d, o in zip(devices, members, strict=True)
        )
    )
    if len(subjects) == 1:
        return subjects[0]
    things = subjects[0].things or noun_for([home.devices.get(o.command.device) for o in everything], language)
    total = len({(o.command.device, o.command.capability) for o in everything})
    if len(members) < total and total > NAMED_AT_MOST and len(members) > 1 and _first(members, everything):
        name = fill(section(language, "group")["of"], n=str(len(members)), total=str(total), things=things)
    elif len(subjects) <= NAMED_AT_MOST:
        name = joined([s.name for s in subjects], language)
    else:
        name = fill(section(language, "group")["many"], n=str(len(members)), things=things)
    return Subject(name, True, things)


def _first(members: Sequence[Outcome], everything: Sequence[Outcome]) -> bool:
    """Whether these are the ones that are told first, as a part of all: "3 of 5 lights are on"."""
    best = [o for o in everything if o.kind in _HOLDS] or list(everything)
    return members[0] in best
