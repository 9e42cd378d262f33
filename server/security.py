"""Who may talk to the server: the names it answers to, the pages that may write, and the token."""

import ipaddress
import json
import os
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

from server.api.problems import Problem
from server.settings import Settings

HELLO_PATIENCE_S = 10.0
"""Seconds a WebSocket client has for its first message."""

CLOSE_UNAUTHORISED = 4401
CLOSE_POLICY = 1008


def token_of(settings: Settings) -> str:
    """The token callers have to show; empty where none is needed. Makes one (mode 0600) where there is none yet."""
    if settings.token or not settings.needs_token:
        return settings.token
    path = token_file(settings)
    try:
        kept = path.read_text("ascii").strip()
    except FileNotFoundError:
        return _new_token(path)
    os.chmod(path, 0o600)
    return kept or _new_token(path)


def token_file(settings: Settings) -> Path:
    """Where a generated token is kept."""
    return settings.data_dir / "token"


def _new_token(path: Path) -> str:
    token = secrets.token_urlsafe(32)
    write_secret(path, token.encode("ascii") + b"\n")
    return token


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def same_token(shown: str, right: str) -> bool:
    """Compare in constant time."""
    return secrets.compare_digest(shown.encode("utf-8", "replace"), right.encode("utf-8"))


def hello_token(first_message: str) -> str:
    """The token in a WebSocket client's first message; empty where it is no hello."""
    try:
        message = json.loads(first_message)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(message, dict) or message.get("type") != "hello":
        return ""
    token = message.get("token")
    return token if isinstance(token, str) else ""


def host_names(settings: Settings) -> frozenset[str]:
    """The names this server answers to, beside IP addresses."""
    names = {"localhost", settings.host.lower(), *(name.lower() for name in settings.allowed_hosts)}
    if settings.reached_from_elsewhere:
        own = socket.gethostname().lower()
        names |= {own, f"{own.split('.')[0]}.local"}
    return frozenset(names)


class Gate:
    """Decides by the head of a request alone. Values of headers are as they came."""

    def __init__(self, settings: Settings, token: str) -> None:
        self.token = token
        self._names = host_names(settings)
        self._pages = frozenset(name.lower() for name in settings.allowed_hosts)
        self._elsewhere = settings.reached_from_elsewhere

    def check_host(self, host: str) -> None:
        """Refuse a name that is not ours: a foreign name pointing here is DNS rebinding. Raises Problem."""
        name = _name_in(host)
        if name in self._names or self._is_address(name):
            return
        raise Problem("wrong-host", f"Host {name[:100]!r} is not one of this server's names; see allowed_hosts")

    def check_origin(self, origin: str | None, host: str) -> None:
        """Refuse a page that was not served from here. No Origin: no browser. Raises Problem."""
        if origin is None:
            return
        parts = urlsplit(origin)
        name = _name_in(parts.netloc)
        if parts.scheme in ("http", "https") and (parts.netloc.lower() == host.lower() or name in self._pages):
            return
        raise Problem("foreign-origin", f"Origin {origin[:100]!r} is not this server")

    def check_token(self, authorization: str | None) -> None:
        """Refuse a caller without the token, where one is needed. Raises Problem."""
        if not self.token:
            return
        scheme, _, shown = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not shown:
            raise Problem("no-token")
        if not same_token(shown.strip(), self.token):
            raise Problem("wrong-token")

    def _is_address(self, name: str) -> bool:
        """An IP address cannot be rebound; here it must be this machine's loopback unless others reach us."""
        try:
            address = ipaddress.ip_address(name[1:-1] if name[:1] == "[" and name[-1:] == "]" else name)
        except ValueError:
            return False
        return self._elsewhere or address.is_loopback


def _name_in(host: str) -> str:
    """The name in "name:port" or "[address]:port", lower case, without a final dot."""
    host = host.strip().lower()
    if host.startswith("["):
        return "".join(host.partition("]")[:2])
    return host.partition(":")[0].rstrip(".")
