"""Templates as producers write them, and what they make of a message."""

import pytest

from devices.discovery.ha.templates import compiled, values_of

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
    ("{{ value_json.none.deep }}", "{}", None),
    ("{{ states('sensor.other') }}", "1", None),
]


@pytest.mark.parametrize(("template", "payload", "rendered"), TEMPLATES)
def test_template(template: str, payload: str, rendered: str | None) -> None:
    values = values_of(payload.encode())
    assert values is not None
    assert compiled(template).render(values) == rendered
