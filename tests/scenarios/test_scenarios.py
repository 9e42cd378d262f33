"""Every scenario of this folder, in its home: what people say, what the house is told, what is answered."""

from pathlib import Path

import pytest

from assistant.understanding.reflex.mind import ReflexMind
from server.evaluate.cases import CannotRead
from server.evaluate.scenarios import play, read_scenarios

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.yaml"))
MIND = ReflexMind()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(HERE).as_posix())
async def test_scenarios(file: Path) -> None:
    failed = [shown async for shown in play(read_scenarios(file), [MIND]) if shown.wrong]
    told = "\n".join("\n    ".join((s.scenario.where, *s.wrong, *s.trace)) for s in failed)
    assert not failed, told


def test_there_are_sixty_of_each_language() -> None:
    for language in ("en", "zh"):
        assert sum(len(read_scenarios(file)) for file in HERE.glob(f"{language}/*.yaml")) >= 60


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("scenarios: 3", "the list 'scenarios'"),
        ("scenarios: [{say: hello, expect: {words: x}}]", "home is one of h"),
        ("home: h\nscenarios: [{say: hello}]", "'expect' is a mapping"),
        ("home: h\nscenarios: [{says: hello}]", "'say' or 'turns'"),
        ("home: h\nscenarios: [{say: hello, plce: x, expect: {words: x}}]", "plce is unknown"),
        ("home: h\nscenarios: [{turns: [{text: hello}]}]", "needs the text 'say'"),
        ("scenarios: [", "holds no scenarios"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "homes.json").write_text('{"h": {"areas": [], "entities": []}}', "utf-8")
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(CannotRead, match=r"a\.yaml") as caught:
        read_scenarios(tmp_path / "a.yaml")
    assert said in str(caught.value)


async def test_a_scenario_that_fails_says_where(tmp_path: Path) -> None:
    (tmp_path / "homes.json").write_text(
        '{"h": {"areas": [{"id": "hall", "name": "Hall"}], "entities":'
        ' [{"id": "light.hall", "name": "Hall Light", "area": "hall", "state": "off"}]}}',
        "utf-8",
    )
    (tmp_path / "a.yaml").write_text(
        "home: h\nscenarios:\n"
        "  - {say: hall light on, expect: {commands: {light.hall: {on: true}}, words: The hall light is on.}}\n"
        "  - {say: turn on the hall light, expect: {commands: {}, never: [on], mind: core, outcome: ask}}\n",
        "utf-8",
    )
    good, bad = [shown async for shown in play(read_scenarios(tmp_path / "a.yaml"), [MIND])]
    assert good.wrong == ()
    assert len(bad.wrong) == 4
    assert "turn_on" in bad.trace[0]
