"""What each of Home Assistant's platforms becomes: names, units, ranges, wishes and reports."""

import pytest

from devices.device import Shape

from .conftest import component, sent, told


def test_cover_with_one_topic_for_motion_and_position() -> None:
    can = component(
        "cover",
        {
            "dev_cla": "curtain",
            "stat_t": "c",
            "val_tpl": "{{ value_json.state }}",
            "cmd_t": "c/set",
            "pos_t": "c",
            "pos_tpl": "{{ value_json.position }}",
            "set_pos_t": "c/pos",
        },
    ).capabilities
    assert told(can["position"], {"state": "opening", "position": 30}) == "opening"
    assert "opening" in can["position"].under_way
    assert told(can["position"], {"state": "open", "position": 30}) == 30
    assert (can["open"].proved_by, can["open"].accepts) == ("position", {True: {100}, False: {0}})
    assert sent(can["open"], False) == ("c/set", "CLOSE")
    assert sent(can["position"], 40) == ("c/pos", "40")
    assert sent(can["stop"], True) == ("c/set", "STOP")


def test_cover_that_counts_the_other_way_round() -> None:
    can = component(
        "cover", {"pos_t": "c", "set_pos_t": "c/pos", "pos_open": 0, "pos_clsd": 255, "stat_t": "other"}
    ).capabilities
    assert told(can["position"], "255") == 0
    assert told(can["position"], "0") == 100
    assert sent(can["position"], 100) == ("c/pos", "0")
    assert sent(can["open"], True) == ("c/pos", "0")


def test_cover_without_position_is_proved_by_its_state() -> None:
    can = component("cover", {"cmd_t": "c/set", "stat_t": "c"}).capabilities
    assert [told(can["open"], s) for s in ("open", "closed", "opening", "strange")] == [True, False, "opening", None]
    assert can["open"].under_way == {"opening", "closing"}
    assert can["open"].proved_by == ""
    assert "position" not in can


def test_garage_door_is_guarded_like_a_lock() -> None:
    garage = component("cover", {"cmd_t": "c/set", "dev_cla": "garage"}).capabilities["open"]
    lock = component("lock", {"cmd_t": "c/set"}).capabilities["locked"]
    assert min(garage.tier, lock.tier) >= 3


def test_valve_with_position() -> None:
    can = component("valve", {"cmd_t": "v/set", "stat_t": "v", "reports_position": True}).capabilities
    assert sent(can["open"], True) == ("v/set", "100")
    assert told(can["open"], "35") is True
    assert told(can["position"], '{"state": "opening", "position": 35}') == "opening"
    assert told(can["open"], '{"state": "stopped", "position": 35}') is True
    assert told(can["position"], '{"state": "stopped", "position": 35}') == 35
    assert "stop" not in can


def test_lock_turns_and_jams() -> None:
    can = component("lock", {"cmd_t": "l/set", "stat_t": "l", "pl_open": "OPEN"}).capabilities
    assert [told(can["locked"], s) for s in ("LOCKED", "UNLOCKED", "LOCKING", "JAMMED")] == [
        True,
        False,
        "locking",
        "jammed",
    ]
    assert can["locked"].under_way == {"locking", "unlocking"}
    assert sent(can["unlatch"], True) == ("l/set", "OPEN")


def test_lock_that_wants_a_code_can_only_be_read() -> None:
    can = component("lock", {"cmd_t": "l/set", "stat_t": "l", "cod_form": "^\\d{4}$"}).capabilities
    assert not can["locked"].writable


def test_climate_in_fahrenheit_is_celsius_for_people() -> None:
    can = component(
        "climate",
        {
            "temp_unit": "F",
            "min_temp": 50,
            "max_temp": 86,
            "modes": ["off", "heat", "cool"],
            "mode_cmd_t": "k/mode/set",
            "mode_stat_t": "k/mode",
            "temp_cmd_t": "k/temp/set",
            "temp_stat_t": "k/temp",
            "curr_temp_t": "k/now",
            "act_t": "k/action",
            "act_tpl": "{% macro m() %}{% endmacro %}",
        },
    ).capabilities
    target = can["target_temperature"]
    assert (target.unit, target.low, target.high) == ("°C", 10.0, 30.0)
    assert sent(target, 20) == ("k/temp/set", "68")
    assert told(target, "68") == 20.0
    assert told(can["temperature"], "71.6") == 22.0
    assert sent(can["on"], True) == ("k/mode/set", "heat")
    assert told(can["on"], "off") is False
    assert "action" not in can


def test_fan_of_four_steps_accepts_the_nearest() -> None:
    can = component(
        "fan", {"cmd_t": "f/set", "pct_cmd_t": "f/p/set", "pct_stat_t": "f/p", "spd_rng_max": 4}
    ).capabilities
    assert [sent(can["speed"], v)[1] for v in (0, 1, 25, 26, 100)] == ["0", "1", "1", "2", "4"]
    assert [told(can["speed"], t) for t in ("0", "1", "4", "9")] == [0, 25, 100, None]


