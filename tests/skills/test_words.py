"""The phrase files say the same things in both languages, and numbers, colours and times come out as words."""

from datetime import datetime

import pytest

from assistant.tools import ToolCall, ToolContext, call
from assistant.utterance import LANGUAGES, Language, Utterance
from devices.device import Shape
from skills import values
from skills.loading import load
from skills.naming import bare_name, is_plural, name_in_sentence
from skills.states import spoken_states, state_word
from skills.surface import Services
from skills.values import color_in_words, color_named, colors, date_in_words, duration, quantity, time_of_day
from skills.words import fill, phrase_file
from tests.skills.still_home import StillHome, can, device

TABLES = ("outcome", "reason", "group", "join", "wish", "say", "detail", "signal", "seat", "color", "weather", "about")


@pytest.mark.parametrize("table", TABLES)
def test_both_languages_have_the_same_keys(table: str) -> None:
    english, mandarin = (set(phrase_file(language)[table]) for language in LANGUAGES)
    assert english == mandarin


def test_signals_are_worded_alike() -> None:
    for path, words in phrase_file("en")["signal"].items():
        assert phrase_file("zh")["signal"][path]["like"] == words["like"]


def test_every_colour_has_words() -> None:
    for language in LANGUAGES:
        assert set(colors()) == set(phrase_file(language)["color"])
    assert set(phrase_file("colors")["said"]) <= {*colors(), "another"}


def test_another_colour_is_never_the_present_one() -> None:
    seen = [color_named("another")]
    for _ in range(12):
        seen.append(color_named("another", seen[-1]))
        assert seen[-1] != seen[-2]
    assert color_named("another", "#123456") in colors().values()
    assert color_named("another", "#FFA501") == colors()["green"]
    assert color_named("red", "#ff0000") == "#ff0000"


AMBIENT = "Vehicle.Cabin.Light.AmbientLight.{}.DriverSide.Color"


@pytest.mark.parametrize(
    ("name", "lamps"),
    [
        ("set_color", [("light.desk", "color"), ("light.floor", "color")]),
        ("set_ambient_color", [("car", AMBIENT.format("Row1")), ("car", AMBIENT.format("Row2"))]),
    ],
)
async def test_another_colour_is_another_for_each_lamp(name: str, lamps: list[tuple[str, str]]) -> None:
    ids = tuple(dict.fromkeys(d for d, _ in lamps))
    made = (device(i, i, *(can(c, Shape.COLOR) for d, c in lamps if d == i)) for i in ids)
    home = StillHome({d.id: d for d in made})
    for (lamp, path), present in zip(lamps, (colors()["red"], colors()["orange"]), strict=True):
        home.knows(lamp, path, present)
    toolbox = load(Services(home.seen)).toolbox
    await call(toolbox, ToolCall(name, {"things": ids, "color": "another"}), ToolContext(Utterance("x", "en"), "t"))
    assert [c.value for c in home.commands] == [colors()["orange"], colors()["green"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_state_is_spoken_as_it_may_be_asked(language: Language) -> None:
    for state, forms in spoken_states().items():
        assert forms[language][0] == state_word(state, language)


def test_every_binary_sensor_class_has_words_for_both_states() -> None:
    states = phrase_file("states")
    for pair in states["sensor"].values():
        assert len(pair) == 2
        assert set(pair) <= set(states["state"])


def test_templates() -> None:
    assert fill("{Name} {is|are} {state}.", True, name="the blinds", state="open") == "The blinds are open."
    with pytest.raises(KeyError):
        fill("{missing}")


@pytest.mark.parametrize(
    ("number", "unit", "english", "mandarin"),
    [
        (21, "°C", "21 degrees", "21度"),
        (1, "°C", "1 degree", "1度"),
        (20.5, "°C", "20.5 degrees", "20.5度"),
        (68, "°F", "68 °F", "华氏68度"),
        (50.0, "%", "50%", "50%"),
        (3.2, "kWh", "3.2 kWh", "3.2 kWh"),
        (312_000, "m", "312 kilometres", "312公里"),
        (7, "", "7", "7"),
    ],
)
def test_quantities(number: float, unit: str, english: str, mandarin: str) -> None:
    assert quantity(number, unit, "en") == english
    assert quantity(number, unit, "zh") == mandarin


def test_durations_times_and_dates() -> None:
    moment = datetime.fromisoformat("2013-09-17T18:02:00+00:00")
    assert duration(45, "en") == "45 seconds"
    assert duration(5100, "en") == "1 hour 25 minutes"
    assert duration(5100, "zh") == "1小时25分钟"
    assert time_of_day(moment, "en") == "18:02"
    assert date_in_words(moment, "en") == "Tuesday, September 17th, 2013"
    assert date_in_words(moment, "zh") == "2013年9月17日，星期二"
    assert values.plain_number(100000.0) == "100000"


def test_colours_are_named_by_the_nearest() -> None:
    assert color_in_words("#fe0103", "en") == "red"
    assert color_in_words("#0000ff", "zh") == "蓝色"
    assert color_in_words("sunset", "en") == "sunset"


def test_names_in_sentences() -> None:
    home = StillHome().seen
    lamp, robot = home.devices["light.kitchen"], home.devices["scene.movie"]
    assert name_in_sentence(lamp, home, "en") == "the kitchen light"
    assert name_in_sentence(lamp, home, "zh") == "厨房灯"
    assert name_in_sentence(robot, home, "en") == "Movie Night"
    assert bare_name(lamp, "en") == "Kitchen Light"


@pytest.mark.parametrize(
    ("name", "plural"), [("Blinds", True), ("Gas", False), ("Hall Light", False), ("Mr Jones", False)]
)
def test_plural_names(name: str, plural: bool) -> None:
    assert is_plural(name, "en") is plural
    assert not is_plural(name, "zh")
