"""`mimosa eval dialogue`: turns in one conversation, one line a case, and what cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.understanding.reflex.mind import ReflexMind
from server.evaluate.cases import CannotRead
from server.evaluate.dialogue import dialogue_cases

HOME: dict[str, Any] = {
    "areas": [{"id": "hall", "name": "Hall"}, {"id": "attic", "name": "Attic"}],
    "entities": [
        {"id": "light.hall", "name": "Hall Light", "area": "hall", "state": "off"},
        {"id": "light.attic", "name": "Attic Light", "area": "attic", "state": "off"},
        {"id": "cover.garage", "name": "Garage Door", "state": "closed", "attributes": {"device_class": "garage"}},
    ],
}


async def spoken(tmp_path: Path, *cases: dict[str, Any]) -> list[list[dict[str, Any]]]:
    homes, lines, out = tmp_path / "homes.json", tmp_path / "cases.jsonl", tmp_path / "out.jsonl"
    homes.write_text(json.dumps({"h": HOME}), "utf-8")
    whole = [{"id": str(n), "lang": "en", "home": "h", **case} for n, case in enumerate(cases)]
    lines.write_text("".join(json.dumps(case) + "\n" for case in whole), "utf-8")
    await dialogue_cases(homes, lines, out, [ReflexMind()])
    return [json.loads(line)["turns"] for line in out.read_text("utf-8").splitlines()]


def turns(*texts: str) -> dict[str, Any]:
    return {"turns": [{"text": text} for text in texts]}


async def test_changes_are_told_against_the_state_before_the_first_turn(tmp_path: Path) -> None:
    [[first, second]] = await spoken(tmp_path, turns("turn on the hall light", "and the attic"))
    assert set(first["changes"]) == {"light.hall"}
    assert set(second["changes"]) == {"light.hall", "light.attic"}
    assert second["outcome"] == "done"


async def test_nobody_answers_but_the_dialogue(tmp_path: Path) -> None:
    [[asked], [again, done]] = await spoken(
        tmp_path, turns("open the garage door"), turns("open the garage door", "yes")
    )
    assert (asked["outcome"], asked["asked"], asked["changes"]) == ("ask", True, {})
    assert (again["outcome"], done["outcome"]) == ("ask", "done")


async def test_one_dialogue_knows_nothing_of_another(tmp_path: Path) -> None:
    [_, [second]] = await spoken(tmp_path, turns("turn on the hall light"), turns("turn it off again"))
    assert second["outcome"] == "ask"
    assert second["changes"] == {}


async def test_a_turn_without_an_area_is_spoken_where_the_one_before_was(tmp_path: Path) -> None:
    case = {"turns": [{"text": "turn on the light", "area": "Attic"}, {"text": "turn off the light"}]}
    [[first, second]] = await spoken(tmp_path, case)
    assert set(first["changes"]) == {"light.attic"}
    assert second["changes"] == {}


@pytest.mark.parametrize("wrong", [{}, {"turns": []}, {"turns": ["hello"]}, {"turns": [{"area": "hall"}]}])
async def test_turns_that_cannot_be_read_are_named(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(CannotRead, match=r"case 1: .*turn"):
        await spoken(tmp_path, wrong)
