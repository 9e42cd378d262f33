"""Idioms, reasons and complaints hold nothing back; conditions, times and prohibitions do."""

from collections.abc import Callable

import pytest

from assistant.tools import Toolbox, ToolCall
from assistant.understanding.mimo.sentence import Sentences
from assistant.understanding.mimo.stories import only_tells
from assistant.understanding.mind import Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.tokens import tokens_of
from assistant.utterance import Language, Utterance

FREE_EN = """\
while you're at it, stick the reading lamp on
I can't sleep, love, put the bedside lamp on
I'll be damned if I'm cooking in the dark, get that kitchen light on
shut that TV up once and for all
I don't want to be a nuisance but could you turn the TV down a bit
we're sat in the dark, open the bedroom blinds before the roast burns
if it's all the same to you I'd rather have the reading lamp at thirty percent
you know what, after the day I've had put the TV on quiet
if I'm not mistaken the rice is done, so switch the coffee machine off
when you've got a sec mute the TV, Mum's on the phone
if it isn't too much bother shut the bedroom blinds
just in case, lock the front door
before I forget, the coffee machine wants turning off
can't concentrate with the ceiling fan squeaking, turn off the TV
someone else left the hall light on, turn it off
"""

HELD_EN = """\
once it goes dark put the hall light on
if our Alfie comes round turn the reading lamp on
don't put the kitchen light on, I've a migraine
when the match finishes turn the TV off
turn the coffee machine off in ten minutes
unless somebody's in the bath switch the coffee machine off
never run Rover at night
we're back by nine, hall light on please
check the fan and if it is, turn it off
if it's cool open the bedroom blinds
I don't want you to turn off the kitchen light
turn the bedside lamp on before the alarm goes off
we're out tomorrow, turn the hall light on at seven
I never want the garage door open
as soon as you see the car open the garage door
"""

FREE_ZH = """\
趁现在没人看，把电视关了
今早起来就冷得很，空调开起26度
你要是方便的话帮我把左侧窗帘拉上
趁还没天黑先把卧室窗帘拉上
困死了明天还要早起，卧室灯关了吧
我没别的意思，卧室灯能不能关一下，太晃了
只要能凉快就行，空调开到20度
早上八点的课我真的会谢，把卧室窗帘拉开
以前都是开吊扇睡的，今天也开上吧
万一有人敲门咋个办，前门现在锁了没
我不想动，你帮我把厨房灯关了
方便的话，帮我开一下落地灯
以防万一，把前门锁上
今天太闷了，吊扇打开
等会儿有人来，先把厨房灯打开
"""

HELD_ZH = """\
等我妈回来把厨房灯打开
要是下雨就把卧室窗帘拉上
别开电视，娃儿在做作业
一会儿把空调打开
晚上十点把空调关了
小鱼到家以后打开厨房灯
如果超过35度就开吊扇
不用开空调
半小时后关掉电视
十一点断电之前把空调打开
洗完澡再开吊扇
要是有空调就打开空调
明天早上七点，卧室窗帘打开
只要有人就开厨房灯
我下班以后再开空调
"""

WISHED = """\
my brother reckons the kitchen light should be off, so turn it off
he said it was parky in here and he's right, turn the thermostat up to 22
turn off the lamp he's left on
他昨天又忘了关落地灯，帮他关掉
我妈说娃儿怕黑，把落地灯打开
其他灯都关了
"""

TOLD = """\
my uncle was here and he turned the kitchen light off
my mum said, turn off the kitchen light
turn off the kitchen light, he told me
he came in, put the light on and left
昨天我妈把电饭煲关了
我妈说，把落地灯打开
他昨天回来，把灯打开了就走了
she turned off her phone halfway through dinner, can you believe it
"""


def _meant(text: str, names: Names, toolbox: Toolbox) -> bool:
    language: Language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
    return Sentences().meant(Utterance(text, language), names, toolbox).held_back


@pytest.mark.parametrize("text", FREE_EN.splitlines())
def test_english_that_holds_nothing_back(text: str, english: Names, toolbox: Toolbox) -> None:
    assert not _meant(text, english, toolbox)


@pytest.mark.parametrize("text", FREE_ZH.splitlines())
def test_mandarin_that_holds_nothing_back(text: str, mandarin: Names, toolbox: Toolbox) -> None:
    assert not _meant(text, mandarin, toolbox)


@pytest.mark.parametrize("text", HELD_EN.splitlines())
def test_english_that_holds_back(
    text: str, english: Names, toolbox: Toolbox, say: Callable[..., tuple[Step, ...]]
) -> None:
    assert _meant(text, english, toolbox)
    assert not [step for step in say(text, english) if isinstance(step, ToolCall)]


@pytest.mark.parametrize("text", HELD_ZH.splitlines())
def test_mandarin_that_holds_back(
    text: str, mandarin: Names, toolbox: Toolbox, say: Callable[..., tuple[Step, ...]]
) -> None:
    assert _meant(text, mandarin, toolbox)
    assert not [step for step in say(text, mandarin) if isinstance(step, ToolCall)]


@pytest.mark.parametrize("text", WISHED.splitlines())
def test_a_wish_beside_a_story(text: str) -> None:
    assert not only_tells(tuple(t.text for t in tokens_of(text)))


@pytest.mark.parametrize("text", TOLD.splitlines())
def test_a_story(text: str) -> None:
    assert only_tells(tuple(t.text for t in tokens_of(text)))
