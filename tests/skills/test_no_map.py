"""Without a map nothing is guessed: it is said that there is none, and how one is added."""

import pytest

from bench.driven_car import DrivenCar
from tests.skills.test_car_talk import car, goes, say

__all__ = ["car"]


@pytest.mark.parametrize(
    "text",
    [
        "take me to the station",
        "navigate to Main Street 5",
        "how far is it to the airport",
        "where is the nearest charger",
        "where are we",
        "导航到火车站",
        "附近有充电站吗",
        "我们在哪里",
    ],
)
async def test_there_is_no_map(car: DrivenCar, text: str) -> None:
    await goes(car, 0, parked=True)
    said = await say(car, text)
    assert said.outcome == "refused"
    assert "mimosa map add" in said.reply
