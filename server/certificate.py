"""The certificate the server makes for itself, so that a browser on the home network gives it the microphone."""

import logging
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.settings import Settings

log = logging.getLogger(__name__)

RENEWAL = timedelta(days=30)
"""Made anew when it would expire within this."""


class CertificateWrong(Exception):
    """The owner's certificate or key cannot be used; the text names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Two PEM files."""

    certificate: Path
    key: Path


def certificate_of(settings: Settings, now: datetime | None = None) -> CertificateFiles | None:
    """The files to serve TLS with, made or renewed where they are our own; None where the server speaks plain HTTP.

    Raises CertificateWrong for files of the owner that are absent, unreadable, do not belong together or have expired.
    """
    if not settings.encrypted:
        return None
    # Reading and making certificates costs a third of a second and 20 MiB; plain HTTP on this machine needs neither.
    from server.certificate_files import check_owned, make, serves

    moment = now or datetime.now(UTC)
    if settings.tls_certificate is not None and settings.tls_key is not None:
        owned = CertificateFiles(settings.tls_certificate, settings.tls_key)
        check_owned(owned, moment)
        return owned
    made = own_files(settings)
    names = names_of(settings)
    if not serves(made, names, moment):
        make(made, names, moment)
    return made


def own_files(settings: Settings) -> CertificateFiles:
    """Where the self-made certificate and its key lie."""
    return CertificateFiles(settings.data_dir / "certificate.pem", settings.data_dir / "certificate-key.pem")


def expiry_of(certificate: Path) -> datetime:
    """When a certificate ends. Raises CertificateWrong where it cannot be read."""
    from server.certificate_files import read

    return read(certificate).not_valid_after_utc


def names_of(settings: Settings) -> tuple[str, ...]:
    """Host names and addresses of this machine, as a browser may write them."""
    own = socket.gethostname()
    names = {"localhost", "127.0.0.1", "::1", own, f"{own.split('.')[0]}.local", *settings.allowed_hosts}
    if settings.host not in ("0.0.0.0", "::"):
        names.add(settings.host)
    names |= _lan_addresses()
    return tuple(sorted(name.lower() for name in names if name))


def _lan_addresses() -> set[str]:
    """Addresses of this machine. The sockets send nothing: connecting one only asks the system for a route."""
    found = set()
    for family, probe in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as route:
                route.connect((probe, 9))
                found.add(str(route.getsockname()[0]))
        except OSError:
            log.debug("no route for %s", family.name)
    try:
        found |= {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        log.debug("the own host name has no address")
    return {address.partition("%")[0] for address in found}
