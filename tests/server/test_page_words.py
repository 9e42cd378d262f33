"""The page has words, in both languages, for everything that the simulated house and car show, and icons for kinds."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Set
from pathlib import Path

import pytest

from devices.device import Device, Shape
from devices.simulators.cooker_facts import FAULTS, MENUS, PHASES, STATUS_NUMBER, TASTES
from devices.simulators.vacuum_facts import FAN_SPEEDS, MODES, REFUSALS, TROUBLES, WATER_LEVELS
from tests.devices.discovery.conftest import Simulated, simulated_house

WEB = Path(__file__).parents[2] / "server" / "web"
LANGUAGES = ("en", "zh")
OWNERS_WORDS = frozenset({"clean_rooms", "rooms", "clean_zone", "cleaning_room", "media", "finish_at"})
"""Capabilities whose values are names that somebody gave."""
TOLD = {
    *(*FAULTS, *MENUS, *TASTES, *STATUS_NUMBER, *(name for name, _ in PHASES), "busy", "out_of_range", "faulty"),
    *(*FAN_SPEEDS, *MODES, *REFUSALS, *TROUBLES, *WATER_LEVELS, "lid_open", "pot_missing"),
    *("segment", "zone", "spot", "target", "resumable", "emptying", "moving", "manual_control"),
}
"""What the machines can tell beside what they tell when they begin."""
_ENTRY = re.compile(r"'([^'\n]+)':\s*(?:'((?:[^'\\]|\\.)*)'|\{)")


def words(language: str) -> Mapping[str, str]:
    """Key → text of all word files of a language."""
    files = sorted((WEB / "words").glob(f"*{language}.js"))
    return {key: text for file in files for key, text in _ENTRY.findall(file.read_text("utf-8"))}


def icons() -> Set[str]:
    return set(re.findall(r"(\w+): 'M", (WEB / "icons.js").read_text("utf-8")))


@pytest.fixture(scope="module")
def house() -> Simulated:
    return simulated_house()


def in_the_house(house: Simulated) -> list[Device]:
    return [device for device in house.devices.values() if device.kind != "car"]


def values(house: Simulated) -> Set[str]:
    """Choices, and what is told in words."""
    found = set(TOLD)
    for device in in_the_house(house):
        for name, capability in device.capabilities.items():
            if name not in OWNERS_WORDS:
                found.update(capability.choices)
                told = house.told(capability)
                if capability.shape is Shape.TEXT and isinstance(told, str):
                    found.add(told)
    return found - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_capability_of_the_house_has_a_name(house: Simulated, language: str) -> None:
    shown = {name for device in in_the_house(house) for name in device.capabilities}
    assert len(shown) > 60
    assert {name for name in shown if f"capability.{name}" not in words(language)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_house_has_words(house: Simulated, language: str) -> None:
    known = words(language)
    assert {value for value in values(house) if f"value.{value}" not in known} == set()


def test_both_languages_have_the_same_keys() -> None:
    assert words("en").keys() == words("zh").keys()


def test_mandarin_words_are_mandarin() -> None:
    own = {key: text for key, text in words("zh").items() if key.startswith(("capability.", "value."))}
    plain = {key for key, text in own.items() if text and not re.search(r"[\u4e00-\u9fff]", text)}
    assert {key for key in plain if re.search("[a-z]", own[key])} == set()


def test_every_kind_has_an_icon_of_its_own(house: Simulated) -> None:
    listed = """light switch fan cover lock climate humidifier vacuum valve media_player number select button sensor
        siren lawn_mower water_heater alarm_control_panel device_tracker"""
    assert set(listed.split()) - icons() == set()
    kinds = {device.kind for device in house.devices.values()} - {"binary_sensor"}
    assert kinds - icons() == set()


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not on this machine")
def test_word_files_are_read_as_they_are_written() -> None:
    for language in LANGUAGES:
        for file in sorted((WEB / "words").glob(f"*{language}.js")):
            text = file.read_text("utf-8").replace("export default", "console.log(JSON.stringify(", 1)
            script = text.rstrip().removesuffix(";") + "))"
            read = subprocess.run(["node", "-e", script], capture_output=True, check=True, text=True).stdout
            assert json.loads(read).keys() == {key for key, _ in _ENTRY.findall(file.read_text("utf-8"))}, file.name
