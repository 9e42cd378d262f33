"""Cars whose signals are on `vss/<car>/<VSS path with slashes>`, one Device of kind "car" for each.

    vss/<car>/$description    retained {"name", "aliases"?, "vss_version", "signals": [paths]}; without it: all known
    vss/<car>/$state          retained "init", "ready", "sleeping" or "lost" (the will)
    vss/<car>/Vehicle/Speed   retained {"v": value, "ts": ISO time, "q": "ok" | "stale" | "unavailable", "target"?}
    vss/<car>/…/set           not retained {"v", "req", "src", "exp"}

A value with a target it has not reached yet reads "moving".
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from devices.command import new_id
from devices.device import Availability, Capability, Device, Reading, Shape, Value, Writing
from devices.discovery.catalogue import SIGNALS, Signal
from devices.discovery.convention import Appeared, Found, Rejected, Vanished
from devices.errors import NotDiscoverable
from devices.link import Message

MAX_PAYLOAD = 65_536
EXPIRES_AFTER = timedelta(seconds=5)
"""A car must not obey a wish that is older than that."""
MOVING = "moving"
CAR_NAMES = ("car", "车", "汽车")

_ANNOUNCEMENT = re.compile(r"vss/([A-Za-z0-9_-]{1,64})/\$(description|state)")
_PRESENT = frozenset({b"ready", b"sleeping"})


class Vss:
    """Reads descriptions; a car without one has every signal of the catalogue."""

    def __init__(self) -> None:
        self._cars: dict[str, bool] = {}
        """Car → whether it described itself."""

    @property
    def filters(self) -> tuple[str, ...]:
        """Descriptions and states of all cars."""
        return "vss/+/$description", "vss/+/$state"

    def claims(self, topic: str) -> bool:
        """A description; and the state of a car that nobody knows yet, which tells of its existence."""
        found = _ANNOUNCEMENT.fullmatch(topic)
        return found is not None and (found[2] == "description" or found[1] not in self._cars)

    def read(self, message: Message) -> Sequence[Found]:
        """What an announcement says."""
        found = _ANNOUNCEMENT.fullmatch(message.topic)
        if found is None:
            return (Rejected(message.topic, "this is no car's announcement"),)
        car, what = found[1], found[2]
        if not message.payload:
            return (Vanished(_device_id(car)),) if self._cars.pop(car, None) is not None else ()
        try:
            description = _parsed(message.payload) if what == "description" else {}
            device = _device(car, description)
        except NotDiscoverable as error:
            return (Rejected(message.topic, str(error)),)
        self._cars[car] = what == "description" or self._cars.get(car, False)
        return (Appeared(device),)


def signal_topic(car: str, path: str) -> str:
    """Where a signal's value is; "/set" behind it is where wishes go."""
    return f"vss/{car}/{path.replace('.', '/')}"


def _device_id(car: str) -> str:
    return f"vss:{car.lower()}"


def _parsed(payload: bytes) -> dict[str, Any]:
    if len(payload) > MAX_PAYLOAD:
        raise NotDiscoverable(f"the description has {len(payload)} bytes; {MAX_PAYLOAD} are allowed")
    try:
        parsed = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise NotDiscoverable(f"the description is no JSON: {str(error)[:120]}") from None
    if not isinstance(parsed, dict):
        raise NotDiscoverable(f"the description is a JSON object, not {type(parsed).__name__}")
    return parsed


def _texts(description: dict[str, Any], key: str) -> list[str] | None:
    listed = description.get(key)
    if listed is None:
        return None
    if not isinstance(listed, list) or not all(isinstance(t, str) for t in listed):
        raise NotDiscoverable(f"{key} is a list of texts")
    return listed


def _device(car: str, description: dict[str, Any]) -> Device:
    paths = _texts(description, "signals")
    signals = [SIGNALS[p] for p in paths if p in SIGNALS] if paths is not None else list(SIGNALS.values())
    if not signals:
        raise NotDiscoverable("the car has none of the signals of VSS 6.0 that are known here")
    name = description.get("name", CAR_NAMES[0])
    if not isinstance(name, str) or not 0 < len(name.strip()) <= 100:
        raise NotDiscoverable("name is a text of 1 to 100 characters")
    topic = f"vss/{car}/$state"
    aliases = (*(_texts(description, "aliases") or []), *CAR_NAMES)
    return Device(
        id=_device_id(car),
        name=name.strip(),
        kind="car",
        capabilities={s.path: capability_of(car, s) for s in signals},
        aliases=tuple(dict.fromkeys(a for a in aliases if a != name.strip())),
        maker=_label(description, "maker"),
        model=_label(description, "model"),
        source="vss",
        availability=(Availability(topic, b"ready", b"lost", _presence),),
    )


def _label(description: dict[str, Any], key: str) -> str:
    value = description.get(key)
    return value[:100] if isinstance(value, str) else ""


def _presence(payload: bytes) -> bytes:
    return b"ready" if payload.strip() in _PRESENT else b"lost"


def capability_of(car: str, signal: Signal) -> Capability:
    """A signal bound to its car's topics."""
    topic = signal_topic(car, signal.path)
    writing = Writing(f"{topic}/set", _encode) if signal.is_actuator else None
    return signal.capability(writing, Reading(topic, lambda payload: _decode(signal, payload)))


def _encode(value: Value) -> bytes:
    expires = datetime.now(UTC) + EXPIRES_AFTER
    wish = {"v": value, "req": new_id(), "src": {"user": "mimosa"}, "exp": expires.isoformat()}
    return json.dumps(wish).encode()


def _decode(signal: Signal, payload: bytes) -> Value:
    if len(payload) > MAX_PAYLOAD:
        return None
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("q", "ok") != "ok":
        return None
    value = signal.fit(told.get("v"))
    target = told.get("target")
    if value is not None and target is not None and signal.shape is Shape.NUMBER and signal.fit(target) != value:
        return MOVING
    return value
