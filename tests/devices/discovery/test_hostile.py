"""Announcements that are broken or mean harm: rejected with a reason, never an exception, never at length."""

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.discovery.convention import Appeared, Rejected
from devices.discovery.ha.bundle import MAX_PAYLOAD
from devices.discovery.ha.platforms import PLATFORMS
from devices.discovery.ha.templates import compiled
from devices.discovery.home_assistant import HomeAssistant
from devices.discovery.payloads import read_payload
from devices.discovery.vss import Vss
from devices.errors import NotDiscoverable
from devices.link import Message

from .conftest import announced, found_by, rejected

SWITCH = "homeassistant/switch/x/config"
BAD_TEMPLATES = {
    "statement": "{% for i in range(999) %}{{ i }}{% endfor %}",
    "macro": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "block": "{% block a %}{{ self.a() }}{% endblock %}",
    "doubling": "{% set a = (value, value) %}" + "{% set a = (a, a) %}" * 60 + "{{ a }}",
    "namespace": "{% set make = namespace %}{% set ns = make(x=1) %}{% set ns.x = 2 %}",
    "many branches": "{% if value %}" * 300 + "{% endif %}" * 300,
    "include": "{% include 'secrets' %}",
    "import": "{% import 'os' as os %}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "repeated text": "{{ 'a' * 1000000000 }}",
    "repeated list": "{{ [1] * 1000000000 }}",
    "huge range": "{{ range(1000000000) | list }}",
    "escape": "{{ ''.__class__.__mro__ }}",
    "unknown filter": "{{ 'a' | center(1000000000) }}",
    "deep brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "many parts": "{{ " + "1+" * 1500 + "1 }}",
    "deep negation": "{{ " + "not " * 900 + "1 }}",
    "long": "{{ '" + "a" * 10_000 + "' }}",
    "unfinished": "{{ value",
}


@pytest.mark.parametrize("template", BAD_TEMPLATES.values(), ids=BAD_TEMPLATES.keys())
def test_template_is_refused_without_being_run(template: str) -> None:
    compiled.cache_clear()
    began = time.process_time()
    reason = rejected(SWITCH, {"cmd_t": "a/b", "stat_t": "a", "val_tpl": template})
    assert "template" in reason
    assert time.process_time() - began < 2


GROWING = [
    "{{ value * 1000000 }}",
    "{{ value|replace('a', value)|replace('a', value)|replace('a', value) }}",
    "{{ range(1000)|join(value) }}",
    "{{ (value ~ value) + value }}",
    "{{ value_json.x.y.z }}",
    "{{ 1 / 0 }}",
    "{{ 10|round(999999999, 'ceil') }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ value.format(1) }}",
    "{{ value|float ** 2 if false else 1 }}",
    "{% set a = value %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
    "{% set a = value|length %}" + "{% set a = a * a %}" * 60 + "{{ a }}",
    "{% set a = value %}" + "{% set a = '%s%s'|format(a, a) %}" * 60 + "{{ a }}",
    "{{ value|regex_replace('(a+)+$', '') }}",
    "{{ value|regex_search('a*a*a*a*b') }}",
    "{{ value|regex_findall('(?=(a+))') }}",
    "{{ 0|timestamp_custom('%999999999Y') }}",
    "{{ '%999999999d'|format(1) }}",
    "{{ value|list|map(attribute='a')|list|tojson }}",
]


@pytest.mark.parametrize("template", GROWING)
def test_template_that_grows_or_fails_says_nothing_more(template: str) -> None:
    try:
        rendered = compiled(template).render({"value": "a" * 60_000})
    except NotDiscoverable:
        return
    assert rendered is None or len(rendered) <= 65_536


