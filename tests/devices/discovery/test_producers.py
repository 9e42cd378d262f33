"""Configurations as zigbee2mqtt, Tasmota, ESPHome, Valetudo and others announce them."""

from devices.device import Shape
from devices.discovery.convention import Appeared, Vanished
from devices.discovery.home_assistant import HomeAssistant
from devices.link import Message

from .conftest import announced, component, found_by, only, sent, told

Z2M_DEVICE = {
    "identifiers": ["zigbee2mqtt_0x00158d0001a2b3c4"],
    "manufacturer": "IKEA",
    "model": "TRADFRI bulb E27 CWS",
    "name": "Desk lamp",
    "suggested_area": "Living Room",
}
Z2M_AVAILABILITY = [
    {"topic": "zigbee2mqtt/bridge/state", "value_template": "{{ value_json.state }}"},
    {"topic": "zigbee2mqtt/Desk lamp/availability", "value_template": "{{ value_json.state }}"},
]
Z2M_LIGHT = announced(
    "homeassistant/light/0x00158d0001a2b3c4/light/config",
    {
        "availability": Z2M_AVAILABILITY,
        "availability_mode": "all",
        "brightness": True,
        "brightness_scale": 254,
        "supported_color_modes": ["xy", "color_temp"],
        "command_topic": "zigbee2mqtt/Desk lamp/set",
        "device": Z2M_DEVICE,
        "effect": True,
        "effect_list": ["blink", "breathe"],
        "max_mireds": 454,
        "min_mireds": 250,
        "name": None,
        "object_id": "desk_lamp",
        "schema": "json",
        "state_topic": "zigbee2mqtt/Desk lamp",
        "unique_id": "0x00158d0001a2b3c4_light_zigbee2mqtt",
    },
)
Z2M_QUALITY = announced(
    "homeassistant/sensor/0x00158d0001a2b3c4/linkquality/config",
    {
        "device": Z2M_DEVICE,
        "enabled_by_default": False,
        "entity_category": "diagnostic",
        "name": "Linkquality",
        "state_topic": "zigbee2mqtt/Desk lamp",
        "unique_id": "0x00158d0001a2b3c4_linkquality_zigbee2mqtt",
        "unit_of_measurement": "lqi",
        "value_template": "{{ value_json.linkquality }}",
    },
)
Z2M_POWER_ON = announced(
    "homeassistant/select/0x00158d0001a2b3c4/power_on_behavior/config",
    {
        "device": Z2M_DEVICE,
        "entity_category": "config",
        "command_topic": "zigbee2mqtt/Desk lamp/set/power_on_behavior",
        "name": "Power-on behavior",
        "options": ["off", "on", "previous"],
        "state_topic": "zigbee2mqtt/Desk lamp",
        "unique_id": "0x00158d0001a2b3c4_power_on_behavior_zigbee2mqtt",
        "value_template": "{{ value_json.power_on_behavior }}",
    },
)


def test_zigbee_light_and_its_details_are_one_device() -> None:
    convention = HomeAssistant()
    for message in (Z2M_QUALITY, Z2M_POWER_ON):
        convention.read(message)
    found = convention.read(Z2M_LIGHT)
    assert [type(f) for f in found] == [Vanished, Appeared]
    device = found[-1].device  # type: ignore[union-attr]
    assert (device.name, device.kind, device.room) == ("Desk lamp", "light", "living_room")
    assert (device.maker, device.source) == ("IKEA", "ha")
    assert set(device.capabilities) == {
        "on",
        "brightness",
        "color",
        "color_temperature",
        "effect",
        "power_on_behavior",
    }
    assert [a.topic for a in device.availability] == [a["topic"] for a in Z2M_AVAILABILITY]
    assert device.availability_mode == "all"
    assert device.availability[0].decode(b'{"state":"online"}') == b"online"


def test_zigbee_light_speaks_json() -> None:
    can = next(f.device for f in found_by(Z2M_LIGHT) if isinstance(f, Appeared)).capabilities
    assert sent(can["brightness"], 50) == ("zigbee2mqtt/Desk lamp/set", '{"state": "ON", "brightness": 127}')
    state = {"state": "ON", "brightness": 127, "color_temp": 250, "color": {"x": 0.7006, "y": 0.2993}}
    assert told(can["on"], state) is True
    assert told(can["brightness"], state) == 50
    assert told(can["color_temperature"], state) == 4000
    assert told(can["color"], state) == "#ff0000"
    assert told(can["brightness"], {"state": "OFF"}) is None


