"""A physical device with many components: each announcement tells only what it changes."""

from typing import Any

from devices.discovery.convention import Appeared, Rejected
from devices.discovery.ha.bundle import MAX_COMPONENTS
from devices.discovery.home_assistant import HomeAssistant
from devices.link import Message

from .conftest import announced, found_by

GATEWAY = {"ids": ["gateway"], "name": "Gateway"}


def place(name: str, platform: str = "light") -> str:
    return f"homeassistant/{platform}/{name}/config"


def lamp(number: int, **more: Any) -> Message:
    """A lamp of the gateway, announced by itself."""
    name = f"lamp_{number:03}"
    config = {"name": f"Lamp {number}", "uniq_id": name, "cmd_t": f"{name}/set", "stat_t": name, "dev": GATEWAY}
    return announced(place(name), config | more)


def appeared(convention: HomeAssistant, message: Message) -> list[str]:
    found = convention.read(message)
    assert all(isinstance(f, Appeared) for f in found), found
    return [f.device.id for f in found if isinstance(f, Appeared)]


def test_a_lamp_more_does_not_tell_of_the_others_again() -> None:
    convention = HomeAssistant()
    assert appeared(convention, lamp(0)) == ["lamp_000"]
    # The first is not the only one any more, and has a name of its own from now on.
    assert appeared(convention, lamp(1)) == ["lamp_000", "lamp_001"]
    assert [appeared(convention, lamp(n)) for n in range(2, 9)] == [[f"lamp_{n:03}"] for n in range(2, 9)]


def test_lamps_with_availability_and_template_are_not_told_of_again() -> None:
    convention = HomeAssistant()
    availability = {"avty": [{"t": "gateway/online", "val_tpl": "{{ value_json.state }}"}]}
    told = [appeared(convention, lamp(n, **availability)) for n in range(4)]
    assert told[2:] == [["lamp_002"], ["lamp_003"]]


def test_what_holds_for_all_of_them_is_told_of_all() -> None:
    convention = HomeAssistant()
    for number in range(3):
        convention.read(lamp(number))
    found = convention.read(lamp(0, avty_t="gateway/online"))
    assert [f.device.availability[0].topic for f in found if isinstance(f, Appeared)] == ["gateway/online"] * 3


def test_a_detail_more_is_told_of_the_lamp_that_has_it() -> None:
    convention = HomeAssistant()
    for number in range(3):
        convention.read(lamp(number))
    power = {"name": "Power", "uniq_id": "power", "stat_t": "power", "dev_cla": "power", "dev": GATEWAY}
    assert appeared(convention, announced(place("power", "sensor"), power)) == ["lamp_000"]


def test_a_lamp_that_was_refused_changes_nothing_of_the_others() -> None:
    convention = HomeAssistant()
    for number in range(3):
        convention.read(lamp(number))
    assert [type(f) for f in convention.read(lamp(7, uniq_id="lamp_000"))] == [Rejected]
    assert appeared(convention, lamp(3)) == ["lamp_003"]


def test_components_of_one_device_have_an_end_in_single_announcements_too() -> None:
    convention = HomeAssistant()
    told = [f for n in range(MAX_COMPONENTS) for f in convention.read(lamp(n))]
    assert len(told) == MAX_COMPONENTS + 1
    (refused,) = convention.read(lamp(MAX_COMPONENTS))
    assert isinstance(refused, Rejected)
    assert str(MAX_COMPONENTS) in refused.reason
    elsewhere = lamp(MAX_COMPONENTS + 1, dev={"ids": ["another"], "name": "Another"})
    assert appeared(convention, elsewhere) == [f"lamp_{MAX_COMPONENTS + 1}"]


def test_reason_shows_what_is_not_seen_in_a_component_s_key() -> None:
    config = {"dev": GATEWAY, "o": {"name": "o"}, "cmps": {"evil\nCRITICAL\x1b[2J": {"p": "teleporter", "t": "a"}}}
    (refused,) = found_by(announced("homeassistant/device/x/config", config))
    assert isinstance(refused, Rejected)
    assert refused.reason.isprintable()
    assert r"evil\nCRITICAL" in refused.reason
