"""The page for the family says what is so."""

import json
from pathlib import Path

import pytest

from assistant.speech.voiceprint import SIZE
from server.household_memory import FINISH_EVERY_S
from server.settings import Settings

ROOT = Path(__file__).parents[3]
TOLD = (ROOT / "docs" / "what-is-kept.md").read_text("utf-8")
PAGE = "".join((ROOT / "server" / "web" / "words" / f"{n}_en.js").read_text("utf-8") for n in ("memory", "members"))


def test_the_times_and_sizes_are_those_of_the_product():
    assert f"{Settings().journal_days} days (`journal_days`)" in TOLD
    assert f"as {SIZE} numbers" in TOLD
    assert FINISH_EVERY_S <= 60


@pytest.mark.parametrize(
    "label",
    [
        "Erase the last seven days",
        "Erase everything",
        "Do not learn this",
        "Download as a file",
        "Take a file",
        "Guests are here",
        "Learn habits",
        "Memory",
    ],
)
def test_what_it_names_stands_on_the_page(label):
    assert label in TOLD
    assert label in PAGE


async def test_the_file_that_is_downloaded_holds_neither_voice_nor_pin(house):
    members = house.mimosa.members
    await members.keep_voice("owner", b"\x7fVOICE" * 200, 4, "yes", members.all()[0].since)
    await house.mimosa.pins.set("owner", "4711")
    told = (await house.http.get("/api/memory/export")).json()
    kept = {
        "preferences",
        "phrases",
        "happenings",
        "not_learnt",
        "nicknames",
        "suggestions",
        "small_routines",
        "sayings",
    }
    assert set(told) == {"format", "person", "name"} | kept
    assert "VOICE" not in json.dumps(told)


async def test_a_conversation_is_never_written_down(house, tmp_path):
    await house.turn("sing me the song of the wobbegong")
    assert not [f.name for f in tmp_path.rglob("*") if f.is_file() and b"wobbegong" in f.read_bytes()]


async def test_who_is_removed_leaves_nothing(house, tmp_path):
    anna = (await house.http.post("/api/members", json={"name": "Wobbegonga", "role": "adult"})).json()["id"]
    await house.turn("remember that I like wobbegong", anna)
    await house.mimosa._database.back_up()
    assert (await house.http.delete(f"/api/members/{anna}")).status_code == 204
    assert not [f.name for f in tmp_path.rglob("*") if f.is_file() and b"obbegong" in f.read_bytes()]
