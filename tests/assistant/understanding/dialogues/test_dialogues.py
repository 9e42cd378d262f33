"""Dialogues as people hold them, spoken to a whole house: each turn is compared with what the devices say then."""

import asyncio
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.understanding.reflex.mind import ReflexMind
from server.evaluate.dialogue import dialogue_cases

HERE = Path(__file__).parent
DIALOGUES: Mapping[str, Mapping[str, Any]] = {
    language: tomllib.loads((HERE / f"{language}.toml").read_text("utf-8")) for language in ("en", "zh")
}
NAMES = [(language, name) for language, dialogues in DIALOGUES.items() for name in dialogues]
CAR, CABIN = "car:", "vss.Vehicle.Cabin."
"""How the dialogues write the beginning of a signal of the car; those with "car" in their name have one."""
OFTEN = ("color_mode", "hvac_action", "brightness")
"""What lies beside what is wished and is not written down."""


@pytest.fixture(scope="module")
def spoken(
    tmp_path_factory: pytest.TempPathFactory, homes: Mapping[str, Any]
) -> Mapping[tuple[str, str], list[Mapping[str, Any]]]:
    """What came of every turn, by language and dialogue."""
    folder = tmp_path_factory.mktemp("dialogues")
    described, cases, out = folder / "homes.json", folder / "cases.jsonl", folder / "out.jsonl"
    described.write_text(json.dumps(homes), "utf-8")
    with cases.open("w", encoding="utf-8") as stream:
        for language, name in NAMES:
            turns = [{"text": text} for text, _ in DIALOGUES[language][name]["turns"]]
            home = f"car-{language}" if "car" in name.split("_") else language
            case = {"id": f"{language}/{name}", "lang": language, "home": home, "turns": turns}
            stream.write(json.dumps(case, ensure_ascii=False) + "\n")
    asyncio.run(dialogue_cases(described, cases, out, [ReflexMind()]))
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return {tuple(line["id"].split("/")): line["turns"] for line in lines}


@pytest.mark.parametrize(("language", "name"), NAMES)
def test_every_turn_ends_as_it_was_meant(language, name, spoken):
    before = ""
    for (text, told), turn in zip(DIALOGUES[language][name]["turns"], spoken[language, name], strict=True):
        expected = before if told.startswith("?") else told.replace(CAR, CABIN)
        if told.startswith("?"):
            assert told[1:].strip().casefold() in turn["reply"].casefold(), (text, turn)
        assert differing(turn["changes"], expected) == wished(expected), (text, turn["reply"], turn["tool_calls"])
        before = expected


def wished(expected: str) -> dict[str, str]:
    return dict(part.split("=") for part in expected.split())


def differing(changes: Mapping[str, Any], expected: str) -> dict[str, str]:
    """What differs from the beginning, in the words of the dialogue: the attribute it names, else the state."""
    named = {part.split("=")[0] for part in expected.split()}
    found = {}
    for thing, change in changes.items():
        attributes = change.get("attributes", {})
        told = [name for name in attributes if f"{thing}.{name}" in named]
        for name in told:
            found[f"{thing}.{name}"] = str(attributes[name])
        beside = {name for name in attributes if name not in OFTEN}
        if not told and ("state" in change or beside):
            found[thing] = str(change.get("state", attributes))
    return found
