"""What every request and answer passes: the gate, limits on what may come in, headers on what goes out."""

import asyncio
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.problems import Problem
from server.security import CLOSE_POLICY, Gate

TEXT_LIMIT = 64 * 1024
"""Bytes of a JSON body."""

AUDIO_LIMIT = 25 * 1024 * 1024
"""Bytes of an audio body, where sound is taken."""

MAX_DEPTH = 32
"""How deep JSON may be nested."""

BODY_PATIENCE_S = 30.0
"""Seconds without a byte after which a body counts as not coming."""

BODY_TIME_S = 60.0
"""Seconds in which all of a body has to come."""

_OPEN_PATHS = ("/api/alive", "/api/openapi.json", "/api/problems")
_OTHER_TOKENS = "/api/car/v1/"
"""What is below it looks at tokens of its own."""
_SOUND_PATHS = ("/api/turns", "/api/car/v1/turns/audio")
_VOICE_PATHS = ("/api/members/", "/voice/samples")
"""How the paths of samples of voices begin and end."""
_FILE_PATH = "/api/memory/import"
"""What was exported comes back there, as large as it was."""
_SOUND_TYPES = ("audio/", "application/octet-stream")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


class Guarded:
    """Wraps the app: every request passes the gate, no body grows beyond its limit, every answer gets its headers."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            self._admit(scope)
        except Problem as problem:
            await self._turn_away(problem, scope, receive, send)
            return
        if scope["type"] == "http":
            await self._app(scope, _limited(scope, receive), _with_headers(scope, send))
        else:
            await self._app(scope, receive, send)

    def _admit(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        self._gate.check_host(hosts[0] if len(hosts) == 1 else "")
        writes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD", "OPTIONS")
        if writes:
            self._gate.check_origin(headers.get("origin"), hosts[0])
        if scope["type"] == "http" and _is_private(scope["path"]):
            if not scope["path"].startswith(_OTHER_TOKENS):
                self._gate.check_token(headers.get("authorization"))
            _check_length(headers, _limit(scope))

    async def _turn_away(self, problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await problem.response()(scope, receive, _with_headers(scope, send))
        elif "websocket.http.response" in scope.get("extensions", {}):
            await problem.response()(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": CLOSE_POLICY, "reason": problem.kind})


def _is_private(path: str) -> bool:
    return path.startswith("/api/") and not path.startswith(_OPEN_PATHS)


def _limit(scope: Scope) -> int:
    """Bytes that its body may have."""
    if scope["path"] == _FILE_PATH:
        return AUDIO_LIMIT
    is_sound = Headers(scope=scope).get("content-type", "").lower().startswith(_SOUND_TYPES)
    return AUDIO_LIMIT if is_sound and _takes_sound(scope["path"]) else TEXT_LIMIT


def _takes_sound(path: str) -> bool:
    begin, end = _VOICE_PATHS
    return path in _SOUND_PATHS or (path.startswith(begin) and path.endswith(end))


def _check_length(headers: Headers, limit: int) -> None:
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise Problem("bad-request", f"Content-Length {length[:40]!r} is no number")
    if int(length[:20]) > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> Problem:
    return Problem("too-large", f"at most {limit} bytes are taken here", {"Connection": "close"})


def _limited(scope: Scope, receive: Receive) -> Receive:
    """`receive` that refuses while the body streams in, before anybody has buffered it."""
    headers = Headers(scope=scope)
    nesting = _Nesting() if "json" in headers.get("content-type", "").lower() else None
    limit = _limit(scope)
    arrived, complete = 0, False
    clock = asyncio.get_running_loop().time
    until: float | None = None

    async def receive_limited() -> Message:
        nonlocal arrived, complete, until
        if complete:
            return await receive()
        until = clock() + BODY_TIME_S if until is None else until
        try:
            async with asyncio.timeout(min(BODY_PATIENCE_S, until - clock())):
                message = await receive()
        except TimeoutError:
            raise Problem("too-slow", headers={"Connection": "close"}) from None
        body = message.get("body", b"")
        arrived += len(body)
        complete = not message.get("more_body", False)
        if arrived > limit:
            raise _too_large(limit)
        if nesting:
            nesting.feed(body)
        return message

    return receive_limited


class _Nesting:
    """Counts how deep JSON is nested, piece by piece."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_text = False
        self._escaped = False

    def feed(self, piece: Iterable[int]) -> None:
        """Raises Problem beyond MAX_DEPTH."""
        for byte in piece:
            if self._in_text:
                self._in_text = self._escaped or byte != 0x22
                self._escaped = not self._escaped and byte == 0x5C
            elif byte == 0x22:
                self._in_text = True
            elif byte in b"[{":
                self._depth += 1
                if self._depth > MAX_DEPTH:
                    raise Problem("too-deep", f"at most {MAX_DEPTH} levels are taken")
            elif byte in b"]}":
                self._depth -= 1


def _with_headers(scope: Scope, send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
            if scope["path"].startswith("/api/"):
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return send_with_headers
