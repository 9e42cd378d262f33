"""Who gets in: names, origins, the token; and how much of a body."""

import os
import socket
import stat

import httpx
import pytest
from fastapi import FastAPI, Request

from server.api.guard import AUDIO_LIMIT, MAX_DEPTH, TEXT_LIMIT, Guarded
from server.api.problems import KINDS, Problem, answer_with_problems
from server.security import Gate, hello_token, token_file, token_of
from server.settings import Settings

TOKEN = "0123456789abcdef-token"


def guarded(settings: Settings, token: str = "") -> FastAPI:
    """The smallest app behind the guard: it says how much it was sent."""
    app = FastAPI()
    answer_with_problems(app)

    @app.get("/api/thing")
    async def read() -> dict[str, bool]:
        return {"ok": True}

    @app.post("/api/thing")
    @app.post("/api/turns")
    @app.post("/api/car/v1/token")
    @app.post("/api/car/v1/turns/audio")
    async def write(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.get("/api/alive")
    async def alive() -> dict[str, bool]:
        return {"ok": True}

    app.add_middleware(Guarded, gate=Gate(settings, token))
    return app


def client(settings: Settings | None = None, token: str = "", base: str = "http://127.0.0.1:8237") -> httpx.AsyncClient:
    app = guarded(settings or Settings(), token)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url=base)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8237", "localhost:8237", "LOCALHOST", "[::1]:8237", "localhost.", "127.0.0.1"]
)
async def test_our_own_names_are_answered(host):
    async with client() as http:
        assert (await http.get("/api/thing", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8237",
        "127.0.0.1.evil.example",
        "192.168.1.5",
        "",
        "localhost@evil.example",
        "[::1",
        "0x7f000001",
    ],
)
async def test_a_foreign_name_is_misdirected_because_it_may_be_rebinding(host):
    async with client() as http:
        answer = await http.get("/api/thing", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/problems/wrong-host"
    assert answer.json()["say"]["zh"]


async def test_two_host_headers_are_refused():
    gate_app = guarded(Settings())
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/api/thing", "raw_path": b"/api/thing", "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"host", b"evil.example")], "http_version": "1.1", "scheme": "http",
        "server": ("127.0.0.1", 1), "client": ("127.0.0.1", 2), "root_path": "",
    }  # fmt: skip
    await gate_app(scope, receive, send)
    assert sent[0]["status"] == 421


async def test_listening_elsewhere_any_address_and_the_owners_names_are_answered():
    settings = Settings(host="0.0.0.0", allowed_hosts=("house.example",))
    async with client(settings, TOKEN) as http:
        for host in ("192.168.1.5:8237", "[fd00::5]:8237", "house.example", "House.Example:443"):
            answer = await http.get("/api/thing", headers={"Host": host, "Authorization": f"Bearer {TOKEN}"})
            assert answer.status_code == 200, host
        assert (await http.get("/api/thing", headers={"Host": "evil.example"})).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "file://", "http://localhost:8237"]
)
async def test_a_page_from_elsewhere_may_not_write(origin):
    async with client() as http:
        answer = await http.post("/api/thing", content=b"x", headers={"Origin": origin})
    assert answer.status_code == 403


async def test_our_own_page_and_programs_without_an_origin_may_write():
    async with client() as http:
        assert (await http.post("/api/thing", headers={"Origin": "http://127.0.0.1:8237"})).status_code == 200
        assert (await http.post("/api/thing")).status_code == 200


