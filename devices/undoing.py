"""Putting things back: from what the journal says was so before, the commands that make it so again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from devices.admission import WOKEN_BY_A_WISH
from devices.command import Command, Origin, OutcomeKind, Reason
from devices.device import Capability, Device, Shape, Value
from devices.facts import Fact
from devices.proof import proves, proving, same
from devices.records import Entry
from devices.wishes import fits

WITHIN = timedelta(minutes=30)
"""What was done longer ago is not undone with a word."""

AT_ONCE = timedelta(minutes=5)
"""What was done elsewhere longer ago is not what somebody means who has wished for nothing here."""

CHANGED = frozenset({OutcomeKind.DONE.value, OutcomeKind.STARTED.value})
COLORS = frozenset({"color", "color_temperature"})
"""Two ways to say how a light looks: the one reported last is how it looked."""


class Left(StrEnum):
    """Why something is not put back."""

    NOTHING_CHANGED = "nothing_changed"
    """It never was done, or was so already, or is so again by itself."""
    NOT_CERTAIN = "not_certain"
    """Nobody knows whether it was done."""
    CANNOT_BE_UNDONE = "cannot_be_undone"
    """It happened once (an act), or what was before cannot be wished for."""
    BEFORE_UNKNOWN = "before_unknown"
    CHANGED_SINCE = "changed_since"
    """Somebody has set it to something else meanwhile."""
    TOO_LONG_AGO = "too_long_ago"
    UNDONE_ALREADY = "undone_already"
    GONE = "gone"
    """The device is not there any more."""


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """An entry that is not put back, and why."""

    entry: Entry
    why: Left
    by: str = ""
    """With CHANGED_SINCE: the person, where it was changed by a command; empty where it was changed by hand."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What it takes to put things back."""

    commands: tuple[Command, ...]
    """To be executed as one group, like any others: policy and proof are theirs too."""
    left: tuple[LeftAlone, ...] = ()


class Known(Protocol):
    """What is in the home now; a Home is one."""

    @property
    def devices(self) -> Mapping[str, Device]:
        """By id."""
        ...

    def fact(self, device_id: str, capability: str) -> Fact | None:
        """The last thing a device said."""
        ...


def latest_acts(history: Sequence[Entry], person: str = "") -> tuple[Entry, ...]:
    """The entries of the last turn that changed anything and was not taken back: what "put it back" is about.

    `history`: newest first, as `Home.history` gives it. `person`: only what that person wished; empty for anybody.
    """
    undone = _undone(history)
    for entry in history:
        mine = not person or entry.person == person
        if mine and _has_changed(entry) and not entry.undoes and entry.id not in undone:
            return tuple(e for e in history if e.id == entry.id or (e.turn == entry.turn and e.turn))
    return ()


def acts_of(history: Sequence[Entry], turns: Sequence[str]) -> tuple[Entry, ...]:
    """The entries of the latest of these turns that was not taken back, also where it changed nothing.

    `history`: as for `latest_acts`. `turns`: the turns of one conversation in which something was wished for, the
    latest first. Empty where nothing stands in the journal of the latest one: it came to nothing. Where all of them
    were taken back, the latest one.
    """
    undone = _undone(history)
    latest: tuple[Entry, ...] = ()
    for turn in turns:
        acts = tuple(e for e in history if e.turn == turn)
        if not any(e.id in undone for e in acts) or any(_has_changed(e) and e.id not in undone for e in acts):
            return acts
        latest = latest or acts
    return latest


def undo_wishes(
    acts: Sequence[Entry],
    home: Known,
    *,
    now: datetime,
    origin: Origin,
    turn: str = "",
    history: Sequence[Entry] = (),
) -> Undoing:
    """The commands that put back what these entries changed, in absolute values, each with `undoes`.

    `origin`, `turn`: of whoever asks for it now. `history`: newer entries of the same devices, newest first; they tell
    who has changed something since, and what was undone already. Nothing is sent from here.
    """
    undone = _undone(history)
    oldest_first = sorted(acts, key=lambda entry: entry.created)
    newest = {(entry.device, entry.capability): entry for entry in oldest_first if _has_changed(entry)}
    wishes: dict[tuple[str, str], Command] = {}
    left: list[LeftAlone] = []
    for entry in oldest_first:
        why = Left.UNDONE_ALREADY if entry.id in undone else _why_not(entry, home, now)
        if why is None and not _still_holds(newest[entry.device, entry.capability], home):
            why = Left.CHANGED_SINCE
        values = {} if why is not None else _put_back(entry, home.devices[entry.device])
        if why is not None or not values:
            why = why or Left.CANNOT_BE_UNDONE
            by = _changed_by(entry, history, acts) if why is Left.CHANGED_SINCE else ""
            left.append(LeftAlone(entry, why, by))
        for capability, value in values.items():
            # Of several changes of one thing the first one knows how it was.
            wish = Command(entry.device, capability, value, turn=turn, origin=origin, undoes=entry.id)
            wishes.setdefault((entry.device, capability), wish)
    return Undoing(tuple(wishes.values()), tuple(left))


