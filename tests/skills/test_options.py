"""Programmes, modes and numbers of appliances, set by their own words within their own range."""

from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
import pytest_asyncio

from assistant.tools import Claim
from server.evaluate.house import House
from tests.skills.conftest import NOON, entity, say

pytestmark = pytest.mark.asyncio(loop_scope="module")

UTILITY = {
    "floors": [],
    "areas": [{"id": "utility", "name": "Utility", "aliases": ["洗衣房"]}],
    "devices": [],
    "entities": [
        entity("select.wash", "Washing Programme", "utility", "Cotton", zh="洗衣程序",
               options=["Cotton", "Quick Wash"]),
        entity("number.sub", "Subwoofer Level", "utility", "4", zh="低音级别", min=0, max=10, step=1),
        entity(
            "water_heater.tank", "Hot Water Tank", "utility", "eco", zh="热水罐",
            operation_list=["off", "eco", "performance"], temperature=50, min_temp=30, max_temp=65,
        ),
    ],
}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def utility(memory: Path) -> AsyncIterator[House]:
    async with House(UTILITY, Path(mkdtemp(dir=memory)) / "house.db") as house:
        yield house


@pytest.mark.parametrize(
    ("text", "language", "thing", "state"),
    [
        ("washing programme to quick wash", "en", "select.wash", "Quick Wash"),
        ("change the washing programme over to quick wash, it's a small load", "en", "select.wash", "Quick Wash"),
        ("put the hot water tank on performance", "en", "water_heater.tank", "performance"),
        ("subwoofer level to seven", "en", "number.sub", "7"),
        ("低音级别调到7", "zh", "number.sub", "7"),
    ],
)
async def test_a_choice_is_set_by_its_name(utility, text, language, thing, state):
    await utility.set_up({}, NOON)
    said = await say(utility, text, language)
    assert said.claim is Claim.DONE
    assert utility.literal.changes()[thing]["state"] == state


@pytest.mark.parametrize(
    "text", ["washing programme to banana", "washing programme to on", "subwoofer level to seventy"]
)
async def test_what_a_device_does_not_offer_is_not_done(utility, text):
    await utility.set_up({}, NOON)
    said = await say(utility, text)
    assert said.claim is not Claim.DONE
    assert not utility.literal.changes()
