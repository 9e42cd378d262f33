"""What Mandarin speakers say, and the calls it becomes."""

import pytest

PLACED = [
    # (said, room where it was said, call)
    ("打开厨房灯", "", "turn_on light.kitchen"),
    ("把厨房的灯打开", "", "turn_on light.kitchen"),
    ("请帮我把客厅的灯关掉", "", "turn_off light.ceiling light.floor"),
    ("麻烦你关一下卧室灯好吗？", "", "turn_off light.bed"),
    ("开灯", "living", "turn_on light.ceiling light.floor"),
    ("把这里的灯都打开", "living", "turn_on light.ceiling light.floor"),
    ("关闭所有的灯", "", "turn_off light.kitchen light.ceiling light.floor light.bed"),
    ("把所有的灯都关了", "", "turn_off light.kitchen light.ceiling light.floor light.bed"),
    ("除了卧室，把所有的灯关掉", "", "turn_off light.kitchen light.ceiling light.floor"),
    ("除了厨房灯以外把灯都关掉", "", "turn_off light.ceiling light.floor light.bed"),
    ("打开厨房和卧室的灯", "", "turn_on light.kitchen light.bed"),
    ("打开落地灯", "", "turn_on light.floor"),
    ("关掉吊扇", "", "turn_off fan.bedroom"),
    ("把卧室灯调到百分之三十", "", "set_brightness light.bed percent=30"),
    ("卧室灯亮度调到一半", "", "set_brightness light.bed percent=50"),
    ("把落地灯调到50%", "", "set_brightness light.floor percent=50"),
    ("卧室灯调到最亮", "", "set_brightness light.bed percent=100"),
    ("把灯调亮一点", "living", "brighten light.ceiling light.floor"),
    ("把客厅吊灯设置为红色", "", "set_color light.ceiling color=red"),
    ("空调调到二十五度", "", "set_temperature climate.living degrees=25"),
    ("把空调设置为二十一度半", "", "set_temperature climate.living degrees=21.5"),
    ("把客厅的空调调到26度", "", "set_temperature climate.living degrees=26"),
    ("调高一点", "living", "warmer climate.living"),
    ("客厅温度调高两度", "", "warmer climate.living by=2"),
    ("客厅暖和一点", "", "warmer climate.living"),
    ("拉开左侧窗帘", "", "open cover.left"),
    ("打开客厅的窗帘", "", "open cover.left cover.right"),
    ("关上所有窗帘", "", "close cover.left cover.right cover.bedroom"),
    ("把卧室窗帘调到百分之五十", "", "set_position cover.bedroom percent=50"),
    ("锁上前门", "", "lock lock.front"),
    ("把前门解锁", "", "unlock lock.front"),
    ("开始打扫", "", "start_vacuum vacuum.xiaobai"),
    ("打扫厨房", "", "start_vacuum vacuum.xiaobai rooms=kitchen"),
    ("小白打扫厨房和客厅", "", "start_vacuum vacuum.xiaobai rooms=kitchen living"),
    ("让小白回充", "", "dock vacuum.xiaobai"),
    ("扫地机回家", "", "dock vacuum.xiaobai"),
    ("暂停扫地机", "", "pause_vacuum vacuum.xiaobai"),
    ("暂停电视", "living", "pause_media player.tv"),
    ("煮粥", "", "cook cooker.rice menu=porridge"),
    ("用电饭煲煮米饭", "", "cook cooker.rice menu=rice"),
    ("下一首", "", "next_track player.tv"),
    ("电视音量调到三十", "", "set_volume player.tv percent=30"),
    ("把牛奶加到购物清单", "", "add_item item=牛奶 todo.shopping"),
    ("记住我喜欢爵士乐", "", "remember words=我喜欢爵士乐"),
    ("前门锁着吗", "", "check_state lock.front state=locked"),
    ("厨房灯开着吗？", "", "check_state light.kitchen state=on"),
    ("哪些灯开着", "", "which light.kitchen light.ceiling light.floor light.bed state=on"),
    ("几个灯开着", "", "how_many light.kitchen light.ceiling light.floor light.bed state=on"),
    ("卧室几度", "", "temperature_in rooms=bedroom"),
    ("客厅温度是多少", "", "temperature_in rooms=living"),
    ("客厅的窗帘是不是开着", "", "check_state cover.left cover.right state=open"),
    ("打开厨房灯然后关闭卧室窗帘", "", "turn_on light.kitchen; close cover.bedroom"),
    ("打开厨房灯，把空调调到二十六度", "", "turn_on light.kitchen; set_temperature climate.living degrees=26"),
    ("打开落地灯，调到百分之二十", "", "turn_on light.floor; set_brightness light.floor percent=20"),
    ("能帮我打开厨房灯吗", "", "turn_on light.kitchen"),
    ("可以把电视关了吗", "", "turn_off player.tv"),
    ("打開廚房燈", "", "turn_on light.kitchen"),
    ("關閉臥室燈", "", "turn_off light.bed"),
    ("把ＴＶ关掉", "", "turn_off player.tv"),
    ("厨方灯打开", "", "turn_on light.kitchen"),
    ("打开客厅的等", "", "turn_on light.ceiling light.floor"),
    ("打开楼上的灯", "", "turn_on light.bed"),
    ("打开二楼的灯", "", "turn_on light.bed"),
    ("关掉一楼所有的灯", "", "turn_off light.kitchen light.ceiling light.floor"),
    ("打开kitchen的灯", "", "turn_on light.kitchen"),
]