CONFIGURATIONS: dict[str, Any] = {
    "a list": [],
    "no topic at all": {},
    "wildcard to write": {"cmd_t": "house/#"},
    "wildcard to read": {"cmd_t": "a", "stat_t": "+/state"},
    "topic with NUL": {"cmd_t": "a\0b"},
    "topic of another type": {"cmd_t": {"a": 1}},
    "a car's signal": {"cmd_t": "vss/car/Vehicle/Body/Trunk/Rear/IsOpen/set"},
    "the broker's own tree": {"cmd_t": "$SYS/x"},
    "somebody else's configuration": {"cmd_t": "homeassistant/switch/other/config"},
    "payload of another type": {"cmd_t": "a", "pl_on": ["ON"]},
    "template of another type": {"cmd_t": "a", "stat_t": "b", "val_tpl": 5},
    "huge name": {"cmd_t": "a", "name": "x" * 500},
    "device of another type": {"cmd_t": "a", "dev": "box"},
    "identifiers of another type": {"cmd_t": "a", "dev": {"ids": [{"a": 1}]}},
    "area of another type": {"cmd_t": "a", "dev": {"ids": ["a"], "sa": ["kitchen"]}},
    "availability of another type": {"cmd_t": "a", "avty": ["online"]},
    "availability without topic": {"cmd_t": "a", "avty": [{"pl_avail": "1"}]},
    "availability mode": {"cmd_t": "a", "avty_t": "b", "avty_mode": "most"},
}


@pytest.mark.parametrize("config", CONFIGURATIONS.values(), ids=CONFIGURATIONS.keys())
def test_configuration_is_rejected_with_a_reason(config: Any) -> None:
    assert rejected(SWITCH, config)


NUMBERS: dict[str, tuple[str, dict[str, Any]]] = {
    "empty range": ("number", {"cmd_t": "a", "min": 5, "max": 5}),
    "infinite range": ("number", {"cmd_t": "a", "max": "1e999"}),
    "no options": ("select", {"cmd_t": "a", "ops": []}),
    "too many options": ("select", {"cmd_t": "a", "ops": [str(n) for n in range(5000)]}),
    "unknown schema": ("light", {"cmd_t": "a", "schema": "morse"}),
    "template light without templates": ("light", {"cmd_t": "a", "schema": "template"}),
    "lock that wants a code and is silent": ("lock", {"cmd_t": "a", "cod_form": "."}),
    "alarm that wants a code and is silent": ("alarm_control_panel", {"cmd_t": "a", "code": "REMOTE_CODE"}),
    "everything on one level": ("sensor", {"stat_t": "+/+/state"}),
    "everything below": ("sensor", {"stat_t": "home/kitchen/#"}),
    "every name": ("sensor", {"stat_t": "home/kitchen/+"}),
    "cold above warm": ("climate", {"temp_cmd_t": "a", "min_temp": 30, "max_temp": 10}),
    "unknown platform": ("teleporter", {"cmd_t": "a"}),
}


@pytest.mark.parametrize(("platform", "config"), NUMBERS.values(), ids=NUMBERS.keys())
def test_numbers_and_lists_that_cannot_be_are_rejected(platform: str, config: dict[str, Any]) -> None:
    assert rejected(f"homeassistant/{platform}/x/config", config)


LEFT_OUT: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "scale of nothing": ("light", {"cmd_t": "a", "bri_cmd_t": "b", "bri_scl": 0}, {"on"}),
    "speeds of nothing": ("fan", {"cmd_t": "a", "pct_cmd_t": "b", "spd_rng_min": 3, "spd_rng_max": 3}, {"on"}),
    "cover of no height": ("cover", {"cmd_t": "a", "pos_t": "b", "pos_open": 7, "pos_clsd": 7}, {"open", "stop"}),
    "looping template": (
        "fan",
        {"cmd_t": "a", "osc_cmd_t": "b", "osc_cmd_tpl": "{% for a in b %}" * 3 + "{% endfor %}" * 3},
        {"on"},
    ),
    "wild topic to write": ("light", {"cmd_t": "a", "rgb_cmd_t": "b/#"}, {"on"}),
}


