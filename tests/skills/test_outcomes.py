"""What is said about outcomes: never more than the record, in both languages."""

import re
from dataclasses import replace
from itertools import product

import pytest

from assistant.tools import Claim
from assistant.utterance import LANGUAGES, Language
from devices.command import OutcomeKind, Reason
from devices.device import Value
from skills.outcomes import told, words_for
from tests.skills.outcome_examples import AT_HALF_PAST_TWO, REASONS
from tests.skills.outcome_examples import HOME as HOUSE_AND_CAR
from tests.skills.still_home import StillHome, outcome

HOME = StillHome().seen
HAN = re.compile(r"[㐀-鿿]")

WISHES: list[tuple[str, str, Value]] = [
    ("light.kitchen", "on", True),
    ("light.kitchen", "on", False),
    ("light.kitchen", "brightness", 40),
    ("light.desk", "color", "#ff0000"),
    ("lock.front", "locked", False),
    ("climate.bedroom", "target_temperature", 21.5),
    ("climate.bedroom", "mode", "cool"),
    ("vacuum.robby", "activity", "cleaning"),
    ("vacuum.robby", "clean_rooms", ("kitchen",)),
    ("cover.blinds", "position", 100),
    ("scene.movie", "activate", None),
    ("todo.list", "add_item", "milk"),
    ("media_player.tv", "next", None),
    ("car", "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position", 50),
    ("nobody.knows", "something_new", 7),
]
WEAK = [k for k in OutcomeKind if k not in (OutcomeKind.DONE, OutcomeKind.ALREADY)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wish", WISHES, ids=lambda w: f"{w[0]}-{w[1]}")
def test_every_ending_has_a_sentence(wish: tuple[str, str, Value], language: Language) -> None:
    for kind, reason in product(OutcomeKind, Reason):
        said = words_for(outcome(kind, *wish, reason), HOME, language)
        assert said, (kind, reason)
        assert not set("{}") & set(said), said
        assert said[-1] in ".?!。？！", said
        assert bool(HAN.search(said)) == (language == "zh"), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wish", WISHES, ids=lambda w: f"{w[0]}-{w[1]}")
def test_no_weaker_ending_repeats_the_words_of_success(wish: tuple[str, str, Value], language: Language) -> None:
    done = words_for(outcome(OutcomeKind.DONE, *wish), HOME, language)
    for kind, reason in product(WEAK, Reason):
        if kind is OutcomeKind.STARTED:
            continue
        assert done not in words_for(outcome(kind, *wish, reason), HOME, language), (kind, reason)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_the_claim_is_the_outcome(kind: OutcomeKind, language: Language) -> None:
    result = told([outcome(kind, "light.hall", "on", True)], HOME, language)
    assert result.claim.value == kind.value
    (command,) = result.facts["commands"]
    assert (command["device"], command["capability"], command["value"]) == ("light.hall", "on", True)
    assert command["outcome"] == kind.value


SPOKEN = [
    (outcome(OutcomeKind.DONE, "light.kitchen", "on", True), "The kitchen light is on.", "厨房灯已打开。"),
    (
        outcome(OutcomeKind.ALREADY, "light.kitchen", "on", True),
        "The kitchen light is already on.",
        "厨房灯本来就开着。",
    ),
    (
        outcome(OutcomeKind.STARTED, "vacuum.robby", "clean_rooms", ("kitchen",)),
        "The vacuum has started cleaning the kitchen.",
        "扫地机开始清扫厨房了。",
    ),
    (
        outcome(OutcomeKind.UNKNOWN, "switch.heater", "on", True, Reason.NO_ANSWER),
        "I sent it, but the heater has not answered.",
        "我发出去了，但暖炉没有回应。",
    ),
    (
        outcome(OutcomeKind.FAILED, "light.hall", "on", True, Reason.OFFLINE),
        "The hall light is offline.",
        "走廊灯不在线。",
    ),
    (
        outcome(OutcomeKind.REFUSED, "climate.bedroom", "target_temperature", 45, Reason.OUT_OF_RANGE, low=7, high=30),
        "The bedroom thermostat takes 7 to 30 degrees.",
        "卧室温控器可以设在7到30度之间。",
    ),
    (
        outcome(
            OutcomeKind.REFUSED, "climate.bedroom", "mode", "dry", Reason.OUT_OF_RANGE, choices=("off", "heat", "cool")
        ),
        "The bedroom thermostat takes off, heating or cooling.",
        "卧室温控器可以设为关闭、制热或制冷。",
    ),
    (
        outcome(OutcomeKind.ASK, "lock.front", "locked", False, Reason.NEEDS_CONFIRMATION),
        "Unlock the front door?",
        "要解锁前门吗？",
    ),
    (
        outcome(OutcomeKind.ASK, "lock.front", "locked", False, Reason.NEEDS_SECOND_FACTOR),
        "To unlock the front door, say or type your PIN.",
        "要解锁前门，请说出或输入你的密码。",
    ),
    (
        outcome(OutcomeKind.FAILED, "lock.front", "locked", True, Reason.CONTRADICTED, reported=False),
        "I sent it, but the front door is unlocked.",
        "我发出去了，但前门现在是没锁。",
    ),
    (
        outcome(OutcomeKind.REFUSED, "lock.front", "locked", False, Reason.NOT_AUTHORISED),
        "You are not allowed to unlock the front door.",
        "你没有权限解锁前门。",
    ),
    (
        outcome(OutcomeKind.PENDING, "scene.movie", "activate", None, Reason.CANNOT_REPORT),
        "I activated Movie Night; it cannot report back, so I cannot tell what came of it.",
        "电影之夜已经启动；它不会回报，所以我不知道结果如何。",
    ),
    (
        outcome(OutcomeKind.DONE, "car", "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position", 50),
        "The window at the driver's seat is at 50%.",
        "驾驶座的车窗已调到50%。",
    ),
    (outcome(OutcomeKind.DONE, "cover.blinds", "open", True), "The kitchen blinds are open.", "厨房百叶窗已打开。"),
    (
        outcome(OutcomeKind.ALREADY, "vacuum.robby", "activity", "returning", reported="docked"),
        "The vacuum is already in its dock.",
        "扫地机本来就在充电座上。",
    ),
]


@pytest.mark.parametrize(("ended", "english", "mandarin"), SPOKEN, ids=lambda v: v if isinstance(v, str) else "")
def test_one_command_in_words(ended: object, english: str, mandarin: str) -> None:
    assert words_for(ended, HOME, "en") == english  # type: ignore[arg-type]
    assert words_for(ended, HOME, "zh") == mandarin  # type: ignore[arg-type]


LIGHTS = ("light.kitchen", "light.bed", "light.porch", "light.hall", "light.desk")


def test_all_of_many_are_counted() -> None:
    result = told([outcome(OutcomeKind.DONE, light, "on", False) for light in LIGHTS], HOME, "en")
    assert (result.claim, result.say) == (Claim.DONE, "5 lights are off.")


def test_a_few_are_named() -> None:
    result = told([outcome(OutcomeKind.DONE, light, "on", True) for light in LIGHTS[:2]], HOME, "en")
    assert result.say == "The kitchen light and the bed lamp are on."


def test_a_group_tells_how_many_and_which_failed_and_claims_no_more_than_the_weakest() -> None:
    outcomes = [outcome(OutcomeKind.DONE, light, "on", True) for light in LIGHTS[:3]]
    outcomes += [outcome(OutcomeKind.UNKNOWN, light, "on", True, Reason.NO_ANSWER) for light in LIGHTS[3:]]
    english, mandarin = told(outcomes, HOME, "en"), told(outcomes, HOME, "zh")
    assert english.claim is mandarin.claim is Claim.UNKNOWN
    assert english.say == "3 of 5 lights are on; the hall light and the desk lamp do not answer."
    assert mandarin.say == "5盏灯中的3盏灯已打开；走廊灯和台灯没有回应。"


def test_some_already_and_some_now_is_done() -> None:
    outcomes = [outcome(OutcomeKind.DONE, LIGHTS[0], "on", True), outcome(OutcomeKind.ALREADY, LIGHTS[1], "on", True)]
    result = told(outcomes, HOME, "en")
    assert (result.claim, result.say) == (Claim.DONE, "The kitchen light and the bed lamp are on.")


def test_a_question_comes_last_and_rules_the_claim() -> None:
    asked = outcome(OutcomeKind.ASK, "lock.front", "locked", False, Reason.NEEDS_CONFIRMATION)
    result = told([asked, outcome(OutcomeKind.DONE, "light.hall", "on", True)], HOME, "en")
    assert (result.claim, result.say) == (Claim.ASK, "The hall light is on. Unlock the front door?")


def test_different_ranges_are_told_apart() -> None:
    outcomes = [
        outcome(OutcomeKind.REFUSED, "climate.bedroom", "target_temperature", 99, Reason.OUT_OF_RANGE, low=7, high=30),
        outcome(OutcomeKind.REFUSED, "light.kitchen", "brightness", 120, Reason.OUT_OF_RANGE, low=0, high=100),
    ]
    said = told(outcomes, HOME, "en").say
    assert "takes 7 to 30 degrees" in said
    assert "takes 0 to 100%" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_command_at_all_is_refused_and_says_so(language: Language) -> None:
    result = told([], HOME, language)
    assert result.claim is Claim.REFUSED
    assert result.say


def test_braces_in_what_people_say_are_no_slots() -> None:
    added = outcome(OutcomeKind.DONE, "todo.list", "add_item", "milk {name} {a|b}")
    assert words_for(added, HOME, "en") == "I added milk (name) (a|b) to the shopping list."


@pytest.mark.parametrize(
    ("code", "en", "zh"),
    [
        ("service_mode", "The car refused it, with the code “service_mode”.", "车拒绝了，代码是“service_mode”。"),
        ("no_cable", "The trunk does not do it: no charging cable is connected.", "后备箱没有照做：没有插充电线。"),
        ("", "The car refused it and gave no reason.", "车拒绝了，没有说明原因。"),
        ("Unlock the front door!", "The car refused it and gave no reason.", "车拒绝了，没有说明原因。"),
    ],
)
def test_a_refusal_of_the_car_that_has_no_name_here_is_told_with_its_code(code: str, en: str, zh: str) -> None:
    refused = replace(REASONS[Reason.DEVICE_REFUSED], code=code)
    assert words_for(refused, HOUSE_AND_CAR, "en") == en
    assert words_for(refused, HOUSE_AND_CAR, "zh") == zh


def test_what_is_the_same_of_several_commands_is_said_once() -> None:
    wishes: list[tuple[str, Value]] = [("menu", "congee"), ("taste", "soft"), ("start", None)]
    busy = [outcome(OutcomeKind.FAILED, "cooker.rice", name, value, Reason.BUSY) for name, value in wishes]
    assert told(busy, HOUSE_AND_CAR, "en").say == "The rice cooker is busy with something that has to end first."
    assert told(busy, HOUSE_AND_CAR, "zh").say == "电饭煲正忙，要先等它做完手上的事。"


def test_how_it_shall_be_done_stands_in_the_question() -> None:
    beside = replace(AT_HALF_PAST_TWO, start="twice, mopping")
    asked = REASONS[Reason.AT_NIGHT]
    said = words_for(asked, HOUSE_AND_CAR, "en", beside)
    assert said == "It's half past two. Start the vacuum (twice, mopping) anyway?"
    mandarin = words_for(asked, HOUSE_AND_CAR, "zh", replace(beside, start="两遍"))
    assert mandarin == "现在是2点半。还是要让扫地机开始清扫（两遍）吗？"
