"""What was said, held against what really happened: is anything of it not true?

I1 false done    "done" or "already" of what the device had at no moment from the wish to the answer
I2 lost          a command that does not stand in the journal with exactly one end, the one that was told
I3 doubled       an act (cleaning, cooking, finding) done more often than it was wished
   late          a command that reached its device more than a second after its deadline, or that nobody had given
I4 slow answer   an answer more than a second after its deadline, or none
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from devices.command import Command, Outcome, OutcomeKind, Reason
from devices.device import Device, Shape, Value
from devices.proof import proves, proving
from devices.records import Entry
from devices.simulators.truth import Line

GRACE_S = 1.0
"""So much after its deadline nothing is late yet."""
ON_THE_WAY_S = 0.5
"""How long the report of a change may take; "already" can know no more than what has arrived."""

CLAIMS = frozenset({OutcomeKind.DONE, OutcomeKind.ALREADY})

FELL_SHORT = frozenset(
    {
        *((OutcomeKind.FAILED, reason) for reason in (Reason.JAMMED, Reason.DEVICE_ERROR, Reason.STOPPED_SHORT)),
        (OutcomeKind.PENDING, Reason.NONE),
    }
)
"""What may become of what had begun."""


class Wrong(StrEnum):
    """What can be wrong with an answer."""

    FALSE_DONE = "false done"
    LOST = "lost"
    DOUBLED = "doubled"
    LATE = "late"
    SLOW_ANSWER = "slow answer"


@dataclass(frozen=True, slots=True)
class Told:
    """A command and what was told about it. Moments are seconds of the monotonic clock."""

    command: Command
    outcome: Outcome
    given: float
    answered: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    wrong: Wrong
    device: str
    text: str
    at: float
    """When, on the monotonic clock in seconds."""


class Oracle:
    """Knows what really happened, and finds what does not agree with it.

    `devices`: those that were commanded, by id. `first`: what a capability was at the beginning, for those that never
    changed. `truth`: the lines of a TruthLog with `commands`.
    """

    def __init__(
        self, devices: Mapping[str, Device], first: Mapping[tuple[str, str], Value], truth: Sequence[Line]
    ) -> None:
        self._devices = devices
        self._first = dict(first)
        self._changes: dict[tuple[str, str], list[tuple[float, Value]]] = {}
        self._acts: list[Line] = []
        self._received: list[Line] = []
        for line in truth:
            self._remember(line)

    def _remember(self, line: Line) -> None:
        if "capability" in line:
            key = line["device"], line["capability"]
            if key not in self._changes:
                self._first[key] = _value(line["old"])
            self._changes.setdefault(key, []).append((line["mono"], _value(line["new"])))
        elif "act" in line:
            self._acts.append(line)
        elif "received" in line:
            self._received.append(line)

    def findings(self, told: Sequence[Told], entries: Mapping[str, Entry | None]) -> tuple[Finding, ...]:
        """Everything that is wrong. `entries`: what stands in the journal, by command id."""
        found = [*self._false(told, entries), *_lost(told, entries), *self._late(told), *self._doubled(told)]
        return (*found, *_slow(told))

    def _false(self, told: Sequence[Told], entries: Mapping[str, Entry | None]) -> Iterator[Finding]:
        for each in told:
            command, outcome = each.command, each.outcome
            known_at = _known_at(each, entries.get(command.id))
            if known_at is not None and not self._was_so(each, known_at):
                what = f"{outcome.kind} {command.device} {command.capability} {command.value!r}"
                text = f"{what} reported {outcome.reported!r}, given {each.given:.3f}, known {known_at:.3f}"
                yield Finding(Wrong.FALSE_DONE, command.device, text, known_at)

    def _was_so(self, told: Told, until: float) -> bool:
        """Whether the device had what was wished at some moment between the wish and the answer."""
        device = self._devices[told.command.device]
        capability = device.capabilities[told.command.capability]
        proof = proving(device, capability) or capability
        if capability.shape is Shape.ACT and not capability.accepts:
            return any(act["device"] == device.id and told.given <= act["mono"] <= until for act in self._acts)
        since = told.given - (ON_THE_WAY_S if told.outcome.kind is OutcomeKind.ALREADY else 0.0)
        values = self._values(device.id, proof.name, since, until)
        return any(proves(capability, proof, told.command.value, value) for value in values)

    def _values(self, device: str, name: str, since: float, until: float) -> list[Value]:
        """Every value it had in that time."""
        changes = self._changes.get((device, name), [])
        before = [value for at, value in changes if at <= since][-1:] or [self._first.get((device, name))]
        return [*before, *(value for at, value in changes if since < at <= until)]

    def _late(self, told: Sequence[Told]) -> Iterator[Finding]:
        """Every command that reached a device was given, and reached it in time."""
        given: dict[tuple[str, str], list[Told]] = {}
        for each in told:
            for payload in self._payloads(each.command):
                given.setdefault((each.command.device, payload), []).append(each)
        for line in self._received:
            at, wishes = line["mono"], given.get((line["device"], self._key(line)), ())
            if not any(t.given <= at <= t.given + t.command.deadline_s + GRACE_S for t in wishes):
                yield Finding(Wrong.LATE, line["device"], f"got {line['payload'][:80]!r} at {at:.3f}", at)

    def _payloads(self, command: Command) -> tuple[str, ...]:
        device = self._devices.get(command.device)
        capability = device.capabilities.get(command.capability) if device else None
        writing = capability.writing if capability else None
        if writing is None:
            return ()
        if writing.enclose is not None:
            return (command.id,)
        sent = writing.messages(command.value, writing.encode(command.value))
        return tuple(message.payload.decode() for message in sent)

    def _key(self, line: Line) -> str:
        """What tells a command from others: its id where it has one, else its payload."""
        if self._devices[line["device"]].kind != "car":
            return str(line["payload"])
        return str(json.loads(line["payload"]).get("req", ""))

    def _doubled(self, told: Sequence[Told]) -> Iterator[Finding]:
        for device, act in sorted({(line["device"], line["act"]) for line in self._acts}):
            times = [line["mono"] for line in self._acts if (line["device"], line["act"]) == (device, act)]
            wished = sum(each.command.device == device and _asks_for(act, each.command) for each in told)
            if len(times) > wished:
                yield Finding(Wrong.DOUBLED, device, f"{act} {len(times)} times for {wished} wishes", times[-1])


def _known_at(told: Told, entry: Entry | None) -> float | None:
    """When it was claimed to hold: with the answer, or later in the journal; None where it was not."""
    if told.outcome.kind in CLAIMS:
        return told.answered
    if entry is None or not entry.late or entry.state != OutcomeKind.DONE:
        return None
    late_s = float((entry.evidence or {}).get("late_s", 0.0))
    return told.given + told.command.deadline_s + late_s + GRACE_S


def _lost(told: Sequence[Told], entries: Mapping[str, Entry | None]) -> Iterator[Finding]:
    for each in told:
        entry = entries.get(each.command.id)
        if entry is None or not _stands_as_told(each.outcome, entry):
            state = f"{entry.state} ({entry.reason})" if entry else "nothing"
            text = f"was told {each.outcome.kind} ({each.outcome.reason}) and stands as {state} in the journal"
            yield Finding(Wrong.LOST, each.command.device, text, each.answered)


def _stands_as_told(outcome: Outcome, entry: Entry) -> bool:
    """Only who was told that it began, or that nobody knows, may be told more later.

    By how it fell short, by a late proof, or by a journal that was full.
    """
    if entry.state == outcome.kind:
        return entry.reason is outcome.reason or outcome.reason is Reason.JOURNAL_UNAVAILABLE
    if outcome.kind is OutcomeKind.STARTED:
        return (entry.state, entry.reason) in FELL_SHORT
    if outcome.kind is not OutcomeKind.UNKNOWN or entry.state not in set(OutcomeKind):
        return False
    is_late_proof = entry.late and entry.state in (OutcomeKind.DONE, OutcomeKind.STARTED)
    return is_late_proof or outcome.reason is Reason.JOURNAL_UNAVAILABLE


def _slow(told: Sequence[Told]) -> Iterator[Finding]:
    for each in told:
        took_s = each.answered - each.given
        if took_s > each.command.deadline_s + GRACE_S:
            yield Finding(Wrong.SLOW_ANSWER, each.command.device, f"answered after {took_s:.1f} s", each.answered)


def _asks_for(act: str, command: Command) -> bool:
    match act:
        case "locate":
            return command.capability == "locate"
        case "clean":
            return command.capability.startswith("clean") or command.value == "cleaning"
        case "cook" | "start":
            return command.capability == "start"
        case "cancel":
            return command.capability == "cancel"
    return True


def _value(told: object) -> Value:
    """A value as the truth log has it in JSON."""
    return tuple(told) if isinstance(told, list) else told  # type: ignore[return-value]