def test_zigbee_sensors_without_a_purpose_are_one_sensor() -> None:
    device = {"identifiers": ["zigbee2mqtt_0x1"], "name": "Bathroom climate"}
    messages = [
        announced(
            f"homeassistant/sensor/0x1/{name}/config",
            {
                "device": device,
                "device_class": name,
                "state_class": "measurement",
                "state_topic": "zigbee2mqtt/Bathroom climate",
                "unique_id": f"0x1_{name}",
                "unit_of_measurement": unit,
                "value_template": f"{{{{ value_json.{name} }}}}",
            },
        )
        for name, unit in (("battery", "%"), ("humidity", "%"), ("temperature", "°C"))
    ]
    found = found_by(*messages)
    assert {f.device.id for f in found if isinstance(f, Appeared)} == {"zigbee2mqtt_0x1"}
    last = found[-1]
    assert isinstance(last, Appeared)
    assert (last.device.kind, last.device.flavour, last.device.name) == ("sensor", "humidity", "Bathroom climate")
    assert set(last.device.capabilities) == {"battery", "humidity", "temperature"}
    assert told(last.device.capabilities["temperature"], {"temperature": 21.25}) == 21.25


def test_tasmota_light_is_found_by_its_base_topic() -> None:
    device = only(
        "homeassistant/light/D0C9A1_LI_1/config",
        {
            "name": "Kitchen Strip",
            "~": "tasmota/strip/",
            "stat_t": "~tele/STATE",
            "val_tpl": "{{ value_json.POWER }}",
            "cmd_t": "~cmnd/POWER",
            "pl_on": "ON",
            "pl_off": "OFF",
            "avty_t": "~tele/LWT",
            "pl_avail": "Online",
            "pl_not_avail": "Offline",
            "bri_cmd_t": "~cmnd/Dimmer",
            "bri_stat_t": "~tele/STATE",
            "bri_scl": 100,
            "bri_val_tpl": "{{ value_json.Dimmer }}",
            "rgb_cmd_t": "~cmnd/Color2",
            "rgb_stat_t": "~tele/STATE",
            "rgb_val_tpl": "{{ value_json.Color.split(',')[0:3] | join(',') }}",
            "uniq_id": "D0C9A1_LI_1",
            "dev": {"ids": ["D0C9A1"], "name": "Kitchen Strip", "mf": "Tasmota", "mdl": "Shelly"},
        },
    )
    can = device.capabilities
    assert device.id == "d0c9a1_li_1"
    assert sent(can["on"], False) == ("tasmota/strip/cmnd/POWER", "OFF")
    assert sent(can["brightness"], 30) == ("tasmota/strip/cmnd/Dimmer", "30")
    assert sent(can["color"], "#ff8000") == ("tasmota/strip/cmnd/Color2", "255,128,0")
    state = {"POWER": "ON", "Dimmer": 30, "Color": "255,128,0,0,0"}
    assert (told(can["on"], state), told(can["brightness"], state), told(can["color"], state)) == (True, 30, "#ff8000")
    assert (device.availability[0].online, device.availability[0].offline) == (b"Online", b"Offline")


def test_esphome_fan_and_sensor_of_one_node() -> None:
    node = {"ids": "c4dd57000001", "name": "bedroom-node", "sw": "esphome v2026.1", "mf": "espressif"}
    fan = announced(
        "homeassistant/fan/bedroom-node/ceiling_fan/config",
        {
            "name": "Ceiling Fan",
            "stat_t": "bedroom-node/fan/ceiling_fan/state",
            "cmd_t": "bedroom-node/fan/ceiling_fan/command",
            "osc_cmd_t": "bedroom-node/fan/ceiling_fan/oscillation/command",
            "osc_stat_t": "bedroom-node/fan/ceiling_fan/oscillation/state",
            "pct_cmd_t": "bedroom-node/fan/ceiling_fan/speed_level/command",
            "pct_stat_t": "bedroom-node/fan/ceiling_fan/speed_level/state",
            "spd_rng_max": 3,
            "avty_t": "bedroom-node/status",
            "uniq_id": "ESPfanceiling_fan",
            "dev": node,
        },
    )
    uptime = announced(
        "homeassistant/sensor/bedroom-node/uptime/config",
        {
            "name": "Uptime",
            "unit_of_meas": "s",
            "stat_t": "bedroom-node/sensor/uptime/state",
            "avty_t": "bedroom-node/status",
            "uniq_id": "ESPsensoruptime",
            "dev": node,
        },
    )
    device = found_by(fan, uptime)[-1].device  # type: ignore[union-attr]
    assert (device.name, device.kind) == ("bedroom-node", "fan")
    assert "Ceiling Fan" in device.aliases
    can = device.capabilities
    assert set(can) == {"on", "speed", "oscillating", "uptime"}
    assert sent(can["speed"], 60) == ("bedroom-node/fan/ceiling_fan/speed_level/command", "2")
    assert told(can["speed"], "2") == 67
    assert abs(67 - 60) <= can["speed"].tolerance
    assert told(can["oscillating"], "oscillate_on") is True