NOT_PLACED = [
    # (said, room, what is answered instead; nothing is done)
    ("开灯", "", "Question: 你指的是哪一个：厨房灯、客厅吊灯、落地灯还是卧室灯？"),
    ("打开书房的灯", "", "Question: 我没找到书房里的灯，你指的是厨房、客厅还是卧室吗？"),
    ("打开储藏室的灯", "", "Question: 我没找到储藏室里的灯，你指的是厨房、客厅还是卧室吗？"),
    ("打开玄关的灯", "", "Question: 我没找到玄关里的灯，你指的是厨房、客厅还是卧室吗？"),
    ("别开灯", "", "Speech: 好的，我什么也没有动。"),
    ("不要打开厨房灯", "", "Speech: 好的，我什么也没有动。"),
    ("能不能把灯关掉", "", "Question: 你指的是哪一个：厨房灯、客厅吊灯、落地灯还是卧室灯？"),
    ("今天天气怎么样", "", "passed on"),
    ("讲个笑话", "", "passed on"),
    ("你好", "", "passed on"),
    ("为什么灯开着", "", "passed on"),
]

IN_AN_ENGLISH_HOUSE = [
    ("打开厨房的灯", "", "turn_on light.kitchen light.counter"),
    ("把卧室的窗帘关上", "", "close cover.bedroom"),
    ("打开客厅的空调", "", "turn_on climate.living"),
    ("把空调调到二十二度", "bedroom", "set_temperature climate.bedroom degrees=22"),
    ("打开左边的窗帘", "", "open cover.left"),
    ("厨房的灯开着吗", "", "check_state light.kitchen light.counter state=on"),
    ("打开储藏室的灯", "", "Question: 我没找到储藏室里的灯，你指的是厨房、客厅还是走廊吗？"),
    ("打开阅读灯", "", "turn_on light.reading"),
]


@pytest.mark.parametrize(("text", "place", "expected"), PLACED)
def test_a_wish_becomes_its_call(text, place, expected, in_mandarin_home):
    assert in_mandarin_home(text, place) == expected


@pytest.mark.parametrize(("text", "place", "expected"), NOT_PLACED)
def test_what_is_unclear_or_not_for_the_house_moves_nothing(text, place, expected, in_mandarin_home):
    assert in_mandarin_home(text, place) == expected


@pytest.mark.parametrize(("text", "place", "expected"), IN_AN_ENGLISH_HOUSE)
def test_mandarin_works_on_english_names(text, place, expected, in_english_home):
    assert in_english_home(text, place) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("turn on the kitchen light", "turn_on light.kitchen"),
        ("turn off the lights in the bedroom", "turn_off light.bed"),
        ("open the left curtain", "open cover.left"),
        ("is the front door locked", "check_state lock.front state=locked"),
        ("clean the living room", "start_vacuum vacuum.xiaobai rooms=living"),
        ("turn on the lights upstairs", "turn_on light.bed"),
    ],
)
def test_english_works_on_mandarin_names(text, expected, in_mandarin_home):
    assert in_mandarin_home(text, "") == expected
