"""The car's page has words, in both languages, for every signal and every choice; no path shows through."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from devices.device import Device, Shape
from tests.devices.discovery.conftest import simulated_house

WORDS = Path(__file__).parents[2] / "server" / "web" / "words"
SEATS = frozenset({"Row1", "Row2", "Middle", "DriverSide", "PassengerSide", "Driver", "Passenger"})
"""Steps of a path that the page says apart."""

UNSAID = frozenset({"Vehicle", "Cabin", "Body", "Powertrain", "Chassis", "Station", "AnyPosition"})
_ENTRY = re.compile(r"'([^'\n]+)':\s*'((?:[^'\\]|\\.)*)'")


@pytest.fixture(scope="module")
def car() -> Device:
    return next(device for device in simulated_house().devices.values() if device.kind == "car")


def words(language: str) -> Mapping[str, str]:
    files = sorted(WORDS.glob(f"*{language}.js"))
    return {key: text for file in files for key, text in _ENTRY.findall(file.read_text("utf-8"))}


def endings(name: str) -> Sequence[str]:
    """The ends of a path by which the page looks a signal up, longest first."""
    steps = [step for step in name.split(".") if step not in SEATS | UNSAID]
    return [".".join(steps[start:]) for start in range(len(steps))]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_signal_has_a_name(car: Device, language: str) -> None:
    known = words(language)
    assert len(car.capabilities) > 90
    assert [n for n in car.capabilities if not any(f"vss.{end}" in known for end in endings(n))] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_choice_has_words(car: Device, language: str) -> None:
    known = words(language)
    choices = {
        choice
        for each in car.capabilities.values()
        if each.shape in (Shape.CHOICE, Shape.ACT)
        for choice in each.choices
    }
    assert sorted(c for c in choices if not {f"value.{c}", f"value.{c.lower()}"} & known.keys()) == []
