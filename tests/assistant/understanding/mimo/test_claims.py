"""Words that claim an act, and words that do not."""

import pytest

from assistant.understanding.mimo.claims import claims_an_act


@pytest.mark.parametrize(
    "text",
    [
        "The front door has been locked.",
        "The front door is locked now.",
        "The door is locked.",
        "I have turned on the kitchen light.",
        "I've set the bedroom to 21 degrees.",
        "I turned off the lights.",
        "Turning on the kitchen light.",
        "Sure, turning it off now.",
        "Okay, I'll lock the door.",
        "I am closing the blinds.",
        "Done!",
        "Okay, done.",
        "All done, the lights are off.",
        "The lights are now off.",
        "Your alarm is set to seven.",
        "The vacuum was started.",
        "Consider it done.",
        "Sure, I'll cook the porridge for seven.",
        "I will remind you tomorrow.",
        "It cannot rain. I have locked the door.",
        "The hot tub is currently running.",
        "The boiler is in eco mode.",
        "The old stove is still on.",
    ],
)
def test_an_english_claim(text: str) -> None:
    assert claims_an_act(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "前门已经锁好了。",
        "门已锁上。",
        "好的，已为您打开厨房灯。",
        "灯已经打开了。",
        "我马上为您关闭窗帘。",
        "正在为您打开空调。",
        "空调已调到二十三度。",
        "已经关了。",
        "搞定了！",
        "好的，灯打开了。",
        "卧室的灯关了。",
        "好的，我会煮点粥，明天早上七点吃。",
        "好的，我会在明天早上七点煮点粥。",
        "我将为您准备好早餐。",
        "锅炉用的模式是自动模式。",
        "热水器目前处于节能模式。",
        "现在的音量是三十。",
    ],
)
def test_a_mandarin_claim(text: str) -> None:
    assert claims_an_act(text, "zh")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It is twenty to six.", "en"),
        ("I cannot order things.", "en"),
        ("I could not turn on the light.", "en"),
        ("I have not done anything.", "en"),
        ("What should I turn on?", "en"),
        ("A lock keeps a door shut.", "en"),
        ("Paris is the capital of France.", "en"),
        ("Why did the robot cross the road?", "en"),
        ("You can say: turn on the kitchen light.", "en"),
        ("Hello! What can I do for you?", "en"),
        ("现在是六点差二十分。", "zh"),
        ("我不会订披萨。", "zh"),
        ("我没有打开任何东西。", "zh"),
        ("您要打开哪一个？", "zh"),
        ("你好，有什么可以帮您？", "zh"),
        ("无法打开窗帘。", "zh"),
        ("我会说中文和英文。", "zh"),
        ("I will be glad to help.", "en"),
    ],
)
def test_no_claim(text: str, language: str) -> None:
    assert not claims_an_act(text, language)  # type: ignore[arg-type]


def test_the_other_language_is_looked_at_too() -> None:
    assert claims_an_act("门已经锁好了。", "en")
    assert claims_an_act("The door has been locked.", "zh")
