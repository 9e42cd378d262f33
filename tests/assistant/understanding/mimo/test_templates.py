"""Chat formats: the model's own template where it has one, and how each family wants to be asked."""

import pytest

from assistant.understanding.mimo.templates import MIMO, MIMO_VL, PLAIN, ChatFormat, Manner, manner_of

CONSTANT = "You are a test.\nTools: none."

WITH_DEFAULT_SYSTEM = """\
{%- if messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
{%- else %}
    {{- '<|im_start|>system\\nYou are Somebody.<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if message.role != 'system' or not loop.first %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}"""


def whole(template: str, manner: Manner, turn: str = "Said: hi", *, thinking: bool = False) -> str:
    rendered = ChatFormat(template, manner).render(CONSTANT, turn, thinking=thinking)
    return rendered.head + rendered.turn + rendered.foot


@pytest.mark.parametrize("template", ["", WITH_DEFAULT_SYSTEM])
def test_plain_models_get_the_constant_as_system_message(template: str) -> None:
    assert whole(template, PLAIN) == (
        f"<|im_start|>system\n{CONSTANT}<|im_end|>\n<|im_start|>user\nSaid: hi<|im_end|>\n<|im_start|>assistant\n"
    )


def test_mimo_gets_an_empty_system_message_and_no_time_to_think() -> None:
    assert whole(WITH_DEFAULT_SYSTEM, MIMO) == (
        f"<|im_start|>system\n<|im_end|>\n<|im_start|>user\n{CONSTANT}\n\nSaid: hi<|im_end|>\n"
        "<|im_start|>assistant\n<think>\n\n</think>\n\n"
    )


def test_mimo_vl_hears_no_think_as_the_last_words_of_the_turn() -> None:
    assert "Said: hi\n/no_think<|im_end|>\n<|im_start|>assistant\n" in whole(WITH_DEFAULT_SYSTEM, MIMO_VL)


def test_when_it_may_think_nothing_keeps_it_from_it() -> None:
    text = whole(WITH_DEFAULT_SYSTEM, MIMO_VL, thinking=True)
    assert "/no_think" not in text
    assert text.endswith("<|im_start|>assistant\n<think>\n")


def test_a_template_that_opens_the_thought_itself() -> None:
    opening = WITH_DEFAULT_SYSTEM.replace("assistant\\n' }}\n{%- endif %}", "assistant\\n<think>\\n' }}\n{%- endif %}")
    assert whole(opening, MIMO).endswith("<think>\n\n\n</think>\n\n")
    assert whole(opening, MIMO).count("<think>") == 1


def test_the_head_is_the_same_whatever_is_said() -> None:
    chat = ChatFormat(WITH_DEFAULT_SYSTEM, MIMO_VL)
    heads = {chat.render(CONSTANT, f"Said: {n}").head for n in range(5)}
    assert len(heads) == 1
    assert CONSTANT in heads.pop()


@pytest.mark.parametrize(
    "template",
    [
        "{% for x in %}",
        "{{ raise_exception('no system role') }}",
        "no place for anything",
        "{{ messages[0].content.__class__.__mro__[1].__subclasses__() }}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_template_that_cannot_be_used_is_replaced(template: str) -> None:
    assert whole(template, PLAIN) == whole("", PLAIN)


@pytest.mark.parametrize(
    ("model", "manner"),
    [
        ("MiMo-VL-7B-RL-2508", MIMO_VL),
        ("mimo-vl-7b", MIMO_VL),
        ("MiMo-7B-RL-0530", MIMO),
        ("Qwen2.5 Coder 1.5B Instruct GGUF", PLAIN),
    ],
)
def test_manners_by_name(model: str, manner: Manner) -> None:
    assert manner_of(model) == manner


def test_a_template_that_speaks_of_thinking_tells_a_thinking_model() -> None:
    assert manner_of("Something", "… '<think>' …").thinks
