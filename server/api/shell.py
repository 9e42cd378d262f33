"""The page as an app: its manifest, and the worker that keeps the page's files for when the house is out of reach."""

import hashlib
import json
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.utterance import LANGUAGES, Language
from server.api.page import FOLDER, WebFile, WebFolder, answer, policy_for

WORKER = "installed/service_worker.js"

_OF_THE_SHELL = frozenset({".html", ".js", ".css", ".svg", ".png", ".woff2"})
_NOT_OF_THE_PAGE = ("head_unit/", WORKER)
"""How the names of files begin that the page does without: a head unit is never offline by itself."""


def shell_router(folder: Path = FOLDER) -> APIRouter:
    """Routes for `/manifest.webmanifest` and `/service-worker.js`."""
    router = APIRouter(include_in_schema=False)
    web = WebFolder(folder)

    @router.api_route("/manifest.webmanifest", methods=["GET", "HEAD"])
    def manifest(request: Request) -> Response:
        language = language_wanted(request.headers.get("accept-language", ""))
        answered = answer(request, web.file(f"installed/manifest.{language}.webmanifest"))
        answered.headers["Vary"] = "Accept-Language"
        return answered

    @router.api_route("/service-worker.js", methods=["GET", "HEAD"])
    def worker(request: Request) -> Response:
        answered = answer(request, worker_of(web))
        answered.headers["Service-Worker-Allowed"] = "/"
        return answered

    return router


def shell_of(web: WebFolder) -> dict[str, str]:
    """The digest of every file of the page by its address."""
    names = (n for n in web.names() if Path(n).suffix in _OF_THE_SHELL and not n.startswith(_NOT_OF_THE_PAGE))
    return {"/" if name == "index.html" else f"/web/{name}": web.file(name).digest for name in names}


def worker_of(web: WebFolder) -> WebFile:
    """The worker with the list of what it keeps; where one file is another, so is the worker."""
    files = sorted(shell_of(web).items())
    version = hashlib.sha256(repr(files).encode()).hexdigest()[:16]
    known = json.dumps({"version": version, "files": files}, separators=(",", ":"))
    source = web.file(WORKER)
    content = f"const SHELL = {known};\n".encode() + source.content
    return WebFile(content, source.media_type, hashlib.sha256(content).hexdigest()[:32], policy_for(b""))


def language_wanted(accepted: str) -> Language:
    """The first of our languages in an Accept-Language header, which browsers write best first."""
    for part in accepted.split(","):
        wanted = part.strip()[:2].lower()
        for language in LANGUAGES:
            if wanted == language:
                return language
    return "en"
