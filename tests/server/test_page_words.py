"""The page puts names into a sentence as they are spoken."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_same_names_take_an_article_on_the_page_as_in_speech() -> None:
    spoken = tomllib.loads((ROOT / "skills/words/en.toml").read_text(encoding="utf-8"))["name"]["common"]
    page = (ROOT / "server/web/house/articles.js").read_text(encoding="utf-8")
    assert page.split("`")[1].split() == spoken.split()
