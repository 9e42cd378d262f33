"""Reading what models write: ours, Hermes', XML's, and the rest."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.mimo.decoding import Wanted, WantedCall, decode

LIGHT = WantedCall("turn_on", {"things": ["kitchen light"]})


@pytest.mark.parametrize(
    "text",
    [
        '[{"name":"turn_on","arguments":{"things":["kitchen light"]}}]',
        '{"name":"turn_on","arguments":{"things":["kitchen light"]}}',
        '{"calls":[{"name":"turn_on","arguments":{"things":["kitchen light"]}}]}',
        '```json\n[{"name":"turn_on","arguments":{"things":["kitchen light"]}}]\n```',
        '<tool_call>\n{"name": "turn_on", "arguments": {"things": ["kitchen light"]}}\n</tool_call>',
        'Sure.\n<tool_call>{"name": "turn_on", "arguments": {"things": ["kitchen light"]}}',
        '<tool_call><function=turn_on>\n<parameter=things>\n["kitchen light"]\n</parameter>\n</function></tool_call>',
        '[{"id":"1","function":{"name":"turn_on","arguments":"{\\"things\\":[\\"kitchen light\\"]}"}}]',
    ],
)
def test_a_call_in_any_dialect(text: str) -> None:
    assert decode(text) == Wanted((LIGHT,))


def test_two_calls_in_hermes() -> None:
    one = '<tool_call>\n{"name": "time", "arguments": {}}\n</tool_call>'
    two = '<tool_call>\n{"name": "date", "arguments": {}}\n</tool_call>'
    assert [c.name for c in decode(f"{one}\n{two}").calls] == ["time", "date"]


def test_xml_values_are_text_unless_they_are_json() -> None:
    xml = "<tool_call><function=f><parameter=a>12</parameter><parameter=b>a &amp; b</parameter></function></tool_call>"
    assert decode(xml).calls == (WantedCall("f", {"a": 12, "b": "a & b"}),)


def test_the_same_call_twice_is_one() -> None:
    assert decode(json.dumps([{"name": "time", "arguments": {}}] * 3)).calls == (WantedCall("time", {}),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"say":"It is six."}', "It is six."),
        ("It is **six**.", "It is six."),
        ('{"say":"One. Two. Thr', "One. Two."),
        ("你好", "你好"),
    ],
)
def test_words(text: str, said: str) -> None:
    assert decode(text) == Wanted(say=said)


def test_a_call_that_was_cut_is_no_call() -> None:
    cut = decode('[{"name":"turn_on","arguments":{"things":["kitchen')
    assert not cut.calls
    assert cut.trouble


def test_far_too_many_calls_are_none() -> None:
    many = decode(json.dumps([{"name": f"t{n}", "arguments": {}} for n in range(50)]))
    assert not many.calls
    assert many.trouble


def test_a_long_speech_ends_with_a_sentence() -> None:
    assert decode("This is a sentence. " * 100).say.endswith("sentence.")
    assert len(decode("This is a sentence. " * 100).say) <= 400


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    decode(text)


@given(st.text(alphabet='{}[]"<>=/:,tool_calfunctionparameterarguments \n', max_size=120))
def test_no_near_miss_raises(text: str) -> None:
    decode(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda s: (
            st.lists(s) | st.dictionaries(st.sampled_from(["name", "arguments", "calls", "say", "ask", "function"]), s)
        ),
    )
)
def test_no_json_raises(value: object) -> None:
    decode(json.dumps(value))
