"""The two brokers Mimosa can start by itself: how each is configured and called."""

import base64
import getpass
import hashlib
import json
import os
import secrets
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from devices.errors import BrokerFailed

LOOPBACK = "127.0.0.1"
USERNAME = "mimosa"
LOG_LIMIT_BYTES = 5_000_000

BrokerName = Literal["mosquitto", "iotcore"]


@dataclass(frozen=True, slots=True)
class BrokerProgram:
    """A broker that runs as a child of Mimosa."""

    name: BrokerName
    subscription_qos: Literal[0, 1]
    prepare: Callable[[Path, int, str, bool], list[str]]
    """(folder, port, password, no_delay) → writes its files into the folder, returns the command line."""


def mosquitto_path() -> str | None:
    """Where mosquitto is on this machine; Debian puts it where only root's PATH looks."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/local/sbin:/usr/sbin:/opt/homebrew/sbin")


def best_program() -> BrokerProgram:
    """Mosquitto where it is on the machine, else iotcore."""
    return MOSQUITTO if mosquitto_path() else IOTCORE


def credentials(folder: Path) -> str:
    """The password of the user "mimosa", made once for each data directory and readable by its owner only."""
    file = folder / "password"
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        password = secrets.token_urlsafe(24)
        _write_private(file, password + "\n")
        return password


def _write_private(file: Path, text: str) -> None:
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
    fresh.replace(file)


def _prepare_mosquitto(folder: Path, port: int, password: str, no_delay: bool) -> list[str]:
    program = mosquitto_path()
    if program is None:
        raise BrokerFailed("mosquitto is not on this machine; install it (on Debian: apt install mosquitto)")
    _start_new_log(folder / "mosquitto.log")
    _write_private(folder / "mosquitto.passwords", f"{USERNAME}:{_mosquitto_hash(password)}\n")
    _write_private(folder / "mosquitto.conf", _mosquitto_configuration(folder, port, no_delay))
    return [program, "-c", str(folder / "mosquitto.conf")]


def _mosquitto_configuration(folder: Path, port: int, no_delay: bool) -> str:
    return "\n".join(
        [
            "# Written by Mimosa at every start.",
            "per_listener_settings false",
            f"listener {port} {LOOPBACK}",
            f"user {getpass.getuser()}",
            "allow_anonymous false",
            f"password_file {folder / 'mosquitto.passwords'}",
            "persistence true",
            f"persistence_location {folder}/",
            "persistence_file mosquitto.db",
            "autosave_interval 60",
            f"set_tcp_nodelay {str(no_delay).lower()}",
            "max_queued_messages 50000",
            "max_inflight_messages 100",
            f"log_dest file {folder / 'mosquitto.log'}",
            "log_type error",
            "log_type warning",
            "log_type notice",
            "",
        ]
    )


def _mosquitto_hash(password: str) -> str:
    """As mosquitto_passwd writes it: PBKDF2-HMAC-SHA512, 101 rounds, 12 bytes of salt."""
    salt = secrets.token_bytes(12)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 101)
    return f"$7$101${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def _start_new_log(file: Path) -> None:
    if file.exists() and file.stat().st_size > LOG_LIMIT_BYTES:
        file.replace(file.with_name(file.name + ".1"))


def _prepare_iotcore(folder: Path, port: int, password: str, no_delay: bool) -> list[str]:
    _write_private(folder / "iotcore.toml", _iotcore_configuration(port, password))
    # The working directory must not be searched: a folder of the same name would be taken for the package.
    serve = (
        "import sys; sys.path[:] = [p for p in sys.path if p not in ('', '.')]; from iotcore._serve import main; main()"
    )
    return [sys.executable, "-c", serve, json.dumps({"config_path": str(folder / "iotcore.toml")})]


def _iotcore_configuration(port: int, password: str) -> str:
    """A listener for MQTT 5 alone; retained messages beyond max_outgoing_packet_count would be cut off."""
    return f"""\
# Written by Mimosa at every start.
id = 0

[router]
id = 0
max_connections = 1000
max_outgoing_packet_count = 20000
max_segment_size = 104857600
max_segment_count = 10

[v5.1]
name = "mimosa"
listen = "{LOOPBACK}:{port}"
next_connection_delay_ms = 1

[v5.1.connections]
connection_timeout_ms = 60000
max_payload_size = 1048576
max_inflight_count = 500
dynamic_filters = true

[v5.1.connections.auth]
{USERNAME} = "{password}"
"""


MOSQUITTO = BrokerProgram("mosquitto", 1, _prepare_mosquitto)
IOTCORE = BrokerProgram("iotcore", 0, _prepare_iotcore)
PROGRAMS: dict[BrokerName, BrokerProgram] = {"mosquitto": MOSQUITTO, "iotcore": IOTCORE}
