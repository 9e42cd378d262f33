"""From components to devices: the components of one physical device become one Device for each purpose it has."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from devices.device import Capability, Device, Writing
from devices.discovery.ha.asking import asking_of, stamped
from devices.discovery.ha.availabilities import availability_of, tells_availability
from devices.discovery.ha.belonging import Described, purpose_of, words_in
from devices.discovery.ha.bundle import Component
from devices.discovery.ha.composites import composite_of, refined
from devices.discovery.ha.making import Making
from devices.discovery.ha.naming import room_id, says, spoken, text_in, tidy_name
from devices.discovery.ha.platforms import MAIN, PLATFORMS
from devices.discovery.ha.settings import Settings
from devices.discovery.ha.telling import NOT_TAKEN
from devices.discovery.ha.values import identifier
from devices.discovery.vocabulary import VOCABULARY
from devices.errors import NotDiscoverable

MAX_ID = 120
DETAIL = frozenset({"config", "diagnostic"})
_FOREIGN_TO_IDS = re.compile(r"[^a-z0-9_.:-]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One component with what it can do."""

    component: Component
    settings: Settings
    capabilities: tuple[Capability, ...]
    key: str
    """Which physical device it belongs to."""
    id: str
    name: str
    """Its own name; empty where it goes by the device's."""
    fallback: str
    flavour: str
    is_enabled: bool
    """False: whoever announced it wants it switched on by hand first."""
    asking: Writing | None
    left_out: tuple[str, ...]
    """Why something that it could do besides is not taken."""

    @property
    def device_name(self) -> str:
        """The name of the physical device it belongs to; empty where that has none."""
        return tidy_name(text_in(self.component.device, "name"))

    @property
    def is_main(self) -> bool:
        """Whether it is a purpose of its device, and not a detail."""
        return self.component.platform in MAIN and not self.is_detail

    @property
    def is_detail(self) -> bool:
        """Whether it says itself that it only sets or diagnoses something of its device."""
        return self.settings.text("entity_category") in DETAIL


def part_of(component: Component) -> Part:
    """The component read. Raises NotDiscoverable."""
    settings = Settings(component.settings)
    platform = PLATFORMS.get(component.platform)
    if platform is None:
        named = component.platform[:40]
        raise NotDiscoverable(NOT_TAKEN.get(named, f"components of the platform {named!r} are not taken"))
    fallback = _fallback(component)
    making = Making(component.platform, settings, fallback)
    capabilities = stamped(component, tuple(platform(making)))
    if not capabilities:
        why = "; ".join(making.left_out) or "no topic to read from or to write to"
        raise NotDiscoverable(f"the {component.platform} has nothing that can be used: {why}")
    return Part(
        component,
        settings,
        capabilities,
        key=_key(component),
        id=_id(component, settings),
        name=tidy_name(settings.text("name")),
        fallback=fallback,
        flavour=making.flavour,
        is_enabled=settings.flag("enabled_by_default", True),
        asking=asking_of(component, settings),
        left_out=tuple(making.left_out),
    )


def is_car(component: Component) -> bool:
    """Whether it belongs to a car that speaks VSS, and comes to us that way."""
    return any("vss:" in i for i in _identifiers(component.device))


