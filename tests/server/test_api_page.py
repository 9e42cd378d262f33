"""The page's files: types, caching, the policy for its own import map, and nothing outside the folder."""

import base64
import hashlib
import re

import pytest

from server.api.page import FOLDER, WebFolder, policy_for
from server.api.problems import Problem

INLINE = re.compile(r"<script(?![^>]*src=)[^>]*>(.*?)</script>", re.DOTALL)


@pytest.mark.parametrize("address", ["/", "/car"])
async def test_the_page_comes_with_a_policy_that_allows_just_its_own_import_map(http, address):
    answer = await http.get(address)
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    for script in INLINE.findall(answer.text):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


@pytest.mark.parametrize("address", ["/", "/car"])
async def test_every_file_the_page_names_is_there_with_a_type_a_browser_takes(http, address):
    page = (await http.get(address)).text
    named = set(re.findall(r'(?:src|href)="(/web/[^"]+)"', page))
    assert named
    for file in named:
        answer = await http.get(file)
        assert answer.status_code == 200, file
        kind = answer.headers["content-type"]
        assert {"js": "javascript", "css": "css", "svg": "svg", "png": "image/png"}[file.rpartition(".")[2]] in kind


async def test_an_unchanged_file_is_not_sent_again(http):
    first = await http.get("/web/icon.svg")
    assert first.headers["cache-control"] == "no-cache"
    again = await http.get("/web/icon.svg", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    weak = await http.get("/web/icon.svg", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert weak.status_code == 304


async def test_an_address_with_the_hash_of_its_content_is_kept_for_ever(http):
    digest = (await http.get("/web/icon.svg")).headers["etag"].strip('"')
    assert "immutable" in (await http.get(f"/web/icon.svg?v={digest[:12]}")).headers["cache-control"]
    assert "no-cache" in (await http.get("/web/icon.svg?v=000000000000")).headers["cache-control"]


def test_a_changed_file_is_sent_anew(tmp_path):
    (tmp_path / "a.js").write_text("one")
    folder = WebFolder(tmp_path)
    first = folder.file("a.js").digest
    (tmp_path / "a.js").write_text("another")
    assert folder.file("a.js").digest != first


@pytest.mark.parametrize(
    "name",
    [
        "../settings.py",
        "..%2fsettings.py",
        "/etc/passwd",
        "",
        ".",
        "style",
        ".hidden",
        "a/../../app.py",
        "a\\b",
        "a\0b",
    ],
)
def test_nothing_outside_the_folder_is_served(name):
    with pytest.raises(Problem):
        WebFolder(FOLDER).file(name)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "web" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(Problem):
        WebFolder(tmp_path / "web").file("link")


async def test_an_encoded_way_out_is_not_found(http):
    for address in ("/web/%2e%2e/settings.py", "/web/..%2fsettings.py", "/web/%2Fetc%2Fpasswd"):
        assert (await http.get(address)).status_code == 404


def test_a_page_without_inline_scripts_allows_none():
    assert "sha256" not in policy_for(b'<script src="/web/app.js"></script>')