@pytest.mark.parametrize(("percent", "raw"), [(0, "0"), (1, "3"), (50, "128"), (100, "255")])
def test_brightness_is_percent_for_people(percent: int, raw: str) -> None:
    can = component("light", {"cmd_t": "l/set", "bri_cmd_t": "l/b/set", "bri_stat_t": "l/b"}).capabilities
    assert sent(can["brightness"], percent) == ("l/b/set", raw)
    assert told(can["brightness"], raw) == percent


def test_light_in_hue_and_saturation() -> None:
    can = component("light", {"cmd_t": "l", "hs_cmd_t": "l/hs/set", "hs_stat_t": "l/hs"}).capabilities
    assert sent(can["color"], "#00ff00") == ("l/hs/set", "120,100")
    assert told(can["color"], "120,100") == "#00ff00"
    assert told(can["color"], "sky") is None


def test_light_in_json_with_the_legacy_flags() -> None:
    can = component("light", {"schema": "json", "cmd_t": "l", "brightness": True, "hs": True}).capabilities
    assert set(can) == {"on", "brightness", "color"}
    assert told(component("light", {"schema": "json", "cmd_t": "l", "stat_t": "l"}).capabilities["on"], "[]") is None


def test_number_select_text_and_button() -> None:
    number = component("number", {"cmd_t": "n/set", "min": 0, "max": 10, "step": 0.5, "unit_of_meas": "s"})
    assert number.capabilities["thing"].shape is Shape.NUMBER
    assert sent(number.capabilities["thing"], 2.5) == ("n/set", "2.5")
    templated = component("number", {"cmd_t": "n/set", "cmd_tpl": '{"v": {{ value * 10 }} }'})
    assert sent(templated.capabilities["thing"], 2.5) == ("n/set", '{"v": 25.0 }')
    select = component("select", {"cmd_t": "s/set", "ops": ["a", "b"]})
    assert select.capabilities["thing"].choices == ("a", "b")
    assert sent(component("text", {"cmd_t": "t/set"}).capabilities["thing"], "hi") == ("t/set", "hi")
    assert sent(component("button", {"cmd_t": "b/set"}).capabilities["thing"], True) == ("b/set", "PRESS")
    assert sent(component("scene", {"cmd_t": "b/set"}).capabilities["activate"], True) == ("b/set", "ON")


def test_sensors_and_binary_sensors() -> None:
    power = component("sensor", {"stat_t": "s", "dev_cla": "power", "unit_of_meas": "W"})
    assert told(power.capabilities["power"], "12.0") == 12
    assert told(power.capabilities["power"], "unavailable") is None
    assert told(power.capabilities["power"], "NaN") is None
    phase = component("sensor", {"stat_t": "s", "dev_cla": "enum", "options": ["a", "b"]})
    assert (phase.capabilities["thing"].shape, phase.capabilities["thing"].choices) == (Shape.TEXT, ("a", "b"))
    window = component("binary_sensor", {"stat_t": "s", "dev_cla": "window", "pl_on": "open", "pl_off": "shut"})
    assert (window.flavour, told(window.capabilities["window"], "open")) == ("window", True)
    assert set(component("binary_sensor", {"stat_t": "s", "dev_cla": "battery"}).capabilities) == {"battery_low"}


def test_humidifier_siren_water_heater_and_alarm() -> None:
    humid = component(
        "humidifier", {"cmd_t": "h", "hum_cmd_t": "h/t", "hum_stat_t": "h/s", "modes": ["eco"], "mode_cmd_t": "m"}
    )
    assert set(humid.capabilities) == {"on", "target_humidity", "mode"}
    assert sent(component("siren", {"cmd_t": "s"}).capabilities["on"], True) == ("s", '{"state": "ON"}')
    heater = component("water_heater", {"temp_cmd_t": "w/t", "mode_cmd_t": "w/m", "modes": ["off", "eco"]})
    assert set(heater.capabilities) == {"on", "mode", "target_temperature"}
    alarm = component("alarm_control_panel", {"cmd_t": "a/set", "stat_t": "a", "sup_feat": ["arm_home", "arm_away"]})
    assert alarm.capabilities["alarm_mode"].choices == ("disarmed", "armed_home", "armed_away")
    assert sent(alarm.capabilities["alarm_mode"], "armed_home") == ("a/set", "ARM_HOME")
    assert alarm.capabilities["alarm_mode"].tier >= 3


def test_lawn_mower_with_one_topic_and_with_three() -> None:
    one = {f"{n}_command_topic": "m/set" for n in ("start_mowing", "pause", "dock")}
    can = component("lawn_mower", {**one, "activity_state_topic": "m"}).capabilities
    assert sent(can["activity"], "returning") == ("m/set", "dock")
    three = {f"{n}_command_topic": f"m/{n}" for n in ("start_mowing", "pause", "dock")}
    can = component("lawn_mower", {**three, "activity_state_topic": "m"}).capabilities
    writing = can["activity"].writing
    assert writing is not None
    assert [writing.topic_for(wish) for wish in ("mowing", "paused", "returning")] == [
        "m/start_mowing",
        "m/pause",
        "m/dock",
    ]
