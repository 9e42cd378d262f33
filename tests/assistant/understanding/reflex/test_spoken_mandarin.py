"""Mandarin as it is spoken: particles, asides, corrections, exceptions and words said twice."""

import pytest

from assistant.understanding.reflex.clauses.repairs import without_repetition
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.mandarin.turns_of_speech import rephrased_zh
from assistant.understanding.reflex.matching.chart import chart_of
from assistant.understanding.reflex.names.home import index_of
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import tokens_of

ALL_LIGHTS = "light.kitchen light.ceiling light.floor light.bed"

DONE = [
    # (said, room where it was said, call)
    ("帮我把厨房的灯打开呗", "", "turn_on light.kitchen"),
    ("麻烦您把卧室的灯关掉好吗", "", "turn_off light.bed"),
    ("厨房灯给关了哈", "", "turn_off light.kitchen"),
    ("落地灯打开开", "", "turn_on light.floor"),
    ("关灯关灯", "living", "turn_off light.ceiling light.floor"),
    ("把小白停一停", "", "pause_vacuum vacuum.xiaobai"),
    # asides
    ("太黑了，把厨房灯打开", "", "turn_on light.kitchen"),
    ("太黑了把厨房灯打开", "", "turn_on light.kitchen"),
    ("宝宝要睡觉了，把卧室灯关了", "", "turn_off light.bed"),
    ("落地灯关了，刺眼", "", "turn_off light.floor"),
    ("我们要看电影了，把客厅吊灯关掉", "", "turn_off light.ceiling"),
    ("妈妈，把厨房灯关了", "", "turn_off light.kitchen"),
    ("妈妈我要开落地灯", "", "turn_on light.floor"),
    ("卧室太亮了，把灯关了", "", "turn_off light.bed"),
    ("落地灯忘关了，关上", "", "turn_off light.floor"),
    ("别放了，电视暂停", "living", "pause_media player.tv"),
    # stopped, not forbidden
    ("吊扇别转了", "", "turn_off fan.bedroom"),
    ("电视别响了，暂停", "living", "pause_media player.tv"),
    # put right
    ("厨房，不对，卧室的灯关掉", "", "turn_off light.bed"),
    ("打开厨房的灯，不对，卧室的", "", "turn_on light.bed"),
    ("开厨房灯……哦不，落地灯", "", "turn_on light.floor"),
    ("空调调到二十三度，不对，二十五度", "living", "set_temperature climate.living degrees=25"),
    ("厨房灯打开，说错了，关掉", "", "turn_off light.kitchen"),
    # all but some
    ("除了落地灯，客厅的灯都关了", "", "turn_off light.ceiling"),
    ("除了落地灯客厅的灯都关了", "", "turn_off light.ceiling"),
    ("除了落地灯和厨房灯，所有的灯都关了", "", "turn_off light.ceiling light.bed"),
    ("所有的灯都关掉，卧室的留着", "", "turn_off light.kitchen light.ceiling light.floor"),
    ("客厅的灯全关了，落地灯别关", "", "turn_off light.ceiling"),
    ("落地灯留着，客厅的灯都关了", "", "turn_off light.ceiling"),
    # misheard
    ("把客厅钓灯关掉", "", "turn_off light.ceiling"),
]

LEFT_ALONE = [
    ("妈妈把厨房灯关了", ""),
    ("妈妈说太黑了，把灯打开", "living"),
    ("小明很困，把厨房灯关了", ""),
    ("他很生气，把厨房灯关了", ""),
    ("昨天太黑了，把厨房灯打开了", ""),
    ("太黑了就把厨房灯打开", ""),
    ("等宝宝睡了，把卧室灯关了", ""),
    ("要是太黑了，把厨房灯打开", ""),
    ("太黑了，别开厨房灯", ""),
    ("太亮了，不要开灯", "living"),
    ("打开厨房灯，不对", ""),
    ("说得不对，厨房灯是开着的", ""),
    ("除了阁楼，客厅的灯都关了", ""),
    ("太黑了，把阁楼的灯打开", ""),
    ("别放了，电视打开", "living"),
]


@pytest.mark.parametrize(("text", "place", "expected"), DONE)
def test_what_is_meant_is_done(text, place, expected, in_mandarin_home):
    assert in_mandarin_home(text, place) == expected


@pytest.mark.parametrize(("text", "place"), LEFT_ALONE)
def test_nothing_is_done_where_it_is_told_forbidden_or_for_later(text, place, in_mandarin_home):
    assert not in_mandarin_home(text, place).startswith(("turn_", "set_", "pause_", "brighten"))


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("关灯关灯", "关灯"),
        ("停一停", "停一下"),
        ("打开开关", "打开开关"),
        ("开关关闭", "开关关闭"),
        ("空调调到二十二度", "空调调到二十二度"),
        ("百分之二十二十", "百分之二十二十"),
        ("小声点儿", "小声点"),
        ("晚一点儿童房的灯", "晚一点儿童房的灯"),
    ],
)
def test_words_said_twice_and_coloured_syllables(said, plain):
    assert "".join(t.text for t in without_repetition(tokens_of(said))) == plain


def test_a_comma_is_told_from_other_conjunctions(mandarin):
    text = "厨房，卧室和客厅"
    chart = chart_of(text, tokens_of(text), index_of(mandarin, lexicon()), None)
    assert [s.meaning for s in chart.with_sense(Sense.AND)] == [",", None]


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        ("吊扇别转了", "吊扇关掉"),
        ("卧室的灯别亮着", "卧室的灯关掉"),
        ("吊扇打开吹吹", "吊扇打开"),
        ("落地灯再亮一丢丢", "落地灯再亮一点"),
        ("楼下除了厨房，灯全关", "除了厨房以外,楼下灯全关"),
        ("落地灯太亮，调到三成", "落地灯调到三成"),
        ("落地灯打开，卧室的关掉", "落地灯打开,卧室的灯关掉"),
        ("厨房灯卧室灯都关掉", "厨房灯、卧室灯都关掉"),
        ("吊扇别转那么快", "吊扇慢一点"),
    ],
)
def test_turns_of_speech_are_put_as_commands_are_phrased(said, plainly, mandarin):
    tokens = rephrased_zh(chart_of(said, tokens_of(said), index_of(mandarin, lexicon()), None))
    assert tokens is not None
    assert "".join(t.text for t in tokens) == plainly


@pytest.mark.parametrize("said", ["落地灯别关了", "别动吊扇", "他说吊扇别转了", "前门别锁了"])
def test_what_forbids_or_is_told_wishes_for_no_end(said, mandarin):
    assert rephrased_zh(chart_of(said, tokens_of(said), index_of(mandarin, lexicon()), None)) is None
