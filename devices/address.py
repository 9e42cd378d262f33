"""Where a broker is and how to get in."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Self

from devices.errors import BrokerFailed

PLAIN_PORT = 1883
TLS_PORT = 8883

_WRITTEN = re.compile(r"(?:(mqtts?)://)?(\[[0-9A-Fa-f:]+\]|[^\s:/@\[\]]+)(?::([0-9]{1,5}))?/?")


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where a broker is and how to get in."""

    host: str
    port: int = PLAIN_PORT
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    ca_file: Path | None = None
    """Authorities to trust instead of the system's; only with TLS."""
    certificate_file: Path | None = None
    """A client certificate (PEM), with `key_file`; only with TLS."""
    key_file: Path | None = None
    subscription_qos: Literal[0, 1] = 1
    """0 for a broker that does not pass on all retained messages at QoS 1 (iotcore stops at 100)."""

    @classmethod
    def parse(cls, written: str) -> Self:
        """From "host", "host:port", "mqtt://host:port" or "mqtts://host:port". Raises BrokerFailed."""
        found = _WRITTEN.fullmatch(written.strip())
        port = int(found[3]) if found and found[3] else None
        if found is None or (port is not None and not 1 <= port <= 65_535):
            raise BrokerFailed(
                f"{written!r} is no address of a broker; right would be host, host:port, mqtt://host:port or mqtts://host:port"
            )
        tls = found[1] == "mqtts"
        return cls(found[2].strip("[]"), port or (TLS_PORT if tls else PLAIN_PORT), tls=tls)

    def as_user(self, username: str, password: str) -> Self:
        """The same address with credentials; empty ones for none."""
        return replace(self, username=username or None, password=password or None)