async def test_a_proxys_name_counts_as_ours_where_the_owner_says_so():
    settings = Settings(allowed_hosts=("house.example",))
    async with client(settings) as http:
        answer = await http.post("/api/thing", headers={"Origin": "https://house.example"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        (None, "no-token"),
        ("", "no-token"),
        ("Bearer", "no-token"),
        ("Basic abc", "no-token"),
        ("Bearer wrong", "wrong-token"),
        (f"Bearer {TOKEN}x", "wrong-token"),
        ("Bearer \xe9\xe9\xe9\xe9\xe9\xe9", "wrong-token"),
    ],
)
async def test_without_the_right_token_nobody_gets_in(shown, kind):
    headers = {} if shown is None else {"Authorization": shown.encode("latin-1")}
    async with client(token=TOKEN) as http:
        answer = await http.get("/api/thing", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["type"].endswith(kind)
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert TOKEN not in answer.text


async def test_with_the_token_one_gets_in_and_aliveness_needs_none():
    async with client(token=TOKEN) as http:
        assert (await http.get("/api/thing", headers={"Authorization": f"bearer {TOKEN}"})).status_code == 200
        assert (await http.get("/api/alive")).status_code == 200


async def pieces(total: int, piece: int = 16 * 1024):
    """A body of unknown length."""
    for at in range(0, total, piece):
        yield b" " * min(piece, total - at)


@pytest.mark.parametrize(
    ("path", "kind", "limit"),
    [
        ("/api/turns", "application/json", TEXT_LIMIT),
        ("/api/turns", "text/plain", TEXT_LIMIT),
        ("/api/turns", "audio/wav", AUDIO_LIMIT),
        ("/api/car/v1/turns/audio", "application/octet-stream", AUDIO_LIMIT),
        ("/api/car/v1/token", "audio/wav", TEXT_LIMIT),
        ("/api/thing", "audio/wav", TEXT_LIMIT),
    ],
)
async def test_a_body_ends_at_its_limit_also_when_its_length_was_not_told(path, kind, limit):
    async with client() as http:
        fitting = await http.post(path, content=pieces(limit), headers={"Content-Type": kind})
        beyond = await http.post(path, content=pieces(limit + 1), headers={"Content-Type": kind})
    assert fitting.json() == {"bytes": limit}
    assert beyond.status_code == 413
    assert str(limit) in beyond.json()["detail"]


async def test_a_told_length_beyond_the_limit_is_refused_before_a_byte_is_read():
    read = []

    async def never():
        read.append(1)
        yield b"x"

    async with client() as http:
        headers = {"Content-Length": str(10**15), "Content-Type": "audio/wav"}
        answer = await http.post("/api/thing", content=never(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "", "٣", "1" * 5000])
async def test_a_length_that_is_no_number_is_refused(length):
    async with client() as http:
        answer = await http.post("/api/thing", content=b"x", headers={"Content-Length": length.encode("utf-8")})
    assert answer.status_code in (400, 413)


async def test_json_nested_beyond_the_limit_is_refused_while_it_comes_in():
    async with client() as http:
        deep = b"[" * (MAX_DEPTH + 1)
        answer = await http.post("/api/thing", content=deep, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
        assert answer.json()["type"].endswith("too-deep")
        quoted = b'{"a": "' + b"[" * 500 + b'\\"' + b"{" * 500 + b'"}'
        answer = await http.post("/api/thing", content=quoted, headers={"Content-Type": "application/json"})
        assert answer.status_code == 200


async def test_a_body_that_stops_coming_is_given_up(monkeypatch):
    import asyncio

    monkeypatch.setattr("server.api.guard.BODY_PATIENCE_S", 0.05)

    async def stalled():
        yield b"{"
        await asyncio.sleep(60)
        yield b"}"

    async with client() as http:
        answer = await http.post("/api/thing", content=stalled(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 408


async def test_a_body_that_comes_drop_by_drop_is_given_up(monkeypatch):
    import asyncio

    monkeypatch.setattr("server.api.guard.BODY_TIME_S", 0.05)

    async def drops():
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    async with client() as http, asyncio.timeout(60):
        answer = await http.post("/api/thing", content=drops())
    assert answer.status_code == 408


async def test_every_answer_carries_the_security_headers():
    async with client() as http:
        for answer in (
            await http.get("/api/thing"),
            await http.get("/nowhere"),
            await http.get("/", headers={"Host": "x"}),
        ):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert "microphone=(self)" in answer.headers["permissions-policy"]
        assert (await http.get("/api/thing")).headers["cache-control"] == "no-store"


def test_a_token_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    settings = Settings(host="0.0.0.0", data_dir=tmp_path / "new")
    token = token_of(settings)
    assert len(token) >= 32
    assert token_of(settings) == token
    assert stat.S_IMODE(os.stat(token_file(settings)).st_mode) == 0o600


def test_the_owners_own_token_is_used_and_none_is_written(tmp_path):
    settings = Settings(token=TOKEN, data_dir=tmp_path)
    assert token_of(settings) == TOKEN
    assert not token_file(settings).exists()


def test_on_loopback_no_token_is_made(tmp_path):
    assert token_of(Settings(data_dir=tmp_path)) == ""
    assert not token_file(Settings(data_dir=tmp_path)).exists()


def test_behind_a_proxy_a_token_is_made_even_on_loopback(tmp_path):
    assert len(token_of(Settings(behind_proxy=True, data_dir=tmp_path))) >= 32


async def test_behind_a_proxy_the_names_it_passes_on_are_ours_and_foreign_ones_are_not():
    settings = Settings(behind_proxy=True, allowed_hosts=("house.example",))
    async with client(settings, TOKEN) as http:
        for host in ("house.example", "192.168.1.5", socket.gethostname()):
            answer = await http.get("/api/thing", headers={"Host": host, "Authorization": f"Bearer {TOKEN}"})
            assert answer.status_code == 200, host
            assert (await http.get("/api/thing", headers={"Host": host})).status_code == 401
        assert (await http.get("/api/thing", headers={"Host": "evil.example"})).status_code == 421


@pytest.mark.parametrize(
    "message",
    ["", "{", "[]", '"hello"', '{"type":"hello"}', '{"type":"hello","token":5}', '{"token":"x"}', "[" * 100_000],
)
def test_a_hello_without_a_token_shows_none(message):
    assert hello_token(message) == ""


def test_every_problem_has_words_in_both_languages_and_an_error_status():
    for kind, known in KINDS.items():
        assert 400 <= known.status < 600, kind
        assert set(known.title) == {"en", "zh"}
        assert Problem(kind).document()["status"] == known.status
