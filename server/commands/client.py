"""The running server, as the commands that talk to it reach it."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from server.certificate import own_files
from server.commands.ending import Status, fail
from server.commands.words import words
from server.security import token_file
from server.settings import Settings

CONNECT_S = 3.0
ANSWER_S = 120.0
"""Seconds without a byte after which an answer counts as not coming; a large model may think that long."""


class ServerClient:
    """HTTP to the server of the settings. Ends the command where none answers, or where it says no."""

    def __init__(self, settings: Settings, *, as_json: bool = False) -> None:
        self._settings = settings
        self._as_json = as_json

    def get(self, path: str) -> Any:
        """The JSON at an address."""
        with self._http() as http:
            answer = http.get(path)
            self._expect_success(answer)
            return answer.json()

    def send(self, method: str, path: str, body: Any) -> Any:
        """Send JSON; returns the JSON of the answer, None where it has no body."""
        with self._http() as http:
            answer = http.request(method, path, json=body)
            self._expect_success(answer)
            return answer.json() if answer.content else None

    def lines(
        self, path: str, *, body: Any = None, sound: bytes = b"", query: dict[str, str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Post JSON or sound, and yield the objects of the streamed answer as they come."""
        content: dict[str, Any] = {"json": body} if not sound else {"content": sound}
        headers = {"Content-Type": "audio/*"} if sound else {}
        with self._http() as http, http.stream("POST", path, params=query, headers=headers, **content) as answer:
            if answer.is_error:
                answer.read()
            self._expect_success(answer)
            for line in answer.iter_lines():
                if line.strip():
                    yield json.loads(line)

    @contextmanager
    def _http(self) -> Iterator[httpx.Client]:
        address = self._settings.address
        try:
            with httpx.Client(
                base_url=address,
                headers=_authorization(self._settings),
                verify=_trust(self._settings),
                timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
                trust_env=False,
            ) as http:
                yield http
        except httpx.ConnectError:
            self._no_server(address)
        except httpx.TransportError as error:
            fail(
                Status.NO_SERVER,
                words(f"The server at {address} broke off: {error}", f"{address} 的服务器中断了连接:{error}"),
                as_json=self._as_json,
            )

    def _no_server(self, address: str) -> None:
        fail(
            Status.NO_SERVER,
            words(
                f"No Mimosa answers at {address}. Start one with: mimosa run",
                f"{address} 没有 Mimosa 应答。请先启动:mimosa run",
            ),
            as_json=self._as_json,
            address=address,
        )

    def _expect_success(self, answer: httpx.Response) -> None:
        if not answer.is_error:
            return
        try:
            problem = answer.json()
            said = problem["say"][words("en", "zh")]
            detail = f"{said} {problem['detail']}" if problem["detail"] != problem["title"] else said
        except (ValueError, KeyError, TypeError):
            detail = f"HTTP {answer.status_code}"
        fail(Status.FAILED, detail, as_json=self._as_json, http_status=answer.status_code)


def _authorization(settings: Settings) -> dict[str, str]:
    token = settings.token
    if not token and settings.needs_token:
        try:
            token = token_file(settings).read_text("ascii").strip()
        except OSError:
            token = ""
    return {"Authorization": f"Bearer {token}"} if token else {}


def _trust(settings: Settings) -> ssl.SSLContext | bool:
    """Trust the server's very own certificate; its name does not matter on this machine."""
    if not settings.encrypted:
        return True
    certificate = settings.tls_certificate or own_files(settings).certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    if certificate.exists():
        context.load_verify_locations(certificate)
    return context
