"""A wish with a time or a condition is understood whole, told back, and not done."""

import pytest

from assistant.tools import Claim, ToolCall
from assistant.understanding.mind import Speech
from assistant.understanding.reflex.amounts.time_phrases import time_phrases
from assistant.understanding.reflex.tokens import tokens_of

EVERY_DAY, WORKDAYS = set(range(1, 8)), set(range(1, 6))

ENGLISH = [
    # (said, the wish without it, kind, what is known of the condition)
    ("turn on the hall light in ten minutes", "turn_on light.hall", "delay", {"seconds": 600}),
    ("in half an hour turn the hall light off", "turn_off light.hall", "delay", {"seconds": 1800}),
    ("turn the hall light off in 1/2 an hour", "turn_off light.hall", "delay", {"seconds": 1800}),
    ("lock the front door an hour and a half from now", "lock lock.front", "delay", {"seconds": 5400}),
    ("could you turn off the TV in a couple of hours please", "turn_off player.tv", "delay", {"seconds": 7200}),
    ("unlock the back door after twenty minutes", "unlock lock.back", "delay", {"seconds": 1200}),
    ("close the garage door in a bit", "close cover.garage", "delay", {"seconds": None}),
    ("turn on the hall light at seven", "turn_on light.hall", "moment", {"time": "07:00", "either_half": True}),
    ("turn on the kitchen light at 7 pm", "turn_on light.kitchen", "moment", {"time": "19:00", "either_half": False}),
    ("at a quarter to eight turn on the coffee machine", "turn_on switch.coffee", "moment", {"time": "07:45"}),
    ("open the bedroom blinds tomorrow at half six", "open cover.bedroom", "moment",
     {"time": "06:30", "days_ahead": 1}),
    ("turn the coffee machine on at quarter past six tomorrow morning", "turn_on switch.coffee", "moment",
     {"time": "06:15", "days_ahead": 1, "part_of_day": "morning"}),
    ("turn the fan on at quarter to eight tonight", "turn_on fan.bedroom", "moment", {"time": "19:45"}),
    ("lock the front door at midnight", "lock lock.front", "moment", {"time": "00:00"}),
    ("close the blinds in the bedroom next friday at noon", "close cover.bedroom", "moment",
     {"time": "12:00", "weekdays": {5}}),
    ("turn off the hall light before ten", "turn_off light.hall", "moment", {"time": "10:00", "relation": "before"}),
    ("every weekday at seven turn on the coffee machine", "turn_on switch.coffee", "recurrence",
     {"time": "07:00", "weekdays": WORKDAYS}),
    ("turn the coffee machine on at 7:30 am every day", "turn_on switch.coffee", "recurrence",
     {"time": "07:30", "weekdays": EVERY_DAY}),
    ("lock the front door every night at 11", "lock lock.front", "recurrence", {"time": "23:00"}),
    ("on mondays open the garage door", "open cover.garage", "recurrence", {"weekdays": {1}}),
    ("turn on the fan every two hours", "turn_on fan.bedroom", "recurrence", {"seconds": 7200}),
    ("turn on the hall light for an hour", "turn_on light.hall", "duration", {"seconds": 3600}),
    ("turn on the hall light until half past ten", "turn_on light.hall", "duration", {"time": "10:30"}),
    ("turn on the kitchen light when I get home", "turn_on light.kitchen", "event", {}),
    ("when I leave, lock the front door", "lock lock.front", "event", {}),
    ("turn off the hall light as soon as the rice is ready", "turn_off light.hall", "event", {}),
    ("turn on the fan once the dishwasher is done", "turn_on fan.bedroom", "event", {}),
    ("if it rains close the garage door", "close cover.garage", "event", {}),
    ("if someone opens the front door after midnight turn on the hall light", "turn_on light.hall", "event", {}),
    ("turn off the hall light before bedtime", "turn_off light.hall", "event", {}),
    ("at sunset turn on the hall light", "turn_on light.hall", "event", {}),
    ("turn on the fan if it is above 23", "turn_on fan.bedroom", "threshold", {"relation": "above", "amount": 23}),
    ("if it gets colder than eighteen degrees close the bedroom blinds", "close cover.bedroom", "threshold",
     {"relation": "below", "amount": 18, "unit": "°C"}),
    ("as soon as the car hits eighty percent turn off the coffee machine", "turn_off switch.coffee", "threshold",
     {"relation": "reaches", "amount": 80, "unit": "%"}),
]  # fmt: skip

