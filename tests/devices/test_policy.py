"""How decisions of several rules become one."""

from datetime import UTC, datetime

from devices.command import Command, Origin, Reason
from devices.device import Device
from devices.policy import Allow, Confirm, Decision, Refuse, Rule, SecondFactor, Situation, decide, severest
from devices.rules import RULES

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ALLOW, NOT_ALLOWED = Allow(), Refuse(Reason.NOT_ALLOWED)


def says(decision: Decision) -> Rule:
    return lambda command, device, situation: decision


def test_proof_passes_a_second_factor_and_never_a_refusal() -> None:
    device = Device("door", "door", "lock", {})
    unlock = Command("door", "locked", False)
    assert decide(unlock, device, Situation(NOW), RULES) == SecondFactor()
    confirmed = Command("door", "locked", False, origin=Origin(confirmed=True))
    assert decide(confirmed, device, Situation(NOW), RULES) == SecondFactor()
    proven = Command("door", "locked", False, origin=Origin(confirmed=True, second_factor=True))
    assert decide(proven, device, Situation(NOW), RULES) == ALLOW
    guest = Origin(role="guest", confirmed=True, second_factor=True)
    assert decide(Command("door", "locked", False, origin=guest), device, Situation(NOW), RULES) == NOT_ALLOWED


def test_the_most_severe_rule_wins() -> None:
    device, command = Device("x", "x", "light", {}), Command("x", "on", True)
    proven = Command("x", "on", True, origin=Origin(second_factor=True))
    rules = [says(Confirm()), says(SecondFactor()), says(ALLOW)]
    assert decide(command, device, Situation(NOW), []) == ALLOW
    assert decide(command, device, Situation(NOW), rules) == SecondFactor()
    assert decide(proven, device, Situation(NOW), rules) == ALLOW
    assert decide(proven, device, Situation(NOW), [*rules, says(NOT_ALLOWED)]) == NOT_ALLOWED


def test_of_equally_severe_decisions_the_first_is_told() -> None:
    dark, rainy = Confirm(Reason.DARK), Confirm(Reason.RAINING)
    assert severest([ALLOW, dark, rainy]) == dark
    assert severest([rainy, dark]) == rainy
    assert severest([]) == ALLOW
