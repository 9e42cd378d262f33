"""The one place where sentences about outcomes are made: how commands ended, in words no stronger than the record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.reply import claim_of
from assistant.tools import Claim, JsonValue, ToolResult
from assistant.utterance import Language
from devices.command import Outcome, OutcomeKind, Reason, Safe
from devices.device import Device, Value
from devices.home import Home
from devices.proof import proving
from skills.discretion import tells_too_much
from skills.grouping import NAMED_AT_MOST, subject_for
from skills.naming import joined, name_in_sentence
from skills.values import in_words, plain_number, spoken_time
from skills.wishes import Subject, Wording, signal_named, state_in_words, subject_of, wording
from skills.words import capitalised, fill, say, section

__all__ = ["NAMED_AT_MOST", "Beside", "told", "words_for"]

_HOLDS = frozenset({OutcomeKind.DONE, OutcomeKind.ALREADY})
_FOUND_OTHERWISE = frozenset({Reason.CONTRADICTED, Reason.REVERTED, Reason.CHANGED_BY_HAND, Reason.SUPERSEDED})
"""Reasons with which the device says what is so instead."""
_CODE = re.compile(r"[\w.:-]{1,32}", re.ASCII)
"""A device's own code as it may be said; longer or stranger text is no code."""
_STANDS_SOMEWHERE = "stopped"
"""What is reported by a cover that does not know where it stands."""
_GOES_ON = frozenset({OutcomeKind.DONE, OutcomeKind.STARTED})
_OPEN_ENDED = frozenset({OutcomeKind.UNKNOWN, OutcomeKind.FAILED, OutcomeKind.PENDING})
"""Endings after which the state from before may still hold."""


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the outcomes."""

    now: datetime = field(default_factory=_now)
    """The present moment as the clock on the wall shows it."""
    overtaken_by: Mapping[str, str] = field(default_factory=dict)
    """Command id → who or what changed the same thing meanwhile, in words."""
    start: str = ""
    """What is to be started with which settings ("congee, soft, ready at 19:00"); empty where nothing is set first."""
    reasons_given: Mapping[str, str] = field(default_factory=dict)
    """Command id → why the device itself says that it did not obey, in words."""


@dataclass(frozen=True, slots=True)
class _Alike:
    """What outcomes must have in common to be told in one sentence."""

    ending: str
    """"holds" for done and already, else the outcome's kind."""
    reason: Reason
    safe: Safe
    late: bool
    words: Wording
    extra: tuple[tuple[str, str], ...]
    """Facts beside: the range it takes, or what the device reports instead."""

    @property
    def risk(self) -> str:
        """What may be dangerous now; empty where nothing is, or where the device says how it is."""
        knows = self.reason in _FOUND_OTHERWISE or "reported" in dict(self.extra)
        return "" if knows or self.ending not in _OPEN_ENDED else self.words.sentence("risk") or ""


_Cluster = tuple[_Alike, list[Outcome]]


def told(outcomes: Sequence[Outcome], home: Home, language: Language, beside: Beside | None = None) -> ToolResult:
    """What is said about these commands together, and the strongest claim that all of them bear."""
    if not outcomes:
        return ToolResult(Claim.REFUSED, say("no_things", language), {"commands": []})
    text = _text(outcomes, home, language, beside or Beside())
    # What a wish for everything leaves alone makes the rest no less done.
    counted = [o for o in outcomes if o.reason is not Reason.SPARED or o.kind is OutcomeKind.ASK] or list(outcomes)
    claim = claim_of([ToolResult(Claim(o.kind.value), "") for o in counted])
    needs_proof = any(o.reason is Reason.NEEDS_SECOND_FACTOR for o in outcomes)
    return ToolResult(claim, text, {"commands": [_record(o, home, language) for o in outcomes]}, needs_proof)


def words_for(outcome: Outcome, home: Home, language: Language, beside: Beside | None = None) -> str:
    """The sentence about one command, for example one that was given by touch."""
    return _text([outcome], home, language, beside or Beside())


def _record(outcome: Outcome, home: Home, language: Language) -> dict[str, JsonValue]:
    """One command as facts, refused ones with what would be safe instead where there is such.

    For a part of a car also what the part is called in the reply, and what its like are.
    """
    command = outcome.command
    called: dict[str, JsonValue] = {}
    if signal_named(command.capability, language) is not None:
        subject = subject_of(home.devices.get(command.device), command.capability, home, language, command.value)
        called = {"part": subject.name, "parts": subject.things}
    untold = tells_too_much(outcome, home.devices.get(command.device))
    value = list(command.value) if isinstance(command.value, tuple) else command.value
    return {
        **called,
        "id": command.id,
        "device": command.device,
        "capability": "" if untold else command.capability,
        "value": None if untold else value,
        "outcome": outcome.kind.value,
        "reason": outcome.reason.value,
        **({"safe": outcome.safe.value} if outcome.safe is not Safe.NONE else {}),
    }