def devices_of(parts: Sequence[Part]) -> tuple[Device, ...]:
    """The devices of one physical device, from all its parts. Raises NotDiscoverable.

    Parts that want to be switched on by hand first are left out where there are others.
    """
    enabled = [p for p in parts if p.is_enabled] or parts
    ordered = sorted(enabled, key=lambda p: p.component.topic)
    shared = _shared(ordered)
    mains = [p for p in ordered if p.is_main]
    if all(p.component.platform == "switch" for p in mains):
        composite = composite_of(_capabilities([_as_detail(p) for p in ordered]))
        if composite is not None:
            kind, capabilities = composite
            return (_device(ordered[0], kind, "", capabilities, shared, as_whole=True),)
    if not mains:
        lead = min(ordered, key=_importance)
        labelled = [_with_labels(p) for p in ordered]
        return (_device(lead, lead.component.platform, lead.flavour, _capabilities(labelled), shared, as_whole=True),)
    details: dict[int | None, list[Part]] = {}
    described = [_described(main) for main in mains]
    for part in ordered:
        if not part.is_main:
            details.setdefault(purpose_of(_described(part), described), []).append(part)
    devices = []
    for number, main in enumerate(mains):
        own = refined(main.component.platform, _capabilities([main, *map(_as_detail, details.get(number, ()))]))
        devices.append(_device(main, main.component.platform, main.flavour, own, shared, as_whole=len(mains) == 1))
    return (*devices, *(_by_itself(part, shared) for part in details.get(None, ())))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all devices of one physical device have from its parts."""

    aliases: tuple[str, ...]
    availability: tuple[Settings, ...]
    """Of the first part that tells one; empty where none does."""


def _shared(parts: Sequence[Part]) -> _Shared:
    telling = next((p.settings for p in parts if tells_availability(p.settings)), None)
    return _Shared(tuple(dict.fromkeys(_aliases(parts))), (telling,) if telling is not None else ())


def _described(part: Part) -> Described:
    """What tells where it belongs."""
    tells = part.component.platform in ("sensor", "binary_sensor") and not part.is_detail
    words = words_in(part.name or part.fallback) - words_in(part.device_name)
    return Described(part.component.platform, words, part.flavour if tells else "")


def _by_itself(part: Part, shared: _Shared) -> Device:
    """What watches a room is a device of its own beside what it was built into."""
    return _device(part, part.component.platform, part.flavour, _capabilities([part]), shared, as_whole=False)


def _importance(part: Part) -> tuple[bool, int]:
    order = ("binary_sensor", "sensor")
    platform = part.component.platform
    is_detail = part.is_detail or part.flavour in ("battery", "signal_strength")
    return is_detail, order.index(platform) if platform in order else len(order)


def _as_detail(part: Part) -> Part:
    """Its capabilities named after it: the switch "child lock" is the capability "child_lock"."""
    capabilities = part.capabilities
    if part.component.platform in MAIN:
        capabilities = tuple(
            replace(c, name=part.fallback if c.name in ("on", "activate") else f"{part.fallback}_{c.name}")
            for c in capabilities
        )
    return _with_labels(replace(part, capabilities=capabilities))


def _with_labels(part: Part) -> Part:
    """What is named after an id keeps the name that people are to read; other names say by themselves what they are."""
    own = part.name and part.fallback not in VOCABULARY
    labelled = (replace(c, label=part.name) if own and c.name == part.fallback else c for c in part.capabilities)
    return replace(part, capabilities=tuple(labelled))


def _capabilities(parts: Iterable[Part]) -> dict[str, Capability]:
    merged: dict[str, Capability] = {}
    for part in parts:
        for capability in part.capabilities:
            name = _free(merged, capability.name, part.fallback)
            merged[name] = capability if name == capability.name else replace(capability, name=name)
    return merged


def _free(taken: Mapping[str, Any], *wanted: str) -> str:
    for name in wanted:
        if name not in taken:
            return name
    return next(f"{wanted[-1]}_{n}" for n in range(2, len(taken) + 3) if f"{wanted[-1]}_{n}" not in taken)


def _device(
    lead: Part,
    kind: str,
    flavour: str,
    capabilities: Mapping[str, Capability],
    shared: _Shared,
    *,
    as_whole: bool,
) -> Device:
    described = lead.component.device
    device_name = lead.device_name
    own_name = (lead.name if lead.is_main or not as_whole else "") or device_name or lead.name or spoken(lead.fallback)
    joined = own_name if not device_name or says(own_name, device_name) else f"{device_name} {own_name}"
    name = device_name if as_whole and device_name else joined
    availability, mode = availability_of([lead.settings, *shared.availability])
    return Device(
        id=lead.id if lead.is_main or not as_whole else _key_id(lead),
        name=name,
        kind=kind,
        capabilities=capabilities,
        room=room_id(text_in(described, "suggested_area")),
        aliases=tuple(dict.fromkeys(n for n in (own_name, joined, *shared.aliases) if n != name)),
        flavour=flavour,
        maker=tidy_name(text_in(described, "manufacturer")),
        model=tidy_name(text_in(described, "model")),
        source="ha",
        availability=availability,
        availability_mode=mode,
        asking=lead.asking,
    )


def _aliases(parts: Sequence[Part]) -> Iterable[str]:
    """Other names a component tells; Home Assistant itself passes over them."""
    for part in parts:
        yield from (tidy_name(alias) for alias in part.settings.texts("aliases"))


def _identifiers(device: Mapping[str, Any]) -> tuple[str, ...]:
    raw = device.get("identifiers")
    if raw is None:
        connections = device.get("connections")
        raw = (
            [":".join(map(str, c)) for c in connections if isinstance(c, list)] if isinstance(connections, list) else []
        )
    listed = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(i, str | int) and not isinstance(i, bool) for i in listed):
        raise NotDiscoverable("the device's identifiers are texts")
    return tuple(str(i) for i in listed)


def _key(component: Component) -> str:
    identifiers = _identifiers(component.device)
    return min(identifiers) if identifiers else component.topic


def _key_id(part: Part) -> str:
    """An id for the physical device itself."""
    return _as_id(part.key) if _identifiers(part.component.device) else part.id


def _id(component: Component, settings: Settings) -> str:
    """The unique id; without one, where it was announced."""
    unique = settings.text("unique_id")
    return _as_id(unique or "_".join(filter(None, (component.platform, component.node_id, component.object_id))))


def _as_id(text: str) -> str:
    lowered = text.lower()
    tidy = _FOREIGN_TO_IDS.sub("_", lowered).strip("_")[:MAX_ID]
    if re.sub(r"[\s/_]+", "_", lowered).strip("_") == tidy:
        return tidy
    # Letters were lost, and two ids may have become one.
    return f"{tidy or 'device'}_{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _fallback(component: Component) -> str:
    """The object id without the device's own name or id in front of it."""
    name = identifier(component.object_id)
    prefixes = [identifier(text_in(component.device, "name")), identifier(component.node_id)]
    prefixes += [identifier(i) for i in _identifiers(component.device)]
    for prefix in prefixes:
        if prefix and name.startswith(prefix + "_"):
            return name[len(prefix) + 1 :]
    return name or component.platform
