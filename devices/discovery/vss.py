"""Cars whose signals are on `vss/<car>/<VSS path with slashes>`, one Device of kind "car" for each.

    vss/<car>/$description       retained {"name", "aliases"?, "vss_version", "signals": [paths]}; without it: all known
    vss/<car>/$state             retained "init", "ready", "sleeping" or "lost" (the will)
    vss/<car>/Vehicle/Speed      retained {"v": value, "ts": ISO time, "q": "ok" | "stale" | "unavailable"}
    vss/<car>/…/$target          retained {"v", "ts"}: where the signal is to go; empty: nowhere
    vss/<car>/…/set              not retained {"v", "req", "src": {"seat", "user", "auth"}, "exp"}
    vss/<car>/$ack/<req>         not retained {"status": "accepted" | "rejected" | "done" | "failed", "code"?}

A value with a target that it has not reached yet reads "moving". One that is not "ok" is no value: what was known of
the signal is in doubt from then on.
"""

import re
from collections.abc import Sequence
from typing import Any

from devices.device import Answering, Availability, Capability, Device, Reading
from devices.discovery.catalogue import SIGNALS, VSS_VERSION, Signal
from devices.discovery.convention import Appeared, Found, Rejected, Vanished
from devices.discovery.vss_messages import (
    MAX_PAYLOAD,
    Target,
    decoded,
    doubts,
    parsed,
    refusal,
    stamp,
    target_in,
    writing,
)
from devices.errors import NotDiscoverable
from devices.link import Message

CAR_NAMES = ("car", "车", "汽车")
MAX_CARS = 100
"""Cars whose targets are kept in mind."""
UNDERSTOOD = ("6", "7")
"""Major versions of VSS whose paths mean what the catalogue says."""

_CAR = "[A-Za-z0-9_-]{1,64}"
_ANNOUNCEMENT = re.compile(rf"vss/({_CAR})/\$(description|state)")
_TARGET = re.compile(rf"vss/({_CAR})/(.+)/\$target")
_PRESENT = frozenset({b"ready", b"sleeping"})
_DEPTHS = sorted({path.count(".") + 1 for path in SIGNALS})


class Vss:
    """Reads descriptions; a car without one has every signal of the catalogue."""

    def __init__(self) -> None:
        self._cars: dict[str, bool] = {}
        """Car → whether it described itself."""
        self._targets: dict[str, dict[str, Target]] = {}
        """By car and path: where a signal is to go."""

    @property
    def filters(self) -> tuple[str, ...]:
        """Descriptions, states and targets of all cars."""
        return "vss/+/$description", "vss/+/$state", *(f"vss/+{'/+' * depth}/$target" for depth in _DEPTHS)

    def claims(self, topic: str) -> bool:
        """A description, a target; and the state of a car that nobody knows yet, which tells of its existence."""
        if topic.endswith("/$target"):
            return _TARGET.fullmatch(topic) is not None
        found = _ANNOUNCEMENT.fullmatch(topic)
        return found is not None and (found[2] == "description" or found[1] not in self._cars)

    def read(self, message: Message) -> Sequence[Found]:
        """What an announcement says."""
        target = _TARGET.fullmatch(message.topic)
        if target is not None:
            return self._aim(target[1], target[2].replace("/", "."), message)
        found = _ANNOUNCEMENT.fullmatch(message.topic)
        if found is None:
            return (Rejected(message.topic, "this is no car's announcement"),)
        car, what = found[1], found[2]
        if not message.payload:
            self._targets.pop(car, None)
            return (Vanished(_device_id(car)),) if self._cars.pop(car, None) is not None else ()
        try:
            device = self._device(car, _description(message.payload) if what == "description" else {})
        except NotDiscoverable as error:
            return (Rejected(message.topic, str(error)),)
        self._cars[car] = what == "description" or self._cars.get(car, False)
        return (Appeared(device),)

    def _aim(self, car: str, path: str, message: Message) -> Sequence[Found]:
        """Keep where a signal is to go."""
        signal = SIGNALS.get(path)
        if signal is None or (car not in self._targets and len(self._targets) >= MAX_CARS):
            return ()
        targets = self._targets.setdefault(car, {})
        aimed = target_in(signal, message.payload)
        if aimed is None:
            targets.pop(path, None)
        else:
            targets[path] = aimed
        return ()

    def _device(self, car: str, description: dict[str, Any]) -> Device:
        name, aliases = _names(description)
        return Device(
            id=_device_id(car),
            name=name,
            kind="car",
            capabilities={s.path: self._capability(car, s) for s in _signals(description)},
            aliases=aliases,
            maker=_label(description, "maker"),
            model=_label(description, "model"),
            source="vss",
            availability=(Availability(f"vss/{car}/$state", b"ready", b"lost", _presence),),
            answering=Answering(f"vss/{car}/$ack/", refusal),
        )

    def _capability(self, car: str, signal: Signal) -> Capability:
        """A signal bound to its car's topics."""
        topic = signal_topic(car, signal.path)

        def decode(payload: bytes) -> Any:
            return decoded(signal, payload, self._targets.get(car, {}).get(signal.path))

        wish = writing(f"{topic}/set") if signal.is_actuator else None
        return signal.capability(wish, Reading(topic, decode, stamp, doubts=doubts))


def signal_topic(car: str, path: str) -> str:
    """Where a signal's value is; "/set" and "/$target" behind it are where wishes go, and where it is to go."""
    return f"vss/{car}/{path.replace('.', '/')}"


def _device_id(car: str) -> str:
    return f"vss:{car.lower()}"


def _description(payload: bytes) -> dict[str, Any]:
    if len(payload) > MAX_PAYLOAD:
        raise NotDiscoverable(f"the description has {len(payload)} bytes; {MAX_PAYLOAD} are allowed")
    description = parsed(payload)
    if description is None:
        raise NotDiscoverable("the description is no JSON object")
    return description


def _signals(description: dict[str, Any]) -> list[Signal]:
    version = str(description.get("vss_version", VSS_VERSION)).strip()
    if version.removeprefix("v").split(".", 1)[0] not in UNDERSTOOD:
        raise NotDiscoverable(f"the car speaks VSS {version[:20]}; what is known here is {VSS_VERSION}")
    paths = _texts(description, "signals")
    signals = [SIGNALS[p] for p in dict.fromkeys(paths) if p in SIGNALS] if paths is not None else [*SIGNALS.values()]
    if not signals:
        raise NotDiscoverable(f"the car has none of the signals of VSS {VSS_VERSION} that are known here")
    return signals


def _names(description: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    name = description.get("name", CAR_NAMES[0])
    if not isinstance(name, str) or not 0 < len(name.strip()) <= 100:
        raise NotDiscoverable("name is a text of 1 to 100 characters")
    name = name.strip()
    aliases = (*(_texts(description, "aliases") or []), *CAR_NAMES)
    return name, tuple(dict.fromkeys(a for a in aliases if a != name))


def _texts(description: dict[str, Any], key: str) -> list[str] | None:
    listed = description.get(key)
    if listed is None:
        return None
    if not isinstance(listed, list) or not all(isinstance(t, str) for t in listed):
        raise NotDiscoverable(f"{key} is a list of texts")
    return listed


def _label(description: dict[str, Any], key: str) -> str:
    value = description.get(key)
    return value[:100] if isinstance(value, str) else ""


def _presence(payload: bytes) -> bytes:
    return b"ready" if payload.strip() in _PRESENT else b"lost"
