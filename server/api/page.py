"""The page and its files: each with a hash of its content, the page itself with a policy for just its own scripts."""

import base64
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.api.problems import Problem

FOLDER = Path(__file__).resolve().parent.parent / "web"

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
}
_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATED = "no-cache"


@dataclass(frozen=True, slots=True)
class WebFile:
    """One file as it is now."""

    content: bytes
    media_type: str
    digest: str
    """First half of the SHA-256 of the content, in hex."""
    policy: str


class WebFolder:
    """The files of one folder; each is read again only when it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._kept: dict[Path, tuple[tuple[int, int], WebFile]] = {}

    def file(self, name: str) -> WebFile:
        """The file of that relative name. Raises Problem where there is none in the folder."""
        path = self._inside(name)
        try:
            found = path.stat()
            version = (found.st_mtime_ns, found.st_size)
            if path not in self._kept or self._kept[path][0] != version:
                self._kept[path] = (version, _web_file(path))
        except OSError:
            raise Problem("not-found") from None
        return self._kept[path][1]

    def names(self) -> list[str]:
        """The relative names of all files in it, hidden ones left out."""
        found = (path.relative_to(self._folder) for path in self._folder.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts))

    def _inside(self, name: str) -> Path:
        hidden = any(part.startswith(".") for part in name.split("/"))
        if hidden or "\\" in name or "\0" in name:
            raise Problem("not-found")
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise Problem("not-found")
        return path


def _web_file(path: Path) -> WebFile:
    content = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    digest = hashlib.sha256(content).hexdigest()[:32]
    return WebFile(content, media_type, digest, policy_for(content) if path.suffix == ".html" else policy_for(b""))


def policy_for(page: bytes) -> str:
    """The content security policy: nothing inline but the scripts (an import map) that stand in this very page."""
    hashes = [hashlib.sha256(m.group(1)).digest() for m in _INLINE_SCRIPT.finditer(page)]
    inline = "".join(f" 'sha256-{base64.b64encode(h).decode()}'" for h in hashes)
    return (
        f"default-src 'none'; script-src 'self'{inline}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def page_router(folder: Path = FOLDER) -> APIRouter:
    """Routes for `/`, `/pair` (the same page, opened where codes of head units are entered), `/car` and `/web/…`."""
    router = head_unit_router(folder)
    web = WebFolder(folder)

    @router.api_route("/", methods=["GET", "HEAD"])
    @router.api_route("/pair", methods=["GET", "HEAD"])
    def page(request: Request) -> Response:
        return answer(request, web.file("index.html"))

    return router


def head_unit_router(folder: Path = FOLDER) -> APIRouter:
    """Routes for `/car`, the page of a head unit, and `/web/…`: all that a node in a car serves of the page."""
    router = APIRouter(include_in_schema=False)
    web = WebFolder(folder)

    @router.api_route("/car", methods=["GET", "HEAD"])
    def head_unit(request: Request) -> Response:
        return answer(request, web.file("head_unit/index.html"))

    @router.api_route("/web/{name:path}", methods=["GET", "HEAD"])
    def file(name: str, request: Request) -> Response:
        return answer(request, web.file(name))

    @router.api_route("/favicon.ico", methods=["GET", "HEAD"])
    def icon(request: Request) -> Response:
        return answer(request, web.file("icon.svg"))

    return router


def answer(request: Request, file: WebFile) -> Response:
    """The file, or 304 where the caller has it. An address with `?v=` and the start of its hash never changes."""
    tag = f'"{file.digest}"'
    wanted = request.query_params.get("v", "")
    fixed = len(wanted) >= 8 and file.digest.startswith(wanted)
    headers = {
        "ETag": tag,
        "Cache-Control": _IMMUTABLE if fixed else _REVALIDATED,
        "Content-Security-Policy": file.policy,
    }
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type=file.media_type, headers=headers)
