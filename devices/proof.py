"""What a report says about a command: pure functions, no waiting and no state."""

from enum import Enum, auto
from typing import TypeGuard

from devices.command import Command
from devices.device import Capability, Device, Shape, Value

JAMMED = "jammed"
TROUBLE = frozenset({"error", JAMMED, "fault"})
"""Reported states in which a device cannot do what it is asked."""

MOVES_THROUGH = frozenset({"position", "tilt"})
"""Last parts of the names of capabilities that pass through the values between."""

LOCKS = frozenset({"locked", "islocked"})
"""Last parts of the names of capabilities that are changed in a moment: "locking" after seconds is no good sign."""

_ROUNDING = 1e-6


class Verdict(Enum):
    """What a newer live report says about a command."""

    DONE = auto()
    """It reports what was wished."""
    STARTED = auto()
    """It reports that what was wished goes on from now (cleaning, cooking): nothing more is to come soon."""
    ON_ITS_WAY = auto()
    """It reports a transition (opening, locking): the end is still to come."""
    TROUBLE = auto()
    """It reports that it cannot."""
    OTHERWISE = auto()
    """It reports something else; right after a command that may still be the old state."""
    SAYS_NOTHING = auto()
    """It says nothing about this command."""


def proving(device: Device, capability: Capability) -> Capability | None:
    """The capability whose reports prove a wish for this one; None where nothing can be read back."""
    proof = device.capabilities.get(capability.proved_by) if capability.proved_by else capability
    return proof if proof is not None and proof.reading is not None else None


def judge(capability: Capability, proof: Capability, command: Command, reported: Value, before: Value) -> Verdict:
    """What `reported`, a value of `proof`, says about the command. `before`: what was reported before it was sent.

    Of an act only a change is evidence: who was cleaning already, and says so again, may not have heard of it.
    """
    if isinstance(reported, str) and reported in TROUBLE:
        return Verdict.TROUBLE
    under_way = is_moving(capability, proof, reported)
    if capability.shape is Shape.ACT:
        if same(reported, before, 0.0):
            return Verdict.SAYS_NOTHING
        if command.value not in capability.accepts and None not in capability.accepts:
            return Verdict.STARTED if under_way else Verdict.DONE
    if proves(capability, proof, command.value, reported):
        return Verdict.STARTED if under_way else Verdict.DONE
    moves = under_way or any(_comes_closer(proof, goal, reported, before) for goal in goals_of(capability, command))
    return Verdict.ON_ITS_WAY if moves else Verdict.OTHERWISE


def goals_of(capability: Capability, command: Command) -> frozenset[Value]:
    """The reported values that fulfil the wish."""
    return capability.accepts.get(command.value, frozenset({command.value}))


def goes_astray(capability: Capability, proof: Capability, command: Command, reported: Value, before: Value) -> bool:
    """Whether it went the other way: further from the wish than it was. No device does that by itself, so a hand did.

    A device that refuses stays where it was; one that does a part of it comes nearer.
    """
    if not (_is_number(reported) and _is_number(before)):
        return False
    goals = [goal for goal in goals_of(capability, command) if _is_number(goal)]
    tolerance = max(capability.tolerance, proof.tolerance) + _ROUNDING
    return (
        bool(goals)
        and all((goal - before) * (reported - before) < 0 for goal in goals)
        and (abs(reported - before) > tolerance)
    )


def is_moving(capability: Capability, proof: Capability, reported: Value) -> bool:
    """Whether the device says that it is on its way."""
    return reported in capability.under_way or reported in proof.under_way


def is_lock(proof: Capability) -> bool:
    """Whether it is a lock."""
    return proof.name.rpartition(".")[2].lower() in LOCKS


def _comes_closer(proof: Capability, goal: Value, reported: Value, before: Value) -> bool:
    """Whether something that takes time to move (a blind, a window) is nearer to where it should go than before.

    Other numbers do not pass through what lies between: a device that stays short of the wish refused it.
    """
    if proof.name.rpartition(".")[2].lower() not in MOVES_THROUGH:
        return False
    if not (_is_number(goal) and _is_number(reported) and _is_number(before)):
        return False
    return abs(goal - reported) < abs(goal - before)


def _is_number(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def proves(capability: Capability, proof: Capability, wish: Value, reported: Value) -> bool:
    """Whether a device that reports this has what is wished."""
    accepted = capability.accepts.get(wish)
    if accepted is None and capability.shape is Shape.ACT:
        accepted = capability.accepts.get(None, frozenset())
    if accepted is not None:
        return any(same(reported, value, proof.tolerance) for value in accepted)
    return same(wish, reported, max(capability.tolerance, proof.tolerance))


def same(one: Value, other: Value, tolerance: float) -> bool:
    """Whether two values are the same: numbers within the tolerance, colours whatever their case, True is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= tolerance + _ROUNDING
    if isinstance(one, str) and isinstance(other, str) and one.startswith("#"):
        return one.lower() == other.lower()
    return one == other
