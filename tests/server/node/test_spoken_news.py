"""News of what waited for the house is heard, not only shown: by the voice, where nobody talks."""

import io
import wave
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.speech.scripted import SilentSynthesizer
from assistant.tools import Claim
from server.api.problems import Problem
from server.car.news import KEPT, SpokenNews
from server.node.app import tell_news
from server.node.wish_records import State, Wish
from server.node.wish_terms import News
from server.node.words import both


class OneDesk:
    """What is told of a desk, and what it is told."""

    def __init__(self, unit_id: str, *, is_talked_to: bool = False) -> None:
        self.unit_id = unit_id
        self.is_talked_to = is_talked_to
        self.told: list[Any] = []


class OneRoom:
    """Desks that note what they are told."""

    def __init__(self, *desks: OneDesk) -> None:
        self._desks = desks

    def tell(self, name: str, data: Any, concerns: Any = lambda desk: True) -> None:
        for desk in filter(concerns, self._desks):
            desk.told.append((name, data))


def question(unit: str = "dash") -> News:
    now = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
    wish = Wish("w1", "close the garage", "en", "anna", "driver", "cabin", now, State.WAITING, None, unit=unit)
    return News(wish, both("ask_again", text=wish.said), Claim.ASK)


def told(desk: OneDesk) -> dict[str, Any]:
    ((name, data),) = desk.told
    assert name == "waiting"
    assert data["wishes"] == []
    return data["news"]


async def test_the_question_can_be_heard_where_it_was_wished_and_nobody_talks() -> None:
    spoken = SpokenNews(SilentSynthesizer)
    dash, rear = OneDesk("dash"), OneDesk("rear")
    tell_news(question(), {"wishes": []}, OneRoom(dash, rear), spoken)
    assert told(dash)["say"] == told(rear)["say"]
    assert "sound" not in told(rear)
    news = told(dash)["sound"].removeprefix("/news/")
    with wave.open(io.BytesIO(await spoken.sound(news, "dash", "en"))) as file:
        assert file.getnframes() == len(told(dash)["say"]["en"]) * file.getframerate() // 100
    for unit in ("rear", ""):
        with pytest.raises(Problem, match="was not told to"):
            await spoken.sound(news, unit, "en")


@pytest.mark.parametrize("is_talked_to", [True, False])
async def test_it_is_only_shown_while_a_turn_runs_or_without_a_voice(is_talked_to: bool) -> None:
    spoken = SpokenNews(lambda: SilentSynthesizer() if is_talked_to else None)
    dash = OneDesk("dash", is_talked_to=is_talked_to)
    tell_news(question(), {"wishes": []}, OneRoom(dash), spoken)
    assert "sound" not in told(dash)


async def test_a_voice_that_went_away_is_said_to_be_gone_and_old_news_are_dropped() -> None:
    voices = [SilentSynthesizer()]
    spoken = SpokenNews(lambda: voices[0] if voices else None)
    first, *_ = [spoken.offer({"en": "hello"}, "").removeprefix("/news/") for _ in range(KEPT + 1)]
    last = spoken.offer({"en": "hello"}, "").removeprefix("/news/")
    with pytest.raises(Problem, match="was not told to"):
        await spoken.sound(first, "dash", "en")
    assert await spoken.sound(last, "dash", "en")
    unheard = spoken.offer({"en": "hello"}, "").removeprefix("/news/")
    voices.clear()
    with pytest.raises(Problem, match="nobody here speaks"):
        await spoken.sound(unheard, "dash", "en")
    assert await spoken.sound(last, "dash", "en")