MANDARIN = [
    ("十分钟后打开厨房灯", "turn_on light.kitchen", "delay", {"seconds": 600}),
    ("一小时后把厨房灯关掉", "turn_off light.kitchen", "delay", {"seconds": 3600}),
    ("半个小时以后关电视", "turn_off player.tv", "delay", {"seconds": 1800}),
    ("过两个半小时关闭吊扇", "turn_off fan.bedroom", "delay", {"seconds": 9000}),
    ("一刻钟之后锁上前门", "lock lock.front", "delay", {"seconds": 900}),
    ("再过五分钟打开吊扇", "turn_on fan.bedroom", "delay", {"seconds": 300}),
    ("待会儿再打开吊扇", "turn_on fan.bedroom", "delay", {"seconds": None}),
    ("晚上七点打开厨房灯", "turn_on light.kitchen", "moment", {"time": "19:00", "either_half": False}),
    ("七点的时候打开厨房灯", "turn_on light.kitchen", "moment", {"time": "07:00", "either_half": True}),
    ("下午三点一刻关闭吊扇", "turn_off fan.bedroom", "moment", {"time": "15:15"}),
    ("明天早上六点半打开厨房灯", "turn_on light.kitchen", "moment",
     {"time": "06:30", "days_ahead": 1, "part_of_day": "morning"}),
    ("今晚九点锁上前门", "lock lock.front", "moment", {"days_ahead": 0}),
    ("周五晚上八点打开电视", "turn_on player.tv", "moment", {"time": "20:00", "weekdays": {5}}),
    ("十点之前关闭厨房灯", "turn_off light.kitchen", "moment", {"time": "10:00", "relation": "before"}),
    ("每个工作日早上七点打开厨房灯", "turn_on light.kitchen", "recurrence", {"time": "07:00", "weekdays": WORKDAYS}),
    ("每天晚上十一点锁上前门", "lock lock.front", "recurrence", {"time": "23:00", "weekdays": EVERY_DAY}),
    ("每周三打开吊扇", "turn_on fan.bedroom", "recurrence", {"weekdays": {3}}),
    ("每隔半小时打开吊扇", "turn_on fan.bedroom", "recurrence", {"seconds": 1800}),
    ("打开吊扇一个小时", "turn_on fan.bedroom", "duration", {"seconds": 3600}),
    ("如果下雨就关闭吊扇", "turn_off fan.bedroom", "event", {}),
    ("要是有人来，打开厨房灯", "turn_on light.kitchen", "event", {}),
    ("等我出门把厨房灯关掉", "turn_off light.kitchen", "event", {}),
    ("我出门以后锁上前门", "lock lock.front", "event", {}),
    ("等天黑了再打开厨房灯", "turn_on light.kitchen", "event", {}),
    ("天黑以后打开厨房灯", "turn_on light.kitchen", "event", {}),
    ("当我回家的时候打开厨房灯", "turn_on light.kitchen", "event", {}),
    ("睡觉前关闭电视", "turn_off player.tv", "event", {}),
    ("洗完衣服后打开吊扇", "turn_on fan.bedroom", "event", {}),
    ("饭好了的话打开厨房灯", "turn_on light.kitchen", "event", {}),
    ("如果超过23度就打开吊扇", "turn_on fan.bedroom", "threshold", {"relation": "above", "amount": 23, "unit": "°C"}),
    ("要是湿度低于百分之四十就关闭吊扇", "turn_off fan.bedroom", "threshold",
     {"relation": "below", "amount": 40, "unit": "%"}),
    ("车充到百分之八十就关闭吊扇", "turn_off fan.bedroom", "threshold", {"relation": "reaches", "amount": 80}),
]  # fmt: skip


