"""The model hub, as a local server that redirects, resumes, asks for a token and changes its mind."""

from pathlib import Path

import pytest

from server.models.errors import NeedsPermission, NotFetched, WrongHash
from server.models.hub import Hub, HubFile
from tests.server.models.conftest import COMMIT, HubDouble, sha256

CONTENT = b"GGUF" + bytes(range(256)) * 4000
NAME = "Thing.Q4_K_M.gguf"


@pytest.fixture
def hub(hub_double: HubDouble) -> Hub:
    hub_double.files = {NAME: CONTENT, "README.md": b"hello"}
    return Hub(hub_double.address)


def wanted(content: bytes = CONTENT) -> HubFile:
    return HubFile(NAME, len(content), sha256(content))


def test_revision_and_hash_are_what_the_hub_says(hub: Hub) -> None:
    found = hub.revision("some/repo")
    assert (found.commit, found.licence) == (COMMIT, "mit")
    assert found.files == (wanted(), HubFile("README.md", 5, ""))


def test_a_file_comes_whole_through_the_redirect(hub: Hub, hub_double: HubDouble, tmp_path: Path) -> None:
    hub.download("some/repo", COMMIT, wanted(), tmp_path / "m" / NAME)
    assert (tmp_path / "m" / NAME).read_bytes() == CONTENT
    assert [path for path, _ in hub_double.asked] == [f"/some/repo/resolve/{COMMIT}/{NAME}", f"/cdn/{NAME}"]
    assert [p.name for p in (tmp_path / "m").iterdir()] == [NAME]


def test_a_broken_connection_is_continued_where_it_ended(hub: Hub, hub_double: HubDouble, tmp_path: Path) -> None:
    hub_double.break_after = 300_000
    with pytest.raises(NotFetched):
        hub.download("some/repo", COMMIT, wanted(), tmp_path / NAME)
    assert not (tmp_path / NAME).exists()
    hub.download("some/repo", COMMIT, wanted(), tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == CONTENT
    start = int(hub_double.asked[-1][1].removeprefix("bytes=").rstrip("-"))
    assert 0 < start <= 300_000


def test_a_server_that_cannot_resume_starts_over(hub: Hub, hub_double: HubDouble, tmp_path: Path) -> None:
    hub_double.break_after, hub_double.ranges = 300_000, False
    with pytest.raises(NotFetched):
        hub.download("some/repo", COMMIT, wanted(), tmp_path / NAME)
    hub.download("some/repo", COMMIT, wanted(), tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_the_beginning_of_another_version_is_not_continued(hub: Hub, hub_double: HubDouble, tmp_path: Path) -> None:
    hub_double.break_after = 300_000
    with pytest.raises(NotFetched):
        hub.download("some/repo", COMMIT, wanted(), tmp_path / NAME)
    newer = CONTENT[::-1]
    hub_double.files[NAME] = newer
    hub.download("some/repo", COMMIT, wanted(newer), tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == newer


def test_other_bytes_than_pinned_are_thrown_away(hub: Hub, hub_double: HubDouble, tmp_path: Path) -> None:
    hub_double.promised[NAME] = sha256(CONTENT)
    hub_double.files[NAME] = CONTENT[:-1] + b"x"
    with pytest.raises(WrongHash, match="was promised"):
        hub.download("some/repo", COMMIT, wanted(), tmp_path / NAME)
    assert list(tmp_path.iterdir()) == []


def test_another_hash_in_the_header_is_refused_at_once(hub: Hub, hub_double: HubDouble, tmp_path: Path) -> None:
    hub_double.linked[NAME] = "f" * 64
    with pytest.raises(WrongHash, match="is pinned; refused"):
        hub.download("some/repo", COMMIT, wanted(), tmp_path / NAME)
    assert not (tmp_path / NAME).exists()


def test_more_bytes_than_promised_are_thrown_away(hub: Hub, hub_double: HubDouble, tmp_path: Path) -> None:
    hub_double.promised[NAME] = sha256(CONTENT[:1000])
    with pytest.raises(WrongHash, match="larger than the 1000 bytes"):
        hub.download("some/repo", COMMIT, wanted(CONTENT[:1000]), tmp_path / NAME)
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_a_hash_is_not_fetched(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(WrongHash, match="names no SHA-256"):
        hub.download("some/repo", COMMIT, HubFile("README.md", 5, ""), tmp_path / "README.md")


def test_a_gated_repository_says_what_helps(hub: Hub, hub_double: HubDouble) -> None:
    hub_double.gated = True
    with pytest.raises(NeedsPermission, match=r"mimosa models use FILE\.gguf"):
        hub.revision("some/repo")


def test_a_token_opens_it_and_stays_with_the_hub(hub_double: HubDouble, tmp_path: Path) -> None:
    hub_double.files, hub_double.gated = {NAME: CONTENT}, True
    hub = Hub(hub_double.address, token="let-me-in")
    assert hub.revision("some/repo").commit == COMMIT
    hub.download("some/repo", COMMIT, wanted(), tmp_path / NAME)
    assert (tmp_path / NAME).exists()


def test_a_wrong_token_says_what_helps(hub_double: HubDouble) -> None:
    hub_double.gated = True
    with pytest.raises(NeedsPermission):
        Hub(hub_double.address, token="stale").revision("some/repo")


def test_what_the_hub_does_not_have(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="does not have other/repo"):
        hub.revision("other/repo")
    with pytest.raises(NotFetched, match="does not have"):
        hub.download("some/repo", COMMIT, HubFile("gone.gguf", 10, "a" * 64), tmp_path / "gone.gguf")


def test_a_hub_that_cannot_be_reached() -> None:
    with pytest.raises(NotFetched, match="cannot be reached for some/repo"):
        Hub("http://127.0.0.1:9").revision("some/repo")


def test_names_that_lead_out_of_the_folder_are_not_seen(hub: Hub, hub_double: HubDouble) -> None:
    hub_double.files["../../evil.gguf"] = b"x"
    assert [f.name for f in hub.revision("some/repo").files] == [NAME, "README.md"]


def test_a_commit_that_is_none_is_no_hub(hub_double: HubDouble) -> None:
    listing = hub_double.listing()
    hub_double.listing = lambda: {**listing, "sha": "../main"}  # type: ignore[method-assign]
    with pytest.raises(NotFetched, match="does not answer like a model hub"):
        Hub(hub_double.address).revision("some/repo")
