"""The page for those who write skills, done word for word: the kettle, its house, and its scenarios."""

import re
from pathlib import Path

from typer.testing import CliRunner

from server.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "skills.md"


def printed(language: str) -> str:
    """The one example in that language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(found) == 1, language
    return str(found[0])


def test_the_kettle_boils_as_the_page_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("skills").mkdir()
    Path("skills/kettle.py").write_text(printed("python"), "utf-8")
    Path("homes.json").write_text(printed("json"), "utf-8")
    Path("kettle.yaml").write_text(printed("yaml"), "utf-8")
    typed = re.search(r"^    mimosa (eval scenarios .*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert typed is not None
    told = CliRunner().invoke(app, typed[1].split())
    assert told.exit_code == 0, told.output
    assert re.search(r"passed +3", told.output)


def test_a_skill_that_cannot_be_tried_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("skills").mkdir()
    Path("skills/kettle.py").write_text("import no_such_thing", "utf-8")
    Path("homes.json").write_text(printed("json"), "utf-8")
    Path("kettle.yaml").write_text(printed("yaml"), "utf-8")
    told = CliRunner().invoke(app, ["eval", "scenarios", "kettle.yaml", "--skills", "skills"])
    assert told.exit_code != 0
    assert "kettle was left out" in told.output
    assert "no_such_thing" in told.output
