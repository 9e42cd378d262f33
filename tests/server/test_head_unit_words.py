"""The head unit's page has every word it uses, in both languages, and asks nobody but the API of head units."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from devices.command import Safe
from devices.policy import Driving

WEB = Path(__file__).parents[2] / "server" / "web"
PAGE = WEB / "head_unit"
LANGUAGES = ("en", "zh")
_ENTRY = re.compile(r"'([^'\n]+)':\s*(?:'((?:[^'\\]|\\.)*)'|\{)")
_USED = re.compile(r"'(hu\.[a-z_.]+[a-z_])'")
_IMPORTED = re.compile(r"from '(\.[^']+)'")
OUTCOMES = [
    "done",
    "already",
    "started",
    "pending",
    "unknown",
    "failed",
    "refused",
    "ask",
    "answer",
    "not_understood",
    "interrupted",
]
SEATS = ["driver", "passenger", "rear_left", "rear_middle", "rear_right", "unknown"]
TALKING = ["waiting", "listening", "understanding", "acting", "speaking", "away"]
PAIRING = ["not_parked", "no_car", "denied", "over", "away", "failed"]


def words(language: str) -> Mapping[str, str]:
    return dict(_ENTRY.findall((PAGE / "words" / f"{language}.js").read_text("utf-8")))


def scripts() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(PAGE.rglob("*.js")) if path.parent.name != "words")


def made() -> set[str]:
    """Keys that are put together from what the API tells."""
    safes = {f"hu.safe.{safe.value}" for safe in Safe if safe.value}
    pairing = {f"hu.pair.{phase}{more}" for phase in PAIRING for more in ("", "_more")}
    seen = {f"hu.short.{outcome}" for outcome in OUTCOMES} | {f"hu.driving.{driving.value}" for driving in Driving}
    return safes | pairing | seen | {f"hu.seat.{s}" for s in SEATS} | {f"hu.talk.{s}" for s in TALKING}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_used_is_written(language: str) -> None:
    used = set(_USED.findall(scripts())) | made()
    assert len(used) > 100
    assert used - words(language).keys() == set()


def test_both_languages_have_the_same_keys() -> None:
    assert words("en").keys() == words("zh").keys()


def test_no_word_of_the_house_has_another_meaning_here() -> None:
    house = "\n".join(path.read_text("utf-8") for path in (WEB / "words").glob("*.js"))
    assert not [key for key in words("en") if f"'{key}'" in house]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_while_driving_is_short(language: str) -> None:
    shown = [text for key, text in words(language).items() if key.startswith(("hu.short.", "hu.driving.", "hu.link."))]
    assert shown
    assert max(map(len, shown)) <= 40


def test_the_page_asks_nobody_but_the_api_of_head_units() -> None:
    addresses = set(re.findall(r"['\"`](/(?:api|ws)[^'\"`]*)", scripts()))
    assert addresses == {"/api/car/v1"}
    modules = {path: path.read_text("utf-8") for path in PAGE.rglob("*.js")}
    imported = {(path.parent / name).resolve() for path, text in modules.items() for name in _IMPORTED.findall(text)}
    assert WEB / "html.js" in imported
    assert imported & {WEB / name for name in ("api.js", "token.js", "house/connection.js", "house/store.js")} == set()
