"""A yes is a yes in both languages, and nothing longer is one."""

import pytest

from assistant.understanding.confirm import Answer, answer_in


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes, please.",
        "yeah",
        "do it",
        "go ahead",
        "OK",
        "sure",
        "confirm",
        "是的",
        "好的",
        "对",
        "可以",
        "确定",
        "好啊",
        "没问题",
        "行",
    ],
)
def test_a_yes(text):
    assert answer_in(text, "en") is Answer.YES
    assert answer_in(text, "zh") is Answer.YES


@pytest.mark.parametrize(
    "text",
    ["no", "No, thanks.", "nope", "don't", "please don't", "don't do it", "不", "不要", "不用了", "别", "不是", "不行"],
)
def test_a_no(text):
    assert answer_in(text, "en") is Answer.NO


@pytest.mark.parametrize(
    "text",
    ["stop", "Never mind!", "cancel that", "forget it", "shut up", "算了", "闭嘴", "退下", "取消", "停", "别说了"],
)
def test_a_stop(text):
    assert answer_in(text, "zh") is Answer.STOP


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes and open the door",
        "yesterday",
        "not the kitchen",
        "turn on the light",
        "no lights in the hall",
        "好的把门打开",
        "是不是",
        "可以吗把灯打开",
        "stop the vacuum",
        "停止扫地机",
        "yes" * 500,
    ],
)
def test_anything_more_is_none(text):
    assert answer_in(text, "en") is Answer.NONE
