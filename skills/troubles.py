"""What devices say is wrong with them, or why they did not obey: in words that say what to do."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from assistant.utterance import Language
from devices.command import Outcome, OutcomeKind, Reason
from devices.device import Device
from devices.home import Home
from skills.words import phrase_file

NOTHING = frozenset({"", "none", "no_error", "no_fault", "ok", "0"})
"""Codes that say that nothing is wrong."""

FILES = ("vacuum", "cooker")
TOLD_AS = ("error", "fault", "alert")
"""Capabilities in which devices tell what is wrong."""

REFUSAL = "refusal"
"""The capability in which a device tells why it did not do what it was told."""

LATELY = timedelta(minutes=15)
RESTS = frozenset({"docked", "idle", "returning", "paused"})
"""States in which nothing of what it was told goes on."""

_SILENT = frozenset({Reason.NO_ANSWER, Reason.CONTRADICTED})
"""How a command ends whose device says no in a way of its own."""


def code_of(told: object) -> str:
    """An error as a key of the phrase files: "Dust-bin full" is "dust_bin_full"."""
    return "_".join(str(told).strip().casefold().replace("-", " ").split())


def explained(code: str, language: Language) -> str:
    """What a code means and what to do about it; empty where nobody explained it yet."""
    for file in FILES:
        tables = phrase_file(file)
        alias = str(tables.get("alias", {}).get(code, {}).get("is", code))
        for table in ("error", "fault", REFUSAL):
            known: Mapping[str, Any] | None = tables.get(table, {}).get(alias)
            if known:
                return str(known[language])
    return ""


def codes_known(language: Language) -> Mapping[str, str]:
    """Every code that has words → these words."""
    tables = [phrase_file(file) for file in FILES]
    codes = {code for t in tables for name in ("alias", "error", "fault") for code in t.get(name, {})}
    return {code: explained(code, language) for code in codes}


def trouble_of(device: Device, home: Home, language: Language) -> str:
    """What a device says is wrong with it: explained, or in its own words; empty where nothing is."""
    for name in TOLD_AS:
        fact = home.fact(device.id, name) if name in device.capabilities else None
        code = code_of(fact.value) if fact is not None and fact.value is not None else ""
        if code not in NOTHING:
            return explained(code, language) or code.replace("_", " ")
    return ""


def refusals_before(home: Home, devices: Iterable[str]) -> Mapping[str, int]:
    """How far the refusals of these devices are, to tell new ones from old ones later."""
    return {d: _order(home, d) for d in devices}


def reasons_given(
    outcomes: Iterable[Outcome], home: Home, before: Mapping[str, int], language: Language
) -> Mapping[str, str]:
    """Command id → why the device says that it did not obey, for those that did not; `before`: see above."""
    found: dict[str, str] = {}
    for outcome in outcomes:
        device = home.devices.get(outcome.command.device)
        if device is None or outcome.kind not in (OutcomeKind.FAILED, OutcomeKind.UNKNOWN):
            continue
        if outcome.reason is Reason.DEVICE_ERROR:
            why = trouble_of(device, home, language)
        elif outcome.reason in _SILENT and _order(home, device.id) > before.get(device.id, 0):
            why = _refusal(device, home, language)
        else:
            why = ""
        if why:
            found[outcome.command.id] = why
    return found


def latest_refusal(device: Device, home: Home, now: datetime, language: Language) -> str:
    """Why it did not do what it was told lately; empty where it is at work meanwhile."""
    states = [home.fact(device.id, name) for name in ("activity", "status")]
    rests = all(fact is None or fact.value in RESTS for fact in states)
    fact = home.fact(device.id, REFUSAL) if REFUSAL in device.capabilities else None
    if fact is None or not fact.order or not rests or now - fact.at > LATELY:
        return ""
    return _refusal(device, home, language)


def _refusal(device: Device, home: Home, language: Language) -> str:
    fact = home.fact(device.id, REFUSAL)
    code = code_of(fact.value) if fact is not None and fact.value is not None else ""
    return "" if code in NOTHING else explained(code, language) or code.replace("_", " ")


def _order(home: Home, device_id: str) -> int:
    device = home.devices.get(device_id)
    fact = home.fact(device_id, REFUSAL) if device is not None and REFUSAL in device.capabilities else None
    return fact.order if fact is not None else 0