def test_valetudo_vacuum_learns_its_rooms_from_its_state() -> None:
    device = only(
        "homeassistant/vacuum/valetudo_robot/config",
        {
            "unique_id": "valetudo_robot",
            "name": "Robot",
            "supported_features": ["start", "pause", "stop", "return_home", "fan_speed", "locate"],
            "command_topic": "valetudo/robot/hass/command",
            "state_topic": "valetudo/robot/hass/state",
            "fan_speed_list": ["low", "medium", "max"],
            "set_fan_speed_topic": "valetudo/robot/FanSpeedControlCapability/preset/set",
            "payload_start": "START",
            "payload_return_to_base": "HOME",
            "clean_segments_command_topic": "valetudo/robot/MapSegmentationCapability/clean/set",
            "clean_segments_command_template": '{"segment_ids": {{ value }} }',
            "device": {"identifiers": ["robot"], "name": "Valetudo Robot", "manufacturer": "Roborock"},
        },
    )
    can = device.capabilities
    assert sent(can["activity"], "returning") == ("valetudo/robot/hass/command", "HOME")
    assert can["activity"].accepts["returning"] == {"returning", "docked"}
    assert "cleaning" in can["activity"].under_way
    state = {"state": "cleaning", "fan_speed": "max", "segments": {"16": "Hallway", "18": "Bathroom"}}
    assert told(can["activity"], state) == "cleaning"
    assert told(can["fan_speed"], state) == "max"
    assert told(can["rooms"], state) == ("Hallway", "Bathroom")
    assert sent(can["clean_rooms"], ("bathroom",)) == (
        "valetudo/robot/MapSegmentationCapability/clean/set",
        '{"segment_ids": ["18"] }',
    )
    assert can["clean_rooms"].proved_by == "activity"


def test_device_form_shares_topics_and_availability() -> None:
    found = found_by(
        announced(
            "homeassistant/device/porch/config",
            {
                "dev": {"ids": ["porch"], "name": "Porch", "sa": "Außen"},
                "o": {"name": "bridge"},
                "stat_t": "porch/state",
                "avty_t": "porch/there",
                "cmps": {
                    "relay": {
                        "p": "switch",
                        "uniq_id": "porch_relay",
                        "name": None,
                        "cmd_t": "porch/relay/set",
                        "val_tpl": "{{ value_json.relay }}",
                    },
                    "porch_power": {
                        "p": "sensor",
                        "uniq_id": "porch_power",
                        "dev_cla": "power",
                        "unit_of_meas": "W",
                        "val_tpl": "{{ value_json.power }}",
                    },
                    "gone": {"p": "sensor"},
                },
            },
        )
    )
    assert len(found) == 1
    device = found[0].device  # type: ignore[union-attr]
    assert (device.id, device.kind, device.room) == ("porch_relay", "switch", "außen")
    assert told(device.capabilities["power"], {"power": 12}) == 12
    assert device.availability[0].topic == "porch/there"


