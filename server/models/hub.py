"""The model hub: which revision it has, which files with which SHA-256, and their bytes, resumable."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import httpx

from server.models.catalogue import HubCopy, ModelFile
from server.models.errors import NeedsPermission, NotFetched, WrongHash
from server.models.fetch import SPARE_BYTES, require_room
from server.models.progress import FetchProgress, NoProgress
from server.models.unfinished import Unfinished

log = logging.getLogger(__name__)

DEFAULT_HUB = "https://huggingface.co"
MARK_EVERY = 32 << 20
"""Bytes after which an interruption loses nothing any more."""
TIMEOUT = httpx.Timeout(30.0, connect=10.0)


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file of a revision, as the hub itself describes it."""

    name: str
    bytes: int
    sha256: str
    """Empty for a small file that the hub keeps no SHA-256 of."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A repository at one commit."""

    repository: str
    commit: str
    licence: str
    """As the repository's card says; empty where it says nothing."""
    files: tuple[HubFile, ...]


class Hub:
    """A server that speaks the hub's HTTP interface."""

    def __init__(self, address: str = DEFAULT_HUB, token: str = "", client: httpx.Client | None = None) -> None:
        self._address = address.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = client or httpx.Client(timeout=TIMEOUT, follow_redirects=True)

    def revision(self, repository: str, revision: str = "main") -> Revision:
        """What the hub has under that name now. Raises NotFetched or NeedsPermission."""
        url = f"{self._address}/api/models/{quote(repository)}/revision/{quote(revision, safe='')}"
        with self._open(url, repository, params={"blobs": "true"}) as answer:
            answer.read()
            try:
                return _revision(repository, answer.json())
            except (ValueError, KeyError, TypeError) as error:
                raise NotFetched(
                    f"{self._address} does not answer like a model hub for {repository}: {error}"
                ) from error

    def download(
        self, repository: str, commit: str, file: HubFile, target: Path, progress: FetchProgress | None = None
    ) -> None:
        """Bring one file, continuing where an earlier try ended.

        Raises NotFetched, NeedsPermission, NotEnoughRoom, or WrongHash with nothing left behind.
        """
        if not file.sha256:
            raise WrongHash(f"the hub names no SHA-256 for {file.name}; what cannot be checked is not fetched")
        target.parent.mkdir(parents=True, exist_ok=True)
        with Unfinished(target, file.sha256) as unfinished:
            require_room(target.parent, file.bytes - unfinished.length + SPARE_BYTES)
            if unfinished.length < file.bytes:
                self._receive(repository, commit, file, unfinished, progress or NoProgress())
            unfinished.finish()

    def copy(self, wanted: HubCopy, file: ModelFile, target: Path) -> None:
        """Bring a file of the catalogue from here; its hash is the catalogue's, not the hub's."""
        revision = self.revision(wanted.repository)
        self.download(wanted.repository, revision.commit, HubFile(wanted.file, file.bytes, file.sha256), target)

    def _receive(
        self, repository: str, commit: str, file: HubFile, unfinished: Unfinished, progress: FetchProgress
    ) -> None:
        url = f"{self._address}/{quote(repository)}/resolve/{commit}/{quote(file.name)}"
        start = unfinished.length
        ranges = {"Range": f"bytes={start}-"} if start else {}
        with self._open(url, f"{repository}/{file.name}", headers=ranges) as answer:
            _require_same_file(answer, file)
            if start and not _continues(answer, start):
                unfinished.restart()
            _pour(answer, file, unfinished, progress)
        if unfinished.length != file.bytes:
            raise NotFetched(
                f"{file.name} ended after {unfinished.length} of {file.bytes} bytes; "
                "run the same command again, it continues there"
            )

    @contextmanager
    def _open(self, url: str, what: str, **request: Any) -> Iterator[httpx.Response]:
        headers = {"Accept-Encoding": "identity", **self._headers, **request.pop("headers", {})}
        try:
            with self._client.stream("GET", url, headers=headers, **request) as answer:
                _require_answer(answer, what)
                yield answer
        except httpx.HTTPError as error:
            raise NotFetched(
                f"{self._address} cannot be reached for {what} ({type(error).__name__}); "
                "check the network, then run the same command again"
            ) from error


def _revision(repository: str, told: dict[str, Any]) -> Revision:
    card = told.get("cardData") or {}
    commit = told["sha"]
    if not re.fullmatch("[0-9a-f]{40}", commit):
        raise ValueError(f"{commit!r} is no commit")
    files = tuple(_file(f) for f in told["siblings"] if _stays_inside(f["rfilename"]))
    return Revision(repository, commit, str(card.get("license", "")), files)


def _file(told: dict[str, Any]) -> HubFile:
    lfs = told.get("lfs") or {}
    sha256 = lfs.get("sha256", "")
    if sha256 and not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError(f"{sha256!r} is no SHA-256")
    return HubFile(told["rfilename"], int(lfs.get("size") or told.get("size") or 0), sha256)


def _stays_inside(name: str) -> bool:
    """A name may not lead out of the folder the file is put into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _require_answer(answer: httpx.Response, what: str) -> None:
    if answer.status_code in (401, 403):
        raise NeedsPermission(
            f"the hub gives {what} only to people who accepted its terms, or it does not exist; "
            "fetch the file there in a browser, then name it: mimosa models use FILE.gguf"
        )
    if answer.status_code == 404:
        raise NotFetched(f"the hub does not have {what}; name another repository or file")
    if not answer.is_success:
        raise NotFetched(f"the hub answered {answer.status_code} for {what}; try again later")


def _require_same_file(answer: httpx.Response, file: HubFile) -> None:
    """The hub names the content's hash in a header too; a different one is refused before any byte is kept."""
    for step in (*answer.history, answer):
        named = step.headers.get("x-linked-etag", "").removeprefix("W/").strip('"')
        if named and named != file.sha256:
            raise WrongHash(
                f"the hub now offers {file.name} with SHA-256 {named}, but {file.sha256} is pinned; refused"
            )


def _continues(answer: httpx.Response, start: int) -> bool:
    return answer.status_code == 206 and answer.headers.get("content-range", "").startswith(f"bytes {start}-")


def _pour(answer: httpx.Response, file: HubFile, unfinished: Unfinished, progress: FetchProgress) -> None:
    there = unfinished.length
    unmarked = 0
    try:
        for chunk in answer.iter_raw():
            there += len(chunk)
            if there > file.bytes:
                unfinished.discard()
                raise WrongHash(f"{file.name} is larger than the {file.bytes} bytes promised; it was thrown away")
            unfinished.write(chunk)
            unmarked += len(chunk)
            progress.reached(file.name, there, file.bytes)
            if unmarked >= MARK_EVERY:
                unfinished.mark()
                unmarked = 0
    except httpx.HTTPError:
        unfinished.mark()
        raise
    unfinished.mark()