def check(say, written, names, text, wish, kind, known):
    (speech,) = say(text, names)
    assert isinstance(speech, Speech), speech
    assert speech.claim is Claim.REFUSED
    (deferred,) = speech.deferred
    assert written(deferred.calls) == wish
    (condition,) = deferred.conditions
    assert condition.kind == kind
    assert condition.said in text
    assert {name: getattr(condition, name) for name in known} == known


@pytest.mark.parametrize(("text", "wish", "kind", "known"), ENGLISH)
def test_english_conditions(text, wish, kind, known, say, written, english):
    check(say, written, english, text, wish, kind, known)


@pytest.mark.parametrize(("text", "wish", "kind", "known"), MANDARIN)
def test_mandarin_conditions(text, wish, kind, known, say, written, mandarin):
    check(say, written, mandarin, text, wish, kind, known)


TOLD = [
    ("turn the hall light off in ten minutes",
     "I understood: turn the hall light off, in 10 minutes. I cannot wait for a time yet, so I did nothing."),
    ("every weekday at seven please turn on the coffee machine",
     "I understood: turn on the coffee machine, every weekday at 7:00. "
     "I cannot repeat things by myself yet, so I did nothing."),
    ("can you turn on the fan for an hour and a half?",
     "I understood: turn on the fan, for 1 hour 30 minutes. I cannot end things after a time yet, so I did nothing."),
    ("if it is above 23 turn on the fan",
     "I understood: turn on the fan, if it is above 23. I cannot watch for a value yet, so I did nothing."),
    ("十分钟后把厨房灯关了", "我听懂了：10分钟后，把厨房灯关了。我还不能等到以后再做，所以什么也没有做。"),
    ("如果超过23度就打开吊扇", "我听懂了：如果超过23度，打开吊扇。我还不能按数值变化来做，所以什么也没有做。"),
    ("set a timer for ten minutes", "I have no timers yet."),
    ("start a ten minute timer", "I have no timers yet."),
    ("wake me up at half past six", "I have no alarm clock yet."),
    ("set an alarm for 7", "I have no alarm clock yet."),
    ("remind me in twenty minutes to take the bread out", "I cannot remind anyone yet."),
    ("设一个十分钟的计时器", "我还没有计时器。"),
    ("明天七点叫我起床", "我还没有闹钟。"),
    ("一刻钟以后提醒我关火", "我还不能提醒。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_it_is_told_what_was_understood_and_that_nothing_was_done(text, told, say, english, mandarin):
    (speech,) = say(text, english if text.isascii() else mandarin)
    assert (speech.text, speech.claim) == (told, Claim.REFUSED)


def test_two_wishes_keep_a_time_each(say, english):
    (speech,) = say("turn on the hall light at sunset and turn it off at eleven", english)
    on, off = speech.deferred
    assert (on.calls, off.calls) == (
        (ToolCall("turn_on", {"things": ("light.hall",)}),),
        (ToolCall("turn_off", {"things": ("light.hall",)}),),
    )
    assert (on.conditions[0].kind, off.conditions[0].time) == ("event", "11:00")


def test_two_wishes_share_one_time(say, english, written):
    (speech,) = say("in ten minutes turn off the TV and lock the front door", english)
    (deferred,) = speech.deferred
    assert written(deferred.calls) == "turn_off player.tv; lock lock.front"


def test_what_is_not_there_is_said_before_any_time(say, english):
    (step,) = say("in ten minutes turn on the light in the pantry", english)
    assert "pantry" in step.text


@pytest.mark.parametrize(
    "text",
    [
        "set the thermostat at 21",
        "dim the kitchen light by 7",
        "turn on the light in the kitchen right now",
        "set the bedside lamp to half",
        "打开厨房灯吧，现在就开",
    ],
)
def test_amounts_and_now_are_no_conditions(text, say, english, mandarin):
    steps = say(text, english if text.isascii() else mandarin)
    assert not any(isinstance(s, Speech) and s.deferred for s in steps)


@pytest.mark.parametrize(
    "text",
    ["at", "in", "every", "until", "in a", "每", "每隔", "过", "等", "9" * 80 + " minutes", "on", "for", "until at"],
)
def test_half_a_time_breaks_nothing(text):
    words = tuple(t.text for t in tokens_of(text))
    assert all(0 <= p.start < p.end <= len(words) for p in time_phrases(words))
