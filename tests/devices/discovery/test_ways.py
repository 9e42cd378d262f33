"""Ways of announcing: prefixes, children, migration, waiting for an id, asking, and how new a report is."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from devices.discovery.convention import Appeared, Found, Rejected, Vanished
from devices.discovery.ha.asking import last_seen
from devices.discovery.home_assistant import HomeAssistant
from devices.facts import Fact, doubted
from devices.link import Message
from devices.registry import Registry

from .conftest import announced, component, found_by, only, sent, told

Z2M = {"ids": ["zigbee2mqtt_0x01"], "name": "Lamp"}
SINGLE = {"name": "Lamp", "uniq_id": "lamp", "cmd_t": "l/set", "stat_t": "l", "dev": {"ids": ["d"], "name": "Lamp"}}
BUNDLE = {
    "dev": {"ids": ["d"], "name": "Lamp"},
    "o": {"name": "maker"},
    "cmps": {"l": {"p": "light", "uniq_id": "lamp", "cmd_t": "l/set", "stat_t": "l"}},
}


def names(found: list[Found] | Any) -> list[tuple[str, str]]:
    return [
        (type(f).__name__, f.device.id if isinstance(f, Appeared) else f.device_id)
        for f in found
        if isinstance(f, Appeared | Vanished)
    ]


def test_several_prefixes() -> None:
    convention = HomeAssistant("homeassistant", "ha/second")
    assert "ha/second/+/+/config" in convention.filters
    assert convention.claims("ha/second/light/x/config")
    assert not convention.claims("third/light/x/config")
    found = convention.read(announced("ha/second/light/x/config", SINGLE))
    assert names(found) == [("Appeared", "lamp")]


def test_migration_from_single_to_device_keeps_the_id() -> None:
    convention = HomeAssistant()
    convention.read(announced("homeassistant/light/lamp/config", SINGLE))
    gone = convention.read(announced("homeassistant/light/lamp/config", {"migrate_discovery": True}))
    assert names(gone) == [("Vanished", "lamp")]
    assert names(convention.read(announced("homeassistant/device/d/config", BUNDLE))) == [("Appeared", "lamp")]
    assert convention.read(Message("homeassistant/light/lamp/config", b"", retained=False)) == ()


def test_device_announced_before_the_single_one_goes_takes_over_when_it_goes() -> None:
    convention = HomeAssistant()
    convention.read(announced("homeassistant/light/lamp/config", SINGLE))
    early = convention.read(announced("homeassistant/device/d/config", BUNDLE))
    assert [type(f) for f in early] == [Rejected]
    found = convention.read(Message("homeassistant/light/lamp/config", b"", retained=False))
    assert names(found)[-1] == ("Appeared", "lamp")


def test_migration_back() -> None:
    convention = HomeAssistant()
    convention.read(announced("homeassistant/device/d/config", BUNDLE))
    convention.read(announced("homeassistant/device/d/config", {"migr_discvry": True}))
    found = convention.read(announced("homeassistant/light/lamp/config", SINGLE))
    assert names(found) == [("Appeared", "lamp")]


def test_component_left_with_its_platform_alone_is_taken_away() -> None:
    convention = HomeAssistant()
    both = {**BUNDLE, "cmps": {**BUNDLE["cmps"], "f": {"p": "fan", "uniq_id": "fan", "cmd_t": "f"}}}  # type: ignore[dict-item]
    convention.read(announced("homeassistant/device/d/config", both))
    less = {**both, "cmps": {**BUNDLE["cmps"], "f": {"p": "fan"}}}  # type: ignore[dict-item]
    found = convention.read(announced("homeassistant/device/d/config", less))
    assert ("Vanished", "fan") in names(found)
    assert ("Appeared", "lamp") in names(found)


def test_children_are_devices_of_their_own() -> None:
    outlet = {"p": "switch", "cmd_t": "~/set", "stat_t": "~/state"}
    hub = {
        "~": "hub",
        "dev": {"ids": ["hub"], "name": "Hub", "mf": "Maker", "sa": "Kitchen"},
        "o": {"name": "hub"},
        "cdevs": [
            {"ids": ["hub_a"], "name": "Left", "cmps": {"a": {**outlet, "uniq_id": "a"}}},
            {"ids": ["hub_b"], "name": "Right", "cmps": {"b": {**outlet, "uniq_id": "b"}}},
        ],
    }
    devices = [f.device for f in found_by(announced("homeassistant/device/hub/config", hub)) if isinstance(f, Appeared)]
    assert [(d.name, d.maker, d.room) for d in devices] == [("Left", "Maker", "kitchen"), ("Right", "Maker", "kitchen")]
    child = {"dev": {"ids": ["hub"], "name": "Hub", "cdev": {"ids": ["hub_c"], "name": "Third"}}, "cmd_t": "c"}
    assert only("homeassistant/switch/c/config", {**child, "uniq_id": "c"}).name == "Third"


def test_zigbee2mqtt_is_asked_by_name() -> None:
    base: Mapping[str, Any] = {"dev": Z2M, "o": {"name": "Zigbee2MQTT"}, "cmd_t": "z/Lamp/set", "stat_t": "z/Lamp"}
    light = component("light", {**base, "schema": "json"})
    assert light.asking is not None
    assert (light.asking.topic, json.loads(light.asking.encode(None))) == ("z/Lamp/get", {"state": ""})
    left = component("switch", {**base, "val_tpl": '{{ value_json["state_left"] }}'})
    assert left.asking is not None
    assert json.loads(left.asking.encode(None)) == {"state_left": ""}
    assert component("sensor", {"dev": Z2M, "stat_t": "z/Lamp"}).asking is None


def test_tasmota_is_asked_for_its_state() -> None:
    relay = {"cmd_t": "cmnd/relay/POWER2", "stat_t": "tele/relay/STATE", "dev": {"ids": ["r"], "mf": "Tasmota"}}
    asking = component("switch", relay).asking
    assert asking is not None
    assert (asking.topic, asking.encode(None)) == ("cmnd/relay/STATE", b"")
    one = component("switch", {**relay, "stat_t": "stat/relay/POWER2"}).asking
    assert one is not None
    assert (one.topic, one.encode(None)) == ("cmnd/relay/POWER2", b"")
    reversed_topics = {"cmd_t": "relay/cmnd/POWER", "stat_t": "relay/stat/POWER"}
    turned = component("switch", {**relay, **reversed_topics}).asking
    assert turned is not None
    assert (turned.topic, turned.encode(None)) == ("relay/cmnd/POWER", b"")
    assert component("switch", {**relay, "stat_t": "stat/relay/POWER1"}).asking is None
    assert component("switch", {**relay, "dev": {"ids": ["r"]}}).asking is None


@pytest.mark.parametrize(
    ("payload", "seen"),
    [
        ('{"last_seen": "1970-01-01T00:00:10.500Z"}', 10.5),
        ('{"last_seen": "1970-01-01T00:00:10+00:00"}', None),
        ('{"last_seen": 1700000000123}', 1_700_000_000.123),
        ('{"last_seen": true}', None),
        ('{"last_seen": "yesterday."}', None),
        ('{"state": "ON"}', None),
        ('"last_seen" and no JSON', None),
    ],
)
def test_zigbee2mqtt_says_how_new_its_report_is(payload: str, seen: float | None) -> None:
    assert last_seen(payload.encode()) == seen
    light = component("light", {"dev": Z2M, "schema": "json", "cmd_t": "z/Lamp/set", "stat_t": "z/Lamp"})
    reading = light.capabilities["on"].reading
    assert reading is not None
    assert reading.stamp is last_seen


def test_wild_topic_of_a_sensor_tells_about_it_wherever_it_was_heard() -> None:
    sensor = component(
        "sensor", {"stat_t": "+/+/BTtoMQTT/A4C1", "val_tpl": "{{ value_json.tempc }}", "dev_cla": "temperature"}
    )
    registry = Registry()
    assert registry.route(sensor) == ("+/+/BTtoMQTT/A4C1",)
    assert [s.device for s in registry.sources("home/gateway/BTtoMQTT/A4C1")] == ["thing"]
    assert registry.is_source("home/gateway/BTtoMQTT/A4C1")
    assert not registry.is_source("home/gateway/BTtoMQTT/A4C2")
    registry.remove("thing")
    assert not registry.is_source("home/gateway/BTtoMQTT/A4C1")


def test_light_that_speaks_by_templates() -> None:
    brightness = '{% if brightness is defined %}, "b": {{ brightness }}{% endif %}'
    on = '{"turn": "on"' + brightness + '{% if red is defined %}, "r": {{ red }}{% endif %}}'
    can = component(
        "light",
        {
            "schema": "template",
            "cmd_t": "l/set",
            "stat_t": "l",
            "cmd_on_tpl": on,
            "cmd_off_tpl": "",
            "stat_tpl": "{{ value_json.s }}",
            "bri_tpl": "{{ value_json.b }}",
            "r_tpl": "{{ value_json.r }}",
            "g_tpl": "{{ value_json.g }}",
            "b_tpl": "{{ value_json.bl }}",
        },
    ).capabilities
    assert sent(can["on"], True) == ("l/set", '{"turn": "on"}')
    assert sent(can["on"], False) == ("l/set", "")
    assert sent(can["brightness"], 100) == ("l/set", '{"turn": "on", "b": 255}')
    assert sent(can["color"], "#ff0000") == ("l/set", '{"turn": "on", "r": 255}')
    assert told(can["color"], {"r": 255, "g": 0, "bl": 16}) == "#ff0010"
    assert told(can["on"], {"s": "off"}) is False


def test_player_with_a_topic_for_each_deed() -> None:
    can = component(
        "media_player",
        {
            "state_state_topic": "p/state",
            "state_volume_topic": "p/volume",
            "command_volume_topic": "p/volume/set",
            "command_play_topic": "p/play",
            "command_play_payload": "go",
            "command_pause_topic": "p/pause",
            "command_next_topic": "p/next",
        },
    ).capabilities
    playback = can["playback"].writing
    assert playback is not None
    assert [(playback.topic_for(w), playback.encode(w)) for w in ("playing", "paused")] == [
        ("p/play", b"go"),
        ("p/pause", b"Pause"),
    ]
    assert can["playback"].choices == ("playing", "paused")
    assert [told(can["playback"], s) for s in ("PLAYING", "stopped", "?")] == ["playing", "idle", None]
    assert sent(can["volume"], 30) == ("p/volume/set", "0.3")
    assert told(can["volume"], "0.55") == 55
    assert sent(can["next"], None) == ("p/next", "Next")


def test_player_with_topics_named_after_its_deeds() -> None:
    topics = {f"{deed}_topic": f"p/{deed}" for deed in ("play", "pause", "next", "mute", "volume_set", "volume_level")}
    can = component("media_player", {**topics, "state_topic": "p", "media_title_topic": "p/title"}).capabilities
    assert can["playback"].choices == ("playing", "paused")
    assert sent(can["next"], None) == ("p/next", "Next")
    assert sent(can["volume"], 50) == ("p/volume_set", "0.5")
    assert sent(can["muted"], True) == ("p/mute", "ON")
    assert told(can["media"], "Song") == "Song"


def test_number_is_named_after_itself_and_not_after_what_is_measured() -> None:
    device = {"ids": ["box"], "name": "Box"}
    wished = {"cmd_t": "b/set", "stat_t": "b", "uniq_id": "n", "dev_cla": "temperature", "dev": device}
    measured = {"stat_t": "m", "uniq_id": "s", "dev_cla": "temperature", "unit_of_meas": "°C", "dev": device}
    found = found_by(
        announced("homeassistant/number/box_wish/config", wished),
        announced("homeassistant/sensor/box_measured/config", measured),
    )
    can = found[-1].device.capabilities  # type: ignore[union-attr]
    assert (can["wish"].writable, can["temperature"].writable) == (True, False)


def test_player_that_tells_one_object() -> None:
    can = component("media_player", {"stat_t": "p", "cmd_t": "p/set"}).capabilities
    state = {"state": "paused", "volume_level": 0.2, "is_volume_muted": True, "media_title": "Song"}
    assert [told(can[n], state) for n in ("playback", "volume", "muted", "media")] == ["paused", 20, True, "Song"]
    assert sent(can["playback"], "playing") == ("p/set", "play")


def test_vacuum_from_before_its_state_was_one_word() -> None:
    config = {"schema": "legacy", "cmd_t": "v/set", "sup_feat": ["turn_on", "turn_off", "return_home", "pause"]}
    facts = {f"{f}_topic": "v" for f in ("cleaning", "docked", "error", "charging")}
    templates = {f"{f}_template": f"{{{{ value_json.{f} }}}}" for f in ("cleaning", "docked", "error", "charging")}
    can = component("vacuum", {**config, **facts, **templates}).capabilities
    assert told(can["activity"], {"cleaning": True, "docked": False, "error": "", "charging": False}) == "cleaning"
    assert told(can["activity"], {"cleaning": False, "docked": True}) == "docked"
    assert told(can["activity"], {"cleaning": False, "docked": False, "error": "wheel"}) == "error"
    assert sent(can["activity"], "cleaning") == ("v/set", "turn_on")


def test_rooms_that_a_vacuum_learns_later_can_be_wished_for() -> None:
    can = component(
        "vacuum", {"cmd_t": "v/set", "stat_t": "v", "cln_segmnts_cmd_t": "v/rooms", "sup_feat": ["start"]}
    ).capabilities
    writing = can["clean_rooms"].writing
    assert writing is not None
    with pytest.raises(ValueError, match="no rooms"):
        writing.encode(("Hall",))
    assert told(can["rooms"], {"state": "docked", "segments": {"16": "Hall", "18": "Bath"}}) == ("Hall", "Bath")
    assert sent(can["clean_rooms"], ("hall", "Bath")) == ("v/rooms", '["16", "18"]')


def test_alarm_is_armed_without_a_code_where_none_is_asked() -> None:
    panel = {"cmd_t": "a/set", "stat_t": "a", "code": "REMOTE_CODE", "cod_arm_req": False, "sup_feat": ["arm_away"]}
    mode = component("alarm_control_panel", {**panel, "cmd_tpl": '{"do": "{{ action }}"}'}).capabilities["alarm_mode"]
    assert mode.choices == ("armed_away",)
    assert sent(mode, "armed_away") == ("a/set", '{"do": "ARM_AWAY"}')
    assert not component("alarm_control_panel", {**panel, "cod_arm_req": True}).capabilities["alarm_mode"].writable


def test_siren_sounds_in_a_certain_way() -> None:
    can = component("siren", {"cmd_t": "s", "stat_t": "s/state", "av_tones": ["fire", "burglar"]}).capabilities
    assert sent(can["tone"], "fire") == ("s", '{"state": "ON", "tone": "fire"}')
    assert sent(can["volume"], 50) == ("s", '{"state": "ON", "volume_level": 0.5}')
    assert told(can["on"], {"state": "OFF"}) is False


def test_cover_that_cannot_close_or_stop() -> None:
    can = component("cover", {"cmd_t": "c", "stat_t": "c/s", "pl_cls": None, "pl_stop": None}).capabilities
    assert "stop" not in can
    assert sent(can["open"], True) == ("c", "OPEN")
    assert can["open"].writing is not None
    with pytest.raises(ValueError, match="payload_close"):
        can["open"].writing.encode(False)


def test_cover_position_in_its_own_template() -> None:
    can = component(
        "cover", {"set_pos_t": "c", "set_pos_tpl": '{"position": {{ position }}}', "pos_t": "c/s", "pos_open": 50}
    ).capabilities
    assert sent(can["position"], 40) == ("c", '{"position": 40}')


def test_report_that_is_older_than_its_sensor_lets_it_become_is_in_doubt() -> None:
    sensor = component("sensor", {"stat_t": "s", "dev_cla": "power", "unit_of_meas": "W", "exp_aft": "60"})
    heard_s = 1_000.0
    facts = {"power": Fact(5, datetime(2026, 1, 1, tzinfo=UTC), live=True, order=1, received=heard_s)}
    assert doubted(sensor, facts, heard_s + 59)["power"].live
    assert not doubted(sensor, facts, heard_s + 61)["power"].live
    forever = component("sensor", {"stat_t": "s", "dev_cla": "power", "unit_of_meas": "W", "exp_aft": 0})
    assert doubted(forever, facts, heard_s + 9 * 86_400)["power"].live
