"""Every sentence that docs/household.md names can be said to the simulated house, and is placed by the reflex."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.skills.live_house import LiveHouse, live_house

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="module"),
]

PAGE = (Path(__file__).parents[2] / "docs" / "household.md").read_text("utf-8")
TABLE = PAGE.partition("## What one can say")[2].partition("\n\nWhat is set")[0]
SENTENCES = [s for row in TABLE.splitlines() if row.startswith("| ") for s in re.findall(r"[\"“](.+?)[\"”]", row)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def live(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHouse]:
    """The house as fast as houses are: nothing comes and goes within seconds."""
    async with live_house(Path(tmp_path_factory.mktemp("live")), speed=1) as living:
        yield living


async def test_the_page_names_sentences() -> None:
    assert len(SENTENCES) > 50


@pytest.mark.parametrize("sentence", SENTENCES)
async def test_a_sentence_of_the_page_is_understood(live: LiveHouse, sentence: str) -> None:
    if live.fact("vacuum", "activity") == "cleaning":
        await live.say("stop the vacuum")
    said = await live.say(sentence)
    assert said.tools, f"{sentence}: {said.reply}"
    # A machine that is busy or lacks something refuses by itself, which is told as failed.
    honest = ("done", "already", "started", "ask", "answer", "pending", "refused", "unknown", "failed")
    assert said.outcome in honest, said.reply