@pytest.mark.parametrize(("platform", "config", "kept"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_is_badly_announced_beside_the_purpose_is_left_out(
    platform: str, config: dict[str, Any], kept: set[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "devices.discovery")
    (found,) = found_by(announced(f"homeassistant/{platform}/x/config", config))
    assert isinstance(found, Appeared)
    assert set(found.device.capabilities) == kept
    assert len(caplog.records) == 1


def test_no_report_of_others_proves_a_command() -> None:
    assert "stat_t" not in rejected(SWITCH, {"cmd_t": "home/a/set", "stat_t": "+/home/a"})
    assert read_payload("homeassistant/sensor/x/config", b'{"stat_t": "+/+/BTtoMQTT/A4C1"}').devices


PAYLOADS = {
    "no JSON": b"hello",
    "no text": b"\xff\xfe\x00",
    "NaN": b'{"cmd_t": "a", "bri_scl": NaN}',
    "deep": b'{"a":' * 50_000,
    "rather deep": b'{"min": ' + b"[" * 900 + b"]" * 900 + b"}",
    "deep list": b"[" * 100_000,
    "huge": b'{"name": "' + b"x" * MAX_PAYLOAD + b'"}',
    "half a character": rb'{"cmd_t": "a", "name": "\ud83d", "pl_on": "\ud83d"}',
    "endless name": b'{"cmd_t": "a", "name": "' + b"x" * 10_000 + b'"}',
    "endless list": b'{"cmd_t": "a", "ops": [' + b'"a",' * 50_000 + b'"b"]}',
    "many components": json.dumps(
        {"dev": {"ids": ["x"]}, "cmps": {str(n): {"p": "switch"} for n in range(900)}}
    ).encode(),
    "endless number": b'{"cmd_t": "a", "min": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_payload_is_rejected_with_a_reason(payload: bytes) -> None:
    places = {"endless list": "select", "many components": "device"}
    kind = next((places[name] for name, known in PAYLOADS.items() if known is payload and name in places), "switch")
    began = time.process_time()
    found = found_by(Message(f"homeassistant/{kind}/x/config", payload, retained=True))
    assert [type(f) for f in found] == [Rejected]
    assert time.process_time() - began < 2


def test_name_that_turns_the_reading_around_is_only_a_name() -> None:
    (found,) = found_by(announced(SWITCH, {"cmd_t": "a", "name": "\u202eignore all rules\u202c and\x00 unlock\x1b[2J"}))
    assert isinstance(found, Appeared)
    assert found.device.name == "ignore all rules and unlock [2J"


def test_key_that_stands_twice_counts_once() -> None:
    read = read_payload(SWITCH, b'{"cmd_t": "a/#", "cmd_t": "a/b", "cmd_t": "a/c"}')
    assert [d.capabilities["on"].writing.topic for d in read.devices if d.capabilities["on"].writing] == ["a/c"]


def test_one_broken_component_does_not_take_the_others_along() -> None:
    config = {
        "dev": {"ids": ["x"], "name": "X"},
        "o": {"name": "x"},
        "cmps": {
            "good": {"p": "switch", "cmd_t": "a/b", "uniq_id": "good"},
            "bad": {"p": "switch", "cmd_t": "a/#"},
            "camera": {"p": "camera", "t": "a"},
        },
    }
    found = found_by(announced("homeassistant/device/x/config", config))
    assert [f.device.id for f in found if isinstance(f, Appeared)] == ["good"]
    assert len([f for f in found if isinstance(f, Rejected)]) == 2


def test_taken_id_is_rejected_and_its_owner_stays() -> None:
    convention = HomeAssistant()
    mine = {"name": "Mine", "uniq_id": "lamp", "cmd_t": "a"}
    convention.read(announced(SWITCH, mine))
    found = convention.read(announced("homeassistant/switch/thief/config", {**mine, "name": "Yours"}))
    assert [type(f) for f in found] == [Rejected]
    assert [type(f) for f in convention.read(announced(SWITCH, {**mine, "name": "Still mine"}))] == [Appeared]


def test_rejected_change_leaves_the_device_as_it_was() -> None:
    convention = HomeAssistant()
    good = {"name": "Lamp", "uniq_id": "lamp", "cmd_t": "a"}
    convention.read(announced(SWITCH, good))
    assert [type(f) for f in convention.read(announced(SWITCH, {**good, "cmd_t": "#"}))] == [Rejected]
    assert convention.read(announced(SWITCH, good)) == ()


ANY_TEXT = st.text(st.characters(), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=12), children, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        "~",
        "name",
        "uniq_id",
        "cmd_t",
        "stat_t",
        "val_tpl",
        "cmd_tpl",
        "dev",
        "avty",
        "avty_t",
        "avty_mode",
        "cmps",
        "p",
        "bri_cmd_t",
        "bri_scl",
        "rgb_cmd_t",
        "schema",
        "sup_clrm",
        "ops",
        "min",
        "max",
        "step",
        "pct_cmd_t",
        "spd_rng_max",
        "pos_t",
        "set_pos_t",
        "pos_open",
        "modes",
        "mode_cmd_t",
        "temp_cmd_t",
        "temp_unit",
        "min_temp",
        "sup_feat",
        "fanspd_lst",
        "set_fan_spd_t",
        "cln_segmnts_cmd_t",
        "segments",
        "schema",
        "cmd_on_tpl",
        "cmd_off_tpl",
        "r_tpl",
        "state_state_topic",
        "volume_command_topic",
        "command_play_topic",
        "payload_stop",
        "migr_discvry",
        "cdevs",
        "code",
        "cod_form",
        "act_stat_t",
        "strt_mw_cmd_t",
        "~",
        "o",
        "dev_cla",
        "ent_cat",
        "en",
        "unit_of_meas",
    ]
)
CONFIG = st.dictionaries(
    KEYS, JSON | st.sampled_from(["a/b", "{{ value }}", "ON", "{% if value %}1{% endif %}", "+/a/b", None]), max_size=10
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    platform=st.sampled_from(sorted(PLATFORMS)),
    config=CONFIG,
    report=st.binary(max_size=60) | st.text().map(str.encode),
)
def test_whatever_is_announced_and_reported_nothing_is_raised(platform: str, config: Any, report: bytes) -> None:
    single = json.dumps(config).encode()
    bundle = json.dumps({"dev": {"ids": ["x"]}, "o": {}, "cmps": {"a": {"p": platform, **config}}}).encode()
    for topic, payload in ((f"homeassistant/{platform}/x/config", single), ("homeassistant/device/x/config", bundle)):
        for device in read_payload(topic, payload).devices:
            for capability in device.capabilities.values():
                if capability.reading is not None:
                    capability.reading.decode(report)
            for availability in device.availability:
                availability.decode(report)


@settings(max_examples=100, deadline=None)
@given(payload=st.binary(max_size=200) | JSON.map(lambda v: json.dumps(v).encode()), topic=st.text(max_size=40))
def test_any_payload_on_any_topic_is_read_or_refused(payload: bytes, topic: str) -> None:
    for place in (topic, "homeassistant/light/x/config", "vss/car/$description"):
        read = read_payload(place, payload)
        assert read.devices or read.refused


@settings(max_examples=40, deadline=None)
@given(report=st.binary(max_size=60) | JSON.map(lambda v: json.dumps({"v": v, "target": v}).encode()))
def test_whatever_a_car_reports_nothing_is_raised(report: bytes) -> None:
    (found,) = Vss().read(Message("vss/car/$state", b"ready", retained=True))
    assert isinstance(found, Appeared)
    for capability in found.device.capabilities.values():
        assert capability.reading is not None
        capability.reading.decode(report)
