"""Templates as producers write them, and what they make of a message."""

import time

import pytest

from devices.discovery.ha.templates import compiled, values_of
from devices.errors import NotDiscoverable

TEMPLATES = [
    ("{% if value == 'x' %}on{% elif value == 'y' %}off{% else %}none{% endif %}", "y", "off"),
    (
        "{% set names = {'0': 'idle', '1': 'charging'} %}{{ names[value] if value in names else 'odd' }}",
        "1",
        "charging",
    ),
    ("{%- set v = value | int(-1) -%}{{ [0, v] | max }}", "7", "7"),
    ("{{ {0: 'off', 1: 'low'}[value_json.speed] | default('None') }}", '{"speed": 1}', "low"),
    ("{{ value | regex_replace('^T:(.*)$', '\\\\1') }}", "T:21", "21"),
    (
        "{{ value_json.list | selectattr('id', 'eq', 2) | map(attribute='n') | first }}",
        '{"list": [{"id": 2, "n": 5}]}',
        "5",
    ),
    ("{{ (value | float * 1.8 + 32) | round(1) }}", "20", "68.0"),
    ("{{ value | timestamp_utc }}", "0", "1970-01-01T00:00:00+00:00"),
    ("{{ value_json.bits | bitwise_and(4) > 0 }}", '{"bits": 6}', "True"),
    ("{{ '%02x%02x' | format(value_json.r, value_json.g) }}", '{"r": 255, "g": 1}', "ff01"),
    (
        "{% for zone in value_json.zones %}{% if zone.id == 2 %}{{ zone.t | round(1) }}{% endif %}{% endfor %}",
        '{"zones": [{"id": 1, "t": 5}, {"id": 2, "t": 21.26}]}',
        "21.3",
    ),
    (
        "{% for name, lit in value_json.items() if lit %}{{ loop.index }} {{ name }}{% if not loop.last %}, "
        "{% endif %}{% else %}none{% endfor %}",
        '{"hall": true, "desk": false, "bed": true}',
        "1 hall, 2 bed",
    ),
    ("{% for x in value_json.none %}{{ x }}{% else %}none{% endfor %}", "{}", "none"),
    (
        "{% set found = namespace(ip='', n=0) %}{% for a in value_json.net %}{% for b in a %}"
        "{% set found.n = found.n + b %}{% set found.ip = found.ip ~ b %}{% endfor %}{% endfor %}"
        "{{ found.ip }}={{ found.n }}",
        '{"net": [[1, 2], [3]]}',
        "123=6",
    ),
    ("{% for i in range(100) %}{% if i == 99 %}{{ i }}{% endif %}{% endfor %}", "", "99"),
    ("{% for i in value_json %}{{ i }}{% endfor %}", "[" + "1," * 100 + "1]", None),
    ("{{ value_json.none.deep }}", "{}", None),
    ("{{ states('sensor.other') }}", "1", None),
]


@pytest.mark.parametrize(("template", "payload", "rendered"), TEMPLATES)
def test_template(template: str, payload: str, rendered: str | None) -> None:
    values = values_of(payload.encode())
    assert values is not None
    assert compiled(template).render(values) == rendered


LIST = {"value": "x" * 60_000, "value_json": list(range(60))}
TIRELESS = [
    "{% for a in value_json %}{% for b in value_json %}{{ b }}{% endfor %}{% endfor %}",
    "{% for a in value %}{% endfor %}",
    "{% for a in range(value_json | length * 2) %}{% endfor %}",
    "{% for a in value_json %}{% endfor %}{% for a in value_json %}{% endfor %}",
    "{% for a in value_json if false %}{% endfor %}{% for a in value_json %}{{ loop.length }}{% endfor %}",
    "{% for a in value_json %}{{ value | list | sort | join | length }}{% endfor %}",
]
SWELLING = [
    "{% for a in value_json %}{{ loop['_iterator'] }}{% endfor %}",
    "{% for a in value_json %}{{ loop(value_json) }}{% endfor %}",
    "{% for a in value_json %}{{ loop.cycle(1, 2) }}{% endfor %}",
    "{% set n = namespace() %}{{ n['__dict__'] }}{{ n.items() }}",
    "{% for a in value_json %}" + "{{ value }}" * 100 + "{% endfor %}",
    "{% set n = namespace(t='a') %}{% for a in value_json %}{% set n.t = n.t ~ n.t %}{% endfor %}{{ n.t }}",
    "{% set n = namespace(t=9) %}{% for a in value_json %}{% set n.t = n.t * n.t %}{% endfor %}{{ n.t }}",
    "{% set n = namespace(t='a') %}{% for a in value_json %}{% set n.t = '%s%s'|format(n.t, n.t) %}{% endfor %}{{n.t}}",
]


@pytest.mark.parametrize("template", TIRELESS)
def test_a_loop_that_does_not_end_soon_costs_one_log_line(template: str, caplog: pytest.LogCaptureFixture) -> None:
    compiled.cache_clear()
    began = time.process_time()
    assert [compiled(template).render(LIST) for _ in range(3)] == [None] * 3
    assert time.process_time() - began < 2
    assert len(caplog.records) == 1
    assert "turns" in caplog.text


@pytest.mark.parametrize("template", SWELLING)
def test_what_grows_in_a_loop_gives_nothing(template: str) -> None:
    began = time.process_time()
    assert compiled(template).render(LIST) in (None, "")
    assert time.process_time() - began < 2


REFUSED = [
    "{% set n = namespace() %}{{ n.__class__ }}",
    "{% for a in value_json %}{{ loop._iterator }}{% endfor %}",
    "{% for a in value_json %}" * 3 + "{% endfor %}" * 3,
    "{% for a in value_json recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a in range(101) %}{% endfor %}",
    "{% for a in range(0, 5000) | list %}{% endfor %}",
    "{% for a in value_json %}{% endfor %}" * 9,
    "{% for a.b in value_json %}{% endfor %}",
    "{% for a in value_json %}{% break %}{% endfor %}",
    "{% for a in value_json %}{% macro m() %}{% endmacro %}{% endfor %}",
    "{% set n = namespace(a=1) %}{% for a in value_json %}{% set n.a = [n.a, n.a] %}{% endfor %}{{ n.a }}",
    "{% set n = namespace(a=1) %}{% for a in value_json %}{% set b = [n.a, n.a] %}{% set n.a = b %}{% endfor %}",
    "{% set n = namespace(a=1) %}{% for a in value_json %}{% set n.a = {'b': n.a, 'c': n.a} %}{% endfor %}{{ n.a }}",
    "{% set n = namespace(a=1) %}{% for a in value_json %}{% set n.a = namespace(b=n.a, c=n.a) %}{% endfor %}{{ n }}",
    "{% set make = namespace %}{% set n = make(a=1) %}{{ n.a }}",
    "{% set n = namespace(a=value) %}{% set m = namespace(a=n, b=n) %}{{ m }}",
    "{% set n = namespace(a=1) %}" * 3,
    "{% set n = namespace(a=1) %}{% set n.__class__ = 1 %}",
]


@pytest.mark.parametrize("template", REFUSED)
def test_a_loop_that_may_not_end_soon_is_refused_without_being_run(template: str) -> None:
    with pytest.raises(NotDiscoverable, match="template"):
        compiled(template)


def test_no_template_reaches_what_counts_its_turns() -> None:
    for template in ("{{ %turns }}", "{% set %turns = 1 %}", "{{ value | %each turn }}"):
        with pytest.raises(NotDiscoverable):
            compiled(template)
