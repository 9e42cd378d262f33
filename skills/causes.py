"""Which command is why a thing is as it is, by the record and by what the thing reported since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from devices.command import OutcomeKind, Reason
from devices.device import Device, Value
from devices.facts import Fact
from devices.home import Home
from devices.proof import is_moving, proves, proving
from devices.records import Entry

AFTER = timedelta(seconds=3)
"""What is reported so soon after a command ended still belongs to it."""

ACTED = frozenset(k.value for k in (OutcomeKind.DONE, OutcomeKind.STARTED, OutcomeKind.PENDING, OutcomeKind.UNKNOWN))
"""Ends after which the command may be why it is so."""
UNPROVEN = frozenset({OutcomeKind.PENDING.value, OutcomeKind.UNKNOWN.value})
PARTLY = frozenset({Reason.STOPPED_SHORT, Reason.JAMMED})
"""Why something failed that had begun: what it did until then is its doing."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is as it is."""

    entry: Entry | None
    """The command behind it; None: nothing that was commanded here."""
    capability: str = ""
    """What was looked at: whose fact tells how it is."""
    is_over: bool = False
    """The command began something that has ended meanwhile (cleaning, cooking)."""


def acts(entries: Sequence[Entry], device: Device | None = None) -> list[Entry]:
    """Those that may have changed something; with a device only those for what it can do now."""
    return [
        entry
        for entry in entries
        if (entry.state in ACTED or (entry.attempts and entry.reason in PARTLY))
        and (device is None or entry.capability in device.capabilities)
    ]


def cause_of(behind: Sequence[Entry], device: Device, home: Home, shown: str) -> Cause:
    """The newest command that explains how the device is.

    `behind`: what was done to it, newest first. `shown`: the capability that says how it is; empty: whatever the newest
    command was about. A report that says again what a command had proved is no new cause, and a command that nobody
    ever saw take effect explains nothing that was so before.
    """
    about = [e for e in behind if _is_about(e, device, home, shown)] if shown else list(behind)
    for entry in about:
        capability = _told_in(entry, device)
        fact = home.fact(device.id, capability) if capability else None
        if fact is None or _explains(entry, device, fact):
            return Cause(entry, capability)
        if entry.state == OutcomeKind.STARTED.value and _is_lasting(entry, device):
            return Cause(entry, capability, is_over=True)
        if entry.state not in UNPROVEN:
            return Cause(None, shown or capability)
    return Cause(None, shown or (_told_in(about[0], device) if about else ""))


def _told_in(entry: Entry, device: Device) -> str:
    """The capability whose reports prove it; empty where none does."""
    proof = proving(device, device.capabilities[entry.capability])
    return "" if proof is None else proof.name


def _is_about(entry: Entry, device: Device, home: Home, shown: str) -> bool:
    """Whether a command may have brought about what this capability says: one for it, or one that woke the device."""
    if _told_in(entry, device) in (shown, ""):
        return True
    fact = home.fact(device.id, shown)
    if fact is None or shown not in entry.before or entry.before[shown] == fact.value:
        return False
    return fact.since is None or entry.created <= fact.since <= _ended(entry) + AFTER


def _explains(entry: Entry, device: Device, fact: Fact) -> bool:
    """Whether the device is as the command wanted it, or on its way, and was not something else in between."""
    capability = device.capabilities[entry.capability]
    proof = proving(device, capability)
    if proof is None or is_moving(capability, proof, fact.value):
        return True
    if entry.reason in PARTLY:
        seen = entry.evidence.get("value") if entry.evidence else None
        return seen == fact.value
    holds = proves(capability, proof, entry.value, fact.value)
    return holds and not (_is_plain(fact.value) and _changed_after(fact.since, entry))


def _is_plain(value: Value) -> bool:
    """Whether it is no number: those waver within what was wished."""
    return isinstance(value, bool | str)


def _changed_after(since: datetime | None, entry: Entry) -> bool:
    if since is None or entry.state in UNPROVEN or entry.state == OutcomeKind.STARTED.value:
        return False
    return since > _ended(entry) + AFTER


def _ended(entry: Entry) -> datetime:
    return entry.ended or entry.deadline


def _is_lasting(entry: Entry, device: Device) -> bool:
    """Whether it began something that ends by itself: cleaning, cooking."""
    capability = device.capabilities[entry.capability]
    proof = proving(device, capability)
    seen = entry.evidence.get("value") if entry.evidence else None
    return proof is not None and is_moving(capability, proof, seen) and proves(capability, proof, entry.value, seen)