def test_two_purposes_of_one_device_are_two_devices() -> None:
    relay = {"p": "switch", "cmd_t": "r/set", "stat_t": "r"}
    found = found_by(
        announced(
            "homeassistant/device/box/config",
            {
                "dev": {"ids": ["box"], "name": "Box"},
                "o": {"name": "x"},
                "cmps": {
                    "left": {**relay, "uniq_id": "box_left", "name": "Left"},
                    "right": {**relay, "uniq_id": "box_right", "name": "Right"},
                    "lock": {**relay, "uniq_id": "box_child_lock", "name": "Child lock", "ent_cat": "config"},
                },
            },
        )
    )
    devices = {f.device.id: f.device for f in found if isinstance(f, Appeared)}
    assert {d.name for d in devices.values()} == {"Box Left", "Box Right"}
    assert set(devices["box_left"].capabilities) == {"on", "lock"}
    assert set(devices["box_right"].capabilities) == {"on"}


def test_cooker_is_known_by_its_menu_and_its_buttons() -> None:
    def part(platform: str, key: str, **more: object) -> dict[str, object]:
        return {
            "p": platform,
            "uniq_id": f"cooker_{key}",
            "stat_t": "cooker",
            "val_tpl": f"{{{{ value_json.{key} }}}}",
            **more,
        }

    device = only(
        "homeassistant/device/cooker/config",
        {
            "dev": {"ids": ["cooker"], "name": "Multicooker"},
            "o": {"name": "x"},
            "cmps": {
                "cooker_recipe": part("select", "menu", cmd_t="cooker/menu", ops=["rice", "soup"]),
                "cooker_start": part("button", "start", cmd_t="cooker/start"),
                "cooker_stop": part("button", "stop", cmd_t="cooker/stop"),
                "cooker_status": part("sensor", "status"),
                "cooker_remaining_time": part("sensor", "left", unit_of_meas="min"),
                "cooker_keep_warm": part("switch", "warm", cmd_t="cooker/warm"),
            },
        },
    )
    assert device.kind == "cooker"
    assert set(device.capabilities) == {"menu", "start", "cancel", "status", "time_left", "keep_warm"}
    assert device.capabilities["start"].proved_by == "status"
    assert device.capabilities["start"].tier == 3


def test_washing_machine_is_no_cooker() -> None:
    device = found_by(
        announced(
            "homeassistant/device/washer/config",
            {
                "dev": {"ids": ["washer"], "name": "Washer"},
                "o": {"name": "x"},
                "cmps": {
                    "program": {"p": "select", "cmd_t": "w/p", "ops": ["cotton", "wool"]},
                    "start": {"p": "button", "cmd_t": "w/start"},
                    "cancel": {"p": "button", "cmd_t": "w/cancel"},
                    "status": {"p": "sensor", "stat_t": "w"},
                },
            },
        )
    )[-1].device  # type: ignore[union-attr]
    assert device.kind != "cooker"


def test_car_that_speaks_vss_is_left_to_that_convention() -> None:
    config = {"dev": {"ids": ["vss:car"]}, "o": {"name": "x"}, "cmps": {"l": {"p": "switch", "cmd_t": "a/b"}}}
    assert found_by(announced("homeassistant/device/car/config", config)) == []


def test_device_goes_with_an_empty_payload_and_changes_with_a_new_one() -> None:
    convention = HomeAssistant()
    topic = "homeassistant/switch/pump/config"
    config = {"name": "Pump", "uniq_id": "pump", "cmd_t": "pump/set"}
    assert [type(f) for f in convention.read(announced(topic, config))] == [Appeared]
    assert convention.read(announced(topic, config)) == ()
    changed = convention.read(announced(topic, {**config, "name": "Well pump"}))
    assert isinstance(changed[0], Appeared)
    assert changed[0].device.name == "Well pump"
    assert list(convention.read(Message(topic, b"", retained=False))) == [Vanished("pump")]
    assert convention.read(Message(topic, b"", retained=False)) == ()


def test_device_without_its_purpose_keeps_its_details() -> None:
    convention = HomeAssistant()
    convention.read(Z2M_LIGHT)
    convention.read(Z2M_POWER_ON)
    found = convention.read(Message(Z2M_LIGHT.topic, b"", retained=False))
    assert [type(f) for f in found] == [Vanished, Appeared]
    assert found[1].device.kind == "select"  # type: ignore[union-attr]


def test_name_and_ids_without_latin_letters_stay_apart() -> None:
    first = component("switch", {"uniq_id": "灯", "cmd_t": "a"})
    second = component("switch", {"uniq_id": "锁", "cmd_t": "a"})
    assert first.id != second.id
    assert first.capabilities["on"].shape is Shape.FLAG
