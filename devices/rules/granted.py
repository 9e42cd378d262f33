"""What a paired head unit was granted, whoever speaks through it: scopes for the car's rows and the tiers at home.

A grant is a scope, or `in:` with the id of the car that the head unit is in: of cars it then commands that one alone.
"""

from collections.abc import Mapping

from devices.command import Command, Reason, Safe
from devices.device import Device
from devices.policy import Allow, Decision, Refuse, Situation
from devices.rules.car_rows import Row, rows_of
from devices.rules.risk import ACCESS, COMFORT, COST, HAZARD, NEVER
from devices.rules.tiers import risk_of

IN = "in:"
"""Before the id of the head unit's own car."""

CAR_ACT, CAR_OPEN = "car.act", "car.open"
HOME_ACT, HOME_RISKY = "home.act", "home.risky"

OPENING: frozenset[int] = frozenset({6, 7, 9, 10, 11})
"""Rows of the car's table that open, unlock or release; the same rows' way back (close, lock, engage) is no more than
acting."""

GUARDED: frozenset[int] = frozenset({33})
"""Rows that take as much as opening, though nothing opens: accounts, firmware and what else is paired."""

TIERS: Mapping[int, frozenset[str]] = {
    COMFORT: frozenset({HOME_ACT, HOME_RISKY}),
    COST: frozenset({HOME_ACT, HOME_RISKY}),
    HAZARD: frozenset({HOME_RISKY}),
    ACCESS: frozenset({HOME_RISKY}),
    NEVER: frozenset({HOME_RISKY}),
}
"""Tier of a wish at home → the scopes of which one is enough."""

_ALLOW = Allow()
_NOT_GRANTED = Refuse(Reason.NOT_GRANTED, Safe.GRANT_IT)
_NOT_THIS_CAR = Refuse(Reason.NOT_GRANTED)


def granted(command: Command, device: Device, situation: Situation) -> Decision:
    """What the grants do not cover is refused; the safety functions of the car are always granted."""
    grants = command.origin.grants
    if grants is None:
        return _ALLOW
    if device.kind != "car":
        return _ALLOW if not TIERS[_tier(command, device, situation)].isdisjoint(grants) else _NOT_GRANTED
    if not _is_its_own(device, grants):
        return _NOT_THIS_CAR
    return _ALLOW if all(s in grants for s in scopes_in_car(command)) else _NOT_GRANTED


def scopes_in_car(command: Command) -> frozenset[str]:
    """The scopes that a wish for a signal of the car takes, all of them; none for a safety function."""
    rows = rows_of(command)
    if any(row.safety for row in rows):
        return frozenset()
    return frozenset(map(_scope_of, rows)) if rows else frozenset({CAR_ACT, CAR_OPEN})


def _scope_of(row: Row) -> str:
    opens = row.number in OPENING and row.lets_out
    return CAR_OPEN if opens or row.number in GUARDED else CAR_ACT


def _is_its_own(device: Device, grants: frozenset[str]) -> bool:
    own = [grant.removeprefix(IN) for grant in grants if grant.startswith(IN)]
    return device.id in own if own else True


def _tier(command: Command, device: Device, situation: Situation) -> int:
    """Of the wish, or of whatever riskier goes to the same topics."""
    return max(risk_of(command, device, situation).tier, situation.borrowed, COMFORT)
