"""The page as an app: a manifest that browsers take, and a worker that keeps the page's files and nothing else."""

import hashlib
import json
import re
import shutil
import struct

import pytest

from server.api.page import FOLDER, WebFolder
from server.api.shell import WORKER, language_wanted, shell_of, worker_of

_IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*'([^']+)'|addModule\('([^']+)'""")
_LINKED = re.compile(r'(?:src|href)="(/web/[^"]+)"')
_MAPPED = re.compile(r'"(/web/vendor/[^"]+)"')


def files_of_the_page() -> set[str]:
    """Every file that the page names, and every module that one of those imports."""
    page = (FOLDER / "index.html").read_text("utf-8")
    found, waiting = set(), [*_LINKED.findall(page), *_MAPPED.findall(page)]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found.add(address)
        path = FOLDER / address.removeprefix("/web/")
        if path.suffix == ".js" and "vendor" not in path.parts:
            named = [one or other for one, other in _IMPORTED.findall(path.read_text("utf-8"))]
            beside = (n for n in named if n.startswith("."))
            waiting += [f"/web/{(path.parent / n).resolve().relative_to(FOLDER)}" for n in beside]
            waiting += [n for n in named if n.startswith("/web/")]
    return found


def shell_in(source: str) -> dict:
    return json.loads(source.partition("\n")[0].removeprefix("const SHELL = ").removesuffix(";"))


def test_every_file_of_the_page_is_kept():
    kept = shell_of(WebFolder(FOLDER))
    assert len(files_of_the_page()) > 90
    assert files_of_the_page() - set(kept) == set()
    assert "/" in kept


async def test_what_is_kept_is_there_and_is_what_was_listed(http):
    listed = shell_in((await http.get("/service-worker.js")).text)["files"]
    for address, digest in listed:
        answer = await http.get(address)
        assert answer.status_code == 200, address
        assert hashlib.sha256(answer.content).hexdigest()[:32] == digest, address


async def test_nothing_but_files_of_the_page_is_kept(http):
    listed = [address for address, _ in shell_in((await http.get("/service-worker.js")).text)["files"]]
    assert all(address == "/" or address.startswith("/web/") for address in listed)
    assert not [address for address in listed if "/head_unit/" in address or "service_worker" in address]
    assert not [address for address in listed if address.endswith((".md", ".LICENSE", "SHA256SUMS"))]


async def test_the_worker_may_answer_for_the_whole_page_and_is_asked_for_anew_each_time(http):
    answer = await http.get("/service-worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["service-worker-allowed"] == "/"
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    again = await http.get("/service-worker.js", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_another_file_makes_another_worker(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "web")
    web = WebFolder(tmp_path / "web")
    before = worker_of(web)
    (tmp_path / "web" / "words" / "en.js").write_text("export default {};", "utf-8")
    after = worker_of(web)
    assert shell_in(before.content.decode())["version"] != shell_in(after.content.decode())["version"]
    assert before.digest != after.digest


def test_the_worker_stays_out_of_everything_that_is_not_read_or_not_of_the_page():
    source = (FOLDER / WORKER).read_text("utf-8")
    assert "method !== 'GET'" in source
    assert "/api" not in source
    assert "token" not in source.lower()


@pytest.mark.parametrize(("accepted", "language"), [("zh-CN,zh;q=0.9", "zh-CN"), ("de-DE,en;q=0.5", "en"), ("", "en")])
async def test_the_manifest_is_complete_in_both_languages(http, accepted, language):
    answer = await http.get("/manifest.webmanifest", headers={"Accept-Language": accepted})
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert (answer.headers["vary"], answer.headers["cache-control"]) == ("Accept-Language", "no-cache")
    manifest = answer.json()
    assert manifest["lang"] == language
    assert (manifest["name"], manifest["short_name"], manifest["display"]) == ("Mimosa", "Mimosa", "standalone")
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/", "/", "/")
    page = (await http.get("/")).text
    assert f'content="{manifest["theme_color"]}" media="(prefers-color-scheme: light)"' in page
    for shortcut in manifest["shortcuts"]:
        assert (await http.get(shortcut["url"])).status_code == 200
    sizes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert sizes == {(size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")}
    for icon in manifest["icons"]:
        picture = (await http.get(icon["src"])).content
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = struct.unpack(">II", picture[16:24])
        assert icon["sizes"] == f"{width}x{height}"


def test_both_manifests_say_the_same_of_everything_but_words():
    def plain(language: str) -> dict:
        manifest = json.loads((FOLDER / f"installed/manifest.{language}.webmanifest").read_text("utf-8"))
        shortcuts = [{key: s[key] for key in ("url", "icons")} for s in manifest.pop("shortcuts")]
        return {key: value for key, value in manifest.items() if key not in ("description", "lang")} | {"s": shortcuts}

    assert plain("en") == plain("zh")


def test_the_language_is_the_first_that_is_spoken_here():
    assert language_wanted("fr-FR, zh;q=0.8, en;q=0.5") == "zh"
