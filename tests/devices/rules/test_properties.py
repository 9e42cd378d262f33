"""What holds for every wish there could be."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.command import Command, Origin, Role, Seat
from devices.device import Capability, Device, Shape, Value
from devices.discovery.catalogue import SIGNALS
from devices.policy import Allow, CarNow, Confirm, Decision, Driving, Refuse, SecondFactor, Situation, decide
from devices.rules import RULES

SEVERITY: dict[type, int] = {Allow: 0, Confirm: 1, SecondFactor: 2, Refuse: 3}
ACTUATORS = [path for path, signal in SIGNALS.items() if signal.is_actuator]
NAMES = [
    "Lamp",
    "Oven",
    "Fridge",
    "Router",
    "Smoke alarm",
    "Garage door",
    "Aquarium",
    "Heating",
    "门锁",
    "CPAP",
    "Unlock",
]
KINDS = ["light", "switch", "lock", "cover", "climate", "vacuum", "valve", "siren", "cooker", "lawn_mower", "camera"]
KINDS += ["alarm_control_panel", "media_player", "water_heater", "button", "script", "number", "automation", "fan"]
HOUSEHOLD = ["on", "open", "position", "locked", "unlatch", "activity", "start", "cancel", "volume", "mode", "press"]
HOUSEHOLD += ["target_temperature", "brightness", "alarm_mode", "value", "activate", "muted", "stop", "status"]
VALUES: list[Value] = [
    True,
    False,
    None,
    0,
    1,
    20,
    90,
    300,
    "off",
    "heat",
    "cleaning",
    "docked",
    "disarmed",
    "armed_away",
    "OPEN",
]
VALUES += ["CLOSE", "OFF", "AUTO", "BEAM", "FAST", "START", "STOP", "idle", ("kitchen",)]
FLAVOURS = ["", "garage", "gate", "curtain", "window", "gas", "restart"]

TRISTATE = st.sampled_from([True, False, None])
cars = st.builds(
    CarNow,
    speed_kmh=st.sampled_from([None, 0.0, 30.0, 90.0, 130.0]),
    raining=TRISTATE,
    dark=TRISTATE,
    window_child_lock=TRISTATE,
    child_doors=st.sampled_from([frozenset(), frozenset({"Row2.DriverSide"})]),
    low_beam=TRISTATE,
    fog_lights=TRISTATE,
    shade_open=TRISTATE,
    unbelted=st.sampled_from([frozenset(), frozenset({"Row1.PassengerSide"})]),
    route_active=st.booleans(),
)
situations = st.builds(
    Situation,
    now=st.sampled_from([datetime(2026, 1, 5, hour, tzinfo=UTC) for hour in (2, 12, 23)]),
    driving=st.sampled_from(Driving),
    group_size=st.sampled_from([1, 3, 30]),
    approved=st.booleans(),
    car=cars,
    present=st.sampled_from([None, True, False, 10, 50]),
    anybody_home=TRISTATE,
    outside_c=st.sampled_from([None, -10.0, 15.0]),
    garage_open=TRISTATE,
)


@st.composite
def wishes(draw: st.DrawFn) -> tuple[Command, Device]:
    is_car = draw(st.booleans())
    kind = "car" if is_car else draw(st.sampled_from(KINDS))
    name = draw(st.sampled_from(ACTUATORS if is_car else HOUSEHOLD))
    capability = Capability(
        name,
        Shape.FLAG,
        tier=draw(st.integers(1, 5)),
        at_least=draw(st.integers(0, 5)),
        at_most=draw(st.sampled_from([None, 1, 2, 3, 4])),
    )
    device = Device(
        "it", draw(st.sampled_from(NAMES)), kind, {name: capability}, flavour=draw(st.sampled_from(FLAVOURS))
    )
    origin = Origin(role=draw(st.sampled_from(get_args(Role))), seat=draw(st.sampled_from(get_args(Seat))))
    return Command("it", name, draw(st.sampled_from(VALUES)), origin=origin, swept=draw(st.booleans())), device


def said(command: Command, device: Device, situation: Situation) -> Decision:
    return decide(command, device, situation, RULES)


def severity(command: Command, device: Device, situation: Situation) -> int:
    return SEVERITY[type(said(command, device, situation))]


def stricter(device: Device, at_least: int) -> Device:
    ((name, capability),) = device.capabilities.items()
    return replace(device, capabilities={name: replace(capability, at_least=at_least)})


def by(command: Command, role: Role) -> Command:
    return replace(command, origin=replace(command.origin, role=role))


@settings(max_examples=120, deadline=None)
@given(wishes(), situations, st.integers(0, 5), st.integers(0, 5))
def test_a_stricter_owner_never_loosens_anything(
    wish: tuple[Command, Device], situation: Situation, one: int, other: int
) -> None:
    command, device = wish
    low, high = sorted((one, other))
    assert severity(command, stricter(device, low), situation) <= severity(command, stricter(device, high), situation)


@settings(max_examples=120, deadline=None)
@given(wishes(), situations, st.sampled_from(["owner", "adult", "guest", "unknown_voice", "routine"]))
def test_text_from_outside_never_gets_more_than_a_person(
    wish: tuple[Command, Device], situation: Situation, role: Role
) -> None:
    command, device = wish
    assert severity(by(command, "untrusted_text"), device, situation) >= severity(by(command, role), device, situation)


@settings(max_examples=120, deadline=None)
@given(wishes(), situations)
def test_text_from_outside_is_never_simply_obeyed_unless_it_is_for_safety(
    wish: tuple[Command, Device], situation: Situation
) -> None:
    command, device = wish
    if said(by(command, "untrusted_text"), device, situation) == Allow():
        assert device.kind == "car"
        assert command.origin.seat


@settings(max_examples=120, deadline=None)
@given(wishes(), situations)
def test_unknown_driving_counts_as_moving(wish: tuple[Command, Device], situation: Situation) -> None:
    command, device = wish
    unknown, moving = (replace(situation, driving=d) for d in (Driving.UNKNOWN, Driving.MOVING))
    assert said(command, device, unknown) == said(command, device, moving)


@settings(max_examples=120, deadline=None)
@given(wishes(), situations, st.sampled_from(["raining", "dark", "window_child_lock", "low_beam", "fog_lights"]))
def test_what_the_car_does_not_say_counts_as_the_worse(
    wish: tuple[Command, Device], situation: Situation, name: str
) -> None:
    command, device = wish
    known = [
        replace(situation, car=replace(situation.car, **{name: v}))  # type: ignore[arg-type]
        for v in (True, False)
    ]
    unknown = replace(situation, car=replace(situation.car, **{name: None}))  # type: ignore[arg-type]
    assert severity(command, device, unknown) == max(severity(command, device, k) for k in known)


@settings(max_examples=120, deadline=None)
@given(wishes(), situations)
def test_a_wish_for_everything_never_does_more_than_a_named_one(
    wish: tuple[Command, Device], situation: Situation
) -> None:
    command, device = wish
    swept, named = (replace(command, swept=s) for s in (True, False))
    assert severity(swept, device, situation) >= severity(named, device, situation)


@settings(max_examples=120, deadline=None)
@given(wishes(), situations, st.sampled_from(NAMES))
def test_a_name_only_ever_makes_it_stricter(wish: tuple[Command, Device], situation: Situation, name: str) -> None:
    command, device = wish
    plain = replace(device, name="Thing")
    named = replace(device, name=name)
    assert severity(command, named, situation) >= severity(command, plain, situation)


@settings(max_examples=120, deadline=None)
@given(wishes(), situations)
def test_a_yes_passes_a_question_and_nothing_more(wish: tuple[Command, Device], situation: Situation) -> None:
    command, device = wish
    before = said(command, device, situation)
    yes = replace(command, origin=replace(command.origin, confirmed=True))
    proven = replace(command, origin=replace(command.origin, confirmed=True, second_factor=True))
    assert said(yes, device, situation) == (Allow() if isinstance(before, Confirm) else before)
    assert said(proven, device, situation) == (before if isinstance(before, Refuse) else Allow())


@settings(max_examples=120, deadline=None)
@given(wishes(), situations)
def test_nobody_but_adults_ever_gets_as_far_as_a_pin(wish: tuple[Command, Device], situation: Situation) -> None:
    command, device = wish
    if isinstance(said(command, device, situation), SecondFactor):
        assert command.origin.role in ("owner", "adult")
