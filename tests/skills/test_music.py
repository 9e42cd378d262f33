"""Music does not begin on a television, and degrees are counted as they were said."""

from datetime import datetime

import pytest

from assistant.tools import Claim, ToolContext, ToolResult, call
from assistant.tools import ToolCall as Call
from assistant.utterance import Language, Speaker, Utterance
from devices.device import Shape
from skills.loading import load
from skills.surface import Services
from tests.skills.still_home import StillHome, can, device

PLAYBACK = can("playback", Shape.CHOICE, choices=("playing", "paused"))
TV = device("media_player.tv", "TV", PLAYBACK, can("on"), zh="电视")
SPEAKER = device("media_player.speaker", "Kitchen Speaker", PLAYBACK, can("on"), zh="厨房音箱")
DEN = device("climate.den", "Den", can("target_temperature", Shape.NUMBER, unit="°F", low=45, high=95))
LOFT = device("climate.loft", "Loft", can("target_temperature", Shape.NUMBER, unit="°C", low=7, high=30))


async def ask(home: StillHome, text: str, tool: str, language: Language = "en", **arguments: object) -> ToolResult:
    said = ToolContext(Utterance(text, language, Speaker("ada")), "turn-1", confirmed=True)
    clock = lambda: datetime.fromisoformat("2026-11-22T12:00:00+01:00")  # noqa: E731
    return await call(load(Services(home.seen, clock=clock)).toolbox, Call(tool, arguments), said)


@pytest.mark.parametrize(
    ("text", "tool", "language"),
    [
        ("play some music", "resume_media", "en"),
        ("play the song immediately", "resume_media", "en"),
        ("music on", "turn_on", "en"),
        ("放音乐", "resume_media", "zh"),
    ],
)
async def test_music_does_not_begin_on_a_television(text: str, tool: str, language: Language) -> None:
    home = StillHome({TV.id: TV})
    result = await ask(home, text, tool, language, things=(TV.id,))
    assert (result.claim, home.commands) == (Claim.REFUSED, [])
    assert result.say in ("I know nothing here that plays music.", "我不知道这里有什么能放音乐。")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("play some music on the TV", TV),
        ("resume the music", TV),
        ("continue playing", TV),
        ("play music in the kitchen", SPEAKER),
    ],
)
async def test_where_a_television_or_a_speaker_is_meant_it_plays(text: str, thing: object) -> None:
    home = StillHome({TV.id: TV, SPEAKER.id: SPEAKER})
    await ask(home, text, "resume_media", things=(thing.id,))  # type: ignore[attr-defined]
    assert [(c.device, c.value) for c in home.commands] == [(thing.id, "playing")]  # type: ignore[attr-defined]


async def test_music_that_is_put_on_plays_and_how_loud_is_told() -> None:
    home = StillHome({SPEAKER.id: SPEAKER})
    home.knows(SPEAKER.id, "on", False)
    quiet = await ask(home, "put some music on, but not too loud", "turn_on", things=(SPEAKER.id,))
    assert [(c.capability, c.value) for c in home.commands] == [("on", True), ("playback", "playing")]
    assert quiet.say.endswith("I do not know how loud that is; say a number to set the volume.")
    home.knows(SPEAKER.id, "volume", 30)
    told = await ask(home, "play some music, not too loud", "resume_media", things=(SPEAKER.id,))
    assert told.say.endswith("It is at 30 volume; say a number for another.")
    plain = await ask(home, "turn on the kitchen speaker", "turn_on", things=(SPEAKER.id,))
    assert [(c.capability, c.value) for c in home.commands[-1:]] == [("on", True)]
    assert "volume" not in plain.say


@pytest.mark.parametrize(
    ("text", "thing", "degrees", "wished"),
    [
        ("set the den to 72 fahrenheit", DEN, 22.2, 72),
        ("set the den to 22 celsius", DEN, 22, 72),
        ("set the den to 72", DEN, 72, 72),
        ("set the den to 72 °F", DEN, 72, 72),
        ("把书房调到华氏七十二度", DEN, 22.2, 72),
        ("set the loft to 72 fahrenheit", LOFT, 22.2, 22.2),
        ("set the loft to 21", LOFT, 21, 21),
    ],
)
async def test_degrees_are_counted_as_the_device_counts(
    text: str, thing: object, degrees: float, wished: float
) -> None:
    home = StillHome({DEN.id: DEN, LOFT.id: LOFT})
    await ask(home, text, "set_temperature", things=(thing.id,), degrees=degrees)  # type: ignore[attr-defined]
    assert [c.value for c in home.commands] == [wished]
