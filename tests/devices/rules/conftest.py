"""What the tests of the rules share: deciding on one wish in one situation."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from devices.command import Command, Origin, Role, Seat
from devices.device import Capability, Device, Shape, Value
from devices.policy import CarNow, Decision, Driving, Situation, decide
from devices.rules import RULES

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)

CALM = CarNow(
    speed_kmh=50,
    raining=False,
    dark=False,
    window_child_lock=False,
    low_beam=True,
    fog_lights=False,
    shade_open=True,
)
"""A car in fine weather by day."""

Decide = Callable[..., Decision]


def decided(
    kind: str,
    capability: str,
    value: Value,
    *,
    role: Role = "owner",
    seat: Seat = "",
    flavour: str = "",
    name: str = "it",
    aliases: tuple[str, ...] = (),
    tier: int = 1,
    at_least: int = 0,
    at_most: int | None = None,
    unit: str = "",
    choices: tuple[str, ...] = (),
    swept: bool = False,
    confirmed: bool = False,
    driving: Driving = Driving.UNKNOWN,
    car: CarNow = CALM,
    now: datetime = NOON,
    **situation: object,
) -> Decision:
    """What all rules together say to one wish."""
    known = Capability(
        capability, Shape.FLAG, unit=unit, tier=tier, choices=choices, at_least=at_least, at_most=at_most
    )
    device = Device("it", name, kind, {capability: known}, flavour=flavour, aliases=aliases)
    command = Command("it", capability, value, origin=Origin(role=role, seat=seat, confirmed=confirmed), swept=swept)
    return decide(command, device, Situation(now, driving, car=car, **situation), RULES)  # type: ignore[arg-type]


@pytest.fixture(name="decided")
def the_decision() -> Decide:
    """All rules over one wish."""
    return decided


@pytest.fixture
def calm() -> CarNow:
    """A car in fine weather by day."""
    return CALM
