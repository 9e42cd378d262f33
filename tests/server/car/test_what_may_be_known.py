"""What a head unit without the scope home.read never gets: how it is at home, whatever way somebody asks."""

import json

import pytest

from assistant.turn import Faculties
from assistant.understanding.mimo.mind import MimoMind
from assistant.understanding.mimo.scripted import ScriptedEngine
from server.car.granted_calls import facts_for, granted_calls


@pytest.fixture
async def core(road):
    """The engine of a core that repeats its prompt; the kitchen light is at a brightness that is nothing else here."""
    engine = ScriptedEngine(lambda prompt: json.dumps({"say": f"I was shown this: {prompt}"}))
    mind = MimoMind(engine, facts_of=lambda things, speaker: facts_for(speaker, things, road.home))
    mimosa = road.mimosa
    may = granted_calls(mimosa.toolbox, road.home)
    mimosa.conversations._able = lambda: Faculties([mind], mimosa.toolbox, mimosa.names, may=may)
    await road.mimosa.house.report("kitchen", "brightness", 37)
    await road.until(lambda: road.home.fact("light.kitchen", "brightness") is not None)
    return engine


async def shown(road, core, *scopes: str) -> str:
    """All that the model was shown in turns of a head unit with these scopes."""
    token = road.units.pair("unit-" + "-".join(scopes).replace(".", "_"), "talk", *scopes)
    core.prompts.clear()
    for text in ("it is murky under the kitchen light", "how bright would you say the kitchen is", "厨房灯怎么这么暗"):
        answer = (await road.say(text, token=token)).json()
        assert "37" not in answer["reply"] or "home.read" in scopes
    return "\n".join(prompt.turn for prompt in core.prompts)


async def test_the_model_is_shown_no_more_of_the_house_than_the_scopes_allow(road, core):
    assert '"brightness":37' in await shown(road, core, "home.read")
    acting = await shown(road, core, "home.act")
    assert "Kitchen" in acting
    assert "37" not in acting
    in_car = await shown(road, core, "car.read", "car.act")
    assert in_car
    assert 'Home: {"Kitchen":[],"Attic":[]}' in in_car
    assert "37" not in in_car


async def test_a_refusal_tells_nothing_of_what_it_refuses(road):
    token = road.units.pair("narrow", "talk", "car.read", "car.act")
    await road.mimosa.house.report("kitchen", "brightness", 37)
    await road.mimosa.house.report("kitchen", "on", True)
    await road.until(lambda: road.home.fact("light.kitchen", "brightness") is not None)
    answers = [
        (await road.say(text, token=token)).json()
        for text in ("make the kitchen brighter", "toggle the kitchen", "把厨房调亮一点", "dim the kitchen")
    ]
    for answer in answers:
        assert answer["outcome"] in ("refused", "not_understood"), answer
        assert {(c["capability"], c["value"]) for r in answer["results"] for c in r["commands"]} <= {("", None)}
    assert len({answer["reply"] for answer in answers if answer["outcome"] == "refused"}) <= 2


async def test_what_was_told_at_home_goes_on_only_in_a_car_that_may_ask(road):
    await road.mimosa.house.report("kitchen", "on", True)
    await road.until(lambda: road.home.fact("light.kitchen", "on") is not None)
    at_home = road.http.base_url.copy_with(raw_path=b"/api/turns")
    await road.http.post(at_home, json={"text": "is the kitchen on"})
    for scopes, kept in (("talk", "home.read"), True), (("talk", "home.act"), False):
        unit = "-".join(scopes).replace(".", "_")
        await road.say("next song", token=road.units.pair(unit, *scopes))
        history = road.mimosa.conversation(f"car.{unit}.cabin").history
        assert any("kitchen" in exchange.utterance.text for exchange in history) is kept


async def test_nothing_is_told_by_tools_that_look_before_they_act(road):
    token = road.units.pair("narrow", "talk", "car.read", "car.act")
    await road.mimosa.house.report("kitchen", "on", True)
    for text in ("put the kitchen back", "undo that", "put the attic back"):
        answer = (await road.say(text, token=token)).json()
        assert answer["outcome"] in ("refused", "not_understood"), answer
        assert "changed" not in answer["reply"], answer
