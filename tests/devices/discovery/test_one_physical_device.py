"""A physical device with many components: each announcement tells only what it changes."""

from typing import Any

from devices.device import Device
from devices.discovery.convention import Appeared, Rejected, Vanished
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


NODE = {"ids": ["a4c138000001"], "name": "hall-node"}


def of_node(platform: str, key: str, name: str, **more: Any) -> Message:
    """A part of a node, as ESPHome announces each by itself."""
    config = {"name": name, "uniq_id": f"ESP{platform}{key}", "stat_t": f"hall-node/{platform}/{key}", "dev": NODE}
    return announced(f"homeassistant/{platform}/hall-node/{key}/config", config | more)


def heater(name: str = "Heater") -> Message:
    key = name.lower()
    return of_node("climate", key, name, mode_cmd_t=f"{key}/mode", mode_stat_t=f"{key}/m", temp_cmd_t=f"{key}/t")


def relay(name: str) -> Message:
    return of_node("switch", name.lower(), name, cmd_t=f"hall-node/switch/{name.lower()}/set")


MOTION = of_node("binary_sensor", "pir", "Motion", dev_cla="motion")


def living(*messages: Message) -> dict[str, set[str]]:
    """Every device there is in the end, by name and kind, with what it can do and tell."""
    devices: dict[str, Device] = {}
    for found in found_by(*messages):
        match found:
            case Appeared(device=device):
                devices[device.id] = device
            case Vanished(device_id=device_id):
                del devices[device_id]
    return {f"{d.name} ({d.kind})": set(d.capabilities) for d in devices.values()}


def test_a_motion_sensor_in_a_heater_is_a_thing_of_its_own() -> None:
    for messages in ((heater(), MOTION), (MOTION, heater())):
        found = living(*messages)
        assert set(found) == {"hall-node (climate)", "hall-node Motion (binary_sensor)"}
        assert found["hall-node Motion (binary_sensor)"] == {"motion"}


def test_what_a_heater_needs_stays_with_it() -> None:
    window = of_node("binary_sensor", "window", "Window", dev_cla="window")
    power = of_node("sensor", "power", "Power", dev_cla="power", unit_of_meas="W")
    uptime = of_node("sensor", "uptime", "Uptime", unit_of_meas="s", ent_cat="diagnostic")
    inside = of_node("sensor", "temp", "Temperature", dev_cla="temperature", unit_of_meas="°C")
    found = living(heater(), window, power, uptime, inside)
    assert set(found) == {"hall-node (climate)"}
    assert {"window", "power", "uptime", "temperature"} <= found["hall-node (climate)"]


def test_a_contact_belongs_to_the_door_opener_and_a_lamp_keeps_its_motion_sensor() -> None:
    cover = of_node("cover", "gate", "Gate", cmd_t="gate/set", dev_cla="garage")
    contact = of_node("binary_sensor", "contact", "Contact", dev_cla="garage_door")
    lamp_of_node = of_node("light", "porch", "Porch", cmd_t="porch/set")
    assert set(living(cover, contact)) == {"hall-node (cover)"}
    assert set(living(lamp_of_node, MOTION)) == {"hall-node (light)"}


def test_a_detail_goes_to_the_purpose_that_its_name_speaks_of() -> None:
    left, right = relay("Left"), relay("Right")
    power = of_node("sensor", "power_right", "Right power", dev_cla="power", unit_of_meas="W")
    found = living(left, right, power)
    assert found == {"hall-node Left (switch)": {"on"}, "hall-node Right (switch)": {"on", "power"}}


def test_what_several_purposes_have_nothing_to_do_with_is_a_thing_of_its_own() -> None:
    inside = of_node("sensor", "temp", "Temperature", dev_cla="temperature", unit_of_meas="°C")
    total = of_node("sensor", "energy", "Energy", dev_cla="energy", unit_of_meas="kWh")
    found = living(relay("Left"), relay("Right"), inside, total, MOTION)
    assert found == {
        "hall-node Left (switch)": {"on", "energy"},
        "hall-node Right (switch)": {"on"},
        "hall-node Temperature (sensor)": {"temperature"},
        "hall-node Motion (binary_sensor)": {"motion"},
    }
    assert set(living(relay("Left"), heater(), inside)) == {"hall-node Left (switch)", "hall-node Heater (climate)"}
    assert "temperature" in living(relay("Left"), heater(), inside)["hall-node Heater (climate)"]


def test_a_setting_keeps_the_name_that_its_device_announces() -> None:
    water = announced(
        "homeassistant/select/robot/waterusage/config",
        {"name": "Water", "uniq_id": "robot_waterusage", "cmd_t": "w/set", "ops": ["low", "high"], "dev": {"ids": "r"}},
    )
    child_lock = announced(
        "homeassistant/switch/robot/key_lock/config",
        {"name": "Tastensperre", "uniq_id": "robot_keys", "cmd_t": "k/set", "ent_cat": "config", "dev": {"ids": "r"}},
    )
    battery = announced(
        "homeassistant/sensor/robot/battery/config",
        {"name": "Akku", "uniq_id": "robot_battery", "stat_t": "b", "dev_cla": "battery", "dev": {"ids": "r"}},
    )
    robot = announced("homeassistant/vacuum/robot/config", {"uniq_id": "robot", "cmd_t": "c", "dev": {"ids": "r"}})
    for messages in ((water,), (water, child_lock, battery, robot)):
        last = found_by(*messages)[-1]
        assert isinstance(last, Appeared)
        labels = {name: c.label for name, c in last.device.capabilities.items() if c.label}
        assert labels["waterusage"] == "Water"
    assert labels == {"waterusage": "Water", "key_lock": "Tastensperre"}
