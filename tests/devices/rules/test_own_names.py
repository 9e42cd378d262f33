"""What a maker names as he likes: the name of a capability tells of risk as the name of a device does."""

from datetime import UTC, datetime

import pytest

from devices.command import Command, Origin, Role
from devices.device import Capability, Device, Shape, Value, Writing
from devices.policy import Allow, Decision, Driving, Situation, decide
from devices.rules import RULES


def _device(kind: str, name: str, *extra: tuple[str, Shape], flavour: str = "") -> Device:
    way = Writing("x/set", lambda value: str(value).encode())
    capabilities = {n: Capability(n, shape, writing=way) for n, shape in extra}
    return Device("it", name, kind, capabilities, flavour=flavour)


def _decision(device: Device, capability: str, value: Value, role: Role) -> Decision:
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    situation = Situation(noon, Driving.PARKED, anybody_home=True)
    return decide(Command(device.id, capability, value, origin=Origin(role=role)), device, situation, RULES)


@pytest.mark.parametrize("role", ["guest", "child", "unknown_voice", "routine"])
@pytest.mark.parametrize(
    ("device", "capability", "value"),
    [
        (_device("lock", "Front door", ("lockngounlatch", Shape.ACT)), "lockngounlatch", None),
        (_device("lock", "Front door", ("relay", Shape.FLAG)), "relay", True),
        (_device("cover", "Drive", ("pulse", Shape.ACT), flavour="garage"), "pulse", None),
        (_device("light", "Kitchen lamp", ("garage_door", Shape.ACT)), "garage_door", None),
    ],
)
def test_a_detail_that_lets_in_is_access(device: Device, capability: str, value: Value, role: Role) -> None:
    assert not isinstance(_decision(device, capability, value, role), Allow)
    assert not isinstance(_decision(device, capability, value, "owner"), Allow)


def test_locking_and_plain_details_stay_free() -> None:
    lock = _device("lock", "Front door", ("locked", Shape.FLAG))
    lamp = _device("light", "Kitchen lamp", ("on", Shape.FLAG), ("effect_speed", Shape.FLAG))
    assert isinstance(_decision(lock, "locked", True, "guest"), Allow)
    assert isinstance(_decision(lamp, "on", True, "guest"), Allow)
    assert isinstance(_decision(lamp, "effect_speed", True, "guest"), Allow)


def test_the_name_that_people_read_tells_of_risk_as_the_id_does() -> None:
    way = Writing("x/set", lambda value: str(value).encode())
    known = {n: Capability(n, Shape.FLAG, writing=way, label=n) for n in ("out_1", "out_2")}
    known["out_2"] = Capability("out_2", Shape.FLAG, writing=way, label="Garage door")
    device = Device("it", "Board", "light", known)
    assert isinstance(_decision(device, "out_1", True, "guest"), Allow)
    assert not isinstance(_decision(device, "out_2", True, "guest"), Allow)
