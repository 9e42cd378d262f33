"""Several wishes in one sentence, over homes of hundreds of things: the possible is done and the rest refused."""

import importlib
import importlib.util
import inspect
import pkgutil
from pathlib import Path

import pytest

import skills
from assistant.conversation import Conversation
from assistant.tools import Toolbox, ToolCall, tools_of
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Utterance

_SPEC = importlib.util.spec_from_file_location("large_homes", Path(__file__).parent / "large_homes.py")
assert _SPEC
assert _SPEC.loader
homes = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(homes)

MIND = ReflexMind()


def _declared():
    """Every tool of every built-in skill; their bodies are not run here."""
    for module in pkgutil.iter_modules(skills.__path__):
        code = importlib.import_module(f"skills.{module.name}")
        for _, kind in inspect.getmembers(code, inspect.isclass):
            if kind.__module__ == code.__name__ and any(hasattr(m, "__tool__") for m in vars(kind).values()):
                yield from tools_of(kind.__new__(kind))


@pytest.fixture(scope="module")
def say():
    toolbox = Toolbox(_declared())

    def spoken(text, names):
        language = "zh" if any("一" <= c <= "鿿" for c in text) else "en"
        return MIND.steps(Utterance(text, language), Conversation(""), toolbox, names)

    return spoken


def calls_in(steps):
    return [s for s in steps if isinstance(s, ToolCall)]


def as_text(call):
    said = [" ".join(v) if isinstance(v, tuple) else f"{k}={v}" for k, v in call.arguments.items()]
    return " ".join([call.tool, *said])


DONE_EN = [
    ("turn off the lights in the kitchen and the hall", 1, ["light.kitchen_ceiling", "light.hall_ceiling"]),
    ("set the study blinds to 40 percent and the library blinds to 60", 2, ["cover.study_blinds", "percent=60"]),
    ("set the nursery thermostat to 21 and the gym one to 18", 2, ["climate.nursery_thermostat degrees=21"]),
    ("turn on the kitchen fan, open the hall blinds and turn off the gym heater", 3, ["switch.gym_heater"]),
    ("library floor lamp to 30 percent, ceiling light blue, blinds closed", 3, ["light.library_ceiling color=blue"]),
    ("in the workshop, turn on the fan", 1, ["fan.workshop_fan"]),
    ("Nursery: ceiling light red, fan at 30, thermostat 21", 3, ["fan.nursery_fan percent=30"]),
    ("turn on the ceiling light in the bathroom", 1, ["light.family_ceiling"]),
    ("set the library and the gym thermostats to 20 and 18 respectively", 2, ["climate.gym_thermostat degrees=18"]),
    ("turn on the hall heater. Open the kitchen blinds.", 2, ["switch.hall_heater", "cover.kitchen_blinds"]),
    ("turn on the kitchen ceiling light and the hall ceiling light, both to 40 percent", 1, ["percent=40"]),
    ("I'm off out so study floor lamp off, the baby's asleep, and kitchen blinds shut", 2, ["cover.kitchen_blinds"]),
    ("bump the nursery thermostat to 21 and the gym one to 18", 2, ["climate.gym_thermostat degrees=18"]),
    ("all the library lights off, every one, and the hall ceiling light to 30", 2, ["light.hall_ceiling percent=30"]),
    ("gym heater off, gym thermostat to 18, my brother's too hot", 2, ["set_temperature climate.gym_thermostat"]),
]

DONE_ZH = [
    ("茶室壁灯亮度五十，落地灯亮度二十，窗帘打开", 3, ["light.r1_1 percent=50", "light.r1_2 percent=20"]),
    ("把厨房、餐厅和书房的风扇都打开", 1, ["fan.r2 fan.r3 fan.r4"]),
    ("主卧和次卧的空调都调到二十六度", 1, ["climate.r5 climate.r6"]),
    ("打开画室的吸顶灯，关闭琴房的风扇", 2, ["light.r8_0", "fan.r9"]),
    ("厨房、餐厅的风扇和空调都打开", 1, ["fan.r2 climate.r2 fan.r3 climate.r3"]),
    ("出门啦，书房风扇关掉，主卧空调别忘了关", 2, ["fan.r4", "climate.r5"]),
    ("老妈说冷，主卧空调二十六度，孩子还没起，画室吸顶灯打开", 2, ["climate.r5 degrees=26", "light.r8_0"]),
    ("茶室落地灯关了吧没人看，琴房风扇打开", 2, ["light.r1_2", "fan.r9"]),
]

PARTLY = [
    (homes.HOUSE, "turn on the hall ceiling light and the fan in the study", 1, "fan"),
    (homes.HOUSE, "turn off the fans in the kitchen, the study and the hall", 1, "fan"),
    (homes.HOUSE, "turn on the kitchen heater and the balcony heater", 1, "balcony"),
    (homes.HOUSE, "gym shutter to 55 and gym ceiling light yellow", 1, "can't do that"),
    (homes.HOUSE, "turn on the kitchen fan, the kitchen toaster and the kitchen heater", 1, "toaster"),
    (homes.HOTEL, "打开茶室的风扇和车库的风扇", 1, "车库"),
]

NOT_WIDENED = [
    "the fan's off, no, close the gym blinds would be silly",
    "sprinkler on in the kitchen",
    "turn on the heated towel rail",
    "make the balcony lights red",
    "turn on the fan in the study",
    "set the study fan to 40 percent",
    "he told me that it is dark, turn on the kitchen light and the sofa",
]


@pytest.mark.parametrize(("text", "calls", "parts"), [*DONE_EN, *DONE_ZH])
def test_all_of_it_is_done(text, calls, parts, say):
    names = homes.HOTEL if any("一" <= c <= "鿿" for c in text) else homes.HOUSE
    steps = say(text, names)
    assert len(steps) == len(calls_in(steps)) == calls, steps
    for part in parts:
        assert any(part in as_text(s) for s in steps), steps


@pytest.mark.parametrize(("names", "text", "calls", "told"), PARTLY)
def test_the_possible_is_done_and_the_rest_refused_with_its_reason(names, text, calls, told, say):
    steps = say(text, names)
    refused = [s.text for s in steps if not isinstance(s, ToolCall)]
    assert len(calls_in(steps)) == calls, steps
    assert told in " ".join(refused), steps


@pytest.mark.parametrize("text", NOT_WIDENED)
def test_what_is_not_there_moves_nothing_else(text, say):
    assert not calls_in(say(text, homes.HOUSE))


def test_all_the_lights_in_here_said_nobody_knows_where_are_all_lights(say):
    (call,) = say("turn off all the lights in here", homes.HOUSE)
    assert call.tool == "turn_off"
    assert len(call.arguments["things"]) == 3 * len(homes.HOUSE_ROOMS)


def test_the_lights_in_here_said_nobody_knows_where_asks_for_the_room(say):
    assert not calls_in(say("turn off the lights in here", homes.HOUSE))


def test_it_after_a_refused_wish_moves_nothing(say):
    assert not calls_in(say("turn on the fan in the study and set it to 50 percent", homes.HOUSE))
