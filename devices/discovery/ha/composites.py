"""Kinds that Home Assistant has no platform for on MQTT, told by what a device's details are together."""

from collections.abc import Mapping
from dataclasses import replace

from devices.device import Capability, Shape, Value
from devices.discovery.ha.values import SYNONYMS
from devices.discovery.vocabulary import VOCABULARY, tier_of

COOKING = frozenset({"cooking", "running", "busy", "preheat", "preheating", "delayed", "scheduled"})
BEGUN = COOKING | {"keep_warm", "keeping_warm", "warming", "delay", "reservation", "waiting_to_start"}
"""Where a cooker can be after it was started: some menus only keep warm, and some starts are for later."""
NOT_COOKING = frozenset({"idle", "off", "standby", "cancelled"})

NO_ZONE = "none"
"""What a vacuum that cleans no certain zone tells."""

Capabilities = Mapping[str, Capability]


def composite_of(capabilities: Capabilities) -> tuple[str, Capabilities] | None:
    """The kind, and the capabilities by the vocabulary's names; None where these details are no such kind."""
    named = _in_vocabulary(capabilities)
    if _is_cooker(named):
        return "cooker", _with_tiers("cooker", _cooker(named))
    if _is_player(named):
        return "media_player", _with_tiers("media_player", _player(named))
    return None


def refined(kind: str, capabilities: Capabilities) -> Capabilities:
    """Capabilities of a kind that Home Assistant has, with what their names mean among its other details."""
    zone = capabilities.get("clean_zone") if kind == "vacuum" else None
    if zone is None or zone.shape is not Shape.CHOICE:
        return capabilities
    return {**capabilities, "clean_zone": replace(zone, under_way=frozenset(zone.choices) - {NO_ZONE})}


def _in_vocabulary(capabilities: Capabilities) -> dict[str, Capability]:
    named: dict[str, Capability] = {}
    for name, capability in capabilities.items():
        known = SYNONYMS.get(name, name)
        free = known if known not in named and (known == name or known not in capabilities) else name
        named[free] = replace(capability, name=free, label="" if free in VOCABULARY else capability.label)
    return named


def _has(named: Capabilities, name: str, shape: Shape) -> bool:
    return name in named and named[name].shape is shape and named[name].writable


def _is_cooker(named: Capabilities) -> bool:
    is_told = bool(named.keys() & {"status", "phase", "time_left"})
    acts = all(_has(named, act, Shape.ACT) for act in ("start", "cancel"))
    return is_told and acts and _has(named, "menu", Shape.CHOICE)


def _cooker(named: dict[str, Capability]) -> dict[str, Capability]:
    if "status" not in named:
        return named
    begins: dict[Value, frozenset[Value]] = {None: frozenset(BEGUN)}
    ends: dict[Value, frozenset[Value]] = {None: frozenset(NOT_COOKING)}
    return named | {
        "status": replace(named["status"], under_way=frozenset(COOKING)),
        "start": replace(named["start"], proved_by="status", accepts=begins, under_way=frozenset(BEGUN)),
        "cancel": replace(named["cancel"], proved_by="status", accepts=ends),
    }


def _is_player(named: Capabilities) -> bool:
    plays = _has(named, "playback", Shape.CHOICE) or (
        _has(named, "play", Shape.ACT) and _has(named, "pause", Shape.ACT)
    )
    return plays and _has(named, "volume", Shape.NUMBER)


def _player(named: dict[str, Capability]) -> dict[str, Capability]:
    if "track" not in named:
        return named
    return named | {n: replace(named[n], proved_by="track") for n in ("next", "previous") if n in named}


def _with_tiers(kind: str, named: Capabilities) -> Capabilities:
    return {n: replace(c, tier=tier_of(kind, "", n) if c.writable else 0) for n, c in named.items()}
