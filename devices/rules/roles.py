"""What a tier means for whoever wishes: tier and role → decision."""

from devices.command import Command, Reason, Role, Safe
from devices.device import Device
from devices.policy import Allow, Confirm, Decision, Driving, Refuse, SecondFactor, Situation
from devices.rules.direction import is_safe
from devices.rules.risk import ACCESS, COMFORT, HAZARD, NEVER, Risk
from devices.rules.tiers import is_night, risk_of

_ALLOW, _ASK, _PROVE = Allow(), Confirm(), SecondFactor()
_NO = Refuse(Reason.NOT_ALLOWED)
_BY_AN_ADULT = Refuse(Reason.NOT_ALLOWED, Safe.BY_AN_ADULT)
_BY_HAND = Refuse(Reason.ONLY_BY_HAND, Safe.AT_THE_DEVICE)

DECISIONS: dict[Role, tuple[Decision, Decision, Decision, Decision]] = {
    "owner": (_ALLOW, _ALLOW, _ASK, _PROVE),
    "adult": (_ALLOW, _ALLOW, _ASK, _PROVE),
    "child": (_ALLOW, _BY_AN_ADULT, _BY_AN_ADULT, _BY_AN_ADULT),
    "guest": (_ALLOW, _ASK, _NO, _NO),
    "unknown_voice": (_ALLOW, _ASK, _NO, _NO),
    "routine": (_ALLOW, _ALLOW, _NO, _NO),
    "untrusted_text": (_ASK, _ASK, _NO, _NO),
}
"""Role → what tiers 1 to 4 come to. Tier 5 is refused to everybody. Who is refused is not told what would help, but
for a child, whom an adult can help."""

ADULTS = frozenset({"owner", "adult"})


def tiers(command: Command, device: Device, situation: Situation) -> Decision:
    """The tiers decide on everything but the car's own actions by people in it; there they only make it stricter."""
    if device.kind == "car" and command.origin.seat:
        return _as_owner_wants(command, device, situation)
    return decided(risk_of(command, device, situation), command, situation)


def _as_owner_wants(command: Command, device: Device, situation: Situation) -> Decision:
    """What the owner's own tier for a signal asks of people in the car."""
    capability = device.capabilities.get(command.capability)
    if capability is None or capability.at_least <= COMFORT or is_safe(command, situation.present, device.kind):
        return _ALLOW
    own = Risk(capability.at_least, frozenset(), frozenset(), lambda *_: True)
    return decided(own, command, situation)


def decided(risk: Risk, command: Command, situation: Situation) -> Decision:
    """What a wish of this risk comes to for whoever wishes it."""
    if risk.tier >= NEVER:
        return _BY_HAND
    role = command.origin.role
    decision = DECISIONS[role][max(risk.tier, COMFORT) - 1]
    if isinstance(decision, Refuse):
        return decision
    if risk.only_parked and situation.driving is not Driving.PARKED:
        return Refuse(Reason.NOT_WHILE_DRIVING, Safe.WHEN_PARKED)
    if risk.needs_somebody and risk.tier >= HAZARD and situation.anybody_home is False:
        return Refuse(Reason.NOBODY_HOME, Safe.WHEN_SOMEBODY_IS_HOME)
    if risk.tier >= ACCESS or risk.tier <= COMFORT:
        return decision
    return _question(risk, decision, command, situation)


def _question(risk: Risk, decision: Decision, command: Command, situation: Situation) -> Decision:
    """In tiers 2 and 3: what makes it worth asking. In tier 2 an adult is asked only about what is unusual."""
    if risk.tier == HAZARD or command.origin.role == "routine":
        return Confirm(risk.reason) if isinstance(decision, Confirm) else decision
    reason = _unusual(risk, situation)
    if reason is not None and (command.origin.role in ADULTS or isinstance(decision, Confirm)):
        return Confirm(reason)
    return decision


def _unusual(risk: Risk, situation: Situation) -> Reason | None:
    if risk.always_asked:
        return risk.reason
    if "night" in risk.unusual and is_night(situation):
        return Reason.AT_NIGHT
    if "away" in risk.unusual and situation.anybody_home is False:
        return Reason.NOBODY_HOME
    return None
