"""Lists with several items, what plays and from where, presets and directions, ovens, and what codes mean."""

from typing import Any

import pytest

from assistant.tools import Claim, ToolContext, ToolResult, call
from assistant.tools import ToolCall as Call
from assistant.utterance import Language, Speaker, Utterance
from devices.device import Device, Shape
from server.evaluate.house import House
from skills.lists import items_in
from skills.loading import load
from skills.surface import Services
from tests.skills.conftest import NOON, say
from tests.skills.still_home import StillHome, can, device, tells

pytestmark = pytest.mark.asyncio(loop_scope="module")

TV = device(
    "media_player.tv",
    "TV",
    can("playback", Shape.CHOICE, choices=("playing", "paused")),
    can("source", Shape.CHOICE, choices=("HDMI 1", "HDMI 2", "Netflix")),
    tells("media", Shape.TEXT),
    tells("artist", Shape.TEXT),
    zh="电视",
)
FAN = device(
    "fan.desk",
    "Desk Fan",
    can("direction", Shape.CHOICE, choices=("forward", "reverse")),
    can("preset", Shape.CHOICE, choices=("Normal", "Sleep")),
)
CAR = device(
    "car",
    "Car",
    can("Vehicle.Cabin.Infotainment.Media.Action", Shape.CHOICE),
    tells("Vehicle.Cabin.Infotainment.Media.Played.Track", Shape.TEXT),
)


async def ask(home: StillHome, tool: str, language: Language = "en", seat: str = "", **arguments: Any) -> ToolResult:
    speaker = Speaker("ada", seat=seat)  # type: ignore[arg-type]
    context = ToolContext(Utterance("…", language, speaker, at=NOON), "turn")
    return await call(load(Services(home.seen, clock=lambda: NOON)).toolbox, Call(tool, arguments), context)


def home_of(*devices: Device) -> StillHome:
    return StillHome({d.id: d for d in devices})


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("milk", ["milk"]),
        ("milk, eggs and bread", ["milk", "eggs", "bread"]),
        ("milk, eggs, and bread", ["milk", "eggs", "bread"]),
        ("牛奶、鸡蛋和面包", ["牛奶", "鸡蛋", "面包"]),
        ("sandwich bread", ["sandwich bread"]),
    ],
)
async def test_items_of_a_list(said: str, items: list[str]) -> None:
    assert items_in(said) == items


async def test_several_items_are_put_on_taken_off_and_cleared(house: House) -> None:
    added = await say(house, "add milk, eggs and bread to the shopping list")
    assert (added.claim, added.reply) == (Claim.DONE, "I added milk, eggs and bread to the shopping list.")
    assert (await say(house, "购物清单上有什么", "zh")).reply == "购物清单上有：milk、eggs和bread。"
    assert (await say(house, "remove eggs from the shopping list")).claim is Claim.DONE
    missing = await say(house, "remove eggs from the shopping list")
    assert (missing.claim, missing.reply) == (Claim.REFUSED, "Eggs is not on the shopping list.")
    cleared = await say(house, "clear the shopping list")
    assert cleared.reply == "I checked off milk and bread on the shopping list."
    assert (await say(house, "what is on the shopping list")).reply == "The shopping list is empty."
    assert (await say(house, "把牛奶和鸡蛋加到购物清单", "zh")).reply == "已把牛奶和鸡蛋加到购物清单。"
    assert (await say(house, "清空购物清单", "zh")).claim is Claim.DONE


async def test_what_plays_by_whom_and_from_where() -> None:
    home = home_of(TV, CAR)
    assert (await ask(home, "what_is_playing")).say == "Nothing is playing."
    home.knows(TV.id, "playback", "playing")
    assert (await ask(home, "what_is_playing")).say == "TV is playing, but does not say what."
    home.knows(TV.id, "media", "Slow Rivers")
    home.knows(TV.id, "artist", "Ada")
    home.knows(TV.id, "source", "Netflix")
    assert (await ask(home, "what_is_playing")).say == "TV is playing Slow Rivers (Ada) from Netflix."
    assert (await ask(home, "what_is_playing", "zh", things=(TV.id,))).say == "电视正在放Netflix的Slow Rivers (Ada)。"
    home.knows(CAR.id, "Vehicle.Cabin.Infotainment.Media.Played.Track", "Morning Road")
    assert (await ask(home, "what_is_playing", seat="driver")).say == "The car is playing Morning Road."


async def test_a_source_by_any_spelling_and_the_music_of_the_car() -> None:
    home = home_of(TV, CAR)
    for said in ("HDMI 2", "hdmi2", "netflix"):
        await ask(home, "set_source", things=(TV.id,), source=said)
    await ask(home, "pause_media", things=(TV.id,), seat="passenger")
    assert [(c.device, c.value) for c in home.commands] == [
        (TV.id, "HDMI 2"),
        (TV.id, "HDMI 2"),
        (TV.id, "Netflix"),
        (CAR.id, "STOP"),
    ]


async def test_presets_and_directions_as_the_fan_calls_them() -> None:
    home = home_of(FAN)
    home.knows(FAN.id, "direction", "forward")
    await ask(home, "set_preset", things=(FAN.id,), preset="sleep")
    turned = await ask(home, "fan_direction", things=(FAN.id,))
    assert [c.value for c in home.commands] == ["Sleep", "reverse"]
    assert turned.say == "The desk fan is turning the other way round."


async def test_an_oven_that_takes_no_temperature_says_so() -> None:
    oven = device("switch.oven", "Oven", can("on"), zh="烤箱")
    said = await ask(home_of(oven), "bake", degrees=180)
    assert said.say.startswith("The oven cannot be set to 180 degrees.")
    assert (await ask(home_of(TV), "bake", degrees=180)).say == "I know no oven."
    assert (await ask(home_of(TV), "stop_recording")).claim is Claim.REFUSED


async def test_a_word_that_is_cut_off_undoes_nothing(house: House) -> None:
    await say(house, "turn on the kitchen light", turn="a")
    for cut_off in ("set it", "change that", "put the kitchen light"):
        assert "undo" not in (await say(house, cut_off, turn="b")).tools
    assert (await say(house, "put the kitchen light back", turn="c")).tools == ["undo_things"]
