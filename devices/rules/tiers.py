"""How risky a wish is: six tiers as one table over kind, flavour, capability and direction.

0 reading, 1 comfort, 2 cost, privacy and nuisance, 3 heat, water, gas and motion, 4 access and security, 5 never by
voice. The safe direction (off, closed, locked, lower, stopped) is in no row, so it is tier 1.
"""

from collections.abc import Callable
from datetime import time

from devices.command import Command, Reason
from devices.device import Capability, Device, Value
from devices.policy import Situation
from devices.rules.car_outside import CAR_RISKS
from devices.rules.direction import is_off, is_safe, last_part, opens, unlocks
from devices.rules.names import CLIMATES, Thing, things_of
from devices.rules.risk import ACCESS, ACCESS_FLOOR, AWAY, COMFORT, COST, HAZARD, NEVER, NIGHT, Risk
from devices.rules.temperatures import is_scalding, is_too_hot

MANY = 10
"""More devices than this in one wish are worth a question."""

LOUD = 80
"""% of volume above which it is very loud."""

NIGHT_FROM, NIGHT_TO = time(22), time(7)
"""By the clock of the house; from when to when noise is worth a question."""

ENTRANCES = frozenset({"garage", "garage_door", "gate", "door"})
"""Flavours of cover that let people into the house."""

SETTINGS = frozenset({"number", "input_number", "select", "input_select"})
"""Kinds that set something of a thing rather than switch it."""

_MOVES = frozenset({"open", "position"})
_CLIMATE = frozenset(
    {"on", "mode", "target_temperature", "target_temperature_low", "target_temperature_high", "preset"}
)
_CLEANING = frozenset({"activity", "clean_rooms", "clean_zone", "clean_zones", "spot", "on"})
_TARGETS = frozenset({"target_temperature", "target_temperature_low", "target_temperature_high"})

Test = Callable[[Command, Device, Situation], bool]


def is_night(situation: Situation) -> bool:
    """Whether it is between NIGHT_FROM and NIGHT_TO."""
    clock = situation.now.time()
    return clock >= NIGHT_FROM or clock < NIGHT_TO


def _any(command: Command, device: Device, situation: Situation) -> bool:
    return True


def _risky(command: Command, device: Device, situation: Situation) -> bool:
    return not is_safe(command, situation.present, device.kind)


def _opens(command: Command, device: Device, situation: Situation) -> bool:
    return opens(command) or (command.capability == "on" and command.value is True)


def _gets_at_the_lock(command: Command, device: Device, situation: Situation) -> bool:
    """Also what a maker names as he likes ("lock 'n' go with unlatch", a relay, automatic locking off)."""
    return unlocks(command) or opens(command) or not is_safe(command, situation.present, device.kind)


def _gets_at_the_gate(command: Command, device: Device, situation: Situation) -> bool:
    return command.capability not in _MOVES and not is_safe(command, situation.present, device.kind)


def _disarms(command: Command, device: Device, situation: Situation) -> bool:
    return not (isinstance(command.value, str) and command.value.startswith("armed"))


def _begins(command: Command, device: Device, situation: Situation) -> bool:
    return not is_off(command.value) and command.value not in ("cancel", "stop", "keep_warm")


def _too_loud(command: Command, device: Device, situation: Situation) -> bool:
    value = command.value
    is_loud = isinstance(value, int | float) and not isinstance(value, bool) and value > LOUD
    return is_loud and not is_safe(command, situation.present, device.kind)


def _off(command: Command, device: Device, situation: Situation) -> bool:
    return is_off(command.value)


def _risky_at_night(command: Command, device: Device, situation: Situation) -> bool:
    return is_night(situation) and _risky(command, device, situation)


def _too_hot(command: Command, device: Device, situation: Situation) -> bool:
    return is_too_hot(command, device) and not is_safe(command, situation.present, device.kind)


def _scalding(command: Command, device: Device, situation: Situation) -> bool:
    return is_scalding(command, device) and not is_safe(command, situation.present, device.kind)


def _kinds(*kinds: str) -> frozenset[str]:
    return frozenset(kinds)


