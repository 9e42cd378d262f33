"""Skills are found built in, by entry point and in a folder; a broken one costs a log line, never the start."""

import logging
import sys
import tomllib
from pathlib import Path

import pytest

from assistant.tools import ToolContext
from assistant.utterance import Utterance
from skills.loading import Loaded, load
from skills.surface import Services
from tests.skills.still_home import StillHome

OUTSIDE = Path(__file__).parent.parent / "outside_skill"
NEED_MEMORY = {
    "as_always", "at_saying", "drinks", "forbidding", "forgetting", "known", "learning_not", "liking", "memory",
    "music_liked", "nicknames", "suggested", "teaching", "told",
}  # fmt: skip
SERVICES = Services(StillHome().seen)


def _names(loaded: Loaded) -> set[str]:
    return {tool.name for tool in loaded.toolbox}


def test_the_built_in_skills_are_found() -> None:
    loaded = load(SERVICES)
    assert {"power", "lights", "questions", "car"} <= set(loaded.skills)
    assert {"turn_on", "set_brightness", "check_state", "lock_car"} <= _names(loaded)
    assert {b.name for b in loaded.broken} <= NEED_MEMORY, "they need what is not given here"


def test_an_outside_package_is_found_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = OUTSIDE / "package"
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    information = tmp_path / "mimosa_kettle-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 1.0\n")
    entries = "".join(f"{k} = {v}\n" for k, v in project["entry-points"]["mimosa.skills"].items())
    (information / "entry_points.txt").write_text(f"[mimosa.skills]\n{entries}")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path), str(package)])
    loaded = load(SERVICES)
    assert "kettle" in loaded.skills
    assert loaded.toolbox["boil_water"].phrases["zh"]


async def test_a_file_in_the_owners_folder_is_a_skill() -> None:
    loaded = load(SERVICES, OUTSIDE / "folder")
    assert "greeting" in loaded.skills
    greeted = await loaded.toolbox["good_morning"].run(ToolContext(Utterance("早安", "zh"), "t"))
    assert greeted.say.startswith("早上好")


def test_a_package_in_the_owners_folder_is_a_skill_with_its_own_modules(tmp_path: Path) -> None:
    (tmp_path / "plants").mkdir()
    source = (OUTSIDE / "folder" / "greeting.py").read_text().replace("good_morning", "water_plants")
    (tmp_path / "plants" / "watering.py").write_text(source)
    (tmp_path / "plants" / "__init__.py").write_text("from .watering import skill\n")
    assert "water_plants" in _names(load(SERVICES, tmp_path))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise RuntimeError('no power')", "RuntimeError: no power"),
        ("def skill(services): raise ValueError('no key')", "ValueError: no key"),
        ("x = 1", "AttributeError"),
        ("def skill(services): return object()", "offers no method marked with @tool"),
        ("this is no python", "SyntaxError"),
        (
            "from assistant.tools import tool\nclass Thief:\n    @tool()\n    async def turn_on(self, ctx): ...\n"
            "def skill(services): return Thief()",
            "already offered by Power",
        ),
    ],
)
def test_a_broken_skill_is_reported_and_left_out(
    source: str, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broken.py").write_text(source)
    (tmp_path / "_not_a_skill.py").write_text("raise SystemExit")
    with caplog.at_level(logging.ERROR):
        loaded = load(SERVICES, tmp_path)
    (broken,) = [b for b in loaded.broken if b.name == "broken"]
    assert reason in broken.reason
    assert broken.where.endswith("broken.py")
    assert "turn_on" in _names(loaded)
    assert any("skill broken" in record.getMessage() for record in caplog.records)


def test_a_folder_that_does_not_exist_holds_no_skills(tmp_path: Path) -> None:
    assert _names(load(SERVICES, tmp_path / "nowhere")) == _names(load(SERVICES))