def _undone(history: Sequence[Entry]) -> frozenset[str]:
    holds = CHANGED | {OutcomeKind.ALREADY.value}
    return frozenset(entry.undoes for entry in history if entry.undoes and entry.state in holds)


def _why_not(entry: Entry, home: Known, now: datetime) -> Left | None:
    """Why an entry cannot be put back, by itself and by its device."""
    if entry.state in (OutcomeKind.UNKNOWN.value, OutcomeKind.PENDING.value):
        return Left.NOT_CERTAIN
    if not _has_changed(entry) or "reverted" in entry.note:
        return Left.NOTHING_CHANGED
    if now - entry.created > WITHIN:
        return Left.TOO_LONG_AGO
    device = home.devices.get(entry.device)
    capability = device.capabilities.get(entry.capability) if device is not None else None
    if device is None or capability is None:
        return Left.GONE
    if capability.shape is Shape.ACT:
        return Left.CANNOT_BE_UNDONE
    proof = proving(device, capability)
    if proof is None or proof.name not in entry.before:
        return Left.BEFORE_UNKNOWN
    if proves(capability, proof, entry.value, entry.before[proof.name]) and not _woke(entry, device):
        return Left.NOTHING_CHANGED
    return None


def _has_changed(entry: Entry) -> bool:
    """Whether it changed something, be it a part of what was wished."""
    return entry.state in CHANGED or entry.reason is Reason.STOPPED_SHORT


def _still_holds(entry: Entry, home: Known) -> bool:
    """Whether the device is, or goes, where the command wanted it."""
    device = home.devices[entry.device]
    capability = device.capabilities[entry.capability]
    proof = proving(device, capability)
    fact = home.fact(device.id, proof.name) if proof is not None else None
    if proof is None or fact is None:
        return False
    under_way = fact.value in capability.under_way or fact.value in proof.under_way
    started = entry.state == OutcomeKind.STARTED.value or entry.reason is Reason.STOPPED_SHORT
    seen = entry.evidence.get("value") if entry.evidence else None
    return (
        proves(capability, proof, entry.value, fact.value)
        or (started and (under_way or same(seen, fact.value, proof.tolerance)))
        or (started and _is_between(seen, fact.value, entry.value))
    )


def _is_between(seen: Value, reported: Value, wish: Value) -> bool:
    """Whether something that moves has come nearer to where it was sent since it was seen."""
    numbers = [v for v in (seen, reported, wish) if isinstance(v, int | float) and not isinstance(v, bool)]
    return len(numbers) == 3 and min(numbers[0], numbers[2]) <= numbers[1] <= max(numbers[0], numbers[2])


def _changed_by(entry: Entry, history: Sequence[Entry], acts: Sequence[Entry]) -> str:
    """Who changed it since by a command; empty where nobody did."""
    own = {act.id for act in acts}
    for later in history:
        same_thing = (later.device, later.capability) == (entry.device, entry.capability)
        if same_thing and later.id not in own and _has_changed(later) and later.created >= entry.created:
            return later.person
    return ""


def _woke(entry: Entry, device: Device) -> bool:
    """Whether a wish for something else switched the thing on."""
    return device.kind in WOKEN_BY_A_WISH and entry.capability != "on" and entry.before.get("on") is False


def _put_back(entry: Entry, device: Device) -> dict[str, Value]:
    """By capability, the values that make it as it was; nothing where they cannot be wished for."""
    before = entry.before
    capability = device.capabilities[entry.capability]
    if _woke(entry, device):
        return {"on": False}
    if entry.capability in COLORS:
        looked = [name for name in before if name in COLORS and name in device.capabilities]
        return _wishable(device, looked[-1], before[looked[-1]]) if looked else {}
    proof = proving(device, capability)
    assert proof is not None
    old = before[proof.name]
    if old in capability.under_way or old in proof.under_way:
        return {}
    values = _wishable(device, capability.name, _wish_for(capability, proof, old))
    if not values and proof.writable:
        values = _wishable(device, proof.name, old)
    elif values and proof is not capability and proof.writable and proof.shape is Shape.NUMBER:
        # "Open" and "close" are ends; the position says how far it was.
        values = _wishable(device, proof.name, old) or values
    if values and device.kind in WOKEN_BY_A_WISH and entry.capability == "on" and old is True:
        values |= _wishable(device, "brightness", before.get("brightness"))
    return values


def _wishable(device: Device, name: str, value: Value) -> dict[str, Value]:
    capability = device.capabilities.get(name)
    if value is None or capability is None or not capability.writable:
        return {}
    return {name: value} if fits(capability, value) else {}


def _wish_for(capability: Capability, proof: Capability, old: Value) -> Value:
    """What has to be wished for so that this is reported; None where nothing has."""
    for wish, reported in capability.accepts.items():
        if wish is not None and any(same(old, value, proof.tolerance) for value in reported):
            return wish
    return old if proof is capability else None
