"""Mandarin as strangers say it: a wish or a question beside what only tells why, in words of regions, loosely named."""

import pytest

from assistant.understanding.names import Names, Room, Thing
from assistant.understanding.reflex.lexicon import lexicon
from assistant.understanding.reflex.mandarin.owners import named_loosely, whose
from assistant.understanding.reflex.mandarin.plain import plain_questions, plain_wishes, without_dialect
from assistant.understanding.reflex.mandarin.telling import Telling, complains, is_narrated, telling_of
from assistant.understanding.reflex.names.home import index_of

DONE = [
    # what only tells why, in words that stand in no list
    ("哎哟这针眼都瞅不见，把落地灯给我打开呗", "turn_on light.floor"),
    ("落地灯先给我打开，我找件换洗衣裳", "turn_on light.floor"),
    ("卧室窗帘帮我拉上，对面看得见", "close cover.bedroom"),
    ("电视暂停，我接个快递", "pause_media player.tv"),
    # what was spoken of before
    ("厨房没人还亮着灯，关喽", "turn_off light.kitchen"),
    ("落地灯谁又没关啊，浪费电，关了它", "turn_off light.floor"),
    # what stays as it is
    ("开落地灯就好，别的不要动喔", "turn_on light.floor"),
    # words of regions
    ("落地灯给我开咯", "turn_on light.floor"),
    ("我要瞓觉了，卧室灯关咗佢", "turn_off light.bed"),
]

LEFT_ALONE = [
    "帮我订个披萨，把落地灯打开",
    "小说里他走进厨房，打开灯",
    "我刚才把落地灯打开了，你看见没",
    "他很高兴，把落地灯打开了",
    "等姥姥睡着了，把电视关掉",
    "晚上七点，打开厨房灯",
    "豆豆怕黑，落地灯不要关",
    "落地灯坏了，明天修一下",
    "我记得落地灯关了，好像没有",
    "落地灯打开，方向盘也加热",
    "打开落地灯，算我没说",
]


@pytest.mark.parametrize(("said", "expected"), DONE)
def test_a_wish_is_done_beside_what_only_tells(said, expected, in_mandarin_home):
    assert in_mandarin_home(said, "") == expected


@pytest.mark.parametrize("said", LEFT_ALONE)
def test_what_is_told_of_put_off_or_not_understood_keeps_hands_off(said, in_mandarin_home):
    assert not in_mandarin_home(said, "").startswith(("turn_", "open_", "close_", "lock", "pause_"))


@pytest.mark.parametrize(
    "said", ["我接个电话", "墙都滴水", "蚊子好多", "看不清字", "别吵醒孩子", "一地的瓜子壳", "都十二点了"]
)
def test_telling_is_known_by_its_form(said):
    assert telling_of(said) is Telling.CLEARLY


@pytest.mark.parametrize(
    "said",
    ["把灯打开", "帮我订个披萨", "咖啡机打开", "他说别开", "等我回家", "晚上七点", "调到五十", "是不是太冷", "算了"],
)
def test_a_wish_a_report_a_time_and_a_question_tell_nothing(said):
    assert telling_of(said) is Telling.NOT


def test_a_complaint_names_a_thing_and_wishes_nothing():
    assert complains("电视吵死了")
    assert not complains("电视关掉吧")
    assert is_narrated("他很生气", "把灯关了")
    assert not is_narrated("孩子要睡了", "把灯关了")


@pytest.fixture(scope="module")
def home():
    rooms = (Room("a", ("阿公房",)), Room("b", ("妹妹房间",)), Room("c", ("客餐厅",)))
    things = (
        Thing("fan.a", ("阿公房风扇",), "fan", "a"),
        Thing("light.b", ("妹妹房间灯",), "light", "b"),
        Thing("media_player.r", ("阿公房收音机",), "media_player", "a"),
        Thing("person.p", ("爸爸",), "person", ""),
    )
    return index_of(Names(things, rooms), lexicon())


@pytest.mark.parametrize(
    ("said", "by_name"),
    [
        ("阿公的风扇开到多少", "阿公房风扇开到多少"),
        ("妹妹那间灯关掉", "妹妹房间灯关掉"),
        ("阿公的收音机开着吗", "阿公房收音机开着吗"),
        ("我爸在哪", "爸爸在哪"),
        ("客厅灯打开", "客餐厅灯打开"),
        ("爸爸在哪", "爸爸在哪"),
    ],
)
def test_people_and_rooms_are_named_loosely(said, by_name, home):
    assert named_loosely(said, home).replace("的", "") == by_name


def test_a_pronoun_is_whom_the_rest_speaks_of(home):
    assert whose("她房间的灯关掉", "妹妹睡着啦", home) == "妹妹房间的灯关掉"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("电视莫关", "电视别关"),
        ("阿公房风扇几多度", "阿公房风扇多少度"),
        ("空调开二十六趴", "空调开百分之二十六"),
    ],
)
def test_words_of_regions(said, plain, home):
    assert without_dialect(said, home.names) == plain


def test_wishes_and_questions_are_put_plainly(home):
    assert list(plain_wishes("阿公房风扇拉满", home.names))[-1] == "阿公房风扇开到最大"
    assert list(plain_questions("窗帘卷起来多少", home.names))[-1] == "窗帘开到多少"
