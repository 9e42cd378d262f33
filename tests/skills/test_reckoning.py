"""Questions that reckon: sums, means, differences, two questions in one breath; nothing is switched by any."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.tools import Claim
from server.evaluate.house import House
from tests.skills.conftest import NOON, say
from tests.skills.test_house_questions import MEASURED

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("reckoning")
    async with House(MEASURED, folder / "answers.db") as shown:
        await shown.set_up({}, NOON)
        yield shown


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("what is the average temperature of the kitchen and the study?", "21.75"),
        ("what's the gap in degrees between the kitchen and the study?", "5.5"),
        ("how many degrees apart are the study and the kitchen?", "5.5"),
        ("has some genius left the study window open", "open"),
        ("study window: open or shut?", "open"),
        ("what is the study thermostat set to and how warm is the kitchen?", "24.5"),
        ("厨房和书房平均温度是多少", "21.75"),
        ("厨房比书房热乎多少度啊", "5.5"),
    ],
)
async def test_what_is_reckoned_is_told(house: House, said: str, told: str) -> None:
    answer = await say(house, said, "zh" if not said.isascii() else "en")
    assert answer.claim is Claim.ANSWER, answer.steps
    assert told in answer.reply
