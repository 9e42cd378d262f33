"""What holds for every text: no exception, no unknown id, and no act where something was only asked."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.conversation import Conversation
from assistant.tools import ToolCall, checked
from assistant.understanding.mind import PassedOn
from assistant.understanding.reflex.mind import ReflexMind
from assistant.understanding.reflex.tokens import MAX_TEXT
from assistant.utterance import Utterance

MIND = ReflexMind()
WORDS = [
    "turn",
    "on",
    "off",
    "the",
    "kitchen",
    "light",
    "lights",
    "lamp",
    "and",
    "then",
    "set",
    "to",
    "50",
    "%",
    "percent",
    "half",
    "all",
    "except",
    "bedroom",
    "fan",
    "open",
    "close",
    "lock",
    "door",
    "it",
    "in",
    "when",
    "not",
    "don't",
    "please",
    "what",
    "is",
    "are",
    "which",
    "打开",
    "关闭",
    "厨房",
    "的",
    "灯",
    "把",
    "卧室",
    "窗帘",
    "调到",
    "百分之",
    "三十",
    "和",
    "除了",
    "所有",
    "吗",
    "不要",
    "它",
    "，",
    ",",
    "?",
    "。",
    "twenty",
    "one",
    "degrees",
    "度",
    "七点",
    "半",
    "小时",
    "an",
    "hour",
]
THINGS = ["the kitchen light", "the lights", "the front door", "the curtains", "the fan", "everything", "the bed lamp"]
STATES = ["on", "off", "open", "closed", "locked"]
QUESTIONS = [
    "is {} {}",
    "are {} {}?",
    "which {} {}",
    "why is {} {}",
    "tell me if {} is {}",
    "{} {}?",
    "do you know whether {} is {}",
]
QUESTIONS_ZH = ["{}{}吗", "{}是不是{}", "为什么{}{}", "{}{}没有？", "哪个{}{}", "请问{}{}吗", "什么时候{}{}"]
THINGS_ZH = ["厨房灯", "灯", "前门", "窗帘", "卧室的灯", "所有的灯"]
STATES_ZH = ["打开", "关", "开着", "锁上", "关了", "开"]


def steps(text, toolbox, names, place=""):
    return MIND.steps(Utterance(text, place=place), Conversation(place), toolbox, names)


def sane(found, toolbox, names):
    assert found
    assert not any(isinstance(s, PassedOn) for s in found) or len(found) == 1
    known = {t.id for t in names.things} | {r.id for r in names.rooms}
    for step in found:
        if isinstance(step, ToolCall):
            checked(toolbox[step.tool], step.arguments)
            assert all(i in known for v in step.arguments.values() if isinstance(v, tuple) for i in v)


def asked(forms, things, states):
    """Every form of question about every thing and state."""
    return st.builds(
        lambda form, thing, state: form.format(thing, state),
        st.sampled_from(forms),
        st.sampled_from(things),
        st.sampled_from(states),
    )


QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(text=st.text(max_size=MAX_TEXT + 20))
def test_no_text_breaks_it(text, toolbox, english):
    sane(steps(text, toolbox, english), toolbox, english)


@QUICK
@example(words=["which", "degrees"], place="nowhere")
@example(words=["turn", "on", "the", "light", "here"], place="nowhere")
@given(words=st.lists(st.sampled_from(WORDS), max_size=25), place=st.sampled_from(["", "kitchen", "nowhere"]))
def test_no_mixture_of_known_words_breaks_it(words, place, toolbox, english):
    sane(steps(" ".join(words), toolbox, english, place), toolbox, english)


@QUICK
@given(asked(QUESTIONS, THINGS, STATES), st.sampled_from(["", "living"]))
def test_a_question_never_acts(toolbox, english, text, place):
    for step in steps(text, toolbox, english, place):
        assert not isinstance(step, ToolCall) or toolbox[step.tool].reads_only


@QUICK
@given(asked(QUESTIONS_ZH, THINGS_ZH, STATES_ZH), st.sampled_from(["", "living"]))
def test_a_question_in_mandarin_never_acts(toolbox, mandarin, text, place):
    for step in steps(text, toolbox, mandarin, place):
        assert not isinstance(step, ToolCall) or toolbox[step.tool].reads_only


CONDITIONS = [
    "when I leave",
    "if it gets dark",
    "in ten minutes",
    "at seven",
    "tomorrow",
    "every morning",
    "until midnight",
    "for an hour",
]
WISHES = ["turn on the kitchen light", "close the garage door", "unlock the front door", "clean the kitchen"]


@QUICK
@given(st.sampled_from(CONDITIONS), st.sampled_from(WISHES), st.booleans())
def test_a_condition_is_never_lost(toolbox, english, condition, wish, first):
    text = f"{condition} {wish}" if first else f"{wish} {condition}"
    assert not any(isinstance(s, ToolCall) for s in steps(text, toolbox, english))


CONDITIONS_ZH = ["如果下雨", "我回家的时候", "十分钟后", "晚上七点", "明天", "每天早上", "等我出门以后", "半小时后"]


@QUICK
@given(st.sampled_from(CONDITIONS_ZH), st.sampled_from(["打开厨房灯", "关闭卧室窗帘", "把前门解锁", "打扫厨房"]))
def test_a_condition_in_mandarin_is_never_lost(toolbox, mandarin, condition, wish):
    for text in (condition + wish, condition + "，" + wish):
        assert not any(isinstance(s, ToolCall) for s in steps(text, toolbox, mandarin))


@pytest.mark.parametrize("wish", ["don't {}", "do not {}", "never {}", "please don't {}", "{} not"])
@pytest.mark.parametrize("act", WISHES)
def test_what_is_forbidden_is_not_done(wish, act, toolbox, english):
    assert not any(isinstance(s, ToolCall) for s in steps(wish.format(act), toolbox, english))


@pytest.mark.parametrize("wish", ["别{}", "不要{}", "不用{}", "请不要{}", "先别{}"])
@pytest.mark.parametrize("act", ["打开厨房灯", "关灯", "锁上前门", "打扫厨房"])
def test_what_is_forbidden_in_mandarin_is_not_done(wish, act, toolbox, mandarin):
    assert not any(isinstance(s, ToolCall) for s in steps(wish.format(act), toolbox, mandarin))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "a",
        "?",
        "🙂🙂",
        "\x00\x07\u202e",
        "x" * 10_000,
        "Включи свет на кухне",
        "キッチンの電気をつけて",
        "1" * 499,
    ],
)
def test_what_is_no_sentence_is_passed_on(text, toolbox, english):
    (step,) = steps(text, toolbox, english)
    assert isinstance(step, PassedOn)