RISKS: tuple[Risk, ...] = (
    # 2: cost, privacy, nuisance
    Risk(COST, _kinds("climate", "water_heater"), _CLIMATE, _risky, unusual=AWAY),
    Risk(COST, _kinds("vacuum"), _CLEANING, _risky_at_night, unusual=NIGHT),
    Risk(COST, _kinds("media_player"), _kinds("volume"), _too_loud, reason=Reason.VERY_LOUD, always_asked=True),
    Risk(COST, _kinds("camera"), _kinds("on", "mode"), _off, unusual=NIGHT | AWAY),
    Risk(COST, _kinds("script"), _kinds("activate", "on"), _any),
    Risk(COST, _kinds("automation"), _kinds("activate", "on"), _any),
    Risk(COST, _kinds("button"), _kinds("press"), _any, flavours=_kinds("restart", "update")),
    Risk(COST, _kinds("cover"), _MOVES, _opens, flavours=_kinds("window"), unusual=NIGHT | AWAY),
    # 3: heat, water, gas, motion
    Risk(HAZARD, _kinds("climate"), _TARGETS, _too_hot, needs_somebody=True),
    Risk(HAZARD, _kinds("water_heater"), _TARGETS, _scalding, needs_somebody=True),
    Risk(HAZARD, _kinds("cooker"), _kinds("start", "on", "status"), _begins, reason=Reason.LOADED),
    Risk(HAZARD, _kinds("valve"), frozenset(), _opens, needs_somebody=True),
    Risk(HAZARD, _kinds("siren"), frozenset(), _risky, needs_somebody=True),
    Risk(HAZARD, _kinds("lawn_mower"), _kinds("activity", "on", "start"), _risky, needs_somebody=True),
    Risk(HAZARD, _kinds("cover"), _MOVES, _opens, flavours=ENTRANCES, needs_somebody=True, is_access=True),
    Risk(HAZARD, _kinds("cover"), frozenset(), _gets_at_the_gate, flavours=ENTRANCES, is_access=True),
    # 4: access, security
    Risk(ACCESS, _kinds("lock"), frozenset(), _gets_at_the_lock, is_access=True),
    Risk(ACCESS, _kinds("alarm_control_panel"), frozenset(), _disarms, is_access=True),
    *CAR_RISKS,
)
"""A wish has the highest tier of the rows it falls under, and tier 1 under none."""

STANDING: tuple[Risk, ...] = tuple(r for r in RISKS if not r.always_asked and r.when is not _risky_at_night)
"""The rows that hold at any time, whatever else is going on: what a thing is able to do."""

_CROWD = Risk(COST, frozenset(), frozenset(), _any, reason=Reason.MANY_DEVICES, always_asked=True)
_NONE = Risk(COMFORT, frozenset(), frozenset(), _any)


def risk_of(command: Command, device: Device, situation: Situation) -> Risk:
    """The row of the highest tier that the wish falls under, as the owner wants it."""
    crowd = (_CROWD,) if situation.group_size > MANY and not is_safe(command, situation.present, device.kind) else ()
    return _worst(RISKS, crowd, command, device, situation)


def standing_risk(command: Command, device: Device, situation: Situation) -> Risk:
    """The row of the highest tier that the wish falls under at any time: the night and the number say nothing."""
    return _worst(STANDING, (), command, device, situation)


def _worst(
    rows: tuple[Risk, ...], beside: tuple[Risk, ...], command: Command, device: Device, situation: Situation
) -> Risk:
    """Of those of the rows that cover the wish, of what its names make of it, and of those beside."""
    found = [r for r in rows if r.covers(command, device, situation)]
    found += [_named(t, command, device, situation.present) for t in things_of(device, command.capability)]
    found = [*found, *beside] or [_NONE]
    if max(r.tier for r in found) <= COMFORT and is_safe(command, situation.present, device.kind):
        return found[0]
    capability = device.capabilities.get(command.capability)
    # An owner who loosens one row loosens no other; of the same tier the one that asks for more counts.
    lowered = [_loosened(r, capability) for r in found]
    worst = max(lowered, key=lambda r: (r.tier, r.always_asked, r.needs_somebody, r.only_parked, len(r.unusual)))
    return worst if capability is None else worst.at(max(worst.tier, capability.at_least))


def highest_tier(kind: str, flavour: str, capability: str) -> int:
    """The highest tier that a wish for this thing of the house can have by day."""
    return max((r.tier for r in STANDING if r.may_cover(kind, flavour, capability)), default=COMFORT)


def _loosened(risk: Risk, capability: Capability | None) -> Risk:
    """No riskier than the owner says; who gets in keeps a floor."""
    if capability is None or capability.at_most is None or risk.tier >= NEVER:
        return risk
    floor = ACCESS_FLOOR if risk.is_access or risk.tier >= ACCESS else 0
    return risk.at(min(risk.tier, max(capability.at_most, floor)))


def _named(thing: Thing, command: Command, device: Device, present: Value) -> Risk:
    """What a name makes of the wish."""
    tier = _tier_by_name(thing, command, device, present)
    return Risk(tier, frozenset(), frozenset(), _any, unusual=AWAY, needs_somebody=tier == HAZARD and thing.on == tier)


def _tier_by_name(thing: Thing, command: Command, device: Device, present: Value) -> int:
    part = last_part(command.capability)
    if part in ("press", "activate"):
        return thing.press
    if is_off(command.value) or (part == "muted" and command.value is True):
        return thing.off
    if is_safe(command, present, device.kind):
        return COMFORT
    if device.kind in CLIMATES:
        return max(min(thing.off, HAZARD), thing.on if device.kind in thing.kinds else COMFORT)
    if device.kind in SETTINGS:
        return max(thing.on, min(thing.off, HAZARD))
    return thing.on