def _text(outcomes: Sequence[Outcome], home: Home, language: Language, beside: Beside) -> str:
    """What is risky first, then what holds, the rest, what was left alone, and a question last."""
    found: dict[_Alike, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(_alike(outcome, home, language, beside), []).append(outcome)
    clusters = sorted(found.items(), key=_rank)
    text, follows = "", False
    said: set[str] = set()
    for alike, members in clusters:
        subject = subject_for(members, outcomes, home, language, first=_first(members, outcomes))
        short = _short(alike, subject, language) if follows else ""
        sentence = short or _sentence(alike, members, subject, language, beside, alone=len(clusters) == 1)
        if sentence in said:
            continue
        said.add(sentence)
        if short:
            text = f"{text[:-1]}{_SEMICOLON[language]}{short}{_STOP[language]}"
            continue
        text = f"{text}{_SPACE[language]}{sentence}" if text else sentence
        follows = alike.ending == "holds" and not alike.late
    return text


_SPACE: Mapping[Language, str] = {"en": " ", "zh": ""}
_STOP: Mapping[Language, str] = {"en": ".", "zh": "。"}
_SEMICOLON: Mapping[Language, str] = {"en": "; ", "zh": "；"}
_ASIDE: Mapping[Language, str] = {"en": " ({})", "zh": "（{}）"}
_ACT = re.compile(r"\{act\}", re.IGNORECASE)
_COLON: Mapping[Language, str] = {"en": ": ", "zh": "："}


def _rank(cluster: _Cluster) -> tuple[bool, bool, bool, bool]:
    alike, _ = cluster
    return alike.ending == "ask", alike.reason is Reason.SPARED, not alike.risk, alike.ending != "holds"


def _alike(outcome: Outcome, home: Home, language: Language, beside: Beside) -> _Alike:
    command = outcome.command
    device = home.devices.get(command.device)
    untold = tells_too_much(outcome, device)
    wished = ("on", True) if untold else (command.capability, _became(outcome))
    words = wording(device, *wished, home, language)
    ending = "holds" if outcome.kind in _HOLDS else outcome.kind.value
    extra = (
        _possible(outcome, device, language)
        or _overtaken(outcome, beside)
        or _given(outcome, beside)
        or ((("untold", ""),) if untold else ())
        or _refused(outcome, device, home, language)
        or _reported(outcome, home, language)
    )
    safe = outcome.safe if outcome.kind is OutcomeKind.REFUSED else Safe.NONE
    return _Alike(ending, outcome.reason, safe, outcome.late and ending == "holds", words, extra)


def _became(outcome: Outcome) -> Value:
    """The value to speak of: what was wished, or what the device reports where that too is what was wished."""
    wished, reported = outcome.command.value, outcome.reported
    if wished is None and outcome.kind in _GOES_ON and isinstance(reported, str):
        # What an act came to: a cooker that was started cooks, or waits for its time.
        return reported
    if outcome.kind in _HOLDS and isinstance(wished, str) and isinstance(reported, str):
        return wished if wished.startswith("#") else reported
    return wished


def _sentence(
    alike: _Alike, members: Sequence[Outcome], subject: Subject, language: Language, beside: Beside, *, alone: bool
) -> str:
    facts = _facts(alike, subject, language, beside)
    template = _template(alike, members, language)
    asks_how = beside.start and alike.ending == "ask" and "{what}" not in template
    if asks_how:
        facts["act"] += _ASIDE[language].format(beside.start)
    text = fill(template, subject.plural, **facts)
    if asks_how and not _ACT.search(template):
        text = f"{text[:-1]}{_ASIDE[language].format(beside.start)}{text[-1]}"
    if beside.start and alone and alike.ending in ("holds", "started"):
        text = f"{text[:-1]}{_COLON[language]}{beside.start}{_STOP[language]}"
    if alike.risk:
        risk = fill(str(section(language, "outcome")["risk"]), subject.plural, risk=alike.risk)
        text = f"{text[:-1]}{_SEMICOLON[language]}{risk}{_STOP[language]}"
    if alike.late:
        text += _SPACE[language] + str(section(language, "outcome")["late"])
    if alike.safe is not Safe.NONE and (alone or alike.reason is not Reason.SPARED):
        text += _SPACE[language] + fill(str(section(language, "safe")[alike.safe]), subject.plural, **facts)
    return text


def _short(alike: _Alike, subject: Subject, language: Language) -> str:
    """What goes behind a semicolon: "the hall light does not answer"; empty for what needs a sentence of its own."""
    explains = "why" in dict(alike.extra) or alike.ending not in ("unknown", "failed")
    template = None if explains else section(language, "beside").get(alike.reason.value)
    return "" if template is None or alike.risk else fill(str(template), subject.plural, name=subject.name)


def _facts(alike: _Alike, subject: Subject, language: Language, beside: Beside) -> dict[str, str]:
    facts = {"name": subject.name, "time": spoken_time(beside.now, language), **dict(alike.extra)}
    facts["what"] = beside.start or subject.name
    for part in ("state", "doing", "act"):
        facts[part] = fill(getattr(alike.words, part), subject.plural, name=subject.name)
    pronoun = fill(str(section(language, "name")["it"]), subject.plural)
    facts["act_it"] = fill(alike.words.act, subject.plural, name=pronoun)
    return facts


def _template(alike: _Alike, members: Sequence[Outcome], language: Language) -> str:
    if alike.ending == "holds":
        kind = "already" if all(o.kind is OutcomeKind.ALREADY for o in members) else "done"
    else:
        kind = alike.ending
    reasons = section(language, "reason")
    if alike.reason is not Reason.NONE and kind not in ("done", "already", "started"):
        own = _own(alike, kind)
        for key in (_with_extra(alike), f"{kind}.{alike.reason.value}", alike.reason.value):
            if own or key in reasons:
                return own or str(reasons[key])
    return alike.words.sentence(kind) or str(section(language, "outcome")[kind])


def _own(alike: _Alike, kind: str) -> str | None:
    """The words a wish has of its own for a reason ("I activated the party scene; it cannot report back, …")."""
    if alike.reason is Reason.CANNOT_REPORT:
        return alike.words.sentence(kind)
    return alike.words.sentence(f"{kind}.{alike.reason.value}") or alike.words.sentence(alike.reason.value)


def _with_extra(alike: _Alike) -> str:
    facts = dict(alike.extra)
    if "why" in facts:
        return "device_says"
    if "untold" in facts:
        return f"{alike.reason.value}_at_home"
    for name in ("reported", "by", "code", "device"):
        if name in facts:
            return f"{alike.reason.value}_{name}"
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


def _overtaken(outcome: Outcome, beside: Beside) -> tuple[tuple[str, str], ...]:
    """With SUPERSEDED: who or what else changed it, where that is known."""
    by = beside.overtaken_by.get(outcome.command.id) if outcome.reason is Reason.SUPERSEDED else None
    return (("by", capitalised(by)),) if by else ()


def _given(outcome: Outcome, beside: Beside) -> tuple[tuple[str, str], ...]:
    """With a command that was not obeyed: why, where the device itself says so."""
    why = beside.reasons_given.get(outcome.command.id)
    return (("why", why),) if why else ()


def _refused(outcome: Outcome, device: Device | None, home: Home, language: Language) -> tuple[tuple[str, str], ...]:
    """With DEVICE_REFUSED: who refused, and why: in words where its code has some, else the code as it came."""
    if outcome.reason is not Reason.DEVICE_REFUSED or device is None:
        return ()
    known = section(language, "refusal").get(outcome.code)
    if known:
        return (("why", str(known)),)
    code = (("code", outcome.code),) if _CODE.fullmatch(outcome.code) else ()
    return (("device", name_in_sentence(device, home, language)), *code)


def _reported(outcome: Outcome, home: Home, language: Language) -> tuple[tuple[str, str], ...]:
    """What the device says instead of what was wished."""
    stands = outcome.reason is Reason.STOPPED_SHORT and outcome.reported != _STANDS_SOMEWHERE
    if outcome.reported is None or not (stands or outcome.reason in _FOUND_OTHERWISE):
        return ()
    device = home.devices.get(outcome.command.device)
    wished = device.capabilities.get(outcome.command.capability) if device else None
    proof = proving(device, wished) if device and wished else None
    told_in = proof.name if proof else outcome.command.capability
    return (("reported", state_in_words(device, told_in, outcome.reported, home, language)),)


def _first(members: Sequence[Outcome], everything: Sequence[Outcome]) -> bool:
    """Whether these are the ones that are told first, as a part of all: "3 of 5 lights are on"."""
    best = [o for o in everything if o.kind in _HOLDS] or list(everything)
    return members[0] in best
